"""A plain call of ``verify`` is understood without click, and means what click makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.cli import group, verify_, verifying
from stewardship.cli.verifying import Call

WORDS = ("verify", "--quick", "--require-all", "models", "a b", "--", "-h", "--jobs", "", "--quic")


@given(st.lists(st.sampled_from(WORDS), max_size=5).map(lambda words: ["verify", *words]))
def test_what_is_understood_without_click_is_understood_the_same(words: list[str]) -> None:
    call = verifying.plain(words)
    if call is None:
        return
    found: list[Call] = []

    def run(call: Call) -> int:
        found.append(call)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify_, "run", run)
        group.cli.main(words, standalone_mode=False)
    assert found == [call]


@pytest.mark.parametrize(
    "arguments",
    [[], ["check"], ["--quick", "verify"], ["verify", "--help"], ["verify", "--jobs", "2"],
     ["verify", "--", "-x"], ["verify", "--write", "f"]],
)  # fmt: skip
def test_any_other_call_is_left_to_click(arguments: list[str]) -> None:
    assert verifying.plain(arguments) is None
