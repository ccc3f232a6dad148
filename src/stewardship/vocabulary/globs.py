"""Path globs of the configuration: a small, predictable part of what gitignore(5) knows.

- ``*`` stands for any run of characters but ``/``, ``?`` for one of them, ``**`` as a whole
  segment for any number of folders, none included;
- a pattern with a ``/`` before its end is anchored at the root, one without matches in any
  folder;
- what names a folder covers everything beneath it; with a ``/`` at the end it covers *only* what
  lies beneath, so a folder itself is asked for as ``folder/``;
- letters match in their own case; a backslash takes the next character as it is.

Ranges, braces and ``!`` are refused rather than guessed at. Matching takes at most pattern
length times path length steps, whatever the pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

DEEP: Final = "**"  # as a token: any number of segments, none included
Segment = Callable[[str], bool]
Token = Segment | str  # DEEP, or a test for one segment

_LONGEST = 1000


def any_segment(segment: str) -> bool:
    """The test that ``*`` alone means: any name, but there must be one."""
    return segment != ""


def beneath(segment: str) -> bool:
    """The test that a ``/`` at a pattern's end adds: whatever follows the folder's slash."""
    return True


@lru_cache(maxsize=1024)
def compile_glob(pattern: str) -> Callable[[str], bool]:
    """A function that tells whether a path is covered; ValueError for what is not supported."""
    problem = _problem(pattern)
    if problem:
        raise ValueError(f"`{pattern[:80]}` {problem}")
    under = pattern.endswith("/")
    parts = pattern.strip("/").split("/")
    tokens: list[Token] = [DEEP if part == "**" else segment(part) for part in parts]
    if "/" not in pattern.rstrip("/"):
        tokens.insert(0, DEEP)
    tokens += [beneath, DEEP] if under else [DEEP]
    return lambda path: match(tokens, path.split("/"))


def matches(pattern: str, path: str) -> bool:
    """Whether the pattern covers the path (relative to the root, with ``/``)."""
    return compile_glob(pattern)(path)


def _problem(pattern: str) -> str:
    if not pattern.strip("/"):
        return "names nothing; for everything write `**`"
    if len(pattern) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if pattern.startswith("!"):
        return "starts with `!`, but there is no negation here"
    unescaped = pattern.replace("\\\\", "").replace("\\[", "").replace("\\{", "")
    for sign, name in (("[", "character ranges"), ("{", "alternatives")):
        if sign in unescaped:
            return f"has a `{sign}`, but there are no {name} here: write `\\{sign}` for the sign"
    if any(not part for part in pattern.strip("/").split("/")):
        return "has an empty folder name (`//`)"
    return "ends in a lone backslash" if _characters(pattern)[-1:] == ["\\"] else ""


def segment(pattern: str) -> Segment:
    """A test for one segment of a path: a literal, ``*``, or a pattern with wildcards.

    ``**`` inside a longer segment counts as ``*``. A backslash escapes the next character.
    """
    characters = _characters(pattern)
    if characters == [None]:
        return any_segment
    if "\\" not in pattern and "?" not in pattern:
        if "*" not in pattern:
            return pattern.__eq__
        return _stars(pattern.split("*"))
    tests: list[Token] = [DEEP if one is None else _character(one) for one in characters]
    return lambda text: match(tests, text)


def literal(pattern: str) -> str | None:
    """The one text that a segment pattern matches, or None where it has wildcards."""
    characters = _characters(pattern)
    if None in characters or "?" in characters:
        return None
    return "".join(one[-1] for one in characters if one)


def _stars(pieces: list[str]) -> Segment:
    """Literal pieces with ``*`` between them: each is looked for after the one before it."""
    head, *middle, tail = pieces
    shortest = sum(map(len, pieces))

    def test(text: str) -> bool:
        if len(text) < shortest or not text.startswith(head) or not text.endswith(tail):
            return False
        at, end = len(head), len(text) - len(tail)
        for piece in middle:
            at = text.find(piece, at, end)
            if at < 0:
                return False
            at += len(piece)
        return True

    return test


def _character(one: str) -> Segment:
    return beneath if one == "?" else one[-1].__eq__


def _characters(pattern: str) -> list[str | None]:
    """The pattern's signs: a character, ``?``, an escaped character (two long), None for ``*``."""
    signs: list[str | None] = []
    rest = iter(pattern)
    for one in rest:
        if one == "*":
            if signs[-1:] != [None]:
                signs.append(None)
        elif one == "\\":
            signs.append(one + next(rest, ""))
        else:
            signs.append(one)
    return signs


def match(tokens: Sequence[Token], parts: Sequence[str]) -> bool:
    """Whether the tokens match all the parts.

    The greedy algorithm for wildcards: on a mismatch only the last ``DEEP`` takes one part more,
    for what an earlier one could do, the last can do as well. So nothing is ever tried twice
    from the same place, and the cost is at most tokens times parts.
    """
    at = deep = mark = 0
    retry = False
    position = 0
    while position < len(parts):
        token = tokens[at] if at < len(tokens) else None
        if token is DEEP:
            if at == len(tokens) - 1:
                return True
            retry, deep, mark = True, at, position
            at += 1
        elif token is not None and not isinstance(token, str) and token(parts[position]):
            at += 1
            position += 1
        elif retry:
            mark += 1
            at, position = deep + 1, mark
        else:
            return False
    return all(token is DEEP for token in tokens[at:])
