"""From a file to rules: what is taken over, what is proved once, what is left to a default."""

from __future__ import annotations

import json

import pytest

from stewardship import __version__
from stewardship.errors import UserError
from stewardship.model import Alternative, Location
from stewardship.policy import shape
from stewardship.policy.load import Memory, load
from tests.policy.test_wrong import PARAMS, POLICY, RIGHT, RIGHT_PARAMS

WHOLE = b"""\
policy: acme
title: Acme
owner: "@acme/ml"
params:
  reviewers: {type: list, default: [legal, dana], help: whom to ask}
  limits: {type: table, default: {a: 1}, help: limits}
  one: {type: string, default: counsel, help: one reviewer}
rules:
  - id: scored
    title: Each evaluation has a score
    applies-to: [model, dataset]
    when: {stage: {in: [production], unstated: production}, task: x}
    each: evaluations[]
    at: value
    any-of:
      - {check: threshold, options: {min: {param: limits, key: a}}}
      - {check: required, at: split}
    if-present: true
    severity: review
    reviewers: {param: reviewers}
    message: no score
    remedy: give it one
    help: scores tell
    needs: [a, b]
    waivable: false
    since: "2026-11"
    controls: {iso-42001: [A.6]}
    examples: {pass: [{}], fail: [{task: x}]}
  - id: plain
    title: Plain
    applies-to: model
    check: required
    severity: note
    reviewers: {param: one}
    examples: {pass: [{}], fail: [{}]}
"""


def test_everything_that_a_rule_says_is_taken_over() -> None:
    rule = load(WHOLE, "acme.yaml").policy.rules[0]
    assert (rule.id, rule.title, rule.applies_to) == (
        "acme/scored", "Each evaluation has a score", ("model", "dataset"),
    )  # fmt: skip
    assert rule.alternatives == (
        Alternative("threshold", "value", {"min": {"param": "limits", "key": "a"}}),
        Alternative("required", "split", {}),
    )
    assert rule.severity == "review"
    assert rule.place == Location("acme.yaml", 9, 5)
    assert (rule.each, rule.if_present, rule.waivable) == ("evaluations[]", True, False)
    assert (rule.message, rule.remedy, rule.help) == ("no score", "give it one", "scores tell")
    assert (rule.reviewers, rule.owner, rule.needs) == (("legal", "dana"), "@acme/ml", ("a", "b"))
    assert (rule.since, rule.controls) == ("2026-11", {"iso-42001": ("A.6",)})
    assert rule.examples == {"pass": ({},), "fail": ({"task": "x"},)}
    assert set(rule.when) == {"stage", "task"}


def test_what_a_rule_does_not_say_has_a_default() -> None:
    rule = load(WHOLE, "acme.yaml").policy.rules[1]
    assert rule.alternatives == (Alternative("required", "", {}),)
    assert rule.applies_to == ("model",)
    assert (rule.each, rule.if_present, rule.settled_in_ci, rule.waivable) == (
        "",
        False,
        False,
        True,
    )
    assert (rule.message, rule.remedy, rule.help, rule.since) == ("", "", "", "")
    assert (rule.needs, rule.controls, rule.when) == ((), {}, {})
    assert rule.reviewers == ("counsel",)


def test_a_policy_is_known_by_its_content() -> None:
    policy = load(WHOLE, "acme.yaml").policy
    assert (policy.name, policy.title, policy.owner) == ("acme", "Acme", "@acme/ml")
    assert len(policy.digest) == 64
    assert policy.digest != load(WHOLE + b"#", "acme.yaml").policy.digest
    assert policy.digest == load(WHOLE, "other.yaml").policy.digest


def test_a_param_knows_who_set_it() -> None:
    params = load(RIGHT.encode(), POLICY, (PARAMS, RIGHT_PARAMS.encode())).policy.params
    assert params["max-age"].place == Location(PARAMS, 1, 10)
    assert params["max-age"].help == "how old a model may be"
    assert params["least"].place.path == POLICY
    assert params["stages"].value == ["staging", "production"]


@pytest.mark.parametrize("params", [b"", b"# later\n", b"{}\n", b"null\n"])
def test_a_params_file_that_sets_nothing_changes_nothing(params: bytes) -> None:
    assert load(RIGHT.encode(), POLICY, (PARAMS, params)).policy.params["max-age"].value == "180d"


# What is proved once


class Remembering(Memory):
    """A memory that can be looked into."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        super().__init__(self.kept.get, self.kept.__setitem__)


def test_what_was_proved_is_neither_parsed_nor_proved_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = Remembering()
    first = load(RIGHT.encode(), POLICY, memory=memory)
    assert len(memory.kept) == 1
    monkeypatch.setattr(shape, "validate", None)
    monkeypatch.setattr("stewardship.strict.read", None)
    again = load(RIGHT.encode(), POLICY, memory=memory)
    assert again.policy == first.policy
    assert again.extra == first.extra == {"cost-center"}


def test_each_content_of_policy_and_params_is_proved_of_its_own() -> None:
    memory = Remembering()
    load(RIGHT.encode(), POLICY, memory=memory)
    load(RIGHT.encode(), POLICY, (PARAMS, b""), memory)
    load(RIGHT.encode(), POLICY, (PARAMS, RIGHT_PARAMS.encode()), memory)
    load(RIGHT.encode() + b"#", POLICY, memory=memory)
    assert len(memory.kept) == 4
    assert all(__version__ in key for key in memory.kept)


def test_params_are_read_again_even_where_all_was_proved() -> None:
    memory = Remembering()
    for _ in range(2):
        loaded = load(RIGHT.encode(), POLICY, (PARAMS, RIGHT_PARAMS.encode()), memory)
        assert loaded.policy.params["max-age"].value == "90d"
        assert loaded.policy.params["max-age"].place == Location(PARAMS, 1, 10)


@pytest.mark.parametrize(
    ("policy", "params"),
    [
        (RIGHT.replace("severity: block", "severity: blok"), ""),
        (RIGHT.replace("param: max-age", "param: max-aeg"), ""),
        (RIGHT, "max-age: 90"),
        (RIGHT, "max-age: ' 90d'"),
    ],
)
def test_what_is_wrong_is_wrong_every_time(policy: str, params: str) -> None:
    memory = Remembering()
    said = set()
    for _ in range(2):
        with pytest.raises(UserError) as caught:
            load(policy.encode(), POLICY, (PARAMS, params.encode()), memory)
        said.add((caught.value.message, caught.value.location, caught.value.excerpt))
    assert len(said) == 1
    assert said.pop()[2]


def test_what_is_remembered_is_plain_data() -> None:
    memory = Remembering()
    load(WHOLE, "acme.yaml", memory=memory)
    (kept,) = memory.kept.values()
    assert json.loads(kept)["data"]["policy"] == "acme"
