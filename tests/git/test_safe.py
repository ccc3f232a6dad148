"""Nothing that a repository brings is run, and nothing of the caller's redirects git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from stewardship.errors import GateError, UserError
from stewardship.repository import git, history, revisions, trees
from tests.repos import Repo, make_repo


def ask_everything(repo: Repo) -> None:
    """Every question that this product asks, over a history with all kinds of changes."""
    found = git.find(repo.path)
    for tree in (trees.index(found), trees.work_tree(found), trees.commit(found, "HEAD")):
        for _, _content in tree.read(tree.entries(), limit=100):
            pass
    revisions.changes_staged(found)
    revisions.changes_worktree(found)
    revisions.changes_between(found, "HEAD~1", "HEAD")
    revisions.has_commits(found, [repo.head, "abcdef"])
    revisions.is_shallow(found)
    revisions.default_base(found)
    history.merge_base(found, "HEAD", "HEAD~1")
    history.first_seen(found, "a.md")
    history.commits_touching(found, "a.md", 5)


@pytest.fixture
def busy(repo: Repo) -> Repo:
    """Two commits; then staged, unstaged, touched, moved, untracked and large files."""
    text = "".join(f"line {n}\n" for n in range(50))
    repo.commit("one", {"a.md": "1", "b.md": text, "c.md": "3", "d/e.md": "4"})
    repo.commit("two", {"a.md": "2"})
    repo.git("mv", "b.md", "moved.md")
    repo.write({"moved.md": text + "end\n", "large.bin": b"\0" * 5000})
    repo.add("moved.md", "large.bin")
    repo.write({"c.md": "changed", "new.md": "new"})
    os.utime(repo.path / "a.md")
    return repo


def program(marker: Path, name: str = "program") -> str:
    """A program that leaves a marker when it runs, and passes its input on."""
    file = marker.parent / name
    file.write_text(f'#!/bin/sh\ntouch "{marker}"\nexec cat\n')
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize(
    "key",
    [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "filter.a.b c.clean",
        "gpg.program",
        "interactive.diffFilter",
        "alias.diff-index",
        "uploadpack.packObjectsHook",
        "core.alternateRefsCommand",
        "core.gitProxy",
        "credential.helper",
    ],
)
def test_no_program_that_the_configuration_names_is_run(
    busy: Repo, tmp_path: Path, key: str
) -> None:
    marker = tmp_path / "marker"
    busy.write({".git/info/attributes": "* diff=evil filter=evil\n*.md filter=a.b\\ c\n"})
    busy.git("config", key, program(marker))
    # The same second as the index: only a comparison of contents can tell these.
    for name in ("a.md", "c.md", "moved.md"):
        os.utime(busy.path / name, (busy.path / ".git" / "index").stat()[7:9])
    ask_everything(busy)
    assert not marker.exists()


def test_a_filter_that_is_required_but_not_run_is_no_failure(busy: Repo) -> None:
    busy.write({".git/info/attributes": "* filter=evil\n"})
    busy.git("config", "filter.evil.required", "true")
    ask_everything(busy)


def test_the_filter_of_this_test_would_run_if_it_were_let(busy: Repo, tmp_path: Path) -> None:
    """So that the test above is known to be able to fail."""
    marker = tmp_path / "marker"
    busy.write({".git/info/attributes": "* filter=evil\n"})
    busy.git("config", "filter.evil.clean", program(marker))
    busy.git("status")
    assert marker.exists()


def test_no_program_that_the_configuration_of_a_submodule_names_is_run(
    busy: Repo, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    make_repo(tmp_path / "inner", {"card.md": "1"})
    busy.git("submodule", "--quiet", "add", str(tmp_path / "inner"), "inner")
    inner = Repo(busy.path / "inner")
    inner.write({"card.md": "2"})
    inner.write({".gitattributes": "* filter=evil\n"})
    inner.git("config", "filter.evil.clean", program(marker))
    os.utime(inner.path / "card.md", (0, 0))
    ask_everything(busy)
    assert not marker.exists()
    busy.git("status")
    assert marker.exists(), "this test could not fail"


def test_filters_and_converters_that_the_tree_asks_for_change_nothing(repo: Repo) -> None:
    repo.commit("plain", {"card.md": "as committed"})
    repo.git("config", "filter.shout.clean", "tr a-z A-Z")
    repo.git("config", "diff.shout.textconv", "tr a-z A-Z <")
    repo.stage({".gitattributes": "*.md filter=shout diff=shout\n"})
    repo.write({"card.md": "on disk"})
    found = git.find(repo.path)
    assert dict(trees.index(found).read(["card.md"], 99)) == {"card.md": b"as committed"}
    assert dict(trees.work_tree(found).read(["card.md"], 99)) == {"card.md": b"on disk"}


def test_a_filter_that_cannot_be_kept_off_is_refused(repo: Repo) -> None:
    repo.write({".git/config": '[filter "a=b"]\n\tclean = touch marker\n'})
    with pytest.raises(UserError, match="has a `=` in its name"):
        trees.work_tree(git.find(repo.path))


@pytest.mark.parametrize(
    "name", ["pre-commit", "post-index-change", "post-checkout", "reference-transaction"]
)
def test_no_hook_is_run(busy: Repo, tmp_path: Path, name: str) -> None:
    busy.hook(name, f'touch "{tmp_path}/marker"')
    ask_everything(busy)
    assert not (tmp_path / "marker").exists()


def test_the_repository_is_left_as_it_was(busy: Repo) -> None:
    before = {
        file: (file.stat().st_mtime_ns, file.read_bytes())
        for file in busy.path.rglob("*")
        if file.is_file()
    }
    ask_everything(busy)
    after = {
        file: (file.stat().st_mtime_ns, file.read_bytes())
        for file in busy.path.rglob("*")
        if file.is_file()
    }
    assert after == before


def test_nothing_that_git_sets_for_its_hooks_reaches_git(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = repo.git("rev-parse", "--local-env-vars").split()
    assert "GIT_DIR" in names
    for name in (*names, "GIT_TRACE", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_ATTR_SOURCE"):
        monkeypatch.setenv(name, "/leaked")
    assert "/leaked" not in git.environment().values()


def test_variables_left_by_another_repository_do_not_redirect(
    busy: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repo(tmp_path / "other", {"other.md": "other"})
    expected = trees.index(git.find(busy.path)).entries()
    for name, place in {
        "GIT_DIR": ".git",
        "GIT_WORK_TREE": ".",
        "GIT_INDEX_FILE": ".git/index",
        "GIT_OBJECT_DIRECTORY": ".git/objects",
        "GIT_COMMON_DIR": ".git",
    }.items():
        monkeypatch.setenv(name, str(other.path / place))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    found = git.find(busy.path)
    assert trees.index(found).entries() == expected
    touched = history.commits_touching(found, "a.md", 9)
    assert [touch.email for touch in touched] == ["dana@acme.example"] * 2
    assert os.environ["GIT_DIR"] == str(other.path / ".git")


def test_what_git_was_told_to_put_in_place_of_an_object_is_not_taken(repo: Repo) -> None:
    """A content id must mean its content in every repository, for a cache outlives them."""
    repo.commit("one", {"card.md": "true", "other.md": "false"})
    card, other = (repo.git("rev-parse", f"HEAD:{name}.md") for name in ("card", "other"))
    repo.git("replace", card, other)
    assert repo.git("cat-file", "blob", card) == "false"
    assert dict(trees.index(git.find(repo.path)).read(["card.md"], 9)) == {"card.md": b"true"}


def test_a_failure_of_git_is_told_in_its_last_line(repo: Repo) -> None:
    with pytest.raises(GateError, match=r"^git ls-tree failed: Not a valid object name nothing$"):
        git.ask(git.find(repo.path), "ls-tree", "nothing")


def test_a_nul_in_an_argument_is_a_failure_and_no_traceback(repo: Repo) -> None:
    with pytest.raises(GateError, match="git could not be run"):
        git.ask(git.find(repo.path), "ls-tree", "a\0b")


def test_git_is_asked_for_no_network_and_no_password() -> None:
    assert "protocol.allow=never" in git.SAFE
    done = subprocess.run(
        (git.program(), *git.SAFE, "ls-remote", "https://localhost:9/x"),
        env=git.environment(),
        capture_output=True,
    )
    assert b"transport 'https' not allowed" in done.stderr
