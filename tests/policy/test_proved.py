"""A policy that was proved is made ready rule by rule, when a rule is needed; no other is."""

from __future__ import annotations

from operator import attrgetter

import pytest

from stewardship import checks
from stewardship.errors import UserError
from stewardship.memory import Memory
from stewardship.policy.load import load, stock

WRONG = b"""\
policy: own
title: Own
rules:
  - id: tasked
    title: A model has a task
    applies-to: model
    at: taks
    check: required
    severity: block
    examples: {pass: [{task: x}], fail: [{}]}
"""


def remembering() -> Memory:
    held: dict[str, bytes] = {}
    return Memory(held.get, held.__setitem__)


def test_what_does_not_compile_is_never_proved() -> None:
    memory = remembering()
    for _ in range(2):
        with pytest.raises(UserError, match="nothing has a field `taks`"):
            load(WRONG, "own.yaml", memory=memory)


@pytest.mark.parametrize("folder", ["policies", "remembered"])
@pytest.mark.parametrize("name", stock())
def test_a_proved_pack_is_made_ready_when_it_is_needed(
    name: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, content = remembering(), stock()[name].read_bytes()
    first = load(content, f"{folder}/{name}.yaml", memory=memory)
    assert [one.judges for one in first.rules]
    loaded: list[str] = []
    kept = checks.load

    def watched(check: str) -> checks.Check:
        loaded.append(check)
        return kept(check)

    monkeypatch.setattr(checks, "load", watched)
    second = load(content, f"{folder}/{name}.yaml", memory=memory)
    assert (second.policy, loaded) == (first.policy, [])
    for one, other in zip(first.rules, second.rules, strict=True):
        assert (one.rule, one.kinds, one.each, one.removed) == (
            other.rule, other.kinds, other.each, other.removed,
        )  # fmt: skip
        assert [judge.options for judge in one.judges] == [judge.options for judge in other.judges]
    assert loaded == [part.check for one in first.rules for part in one.rule.alternatives]


def test_a_rule_has_nothing_else() -> None:
    """What is made at the first look answers for its own names; a typo is an error as anywhere."""
    rule = load(stock()["ownership"].read_bytes(), "policies/ownership.yaml").rules[0]
    with pytest.raises(AttributeError):
        attrgetter("options")(rule)
