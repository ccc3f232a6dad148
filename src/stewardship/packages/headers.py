"""The header fields of core metadata, found where they are asked for.

Most of a package's metadata is of no interest here, so what most packages are asked for is found
by one pattern, and the rest is taken apart only when somebody asks for more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUICK = frozenset(
    ("name", "version", "license", "license-expression", "license-file", "requires-dist")
)
# One of these, or a license classifier, with the lines that continue it.
_FIELD = re.compile(
    r"^(name|version|license|license-expression|license-file|requires-dist"
    r"|classifier(?=[ \t]*:[ \t]*License))[ \t]*:(.*(?:\n[ \t].*)*)",
    re.I | re.M,
)


class Headers:
    """The fields of one METADATA; it answers ``get`` and ``get_all`` as a mail message does,
    which is what pip-licenses asks."""

    __slots__ = ("_all", "_found", "_text")

    def __init__(self, text: str = "") -> None:
        """``text`` may go on after the headers; they end with the first empty line."""
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        self._text = text.partition("\n\n")[0] if not text.startswith("\n") else ""
        self._found: dict[str, list[str]] | None = None
        self._all: tuple[tuple[str, str, int], ...] | None = None

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field of this name."""
        found = self._values(name.lower())
        return found[0] if found else default

    def get_all(self, name: str, default: list[str] | None = None) -> list[str] | None:
        """All fields of this name; the default where there is none."""
        return self._values(name.lower()) or default

    def license_classifiers(self) -> list[str]:
        """The classifiers that begin with ``License``."""
        return self._quick().get("classifier", [])

    def lines(self, name: str) -> Iterator[tuple[str, int]]:
        """The fields of this name, each with its line."""
        return ((value, line) for key, value, line in self._entries() if key == name.lower())

    def _values(self, name: str) -> list[str]:
        if name in _QUICK:
            return self._quick().get(name, [])
        return [value for key, value, _ in self._entries() if key == name]

    def _quick(self) -> dict[str, list[str]]:
        if self._found is None:
            self._found = {}
            for name, value in _FIELD.findall(self._text):
                self._found.setdefault(name.lower(), []).append(_unfolded(value))
        return self._found

    def _entries(self) -> tuple[tuple[str, str, int], ...]:
        """All fields in order, as (name in lower case, value, line)."""
        if self._all is None:
            self._all = tuple(_parsed(self._text))
        return self._all


def _parsed(text: str) -> Iterator[tuple[str, str, int]]:
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        name, colon, value = lines[number].partition(":")
        start = number + 1
        number += 1
        while number < len(lines) and lines[number][:1] in (" ", "\t"):
            value += "\n" + lines[number]
            number += 1
        if colon and name[:1] not in (" ", "\t"):
            yield name.strip().lower(), _unfolded(value), start


def _unfolded(value: str) -> str:
    """The value of a field; a line that continues one may begin with a bar."""
    if "\n" not in value:
        return value.strip()
    first, *rest = value.split("\n")
    lines = (line.strip().removeprefix("|") for line in rest)
    return "\n".join([first.strip(), *lines]).strip()
