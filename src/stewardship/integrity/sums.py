"""Lists of digests as ``sha256sum`` writes and checks them, of GNU and of BSD.

    <digest> <space or *><name>
    SHA256 (<name>) = <digest>

A name with a backslash or a line end is written with ``\\\\``, ``\\n`` and ``\\r``, and a backslash
before the whole line says so. ``#`` begins a comment. A file that holds one bare digest speaks of
the file whose name its own extends (``model.bin.sha256``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from stewardship.frozen import dataclass
from stewardship.pattern import pattern
from stewardship.vocabulary.digests import Digest, parse

_GNU = pattern(rb"(\\?)([0-9A-Fa-f]{32,128}) (?:[ *]|(?=[^ *]))(.+)", re.DOTALL)
_BSD = pattern(rb"(\\?)([A-Za-z0-9-]{2,12}) \((.+)\) = ([0-9A-Fa-f]{32,128})", re.DOTALL)
_BARE = pattern(rb"[0-9A-Fa-f]{32,128}")
_ESCAPES = {b"\\\\": b"\\", b"\\n": b"\n", b"\\r": b"\r"}
_ESCAPE = pattern(rb"\\.?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, the digest, and the name as ``os.fsdecode`` spells it."""

    number: int
    digest: Digest
    name: str


@dataclass(frozen=True, slots=True)
class Sums:
    """The lines of a list; ``broken`` are the numbers of those that are none."""

    lines: tuple[Line, ...]
    broken: tuple[int, ...] = ()


def read(content: bytes, stem: str = "", alg: str = "") -> Sums:
    """All lines of a list. ``stem`` is the file that a bare digest speaks of; ``alg`` the algorithm
    that the list's own name tells, where two have digests of one length."""
    lines: list[Line] = []
    broken: list[int] = []
    for number, raw in enumerate(content.split(b"\n"), 1):
        text = raw.removesuffix(b"\r")
        if not text.strip() or text.startswith(b"#"):
            continue
        found = _line(number, text, stem, alg)
        if found:
            lines.append(found)
        else:
            broken.append(number)
    return Sums(tuple(lines), tuple(broken))


def _line(number: int, text: bytes, stem: str, alg: str) -> Line | None:
    if stem and _BARE.fullmatch(text.strip()):
        digest = parse(text.strip().decode(), alg or None)
        return Line(number, digest, stem) if digest else None
    if bsd := _BSD.fullmatch(text):
        escaped, named, name, digits = bsd.groups()
        digest = parse(digits.decode(), named.decode())
    elif gnu := _GNU.fullmatch(text):
        escaped, digits, name = gnu.groups()
        digest = parse(digits.decode(), alg or None) or parse(digits.decode())
    else:
        return None
    plain = _unescaped(name) if escaped else name
    if digest is None or plain is None or b"\0" in plain:
        return None
    return Line(number, digest, os.fsdecode(plain))


def _unescaped(name: bytes) -> bytes | None:
    """The name that was meant; None where a backslash means nothing."""
    if any(one not in _ESCAPES for one in _ESCAPE.findall(name)):
        return None
    return _ESCAPE.sub(lambda match: _ESCAPES[match.group()], name)


def write(entries: Iterable[tuple[str, str]], head: str = "") -> bytes:
    """A list of (digest in hexadecimal digits, name) in the order of the names' bytes, which
    ``sha256sum -c`` understands; ``head`` is a comment of one line."""
    lines = [f"# {head}\n".encode()] if head else []
    for name, digits in sorted((os.fsencode(name), digits) for digits, name in entries):
        plain = name
        for escape, meant in _ESCAPES.items():
            plain = plain.replace(meant, escape)
        mark = b"\\" if plain != name else b""
        lines.append(b"%s%s  %s\n" % (mark, digits.encode(), plain))
    return b"".join(lines)
