"""``steward owners match``: what is printed for a path, from which file, in which dialect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gate.steward import Said, steward
from tests.repos import Repo

GITHUB = "* @acme/platform\n/data/ @acme/data @lee\n/data/free/\n"
GITLAB = "* @acme/platform\n[Data][2] @acme/data\ndata/\n^[Docs]\n*.md @acme/docs\n"


def match(where: Repo | Path, *arguments: str, folder: str = "") -> Said:
    return steward(where, "owners", "match", *arguments, folder=folder)


def test_json_has_one_entry_a_path_with_owners_pattern_and_line(repo: Repo) -> None:
    repo.write({".github/CODEOWNERS": GITHUB})
    said = match(repo, "data/a.csv", "data/free/b.csv", "x/y", "--format", "json")
    assert said.code == 0
    assert json.loads(said.out) == [
        {"path": "data/a.csv", "owners": ["@acme/data", "@lee"], "pattern": "/data/", "line": 2},
        {"path": "data/free/b.csv", "owners": [], "pattern": "/data/free/", "line": 3},
        {"path": "x/y", "owners": ["@acme/platform"], "pattern": "*", "line": 1},
    ]


def test_a_path_that_no_line_matches_has_no_owners_and_no_pattern(repo: Repo) -> None:
    repo.write({"CODEOWNERS": "/data/ @acme/data\n"})
    said = match(repo, "x", "--format", "json")
    assert json.loads(said.out) == [{"path": "x", "owners": [], "pattern": None, "line": None}]


def test_a_file_is_enough_without_a_repository(tmp_path: Path) -> None:
    (tmp_path / "owners.txt").write_text(GITHUB)
    said = match(tmp_path, "data/a.csv", "nope", "--codeowners", "owners.txt")
    assert said.out.splitlines() == [
        "PATH        OWNERS           PATTERN  LINE",
        "data/a.csv  @acme/data @lee  /data/   2",
        "nope        @acme/platform   *        1",
    ]


def test_text_tells_a_line_that_takes_owners_away_from_no_line_at_all(tmp_path: Path) -> None:
    (tmp_path / "owners.txt").write_text("/a/ @a\n/a/b/\n")
    said = match(tmp_path, "a/b/c", "x", "--codeowners", "owners.txt")
    assert "a/b/c  (nobody, by this line)  /a/b/" in said.out
    assert "x                              (no line matches)" in said.out


def test_sections_are_told_apart_and_their_owners_united(repo: Repo) -> None:
    repo.write({".gitlab/CODEOWNERS": GITLAB})
    (entry,) = json.loads(match(repo, "data/x.md", "--format", "json").out)
    assert entry["owners"] == ["@acme/platform", "@acme/data", "@acme/docs"]
    assert (entry["pattern"], entry["line"]) == ("*", 1)
    assert [(s["name"], s["approvals"], s["optional"]) for s in entry["sections"]] == [
        ("", 1, False), ("Data", 2, False), ("Docs", 1, True),
    ]  # fmt: skip
    text = match(repo, "data/x.md").out
    assert "[Data] @acme/data (2 approvals)" in text
    assert "^[Docs] @acme/docs" in text


@pytest.mark.parametrize(
    ("file", "text", "arguments", "owners"),
    [
        pytest.param("CODEOWNERS", "docs @a", (), ["@a"], id="GitHub's, a name covers a folder"),
        pytest.param("CODEOWNERS", "docs @a\n[S]\nx @b", (), [], id="a section makes it GitLab's"),
        pytest.param("CODEOWNERS", "docs @a", ("--dialect", "gitlab"), [], id="as it is told"),
        pytest.param(".gitlab/CODEOWNERS", "docs @a", (), [], id="by the folder it lies in"),
    ],
)
def test_the_dialect_is_told(
    repo: Repo, file: str, text: str, arguments: tuple[str, ...], owners: list[str]
) -> None:
    repo.write({file: text})
    (entry,) = json.loads(match(repo, "docs/a", "--format", "json", *arguments).out)
    assert entry["owners"] == owners


def test_the_first_place_where_the_forge_looks_counts(repo: Repo) -> None:
    repo.write({".github/CODEOWNERS": "* @first", "CODEOWNERS": "* @second"})
    assert "@first" in match(repo, "x").out
    assert "@second" in match(repo, "x", "--dialect", "gitlab").out


def test_in_a_folder_a_path_means_what_lies_there(repo: Repo) -> None:
    repo.write({"CODEOWNERS": GITHUB, "data/x": "", "src/x": ""})
    assert "@acme/data" in match(repo, "x", folder="data").out
    assert "@acme/data" in match(repo, "../data/x", folder="src").out


def test_a_line_that_the_forge_skips_is_named_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "co").write_text("* @a\n!b @c\n")
    said = match(tmp_path, "b", "--codeowners", "co", "--format", "json")
    assert json.loads(said.out)[0]["owners"] == ["@a"]
    assert said.err.startswith("co:2: `!b` starts with `!`")


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        pytest.param({}, (), "there is no CODEOWNERS file", id="no file"),
        pytest.param({}, ("--codeowners", "nope"), "`nope` cannot be read", id="not that file"),
        pytest.param({"co": b"\xff"}, ("--codeowners", "co"), "not UTF-8", id="not text"),
        pytest.param({}, ("--dialect", "svn"), "'svn' is not one of", id="no such dialect"),
    ],
)
def test_what_cannot_be_answered_is_exit_2(
    repo: Repo, files: dict[str, bytes], arguments: tuple[str, ...], said: str
) -> None:
    repo.write(files)
    told = match(repo, "x", *arguments)
    assert told.code == 2
    assert said in told.err
    assert not told.out
