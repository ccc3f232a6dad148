"""The rule engine: compiled rules and resources in, findings out. Pure; the time is passed in.

For each resource and rule: does it apply, which values does it look at, what does the check say.
``findings`` then makes of each problem a complete finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from stewardship import beside, checks
from stewardship.alike import Alike
from stewardship.context import Surroundings
from stewardship.findings import Hit, stamp
from stewardship.idle import assumed, unmatched
from stewardship.judging import Judging
from stewardship.model import (
    Evaluation,
    Finding,
    Kind,
    Resource,
    Rule,
    Unchecked,
    Unjudged,
)
from stewardship.policy.compile import Compiled
from stewardship.quiet import OPEN, Outcome, Quiet

Learnt = tuple[tuple[Outcome, ...], tuple[str, ...]]
Parts = tuple[
    list[Finding], Counter[tuple[str, str]], Counter[str], set[str], set[tuple[str, str]],
    Counter[str],
]  # fmt: skip


def evaluate(
    rules: Sequence[Compiled],
    scope: Iterable[Resource],
    around: Surroundings,
    whole: bool = True,
    watched: Collection[str] = (),
    quiet: Quiet | None = None,
) -> Evaluation:
    """Judge every resource of the scope by every rule that applies to it.

    ``whole`` says that the scope is the universe, so that a rule which matched nothing is one
    that guards nothing here. Of the rules ``watched`` it is kept which resources they could not
    judge. ``quiet`` knows where most rules had nothing to say before, and learns it.
    """
    resources = list(scope)
    run = _Run(rules, around, watched)
    fresh: list[Resource] = []
    for resource in resources:
        of_kind = run.of_kind(resource.kind, resource.removed)
        # What is known of it was learnt without a base: with one there may be more to say.
        asked = quiet if resource.key not in around.before else None
        known = asked.of(resource, of_kind, around.commit) if asked else None
        if known is None:
            fresh.append(resource)
            continue
        known.count += 1
        for compiled in known.open:
            run.count((compiled,), (run.outcome(compiled, resource),), 1)
    learnt = _shared(run, fresh)
    told = zip(fresh, learnt, strict=True)
    patterns = Counter((one.kind, one.removed, outcomes) for one, (outcomes, _) in told)
    for (kind, removed, outcomes), count in patterns.items():
        run.count(run.of_kind(kind, removed), outcomes, count)
    if quiet:
        for resource, (outcomes, commits) in zip(fresh, learnt, strict=True):
            quiet.learn(resource, outcomes, commits)
        for known in quiet.found:
            for compiled, guess in known.applied:
                run.applies(compiled.rule, guess, known.count)
    unchecked = tuple(Unchecked(r, why, n) for (r, why), n in sorted(run.unjudged.items()))
    idle = unmatched(rules if whole else (), run.matched)
    judged = sum(not resource.removed for resource in resources)
    notes = (*assumed(run.assumed), *idle)
    place = {compiled.rule.id: number for number, compiled in enumerate(rules)}
    at = {resource.key: number for number, resource in enumerate(resources)}
    order = lambda one: (place[one.rule], at[f"{one.kind}|{one.id}"])  # noqa: E731
    found, untold = tuple(sorted(run.findings, key=order)), frozenset(run.untold)
    looked = dict(sorted(run.looked.items()))
    size = len(around.universe)
    return Evaluation(found, unchecked, notes, judged, size, len(rules), untold, looked)


def _shared(run: _Run, fresh: Sequence[Resource]) -> list[Learnt]:
    """Judge resources, half of many in a process beside this one."""
    if checks.plugged or not beside.possible(len(fresh)):
        return run.judge(fresh)
    half = len(fresh) // 2

    def work() -> tuple[Parts, list[Learnt]]:
        there = run.like()
        return there.parts, there.judge(fresh[half:])

    with beside.Beside(work) as other:
        learnt = run.judge(fresh[:half])
        found = other.result()
    if found is None:
        return learnt + run.judge(fresh[half:])
    run.add(found[0])
    return learnt + found[1]


class _Run:
    """What a run has come to say: findings, what was not judged and why, what was assumed."""

    def __init__(
        self, rules: Sequence[Compiled], around: Surroundings, watched: Collection[str]
    ) -> None:
        there = around.files if around.provided is None else around.provided
        needing = (one.rule for one in rules if one.rule.needs)
        self._waiting = {rule.id for rule in needing if not there.intersection(rule.needs)}
        self._rules = rules
        self._of_kind: dict[tuple[Kind, bool], list[Compiled]] = {}
        self._watched = watched
        self._around = around
        self._judging = Judging(around)
        self._alike = Alike(self._sure, lambda one: one.rule.id in self._waiting)
        self._patterns: dict[tuple[Outcome, ...], tuple[Outcome, ...]] = {}
        self.like: Callable[[], _Run] = lambda: _Run(rules, around, watched)
        self.findings: list[Finding] = []
        self.unjudged: Counter[tuple[str, str]] = Counter()
        self.assumed: Counter[str] = Counter()
        self.matched: set[str] = set()
        self.untold: set[tuple[str, str]] = set()
        self.looked: Counter[str] = Counter()

    @property
    def parts(self) -> Parts:
        """All that was said, as ``add`` takes it; it grows while more is judged."""
        told = self.findings, self.unjudged, self.assumed, self.matched, self.untold
        return *told, self.looked

    def add(self, parts: Parts) -> None:
        """Take in what another run has come to say of other resources."""
        findings, unjudged, assumed, matched, untold, looked = parts
        self.findings += findings
        self.unjudged += unjudged
        self.assumed += assumed
        self.matched |= matched
        self.untold |= untold
        self.looked += looked

    def of_kind(self, kind: Kind, removed: bool) -> Sequence[Compiled]:
        """The rules that may apply to a resource of this kind."""
        found = self._of_kind.get((kind, removed))
        if found is None:  # of the rules of other kinds nothing is looked at
            of_kind = [one for one in self._rules if kind in one.kinds]
            found = self._of_kind[kind, removed] = [o for o in of_kind if o.removed == removed]
        return found

    def judge(self, resources: Iterable[Resource]) -> list[Learnt]:
        """Judge resources by all rules of their kind; what of that holds as long as they stay.
        Where a rule applies and had nothing to say, that is still to be counted."""
        learnt: list[Learnt] = []
        for resource in resources:
            self._around.looks.commits.clear()
            rules = self.of_kind(resource.kind, resource.removed)
            if resource.problems or checks.plugged:  # other people's checks look at what they like
                said = tuple([self.outcome(compiled, resource) for compiled in rules])
            else:
                said = tuple(self._alike.outcomes(resource, rules))
            pattern = self._patterns.setdefault(said, said)  # few fit all, and are sent as one
            learnt.append((pattern, tuple(self._around.looks.commits)))
        return learnt

    def _sure(self, compiled: Compiled, resource: Resource) -> tuple[Outcome, bool]:
        """The outcome, and whether it follows from the values that the rule names."""
        outcome = self.outcome(compiled, resource)
        return outcome, not self._around.looks.asked

    def outcome(self, compiled: Compiled, resource: Resource) -> Outcome:
        """Judge one resource by one rule, and tell what of that holds as long as both stay.
        Only what is to be judged again is counted here."""
        self._around.looks.asked = 0
        applies, guess = compiled.when(resource)
        if not applies:
            return None
        rule = compiled.rule
        if rule.id not in self._waiting:
            if resource.problems and not _judges_unreadable(compiled):
                self.matched.add(rule.id)
                self._cannot_tell(rule, resource, "its manifest cannot be read")
                return OPEN
            asked = self._take(compiled, resource)
        else:
            asked = rule.id in self._watched
            if asked:
                self.untold.add((rule.id, resource.key))
        if not asked:
            return guess
        self.applies(rule, guess, 1)
        return OPEN

    def count(self, rules: Sequence[Compiled], outcomes: Sequence[Outcome], count: int) -> None:
        """Count so many resources, for each rule that applies to them and had nothing to say."""
        for compiled, guess in zip(rules, outcomes, strict=True):
            if isinstance(guess, str):
                self.applies(compiled.rule, guess, count)

    def applies(self, rule: Rule, guess: str, count: int) -> None:
        """Count resources that a rule applies to, by what was assumed for that."""
        self.matched.add(rule.id)
        if rule.id in self._waiting:
            self.unjudged[rule.id, f"there is no `{rule.needs[0]}` yet"] += count
            return
        self.looked[rule.id] += count
        if guess and not rule.if_present:
            self.assumed[guess] += count

    def _take(self, compiled: Compiled, resource: Resource) -> bool:
        """Judge one resource by one rule that applies to it; whether that is to be done again."""
        looks = self._around.looks
        said = self._judging.judge(compiled, resource)
        hits = [one for one in said if isinstance(one, Hit)]
        for one in said:
            if isinstance(one, Unjudged):
                self._cannot_tell(compiled.rule, resource, one.reason)
        if hits:
            self.findings.extend(stamp(compiled.rule, resource, hits, self._around))
        return bool(said) or looks.asked > looks.RESOURCE or compiled.rule.id in self._watched

    def _cannot_tell(self, rule: Rule, resource: Resource, reason: str) -> None:
        """Count a judgment that could not be made."""
        self.unjudged[rule.id, reason] += 1
        if rule.id in self._watched:
            self.untold.add((rule.id, resource.key))


def _judges_unreadable(compiled: Compiled) -> bool:
    """A broken manifest is one finding, not ten: only these rules look at it."""
    return all(getattr(judge.check, "UNREADABLE", False) for judge in compiled.judges)
