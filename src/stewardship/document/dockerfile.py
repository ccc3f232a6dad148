"""Dockerfiles as instructions with places: directives, continued lines, here-documents.

Read as BuildKit's parser does (https://docs.docker.com/reference/dockerfile/): the ``escape``
directive of the first lines, comments and blank lines inside a continued instruction, several
here-documents in one line. A library was tried: it takes the lines of a here-document for
instructions of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stewardship.document import MANIFEST, Bounds, DocumentError
from stewardship.document import source as text_source
from stewardship.frozen import dataclass
from stewardship.model import Location
from stewardship.pattern import pattern

KEYWORDS = frozenset((
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
    "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
))  # fmt: skip
_DIRECTIVE = pattern(r"#\s*([A-Za-z]+)\s*=\s*(\S+)\s*")
_HEREDOC = pattern(r"[0-9]*<<(-?)([^<]+)")  # a whole word, as BuildKit has it
_FLAG = pattern(r"--([a-z-]+)(?:=(\S*))?(?:\s+|$)")
_WORDS = pattern(r"""\s*((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+)""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: ``value`` is what follows its flags, on one line; ``texts`` are the
    here-documents; ``line`` is where it begins, from 1."""

    line: int
    column: int
    keyword: str
    flags: Sequence[tuple[str, str]]
    value: str
    texts: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The value's words with their quotes taken off; ``a="b c"`` is one word."""
        return [unquoted(word) for word in _WORDS.findall(self.value)]

    def flag(self, name: str) -> str:
        """What a flag says, such as ``from``; empty where it is not given."""
        return next((said for key, said in self.flags if key == name), "")

    @property
    def triggered(self) -> Instruction | None:
        """What an ``ONBUILD`` does to an image that is built on this one; None for any other."""
        if self.keyword != "ONBUILD":
            return None
        keyword, rest = _parted(self.value)
        flags, value = _flags(rest)
        return Instruction(self.line, self.column, keyword, flags, value, self.texts)


def load(content: bytes, path: str, bounds: Bounds = MANIFEST) -> tuple[Instruction, ...]:
    """The instructions of a Dockerfile.

    Raises ``DocumentError`` for what is no text, an instruction that there is not, and a
    here-document that does not end.
    """
    text = text_source.decode(content, path, bounds).replace("\r\n", "\n")
    return tuple(_instructions(text.split("\n"), path))


def unquoted(word: str) -> str:
    """A word as a shell would see it: without quotes and escapes."""
    kept, quote, escaped = [], "", False
    for char in word:
        if escaped:
            kept.append(char)
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif quote and char == quote:
            quote = ""
        elif not quote and char in "\"'":
            quote = char
        else:
            kept.append(char)
    return "".join(kept)


def _instructions(lines: Sequence[str], path: str) -> Iterator[Instruction]:
    escape, start = _directives(lines)
    number = start
    while number < len(lines):
        first = lines[number]
        if not first.strip() or first.lstrip().startswith("#"):
            number += 1
            continue
        begun = number
        parts, number = _continued(lines, number, escape)
        whole = " ".join(part.strip() for part in parts).strip()
        keyword, value = _parted(whole)
        column = len(first) - len(first.lstrip()) + 1
        if keyword not in KEYWORDS:
            said = f"there is no instruction {text_source.quoted(first.split()[0])}"
            raise DocumentError(said, Location(path, begun + 1, column))
        flags, value = _flags(value)
        texts: tuple[str, ...] = ()
        inner, said = _parted(value) if keyword == "ONBUILD" else (keyword, value)
        if inner in ("RUN", "COPY", "ADD") and not said.startswith("["):
            texts, number = _heredocs(value, lines, number, Location(path, begun + 1, column))
        yield Instruction(begun + 1, column, keyword, flags, value, texts)


def _parted(text: str) -> tuple[str, str]:
    """An instruction's keyword, in capitals, and what follows it."""
    keyword, *rest = text.split(maxsplit=1) or [""]
    return keyword.upper(), rest[0] if rest else ""


def _directives(lines: Sequence[str]) -> tuple[str, int]:
    """The escape character, and the first line that is no directive."""
    escape, number = "\\", 0
    for number, line in enumerate(lines):
        found = _DIRECTIVE.fullmatch(line.strip())
        if found is None or found.group(1).lower() not in ("escape", "syntax", "check"):
            return escape, number
        if found.group(1).lower() == "escape" and found.group(2) in ("`", "\\"):
            escape = found.group(2)
    return escape, number + 1


def _continued(lines: Sequence[str], number: int, escape: str) -> tuple[list[str], int]:
    """The lines of one instruction without their marks of continuation, and the next line."""
    parts: list[str] = []
    while number < len(lines):
        line = lines[number]
        number += 1
        if parts and (not line.strip() or line.lstrip().startswith("#")):
            continue  # comments and blank lines do not end a continued instruction
        stripped = line.rstrip()
        if not stripped.endswith(escape):
            parts.append(line)
            break
        parts.append(stripped[:-1])
    return parts, number


def _flags(value: str) -> tuple[tuple[tuple[str, str], ...], str]:
    flags = []
    while found := _FLAG.match(value):
        flags.append((found.group(1), found.group(2) or ""))
        value = value[found.end() :]
    return tuple(flags), value


def _heredocs(
    value: str, lines: Sequence[str], number: int, place: Location
) -> tuple[tuple[str, ...], int]:
    """The here-documents that a line opens, in their order, and the line after the last."""
    texts = []
    opened = (_HEREDOC.fullmatch(word) for word in _WORDS.findall(value))
    for tabs, written in (found.groups() for found in opened if found):
        name, kept = unquoted(written), list[str]()
        while number < len(lines):
            line = lines[number].lstrip("\t") if tabs else lines[number]
            number += 1
            if line == name:
                break
            kept.append(line)
        else:
            raise DocumentError(f"the here-document {text_source.quoted(name)} does not end", place)
        texts.append("\n".join(kept))
    return tuple(texts), number
