"""Judging resources that say the same together comes to what judging each alone comes to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.context import At, Surroundings
from stewardship.engine import evaluate
from stewardship.joining.join import join
from stewardship.model import Evaluation, Resource, Value
from stewardship.ownership import assign, build
from stewardship.ownership.facts import with_field
from stewardship.quiet import Outcome, Quiet
from tests.effort import share
from tests.engine.judging import NOW, Case, evaluated, found, loaded, surroundings
from tests.engine.test_laws import RULES, SAID
from tests.world import fragments

WATCHED = ("licenses/stated", "lineage/commit-stated", "licenses/allowed")
COMMIT = "4c837ed02a327e49f48c61fd2429a753cdbac552"
CHANGES = st.dictionaries(
    st.sampled_from(["license", "stage", "version", "sources", "commit", "steward", "context"]),
    st.sampled_from(
        ["mit", "other", "production", "retired", "TODO", "unknown", COMMIT, ["mit", "gpl"],
         [{"ref": "acme/base", "role": "base"}], 7]
    ),
    max_size=4,
)  # fmt: skip
ALIKE = st.tuples(SAID, st.lists(CHANGES, min_size=2, max_size=5))


class Notebook:
    """What a run learns of resources; nothing is known before."""

    found = ()

    def __init__(self) -> None:
        self.learnt: dict[str, tuple[Outcome, ...]] = {}

    def of(self, *_: object) -> None:
        return None

    def learn(self, one: Resource, outcomes: Sequence[Outcome], commits: Iterable[str]) -> None:
        self.learnt[one.key] = (*outcomes, *sorted(commits))


def run(scope: Iterable[Resource], around: Surroundings, notes: Notebook) -> Evaluation:
    return evaluate(RULES, scope, around, False, WATCHED, cast("Quiet", notes))


def counts(evaluation: Evaluation) -> Counter[object]:
    """All that is counted: what was not judged and why, what was looked at, what was assumed."""
    told: Counter[object] = Counter(evaluation.looked)
    told.update({(one.rule, one.reason): one.count for one in evaluation.unchecked})
    for note in evaluation.notes:
        counted = re.fullmatch(r"(.*) \((\d+) judgments?\)", note)
        assert counted, f"a note that counts nothing would be compared with nothing: {note}"
        told[counted[1]] += int(counted[2])
    return told


@share(2)
@given(ALIKE, st.booleans(), st.booleans())
def test_together_comes_to_what_each_alone_comes_to(
    drawn: tuple[dict[str, Any], list[dict[str, Any]]], in_hook: bool, waiting: bool
) -> None:
    said, changes = drawn
    tree = {
        f"models/{number}/MLmodel": said | change | {"$name": f"m{number}"}
        for number, change in enumerate([{}, *changes, {}])
    }
    parts = fragments(tree)
    ownership = build(parts)
    universe = assign(ownership, join(parts))
    files = frozenset(() if waiting else (".steward/config.yaml", ".steward/stewards.yaml"))
    around = Surroundings(universe, ownership, NOW, files, (), COMMIT.__eq__, in_hook=in_hook)
    scope = universe.all()
    together, alone = Notebook(), Notebook()
    whole = run(scope, around, together)
    each = [run([one], around, alone) for one in scope]
    assert list(whole.findings) == sorted(
        (finding for one in each for finding in one.findings), key=whole.findings.index
    )
    assert counts(whole) == sum(map(counts, each), Counter())
    assert whole.untold == frozenset().union(*(one.untold for one in each))
    assert together.learnt == alone.learnt


def case(rule: dict[str, Any], *said: dict[str, Any]) -> Case:
    return {"rule": rule, "tree": {f"models/{n}/README.md": one for n, one in enumerate(said)}}


ONE_OF = {"check": "one-of", "at": "license", "options": {"values": ["mit"]}}


@pytest.mark.parametrize(
    ("rule", "fields", "conditions"),
    [
        ({"at": "license", "check": "required"}, {"license"}, set()),
        ({"at": "sources[role=train]", "check": "pinned"}, {"sources"}, set()),
        ({"each": "sources[]", "at": "license", "check": "required"}, {"sources"}, set()),
        ({**ONE_OF, "when": {"stage": "x"}}, {"license", "stage"}, {"stage"}),
        (
            {**ONE_OF, "options": {"values": [{"value": "task"}, {"item": "version"}]}},
            {"license", "task", "version"},
            set(),
        ),
        (
            {"each": "sources[]", "at": "ref", "check": "one-of",
             "options": {"values": [{"item": "role"}, {"value": "task"}]}},
            {"sources", "task"},
            set(),
        ),
        ({**ONE_OF, "when": {"name": "a"}}, None, None),
        ({"at": "path", "check": "required"}, None, set()),
        ({"check": "readable"}, None, set()),
        ({**ONE_OF, "options": {"values": [{"value": "id"}]}}, None, set()),
        (
            {"any-of": [{"check": "required", "at": one} for one in ("license", "task")]},
            {"license", "task"},
            set(),
        ),
    ],
)  # fmt: skip
def test_the_fields_that_a_rule_looks_at(
    rule: dict[str, Any], fields: set[str] | None, conditions: set[str] | None
) -> None:
    (compiled,) = loaded({"rule": rule}).rules
    assert (compiled.fields, compiled.conditions) == (fields, conditions)


def test_of_equal_values_each_that_is_wrong_is_a_finding_of_its_own() -> None:
    said = found(case(ONE_OF, *[{"license": "gpl"}, {"license": "mit"}] * 3))
    assert [one.partition(":")[0] for one in said] == [f"models/{n}/README.md" for n in (0, 2, 4)]


def test_a_list_of_the_same_words_is_not_the_text() -> None:
    told = case({"at": "license", "check": "one-of", "options": {"values": ["mit", "TODO"]}},
                {"license": "mit"}, {"license": ["mit", "gpl"]}, {"license": "TODO"})  # fmt: skip
    assert [one.partition(":")[0] for one in found(told)] == [
        "models/1/README.md",
        "models/2/README.md",
    ]


def test_what_one_reader_may_say_is_not_let_pass_of_another() -> None:
    """Prose names licenses as people call them; a field of a card holds an identifier."""
    rule = {"at": "license", "check": "license-id"}
    around = surroundings(case(rule, {"license": "MIT License"}, {"license": "MIT License"}))
    prose, card = around.universe.all()
    spoken = Value("MIT License", prose.place, "prose-card")
    stated = Value("MIT License", card.place, "hf-card")
    scope = [replace(prose, fields={"license": spoken}), replace(card, fields={"license": stated})]
    said = evaluate(loaded({"rule": rule}).rules, scope, around).findings
    assert [one.name for one in said] == [card.name]


def test_rules_that_wait_are_counted_for_every_resource() -> None:
    waits = {**ONE_OF, "needs": ["X"], "when": {"stage": {"in": ["a"]}}}
    told = evaluated(case(waits, *[{"stage": "a"}, {"stage": "b"}, {}] * 2))
    assert [(one.rule, one.count) for one in told.unchecked] == [("acme/ruled", 4)]


def test_what_asks_for_the_files_around_is_judged_for_each() -> None:
    one = case({"at": "training-script", "check": "resolves"}, *[{"training-script": "a.py"}] * 3)
    said = found({**one, "files": ["models/0/a.py", "models/2/a.py"]})
    assert [line.partition(":")[0] for line in said] == ["models/1/README.md"]


def test_files_that_disagree_are_not_taken_for_one_another() -> None:
    either = {**ONE_OF, "options": {"values": ["mit", "isc"]}}
    around = surroundings(case(either, {}, {}))
    first, second = around.universe.all()

    def torn(one: Resource, *words: str) -> Resource:
        sides = tuple(Value(word, one.place) for word in words)
        fields = {"license": Value("mit", one.place, "", "conflicting", sides)}
        return replace(one, fields=fields)

    scope = [torn(first, "mit", "isc"), torn(second, "mit", "gpl")]
    said = evaluate(loaded({"rule": either}).rules, scope, around).findings
    assert [one.name for one in said] == [second.name]


def test_of_equal_commits_each_resource_keeps_that_it_rests_on_one() -> None:
    rule = {"at": "commit", "check": "git-commit", "options": {"in-repository": True}}
    around = surroundings({**case(rule, *[{"commit": COMMIT}] * 2), "commits": {COMMIT: True}})
    notes = Notebook()
    scope = around.universe.all()
    evaluate(loaded({"rule": rule}).rules, scope, around, quiet=cast("Quiet", notes))
    assert notes.learnt == {one.key: ("", COMMIT) for one in scope}


def test_a_field_that_is_not_listed_and_answers_to_its_name_is_looked_at() -> None:
    """As ``assigned`` and ``code-owners`` do: they are told by the map when a rule asks."""
    rule = {"at": "version", "check": "required", "when": {"code-owners": {"present": True}}}
    around = surroundings(case(rule, {}, {}, {}))
    scope = [
        replace(one, fields=with_field(one, "code-owners", Value("@a", one.place))) if last else one
        for one, last in zip(around.universe.all(), (False, True, False), strict=True)
    ]
    said = evaluate(loaded({"rule": rule}).rules, scope, around)
    assert [one.name for one in said.findings] == [scope[1].name]
    assert said.looked == {"acme/ruled": 1}


def test_a_field_beside_the_value_is_looked_at_where_the_check_says_so() -> None:
    around = surroundings(case(ONE_OF, {"context": "internal"}))
    (one,) = around.universe.all()
    assert At(around, one, "license", ("context",)).value("context").data == "internal"
    assert around.looks.asked == 0
    assert At(around, one, "license", ("context",)).value("scope").state == "absent"
    assert around.looks.asked == around.looks.RESOURCE


def test_the_same_license_is_judged_by_how_each_resource_is_used() -> None:
    matrix = {"network-copyleft": {"internal": "pass", "networked": "block"}}
    rule = {"at": "license", "check": "license-use",
            "options": {"matrix": matrix, "report": "block"}}  # fmt: skip
    used = [{"license": "AGPL-3.0-only", "context": one} for one in ("internal", "networked")]
    said = found(case(rule, *used * 2))
    assert [one.partition(":")[0] for one in said] == ["models/1/README.md", "models/3/README.md"]
