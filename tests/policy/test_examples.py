"""A rule's examples are its tests; an example that is mistaken says so, and proves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from stewardship import rule_examples
from stewardship.rule_examples import Outcome
from tests.engine.judging import FRAME, loaded

RULE = {"at": "license", "check": "required"}


def outcomes(rule: dict[str, Any], *, passes: list[Any], fails: list[Any]) -> list[Outcome]:
    examples = {"pass": passes, "fail": fails}
    case = {"rule": {**FRAME, **rule, "examples": examples}, "params": PARAMS, "fields": FIELDS}
    return list(rule_examples.run(loaded(case)))


PARAMS = {
    "ours": {"type": "list", "default": ["mit"]},
    "fresh": {"type": "duration", "default": "30d"},
}
FIELDS = {"cost-center": "who pays for it"}


def test_every_example_is_judged_in_its_order() -> None:
    found = outcomes(RULE, passes=[{"license": "mit"}, {}], fails=[{}, {"license": "mit"}])
    assert [(one.expected, one.number, one.holds) for one in found] == [
        ("pass", 0, True), ("pass", 1, False), ("fail", 0, True), ("fail", 1, False),
    ]  # fmt: skip
    assert [one.trouble for one in found] == [""] * 4
    assert [len(one.findings) for one in found] == [0, 1, 1, 0]


HOLDS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "values of any state": (RULE, {"license": "mit"}, {"license": "TODO"}),
    "null is nothing": (RULE, {"license": 1}, {"license": None}),
    "an unknown is unknown": (RULE, {"license": True}, {"license": "unknown"}),
    "files that disagree": (
        {"at": "license", "check": "agrees"},
        {"license": "mit"},
        {"license": {"$conflicting": ["mit", "isc"]}},
    ),
    "its kind": (
        {"applies-to": ["model", "dataset"], "when": {"kind": "dataset"}, **RULE},
        {"$kind": "model"},
        {"$kind": "dataset"},
    ),
    "its kind is the rule's first": (
        {"applies-to": ["dataset", "model"], "when": {"kind": "dataset"}, **RULE},
        {"$kind": "model"},
        {},
    ),
    "its name, id and path": (
        {"at": "name", "check": "one-of", "options": {"values": [{"value": "id"}, "z"]}},
        {"$name": "x", "$id": "x"},
        {"$name": "x", "$id": "y", "$path": "z/README.md"},
    ),
    "its path": (
        {"check": "matches", "at": "path", "options": {"pattern": "models/.*"}},
        {"$path": "models/a/README.md"},
        {},
    ),
    "an unreadable manifest": (
        {"check": "readable"},
        {"license": "mit"},
        {"$problems": ["it is broken"]},
    ),
    "a removed resource": ({"check": "kept"}, {}, {"$removed": True}),
    "files of the tree": (
        {"check": "resolves", "at": "license-link"},
        {"license-link": "LICENSE", "$files": ["LICENSE"]},
        {"license-link": "LICENSE"},
    ),
    "files that a rule waits for": (
        {**RULE, "needs": ["LICENSES"]},
        {},
        {"$files": ["LICENSES"]},
    ),
    "other resources": (
        {"check": "resolves", "at": "sources[]"},
        {"sources": [{"ref": "b"}], "$with": [{"$name": "b"}]},
        {"sources": [{"ref": "b"}], "$with": [{"$name": "c"}]},
    ),
    "other resources that a link leads to": (
        {"each": "sources*", **RULE},
        {"sources": [{"ref": "b", "kind": "model"}], "$with": [{"$name": "b", "license": "mit"}]},
        {"sources": [{"ref": "b", "kind": "model"}], "$with": [{"$name": "b"}]},
    ),
    "stewards": (
        {"check": "steward", "at": "steward", "options": {"known": True}},
        {"steward": "@dana", "$with": [{"$kind": "steward", "$name": "@dana"}]},
        {"steward": "@dana", "$with": [{"$kind": "steward", "$name": "@lee"}]},
    ),
    "params": (
        {"at": "license", "check": "one-of", "options": {"values": {"param": "ours"}}},
        {"license": "isc", "$params": {"ours": ["isc"]}},
        {"license": "isc"},
    ),
    "the day": (
        {"at": "date", "check": "age", "options": {"at-most": {"param": "fresh"}}},
        {"date": "2026-01-01", "$now": "2026-01-20"},
        {"date": "2026-01-01", "$now": "2026-02-20"},
    ),
    "a day of its own where none is said": (
        {"at": "date", "check": "age", "options": {"at-most": {"param": "fresh"}}},
        {"date": "2026-10-31"},
        {"date": "2026-09-30"},
    ),
    "fields of the policy's own": (
        {"at": "cost-center", "check": "required"},
        {"cost-center": "x"},
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "passes", "fails"), HOLDS.values(), ids=HOLDS)
def test_an_example_may_say(
    rule: dict[str, Any], passes: dict[str, Any], fails: dict[str, Any]
) -> None:
    found = outcomes(rule, passes=[passes], fails=[fails])
    assert [(one.trouble, one.holds) for one in found] == [("", True), ("", True)]
    swapped = outcomes(rule, passes=[fails], fails=[passes])
    assert [one.holds for one in swapped] == [False, False]


TROUBLE: dict[str, tuple[dict[str, Any], str]] = {
    "a misspelt field": (
        {"licence": "mit"},
        "`licence` is not known in an example; did you mean `license`?",
    ),
    "a misspelt key": (
        {"$parms": {}},
        "`$parms` is not known in an example; did you mean `$params`?",
    ),
    "a misspelt param": (
        {"$params": {"our": []}},
        "no param is named `our`; did you mean `ours`?",
    ),
    "a param of another type": (
        {"$params": {"ours": "mit"}},
        "`ours` has to be a list, not `mit`",
    ),
    "params that are a list": ({"$params": ["ours"]}, "$params has to be a mapping"),
    "a kind that is none": (
        {"$kind": "modle"},
        "`modle` is no kind of resource; did you mean `model`?",
    ),
    "a day that is none": ({"$now": "2026-02-30"}, "`$now` is no date: `2026-02-30`"),
    "files that are no list": ({"$files": "LICENSE"}, "`$files` has to be a list"),
    "problems that are no list": ({"$problems": "broken"}, "`$problems` has to be a list"),
    "others that are no list": ({"$with": {}}, "`$with` has to be a list"),
    "another that is a word": ({"$with": ["a"]}, "an example has to be a mapping"),
    "another with a misspelt field": (
        {"$with": [{"licence": 1}]},
        "`licence` is not known in an example; did you mean `license`?",
    ),
    "another of a kind that is none": ({"$with": [{"$kind": "x"}]}, "`x` is no kind of resource"),
}


@pytest.mark.parametrize(("example", "trouble"), TROUBLE.values(), ids=TROUBLE)
def test_a_mistaken_example_never_holds(example: dict[str, Any], trouble: str) -> None:
    for one in outcomes(RULE, passes=[example], fails=[example]):
        assert one.trouble == trouble
        assert not one.holds


def test_no_params_are_no_mistake() -> None:
    found = outcomes(RULE, passes=[{"license": "mit", "$params": None}], fails=[{}])
    assert all(one.holds for one in found)
