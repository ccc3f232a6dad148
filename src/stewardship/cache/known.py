"""What reading taught before: answers by content, path and reader versions, from the cache.

Two things are kept. One row for each content holds heads and fields; one row for the repository
(the bundle) holds the heads of all its files, so that a warm run asks one question to know
everything that joining needs, and decodes fields only of what it judges. Most files say one thing
without an id, a digest or a link: their heads are brief, and stand in columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from stewardship.cache.brief import Brief, is_brief
from stewardship.cache.codec import Head, pack, source_of, unpack
from stewardship.cache.store import Cache
from stewardship.frozen import replace
from stewardship.model import Fragment

Packed = tuple[str, str, list[Head], bytes]
PART = 32
"""A bundle is written again when more than one in so many of its paths is out of date."""


class Known:
    """The answers for one tree. ``scope`` names repository and versions; ``whole`` says that all
    files of the tree are asked about, so that the bundle may be written anew."""

    def __init__(self, cache: Cache, scope: str, whole: bool) -> None:
        self._cache = cache
        version = scope.partition(":")[0]  # long, and part of the key of every file
        self._version = hashlib.sha256(version.encode()).hexdigest()[:20]
        self._whole = whole
        self._bundle = f"files:{scope}"
        kept = cache.bundle(self._bundle) if whole else None
        columns, rest = json.loads(kept) if kept else ((), {})
        self._held: dict[str, list[Any]] = rest
        self.brief = Brief(*columns)
        self._outdated = 0
        self._bodies: dict[str, bytes] = {}
        self._fresh: dict[str, Sequence[Fragment]] = {}
        self._packed: list[str] = []

    def _key(self, path: str, content: str) -> str:
        return f"{content}:{self._version}:{path}"

    def missing(self, contents: Mapping[str, str]) -> list[str]:
        """The paths whose answer is not known for this content (id by path; empty: unread)."""
        brief, held = self.brief.contents, self._held
        doubtful, count = {}, 0
        for path, content in contents.items():
            known = brief.get(path) or held.get(path)
            if not content or known is None or known[0] != content:
                doubtful[path] = content
            count += known is not None
        gone = len(brief) + len(held) - count
        if gone:
            self.brief.only(contents)
        for path in doubtful:
            self.brief.drop(path)
        keys = {self._key(path, content): path for path, content in doubtful.items() if content}
        self._outdated = gone + len(keys)
        for key, row in (self._cache.get_many(keys) if keys else {}).items():
            path = keys[key]
            heads, _, body = row.partition(b"\n")
            self._held[path] = [doubtful.pop(path), json.loads(heads)]
            self._bodies[path] = body
        return list(doubtful)

    def add(self, path: str, content: str, fragments: Sequence[Fragment]) -> None:
        """Take in a fresh answer; what has no content id is not remembered."""
        self._held[path] = [content, None]
        self._fresh[path] = [
            replace(one, source=source_of(path, content, number))
            for number, one in enumerate(fragments)
        ]

    def take(self, path: str, content: str, heads: list[Head], body: bytes) -> None:
        """Take in a fresh answer that somebody else has packed."""
        self._held[path] = [content, heads]
        self._bodies[path] = body
        self._packed.append(path)

    def packed(self) -> list[Packed]:
        """The fresh answers as ``take`` takes them in, by path and content."""
        return [(path, self._held[path][0], *pack(said)) for path, said in self._fresh.items()]

    def fragments(self, path: str, again: Callable[[str], bytes]) -> Sequence[Fragment]:
        """What a path says. Fields are looked up when they are asked for; ``again`` reads the file
        once more where they were forgotten."""
        fresh = self._fresh.get(path)
        if fresh is not None:
            return fresh
        if path in self.brief:
            return (self.brief[path],)
        content: str = self._held[path][0]
        heads: list[Head] = self._held[path][1]
        return unpack(path, heads, partial(self._body, path, again), content) if heads else ()

    def unread(self, again: Callable[[str], bytes]) -> Brief:
        """The brief ones among what is known, of which nothing was read in this run. ``again`` as
        for ``fragments``."""
        self.brief.body = partial(self._body, again=again)
        return self.brief

    def _body(self, path: str, again: Callable[[str], bytes]) -> bytes:
        """The fields of a path: from memory, from the cache, else by reading again."""
        found = self._bodies.get(path)
        if found is None:
            brief = self.brief.contents.get(path)
            key = self._key(path, (brief or self._held[path])[0])
            row = self._cache.get_many([key]).get(key)
            found = again(path) if row is None else row.partition(b"\n")[2]
        return found

    def keep(self, paths: Collection[str]) -> None:
        """Write what is new.

        The bundle is written again only once a part of it is out of date; until then, what it
        lacks is looked up by content, and a commit of few files writes little.
        """
        rows: dict[str, bytes] = {}
        fresh = [(path, *self._held[path], self._bodies[path]) for path in self._packed]
        for path, content, heads, body in [*self.packed(), *fresh]:
            if content:
                self._held[path][1] = heads
                rows[self._key(path, content)] = json.dumps(heads).encode() + b"\n" + body
        if rows:
            self._cache.put_many(rows)
        if self._whole and self._outdated > len(paths) // PART:
            self._cache.put_bundle(self._bundle, self._packed_heads(paths))

    def _packed_heads(self, paths: Collection[str]) -> bytes:
        """The bundle: the heads of all these files."""
        brief, rest = Brief(), {}
        for path in paths:
            if path in self.brief:
                brief.add(path, self.brief.contents[path][0], self.brief.head(path))
                continue
            content, heads = self._held[path]
            if content and is_brief(heads):
                brief.add(path, content, heads[0])
            elif content:
                rest[path] = [content, heads]
        return json.dumps([[brief.columns], rest]).encode()
