"""Which of many path patterns match a path, the last first: for CODEOWNERS files of any dialect.

To be quick with thousands of paths, patterns are filed under something that a matching path must
have: its leading folders (``/a/b``), or a segment of this name (``=a``), of this end (``~.py``) or
of this beginning (``^a``). Only the patterns under a path's own keys are tried.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

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
        self._folders: dict[str, Collection[int]] = {"": self._filed.get("", ())}

    def matching(self, path: str) -> Iterator[int]:
        """The positions of the patterns that match the path, the last one first."""
        parts = path.split("/")
        places = set(self._above(path.rpartition("/")[0]))
        places.update(self._filed.get(f"/{path}", ()), self._of(parts[-1]))
        for place in sorted(places, reverse=True):
            if match(self._matchers[place].tokens, parts):
                yield place

    def _above(self, folder: str) -> Collection[int]:
        """The patterns that are filed under something of this folder; asked for again and again."""
        waiting = []
        while folder not in self._folders:
            waiting.append(folder)
            folder = folder.rpartition("/")[0]
        found = self._folders[folder]
        for one in reversed(waiting):
            own, name = self._filed.get(f"/{one}", ()), one.rpartition("/")[2]
            found = self._folders[one] = {*found, *own, *self._of(name)}
        return found

    def _of(self, part: str) -> Iterator[int]:
        """The patterns that are filed under this segment of a path, or an end of it."""
        filed = self._filed
        yield from filed.get(f"={part}", ())
        for length in self._ends:
            yield from filed.get("~" + part[-length:], ())
        for length in self._beginnings:
            yield from filed.get("^" + part[:length], ())


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
