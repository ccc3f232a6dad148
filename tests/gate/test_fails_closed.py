"""Every way in which a gate could let something through, at each of its three doors.

The rows of ``fails_closed.yaml`` are run through the console entry on a real repository: on the
work tree, as a hook, and in CI. None ends in a traceback, and none passes without a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.gate.hostile import CARD, MAKE, OWN, TOY
from tests.gate.steward import Said, steward
from tests.repos import Repo

BASE: dict[str, str | None] = {TOY: CARD, "README.md": "# Acme\n", "src/app.py": "print(1)\n"}
ROWS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("fails_closed.yaml").read_text(), yaml.CSafeLoader
)
POLICY = ".steward/policies/own.yaml"
DOORS = ("check", "hook", "ci")


def expected(row: dict[str, Any]) -> dict[str, int]:
    code = row["exit"]
    return dict(zip(DOORS, code if isinstance(code, list) else [code] * 3, strict=True))


def written(files: dict[str, str | None]) -> dict[str, str | bytes]:
    """The files as they are written: ``own`` is the policy that holds, null is left out."""
    texts = {name: text for name, text in files.items() if text is not None}
    return {name: OWN if text == "own" else text for name, text in texts.items()}


def edited(row: dict[str, Any]) -> dict[str, str | bytes]:
    """The policy with the row's edits; each must find what it replaces."""
    if "own" not in row:
        return {}
    text = OWN
    for old, new in row["own"].items():
        assert old in text
        text = text.replace(old, new)
    return {POLICY: text}


def at_each_door(repo: Repo, row: dict[str, Any]) -> dict[str, Said]:
    """Make the change, and go through the doors as it moves on from disk to index to commit."""
    repo.commit("base", written(BASE | row.get("base", {})))
    repo.branch("change")
    repo.write(edited(row) | written(row.get("files", {})))
    if "make" in row:
        MAKE[row["make"]](repo)
    on_disk = steward(repo, "check")
    repo.add()
    staged = steward(repo, "check", "--staged")
    repo.commit()
    return {"check": on_disk, "hook": staged, "ci": steward(repo, "ci", "--base", "main")}


@pytest.mark.parametrize("row", ROWS, ids=[row["it"] for row in ROWS])
def test_at_each_door(repo: Repo, row: dict[str, Any]) -> None:
    doors = at_each_door(repo, row)
    codes = expected(row)
    assert {door: said.code for door, said in doors.items()} == codes
    for door, said in doors.items():
        assert "Traceback" not in said.everything
        assert "\x1b" not in said.everything
        wanted = row.get("says", ()) if codes[door] == max(codes.values()) else ()
        for part in (*wanted, *row.get(f"{door}-says", ())):
            assert part in said.everything, f"{door}: {said.out}{said.err}"
        if codes[door] == 1 and door == "ci" and "asks" in row:
            assert said.report["verdict"] == "review"
            assert row["asks"] in {text.split()[0] for text in said.found("review")}
        elif codes[door] == 1:
            assert row["rule"] in {text.split()[0] for text in said.found()}, door
            for one in said.findings:
                assert all(one[key] for key in ("path", "message", "remedy", "fingerprint")), one
                assert one["line"] or "make" in row, one
        assert bool(said.report["errors"]) == (codes[door] == 2), door


def test_each_row_says_something_else() -> None:
    sentences = [row["it"] for row in ROWS]
    assert len(sentences) == len(set(sentences))
