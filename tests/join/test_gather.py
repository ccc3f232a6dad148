"""From the files of real repositories to what they say, read once and remembered."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stewardship.cache.store import Cache
from stewardship.errors import GateError
from stewardship.joining import gather as gathering
from stewardship.joining.gather import Gathered
from stewardship.model import Fragment
from stewardship.repository import git, trees
from tests.join.notes import Notes, names
from tests.repos import Repo

NOT_UTF8 = os.fsdecode(b"caf\xe9.note")


class Desk:
    """A repository, a cache and a reader, to gather with again and again."""

    def __init__(self, repo: Repo, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.repo = repo
        self.file = file
        self.notes = Notes()
        self.readers = {"notes": self.notes}
        monkeypatch.setattr(gathering, "load", lambda name: self.readers[name])

    def gather(self, kind: str = "index", **more: Any) -> Gathered:
        """Gather, with a cache that is opened for it and closed, as a run does."""
        found = git.find(self.repo.path)
        tree: trees.Tree
        if kind == "index":
            tree = trees.index(found)
        else:
            tree = trees.work_tree(found) if kind == "work tree" else trees.commit(found, kind)
        with Cache(self.file) as cache:
            gathered = gathering.gather(found, tree, names(*self.readers.values()), cache, **more)
            for fragment in gathered.fragments:
                dict(fragment.fields)
        return gathered

    def asked(self) -> list[str]:
        """What was read since it was last asked."""
        paths = sorted(self.notes.asked)
        self.notes.asked.clear()
        return paths


@pytest.fixture
def desk(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(repo, tmp_path / "cache", monkeypatch)


def said(gathered: Gathered) -> list[tuple[str, str, object]]:
    """Where, what, and its license."""
    return [
        (one.place.path, one.name, one.fields["license"].data if one.fields else None)
        for one in gathered.fragments
    ]


def problems(gathered: Gathered) -> dict[str, list[str]]:
    return {one.place.path: [p.message for p in one.problems] for one in gathered.fragments}


# Whose a file is


def test_only_files_that_a_reader_may_own_are_read(desk: Desk) -> None:
    desk.repo.stage({"a.note": "x: mit", "A.NOTE": "y: isc", "NOTICE": "z: bsd", "b.txt": "q: x",
                     "note": "q: x", "x.note/readme": "q: x"})  # fmt: skip
    gathered = desk.gather()
    assert said(gathered) == [
        ("A.NOTE", "y", "isc"),
        ("NOTICE", "z", "bsd"),
        ("a.note", "x", "mit"),
    ]
    assert desk.asked() == ["A.NOTE", "NOTICE", "a.note"]
    assert gathered.claims == dict.fromkeys(("A.NOTE", "NOTICE", "a.note"), ("notes",))


def test_a_file_that_its_reader_does_not_take_is_claimed_by_nobody(desk: Desk) -> None:
    desk.repo.stage({"script.note": "#!/bin/sh", "a.note": "x: mit"})
    for _ in range(2):
        gathered = desk.gather()
        assert gathered.claims == {"script.note": (), "a.note": ("notes",)}
        assert said(gathered) == [("a.note", "x", "mit")]
    assert desk.asked() == ["a.note", "script.note"]


def test_two_readers_may_own_one_file_and_each_is_asked(desk: Desk) -> None:
    memos = Notes("memos", NAMES=("*.note",), KIND="dataset", UNDER=("memo/",))
    desk.readers["memos"] = memos
    desk.repo.stage({"a.note": "x: mit", "memo/b.note": "y: isc", "memory/c.note": "z: bsd"})
    gathered = desk.gather()
    assert gathered.claims["memo/b.note"] == ("notes", "memos")
    assert memos.asked == ["memo/b.note"]
    assert [(one.kind, one.place.path) for one in gathered.fragments] == [
        ("model", "a.note"), ("model", "memo/b.note"), ("dataset", "memo/b.note"),
        ("model", "memory/c.note"),
    ]  # fmt: skip


def test_what_is_excluded_is_not_read_and_said_with_its_reason(desk: Desk) -> None:
    desk.repo.stage({"a.note": "x: mit", "old/b.note": "y: isc", "old/c.txt": ""})
    reason: Callable[[str], str | None] = lambda path: "kept for ever" if "old" in path else None  # noqa: E731
    gathered = desk.gather(excluded=reason)
    assert gathered.left_out == {"old/b.note": "kept for ever"}
    assert said(gathered) == [("a.note", "x", "mit")]
    assert desk.asked() == ["a.note"]
    assert "old/b.note" not in gathered.claims


def test_an_empty_reason_excludes_all_the_same(desk: Desk) -> None:
    desk.repo.stage({"a.note": "x: mit"})
    assert desk.gather(excluded=lambda path: "").left_out == {"a.note": ""}


def test_only_the_paths_that_are_asked_for(desk: Desk) -> None:
    desk.repo.stage({"a.note": "x: mit", "b.note": "y: isc", "c.txt": ""})
    gathered = desk.gather(only=["b.note", "c.txt", "gone.note"])
    assert said(gathered) == [("b.note", "y", "isc")]
    assert desk.asked() == ["b.note"]


# What is described in its head

TREES = ["index", "work tree", "HEAD"]


@pytest.mark.parametrize("kind", TREES)
@pytest.mark.parametrize("head", [0, 8, 200 * 1024])
def test_of_a_large_file_such_a_reader_gets_a_head_and_the_size(
    desk: Desk, kind: str, head: int
) -> None:
    desk.notes.HEAD = head
    large = 300 * 1024
    desk.repo.commit("first", {"a.note": "x: mit", "big.note": "z" * large})
    assert said(desk.gather(kind)) == [
        ("a.note", "x", "mit"), ("big.note", "size", f"{head} of {large}"),
    ]  # fmt: skip
    assert desk.asked() == ["a.note", "big.note"]
    assert len(said(desk.gather(kind))) == 2
    assert desk.asked() == []


def test_a_large_file_that_only_the_disk_has_is_looked_at_each_time(desk: Desk) -> None:
    desk.notes.HEAD = 8
    desk.repo.write({"big.note": "z" * 101})
    for _ in range(2):
        assert said(desk.gather("work tree")) == [("big.note", "size", "8 of 101")]
        assert desk.asked() == ["big.note"]
    desk.repo.write({"big.note": "z" * 102})
    assert said(desk.gather("work tree")) == [("big.note", "size", "8 of 102")]


def test_what_the_cache_forgot_of_a_large_file_is_read_again_from_its_head(desk: Desk) -> None:
    desk.notes.HEAD = 8
    desk.repo.commit("first", {"big.note": "z" * 101})
    desk.gather()
    forget(desk, desk.repo.git("rev-parse", "HEAD:big.note").encode())
    assert said(desk.gather()) == [("big.note", "size", "8 of 101")]


@pytest.mark.parametrize("kind", TREES)
def test_a_reader_of_heads_shares_a_name_with_one_of_the_whole(desk: Desk, kind: str) -> None:
    short = Notes("short", NAMES=("*.note",), LIMIT=50, HEAD=4)
    desk.readers["short"] = short
    desk.repo.commit("first", {"a.note": "x: mit" + " " * 60, "big.note": "#!" + "z" * 200})
    assert said(desk.gather(kind)) == [
        ("a.note", "x", "mit" + " " * 60), ("a.note", "size", "4 of 66"),
        ("big.note", "size", "4 of 202"),
    ]  # fmt: skip


def test_a_link_under_the_name_of_what_is_read_by_its_head_is_no_gap(desk: Desk) -> None:
    (desk.repo.path / "a.note").symlink_to("/elsewhere/a.note")
    desk.repo.git("add", ".")
    assert problems(desk.gather()) == {"a.note": ["the file is a symbolic link"]}
    desk.notes.HEAD = 8
    desk.notes.VERSION = 2
    assert desk.gather().fragments == []


# What is remembered


@pytest.mark.parametrize("kind", ["index", "work tree", "HEAD"])
def test_a_second_run_reads_nothing_and_knows_the_same(desk: Desk, kind: str) -> None:
    desk.repo.commit("first", {"a.note": "x: mit\ny: isc", NOT_UTF8: "z: bsd", "e.note": ""})
    first = desk.gather(kind)
    assert desk.asked() == sorted(["a.note", NOT_UTF8, "e.note"])
    second = desk.gather(kind)
    assert desk.asked() == []
    assert said(second) == said(first)
    assert [one.place for one in second.fragments] == [one.place for one in first.fragments]
    assert second.claims == first.claims


def test_what_one_tree_taught_is_known_of_the_others(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit"})
    desk.gather("index")
    desk.asked()
    desk.gather("HEAD")
    desk.gather("work tree")
    assert desk.asked() == []


def test_a_file_that_changed_is_read_again_and_only_that(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit", "b.note": "y: isc"})
    desk.gather()
    desk.asked()
    desk.repo.stage({"b.note": "y: bsd"})
    assert said(desk.gather()) == [("a.note", "x", "mit"), ("b.note", "y", "bsd")]
    assert desk.asked() == ["b.note"]
    assert said(desk.gather()) == [("a.note", "x", "mit"), ("b.note", "y", "bsd")]
    assert said(desk.gather("HEAD"))[1] == ("b.note", "y", "isc")
    assert desk.asked() == []


def test_a_file_that_only_the_disk_has_is_read_each_time(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit", "b.note": "y: isc"})
    desk.repo.write({"a.note": "x: bsd", "new.note": "z: mit"})
    for text in ("x: bsd", "x: gpl"):
        desk.repo.write({"a.note": text})
        gathered = desk.gather("work tree")
        assert said(gathered)[0] == ("a.note", "x", text[3:])
        assert {"a.note", "new.note"} <= set(desk.asked())
    desk.gather("work tree")
    assert desk.asked() == ["a.note", "new.note"]


def test_a_copy_at_another_path_is_read_at_its_own(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit"})
    desk.gather()
    desk.asked()
    desk.repo.stage({"deep/b.note": "x: mit"})
    gathered = desk.gather()
    assert desk.asked() == ["deep/b.note"]
    places = [(one.place.path, one.fields["license"].location.path) for one in gathered.fragments]
    assert places == [("a.note", "a.note"), ("deep/b.note", "deep/b.note")]


def test_a_file_that_is_gone_is_gone_and_known_when_it_comes_back(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit", "b.note": "y: isc"})
    desk.gather()
    desk.repo.git("rm", "--quiet", "b.note")
    assert said(desk.gather()) == [("a.note", "x", "mit")]
    desk.repo.git("reset", "--quiet", "--hard")
    desk.asked()
    assert len(said(desk.gather())) == 2
    assert desk.asked() == []


def test_a_reader_of_another_version_reads_everything_again(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit"})
    desk.gather()
    desk.asked()
    desk.notes.VERSION = 2
    desk.gather()
    assert desk.asked() == ["a.note"]
    desk.notes.VERSION = 1
    desk.gather()
    assert desk.asked() == []


def test_a_clone_elsewhere_knows_what_this_one_learned(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.repo.commit("first", {"a.note": "x: mit"})
    desk.gather()
    desk.asked()
    desk.repo.git("clone", "--quiet", str(desk.repo.path), str(tmp_path / "clone"))
    other = Desk(Repo(tmp_path / "clone"), desk.file, monkeypatch)
    assert said(other.gather()) == [("a.note", "x", "mit")]
    assert other.asked() == []


def test_a_warm_run_writes_nothing(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit", "script.note": "#!"})
    desk.gather()
    before = desk.file.read_bytes()
    desk.gather()
    desk.gather(only=["a.note"])
    assert desk.file.read_bytes() == before


def test_a_run_over_some_paths_forgets_nothing_of_the_others(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit", "b.note": "y: isc"})
    desk.gather()
    desk.repo.stage({"b.note": "y: bsd"})
    desk.gather(only=["b.note"])
    desk.asked()
    desk.gather()
    assert desk.asked() == []


def rows(desk: Desk) -> list[bytes]:
    with sqlite3.connect(desk.file) as db:
        return [bytes(key) for (key,) in db.execute("SELECT key FROM fact")]


def forget(desk: Desk, begins: bytes) -> None:
    with sqlite3.connect(desk.file) as db:
        for key in rows(desk):
            if key.startswith(begins):
                db.execute("DELETE FROM fact WHERE key = ?", (key,))
    db.close()


def test_fields_that_the_cache_forgot_are_read_again_where_they_are_looked_at(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit\ny: isc", "b.note": "z: bsd"})
    desk.gather()
    desk.asked()
    blob = desk.repo.git("rev-parse", "HEAD:a.note").encode()
    forget(desk, blob)
    assert said(desk.gather()) == [("a.note", "x", "mit"), ("a.note", "y", "isc"),
                                   ("b.note", "z", "bsd")]  # fmt: skip
    assert desk.asked() == ["a.note"]


def test_a_cache_that_lost_its_index_still_has_its_rows(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit"})
    desk.gather()
    desk.asked()
    forget(desk, b"bundle/")
    assert said(desk.gather()) == [("a.note", "x", "mit")]
    assert desk.asked() == []
    assert any(key.startswith(b"bundle/") for key in rows(desk))


def test_without_a_cache_everything_is_read_and_the_same(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit\ny: isc"})
    found = git.find(desk.repo.path)
    for _ in range(2):
        tree = trees.index(found)
        gathered = gathering.gather(found, tree, names(desk.notes), Cache(None))
        assert said(gathered) == [("a.note", "x", "mit"), ("a.note", "y", "isc")]
        assert desk.asked() == ["a.note"]


def lost(desk: Desk, path: str) -> None:
    """Take a file out of git's object store, and from the disk."""
    blob = desk.repo.git("rev-parse", f"HEAD:{path}")
    (desk.repo.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    (desk.repo.path / path).unlink()


def test_what_cannot_be_read_again_stops_the_gate_and_is_not_taken_for_empty(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit\ny: isc"})
    desk.gather()
    forget(desk, desk.repo.git("rev-parse", "HEAD:a.note").encode())
    lost(desk, "a.note")
    with pytest.raises(GateError, match=r"`a\.note` was read before"):
        desk.gather()


# What cannot be read


def test_a_file_that_cannot_be_read_is_a_manifest_with_a_problem(desk: Desk) -> None:
    desk.repo.commit("first", {"m/a.note": "x: mit", "b.note": "y: isc"})
    lost(desk, "m/a.note")
    (broken, fine) = sorted(desk.gather().fragments, key=lambda one: one.name)
    assert (broken.kind, broken.name, broken.origin) == ("model", "m", "notes")
    assert problems(desk.gather())["m/a.note"] == ["the file is not in git's object store"]
    assert (fine.name, fine.problems) == ("y", ())


def test_what_could_not_be_read_is_tried_again(desk: Desk) -> None:
    desk.repo.commit("first", {"m/a.note": "x: mit"})
    lost(desk, "m/a.note")
    desk.gather()
    desk.repo.write({"m/a.note": "x: mit"})
    assert said(desk.gather()) == [("m/a.note", "x", "mit")]


def test_a_file_of_the_limit_is_read_and_one_over_it_is_not(desk: Desk) -> None:
    desk.repo.stage({"a.note": "x: " + "m" * 97, "b.note": "x: " + "m" * 98})
    found = problems(desk.gather())
    assert found["a.note"] == []
    assert found["b.note"] == ["the file has 101 bytes; a manifest may have 100"]
    assert desk.asked() == ["a.note"]


def test_numbers_are_written_for_people(desk: Desk) -> None:
    desk.notes.LIMIT = 1000
    desk.repo.stage({"b.note": "m" * 1_000_000})
    said = problems(desk.gather())["b.note"]
    assert said == ["the file has 1,000,000 bytes; a manifest may have 1,000"]


def test_a_file_over_the_limit_that_is_none_of_ours_is_left_alone(desk: Desk) -> None:
    desk.repo.stage({"a.note": "#!" + "m" * 200})
    assert desk.gather().fragments == []


def test_each_reader_has_its_own_limit(desk: Desk) -> None:
    desk.readers["memos"] = Notes("memos", KIND="dataset", LIMIT=1000)
    desk.repo.stage({"a.note": "x: " + "m" * 200})
    small, large = desk.gather().fragments
    assert [p.message for p in small.problems] == [
        "the file has 203 bytes; a manifest may have 100"
    ]
    assert (large.kind, large.problems) == ("dataset", ())


def link(desk: Desk, name: str, target: str) -> None:
    path = desk.repo.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    desk.repo.add(name)


IS_LINK = ["the file is a symbolic link"]
LINKS = {
    "to a manifest beside it": ("b.note", "a.note", None),
    "to a manifest across folders": ("x/y/b.note", "../../m/a.note", None),
    "to a manifest by way of a dot": ("b.note", "./m/../m/a.note", None),
    "to a file that no reader would take": ("b.note", "text.md", IS_LINK),
    "to a file out of the tree": ("b.note", "../outside.note", IS_LINK),
    "out of the tree, from below": ("x/b.note", "../../a.note", IS_LINK),
    "out of the tree and to a name that the tree has": ("b.note", "../a.note", IS_LINK),
    "to an absolute path": ("b.note", "/a.note", IS_LINK),
    "to a system file": ("b.note", "/etc/passwd", IS_LINK),
    "to nothing": ("b.note", "gone.note", IS_LINK),
    "to a folder": ("b.note", "m", IS_LINK),
    "to itself": ("b.note", "b.note", IS_LINK),
    "to a link": ("b.note", "c.note", IS_LINK),
    "to a very long name": ("b.note", "x/" * 2040 + "y", IS_LINK),
}


@pytest.mark.parametrize("kind", ["index", "work tree"])
@pytest.mark.parametrize(("name", "target", "said"), LINKS.values(), ids=LINKS)
def test_a_link(desk: Desk, name: str, target: str, said: list[str] | None, kind: str) -> None:
    desk.repo.stage({"a.note": "x: mit", "m/a.note": "y: isc", "text.md": "z: bsd"})
    link(desk, "c.note", "a.note")
    link(desk, name, target)
    if kind == "work tree":
        desk.repo.git("rm", "--quiet", "--cached", name)  # so that only the disk has it
    for _ in range(2):
        found = problems(desk.gather(kind))
        assert found.pop(name, None) == said
        assert found == {"a.note": [], "m/a.note": []}


def test_a_link_in_place_of_a_file_of_the_same_bytes_is_still_a_link(desk: Desk) -> None:
    """Git names a link by its target's text, which a file may have as well."""
    desk.repo.commit("first", {"a.note": "../../etc"})
    assert problems(desk.gather()) == {"a.note": []}
    (desk.repo.path / "a.note").unlink()
    link(desk, "a.note", "../../etc")
    assert problems(desk.gather()) == {"a.note": IS_LINK}


def test_a_file_in_an_unresolved_merge(desk: Desk) -> None:
    desk.repo.commit("first", {"a.note": "x: mit\n", "b.note": "y: isc\n"})
    desk.repo.branch("side")
    desk.repo.commit("theirs", {"a.note": "x: theirs\n"})
    desk.repo.git("checkout", "--quiet", "main")
    desk.repo.commit("ours", {"a.note": "x: ours\n"})
    desk.repo.git("merge", "--quiet", "side", ok=False)
    assert problems(desk.gather()) == {
        "a.note": ["the file has an unresolved merge conflict"], "b.note": [],
    }  # fmt: skip


def test_a_submodule_that_is_named_like_a_manifest(desk: Desk, tmp_path: Path) -> None:
    from tests.repos import make_repo

    make_repo(tmp_path / "inner", {"x": "1"})
    desk.repo.git("submodule", "--quiet", "add", str(tmp_path / "inner"), "a.note")
    link(desk, "b.note", "a.note")
    assert problems(desk.gather()) == {"a.note": ["the file is a submodule"], "b.note": IS_LINK}


def test_a_name_that_is_not_utf8(desk: Desk) -> None:
    desk.repo.stage({NOT_UTF8: "x: mit"})
    fragment: Fragment
    for _ in range(2):
        (fragment,) = desk.gather().fragments
        assert fragment.place.path == fragment.fields["license"].location.path == NOT_UTF8
    assert desk.asked() == [NOT_UTF8]


def test_a_link_that_goes_between_listing_and_reading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: object) -> str:
        raise FileNotFoundError(path)

    (desk.repo.path / "a.note").symlink_to("b.note")
    desk.repo.write({"b.note": "x: mit"})
    monkeypatch.setattr(os, "readlink", gone)
    assert problems(desk.gather("work tree")) == {"a.note": IS_LINK, "b.note": []}
