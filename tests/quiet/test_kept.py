"""What a run may take from the last one about rules that had nothing to say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stewardship import checks, quiet
from stewardship.cache import store as cache
from stewardship.checks import license, required
from stewardship.context import At, Surroundings
from stewardship.engine import evaluate
from stewardship.frozen import replace
from stewardship.model import Value
from stewardship.ownership import Ownership
from stewardship.policy.load import load, stock
from tests.gate.steward import steward
from tests.repos import Repo
from tests.world import universe

OWN = """\
policy: own
title: Own
params: {least: {type: integer, default: 1, help: how many}}
rules:
  - id: tasked
    title: A model has a task
    applies-to: model
    at: task
    check: required
    severity: block
    examples: {pass: [{task: x}], fail: [{}]}
"""
BRANCH = "---\nlicense: mit\nstewardship: {commit: main}\n---\n# Fraud\n"
TASKED = "---\nlicense: mit\ntask: scoring\n---\n# Fraud\n"


@pytest.fixture
def known(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Repo:
    """A repository of three models that were judged before; few are enough to be remembered."""
    monkeypatch.setenv("STEWARDSHIP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("stewardship.around.FEW", 0)
    repo.commit("models", {f"models/{name}/README.md": TASKED for name in "abc"})
    findings(repo)
    return repo


def findings(repo: Repo) -> list[str]:
    """``rule name`` of all findings of a check of everything."""
    said = steward(repo, "check").findings
    return sorted(f"{one['rule']} {one['resource']['name']}" for one in said)


def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checks that are asked from now on."""
    told: list[str] = []

    def watched(name: str, check: Callable[..., Any]) -> Callable[..., Any]:
        def asking(value: Any, options: Any, context: Any) -> Any:
            told.append(name)
            return check(value, options, context)

        return asking

    for module in (license, required):
        name = module.__name__.rpartition(".")[2]
        monkeypatch.setattr(module, "check", watched(name, module.check))
    return told


def test_what_has_not_changed_is_not_judged_again(
    known: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = asked(monkeypatch)
    findings(known)
    assert told == []


CHANGES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a manifest": ({"models/b/README.md": BRANCH}, ["lineage/commit-pinned b"]),
    "a policy": (
        {".steward/policies/own.yaml": OWN.replace("at: task", "at: description")},
        ["own/tasked a", "own/tasked b", "own/tasked c"],
    ),
    "a param": (
        {".steward/params/licenses.yaml": "denied: [mit]\n"},
        [f"licenses/not-denied {name}" for name in "abc"],
    ),
    "the configuration": (
        {".steward/config.yaml": "packs: [ownership]\n", ".steward/stewards.yaml": "{}\n"},
        [],
    ),
    "the ownership map": (
        {"CODEOWNERS": "/models/a/ @dana\n/models/b/ @dana\n"},
        ["ownership/steward-stated c"],
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_depends_on_a_change_is_judged_again(
    known: Repo, what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files, expected = CHANGES[what]
    known.write(files)
    by_what_is_known = findings(known)
    monkeypatch.setenv("STEWARDSHIP_CACHE", str(tmp_path / "empty"))
    assert by_what_is_known == findings(known)
    assert set(expected) <= set(by_what_is_known)


def test_a_commit_that_went_is_missed(known: Repo) -> None:
    gone = known.commit("to be gone", {"src/app.py": "print()\n"})
    known.write({f"models/{name}/README.md": BRANCH.replace("main", gone) for name in "abc"})
    known.add()
    known.git("stash", "--quiet")
    known.git("reset", "--quiet", "--hard", "HEAD~1")
    known.git("stash", "pop", "--quiet")

    assert [one for one in findings(known) if "commit" in one] == []
    known.git("reflog", "expire", "--expire=now", "--all")
    known.git("stash", "clear")
    known.git("gc", "--quiet", "--prune=now")
    assert [one for one in findings(known) if "commit" in one] != []


def test_with_the_checks_of_others_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checks.plugged, "theirs", required)
    assert quiet.digest("1", (), (), None, ()) == ""  # type: ignore[arg-type]


def test_another_state_of_the_code_knows_nothing_of_this_one(
    known: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "_code", lambda: [["engine.py", 1, 2]])
    told = asked(monkeypatch)
    findings(known)
    assert told != []


def test_the_state_of_the_code_is_that_of_all_of_it() -> None:
    names = {os.path.relpath(path, quiet.PACKAGE) for path, _, _ in quiet._code()}
    assert {"engine.py", "checks/age.py", "readers/card.py", "vocabulary/licenses.json"} <= names


def test_nothing_is_kept_of_a_finding(known: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    known.write({"models/b/README.md": "# License: none that we know of\n"})
    kept: list[bytes] = []
    put = cache.Cache.put_bundle

    def watched(self: cache.Cache, name: str, value: bytes) -> None:
        if name.startswith("quiet:"):
            kept.append(value)
        put(self, name, value)

    monkeypatch.setattr(cache.Cache, "put_bundle", watched)
    assert findings(known) == findings(known)
    (value,) = kept
    outcomes = {one for pattern in json.loads(value)["patterns"] for one in pattern}
    assert outcomes <= {None, True, ""}


def test_what_the_base_said_something_of_is_judged_by_that() -> None:
    class Never(quiet.Quiet):
        def of(self, *arguments: Any) -> quiet.Known | None:
            raise AssertionError("what was learnt without a base says nothing of this")

    world = universe({"models/a/README.md": {"stage": "experimental"}})
    (one,) = world.all()
    before = {one.key: replace(one, fields={"stage": Value("production", one.place)})}
    around = Surroundings(world, Ownership(), datetime(2026, 11, 26, tzinfo=UTC), before=before)
    rules = load(stock()["lineage"].read_bytes(), "policies/lineage.yaml").rules
    nothing = Never(cache.Cache(None), "", "")
    said = evaluate(rules, [one], around, True, (), nothing)
    assert "lineage/stage-kept" in {finding.rule for finding in said.findings}


def test_where_there_is_no_base_nothing_depends_on_one() -> None:
    world = universe({"models/a/README.md": {"stage": "experimental"}})
    around = Surroundings(world, Ownership(), datetime(2026, 11, 26, tzinfo=UTC))
    assert At(around, world.all()[0], "stage").before() is None
    assert around.looks.asked == 0
    other = replace(around, before={"model|another": world.all()[0]})
    assert At(other, world.all()[0], "stage").before() is None
    assert other.looks.asked == other.looks.RESOURCE
