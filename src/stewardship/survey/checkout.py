"""One checkout of a survey. Whatever is wrong with it is said in its row, and stops no other."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from stewardship import plugins
from stewardship.errors import GateError, UserError
from stewardship.model import Finding, Unchecked
from stewardship.organization import files as organization
from stewardship.picture import Picture, Request
from stewardship.policy.compile import Compiled
from stewardship.repository import git, revisions, trees
from stewardship.repository.git import Repository
from stewardship.run import Judged, judge
from stewardship.survey import Asked, RuleHere, Surveyed
from stewardship.survey.weeks import tips

Findings = tuple[Finding, ...]
EXCUSED = ("baseline", "waived")
SHALLOW = "a shallow clone, so that what is new cannot be told of every week"
UNBORN = "nothing is committed yet"


def survey(name: str, asked: Asked) -> Surveyed:
    """What a checkout comes to; ``name`` is its folder, as it was named."""
    try:
        return _survey(name, asked)
    except UserError as error:
        at = f" ({error.location.path})" if error.location else ""
        hint = f"; {error.hint}" if error.hint else ""
        return Surveyed(name, error=f"{error.message}{at}{hint}")
    except (GateError, OSError) as error:
        return Surveyed(name, error=f"it could not be judged: {error}")
    except Exception as error:  # one row is all that a broken checkout may cost
        return Surveyed(name, error=f"steward itself failed ({type(error).__name__}: {error})")
    finally:
        gc.collect()  # commands run without: what one checkout made is let go of here


def _survey(name: str, asked: Asked) -> Surveyed:
    repo = _opened(name)
    head = revisions.head(repo)
    if head is None:
        return _unborn(repo, name)

    judged = judge(_request(repo, asked, head))

    @cache  # of the findings only: a year of pictures would fill the memory
    def whole(commit: str) -> Findings:
        known = judged if commit == head else judge(_request(repo, asked, commit))
        return known.report.verdict.findings

    came, note = _weeks(repo, asked, head, whole)
    picture = judged.picture
    assert picture is not None  # there is none only where nothing is staged
    rules = tuple(_rules(picture, judged, came))
    kinds = Counter(one.kind for one in picture.universe.all())
    return Surveyed(name, head, dict(kinds), rules, note)


def _opened(name: str) -> Repository:
    """The repository whose top level this folder is. Of one further up it would be a part, and
    a checkout that lost its ``.git`` would be counted as that."""
    folder = Path(name)
    repo = git.find(folder)
    if repo.top != Path(os.path.realpath(folder)):
        raise UserError("it is a folder of another checkout", None, f"name that: {repo.top}")
    return repo


def _unborn(repo: Repository, name: str) -> Surveyed:
    """A repository without a commit has nothing to be judged; one that lost its own is broken."""
    if git.ask(repo, "rev-list", "--all", "--max-count=1"):
        raise UserError("its HEAD names no commit", None, "check out a branch")
    return Surveyed(name, note=UNBORN)


def _request(repo: Repository, asked: Asked, head: str, base: str = "") -> Request:
    """Judge a commit, or what came to it since ``base``, by its own decisions."""
    named = plugins.listed(organization.steward_files(trees.commit(repo, head)))
    if named:
        raise UserError(
            f"its configuration names plugins ({', '.join(sorted(named))}), and a survey runs none",
            None,
            "judge it alone: `steward check`",
        )
    return Request(
        repo.top,
        base=base,
        head=head,
        own=True,
        policies=asked.policies,
        only=asked.only,
        org_policy=asked.org_policy,
        now=asked.now,
    )


def _weeks(
    repo: Repository, asked: Asked, head: str, whole: Callable[[str], Findings]
) -> tuple[list[Counter[str] | None], str]:
    """What came in each week, and why that cannot be told. A history that cannot be judged is no
    reason to say nothing of what is there now."""
    try:
        moments = tips(repo, head, asked.since)
        pairs = pairwise([head, *moments])
        came = [_came(repo, asked, whole, older, newer) for newer, older in pairs]
    except (UserError, GateError) as error:
        return [None] * len(asked.since), f"what is new cannot be told: {error}"
    return came, SHALLOW if None in moments else ""


def _came(
    repo: Repository,
    asked: Asked,
    whole: Callable[[str], Findings],
    older: str | None,
    newer: str | None,
) -> Counter[str] | None:
    """Findings by rule that one commit has, or its change made, and an older one had not."""
    if older is None or newer is None:
        return None
    if older == newer:
        return Counter()
    if not older:
        return Counter(one.rule for one in _standing(whole(newer)))
    known = {one.fingerprint for one in whole(older)}
    change = judge(_request(repo, asked, newer, older)).report.verdict.findings
    return Counter(one.rule for one in _standing(change) if not _known(one, known))


def _standing(findings: Findings) -> Iterator[Finding]:
    """Findings that neither a waiver nor the baseline excuses, whatever the mode."""
    return (one for one in findings if one.status not in EXCUSED)


def _known(finding: Finding, known: Collection[str]) -> bool:
    """Whether it was there before, under the name that its file has now or one that it had."""
    return finding.fingerprint in known or any(was in known for _, was in finding.former)


def _rules(
    picture: Picture, judged: Judged, came: Sequence[Counter[str] | None]
) -> Iterator[RuleHere]:
    verdict = judged.report.verdict
    stands = Counter(one.rule for one in _standing(verdict.findings))
    found = Counter(one.rule for one in verdict.findings)
    unjudged: dict[str, list[Unchecked]] = {}
    for item in verdict.unchecked:
        unjudged.setdefault(item.rule, []).append(item)
    for compiled in picture.organization.compiled:
        rule = compiled.rule
        items = unjudged.get(rule.id, [])
        yield RuleHere(
            rule.id,
            rule.severity,
            rule.title,
            _applies(compiled, picture),
            stands[rule.id],
            found[rule.id] - stands[rule.id],
            sum(item.count for item in items),
            items[0].reason if items else "",
            tuple(None if week is None else week[rule.id] for week in came),
        )


def _applies(compiled: Compiled, picture: Picture) -> int:
    """How many resources the rule applies to; of what vanishes, any may."""
    alike = [one for one in picture.universe.all() if one.kind in compiled.kinds]
    return len(alike) if compiled.removed else sum(compiled.when(one)[0] for one in alike)
