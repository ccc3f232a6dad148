"""The cache makes a run faster; it never makes it wrong, and never makes it fail."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.cache import store as cache
from stewardship.cache.store import NAME, Cache


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache of one test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("STEWARDSHIP_CACHE", str(folder))
    return folder


def filled(**values: bytes) -> None:
    with Cache.open() as opened:
        opened.put_many(values)
        assert opened.note == ""


def held(*keys: str) -> dict[str, bytes]:
    with Cache.open() as opened:
        return opened.get_many(keys)


def test_what_one_run_kept_the_next_one_has() -> None:
    filled(a=b'{"one": 1}', b=b"", c=bytes(range(256)))
    assert held("a", "b", "c", "d") == {"a": b'{"one": 1}', "b": b"", "c": bytes(range(256))}


def test_a_later_value_takes_the_place_of_an_earlier_one() -> None:
    filled(a=b"1")
    filled(a=b"2")
    assert held("a") == {"a": b"2"}


@given(st.dictionaries(st.text(), st.binary()))
def test_any_key_and_any_bytes_come_back(values: dict[str, bytes]) -> None:
    with Cache.open() as opened:
        opened.put_many(values)
        assert opened.get_many(values) == values


def test_keys_may_hold_paths_that_are_not_utf8() -> None:
    key = os.fsdecode(b"caf\xe9.md")
    filled(**{key: b"1"})
    assert held(key) == {key: b"1"}


def test_thousands_of_keys_are_asked_for_at_once() -> None:
    values = {f"{n:040x}:card:1": b"{}" * n for n in range(5000)}
    filled(**values)
    assert held(*values, "none") == values


def test_a_bundle_is_one_value_by_name() -> None:
    with Cache.open() as opened:
        assert opened.bundle("index") is None
        opened.put_bundle("index", b"1")
        opened.put_bundle("index", b"2")
        opened.put_bundle("other", b"3")
    with Cache.open() as opened:
        assert opened.bundle("index") == b"2"
        assert opened.get_many(["index"]) == {}


def test_a_value_beyond_measure_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 10)
    filled(small=b"x" * 10, large=b"x" * 11)
    assert held("small", "large") == {"small": b"x" * 10}


def test_only_its_user_may_look_into_the_folder(home: Path) -> None:
    filled(a=b"1")
    assert home.stat().st_mode & 0o777 == 0o700


def test_a_run_that_finds_everything_writes_nothing(home: Path) -> None:
    filled(a=b"1")
    before = (home / NAME).read_bytes(), (home / NAME).stat().st_mtime_ns
    assert held("a")
    assert ((home / NAME).read_bytes(), (home / NAME).stat().st_mtime_ns) == before


# Where it lies


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        ({"STEWARDSHIP_CACHE": "/c", "XDG_CACHE_HOME": "/x"}, "/c"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/stewardship"),
        ({"XDG_CACHE_HOME": "relative"}, "/h/.cache/stewardship"),
        ({}, "/h/.cache/stewardship"),
        ({"STEWARDSHIP_CACHE": "", "XDG_CACHE_HOME": ""}, "/h/.cache/stewardship"),
    ],
)
def test_the_folder_follows_the_xdg_base_directories(
    variables: dict[str, str], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("STEWARDSHIP_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/h", **variables}.items():
        monkeypatch.setenv(name, value)
    assert cache.folder() == Path(place)


@pytest.mark.parametrize("place", [".", ".cache", "link"])
def test_a_cache_inside_the_checked_tree_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """A pull request could bring facts of its own."""
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "link").symlink_to(tree)
    monkeypatch.setenv("STEWARDSHIP_CACHE", str(tree / place))
    with Cache.open(tree) as opened:
        opened.put_many({"a": b"1"})
        assert opened.get_many(["a"]) == {}
        assert "inside the checked tree" in opened.note
    assert not list(tree.rglob("*.sqlite3"))


def test_a_cache_beside_the_checked_tree_is_used(tmp_path: Path) -> None:
    with Cache.open(tmp_path / "tree") as opened:
        assert opened.note == ""


# Without a cache


def no_home(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.delenv("STEWARDSHIP_CACHE")
    patch.delenv("XDG_CACHE_HOME")

    def refuse(_: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    patch.setattr(Path, "home", classmethod(refuse))


def file_as_folder(home: Path, patch: pytest.MonkeyPatch) -> None:
    home.write_text("a file")


def folder_as_file(home: Path, patch: pytest.MonkeyPatch) -> None:
    (home / NAME).mkdir(parents=True)


def no_folder_possible(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("STEWARDSHIP_CACHE", "/dev/null/cache")


def nul_in_name(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cache, "folder", lambda: Path("a\0b"))


def read_only(home: Path, patch: pytest.MonkeyPatch) -> None:
    filled(a=b"1")

    def connect(file: Path) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)

    patch.setattr(cache, "_connect", connect)


def full_disk(home: Path, patch: pytest.MonkeyPatch) -> None:
    real = cache._connect

    def connect(file: Path) -> sqlite3.Connection:
        db = real(file)
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        return db

    patch.setattr(cache, "_connect", connect)


def no_sqlite(home: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sys.modules, "sqlite3", None)


@pytest.mark.parametrize(
    ("trouble", "note"),
    [
        pytest.param(no_home, "Could not determine home", id="no home"),
        pytest.param(file_as_folder, "File exists", id="a file in place of the folder"),
        pytest.param(folder_as_file, "unable to open database", id="a folder in place of the file"),
        pytest.param(no_folder_possible, "Not a directory", id="a folder that cannot be"),
        pytest.param(nul_in_name, "null byte", id="a name that cannot be"),
        pytest.param(read_only, "readonly database", id="a file that may only be read"),
        pytest.param(full_disk, "disk is full", id="a full disk"),
        pytest.param(no_sqlite, "sqlite3", id="a Python without SQLite"),
    ],
)
def test_where_nothing_can_be_kept_the_run_goes_on_and_says_so(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[Path, pytest.MonkeyPatch], None],
    note: str,
) -> None:
    trouble(home, monkeypatch)
    with Cache.open() as opened:
        opened.put_many({"b": b"x" * 100_000})
        opened.put_bundle("index", b"2")
        assert opened.get_many(["b"]) == {}
        assert opened.bundle("index") is None
        assert note in opened.note


def test_while_another_process_holds_the_file_the_run_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "PATIENCE", 0.01)
    filled(a=b"1")
    other = sqlite3.connect(home / NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with Cache.open() as opened:
        assert opened.get_many(["a"]) == {}
        assert "database is locked" in opened.note
    other.close()
    assert held("a") == {"a": b"1"}


def test_readers_are_not_kept_out_by_one_that_is_about_to_write(home: Path) -> None:
    filled(a=b"1")
    other = sqlite3.connect(home / NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM fact")
    assert held("a") == {"a": b"1"}
    other.close()


def test_a_closed_cache_holds_nothing() -> None:
    opened = Cache.open()
    opened.put_many({"a": b"1"})
    opened.close()
    opened.close()
    assert opened.get_many(["a"]) == {}


# Damage


def text_file(file: Path) -> None:
    file.write_text("this is no database, and longer than its header would be " * 20)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def overwritten(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)


def other_table(file: Path) -> None:
    file.unlink()
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE fact (something, else_)")
    db.close()


def journal_beside(file: Path) -> None:
    text_file(file)
    file.with_name(f"{NAME}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\1" * 600)


@pytest.mark.parametrize("damage", [text_file, cut_short, overwritten, other_table, journal_beside])
def test_a_damaged_file_is_replaced(home: Path, damage: Callable[[Path], None]) -> None:
    filled(**{f"{n}": b"x" * 1000 for n in range(100)})
    damage(home / NAME)
    with Cache.open() as opened:
        found = opened.get_many([f"{n}" for n in range(100)])
        assert set(found.values()) <= {b"x" * 1000}
        opened.put_many({"after": b"1"})
        assert opened.note == "the cache was damaged, and is made anew"
    with Cache.open() as opened:
        assert opened.note == ""
        opened.put_many({"after": b"1"})
        assert opened.get_many(["after"]) == {"after": b"1"}


def test_an_empty_file_is_filled(home: Path) -> None:
    home.mkdir()
    (home / NAME).touch()
    filled(a=b"1")
    assert held("a") == {"a": b"1"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE fact SET value = x'32'", id="another value"),
        pytest.param("UPDATE fact SET value = '1'", id="text in place of bytes"),
        pytest.param("UPDATE fact SET sum = sum + 1", id="another checksum"),
        pytest.param("UPDATE fact SET sum = 'x', used = 'y'", id="text in place of numbers"),
        pytest.param("UPDATE fact SET key = x'62'", id="a value under another key"),
    ],
)
def test_a_value_that_was_torn_is_not_given(home: Path, change: str) -> None:
    filled(a=b"1")
    with sqlite3.connect(home / NAME) as db:
        db.execute(change)
    db.close()
    assert held("a", "b") == {}


def test_a_damaged_file_that_cannot_be_replaced(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    text_file(home / NAME)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with Cache.open() as opened:
        opened.put_many({"a": b"1"})
        assert opened.note == "the cache is damaged and cannot be replaced: Permission denied"
        assert opened.get_many(["a"]) == {}


# Growth


def test_what_was_not_used_for_longest_is_forgotten_first(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LIMIT", 150_000)
    day = time.time()
    with monkeypatch.context() as patch:
        for n in range(4):
            patch.setattr(time, "time", lambda n=n: day - (9 - n) * cache.DAY)
            filled(**{f"{n}-{i}": os.urandom(1000) for i in range(20)})
    assert len(held(*(f"0-{i}" for i in range(20)))) == 20, "used today, though the oldest"
    filled(**{f"new-{i}": os.urandom(1000) for i in range(40)})
    kept = {n: len(held(*(f"{n}-{i}" for i in range(20)))) for n in range(4)}
    assert kept[0] == 20
    assert kept[1] == 0
    assert kept[3] == 20
    assert len(held(*(f"new-{i}" for i in range(40)))) == 40


def test_the_file_does_not_grow_without_end(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 200_000)
    for n in range(30):
        filled(**{f"{n}-{i}": os.urandom(1000) for i in range(50)})
    assert (home / NAME).stat().st_size < 2 * 200_000


# Two at once, and one killed

WRITE = """
import sys
from stewardship.cache import store as cache
from stewardship.cache.store import Cache
cache.PATIENCE = 60
for n in range(int(sys.argv[2])):
    with Cache.open() as opened:
        opened.put_many({f"{sys.argv[1]}-{n}-{i}": b"x" * 500 for i in range(50)})
        assert len(opened.get_many([f"{sys.argv[1]}-{n}-{i}" for i in range(50)])) == 50
        assert not opened.note, opened.note
"""


def test_processes_at_once_neither_fail_nor_lose_anything() -> None:
    names = ("one", "two", "three")
    writers = [subprocess.Popen([sys.executable, "-c", WRITE, name, "20"]) for name in names]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    keys = [f"{name}-{n}-{i}" for name in names for n in range(20) for i in range(50)]
    assert set(held(*keys)) == set(keys)


KILLED = """
import os, signal
from stewardship.cache.store import Cache
def rows():
    for n in range(5000):
        yield f"before-{n}".encode(), b"y" * 4000, 0, 0
    os.kill(os.getpid(), signal.SIGKILL)
opened = Cache.open()
opened._write(opened._db, rows())
"""


def test_a_process_that_is_killed_halfway_through_a_transaction_does_no_harm(home: Path) -> None:
    """It has written 20 MB by then, more than SQLite holds back in memory."""
    before = {f"before-{n}": b"x" * 1000 for n in range(1000)}
    filled(**before)
    done = subprocess.run([sys.executable, "-c", KILLED])
    assert done.returncode == -signal.SIGKILL
    assert (home / NAME).stat().st_size > 10_000_000
    with Cache.open() as opened:
        assert opened.get_many(before) == before
        assert opened.note == ""
    with sqlite3.connect(home / NAME) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


def test_sqlite_is_not_imported_before_a_cache_is_opened() -> None:
    code = "import sys, stewardship.cache.store; sys.exit('sqlite3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
