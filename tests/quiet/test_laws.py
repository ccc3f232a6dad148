"""What is known of quiet resources never changes what is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import given

from stewardship.cache.store import Cache
from stewardship.context import Surroundings
from stewardship.engine import evaluate
from stewardship.joining.join import join
from stewardship.model import Evaluation
from stewardship.ownership import assign, build
from stewardship.quiet import Quiet
from tests.engine.judging import NOW
from tests.engine.test_laws import RULES, TREES
from tests.world import fragments

COMMITS = ("9fceb02d0ae598e95dc970b74767f19372d61af8",)
Commit = Callable[[str], bool | None]


class Kept:
    """A cache in a dict."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}
        self.bundle = self._held.get
        self.put_bundle = self._held.__setitem__


def around(tree: dict[str, Any], commit: Commit, now: datetime = NOW) -> Surroundings:
    """A tree whose fragments have sources, as those of a real tree have."""
    said = fragments(tree)
    said = [replace(one, source=f"{one.fields!r}{one}") for one in said]
    ownership = build(said)
    universe = assign(ownership, join(said))
    return Surroundings(universe, ownership, now, frozenset(tree), commit=commit)


def judged(there: Surroundings, cache: Kept | None = None) -> Evaluation:
    """All that is said of a tree, by what is known in the cache, which learns from it."""
    known = Quiet(cast(Cache, cache), "here", "these rules") if cache else None
    evaluation = evaluate(RULES, there.universe.all(), there, quiet=known)
    if known:
        known.keep([one.key for one in there.universe.all()])
    return evaluation


@given(TREES)
def test_a_second_run_says_what_the_first_one_said(tree: dict[str, Any]) -> None:
    cache, there = Kept(), around(tree, COMMITS.__contains__)
    plain = judged(there)
    assert [judged(there, cache), judged(there, cache), judged(there, cache)] == [plain] * 3


@given(TREES, TREES)
def test_whatever_was_known_of_another_tree_is_no_matter(
    before: dict[str, Any], tree: dict[str, Any]
) -> None:
    cache = Kept()
    judged(around(before, COMMITS.__contains__), cache)
    there = around(tree, COMMITS.__contains__)
    assert judged(there, cache) == judged(there)


@given(TREES)
def test_time_history_and_neighbors_are_asked_anew(tree: dict[str, Any]) -> None:
    cache = Kept()
    judged(around(tree, lambda name: True), cache)
    later = around(
        {**tree, "models/z/README.md": {"$name": "a", "license": "mit"}},
        lambda name: None,
        datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=len(tree)),
    )
    assert judged(later, cache) == judged(later)
