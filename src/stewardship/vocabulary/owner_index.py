"""Which of many path patterns match a path, the last first: for CODEOWNERS files of any dialect.

To be quick with thousands of paths, patterns are filed under something that a matching path must
have: its leading folders (``/a/b``), or a segment of this name (``=a``), of this end (``~.py``) or
of this beginning (``^a``). Only the patterns under a path's own keys are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stewardship.frozen import dataclass
from stewardship.vocabulary.globs import DEEP, Token, literal, match


@dataclass(frozen=True, slots=True)
class Matcher:
    """A pattern ready to match; ``key`` is something that every path it matches must have."""

    tokens: tuple[Token, ...]
    key: str


def matcher(pattern: str, tokens: tuple[Token, ...]) -> Matcher:
    """The matcher of a pattern whose segments are literal but for ``*``, ``?`` and a backslash."""
    segments = [one for one in pattern.split("/") if one]
    lead: list[str] = []
    for one in segments if tokens[0] is not DEEP else ():
        text = literal(one)
        if text is None:
            break
        lead.append(text)
    key = f"/{'/'.join(lead)}" if lead else max(map(_key, segments), key=len)
    return Matcher(tokens, key)


class Index:
    """Patterns in their order, made once and asked many times."""

    def __init__(self, matchers: Iterable[Matcher]) -> None:
        self._matchers = tuple(matchers)
        self._filed: dict[str, list[int]] = {}
        for place, one in enumerate(self._matchers):
            self._filed.setdefault(one.key, []).append(place)
        lengths = {sign: {len(k) - 1 for k in self._filed if k[:1] == sign} for sign in "~^"}
        self._ends, self._beginnings = lengths["~"], lengths["^"]

    def matching(self, path: str) -> Iterator[int]:
        """The positions of the patterns that match the path, the last one first."""
        parts = path.split("/")
        filed = self._filed
        keys = filed.keys() & self._keys(path, parts)
        for place in sorted((place for key in keys for place in filed[key]), reverse=True):
            if match(self._matchers[place].tokens, parts):
                yield place

    def _keys(self, path: str, parts: Sequence[str]) -> set[str]:
        """All that a pattern which matches this path may be filed under."""
        keys = {"", f"/{path}"}
        for part in parts:
            keys.add(f"={part}")
            keys.update("~" + part[-length:] for length in self._ends)
            keys.update("^" + part[:length] for length in self._beginnings)
        end = path.find("/")
        while end != -1:
            keys.add(f"/{path[:end]}")
            end = path.find("/", end + 1)
        return keys


def _key(one: str) -> str:
    """What a path with a segment that matches this one must have; nothing where that is open."""
    text = literal(one)
    if text is not None:
        return f"={text}"
    if "?" in one or "\\" in one:
        return ""
    head, tail = one.partition("*")[0], one.rpartition("*")[2]
    longest = max((f"~{tail}", f"^{head}"), key=len)
    return longest if longest[1:] else ""
