"""What reading taught before: answers by content, path and reader versions, from the cache.

Two things are kept. One row for each content holds heads and fields; one row for the repository
(the bundle) holds the heads of all its files, so that a warm run asks one question to know
everything that joining needs, and decodes fields only of what it judges.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from stewardship.cache import Cache
from stewardship.codec import Head, pack
from stewardship.model import Fragment


class Known:
    """The answers for one tree. ``scope`` names repository and versions; ``whole`` says that all
    files of the tree are asked about, so that the bundle may be written anew."""

    def __init__(self, cache: Cache, scope: str, whole: bool) -> None:
        self._cache = cache
        self._version = scope.partition(":")[0]
        self._whole = whole
        self._bundle = f"heads:{scope}"
        kept = cache.bundle(self._bundle)
        self._held: dict[str, list[Any]] = json.loads(kept) if kept else {}
        self._old = len(self._held)
        self._bodies: dict[str, bytes] = {}
        self._new: dict[str, bytes] = {}

    def _key(self, path: str, content: str) -> str:
        return f"{content}:{self._version}:{path}"

    def missing(self, contents: Mapping[str, str]) -> list[str]:
        """The paths whose answer is not known for this content (id by path; empty: unread)."""
        doubtful = {
            path: content
            for path, content in contents.items()
            if not content or (held := self._held.get(path)) is None or held[0] != content
        }
        keys = {self._key(path, content): path for path, content in doubtful.items() if content}
        for key, row in (self._cache.get_many(keys) if keys else {}).items():
            path = keys[key]
            heads, _, body = row.partition(b"\n")
            self._held[path] = [doubtful.pop(path), json.loads(heads)]
            self._bodies[path] = body
            self._old = -1
        return list(doubtful)

    def add(self, path: str, content: str, fragments: Sequence[Fragment]) -> None:
        """Take in a fresh answer; what has no content id is not remembered."""
        heads, body = pack(fragments)
        self._held[path] = [content, heads]
        self._bodies[path] = body
        if content:
            self._new[self._key(path, content)] = json.dumps(heads).encode() + b"\n" + body

    def heads(self, path: str) -> list[Head]:
        """The heads of a path that is known."""
        heads: list[Head] = self._held[path][1]
        return heads

    def body(self, path: str, again: Callable[[], bytes]) -> Callable[[], bytes]:
        """A way to the fields of a path: from memory, from the cache, else by reading again."""
        fresh = self._bodies.get(path)
        if fresh is not None:
            return lambda: fresh
        key = self._key(path, self._held[path][0])

        def fetch() -> bytes:
            row = self._cache.get_many([key]).get(key)
            return again() if row is None else row.partition(b"\n")[2]

        return fetch

    def keep(self, paths: Iterable[str]) -> None:
        """Write what is new; the heads of paths that are gone are dropped."""
        if self._new:
            self._cache.put_many(self._new)
        if self._whole and (self._new or len(self._held) != self._old):
            lasting = {path: self._held[path] for path in paths if self._held[path][0]}
            self._cache.put_bundle(self._bundle, json.dumps(lasting).encode())
