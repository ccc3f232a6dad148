"""The word that someone probably meant: for "did you mean", never for a decision."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 100  # characters; what is longer is no misspelling of a name
_MOST = 5000  # candidates that are compared; a message must not cost more than the run


def closest(word: str, candidates: Iterable[str], likeness: float = 0.6) -> str | None:
    """The candidate most like the word, or None where none is alike.

    The same word in another case or with other separators (``max_age`` for ``max-age``) wins
    over any likeness of letters. The order of the candidates does not matter. ``likeness`` is
    the least that counts, from 0 to 1: the share of characters in common, as difflib has it.
    """
    wanted = _plain(word)
    if not wanted or len(word) > _LONGEST:
        return None
    names = sorted({name for name in candidates if len(name) <= _LONGEST})[:_MOST]
    for name in names:
        if _plain(name) == wanted:
            return name
    from difflib import get_close_matches  # late: only someone's mistake needs it

    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    found = get_close_matches(wanted, plain, n=1, cutoff=likeness)
    return plain[found[0]] if found else None


def _plain(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")
