"""A policy that is wrong stops with the line, a caret, and what was probably meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stewardship.errors import UserError
from stewardship.policy.load import load
from tests.checks.context import load_yaml

TABLE = load_yaml((Path(__file__).parent / "wrong.yaml").read_text())
POLICY = ".steward/policies/acme.yaml"
PARAMS = ".steward/params/acme.yaml"
RIGHT: str = TABLE["base"]
RIGHT_PARAMS: str = TABLE["params"]


def written(base: str, case: dict[str, Any]) -> bytes:
    """The file of a case: the right one with its edits, each of which has to change something."""
    if "file" in case:
        return str(case["file"]).encode()
    for old, new in case["write"].items():
        assert base.count(old) >= 1, f"the base has no {old!r}"
        base = base.replace(old, new, 1)
    return base.encode()


def stopped(content: bytes, params: bytes | None = None) -> UserError:
    given = None if params is None else (PARAMS, params)
    with pytest.raises(UserError) as caught:
        load(content, POLICY, given)
    return caught.value


def held(error: UserError, case: dict[str, Any], path: str, content: bytes) -> None:
    """The error is the one of the table, and its caret stands where the table says."""
    assert case["says"] in error.message
    assert error.hint == case.get("hint")
    assert error.location is not None
    assert error.location.path == path
    if "at" not in case:
        assert error.location.line is None
        return
    line, column = error.location.line, error.location.column
    assert line is not None
    assert column is not None
    assert error.excerpt == content.decode().split("\n")[line - 1]
    assert error.excerpt[column - 1 :].startswith(case["at"]), f"the caret is at {line}:{column}"


@pytest.mark.parametrize("case", TABLE["wrong"].values(), ids=TABLE["wrong"])
def test_a_wrong_policy_stops_at_its_mistake(case: dict[str, Any]) -> None:
    content = written(RIGHT, case)
    held(stopped(content), case, POLICY, content)


@pytest.mark.parametrize("case", TABLE["wrong-params"].values(), ids=TABLE["wrong-params"])
def test_a_wrong_params_file_stops_at_its_mistake(case: dict[str, Any]) -> None:
    content = written(RIGHT_PARAMS, case)
    held(stopped(RIGHT.encode(), content), case, PARAMS, content)


def test_the_policy_without_the_mistakes_is_right() -> None:
    loaded = load(RIGHT.encode(), POLICY, (PARAMS, RIGHT_PARAMS.encode()))
    assert [rule.id for rule in loaded.policy.rules] == ["acme/fresh", "acme/known", "acme/scored"]
    assert loaded.policy.params["max-age"].value == "90d"
    assert loaded.policy.params["least"].value == 0.8


@pytest.mark.parametrize(
    ("content", "says", "line", "column"),
    [
        pytest.param(b"policy: \xe9\n", "not UTF-8", 1, 9, id="Latin-1"),
        pytest.param("policy: a\n".encode("utf-16"), "not UTF-8", 1, 1, id="UTF-16"),
        pytest.param(b"policy: a\ntitle: b\0\n", "NUL", 2, 9, id="a NUL"),
        pytest.param(b"policy: a\ntitle: \x07\n", "control character", 2, 8, id="a bell"),
    ],
)
def test_bytes_that_are_no_text_stop_at_their_place(
    content: bytes, says: str, line: int, column: int
) -> None:
    error = stopped(content)
    assert says in error.message
    assert error.location is not None
    assert (error.location.line, error.location.column) == (line, column)
