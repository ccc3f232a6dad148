"""One license out of what a Python package says of it in several places.

Packages state a license as a ``License`` text and as classifiers, often both. The text counts
where it is one line that means something; it has to agree with the classifiers, which are often
coarser (``BSD License``) and never say whether several mean AND or OR.
"""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.frozen import replace
from stewardship.model import Value

_FOUND = ("license", "family")
_ENDINGS = ("-or-later", "-only")


def settled(field: Value | None, classified: Sequence[Value]) -> Value | None:
    """The license: of the text, else of the classifiers; conflicting where they disagree.

    ``classified`` are the classifiers' meanings, one Value each. None where neither says
    anything; a one-line text that nobody knows is better than nothing.
    """
    classified = _distinct(classified)
    if field is not None and (field.state != "present" or "\n" in str(field.data)):
        field = None
    known = field is not None and _kind(field) in _FOUND
    if field is None or (not known and classified):
        return _one(classified)
    at_odds = [each for each in classified if not _agree(str(field.data), str(each.data))]
    if at_odds:
        return replace(field, state="conflicting", candidates=(field, *at_odds))
    if _kind(field) == "family" and len(classified) == 1:
        return classified[0]
    return field


def _kind(field: Value) -> str:
    from stewardship.vocabulary.licenses import resolve  # late: hooks seldom get here

    return resolve(str(field.data)).kind


def _distinct(classified: Sequence[Value]) -> tuple[Value, ...]:
    found: dict[str, Value] = {}
    for each in classified:
        found.setdefault(str(each.data), each)
    return tuple(found.values())


def _one(classified: Sequence[Value]) -> Value | None:
    if len(classified) < 2:
        return classified[0] if classified else None
    return replace(classified[0], state="conflicting", candidates=tuple(classified))


def _agree(text: str, classifier: str) -> bool:
    """Whether the classifier speaks of one of the licenses in the text, however coarsely."""
    ids, wanted = _ids(text), _ids(classifier)
    return any(
        one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")
        for one in ids
        for other in wanted
    )


def _ids(text: str) -> frozenset[str]:
    """The ids in a declaration, in lower case and without their ``-only`` or ``-or-later``."""
    from stewardship.vocabulary.licenses import resolve
    from stewardship.vocabulary.spdx import licenses

    found = resolve(text)
    words = [each.id for each in licenses(found.node)] if found.node else [found.word or text]
    plain = []
    for word in words:
        word = word.casefold()
        for ending in _ENDINGS:
            word = word.removesuffix(ending)
        plain.append(word)
    return frozenset(plain)
