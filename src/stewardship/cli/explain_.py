"""``steward explain``: what a rule asks and why, or what one finding is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from stewardship.errors import UserError
from stewardship.model import Finding, Rule
from stewardship.organization.files import Organization


@click.command("explain")
@click.argument("what", metavar="RULE|FINGERPRINT")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(what: str, root: Path | None) -> None:
    """Explain a rule (`licenses/stated`), or the finding with a fingerprint (or its beginning)."""
    from stewardship.cli.looking import organization
    from stewardship.reporters.clean import terminal

    decided = organization(root)
    rule = decided.rules.get(what)
    lines: list[str] = []
    if rule is None and "/" not in what and len(what) >= 6:
        finding = _finding(what, root)
        rule = decided.rules[finding.rule]
        lines += [*_about(finding), "", *_brief(finding)]
    if rule is None:
        raise _unknown(what, decided)
    for line in [*lines, *_rule(rule, decided)]:
        click.echo(terminal(line))


def _unknown(what: str, decided: Organization) -> UserError:
    from stewardship.vocabulary.suggest import closest

    near = closest(what, decided.rules)
    hint = f"did you mean `{near}`?" if near else "`steward list rules` shows them all"
    return UserError(f"there is no rule `{what}`", None, hint)


def _finding(mark: str, root: Path | None) -> Finding:
    """The finding whose fingerprint begins so; a UserError for none and for several."""
    from stewardship.cli.looking import findings

    found = {one.fingerprint: one for one in findings(root) if one.fingerprint.startswith(mark)}
    if len(found) != 1:
        said = f"{len(found)} findings begin" if found else "no finding begins"
        hint = "`steward check --format json` has them all"
        raise UserError(f"{said} with `{mark}`", None, hint)
    return next(iter(found.values()))


def _about(one: Finding) -> Iterator[str]:
    place = one.location
    yield f"{one.kind} {one.name} ({one.id})"
    yield f"{place.path}:{place.line}:{place.column}" if place.line else place.path
    yield f"{one.rule}: {one.message}"
    yield f"severity {one.severity}, mode {one.mode}, {one.status}, fingerprint {one.fingerprint}"
    if one.remedy:
        yield f"fix: {one.remedy}"
    if one.steward:
        yield f"steward: {one.steward}"
    for other in one.related:
        place = other.location
        where = f"{place.path}:{place.line}" if place.line else place.path
        yield f"see: {where}: {other.message}"


def _brief(one: Finding) -> Iterator[str]:
    """What counsel needs to know, where the finding is about a license."""
    said = one.details.get("brief")
    if isinstance(said, dict):
        from stewardship.cli.brief import lines

        yield from lines(said)


def _rule(rule: Rule, decided: Organization) -> Iterator[str]:
    yield f"{rule.id} · {rule.title}"
    yield f"{rule.severity}, mode {decided.modes.of(rule.id)}, {_where(rule)}"
    yield from _mode(rule, decided)
    if rule.help:
        yield ""
        yield rule.help.strip()
    yield ""
    yield f"applies to  {', '.join(rule.applies_to)}"
    for name, wanted in rule.when.items():
        yield f"when        {name}: {wanted}"
    if rule.needs:
        yield f"waits for   {' or '.join(rule.needs)}"
    for one in rule.alternatives:
        at = ".".join(filter(None, (rule.each, one.at))) or "the whole resource"
        yield f"looks at    {at}, with check `{one.check}`"
    if rule.remedy:
        yield f"fix         {rule.remedy}"
    if rule.reviewers:
        yield f"asks        {', '.join(rule.reviewers)}"
    yield f"owner       {rule.owner or 'nobody is named'}"
    for framework, ids in rule.controls.items():
        yield f"supports    {framework}: {', '.join(ids)}"
    for label in ("pass", "fail"):
        for example in rule.examples.get(label, ()):
            yield f"{label}        {example}"


def _mode(rule: Rule, decided: Organization) -> Iterator[str]:
    """Who said the mode and why, and the days on which it will be another."""
    from stewardship.policy.tighten import at

    setting = decided.modes.setting(rule.id)
    if setting.place:
        why = f" ({setting.reason})" if setting.reason else ""
        yield f"mode        {setting.mode}, said by {at(setting.place)}{why}"
    for day, modes in decided.coming:
        later = modes.setting(rule.id)
        if later.mode != setting.mode:
            yield f"mode        {later.mode} from {day} on, said by {at(later.place)}"
            setting = later


def _where(rule: Rule) -> str:
    place = rule.place
    return f"{place.path}:{place.line}" if place.line else place.path
