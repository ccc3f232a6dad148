"""What an approval makes of a finding, and what is said aloud of approvals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from stewardship.decide import counts_as, decide
from stewardship.decisions.modes import Modes, Setting
from stewardship.model import Approval, Evaluation, Finding, Location, Verdict
from tests.approvals.build import CHAT, OTHER, TODAY, approval, licensed
from tests.decide import build

PLACE = ".steward/waivers.yaml:2"


def _in(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def decided(
    approvals: list[Approval],
    *found: Finding,
    whole: bool = False,
    ran: tuple[str, ...] | None = None,
    untold: frozenset[tuple[str, str]] = frozenset(),
    modes: Modes | None = None,
) -> Verdict:
    """The verdict on these findings under these approvals."""
    return decide(
        Evaluation(found, untold=untold),
        [],
        build.baseline(),
        modes or Modes(),
        TODAY,
        whole=whole,
        approvals=approvals,
        ran=ran,
    )


CASES: dict[str, tuple[Approval, Finding, str, str | None]] = {
    "in force, of what asks": (approval(), licensed(), "waived", None),
    "in force, of what blocks": (
        approval(rule="licenses/not-denied"),
        licensed("licenses/not-denied", "block"),
        "waived",
        None,
    ),
    "proposed, of what asks": (approval(proposed=True), licensed(), "proposed", "review"),
    "proposed, of what blocks": (
        approval(rule="licenses/not-denied", proposed=True),
        licensed("licenses/not-denied", "block"),
        "proposed",
        "review",
    ),
    "that has lapsed": (approval(expires=_in(-1)), licensed(), "new", "review"),
    "of another context": (approval(contexts=("internal",)), licensed(), "new", "review"),
    "of what cannot be waived": (approval(), licensed(waivable=False), "new", "review"),
    "proposed, of what cannot be waived": (
        approval(proposed=True),
        licensed(severity="block", waivable=False),
        "new",
        "block",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_an_approval(case: tuple[Approval, Finding, str, str | None]) -> None:
    given, found, status, counts = case
    (one,) = decided([given], found).findings
    assert (one.status, counts_as(one)) == (status, counts)


def test_the_finding_says_what_it_rests_on() -> None:
    given = approval(approved_by="@acme/legal", evidence="LEGAL-412")
    (one,) = decided([given], licensed()).findings
    assert one.details["approval"] == {
        "approved-by": "@acme/legal",
        "evidence": "LEGAL-412",
        "reason": "far below the cap",
        "expires": "2027-05-31",
        "place": PLACE,
    }
    assert one.related == ()


def test_the_finding_says_what_it_once_rested_on_and_where_that_stands() -> None:
    (one,) = decided([approval()], licensed(license="llama4")).findings
    said = "was approved for `llama3.1` until the license changed to `llama4`"
    assert [(place.location, place.message) for place in one.related] == [
        (Location(".steward/waivers.yaml", 2, 5), said)
    ]
    assert one.details["reopened"] == [said]
    assert "approval" not in one.details


def test_a_lapsed_approval_is_told_at_its_finding() -> None:
    (one,) = decided([approval(expires=_in(-1))], licensed()).findings
    assert [place.message for place in one.related] == [f"was approved until {_in(-1)}"]


def test_a_proposal_never_was() -> None:
    given = approval(contexts=("internal",), proposed=True)
    (one,) = decided([given], licensed()).findings
    assert one.related == ()


def test_what_is_approved_by_one_is_not_told_of_another() -> None:
    (one,) = decided([approval(), approval(contexts=("internal",))], licensed()).findings
    assert (one.status, one.related) == ("waived", ())


CONDITION = "ownership/stated"


def _owned(**changed: object) -> Finding:
    return replace(licensed(CONDITION, "warn", fingerprint=OTHER), details={}, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", ["new", "in the baseline"])
def test_a_condition_that_fails_reopens_it(status: str) -> None:
    verdict = decide(
        Evaluation((licensed(), _owned())),
        [],
        build.baseline(OTHER, rule=CONDITION) if status != "new" else build.baseline(),
        Modes(),
        TODAY,
        approvals=[approval(conditions=(CONDITION,))],
    )
    (one,) = [found for found in verdict.findings if found.rule == "licenses/allowed"]
    assert one.status == "new"
    assert one.details["reopened"] == [
        f"was approved on the condition that `{CONDITION}` passes, which fails"
    ]


def test_a_condition_counts_on_the_same_resource_only() -> None:
    elsewhere = _owned(id="path:models/talk#talk")
    (one, _) = decided([approval(conditions=(CONDITION,))], licensed(), elsewhere).findings
    assert one.status == "waived"


def test_a_condition_that_could_not_be_judged_is_not_taken_for_a_pass() -> None:
    untold = frozenset({(CONDITION, f"model|{CHAT}")})
    (one,) = decided([approval(conditions=(CONDITION,))], licensed(), untold=untold).findings
    assert one.status == "new"


@pytest.mark.parametrize(
    ("ran", "status"),
    [(("licenses/allowed",), "new"), (("licenses/allowed", CONDITION), "waived")],
    ids=["left out of the run", "run"],
)
def test_a_condition_must_have_been_run(ran: tuple[str, ...], status: str) -> None:
    (one,) = decided([approval(conditions=(CONDITION,))], licensed(), ran=ran).findings
    assert one.status == status


NAMED = f"the approval of `llama3.1` ({PLACE})"
MISFIT = "approved for `llama3.1` until the license changed to `llama4`"
NOTES: dict[str, tuple[Approval, list[Finding], list[str], list[str]]] = {
    "that holds for long": (approval(), [licensed()], [], []),
    "that lapses within two weeks": (
        approval(expires=_in(14)),
        [licensed()],
        [f"{NAMED} holds until {_in(14)} (in 14 days)"],
        [f"{NAMED} holds until {_in(14)} (in 14 days)"],
    ),
    "that lapses in fifteen days": (approval(expires=_in(15)), [licensed()], [], []),
    "that has lapsed": (
        approval(expires=_in(-3)),
        [licensed()],
        [f"{NAMED} lapsed on {_in(-3)} and excuses nothing any more"],
        [f"{NAMED} lapsed on {_in(-3)} and excuses nothing any more"],
    ),
    "that has lapsed and meets nothing": (
        approval(expires=_in(-3)),
        [],
        [],
        [f"{NAMED} lapsed on {_in(-3)} and is not needed: remove it"],
    ),
    "that meets nothing": (
        approval(),
        [],
        [],
        [f"{NAMED} excuses nothing that was found: remove it"],
    ),
    "whose license has changed": (
        approval(),
        [licensed(license="llama4")],
        [f"{NAMED} does not fit `chat`: {MISFIT}"],
        [f"{NAMED} does not fit `chat`: {MISFIT}"],
    ),
    "of what cannot be waived": (
        approval(),
        [licensed(waivable=False)],
        [f"{NAMED} has no effect: this rule cannot be waived"],
        [f"{NAMED} has no effect: this rule cannot be waived"],
    ),
    "proposed for another license": (
        approval(proposed=True),
        [licensed(license="llama4")],
        [f"the proposed approval of `llama3.1` ({PLACE}) does not fit `chat`: {MISFIT}"],
        [f"the proposed approval of `llama3.1` ({PLACE}) does not fit `chat`: {MISFIT}"],
    ),
    "of a folder in which something else lies": (
        approval(resources=("models/**",)),
        [licensed(), licensed(id="path:models/x#x", license="gemma", fingerprint=OTHER)],
        [],
        [],
    ),
}


@pytest.mark.parametrize("case", NOTES.values(), ids=NOTES.keys())
def test_aloud_of_an_approval(case: tuple[Approval, list[Finding], list[str], list[str]]) -> None:
    given, found, in_a_change, in_a_whole_run = case
    assert list(decided([given], *found).notes) == in_a_change
    assert list(decided([given], *found, whole=True).notes) == in_a_whole_run


def test_an_approval_that_another_carries_on_is_not_announced() -> None:
    both = [approval(expires=_in(3)), approval(expires=_in(300))]
    assert decided(both, licensed()).notes == ()
    other = [approval(expires=_in(3)), approval(expires=_in(300), contexts=("internal",))]
    assert decided(other, licensed()).notes == (f"{NAMED} holds until {_in(3)} (in 3 days)",)


def test_approvals_of_a_rule_that_is_off_are_left_in_peace() -> None:
    off = Modes({"licenses": Setting("off", "later")})
    assert decided([approval(expires=_in(-3))], modes=off, whole=True).notes == ()


def test_of_many_the_soonest_five_are_named_and_the_rest_counted() -> None:
    many = [
        approval(expires=_in(100 + n), place=Location(".steward/waivers.yaml", 2 + n))
        for n in range(8)
    ]
    said = decided(many, whole=True).notes
    assert len(said) == 6
    assert said[-1] == "more approvals that excuse nothing that was found: 3"
    said = decided(many, licensed(license="llama4")).notes
    assert said[-1] == "more approvals that do not fit what they name: 3"
