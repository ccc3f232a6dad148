"""How far from today a waiver may end, what a pattern needs, and what cannot be waived at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewardship.decide import decide
from stewardship.decisions.baseline import Baseline
from stewardship.decisions.limits import DEFAULT, Limits
from stewardship.decisions.modes import Modes
from stewardship.decisions.waivers import load
from stewardship.errors import UserError
from stewardship.model import SEVERITIES, Severity, Waiver
from stewardship.organization.config import load as config
from tests.approvals.build import approval, licensed
from tests.decide.build import TODAY, evaluation, finding, waiver


def limits(text: str) -> Limits:
    return config({".steward/config.yaml": f"longest: {text}\n".encode()}).limits


def status(
    one: Waiver, severity: Severity = "block", held: Limits = DEFAULT, today: date = TODAY
) -> str:
    found = evaluation(finding(severity=severity))
    (decided,) = decide(found, (one,), Baseline(), Modes(), today, limits=held).findings
    return decided.status


def on(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("severity", "said", "days", "holds"),
    [
        ("block", "{}", 90, True),
        ("block", "{}", 91, False),
        ("review", "{}", 180, True),
        ("review", "{}", 181, False),
        ("warn", "{}", 365, True),
        ("warn", "{}", 366, False),
        ("block", "{waiver: {block: 30d}}", 30, True),
        ("block", "{waiver: {block: 30d}}", 31, False),
        ("review", "{waiver: {block: 30d}}", 31, True),
        ("block", "{waiver: 2w}", 14, True),
        ("note", "{waiver: 2w}", 15, False),
        ("block", "{approval: 2w}", 15, True),
        ("block", "{waiver: {block: 1y}}", 365, True),
        ("block", "{}", 0, True),
        ("block", "{}", -1, False),
    ],
)
def test_no_waiver_ends_later_than_what_is_so_grave_may(
    severity: Severity, said: str, days: int, holds: bool
) -> None:
    held = limits(said)
    assert status(waiver(expires=on(days)), severity, held) == ("waived" if holds else "new")
    proposal = waiver(expires=on(days), proposed=True)
    assert status(proposal, severity, held) == ("proposed" if holds else "new")


def test_one_that_ends_too_late_is_told_with_the_day_that_may_be_written() -> None:
    found = evaluation(finding())
    said = decide(found, (waiver(expires=on(91)),), Baseline(), Modes(), TODAY)
    assert said.outcome == "block"
    named = "the waiver of `licenses/stated` for `path:models/toy#toy` (.steward/waivers.yaml:2)"
    why = f"it ends on {on(91)}, and no later day than {on(90)} may be written now"
    assert said.notes == (f"{named} excuses nothing: {why}",)


def test_an_approval_has_a_limit_of_its_own() -> None:
    found = evaluation(replace(licensed(), severity="review"))
    for days, holds in ((365, True), (366, False)):
        given_ = approval(expires=on(days))
        said = decide(found, (), Baseline(), Modes(), TODAY, approvals=(given_,))
        (one,) = said.findings
        assert one.status == ("waived" if holds else "new")
        assert holds or any("no later day than" in note for note in said.notes)
    said = decide(found, (), Baseline(), Modes(), TODAY, approvals=(approval(expires=on(8)),),
                  limits=limits("{approval: 1w}"))  # fmt: skip
    assert said.findings[0].status == "new"


@given(st.integers(1, 60), st.sampled_from(SEVERITIES), st.integers(0, 90))
@settings(max_examples=25, deadline=None)
def test_whatever_day_is_written_nothing_is_excused_longer_at_a_time(
    most: int, severity: Severity, days: int
) -> None:
    held = limits(f"{{waiver: {most}d}}")
    one = waiver(expires=on(days))
    excused = [
        day
        for day in range(days + 2)
        if status(one, severity, held, TODAY + timedelta(days=day)) == "waived"
    ]
    assert excused == list(range(max(0, days - most), days + 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{waver: 3d}", "`longest` has no key `waver`"),
        ("{waiver: {blok: 3d}}", "`waiver` has no key `blok`"),
        ("{waiver: soon}", "is not a duration"),
        ("{waiver: 3h}", "is shorter than a day"),
        ("{waiver: 0d}", "is shorter than a day"),
        ("30d", "must be a mapping"),
    ],
)
def test_a_limit_that_is_not_understood_is_an_error(text: str, says: str) -> None:
    with pytest.raises(UserError) as caught:
        limits(text)
    assert says in caught.value.message
    assert caught.value.location is not None


ENTRY = "{rule: licenses/stated, resource: models/**, reason: r, expires: 2027-01-31"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (f"{ENTRY}}}", "a reason of its own"),
        (f"{ENTRY}, wildcard: ' '}}", "`wildcard` is empty"),
        (f"{ENTRY.replace('licenses/stated', 'licenses/*')}, wildcard: w}}", "for one rule"),
        (f"{ENTRY.replace('models/**', '../x*')}, wildcard: w}}", ""),
        (f"{ENTRY.replace('models/**', 'toy')}, wildcard: w}}", "here is none"),
        (f"{ENTRY.replace('models/**', 'toy')}}}", "has no `fingerprint`"),
    ],
    ids=["without a reason for it", "with a blank one", "of rules", "out of the tree",
         "a reason for none", "neither pinned nor a pattern"],
)  # fmt: skip
def test_a_pattern_needs_a_reason_of_its_own(entry: str, says: str) -> None:
    found = load(f"waivers:\n  - {entry}\n".encode())
    if says:
        assert found.entries == ()
        (problem,) = found.problems
        assert says in problem.message
        assert problem.message.endswith("so this entry waives nothing")
    else:
        assert all(status(one) == "new" for one in found.entries)


@pytest.mark.parametrize(
    ("resource", "holds"),
    [
        ("models/**", True),
        ("models/toy/*", True),
        ("path:models/*", True),
        ("path:models/**", True),
        ("path:data/**", False),
        ("services/**", False),
        ("*", True),
        ("**", True),
    ],
)
def test_a_pattern_covers_ids_or_paths(resource: str, holds: bool) -> None:
    text = f"waivers:\n  - {ENTRY.replace('models/**', repr(resource))}, wildcard: w}}\n"
    (one,) = load(text.encode()).entries
    assert one.fingerprint == ""
    assert status(one) == ("waived" if holds else "new")
    assert status(replace(one, rule="licenses/known")) == "new"
    assert status(replace(one, expires=on(91))) == "new"


@pytest.mark.parametrize("proposed", [True, False])
@pytest.mark.parametrize("pinned", [True, False])
def test_what_cannot_be_waived_is_neither_waived_nor_proposed(proposed: bool, pinned: bool) -> None:
    one = waiver(proposed=proposed)
    if not pinned:
        one = replace(one, resource="**", fingerprint="", wildcard="w")
    found = evaluation(finding(waivable=False))
    said = decide(found, (one,), Baseline(), Modes(), TODAY)
    assert (said.outcome, said.findings[0].status) == ("block", "new")
    assert "this rule cannot be waived" in said.notes[0]
