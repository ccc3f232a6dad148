"""What was read before, by what the operating system says of a file; and when that may be trusted.

A file whose device, inode, size, mtime and ctime are all the same is taken for the same by
``--quick`` and by hooks. A plain run takes it from nobody but the interrupted run that it goes on
with, for a day at most; every byte is read once in each run that ends.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Mapping

from stewardship.cache.store import Cache
from stewardship.frozen import dataclass, field
from stewardship.integrity.hashing import Hashed, Seen

LASTS = 24 * 60 * 60  # seconds for which an interrupted run can be gone on with
OFTEN = 0.5  # seconds between two writings


@dataclass(slots=True)
class Remembered:
    """The digests that this run may take from earlier ones, and those it leaves to later ones."""

    cache: Cache
    scope: str
    quick: bool
    resume: bool = True
    run: str = ""
    since: float | None = None
    _fresh: dict[str, bytes] = field(default_factory=dict)
    _written: float = 0.0

    def begin(self) -> None:
        """Find the run that was interrupted, or begin one. ``since`` tells when that began."""
        kept = self.cache.bundle(self._name) if self.resume else None
        held = json.loads(kept) if kept else {}
        now = time.time()
        if held and 0 <= now - held["started"] < LASTS:
            self.run, self.since = held["run"], held["started"]
            return
        self.run = f"{time.time_ns()}-{os.getpid()}"
        session = {"run": self.run, "started": now}
        self.cache.put_bundle(self._name, json.dumps(session).encode())

    @property
    def _name(self) -> str:
        return f"verify:{self.scope}"

    def known(
        self, seen: Mapping[str, Seen], wanted: Mapping[str, Collection[str]]
    ) -> dict[str, dict[str, str]]:
        """The digests by path of files that need not be read."""
        if not self.quick and self.since is None:
            return {}
        keys: dict[str, list[str]] = {}
        for path in wanted:
            keys.setdefault(f"bytes:{seen[path].key}", []).append(path)
        found = {}
        for key, row in self.cache.get_many(keys).items():
            run, digests = _unpacked(row)
            for path in keys[key]:
                trusted = self.quick or run == self.run
                if trusted and digests.keys() >= set(wanted[path]):
                    found[path] = digests
        return found

    def add(self, one: Hashed) -> None:
        """Remember a file that was read, unless it is so new that a change would not show."""
        if one.seen.settled(time.time_ns()):
            self._fresh[f"bytes:{one.seen.key}"] = _packed(self.run, one.digests)

    def tick(self) -> None:
        """Write now and then, also while one large file is read for long."""
        if self._fresh and time.monotonic() - self._written > OFTEN:
            self.flush()

    def flush(self) -> None:
        """Write down what was read until now: a process that is killed loses no more."""
        if self._fresh:
            self.cache.put_many(self._fresh)
            self._fresh = {}
        self._written = time.monotonic()

    def end(self) -> None:
        """The run came to its end: the next one begins anew."""
        self.flush()
        self.cache.put_bundle(self._name, b"{}")


def _packed(run: str, digests: Mapping[str, str]) -> bytes:
    """The run and its digests as words, which are taken apart sooner than JSON."""
    return " ".join((run, *(f"{name}={digits}" for name, digits in digests.items()))).encode()


def _unpacked(row: bytes) -> tuple[str, dict[str, str]]:
    run, *words = row.decode().split(" ")
    return run, dict([word.split("=", 1) for word in words])
