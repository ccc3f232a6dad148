"""What pins a commit, and what only names one for now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.commits import describe, form, is_full

ID = "9fceb02d0ae598e95dc970b74767f19372d61af8"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (ID, "full"), (ID.upper(), "full"), (ID + ID[:24], "full"),
        ("0" * 40, "null"), ("0" * 64, "null"),
        ("9fceb02", "short"), (ID[:39], "short"), ("1234567", "short"),
        ("main", "branch"), ("Master", "branch"), ("HEAD", "branch"), ("refs/heads/x", "branch"),
        ("refs/pr/5", "branch"), ("feature/scores", "branch"), ("origin/main", "branch"),
        ("latest", "branch"),
        ("v1.2.3", "version"), ("1.0", "version"), ("refs/tags/v1", "version"), ("v3", "version"),
        ("2.0.0-rc.1", "version"),
        ("defaced", "other"), ("9fceb0", "other"), (ID + "0", "other"), ("", "other"),
        (f" {ID}", "other"), ("fraud", "other"), ("9FceB02", "other"), ("0" * 39 + "g", "other"),
        ("\u0661" * 40, "other"),
    ],
)  # fmt: skip
def test_a_revision_has_a_form(text: str, wanted: str) -> None:
    assert form(text) == wanted
    assert is_full(text) is (wanted == "full")
    assert bool(describe(text)) is (wanted != "full")


def test_a_branch_is_described_as_what_it_is() -> None:
    assert describe("main") == "is the name of a branch, which moves"


@given(st.text("0123456789abcdef", min_size=40, max_size=40))
def test_every_forty_digits_but_zeros_pin_a_commit(text: str) -> None:
    assert is_full(text) is (text != "0" * 40)


@given(st.text(max_size=50))
def test_any_text_has_a_form(text: str) -> None:
    assert describe(text) or is_full(text)
