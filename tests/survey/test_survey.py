"""``steward survey`` over real repositories: good, broken, and what came in which week."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from stewardship.cli.survey_ import _progress
from tests.gate.steward import Said, steward
from tests.repos import Files, Repo, make_repo

NOW = "2026-11-26T12:00:00Z"
GOOD = "---\nlicense: mit\nlibrary_name: owl\n---\n# Owl\nFinds owls.\n"
BAD = GOOD.replace("license: mit\n", "")
GONE = "---\nlicense: apache-2.0\ntags: [jay]\npipeline_tag: audio\n---\n# Jay\nHears jays only.\n"
STATED = "licenses/stated"


def at(repo: Repo, day: str, files: Files | None = None, *moves: tuple[str, str]) -> str:
    """A commit that was made on a day."""
    repo.write(files or {})
    for old, new in moves:
        (repo.path / new).parent.mkdir(parents=True, exist_ok=True)
        repo.git("mv", old, new)
    repo.add()
    date = {"GIT_COMMITTER_DATE": f"{day}T10:00:00Z", "GIT_AUTHOR_DATE": f"{day}T10:00:00Z"}
    repo.git("commit", "--quiet", "--allow-empty", "--message", day, env=date)
    return repo.head


def messy(path: Path) -> Repo:
    """One bad card of long ago that is renamed, one of two weeks ago, one of this week, and one
    that vanished."""
    repo = make_repo(path)
    at(repo, "2026-09-01", {"models/old/README.md": BAD + "Long ago.\n" * 9})
    at(repo, "2026-11-10", {"models/two/README.md": BAD, "models/gone/README.md": GONE})
    at(repo, "2026-11-23", {"models/new/README.md": BAD}, ("models/old", "models/older"))
    repo.git("rm", "--quiet", "-r", "models/gone")
    at(repo, "2026-11-24")
    return repo


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Checkouts beside each other, as somebody has them who looks after many."""
    top = tmp_path_factory.mktemp("survey")
    at(make_repo(top / "clean"), "2026-11-25", {"models/owl/README.md": GOOD})
    messy(top / "messy")
    make_repo(top / "empty")
    make_repo(top / "prose", {"README.md": "# Nothing of ours\n"})
    (top / "plain").mkdir()
    lost = make_repo(top / "lost", {"models/owl/README.md": GOOD})
    for file in (lost.path / ".git/objects").rglob("??*"):
        if file.is_file():
            file.unlink()
    make_repo(top / "odd", {".steward/config.yaml": "moode: 1\n"})
    make_repo(top / "plugged", {".steward/config.yaml": "plugins: [antigravity]\n"})
    known = {"models/owl/README.md": BAD, ".steward/config.yaml": "mode: observe\n"}
    excused = make_repo(top / "excused", known)
    steward(excused, "baseline")
    excused.commit("take it as known", {"models/jay/README.md": BAD})
    return top


NAMES = ("clean", "messy", "empty", "prose", "plain", "lost", "odd", "plugged", "excused")
BROKEN = {
    "plain": "is not inside a git repository",
    "lost": "",
    "odd": "has no key `moode`",
    "plugged": "names plugins (antigravity)",
}


def surveyed(folder: Path, *arguments: str, names: tuple[str, ...] = NAMES) -> Said:
    return steward(folder, "survey", *names, *arguments, env={"STEWARDSHIP_NOW": NOW})


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """The survey as JSON; the other forms stand beside it."""
    outputs = [f"--output={name}={folder / name}.out" for name in ("text", "csv")]
    said = surveyed(folder, "--format=json", "--only=licenses", "--only=manifests", *outputs)
    assert (said.code, said.err) == (1, ""), "some could not be judged"
    found: dict[str, Any] = json.loads(said.out)
    return found


def checkout(told: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (one for one in told["checkouts"] if one["checkout"] == name)
    return dict(found)


def rule(told: dict[str, Any], name: str, id_: str = STATED) -> dict[str, Any]:
    (found,) = (one for one in checkout(told, name)["rules"] if one["rule"] == id_)
    return dict(found)


def test_every_checkout_has_a_row_in_the_order_in_which_it_was_named(told: dict[str, Any]) -> None:
    assert tuple(one["checkout"] for one in told["checkouts"]) == NAMES
    assert told["summary"]["checkouts"] == len(NAMES)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_checkout_is_a_row_that_says_why_and_stops_no_other(
    told: dict[str, Any], name: str
) -> None:
    row = checkout(told, name)
    assert row["error"]
    assert BROKEN[name] in row["error"]
    assert row["rules"] == []
    assert told["summary"]["errors"] == len(BROKEN)


def test_a_repository_without_a_commit_is_no_error(told: dict[str, Any]) -> None:
    row = checkout(told, "empty")
    assert (row["error"], row["commit"], row["note"]) == (None, None, "nothing is committed yet")


def test_what_is_governed_is_counted_by_kind(told: dict[str, Any]) -> None:
    assert checkout(told, "messy")["kinds"] == {"model": 3}
    assert checkout(told, "prose")["kinds"] == {}
    assert told["summary"]["kinds"]["model"] == 6


def test_what_would_block_is_counted_whatever_the_mode_and_without_what_is_known(
    told: dict[str, Any],
) -> None:
    assert rule(told, "messy")["findings"] == 3
    observed = rule(told, "excused")
    assert (observed["findings"], observed["excused"]) == (1, 1)
    assert told["summary"]["stopped"] == 2


def test_new_is_what_came_in_a_week_and_not_what_was_renamed(told: dict[str, Any]) -> None:
    assert [week["since"][:10] for week in told["weeks"]] == [
        "2026-11-19",
        "2026-11-12",
        "2026-11-05",
        "2026-10-29",
    ]
    assert rule(told, "messy")["new"] == [1, 0, 1, 0]
    assert rule(told, "clean")["new"] == [0, 0, 0, 0]


def test_a_card_that_vanished_is_new_in_the_week_in_which_it_did(told: dict[str, Any]) -> None:
    assert rule(told, "messy", "manifests/kept")["new"] == [1, 0, 0, 0]


def test_rules_stand_in_the_order_in_which_to_switch_them_on(told: dict[str, Any]) -> None:
    rows = [one for one in told["rules"] if one["applies"]]
    assert [one["finds"] for one in rows] == sorted(one["finds"] for one in rows)
    last = rows[-1]
    assert (last["rule"], last["applies"], last["clean"], last["finds"]) == (STATED, 3, 1, 2)
    assert (last["findings"], last["excused"], last["stopped"]) == (4, 1, 2)
    assert not any(one["applies"] for one in told["rules"][len(rows) :])


def test_the_table_says_what_to_switch_on_first(told: dict[str, Any], folder: Path) -> None:
    text = (folder / "text.out").read_text()
    lines = text.splitlines()
    assert lines[0] == "9 checkouts, 4 of them could not be judged: 6 models"
    assert lines[1] == "4 findings would block, in 2 checkouts"
    (row,) = (line.split() for line in lines if line.startswith("messy "))
    assert row[2:10] == ["3", "0", "0", "0", "3", "0", "0", "0"]
    assert row[10:] == ["2", "0", "1", "0"], "the vanished card and the new one"
    assert any(line.startswith("error: plugged: ") for line in lines)
    assert "of these find nothing: switch them on first" in text


def test_csv_has_a_line_for_each_checkout_and_rule(told: dict[str, Any], folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((folder / "csv.out").read_text(), newline="")))
    assert {one["checkout"] for one in rows} == set(NAMES)
    (messy,) = (one for one in rows if (one["checkout"], one["rule"]) == ("messy", STATED))
    assert (messy["findings"], messy["new-since-2026-11-19"]) == ("3", "1")
    (plain,) = (one for one in rows if one["checkout"] == "plain")
    assert plain["error"]
    assert not plain["rule"]


def test_a_day_to_look_back_to_and_no_look_back(folder: Path) -> None:
    said = surveyed(folder, "--since=2026-11-20", "--format=json", names=("messy",))
    (week,) = json.loads(said.out)["weeks"]
    assert week["since"].startswith("2026-11-20")
    assert said.code == 0
    assert "NEW BY WEEK" not in surveyed(folder, "--weeks=0", names=("clean",)).out


def test_a_shallow_clone_says_what_it_cannot_tell(folder: Path, tmp_path: Path) -> None:
    source = Repo(folder / "messy")
    source.git("clone", "--quiet", "--depth=1", source.path.as_uri(), str(tmp_path / "shallow"))
    said = surveyed(tmp_path, "--format=json", names=("shallow",))
    found = json.loads(said.out)
    assert rule(found, "shallow")["new"] == [None] * 4
    assert "shallow" in checkout(found, "shallow")["note"]
    assert "? ? ? ?" in surveyed(tmp_path, names=("shallow",)).out


WRONG = {
    "a day that is none": (("--since=soon", "clean"), "is no day of the past"),
    "a day to come": (("--since=2027-01-01", "clean"), "is no day of the past"),
    "too many weeks": (("--weeks=500", "clean"), "at most 53"),
    "both": (("--weeks=1", "--since=2026-11-01", "clean"), "name one of them"),
    "another form": (("--output=xml=a", "clean"), "is not FORMAT=FILE"),
    "nothing": ((), "Missing argument"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_call_that_is_wrong_surveys_nothing(folder: Path, case: str) -> None:
    arguments, message = WRONG[case]
    said = steward(folder, "survey", *arguments, env={"STEWARDSHIP_NOW": NOW})
    assert (said.code, said.out) == (2, "")
    assert message in said.err


def test_a_folder_of_another_checkout_is_not_taken_for_that(folder: Path) -> None:
    said = surveyed(folder, "--format=json", names=("clean/models", "clean"))
    part, whole = json.loads(said.out)["checkouts"]
    assert "a folder of another checkout" in part["error"]
    assert whole["error"] is None


def test_a_checkout_that_is_named_twice_counts_once(folder: Path) -> None:
    said = surveyed(folder, "--format=json", names=("clean", "./clean", "messy"))
    found = json.loads(said.out)
    assert [one["checkout"] for one in found["checkouts"]] == ["clean", "messy"]


@pytest.mark.parametrize("name", ["=1+1", "::error::x", "@sum(1)"])
def test_a_name_neither_calculates_nor_commands(tmp_path: Path, name: str) -> None:
    make_repo(tmp_path / name, {"README.md": "# A\n"})
    assert (
        surveyed(tmp_path, "--format=csv", names=(name,))
        .out.splitlines()[1]
        .startswith(f"'{name},")
    )
    for form in ("text", "json"):
        said = surveyed(tmp_path, f"--format={form}", names=(name,))
        assert not any(line.lstrip().startswith("::") for line in said.out.splitlines())


def test_nothing_of_a_checkout_runs(tmp_path: Path) -> None:
    repo = make_repo(
        tmp_path / "trap", {"models/owl/README.md": GOOD, ".gitattributes": "* filter=f"}
    )
    mark = tmp_path / "was-run"
    for name in ("core.fsmonitor", "filter.f.clean", "filter.f.smudge", "diff.external"):
        repo.git("config", name, f"touch {mark}")
    repo.hook("post-index-change", f"touch {mark}")
    repo.write({"click.py": f"open({str(mark)!r}, 'w')\n", "models/owl/README.md": BAD})
    said = steward(repo, "survey", ".", "--format=json", "--weeks=1")
    assert said.code == 0, said.err
    assert not mark.exists()
    (row,) = json.loads(said.out)["checkouts"]
    assert not any(one["findings"] for one in row["rules"]), "the last commit is what is judged"
    repo.git("status", ok=False)
    assert mark.exists(), "the trap is one"


@pytest.mark.parametrize("watched", [True, False])
def test_how_far_it_is_shows_on_a_terminal_only(
    watched: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return watched

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with _progress(2) as progress:
        if progress is not None:
            progress.update(2)
    shown = terminal.getvalue()
    assert ("2/2" in shown) == watched
    assert bool(shown) == watched


OURS = """\
policy: acme
title: Our own rules
owner: "@acme/platform"
rules:
  - id: model-versioned
    title: A model has a version
    applies-to: model
    at: version
    check: required
    severity: block
    examples: {pass: [{version: "1.0"}], fail: [{}]}
"""


def test_the_organization_s_floor_counts_in_every_checkout(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "config.yaml").write_text("organization: Acme\n")
    (tmp_path / "policies/acme.yaml").write_text(OURS)
    said = surveyed(
        folder, "--format=json", "--weeks=0", f"--org-policy={tmp_path}", names=("clean", "messy")
    )
    assert said.code == 0, said.err
    (row,) = (one for one in json.loads(said.out)["rules"] if one["rule"] == "acme/model-versioned")
    assert (row["applies"], row["finds"], row["findings"]) == (2, 2, 4)
