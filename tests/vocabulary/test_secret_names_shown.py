"""What is shown of a line that holds a secret is as long as the line, and does not hold it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.secret_names import covered, masked

KEY = "AKIA" + "Q7SAMPLE0EXAMPLE"
LINES = {
    "a key known by sight": (f"see {KEY}, there", "see ••••••••••••••••••••, there"),
    "an assignment": ("ENV API_KEY=hunter2 A=b", "ENV API_KEY=••••••• A=b"),
    "an assignment of before": ("ENV API_KEY hunter2", "ENV API_KEY •••••••"),
    "an assignment in quotes": ("ENV PASSWORD='a b'", "ENV PASSWORD=•••••"),
    "a pair of JSON": ('{"clientSecret": "x y", "a": 1}', '{"clientSecret": •••••, "a": 1}'),
    "a pair of YAML": ("  api-key: hunter2", "  api-key: •••••••"),
    "nothing of the sort": ("tokenizer: bert, key: b", "tokenizer: bert, key: b"),
    "no value": ("token:", "token:"),
}


@pytest.mark.parametrize(("line", "shown"), LINES.values(), ids=LINES)
def test_a_line(line: str, shown: str) -> None:
    assert covered(line) == shown


@given(st.text(max_size=60) | st.text("AKI_=: \"'\\{}tokenghp09", max_size=80))
def test_it_is_as_long_as_it_was_and_covered_once(line: str) -> None:
    assert len(covered(line)) == len(masked(line)) == len(line)
    assert masked(masked(line)) == masked(line)


def test_a_long_line_takes_no_long_time() -> None:
    for piece in ("a", "a=", 'a="', "a='\\", "ENV a ", "AKIA", "hf_a", "-----BEGIN "):
        covered(piece * 20_000)
