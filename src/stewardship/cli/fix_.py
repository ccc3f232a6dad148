"""``steward fix``: mend what can be mended by an exact edit, and say what is left."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import click

from stewardship.errors import UserError
from stewardship.model import Finding


@click.command("fix")
@click.argument("what", nargs=-1, metavar="[RULE] [PATHS]...")
@click.option("--diff", "only_diff", is_flag=True, help="Print the changes, write nothing.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(what: tuple[str, ...], only_diff: bool, root: Path | None) -> None:
    """Mend the findings of RULE (or of every rule) on PATHS (or everywhere), where that is exact.

    Only the lines that must change do; what takes a decision is left to you, and said. The exit
    code is 0 whatever is left, for `steward check` is the judge; with `--diff`, 1 where something
    would change.
    """
    from stewardship.cli import edits
    from stewardship.cli.judge import relative
    from stewardship.fixers import Fix, Left, fixes
    from stewardship.fixers._site import Wishes
    from stewardship.fixers.work import edited
    from stewardship.run import Request, check

    where = edits.site(root, Wishes(named=bool(what)))
    rules = where.picture.organization.rules
    rule, paths = _parted(what, rules)
    only = (rule,) if rule else ()
    request = Request(Path.cwd(), root, paths=relative(paths, root), only=only)
    found = [one for one in check(request).verdict.findings if _counts(one, rule)]
    said = {one.fingerprint: fixes(one, rules[one.rule], where) for one in found}
    wanted = [each for parts in said.values() for each in parts if isinstance(each, Fix)]
    done, refused = edited(where, wanted)
    if only_diff:
        edits.show(done)
    edits.make(where, done)
    # One edit may mend more than it was made for, and may show what was hidden before.
    left = check(request).verdict.findings if done else found
    reasons = {id(fix): why for fix, why in refused}
    untold = []
    for one in left:
        if _counts(one, rule):
            whys = (reasons.get(id(each), each) for each in said.get(one.fingerprint, ()))
            why = next((each for each in whys if isinstance(each, Left)), Left(""))
            untold.append((_told(one, why.why), why.todo or one.remedy))
    edits.left("left to you:", untold)
    if not found:
        edits.say(f"nothing to fix: no finding{f' of {rule}' if rule else ''}")


def _counts(finding: Finding, rule: str) -> bool:
    """Whether a finding is asked for; one that is waived may stand."""
    named = not rule or finding.rule == rule or finding.rule.startswith(f"{rule}/")
    return named and finding.status != "waived"


def _told(finding: Finding, why: str) -> str:
    place = finding.location
    line = f":{place.line}" if place.line else ""
    return f"{place.path}{line} {finding.rule}: {why or finding.message}"


def _parted(what: tuple[str, ...], rules: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The rule or the pack that is named first, if one is, and the paths."""
    from stewardship.vocabulary.suggest import closest

    if not what:
        return "", ()
    first, *rest = what
    packs = {name.partition("/")[0] for name in rules}
    if first in rules or (first in packs and not os.path.lexists(first)):
        return first, tuple(rest)
    if not os.path.lexists(first):
        near = closest(first, [*rules, *packs])
        hint = f"did you mean `{near}`?" if near else "`steward list rules` shows the rules"
        raise UserError(f"`{first}` is no rule and no path", None, hint)
    return "", what
