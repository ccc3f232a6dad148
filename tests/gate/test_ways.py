"""A change that tries to pass its own gate is stopped or reported: ``ways.yaml``, row by row.

Each row is a branch of one repository, judged by ``steward ci`` as a pull request is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.gate.steward import Said, steward
from tests.gate.ways import BASE, MAKE, NOW, UNLICENSED, base, in_text
from tests.repos import Repo

ROWS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("ways.yaml").read_text(), yaml.CSafeLoader
)
MENDED = UNLICENSED.replace("---\n", "---\nlicense: mit\n", 1)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    return base(tmp_path_factory.mktemp("ways") / "repo")


def change(repo: Repo, row: dict[str, Any]) -> None:
    """Make the row's change on a branch of its own, and commit it."""
    repo.git("checkout", "--quiet", "--force", "-B", "way", "main")
    repo.git("clean", "-d", "--force", "--quiet", "-x")
    if row.get("brings"):
        repo.write({"models/new/README.md": UNLICENSED})
    for path, edits in row.get("edit", {}).items():
        for old, new in edits.items():
            in_text(repo, path, old, new)
    files: dict[str, str | None] = row.get("files", {})
    repo.write({path: text for path, text in files.items() if text is not None})
    for path in (path for path, text in files.items() if text is None):
        (repo.path / path).unlink()
    if "make" in row:
        MAKE[row["make"]](repo)
    staged = (line.split(maxsplit=3) for line in repo.git("ls-files", "--stage").splitlines())
    submodules = [path for mode, _, _, path in staged if mode == "160000"]
    # They are not on disk, and `add` would take them away.
    repo.git("add", "--all", "--", *(f":!{path}" for path in submodules))
    repo.git("commit", "--quiet", "--allow-empty", "--message=change")


def judged(repo: Repo, row: dict[str, Any]) -> Said:
    try:
        now = {"STEWARDSHIP_NOW": str(row["now"])} if "now" in row else NOW
        return steward(repo, "ci", "--base=main", *row.get("with", ()), env=now)
    finally:
        if "after" in row:
            MAKE[row["after"]](repo)


@pytest.mark.parametrize("row", ROWS, ids=[row["way"] for row in ROWS])
def test_it_is_stopped_or_reported(acme: Repo, row: dict[str, Any]) -> None:
    change(acme, row)
    said = judged(acme, row)
    assert "Traceback" not in said.err
    if "error" in row:
        assert said.code == 2
        assert all(part in said.everything for part in row["error"]), said.err
        return
    blocks, asks = row.get("blocks", []), row.get("asks", [])
    assert said.found() == sorted(blocks)
    found = {
        *said.found("review"),
        *said.found("review", "proposed"),
        *said.found("block", "proposed"),
    }
    assert found == set(asks)
    assert said.code == (1 if blocks or asks else 0)
    assert blocks or asks or row["says"]
    for part in row.get("says", ()):
        assert part in said.everything, said.out


def test_an_honest_change_passes(acme: Repo) -> None:
    row = {"edit": {"models/scorer/README.md": {"It classifies text.": "It classifies texts."}}}
    change(acme, row)
    said = judged(acme, row)
    assert (said.code, said.judged) == (0, 1)


QUIET: dict[str, dict[str, Any]] = {
    "a waiver that goes, with what it excused": {
        "files": {".steward/waivers.yaml": None, "models/waived/README.md": MENDED},
    },
    "a baseline that shrinks, and one entry of it that is mended": {
        "files": {"models/old/README.md": MENDED},
        "make": "shrink-the-baseline",
    },
    "a workflow that has nothing to do with the gate": {
        "files": {".github/workflows/tests.yml": "on: push\njobs: {}\n"},
    },
}


@pytest.mark.parametrize("row", QUIET.values(), ids=QUIET)
def test_what_makes_nothing_easier_asks_nobody(acme: Repo, row: dict[str, Any]) -> None:
    change(acme, row)
    said = judged(acme, row)
    assert (said.code, said.found("review")) == (0, [])


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (".steward/params/licenses.yaml", ["@counsel"]),
        (".steward/config.yaml", ["@lee"]),
        (".github/workflows/gate.yml", ["@lee"]),
    ],
)
def test_who_owns_the_decision_by_the_base_is_asked(
    acme: Repo, path: str, asked: list[str]
) -> None:
    text = BASE[path] + "# steward\n"
    row = {"files": {path: text, ".github/CODEOWNERS": "* @mallory\n"}}
    change(acme, row)
    found = {one["path"]: one["reviewers"] for one in judged(acme, row).findings}
    assert found[path] == asked


def test_on_the_first_day_nobody_is_asked_about_what_decides(acme: Repo) -> None:
    change(acme, {"edit": {".steward/config.yaml": {"vendored": "taken over as it is"}}})
    said = steward(acme, "ci", "--base=main", "--trust-head", env=NOW)
    assert (said.code, said.found("review")) == (0, [])


def test_there_are_twenty_five_ways_and_more() -> None:
    ways = [row["way"] for row in ROWS]
    assert len(ways) == len(set(ways)) >= 25
