"""``steward waive``: propose that one finding may stand until a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from stewardship.decisions.limits import Limit
from stewardship.errors import UserError
from stewardship.model import Finding

LASTS = timedelta(days=90)


@click.command("waive")
@click.argument("rule")
@click.argument("resource")
@click.option("--reason", required=True, help="Why it may stand, for whoever approves.")
@click.option("--expires", default="", metavar="DATE", help="The last day on which it holds.")
@click.option("--approved-by", default="", metavar="HANDLE", help="Who agreed, if somebody has.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to judge alone.")
def command(
    rule: str, resource: str, reason: str, expires: str, approved_by: str, root: Path | None
) -> None:
    """Write a waiver for the findings of RULE on RESOURCE (an id or a name).

    Until somebody entitled approves it and it is merged, a waiver is proposed: a hook lets it
    through, CI asks for a review. It is pinned to what was found, so it lapses when that changes.
    """
    from stewardship.cli.looking import findings, organization
    from stewardship.decisions import waivers
    from stewardship.decisions.waiver_edit import append
    from stewardship.edit import files
    from stewardship.repository import git

    if not reason.strip():
        raise UserError("a waiver needs a reason", None, 'add --reason "…"')
    if "/" not in rule:
        raise UserError(f"`{rule}` is not a rule", None, "name one, such as `licenses/stated`")
    marked = {one.fingerprint: one for one in findings(root, (rule,)) if one.rule == rule}
    found = list(marked.values())
    wanted = [one for one in found if resource in (one.id, one.name)]
    fresh = [one for one in wanted if one.status == "new"]
    _refuse(rule, resource, found, wanted, fresh)
    limit = organization(root).config.limits.of("waiver", fresh[0].severity)
    day = _day(expires, limit, fresh[0].severity)
    top = git.find(Path.cwd(), root).root
    before = content = files.read(top, waivers.PATH)
    for one in fresh:
        content = append(
            content,
            rule=rule,
            resource=one.id,
            fingerprint=one.fingerprint,
            reason=reason.strip(),
            approved_by=approved_by,
            expires=day,
        )
    assert content is not None
    files.write(top, waivers.PATH, before, content)
    click.echo(
        f"proposed in {waivers.PATH}: {rule} on {fresh[0].name} may stand until {day}.\n"
        f"Commit it with the change; the rule's owner or reviewers are asked on the pull request."
    )


def _day(expires: str, limit: Limit, severity: str) -> date:
    """The last day: as it is given, or as far off as is usual and allowed."""
    from stewardship.picture import today as now
    from stewardship.policy.tighten import at

    today = now().date()
    if not expires:
        return min(today + LASTS, limit.ends(today))
    try:
        day = datetime.strptime(expires, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise UserError(f"`{expires}` is not a date", None, "such as 2027-01-31") from None
    if day < today:
        raise UserError(f"`{expires}` has passed", None, "name a day to come")
    if day > limit.ends(today):
        most = f"a waiver of what is `{severity}` lasts {limit.span.days} days at most"
        said = f"{most} ({at(limit.place)})"
        raise UserError(said, None, f"name a day until {limit.ends(today)}")
    return day


def _refuse(
    rule: str, resource: str, found: list[Finding], wanted: list[Finding], fresh: list[Finding]
) -> None:
    """Say why there is nothing to waive, if there is nothing."""
    if not wanted:
        names = ", ".join(sorted({one.name for one in found})[:8])
        hint = f"it has findings on: {names}" if found else "it has no findings here"
        raise UserError(f"{rule} finds nothing on `{resource}`", None, hint)
    ids = sorted({one.id for one in wanted})
    if len(ids) > 1:
        hint = f"name one by its id: {', '.join(ids[:8])}"
        raise UserError(f"`{resource}` is {len(ids)} resources", None, hint)
    if not fresh:
        raise UserError(f"{rule} on `{resource}` is {wanted[0].status} already")
    if not fresh[0].waivable:
        raise UserError(f"{rule} cannot be waived", None, "its owner has said so in the policy")
