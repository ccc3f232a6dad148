"""One license out of all that a package, or an SBOM, declares; disagreement is never guessed away.

What is declared are texts by the name of their field:

- ``license-expression``: wins alone where it is a valid SPDX expression (PEP 639), and is read
  like ``license`` where it is none;
- ``license``: an expression, a name, or a whole license text in place of one;
- ``classifiers``: the names of license classifiers, ``; `` between them. They never say whether
  several mean AND or OR, and are often coarser than the rest (``BSD License``);
- ``license-text``: the license that the package's own license file is the text of, word for word;
- ``concluded``: what the author of an SBOM came to.

Each says a license, a family of licenses, nothing, or something that nobody here knows. They are
settled where one license is in agreement with all: a family agrees with its members, a part of
an expression with the expression, ``-only`` with ``-or-later``. Everything else is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from stewardship.vocabulary import classifiers, licenses, spdx
from stewardship.vocabulary.placeholders import is_placeholder

Kind = Literal["license", "family", "conflicting", "text", "not-known", "nothing"]

FIELDS = ("license-expression", "license", "concluded", "classifiers", "license-text")
SEPARATOR = "; "
LONGEST = 200  # characters of a name; what is longer is a text
SHOWN = 80
_SUFFIXES = ("-only", "-or-later")
_NOTHING = ""  # of ``package_names``: what is said points elsewhere
# Words for families that only classifiers use; the others are known to ``licenses.resolve``.
_FAMILIES = frozenset(("afl", "artistic", "zpl"))


class Side(NamedTuple):
    """What one field says: ``meaning`` is an expression, or the word for a family."""

    field: str
    written: str
    kind: Kind
    meaning: str = ""


class Settled(NamedTuple):
    """What all fields come to.

    ``expression`` is canonical and there for kind ``license`` alone; ``word`` is the family's;
    ``why`` says in a clause what keeps it from being a license; ``sides`` are what was heard,
    the one that decided first.
    """

    kind: Kind
    expression: str = ""
    word: str = ""
    why: str = ""
    sides: tuple[Side, ...] = ()


def settle(declared: Mapping[str, str]) -> Settled:
    """The one license of these fields, or why there is none; never raises."""
    return _settle(tuple((field, declared[field]) for field in FIELDS if declared.get(field)))


@lru_cache(maxsize=4096)
def _settle(declared: tuple[tuple[str, str], ...]) -> Settled:
    sides = [side for field, text in declared for side in _sides(field, text)]
    told = [side for side in sides if side.kind != "nothing"]
    if told and told[0].field == "license-expression" and _is_expression(told[0].written):
        # PEP 639: the expression counts; a license file that is another license's still speaks.
        told = [told[0], *(side for side in told if side.field == "license-text")]
    if not told:
        return Settled("nothing", why=_nothing(sides), sides=tuple(sides))
    obscure = next((side for side in told if side.kind in ("text", "not-known")), None)
    if obscure and len({(side.kind, side.meaning) for side in told}) == 1:
        return Settled(obscure.kind, why=_obscure(obscure), sides=tuple(told))
    lead = None if obscure else _lead(told)
    if lead is None:
        return Settled("conflicting", why=_conflict(told), sides=tuple(told))
    told = [lead, *(side for side in told if side is not lead)]
    if lead.kind == "family":
        why = f"`{_short(lead.written)}` is a family of licenses, not a license"
        return Settled("family", word=lead.meaning, why=why, sides=tuple(told))
    return Settled("license", lead.meaning, sides=tuple(told))


def meaning(field: str, text: str) -> Side:
    """What one text says, wherever it stands."""
    short = text.strip()
    if "\n" in short:
        from stewardship.vocabulary.license_texts import body  # late: few packages need it

        short = body(short)
    if not short or is_placeholder(short):
        return Side(field, text, "nothing")
    if "\n" in short or len(short) > LONGEST:
        return _long(field, text)
    name = classifiers.license_name(short) if short.startswith("License ::") else short
    if name is None:  # `License :: OSI Approved` names none
        return Side(field, text, "nothing")
    return _named(field, short, name)


def _named(field: str, written: str, name: str) -> Side:
    for attempt in _attempts(name):
        if attempt == _NOTHING:
            return Side(field, written, "nothing")
        found = licenses.resolve(attempt) if attempt else None
        if found and found.kind == "license":
            return Side(field, written, "license", found.expression)
        if attempt and found and found.kind == "family" and not _joined(attempt):
            return Side(field, written, "family", _lookup(attempt) or attempt)
        if found and found.kind == "says-nothing" and attempt == name:
            return Side(field, written, "nothing")
        if attempt and attempt.casefold() in _FAMILIES:
            return Side(field, written, "family", attempt)
    return Side(field, written, "not-known")


def _attempts(name: str) -> Iterator[str | None]:
    """What a name may stand for, by what is asked first: most names are ids."""
    yield name
    yield classifiers.meaning(name)
    yield _lookup(name)


def _lookup(name: str) -> str | None:
    from stewardship.vocabulary.package_names import lookup  # late: most names are ids

    return lookup(name)


def _joined(name: str) -> bool:
    """Whether a family is only a part of what is said: ``BSD OR MIT`` is more than a family."""
    return any(word in name.casefold().split() for word in ("and", "or", "with"))


def _long(field: str, text: str) -> Side:
    """A text of several lines: an expression that was folded, a license as a whole, or neither."""
    found = licenses.resolve(text) if len(text) <= LONGEST * 5 else None
    if found and found.kind == "license":
        return Side(field, text, "license", found.expression)
    from stewardship.vocabulary.license_texts import recognized

    id = recognized(text)
    return Side(field, text, "license", licenses.normalize(id)) if id else Side(field, text, "text")


def _sides(field: str, text: str) -> Iterator[Side]:
    if field == "classifiers":
        parts = dict.fromkeys(part.strip() for part in text.split(SEPARATOR.strip()))
        yield from (meaning(field, part) for part in parts if part)
    else:
        yield meaning(field, text)


def _is_expression(text: str) -> bool:
    try:
        spdx.parse(text)
    except spdx.ExpressionError:
        return False
    return True


def _lead(told: Sequence[Side]) -> Side | None:
    """The side that says most and that no other contradicts."""
    found = [side for side in told if side.kind == "license"]
    ranked = found or [side for side in told if side.kind == "family"]
    for side in ranked:  # in the order of FIELDS: what is stated before what is classified
        if all(_agree(side, other) for other in told):
            return side
    return None


def _agree(lead: Side, other: Side) -> bool:
    """Whether what the other says is said by the lead as well, however coarsely."""
    ids = _ids(lead)
    if other.kind == "family":
        word = _plain(other.meaning)
        return any(id == word or id.startswith(f"{word}-") for id in ids)
    if lead.field == "classifiers" or lead.kind == "family":
        return ids == _ids(other)
    return _ids(other) <= ids


@lru_cache(maxsize=1024)
def _ids(side: Side) -> frozenset[str]:
    """The ids that a side names, in lower case and without ``-only`` and ``-or-later``."""
    if side.kind == "family":
        return frozenset((_plain(side.meaning),))
    return frozenset(_plain(each.id) for each in spdx.licenses(spdx.parse(side.meaning)))


def _plain(id: str) -> str:
    id = id.casefold()
    for suffix in _SUFFIXES:
        id = id.removesuffix(suffix)
    return id


def _nothing(sides: Sequence[Side]) -> str:
    if not sides:
        return "no license is declared"
    return f"`{_short(sides[0].written)}` does not say which license"


def _obscure(side: Side) -> str:
    if side.kind == "text":
        return f"a text of {len(side.written):,} characters stands where an id belongs"
    return f"`{_short(side.written)}` is not a license that is known here"


def _conflict(told: Sequence[Side]) -> str:
    said = dict.fromkeys(f"{_LABELS[side.field]} {_said(side)}" for side in told)
    return "; ".join(list(said)[:4])


_LABELS = {
    "license-expression": "the expression says",
    "license": "the license field says",
    "concluded": "the SBOM concludes",
    "classifiers": "a classifier says",
    "license-text": "the license file is",
}


def _said(side: Side) -> str:
    if side.kind == "text":
        return "a text that is not known"
    return f"`{_short(side.meaning or side.written)}`"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
