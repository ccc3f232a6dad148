"""What is said aloud about waivers, and when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stewardship.decide import decide
from stewardship.decisions.modes import Modes, Setting
from stewardship.model import Finding, Waiver
from tests.decide.build import MARK, OTHER, TODAY, baseline, evaluation, finding, waiver

NAMED = "`licenses/stated` for `path:models/toy#toy` (.steward/waivers.yaml:2)"


def _in(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def _notes(
    waivers: list[Waiver],
    *found: Finding,
    whole: bool = False,
    known: tuple[str, ...] = (),
    modes: Modes | None = None,
    today: date = TODAY,
) -> list[str]:
    verdict = decide(
        evaluation(*found), waivers, baseline(*known), modes or Modes(), today, whole=whole
    )
    return [note for note in verdict.notes if "waiver" in note.partition("matched nothing")[0]]


@pytest.mark.parametrize(
    ("days", "when"),
    [(0, "today"), (1, "tomorrow"), (2, "in 2 days"), (13, "in 13 days"), (14, "in 14 days")],
)
def test_a_waiver_that_lapses_within_two_weeks_is_announced(days: int, when: str) -> None:
    said = _notes([waiver(expires=_in(days))], finding())
    assert said == [f"the waiver of {NAMED} holds until {_in(days)} ({when})"]


def test_one_that_holds_longer_is_not() -> None:
    assert _notes([waiver(expires=_in(15))], finding(), whole=True) == []


def test_a_lapsed_waiver_says_why_its_finding_is_back() -> None:
    for whole in (False, True):
        said = _notes([waiver(expires=_in(-1))], finding(), whole=whole)
        assert said == [f"the waiver of {NAMED} lapsed on {_in(-1)} and excuses nothing any more"]


@pytest.mark.parametrize("found", [(), (finding(fingerprint=OTHER),)], ids=["mended", "changed"])
def test_a_waiver_that_meets_nothing_is_said_only_when_everything_was_judged(
    found: tuple[Finding, ...],
) -> None:
    assert _notes([waiver()], *found) == []
    assert _notes([waiver()], *found, whole=True) == [
        f"the waiver of {NAMED} excuses nothing that was found: remove it"
    ]
    assert _notes([waiver(expires=_in(3))], *found) == []
    assert _notes([waiver(expires=_in(-3))], *found) == []
    assert _notes([waiver(expires=_in(-3))], *found, whole=True) == [
        f"the waiver of {NAMED} lapsed on {_in(-3)} and is not needed: remove it"
    ]


def test_a_lapsed_waiver_of_what_the_baseline_excuses_is_not_needed() -> None:
    lapsed = [waiver(expires=_in(-3))]
    assert _notes(lapsed, finding(), known=(MARK,)) == []
    assert _notes(lapsed, finding(), known=(MARK,), whole=True) == [
        f"the waiver of {NAMED} lapsed on {_in(-3)} and is not needed: remove it"
    ]


def test_a_renewed_waiver_is_not_announced_and_its_old_entry_not_needed() -> None:
    renewed = waiver(expires=_in(80), line=9)
    assert _notes([waiver(expires=_in(5)), renewed], finding()) == []
    assert _notes([waiver(expires=_in(-5)), renewed], finding()) == []
    assert _notes([waiver(expires=_in(-5)), renewed], finding(), whole=True) == [
        f"the waiver of {NAMED} lapsed on {_in(-5)} and is not needed: remove it"
    ]


def test_two_that_lapse_on_one_day_do_not_hide_each_other() -> None:
    twice = [waiver(expires=_in(5)), waiver(expires=_in(5), reason="again")]
    assert _notes(twice, finding()) == [f"the waiver of {NAMED} holds until {_in(5)} (in 5 days)"]


def test_a_proposed_renewal_does_not_hide_that_the_waiver_in_force_lapses() -> None:
    proposal = waiver(expires=_in(80), proposed=True)
    assert _notes([waiver(expires=_in(5)), proposal], finding()) == [
        f"the waiver of {NAMED} holds until {_in(5)} (in 5 days)"
    ]


def test_the_renewal_of_another_waiver_hides_nothing() -> None:
    for other in (
        waiver(fingerprint=OTHER, expires=_in(200)),
        waiver("licenses/known", expires=_in(200)),
    ):
        assert len(_notes([waiver(expires=_in(5)), other], finding())) == 1


def test_a_proposal_is_announced_only_when_it_is_lapsed_already_or_meets_nothing() -> None:
    assert _notes([waiver(expires=_in(5), proposed=True)], finding(), whole=True) == []
    lapsed = waiver(expires=_in(-1), proposed=True)
    assert _notes([lapsed], finding()) == [
        f"the proposed waiver of {NAMED} lapsed on {_in(-1)} and excuses nothing any more"
    ]
    assert _notes([waiver(proposed=True)], whole=True) == [
        f"the proposed waiver of {NAMED} excuses nothing that was found: remove it"
    ]


def test_a_lapsed_waiver_beside_a_proposal_is_still_lapsed() -> None:
    both = [waiver(expires=_in(-1)), waiver(proposed=True)]
    assert _notes(both, finding()) == [
        f"the waiver of {NAMED} lapsed on {_in(-1)} and excuses nothing any more"
    ]


@pytest.mark.parametrize("days", [-3, 3, 300])
def test_a_waiver_of_what_cannot_be_waived_has_no_effect(days: int) -> None:
    said = _notes([waiver(expires=_in(days))], finding(waivable=False))
    assert said == [f"the waiver of {NAMED} has no effect: this rule cannot be waived"]


def test_waivers_of_a_rule_that_is_off_are_left_in_peace() -> None:
    off = Modes({"licenses/stated": Setting("off", "later")})
    assert _notes([waiver(), waiver(expires=_in(-3))], modes=off, whole=True) == []


def test_of_many_the_soonest_five_are_named_and_the_rest_counted() -> None:
    def many(start: int, step: int, count: int) -> list[Waiver]:
        return [
            waiver(fingerprint=f"{n:032x}", expires=_in(start + step * n), line=n)
            for n in range(count)
        ]

    found = [finding(fingerprint=f"{n:032x}") for n in range(9)]
    fixed = [finding(fingerprint=f"{n:032x}", waivable=False) for n in range(9)]
    assert len(_notes(many(1, 1, 5), *found)) == 5
    lapsing = _notes(many(1, 1, 9)[::-1], *found)
    assert [line.rpartition("until ")[2][:10] for line in lapsing[:-1]] == [
        _in(n) for n in range(1, 6)
    ]
    assert lapsing[-1] == "more waivers that lapse within 14 days: 4"
    assert _notes(many(-50, 1, 6), *found)[-1] == "more waivers that have lapsed: 1"
    assert (
        _notes(many(-50, 1, 8), whole=True)[-1]
        == "more waivers that have lapsed and are not needed: 3"
    )
    assert (
        _notes(many(50, 1, 8), whole=True)[-1]
        == "more waivers that excuse nothing that was found: 3"
    )
    assert _notes(many(50, 1, 8), *fixed)[-1] == "more waivers that have no effect: 3"


def test_what_changes_the_verdict_is_said_before_what_could_be_tidied() -> None:
    waivers = [
        waiver(fingerprint="1" * 32, expires=_in(90)),
        waiver(fingerprint="2" * 32, expires=_in(-90)),
        waiver(fingerprint="3" * 32, expires=_in(9)),
        waiver(fingerprint="4" * 32, expires=_in(-1)),
        waiver(fingerprint="5" * 32),
    ]
    found = [
        finding(fingerprint="3" * 32),
        finding(fingerprint="4" * 32),
        finding(fingerprint="5" * 32, waivable=False),
    ]
    said = [note.partition(") ")[2][:14] for note in _notes(waivers, *found, whole=True)]
    assert said == ["has no effect:", "lapsed on 2026", "holds until 20", "lapsed on 2026",
                    "excuses nothin"]  # fmt: skip


def test_long_names_are_shortened_and_stay_on_one_line() -> None:
    hostile = waiver(resource="path:a\n::error::" + "x" * 200)
    (note,) = _notes([hostile], whole=True)
    assert "\n" not in note
    assert f"`path:a ::error::{'x' * 63}…`" in note


def test_a_waiver_without_a_line_names_its_file() -> None:
    from stewardship.decisions.waiver_notes import at

    assert at(waiver().place) == ".steward/waivers.yaml:2"
    assert at(waiver(line=0).place) == ".steward/waivers.yaml"
