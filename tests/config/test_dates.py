"""Modes with a day, and severities: what each line of the configuration comes to, and when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewardship.decide import counts_as, decide
from stewardship.decisions.modes import Modes
from stewardship.errors import UserError
from stewardship.model import Mode
from stewardship.organization.config import Config, load
from tests.decide.build import TODAY, baseline, evaluation, finding

RULE = "licenses/stated"


def _config(text: str) -> Config:
    return load({".steward/config.yaml": text.encode()})


LATER = "enforce from 2027-03-01"


@pytest.mark.parametrize(
    ("text", "day", "mode"),
    [
        (f"mode: {LATER}", "2027-02-28", "new"),
        (f"mode: {LATER}", "2027-03-01", "enforce"),
        (f"mode: [observe, {LATER}]", "2027-02-28", "observe"),
        (f"mode: [observe, {LATER}]", "2027-03-01", "enforce"),
        (f"mode: [observe, new from 2027-01-01, {LATER}]", "2027-01-01", "new"),
        (f"mode: [observe, new from 2027-01-01, {LATER}]", "2099-01-01", "enforce"),
        (f"mode: {{'*': observe, licenses: {LATER}}}", "2027-02-28", "observe"),
        (f"mode: {{'*': observe, licenses: {LATER}}}", "2027-03-01", "enforce"),
        (f"mode: {{licenses: {LATER}, licenses/stated: observe}}", "2027-03-01", "observe"),
        (f"mode: {{licenses: {{mode: {LATER}, reason: agreed}}}}", "2027-03-01", "enforce"),
    ],
    ids=[
        "before its day a line says nothing",
        "the day is included",
        "a list says what holds until then",
        "and then",
        "each step has its day",
        "the last one stays",
        "before its day the less specific line speaks",
        "from its day on the more specific one",
        "a rule's own line wins over a dated one of its pack",
        "a reason may stand beside it",
    ],
)
def test_the_mode_of_a_day(text: str, day: str, mode: Mode) -> None:
    assert _config(text).modes.on(date.fromisoformat(day)).of(RULE) == mode


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("enforce from March", "is not a mode with a day"),
        ("enforce from 2027-02-30", "is not a mode with a day"),
        ("enforce 2027-03-01", "is not a mode with a day"),
        ("enforce until 2027-03-01", "is not a mode with a day"),
        ("enforced from 2027-03-01", "`enforced` is not a mode"),
        ("[new from 2027-01-01, observe from 2027-02-01]", "no harder than `new`"),
        ("[enforce, new from 2027-02-01]", "no harder than `enforce`"),
        ("[new from 2027-02-01, enforce from 2027-01-01]", "no later than the day before it"),
        ("[observe, new]", "only the first of several modes may have no day"),
        ("[]", "a list of modes is empty"),
        ("{mode: off from 2027-01-01, reason: x}", "`off` has no day"),
        ("{mode: [off, new from 2027-01-01], reason: x}", "`off` has no day"),
    ],
)
def test_a_day_that_is_not_understood_is_an_error_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        _config(f"packs: []\nmode:\n  licenses: {text}\n")
    assert message in caught.value.message
    assert caught.value.location is not None
    assert caught.value.location.line == 3


def test_what_will_block_is_told_with_its_day() -> None:
    modes = _config(f"mode: {{licenses: [observe, new from 2026-12-01, {LATER}]}}").modes
    coming = [(day, modes.on(day)) for day in (date(2026, 12, 1), date(2027, 3, 1))]
    one, known = finding(), finding(fingerprint="e" * 32, id="path:b#b")
    said = decide(
        evaluation(one, known), (), baseline("e" * 32), modes.on(TODAY), TODAY, coming=coming
    )
    assert said.outcome == "pass"
    at = "(.steward/config.yaml:1)"
    assert said.notes == (
        f"from 2026-12-01 on, in 8 days, 1 finding blocks: `new` {at}",
        f"from 2027-03-01 on, in 98 days, 1 finding blocks: `enforce` {at}",
    )


DAYS = st.dates(date(2026, 11, 1), date(2027, 12, 31))
HARDER: tuple[tuple[Mode, ...], ...] = (("observe",), ("observe", "new"), ("observe", "enforce"),
          ("new", "enforce"), ("observe", "new", "enforce"))  # fmt: skip


@given(st.sampled_from(HARDER), st.lists(DAYS, min_size=3, max_size=3, unique=True), DAYS)
@settings(max_examples=40, deadline=None)
def test_the_verdict_of_a_day_is_that_under_the_mode_of_that_day(
    steps: tuple[Mode, ...], starts: list[date], day: date
) -> None:
    dated = [f"{mode} from {start}" for mode, start in zip(steps, sorted(starts), strict=False)]
    modes = _config(f"mode: [{', '.join(dated)}]").modes
    begun: list[Mode] = [
        mode for mode, start in zip(steps, sorted(starts), strict=False) if start <= day
    ]
    plain = _config(f"mode: {begun[-1] if begun else 'new'}").modes
    found = evaluation(finding(), finding(fingerprint="e" * 32, id="path:b#b"))

    def outcome(held: Modes) -> list[object]:
        said = decide(found, (), baseline("e" * 32), held, day)
        return [said.outcome, *((one.mode, one.status, counts_as(one)) for one in said.findings)]

    assert outcome(modes.on(day)) == outcome(plain)


@given(st.sampled_from(HARDER), st.lists(DAYS, min_size=3, max_size=3, unique=True), DAYS, DAYS)
@settings(max_examples=40, deadline=None)
def test_no_day_opens_the_gate(
    steps: tuple[Mode, ...], starts: list[date], one: date, other: date
) -> None:
    dated = [f"{mode} from {start}" for mode, start in zip(steps[1:], sorted(starts), strict=False)]
    modes = _config(f"mode: [{', '.join([steps[0], *dated])}]").modes
    found = evaluation(finding(), finding(fingerprint="e" * 32, id="path:b#b"))
    early, late = (
        decide(found, (), baseline("e" * 32), modes.on(day), day) for day in sorted((one, other))
    )
    order = ("pass", "review", "block")
    assert order.index(early.outcome) <= order.index(late.outcome)
