"""What was read before: facts by content, in one SQLite file of the user's cache folder.

The cache makes a run faster and must never make it wrong or make it fail. So values are bytes
that nothing executes, each with a checksum; whatever goes wrong (no folder, a full disk, a lock,
a damaged file) means to go on without, which ``note`` then says; a damaged file is replaced.

Two hooks may run at once, and each may be killed at any time. Hence a rollback journal and not a
write-ahead log: a run writes once, in one short transaction, so readers rarely wait, and no file
of shared memory is needed, which is slower to open and unsafe on network drives. Nothing is
synced to disk: a killed process loses nothing by that, and what a power failure tears has a
wrong checksum.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from stewardship.memory import Memory

if TYPE_CHECKING:
    import sqlite3

SCHEMA = 1
"""Raised with the table's shape; each version has a file of its own, so that two installed
versions of the product do not take turns in throwing away each other's work."""
NAME = f"facts-{SCHEMA}.sqlite3"
LIMIT = 128 * 1024 * 1024
"""Bytes of content that are kept; above it, the quarter that was not used for longest goes."""
PATIENCE = 0.5
"""Seconds to wait for another process's lock."""
LARGEST = 16 * 1024 * 1024
"""Bytes of one value; a larger one is not kept."""
CHUNK = 500
DAY = 86_400
CORRUPT, NOT_A_DATABASE, OTHER_SHAPE = 11, 26, 1  # SQLITE_CORRUPT, _NOTADB, _ERROR

TABLE = """
CREATE TABLE IF NOT EXISTS fact (
    key BLOB PRIMARY KEY,
    value BLOB NOT NULL,
    sum INTEGER NOT NULL,
    used INTEGER NOT NULL  -- the day, so that a warm run has nothing to write
)
"""
SELECT = "SELECT key, value, sum, used FROM fact WHERE key IN ({})"
INSERT = "INSERT OR REPLACE INTO fact (key, value, sum, used) VALUES (?, ?, ?, ?)"
TOUCH = "UPDATE fact SET used = ? WHERE key = ?"
PRUNE = """
DELETE FROM fact WHERE key IN (
    SELECT key FROM fact ORDER BY used, rowid LIMIT (SELECT count(*) / 4 + 1 FROM fact)
)
"""


class Cache:
    """An open cache. All methods work on one that could not be opened, and then keep nothing.

    ``note`` is empty, or one sentence on why (part of) a run goes without a cache.
    """

    def __init__(self, file: Path | None, note: str = "") -> None:
        """Use ``open``; a cache without a file holds nothing."""
        self.note = note
        self._file = file
        self._stale: list[bytes] = []
        self._today = int(time.time()) // DAY
        self._db: sqlite3.Connection | None = None
        with self._spared():
            self._db = _connect(file) if file else None

    @classmethod
    def open(cls, tree: Path | None = None) -> Cache:
        """The user's cache. It is not used inside ``tree``, which could bring facts of its own."""
        try:
            import sqlite3  # noqa: F401, since some builds of Python have none

            home = Path(os.path.realpath(folder()))
            if tree and Path(os.path.realpath(tree)) in (home, *home.parents):
                return cls(None, "the cache folder lies inside the checked tree, so it is not used")
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            # RuntimeError: nobody knows where the home folder is
            return cls(None, f"there is no cache: {_reason(error)}")
        return cls(home / NAME)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that the cache holds. (No key begins with ``bundle/``.)"""
        wanted = [_encode(key) for key in keys]
        found = {}
        with self._spared():
            for key, value, checksum, used in self._rows(wanted):
                if isinstance(value, bytes) and crc32(value, crc32(key)) == checksum:
                    found[_decode(key)] = value
                    if used != self._today:
                        self._stale.append(key)
        return found

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep these, in one transaction; now and then, forget what was not used for longest."""
        rows = [
            (key, value, crc32(value, crc32(key)), self._today)
            for key, value in ((_encode(name), value) for name, value in values.items())
            if len(value) <= LARGEST
        ]
        with self._spared():
            if self._db and (rows or self._stale):
                self._write(self._db, rows)

    def bundle(self, name: str) -> bytes | None:
        """The one value kept under this name: the index of a whole repository."""
        return self.get_many([f"bundle/{name}"]).get(f"bundle/{name}")

    def put_bundle(self, name: str, value: bytes) -> None:
        """Keep one value under this name, in place of the last."""
        self.put_many({f"bundle/{name}": value})

    def memory(self) -> Memory:
        """The same, one key at a time, for floors below."""
        return Memory(
            lambda key: self.get_many([key]).get(key), lambda key, row: self.put_many({key: row})
        )

    def close(self) -> None:
        """Remember what was used, and let go of the file; the cache then holds nothing."""
        self.put_many({})
        self._drop()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _rows(self, keys: list[bytes]) -> Iterator[tuple[bytes, object, int, int]]:
        for start in range(0, len(keys) if self._db else 0, CHUNK):
            part = keys[start : start + CHUNK]
            if self._db:
                yield from self._db.execute(SELECT.format(",".join("?" * len(part))), part)

    def _write(self, db: sqlite3.Connection, rows: list[tuple[bytes, bytes, int, int]]) -> None:
        db.execute("BEGIN IMMEDIATE")
        try:
            db.executemany(INSERT, rows)
            db.executemany(TOUCH, [(self._today, key) for key in self._stale])
            pages, free, size = (
                db.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            )
            if (pages - free) * size > LIMIT:
                db.execute(PRUNE)
            db.execute("COMMIT")
        finally:
            self._stale = []
            if db.in_transaction:
                db.execute("ROLLBACK")

    @contextmanager
    def _spared(self) -> Iterator[None]:
        """Turn any failure of SQLite into a note; replace a damaged file, else go on without."""
        if self._file is None:
            yield
            return
        import sqlite3  # 2 ms

        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self._drop()
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in (CORRUPT, NOT_A_DATABASE, OTHER_SHAPE):
                self.note = f"the cache is not used: {_reason(error)}"
                return
            self.note = "the cache was damaged, and is made anew"
            self._replace()

    def _replace(self) -> None:
        """Start with an empty file. The journal goes first: it would be played into the new one."""
        import sqlite3

        file, self._file = self._file, None
        try:
            for name in (f"{file}-journal", str(file)):
                Path(name).unlink(missing_ok=True)
            self._db = _connect(Path(str(file)))
        except (sqlite3.Error, OSError) as error:
            self.note = f"the cache is damaged and cannot be replaced: {_reason(error)}"
        else:
            self._file = file

    def _drop(self) -> None:
        if self._db:
            self._db.close()
        self._db = None


def folder() -> Path:
    """Where the cache lies: ``$STEWARDSHIP_CACHE``, else as the XDG base directories say."""
    if named := os.environ.get("STEWARDSHIP_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME", "")
    # A relative path is invalid by the XDG specification and is to be ignored.
    return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "stewardship"


def _connect(file: Path) -> sqlite3.Connection:
    import sqlite3

    db = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = TRUNCATE")
        db.execute("PRAGMA synchronous = OFF")
        db.execute(TABLE)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _encode(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _decode(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
