"""The approvals of one run: what each finding rests on, and what is said of those that lapse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from stewardship.decisions import approval_fit, approval_notes
from stewardship.decisions.approval_fit import Outcomes
from stewardship.decisions.limits import DEFAULT, Limits
from stewardship.model import Approval, Evaluation, Finding


class Approved:
    """The approvals together with all that they depend on: the day, and how their conditions
    came out.

    A condition fails on a resource where its rule found anything there, even what is waived or
    in the baseline: an approval was given on the understanding that there is nothing.
    """

    def __init__(
        self,
        approvals: Sequence[Approval],
        evaluation: Evaluation,
        ran: Collection[str] | None,
        today: date,
        limits: Limits = DEFAULT,
    ) -> None:
        """``ran`` are the rules that were run, None for all of them."""
        failed = frozenset((one.rule, f"{one.kind}|{one.id}") for one in evaluation.findings)
        rules = None if ran is None else frozenset(ran)
        self._outcomes = Outcomes(failed, evaluation.untold, rules)
        self._approvals = tuple(approvals)
        self._today = today
        self._limits = limits

    def find(self, finding: Finding) -> Approval | None:
        """The approval that the finding may rest on, in force or proposed."""
        return approval_fit.find(
            self._approvals, finding, self._outcomes, self._today, self._limits
        )

    def at_finding(self, finding: Finding, chosen: Approval | None) -> Finding:
        """The decided finding with what is to be said of approvals at its place."""
        known = (self._approvals, chosen, self._outcomes, self._today, self._limits)
        return approval_notes.at_finding(finding, *known)

    def notes(
        self, findings: Sequence[Finding], whole: bool, unjudged: Collection[str]
    ) -> list[str]:
        """What is said aloud: lapsed and lapsing ones, those that do not fit, those unused."""
        known = (self._outcomes, self._today, whole, unjudged, self._limits)
        return approval_notes.notes(self._approvals, findings, *known)
