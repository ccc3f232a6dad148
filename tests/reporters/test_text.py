"""What a stopped developer sees: carets, widths, grouping, and the way out."""

from __future__ import annotations

import re

import pytest

from stewardship.model import Report, Unchecked
from stewardship.reporters import cells, excerpt, load
from tests.reporters.samples import BASE_PINNED, SAMPLES, WALL, finding, report

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text(given: Report, width: int = 100, color: bool = False) -> str:
    return load("text").render(given, color=color, width=width)


CARETS = {
    "plain": ("license: mit", 10, 40, "license: mit", 9),
    "the first column": ("license: mit", 1, 40, "license: mit", 0),
    "after a tab, which goes to the next stop": ("\ta\tb", 4, 40, "    a   b", 8),
    "after wide characters, two cells each": ("客服: x", 5, 40, "客服: x", 6),
    "after a combining mark, no cell": ("re\u0301s: x", 7, 40, "re\u0301s: x", 5),
    "after an escape that became visible": ("\x1b: x", 4, 40, r"\x1b: x", 6),
    "after a command that was broken": ("##[a] x", 7, 40, r"\x23#[a] x", 9),
    "beyond the end": ("abc", 99, 40, "abc", 3),
    "no column: the first character that is not blank": ("  - abc", None, 40, "  - abc", 2),
    "an empty line": ("", 1, 40, "", 0),
    "line ends are not printed": ("abc\r\n", 2, 40, "abc", 1),
    "a long line, cut at its end": ("a" * 50, 3, 20, "a" * 18 + "…", 2),
    "a long line, cut on both sides": (
        "a" * 50 + "X" + "b" * 50, 51, 20, "…aaaaaaX" + "b" * 11 + "…", 7,
    ),
    "a long line, cut at its start": ("a" * 50 + "X", 51, 20, "…" + "a" * 17 + "X", 18),
    "no mark is left to combine with the ellipsis": (
        "a" * 43 + "e\u0301" + "a" * 6 + "X" + "b" * 50, 52, 20, "…aaaaaaX" + "b" * 11 + "…", 7,
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "column", "room", "shown", "caret"), CARETS.values(), ids=CARETS
)
def test_the_caret_stands_under_its_character(
    source: str, column: int | None, room: int, shown: str, caret: int
) -> None:
    assert excerpt.draw(source, column, room) == (shown, caret)


def test_a_line_of_a_million_characters_is_cut_around_the_caret() -> None:
    shown, caret = excerpt.draw("x" * 500_000 + "Y" + "x" * 500_000, 500_001, 80)
    assert cells.width(shown) <= 80
    assert shown[caret] == "Y"


WRAPS = {
    "at spaces": ("one two three", 7, ["one two", "three"]),
    "a long word is not broken": ("a models/v3/README.md b", 8, ["a", "models/v3/README.md", "b"]),
    "by cells": ("客服 客服 客服", 9, ["客服 客服", "客服"]),
    "nothing": ("", 9, [""]),
}  # fmt: skip


@pytest.mark.parametrize(("given", "room", "lines"), WRAPS.values(), ids=WRAPS)
def test_wrap(given: str, room: int, lines: list[str]) -> None:
    assert cells.wrap(given, room) == lines


def test_clip_keeps_to_the_room() -> None:
    assert cells.clip("客服客服", 5) == "客服…"
    assert cells.clip("客服", 4) == "客服"


@pytest.mark.parametrize("case", SAMPLES)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal_but_for_what_is_copied(case: str, width: int) -> None:
    copied = re.compile(r"steward |/README\.md|LICENSE|--format json$")
    for line in text(SAMPLES[case], width).splitlines():
        assert cells.width(line) <= width or copied.search(line), line


@pytest.mark.parametrize("case", SAMPLES)
def test_color_changes_no_character(case: str) -> None:
    assert ANSI.sub("", text(SAMPLES[case], color=True)) == text(SAMPLES[case])


def test_without_color_there_is_no_escape() -> None:
    assert all("\x1b" not in text(sample) for sample in SAMPLES.values())


def test_what_blocks_comes_first_whatever_the_order() -> None:
    milder = finding(severity="warn", name="a", place=("a.md", 1, 1))
    assert text(report(milder, BASE_PINNED)) == text(report(BASE_PINNED, milder))
    assert text(report(milder, BASE_PINNED)).startswith("model fraud-v3")


def test_twenty_findings_are_shown_in_place_and_more_by_rule() -> None:
    assert "Each with its source line" not in text(report(*WALL[:20]))
    assert "Each with its source line" in text(report(*WALL[:21]))


def test_findings_in_the_baseline_are_counted_and_not_shown() -> None:
    said = text(report(finding(status="baseline"), finding(status="waived"), outcome="pass"))
    assert "fraud-v3" not in said
    assert said.startswith("pass, 1 in the baseline, 1 waived · ")


def test_a_clean_run_is_one_line() -> None:
    assert text(report(outcome="pass")).count("\n") == 1


def test_a_run_that_says_itself_that_nothing_is_governed_is_not_echoed() -> None:
    said = text(report(outcome="pass", judged=0, notes=("nothing governed is staged",)))
    assert said.count("nothing governed") == 1


WAIVERS = {
    "by name": ((finding(),), 'lineage/base-pinned fraud-v3 --reason "…"'),
    "by id, where two share a name": (
        (finding(), finding(name="fraud-v3", place=("b/README.md", 1, 1))),
        "lineage/base-pinned 'path:b#fraud-v3' --reason \"…\"",
    ),
    "by id, where the name is a dot": (
        (finding(name=".", place=("README.md", 1, 1)),),
        "lineage/base-pinned 'path:.#.' --reason \"…\"",
    ),
    "quoted": ((finding(name="a b"),), "lineage/base-pinned 'a b' --reason \"…\""),
    "after dashes": ((finding(name="-rf"),), '--reason "…" -- lineage/base-pinned -rf'),
    "past one that cannot be waived": (
        (finding(waivable=False), finding("licenses/stated", name="b")),
        'licenses/stated b --reason "…"',
    ),
}


@pytest.mark.parametrize(("findings", "command"), WAIVERS.values(), ids=WAIVERS)
def test_the_last_line_proposes_a_waiver(findings: tuple[object, ...], command: str) -> None:
    last = text(report(*findings)).splitlines()[-1]  # type: ignore[arg-type]
    assert last == f"Wrong, or urgent?  steward waive {command}"


def test_what_only_asks_for_review_proposes_no_waiver() -> None:
    assert "steward waive" not in text(SAMPLES["review alone stops nobody"])


def test_what_was_not_judged_is_one_line_for_each_reason() -> None:
    broken = "its manifest cannot be read"
    unchecked = (
        *(Unchecked(f"a/rule-{n}", broken, 2) for n in range(1, 8)),
        Unchecked("b/commit-known", "the history is shallow", 3),
    )
    lines = text(report(outcome="pass", unchecked=unchecked)).splitlines()
    assert lines[0] == f"unchecked: 7 rules on 2 resources: {broken}"
    assert lines[1] == "unchecked: b/commit-known on 3 resources: the history is shallow"
    assert "17 unchecked" in lines[2]


def test_of_many_reasons_the_first_few_are_shown() -> None:
    unchecked = tuple(Unchecked(f"a/rule-{n}", f"reason {n}", n) for n in range(1, 8))
    lines = text(report(outcome="pass", unchecked=unchecked)).splitlines()
    assert lines[5] == "unchecked: 2 more reasons; --format json has them all"
