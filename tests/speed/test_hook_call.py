"""The call of a hook is understood without click, and means what click makes of it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship.cli import check_, group, judge
from stewardship.cli.judge import Call

HOOKS = Path(__file__).resolve().parents[2] / "hooks" / "pre-commit.yaml"
ENTRIES = [hook["entry"] for hook in yaml.load(HOOKS.read_text(), yaml.CSafeLoader)["hooks"]]
WORDS = ("check", "--staged", "--only", "licenses", "--only=x", "-h", "ci", "--", "", "--format")


def caught(patch: pytest.MonkeyPatch) -> list[Call]:
    """The calls that click hands on from now on; none of them is run."""
    found: list[Call] = []

    def run(call: Call) -> int:
        found.append(call)
        return 0

    patch.setattr(check_, "run", run)
    return found


@pytest.mark.parametrize("entry", [one for one in ENTRIES if "check --staged" in one])
def test_the_entries_of_our_hooks_mean_what_click_makes_of_them(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = caught(monkeypatch)
    arguments = shlex.split(entry)[1:]
    group.cli.main(arguments, standalone_mode=False)
    assert calls == [judge.plain(arguments)]


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_what_is_understood_without_click_is_understood_the_same(words: list[str]) -> None:
    call = judge.plain(words)
    if call is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        found = caught(patch)
        group.cli.main(words, standalone_mode=False)
    assert found == [call]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--staged", "check"],
        ["check", "models"],
        ["check", "--staged", "--only"],
        ["check", "--staged", "--only", "--help"],
        ["check", "--staged", "--only", ""],
        ["check", "--staged", "--help"],
        ["check", "--staged", "models"],
        ["check", "--staged", "--format", "json"],
    ],
    ids=" ".join,
)
def test_all_else_is_left_to_click(arguments: list[str]) -> None:
    assert judge.plain(arguments) is None
