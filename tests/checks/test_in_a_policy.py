"""A policy stops where its options cannot work; a reference fits wherever a value would."""

from __future__ import annotations

from typing import Any

import pytest

from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.policy.shape import validate

STOPPED = {
    "a limit that is missing": ("age", {"from": {"param": "x"}}, "`at-most` is missing"),
    "a misspelt option that holds a reference": ("age", {"at-msot": {"param": "x"}}, "at-msot"),
    "a duration in words": ("age", {"at-most": "5 days"}, "does not fit"),
    "a pattern that does not compile": ("matches", {"pattern": "("}, "not a regular expression"),
    "a license that is none": ("license", {"deny": ["mitt"]}, "not one license"),
    "a value where a list is wanted": ("one-of", {"values": "a"}, "has to be a list"),
}
FINE = {
    "a param": ("age", {"at-most": {"param": "x"}}),
    "a param of several limits": ("threshold", {"min": {"value": "a"}, "max": 3}),
    "a list of licenses from a param": ("license", {"allow": {"param": "x"}, "deny": ["mit"]}),
    "a schema": ("schema", {"schema": {"type": "object"}}),
}


def policy(check: str, options: dict[str, Any]) -> Document:
    rule = {
        "id": "state",
        "title": "A state",
        "applies-to": "model",
        "at": "version",
        "check": check,
        "options": options,
        "severity": "warn",
        "examples": {"pass": [{}], "fail": [{}]},
    }
    return Document("policy.yaml", {"policy": "p", "title": "P", "rules": [rule]})


@pytest.mark.parametrize(("check", "options", "reason"), STOPPED.values(), ids=STOPPED)
def test_options_that_cannot_work_stop_a_policy(
    check: str, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(UserError) as stopped:
        validate(policy(check, options))
    assert reason in stopped.value.message
    assert stopped.value.location is not None
    assert stopped.value.location.pointer[:3] == ("rules", 0, "options")  # type: ignore[index]


@pytest.mark.parametrize(("check", "options"), FINE.values(), ids=FINE)
def test_a_reference_fits_where_a_value_would(check: str, options: dict[str, Any]) -> None:
    validate(policy(check, options))
