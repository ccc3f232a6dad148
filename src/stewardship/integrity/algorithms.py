"""Digests of bytes, by the names of ``vocabulary.digests``, and DVC's own of text files.

All but BLAKE3 are in every Python; that one is the package ``blake3``, an extra of ours. What
cannot be computed here is said and is never a match.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from stewardship.errors import GateError

DOS2UNIX = "md5-dos2unix"
"""What DVC before 3.0 called the MD5 of a file: that of a text is taken with line feeds only."""
BLAKE2 = {"blake2b-256": 32, "blake2b-384": 48, "blake2b-512": 64}
LOOK = 512  # how many first bytes tell DVC a text from a binary
TEXT = frozenset(b"\b\t\n\f\r") | frozenset(range(32, 127))


class Hasher(Protocol):
    """What every algorithm offers."""

    def update(self, data: memoryview, /) -> object:
        """Take in more bytes."""

    def hexdigest(self) -> str:
        """The digest so far, in lower-case hexadecimal digits."""


class Dos2Unix:
    """DVC's digest of a file before version 3.0: MD5, of a text without its carriage returns.

    As DVC does, each MiB is changed by itself, and the first bytes tell what a text is: no NUL,
    and at most three in ten that no English text has.
    """

    def __init__(self) -> None:
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._text: bool | None = None

    def update(self, data: memoryview) -> None:
        """Take in more bytes, of at most a MiB."""
        if self._text is None:
            self._text = _is_text(bytes(data[:LOOK]))
        self._md5.update(bytes(data).replace(b"\r\n", b"\n") if self._text else data)

    def hexdigest(self) -> str:
        """The digest so far."""
        return self._md5.hexdigest()


def _is_text(head: bytes) -> bool:
    if not head:
        return True
    return 0 not in head and sum(byte not in TEXT for byte in head) / len(head) <= 0.3


def _own(name: str) -> Callable[[], Hasher]:
    return partial(hashlib.new, name.replace("-", "_"), usedforsecurity=False)


MAKERS: Mapping[str, Callable[[], Hasher]] = {
    **{name: _own(name) for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")},
    **{name: _own(name) for name in ("sha3-256", "sha3-384", "sha3-512")},
    **{name: partial(hashlib.blake2b, digest_size=size) for name, size in BLAKE2.items()},
    DOS2UNIX: Dos2Unix,
}


def lacking(name: str) -> str:
    """Why an algorithm cannot be computed here, as a clause with what to do; empty if it can."""
    if name in MAKERS:
        return ""
    if name != "blake3":
        return f"{name} is not an algorithm that can be computed again"
    try:
        import blake3  # noqa: F401, 1 ms
    except ImportError:
        return "BLAKE3 needs a package that is not here: pip install 'stewardship[blake3]'"
    return ""


def hasher(name: str) -> Hasher:
    """A fresh digest by this algorithm; ``lacking`` was asked before."""
    if name in MAKERS:
        return MAKERS[name]()
    if name == "blake3":
        import blake3

        made: Hasher = blake3.blake3()
        return made
    raise GateError(f"there is no digest by {name}")
