"""Judging half of many resources in a process beside this one comes to what one process says."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given

from stewardship import beside
from stewardship.context import Surroundings
from stewardship.engine import evaluate
from stewardship.joining.join import join
from stewardship.model import Evaluation, Unchecked
from stewardship.ownership import assign, build
from stewardship.quiet import Quiet
from tests.effort import share
from tests.engine.judging import NOW, Case, loaded, surroundings
from tests.engine.test_alike import WATCHED, Notebook
from tests.engine.test_laws import RULES, TREES
from tests.world import fragments


class There:
    """A process beside this one, that is none: what it comes to still crosses as bytes."""

    dead = False

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work

    def __enter__(self) -> There:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def result(self) -> Any:
        return None if self.dead else pickle.loads(pickle.dumps(self._work()))


class Dead(There):
    dead = True


HOW: dict[str, type[There] | None] = {"alone": None, "shared": There, "dies": Dead}


def judged(how: str, run: Callable[[], Evaluation]) -> Evaluation:
    other = HOW[how]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "possible", lambda count: other is not None)
        patch.setattr(beside, "Beside", other)
        return run()


@share(0.5)
@given(TREES)
def test_any_tree_is_judged_the_same_by_one_process_and_by_two(tree: dict[str, Any]) -> None:
    said = fragments(tree)
    ownership = build(said)
    universe = assign(ownership, join(said))
    learnt: list[object] = []

    def run() -> Evaluation:
        notes = Notebook()
        around = Surroundings(universe, ownership, NOW, frozenset(tree))
        kept = cast("Quiet", notes)
        evaluation = evaluate(RULES, universe.all(), around, True, WATCHED, kept)
        learnt.append(list(notes.learnt.items()))
        return evaluation

    alone = judged("alone", run)
    assert judged("shared", run) == alone
    assert judged("dies", run) == alone
    assert learnt == [learnt[0]] * 3


SAID: Case = {
    "rules": {
        "late": {"at": "version", "check": "required"},
        "licensed": {"at": "license", "check": "required"},
        "live": {"at": "task", "check": "required", "when": {"stage": "production"}},
        "locked": {"at": "license", "check": "required", "needs": [".steward/licenses.lock"]},
        "data": {"at": "license", "check": "required", "applies-to": "dataset"},
        "idle": {"at": "license", "check": "required", "applies-to": "service"},
    },
    "tree": {
        "models/a/README.md": {"license": "mit", "version": "1", "stage": "production"},
        "models/b/README.md": {"version": "1", "stage": "development"},
        "models/c/README.md": {"$problems": ["the front matter is not closed"]},
        "models/d/README.md": {"license": "mit", "version": "2", "stage": "production",
                               "task": "scoring"},
        "models/e/README.md": {"license": "mit", "stage": "development"},
        "data/f/README.md": {"$kind": "dataset"},
    },
}  # fmt: skip


@pytest.mark.parametrize("how", HOW)
def test_what_is_told_and_counted_adds_up(how: str) -> None:
    around = surroundings(SAID)
    scope = around.universe.all()
    watched = ("acme/late", "acme/locked")
    rules = loaded(SAID).rules
    evaluation = judged(how, lambda: evaluate(rules, scope, around, True, watched))
    # In the order of the rules, and of one rule in that of the resources.
    assert [(one.rule, one.name) for one in evaluation.findings] == [
        ("acme/late", "e"),
        ("acme/licensed", "b"),
        ("acme/live", "a"),
        ("acme/data", "f"),
    ]
    unread, unlocked = "its manifest cannot be read", "there is no `.steward/licenses.lock` yet"
    unchecked = {(one.rule, one.reason): one.count for one in evaluation.unchecked}
    assert unchecked["acme/late", unread] == unchecked["acme/licensed", unread] == 1
    assert unchecked["acme/locked", unlocked] == 5
    assert list(evaluation.unchecked) == [
        Unchecked(*key, count) for key, count in sorted(unchecked.items())
    ]
    models = {f"model|{one.id}" for one in scope if one.kind == "model"}
    broken = {f"model|{one.id}" for one in scope if one.name == "c"}
    assert evaluation.untold == {
        *(("acme/late", key) for key in broken),
        *(("acme/locked", key) for key in models),
    }
    looked = Counter(evaluation.looked)
    assert list(evaluation.looked) == sorted(evaluation.looked)
    # What was looked at and what could not be read are together all the models.
    for rule in ("acme/late", "acme/licensed"):
        assert (looked[rule], looked[rule] + unchecked[rule, unread]) == (4, len(models))
    assert (looked["acme/live"], looked["acme/data"]) == (2, 1)
    assert "acme/locked" not in looked
    assert "acme/idle" not in looked
    assert (evaluation.judged, evaluation.universe, evaluation.rules) == (6, 6, 6)
    assert [note for note in evaluation.notes if "acme/idle" in str(note)]
    assert not [note for note in evaluation.notes if "acme/late" in str(note)]
