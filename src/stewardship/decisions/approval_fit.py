"""Which finding an approval is for, and what has changed where it no longer is.

An approval fits while license, text, coverage and context are what was approved and its
conditions hold. All of it is read off the finding, so that an approval lapses by itself: by an
edit of a card, an upgrade of a package, or a service that begins to face the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from stewardship.decisions.approvals import content_of, package_range
from stewardship.decisions.covering import SCHEMES, covers
from stewardship.decisions.limits import DEFAULT, Limits
from stewardship.decisions.modes import pack_of
from stewardship.decisions.waivers import in_term
from stewardship.frozen import dataclass
from stewardship.model import Approval, Finding
from stewardship.strict import short

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How the rules came out that approvals may depend on.

    ``failed`` and ``untold`` hold (rule id, resource key): what found something, whatever was
    decided about it, and what could not be judged. ``ran`` are the rules of this run, None for
    all of them: what was left out cannot be said to pass.
    """

    failed: Pairs = frozenset()
    untold: Pairs = frozenset()
    ran: frozenset[str] | None = None

    def broken(self, rule: str, finding: Finding) -> str:
        """Why the rule cannot be said to pass on the finding's resource; empty where it does."""
        pair = (rule, f"{finding.kind}|{finding.id}")
        if self.ran is not None and rule not in self.ran:
            return "was not run"
        if pair in self.failed:
            return "fails"
        return "could not be judged" if pair in self.untold else ""


ALL_PASS = Outcomes()


def find(
    approvals: Sequence[Approval],
    finding: Finding,
    outcomes: Outcomes,
    today: date,
    limits: Limits = DEFAULT,
) -> Approval | None:
    """The approval for this finding: one that governs before one that is proposed.

    Of several the one that holds longest; None where none fits or all have expired, or end later
    than they may.
    """
    fit = [
        one
        for one in approvals
        if in_term(one, finding, today, limits) and fits(one, finding, outcomes)
    ]
    return max(fit, key=lambda a: (not a.proposed, a.expires, content_of(a)), default=None)


def fits(approval: Approval, finding: Finding, outcomes: Outcomes = ALL_PASS) -> bool:
    """Whether this is what was approved, whatever the day."""
    return speaks_of(approval, finding) and not why_not(approval, finding, outcomes)


def speaks_of(approval: Approval, finding: Finding) -> bool:
    """Whether the approval is about the resource of this finding, as it is or as it was.

    Another rule of the pack may have found it: what asked in one context blocks in the next. Of
    another license it speaks only where the resource is named: whatever else lies under a glob
    was never meant.
    """
    if pack_of(approval.rule) != pack_of(finding.rule):
        return False
    if not isinstance(finding.details.get("expression"), str):
        return False
    if "parent" in finding.details and approval.rule != finding.rule:
        return False  # that it drops terms of a source is another matter than its license
    if _coverage(approval, finding) is None:
        return False
    return _same_license(approval, finding) or _is_named(approval, finding)


def why_not(approval: Approval, finding: Finding, outcomes: Outcomes = ALL_PASS) -> str:
    """What keeps an approval that speaks of a finding from fitting it; empty where nothing does.

    A clause that reads after "was": "approved for `internal`, used as `networked`".
    """
    return "; ".join(_reasons(approval, finding, outcomes))


def _reasons(approval: Approval, finding: Finding, outcomes: Outcomes) -> Iterator[str]:
    yield from _license(approval, finding)
    context = finding.details.get("context")
    if context not in approval.contexts:
        known = isinstance(context, str)
        used = f"used as `{context}`" if known else "and how this is used is not known"
        yield f"approved for {' or '.join(f'`{name}`' for name in approval.contexts)}, {used}"
    coverage = _coverage(approval, finding)
    if coverage:
        yield coverage
    for rule in approval.conditions:
        broken = outcomes.broken(rule, finding)
        if broken:
            yield f"approved on the condition that `{short(rule)}` passes, which {broken}"
    if approval.rule != finding.rule:
        yield f"approved under `{short(approval.rule)}`, not under `{short(finding.rule)}`"


def _license(approval: Approval, finding: Finding) -> Iterator[str]:
    if not _same_license(approval, finding):
        from stewardship.vocabulary.license_names import familiar

        was, now = short(approval.license), short(familiar(_expression(finding)))
        yield f"approved for `{was}` until the license changed to `{now}`"
    text = finding.details.get("text-sha256")
    if approval.text_sha256 and text != approval.text_sha256:
        changed = "has changed since" if text else "is not known here"
        yield f"approved for a text of the license that {changed}"


def _same_license(approval: Approval, finding: Finding) -> bool:
    from stewardship.vocabulary.licenses import normalize

    return normalize(approval.license) == normalize(_expression(finding))


def _expression(finding: Finding) -> str:
    return str(finding.details.get("expression"))


def _coverage(approval: Approval, finding: Finding) -> str | None:
    """Empty where the finding is covered; why not, where it nearly is; None where it is foreign."""
    if any(covers(entry, finding) for entry in approval.resources):
        return ""
    nearly: str | None = None
    for entry in approval.packages if finding.kind == "dependency" else ():
        said = _in_range(entry, finding.id)
        if said == "":
            return ""
        nearly = nearly or said
    for former, _ in finding.former:
        if nearly is None and former in approval.resources:
            nearly = f"approved for `{short(former)}`, which is where this was before"
    return nearly


def _is_named(approval: Approval, finding: Finding) -> bool:
    """Whether the approval names the resource, or the package, and not only a place or pattern."""
    ids = {finding.id, *(former for former, _ in finding.former)}
    for entry in approval.resources:
        if entry in ids or (entry == finding.name and not entry.startswith(SCHEMES)):
            return True
    return any(_in_range(entry, finding.id) is not None for entry in approval.packages)


def _in_range(entry: str, identity: str) -> str | None:
    """The same three answers for one range of packages and one purl of PyPI."""
    from stewardship.vocabulary import purl

    found, wanted = purl.parse(identity), package_range(entry)
    if found is None or wanted is None or (found.type, found.name) != ("pypi", wanted[0]):
        return None
    versions = wanted[1]
    if not found.version:
        return "" if not str(versions) else f"approved for `{short(entry)}`, but not pinned here"
    try:
        within = versions.contains(found.version, prereleases=True)
    except ValueError:  # a number with more digits than Python converts
        within = False
    return "" if within else f"approved for `{short(entry)}`, and this is {short(found.version)}"
