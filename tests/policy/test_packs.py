"""The packs that come with the tool: every rule is documented, and shown to work both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from stewardship import checks, incoming, rule_examples
from stewardship.checks import wording
from stewardship.data import folder
from stewardship.model import SEVERITIES, Rule, Value
from stewardship.policy.load import Loaded, load, stock
from stewardship.rule_examples import Outcome

PACKS: Mapping[str, Loaded] = {
    name: load(file.read_bytes(), f"policies/{name}.yaml") for name, file in stock().items()
}
RULES: Mapping[str, Rule] = {rule.id: rule for pack in PACKS.values() for rule in pack.policy.rules}
OUTCOMES: Mapping[str, Outcome] = {
    f"{one.rule.id} {one.expected}s on example {one.number + 1}": one
    for pack in PACKS.values()
    for one in rule_examples.run(pack)
}
# The frameworks that `controls` may name, each with the form of its references.
CONTROLS = {
    "eu-ai-act": re.compile(r"(Article \d+|Annex [IVX]+)"),
    "nist-ai-rmf": re.compile(r"(GOVERN|MAP|MEASURE|MANAGE) \d\.\d{1,2}"),
    "iso-42001": re.compile(r"(A\.\d{1,2}(\.\d{1,2}){1,2}|\d{1,2}(\.\d){1,2})"),
}
# What a rule id may end in, so that it reads as a state of the world: "steward is stated".
STATE = re.compile(
    r"([a-z]+-)*(stated|recognized|named|allowed|special|denied|readable|kept|agrees|filled-in"
    r"|pinned|valid|well-formed|known|complete|unique|reachable|staffed|confirmed|recent|whole"
    r"|in-time|own|apart|absent|open|held|set|read-only|non-root|left-out|made-up|[a-z]+ed)"
)


def test_the_packs_are_those_of_the_folder() -> None:
    assert set(PACKS) == {file.stem for file in folder("policies").glob("*.yaml")}
    assert {"licenses", "ownership", "manifests", "formats"} <= set(PACKS)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_says_what_it_is_for_and_whose_it_is(name: str) -> None:
    policy = PACKS[name].policy
    assert policy.name == name
    assert policy.title
    assert re.fullmatch(r"[a-z]+", policy.owner), "a role, for the map to resolve"
    assert all(param.help for param in policy.params.values())


@pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES)
def test_an_example_holds(outcome: Outcome) -> None:
    said = [finding.message for finding in outcome.findings]
    assert outcome.holds, outcome.trouble or said


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_can_be_understood_and_followed(rule: Rule) -> None:
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.remedy, "a remedy says what to do"
    assert rule.severity in SEVERITIES
    assert STATE.fullmatch(rule.id.partition("/")[2]), "an id reads as a state"
    assert rule.controls
    for framework, references in rule.controls.items():
        assert references
        for reference in references:
            assert CONTROLS[framework].fullmatch(reference), f"{framework}: {reference}"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_whoever_is_asked_for_a_review_is_named(rule: Rule) -> None:
    assert bool(rule.reviewers) == (rule.severity == "review")


def test_no_pack_names_an_account_that_anybody_may_have() -> None:
    """A forge lets whoever is called `@legal` there review: a role is for the map to resolve."""
    named = {name for rule in RULES.values() for name in (rule.owner, *rule.reviewers)}
    assert not any("@" in name for name in named), named


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_shown_to_let_pass_what_it_looks_at(rule: Rule) -> None:
    """A passing example that the rule skips shows nothing. Some rules find fault with all that
    their condition lets through: there the condition is what passes."""
    at = rule.alternatives[0].at
    assert at in rule.when or any(_is_looked_at(rule, one) for one in rule.examples["pass"])


def _is_looked_at(rule: Rule, example: object) -> bool:
    """Whether a check of the rule is asked about the example, or finds it not to be removed."""
    modules = {checks.load(one.check) for one in rule.alternatives}
    asked: list[Value] = []
    with pytest.MonkeyPatch.context() as patch:
        for module in modules:
            patch.setattr(module, "check", _listening(module.check, asked))
        pack = PACKS[rule.id.partition("/")[0]]
        only = replace(rule, examples={"pass": (example,)})
        list(rule_examples.run(replace(pack, policy=replace(pack.policy, rules=(only,)))))
    return bool(asked) or any(getattr(module, "REMOVED", False) for module in modules)


def _listening(check: Any, asked: list[Value]) -> Any:
    def listen(value: Value, options: checks.Options, context: checks.Context) -> Any:
        asked.append(value)
        return check(value, options, context)

    return listen


FAILING = {name: one for name, one in OUTCOMES.items() if one.expected == "fail"}


@pytest.mark.parametrize("outcome", FAILING.values(), ids=FAILING)
def test_what_is_stated_fails_for_what_it_says_and_not_for_being_left_out(outcome: Outcome) -> None:
    at = outcome.rule.alternatives[0].at
    example = outcome.rule.examples["fail"][outcome.number]
    assert isinstance(example, dict)
    stated = bool(example.get(at))
    for finding in outcome.findings:
        assert not (stated and finding.message.startswith(wording.absent(at.replace("-", " "))))


@pytest.mark.parametrize("outcome", FAILING.values(), ids=FAILING)
def test_a_finding_reads_well(outcome: Outcome) -> None:
    for finding in outcome.findings:
        assert finding.rule == outcome.rule.id
        assert "``" not in finding.message
        assert not finding.message.endswith(".")
        assert "{resource" not in finding.message + finding.remedy


# Params of the pack `ownership` that `steward review plan` asks for, and no rule.
ROUTING = {"approvals", "not-reviewed"}


@pytest.mark.parametrize("name", PACKS)
def test_every_param_is_used(name: str) -> None:
    source = stock()[name].read_text()
    for param in PACKS[name].policy.params.keys() - ROUTING:
        elsewhere = name == incoming.PACK and param in incoming.USED
        assert elsewhere or source.count(f"{{param: {param}}}") >= 1, param


def test_no_rule_is_named_twice() -> None:
    assert len(RULES) == sum(len(pack.policy.rules) for pack in PACKS.values())
