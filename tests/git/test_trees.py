"""The three trees on real repositories: what is there, what is in it, what cannot be read."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stewardship.errors import UserError
from stewardship.repository import contents, git, trees
from stewardship.repository.contents import Content, Disk, TooLarge, Unreadable
from stewardship.repository.trees import Tree
from tests.repos import Repo, make_repo

KINDS = ("index", "work tree", "commit")
STORED = ("index with nothing on disk", "commit with nothing on disk")
"""What is on disk is looked at first, so these show that git's store is read as well."""
LATIN = os.fsdecode(b"caf\xe9.md")
MIB = 1024 * 1024


def tree_of(repo: Repo, kind: str, root: str = ".") -> Tree:
    found = git.find(repo.path, repo.path / root)
    if kind in STORED:
        for file in repo.path.iterdir():
            if file.name != ".git":
                shutil.rmtree(file) if file.is_dir() else file.unlink()
    if kind.startswith("commit"):
        return trees.commit(found, "HEAD")
    return trees.index(found) if kind.startswith("index") else trees.work_tree(found)


def read(tree: Tree, *paths: str, limit: int = MIB) -> dict[str, Content]:
    return dict(tree.read(paths, limit))


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
@pytest.mark.parametrize(
    "path",
    [
        pytest.param("README.md", id="a plain name"),
        pytest.param("models/fraud v3/README.md", id="a folder with a space"),
        pytest.param("-rf", id="a leading dash"),
        pytest.param("--output=x", id="an option of git"),
        pytest.param("new\nline.md", id="a line end"),
        pytest.param("tab\there\x1b.md", id="a tab and an escape"),
        pytest.param(LATIN, id="not UTF-8"),
        pytest.param("modèle.md", id="UTF-8 beyond ASCII"),
        pytest.param("*", id="a star"),
        pytest.param(":(exclude)README.md", id="a magic pathspec"),
        pytest.param('"quoted"\\.md', id="quotes and a backslash"),
        pytest.param("HEAD", id="a revision"),
    ],
)
def test_a_file_of_any_name_is_listed_and_read(repo: Repo, kind: str, path: str) -> None:
    repo.commit("add", {path: f"I am {len(path)}\r\n", "other.md": "other"})
    tree = tree_of(repo, kind)
    assert set(tree.entries()) == {path, "other.md"}
    assert tree.entries()[path].path == path
    assert read(tree, path) == {path: f"I am {len(path)}\r\n".encode()}


def test_labels_say_what_is_judged(repo: Repo) -> None:
    commit = repo.commit("first")
    assert [tree_of(repo, kind).label for kind in KINDS] == ["index", "work tree", commit]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_unchanged_has_the_same_id_in_every_tree(repo: Repo, kind: str) -> None:
    repo.commit("first", {"a.md": "1"})
    os.utime(repo.path / "a.md", (0, 0))
    repo.git("update-index", "--refresh")
    assert tree_of(repo, kind).content_id("a.md") == repo.git("rev-parse", "HEAD:a.md")
    assert tree_of(repo, kind).content_id("not there") == ""


def test_each_tree_sees_its_own_version_of_a_partly_staged_file(repo: Repo) -> None:
    repo.commit("first", {"card.md": "committed"})
    repo.stage({"card.md": "staged"})
    repo.write({"card.md": "on disk"})
    seen = [read(tree_of(repo, kind), "card.md")["card.md"] for kind in KINDS]
    assert seen == [b"staged", b"on disk", b"committed"]


def test_a_file_that_only_the_disk_has_is_named_by_its_sha256_once_read(repo: Repo) -> None:
    repo.commit("first", {"card.md": "committed"})
    repo.write({"card.md": "abc", "new.md": "abc"})
    tree = tree_of(repo, "work tree")
    assert tree.content_id("card.md") == tree.content_id("new.md") == ""
    read(tree, "card.md", "new.md")
    sha256 = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert tree.content_id("card.md") == tree.content_id("new.md") == sha256


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        ("index", {"kept.md", "lost on disk.md", "staged.md"}),
        ("work tree", {"kept.md", "staged.md", "untracked.md", "unstaged.md"}),
        ("commit", {"kept.md", "lost on disk.md", "unstaged.md", "deleted.md"}),
    ],
)
def test_a_file_is_where_it_was_added_and_not_where_it_was_deleted(
    repo: Repo, kind: str, there: set[str]
) -> None:
    names = ("kept.md", "lost on disk.md", "unstaged.md", "deleted.md")
    repo.commit("first", dict.fromkeys(names, "1"))
    repo.git("rm", "--quiet", "deleted.md")
    repo.git("rm", "--quiet", "--cached", "unstaged.md")
    (repo.path / "lost on disk.md").unlink()
    repo.stage({"staged.md": "2"})
    repo.write({"untracked.md": "3", "ignored.md": "4", ".git/info/exclude": "ignored.md\n"})
    tree = tree_of(repo, kind)
    assert set(tree.entries()) == there
    assert read(tree, "ignored.md") == {"ignored.md": Unreadable("is not in the tree")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_as_root_sees_its_own_files_by_their_names_in_it(repo: Repo, kind: str) -> None:
    repo.commit("first", {"top.md": "0", "[a]/b.md": "1", "a/b.md": "2", "[a]b/c.md": "3"})
    tree = tree_of(repo, kind, "[a]")
    assert set(tree.entries()) == {"b.md"}
    assert read(tree, "b.md", "../top.md") == {
        "b.md": b"1",
        "../top.md": Unreadable("is not in the tree"),
    }


def test_a_changed_and_a_new_file_below_a_folder_as_root(repo: Repo) -> None:
    repo.commit("first", {"a/b.md": "1", "a/c.md": "2"})
    repo.write({"a/b.md": "changed", "a/new.md": "new", "new.md": "outside"})
    assert read(tree_of(repo, "work tree", "a"), "b.md", "c.md", "new.md", "new") == {
        "b.md": b"changed",
        "c.md": b"2",
        "new.md": b"new",
        "new": Unreadable("is not in the tree"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_is_listed_and_never_followed(repo: Repo, kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    repo.commit("first", {"real.md": "1"})
    (repo.path / "out.md").symlink_to(tmp_path / "secret")
    (repo.path / "in.md").symlink_to("real.md")
    (repo.path / "folder").symlink_to(tmp_path)
    if kind != "work tree":
        repo.commit("links")
    tree = tree_of(repo, kind)
    assert set(tree.entries()) == {"real.md", "out.md", "in.md", "folder"}
    assert read(tree, "out.md", "in.md", "folder") == dict.fromkeys(
        ("out.md", "in.md", "folder"), Unreadable("is a symbolic link")
    )


def test_a_file_that_became_a_link_after_it_was_committed(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    repo.commit("first", {"card.md": "1"})
    (repo.path / "card.md").unlink()
    (repo.path / "card.md").symlink_to(tmp_path / "secret")
    assert read(tree_of(repo, "work tree"), "card.md") == {
        "card.md": Unreadable("is a symbolic link")
    }


def test_a_folder_that_became_a_link_out_of_the_tree(repo: Repo, tmp_path: Path) -> None:
    make_repo(tmp_path / "elsewhere", {"card.md": "secret"})
    repo.commit("first", {"models/card.md": "1", "other.md": "2"})
    (repo.path / "models" / "card.md").unlink()
    (repo.path / "models").rmdir()
    (repo.path / "models").symlink_to(tmp_path / "elsewhere")
    assert set(tree_of(repo, "work tree").entries()) == {"models", "other.md"}


def test_a_pipe_in_place_of_a_file_is_not_opened(repo: Repo) -> None:
    repo.commit("first", {"card.md": "1"})
    (repo.path / "card.md").unlink()
    os.mkfifo(repo.path / "card.md")
    assert read(tree_of(repo, "work tree"), "card.md") == {
        "card.md": Unreadable("is not a regular file")
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_submodule_is_listed_and_not_entered(repo: Repo, kind: str, tmp_path: Path) -> None:
    make_repo(tmp_path / "inner", {"card.md": "inner"})
    repo.commit("first", {"a.md": "1"})
    repo.git("submodule", "--quiet", "add", str(tmp_path / "inner"), "inner")
    repo.commit("add a submodule")
    repo.write({"inner/card.md": "changed", "inner/new.md": "new"})
    tree = tree_of(repo, kind)
    assert set(tree.entries()) == {".gitmodules", "a.md", "inner"}
    assert read(tree, "inner", "inner/card.md") == {
        "inner": Unreadable("is a submodule"),
        "inner/card.md": Unreadable("is not in the tree"),
    }


def test_the_inside_of_a_submodule_is_a_tree_of_its_own(repo: Repo, tmp_path: Path) -> None:
    make_repo(tmp_path / "inner", {"card.md": "inner"})
    repo.git("submodule", "--quiet", "add", str(tmp_path / "inner"), "inner")
    assert read(tree_of(repo, "index", "inner"), "card.md") == {"card.md": b"inner"}


def test_a_repository_inside_the_tree_that_git_does_not_track_is_left_out(repo: Repo) -> None:
    repo.commit("first", {"a.md": "1"})
    make_repo(repo.path / "clone", {"card.md": "1"})
    assert set(tree_of(repo, "work tree").entries()) == {"a.md"}


def test_a_file_in_an_unresolved_merge(repo: Repo) -> None:
    repo.commit("first", {"card.md": "1\n", "other.md": "1\n"})
    repo.branch("side")
    repo.commit("theirs", {"card.md": "theirs\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit("ours", {"card.md": "ours\n"})
    repo.git("merge", "--quiet", "side", ok=False)
    index = tree_of(repo, "index")
    assert set(index.entries()) == {"card.md", "other.md"}
    assert read(index, "card.md") == {"card.md": Unreadable("has an unresolved merge conflict")}
    on_disk = read(tree_of(repo, "work tree"), "card.md")["card.md"]
    assert isinstance(on_disk, bytes)
    assert on_disk.startswith(b"<<<<<<< HEAD\nours\n")


def test_what_is_only_intended_to_be_added_is_on_disk_and_not_in_the_index(repo: Repo) -> None:
    repo.commit("first", {"a.md": "1", "empty.md": ""})
    repo.write({"later.md": "not yet"})
    repo.git("add", "--intent-to-add", "later.md")
    assert set(tree_of(repo, "index").entries()) == {"a.md", "empty.md"}
    assert read(tree_of(repo, "work tree"), "later.md") == {"later.md": b"not yet"}


@pytest.mark.parametrize("option", ["--no-sparse-index", "--sparse-index"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_sparse_checkout_leaves_out_is_read_from_git(
    repo: Repo, kind: str, option: str
) -> None:
    repo.commit("first", {"here/a.md": "1", "left/out.md": "2"})
    repo.git("sparse-checkout", "set", "--cone", option, "here")
    assert not (repo.path / "left").exists()
    tree = tree_of(repo, kind)
    assert read(tree, "left/out.md", "here/a.md") == {"left/out.md": b"2", "here/a.md": b"1"}


@pytest.mark.parametrize("kind", ["index", "work tree"])
def test_before_the_first_commit(repo: Repo, kind: str) -> None:
    repo.stage({"a.md": "1"})
    assert read(tree_of(repo, kind), "a.md") == {"a.md": b"1"}
    with pytest.raises(UserError, match="`HEAD` is not in this repository"):
        tree_of(repo, "commit")


@pytest.mark.parametrize("kind", ["index", "work tree"])
def test_a_repository_with_nothing_in_it(repo: Repo, kind: str) -> None:
    assert tree_of(repo, kind).entries() == {}
    assert read(tree_of(repo, kind)) == {}


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
def test_a_repository_with_sha256_names(tmp_path: Path, kind: str) -> None:
    repo = make_repo(tmp_path / "wide", {"a.md": "1"}, "--object-format=sha256")
    tree = tree_of(repo, kind)
    assert read(tree, "a.md") == {"a.md": b"1"}
    assert len(tree.entries()["a.md"].blob) in (0, 64)


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
def test_a_file_over_the_limit_shows_its_size_and_head_only(repo: Repo, kind: str) -> None:
    repo.commit("first", {"exact.md": "x" * 100, "over.md": "y" * 101, "head.md": "z" * MIB})
    assert read(tree_of(repo, kind), "exact.md", "over.md", "head.md", limit=100) == {
        "exact.md": b"x" * 100,
        "over.md": TooLarge(101, b"y" * 101),
        "head.md": TooLarge(MIB, b"z" * contents.HEAD),
    }


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
@pytest.mark.parametrize("head", [0, 10, 2 * MIB])
def test_of_a_file_over_the_limit_as_much_is_read_as_is_asked_for(
    repo: Repo, kind: str, head: int
) -> None:
    repo.commit("first", {"exact.md": "x" * 100, "big.md": "z" * MIB})
    found = dict(tree_of(repo, kind).read(["exact.md", "big.md"], 100, head))
    assert found == {
        "exact.md": b"x" * 100,
        "big.md": TooLarge(MIB, b"z" * min(head, MIB)),
    }


def test_where_no_head_is_asked_for_no_process_is_started_for_it(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("first", {"big.md": "z" * MIB})
    monkeypatch.setattr(contents, "_first_bytes", None)
    found = dict(tree_of(repo, "index").read(["big.md"], 100, 0))
    assert found == {"big.md": TooLarge(MIB, b"")}


def test_a_changed_file_over_the_limit(repo: Repo) -> None:
    repo.commit("first", {"card.md": "1", "exact.md": "1"})
    repo.write({"card.md": "y" * 101, "exact.md": "x" * 100})
    tree = tree_of(repo, "work tree")
    assert read(tree, "card.md", "exact.md", limit=100) == {
        "card.md": TooLarge(101, b"y" * 101),
        "exact.md": b"x" * 100,
    }
    assert tree.content_id("card.md") == ""


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
def test_a_file_of_50_mb_is_not_loaded(repo: Repo, kind: str) -> None:
    import tracemalloc

    repo.write({".gitattributes": "", "big.md": b"---\n" + b"#" * (50 * MIB)})
    repo.git("-c", "core.compression=0", "add", ".")
    repo.git("commit", "--quiet", "--message", "big")
    tree = tree_of(repo, kind)
    tracemalloc.start()
    try:
        content = read(tree, "big.md")["big.md"]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(content, TooLarge)
    assert content.size == 50 * MIB + 4
    assert peak < MIB


@pytest.mark.parametrize("kind", STORED)
def test_many_files_are_held_in_memory_a_batch_at_a_time(
    repo: Repo, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []

    def ask(*arguments: Any, **options: Any) -> bytes:
        answers.append(git.ask(*arguments, **options))
        return answers[-1]

    monkeypatch.setattr(contents, "BATCH", 1000)
    monkeypatch.setattr(contents, "ask", ask)
    files = {f"{n}.md": f"{n}" * n for n in range(90)}
    repo.commit("first", files)
    assert read(tree_of(repo, kind), *files) == {k: v.encode() for k, v in files.items()}
    batches = [len(answer) for answer in answers[1:]]  # the first was asked for sizes
    assert len(batches) > 7
    assert max(batches) < 1000 + 90 * 50, "contents, and a line about each"


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
def test_files_of_nested_folders_in_any_order(repo: Repo, kind: str) -> None:
    paths = ["a/b/c/d.md", "d.md", "a/d.md", "a/b/d.md", "b/b/d.md", "a/b/c/d/d.md", "a/c/d.md"]
    repo.commit("first", {path: path for path in paths})
    tree = tree_of(repo, kind)
    for order in (paths, paths[::-1], sorted(paths), ["a/gone/d.md", "a/b/d.md/no", *paths]):
        found = {path: content for path, content in read(tree, *order).items() if path in paths}
        assert found == {path: path.encode() for path in paths}


@pytest.mark.parametrize("kind", [*KINDS, *STORED])
def test_equal_files_and_paths_named_twice(repo: Repo, kind: str) -> None:
    repo.commit("first", {"a.md": "same", "b.md": "same"})
    found = list(tree_of(repo, kind).read(["a.md", "b.md", "a.md"], MIB))
    assert sorted(found) == [("a.md", b"same"), ("b.md", b"same")]


def test_5000_files_are_listed_and_read_from_every_tree(repo: Repo) -> None:
    files = {f"models/{n % 50}/{n}/README.md": f"card {n}\n" * 20 for n in range(5000)}
    repo.commit("first", files)
    expected = {path: text.encode() for path, text in files.items()}
    for kind in (*KINDS, *STORED):
        tree = tree_of(repo, kind)
        assert set(tree.entries()) == set(files)
        assert read(tree, *files) == expected


def stored(repo: Repo, blob: str) -> Path:
    return repo.path / ".git" / "objects" / blob[:2] / blob[2:]


def test_a_blob_that_is_not_what_its_name_says_is_refused(repo: Repo) -> None:
    repo.commit("first", {"forged.md": "license: none", "true.md": "license: mit"})
    forged, true = (repo.git("rev-parse", f"HEAD:{name}.md") for name in ("forged", "true"))
    repo.write({"true.md": "changed since"})
    stored(repo, true).chmod(0o644)
    stored(repo, true).write_bytes(stored(repo, forged).read_bytes())
    assert read(tree_of(repo, "index"), "true.md", "forged.md") == {
        "true.md": Unreadable("is damaged in git's object store"),
        "forged.md": b"license: none",
    }


def test_a_blob_that_is_not_there_is_unreadable_and_the_others_are_read(repo: Repo) -> None:
    repo.commit("first", {"lost.md": "lost", "kept.md": "kept"})
    stored(repo, repo.git("rev-parse", "HEAD:lost.md")).unlink()
    (repo.path / "lost.md").unlink()
    assert read(tree_of(repo, "index"), "lost.md", "kept.md") == {
        "lost.md": Unreadable("is not in git's object store"),
        "kept.md": b"kept",
    }


def test_a_partial_clone_does_not_go_to_the_network(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", {"a.md": "1"})
    repo.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{repo.path}"
    repo.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", url, f"{tmp_path}/part")
    try:
        content = read(tree_of(Repo(tmp_path / "part"), "commit"), "a.md")["a.md"]
    except UserError as error:  # before git 2.45
        assert "partial clone" in error.message  # noqa: PT017
    else:
        assert content == Unreadable("is not in git's object store")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_a_file_that_grows_while_it_is_read() -> None:
    """The files of /proc say that they are empty, and are not."""
    with Disk(Path("/proc/self")) as disk:
        assert disk.read("status", 99) == Unreadable("is being written to")


def test_a_root_that_is_gone(repo: Repo) -> None:
    with Disk(repo.path / "gone") as disk:
        assert disk.read("a.md", 99) == Unreadable("is not there any more")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EACCES, "may not be read"),
        (errno.EIO, "cannot be read (Input/output error)"),
    ],
)
def test_a_file_that_the_system_does_not_give(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    def refuse(*_: object) -> Content:
        raise OSError(code, os.strerror(code))

    repo.write({"card.md": "1"})
    monkeypatch.setattr(contents, "_read_entry", refuse)
    assert read(tree_of(repo, "work tree"), "card.md") == {"card.md": Unreadable(reason)}


def gone(repo: Repo) -> None:
    (repo.path / "models" / "card.md").unlink()


def linked(repo: Repo) -> None:
    gone(repo)
    (repo.path / "models" / "card.md").symlink_to("/etc/passwd")


def led_away(repo: Repo) -> None:
    gone(repo)
    (repo.path / "models").rmdir()
    (repo.path / "models").symlink_to("/etc")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(gone, "is not there any more", id="it is deleted"),
        pytest.param(linked, "is a symbolic link", id="it becomes a link"),
        pytest.param(
            led_away,
            "is reached through what is no folder, or a symbolic link",
            id="its folder becomes a link",
        ),
    ],
)
def test_a_file_that_changes_between_listing_and_reading(
    repo: Repo, change: Callable[[Repo], None], reason: str
) -> None:
    repo.write({"models/card.md": "1"})
    tree = tree_of(repo, "work tree")
    change(repo)
    assert read(tree, "models/card.md") == {"models/card.md": Unreadable(reason)}
