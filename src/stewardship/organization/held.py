"""A repository's settings held against its floors: what is in force, and what asks for less.

Pure. Whatever asks for more than a floor counts as it stands; whatever asks for less is not in
force unless the floor says ``may-override``; ``loosened`` tells of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stewardship import strict
from stewardship.decisions.limits import Limits
from stewardship.decisions.modes import (
    DEFAULT,
    HARDNESS,
    Modes,
    Setting,
    observe_newer,
    pack_of,
)
from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.model import SEVERITIES, Location, Rule, Severity
from stewardship.organization.config import Config
from stewardship.organization.config_parts import Exclusion

if TYPE_CHECKING:
    from stewardship.organization.floor import Floor


def settings(own: Config, floors: Sequence[Floor], stock: Collection[str]) -> Config:
    """The configuration with the packs, limits and exclusions that the floors leave it."""
    asked = [n for floor in floors for n in floor.spoken_of(stock) if n not in floor.may.packs]
    not_waivable = {name: at for floor in floors for name, at in floor.not_waivable.items()}
    return replace(
        own,
        packs=tuple(dict.fromkeys((*own.packs, *asked))),
        exclude=tuple(one for one in own.exclude if may_leave_out(one, floors)),
        not_a_resource=tuple(one for one in own.not_a_resource if may_leave_out(one, floors)),
        limits=_limits(own.limits, floors),
        not_waivable={**own.not_waivable, **not_waivable},
    )


def may_leave_out(one: Exclusion, floors: Iterable[Floor]) -> bool:
    """Whether every floor lets a repository leave these files out."""
    return all(any(_within(one.glob, glob) for glob in floor.may.exclude) for floor in floors)


def _within(glob: str, wide: str) -> bool:
    """Whether all that a pattern can match lies below another; said of plain folders only."""
    if glob == wide or wide in ("**", "**/*"):
        return True
    folder = wide.removesuffix("**") if wide.endswith("/**") else wide
    plain = folder.endswith("/") and not any(sign in folder for sign in "*?[")
    return plain and (glob.startswith(folder) or glob == folder.rstrip("/"))


def _limits(own: Limits, floors: Sequence[Floor]) -> Limits:
    said = dict(own.said)
    for key in {key for floor in floors for key in floor.limits.said}:
        here = [own.said[key]] if key in own.said else []
        bound = [f.limits.said[key] for f in floors
                 if key in f.limits.said and not (here and key[0] in f.may.longest)]  # fmt: skip
        said[key] = min((*bound, *here), key=lambda limit: limit.span)
    return Limits(said)


def modes(own: Config, floors: Sequence[Floor], rules: Sequence[Rule], day: date) -> Modes:
    """The modes in force on a day: of each rule the hardest that the repository or a floor says.

    Of what no line of the repository speaks a floor's ``default-mode`` speaks, the hardest where
    there are several.
    """
    mine = observe_newer(own.modes.on(day), own.edition, rules)
    if not floors:
        return mine
    theirs = [(floor, on(floor, rules, day)) for floor in floors]
    defaults = [floor.default.on(day) for floor in floors]
    found: dict[str, Setting] = {}
    for rule in rules:
        said = _said(mine, rule.id)
        best = said or _hardest(_said(one, rule.id) for one in defaults) or DEFAULT
        for floor, of_floor in theirs:
            least = asked(floor, of_floor, rule.id)
            if said and floor.may.rule(rule.id, mode=True):
                continue
            if least and HARDNESS[least.mode] >= HARDNESS[best.mode] + (best is not DEFAULT):
                best = replace(least, reason=least.reason or f"floor of {floor.name}")
        if best is not said:
            found[rule.id] = best
    return replace(mine, settings={**mine.settings, **found})


def days(own: Config, floors: Sequence[Floor], after: date) -> list[date]:
    """The days to come on which some mode changes."""
    told = [own.modes, *(f.modes for f in floors), *(f.default for f in floors)]
    starts = {step.start for one in told for steps in one.planned.values() for step in steps}
    return sorted(start for start in starts if start > after)


def on(floor: Floor, rules: Sequence[Rule], day: date) -> Modes:
    """What the floor asks for on a day."""
    return observe_newer(floor.modes.on(day), floor.edition, rules)


def _said(one: Modes, rule_id: str) -> Setting | None:
    """What a line says of a rule; None where none speaks of it."""
    found = one.setting(rule_id)
    return None if found is one.default else found


def _hardest(settings: Iterable[Setting | None]) -> Setting | None:
    return max(filter(None, settings), key=lambda one: HARDNESS[one.mode], default=None)


def asked(floor: Floor, its: Modes, rule_id: str) -> Setting | None:
    """What a floor asks of a rule: what a line of it says, else the usual for what it brings."""
    said = _said(its, rule_id)
    pack = pack_of(rule_id)
    if said is None and (pack in floor.packs or pack in floor.policies):
        return Setting("new", "", floor.packs.get(pack, Location(floor.folder)))
    return said


def severities(own: Config, floors: Sequence[Floor], rules: Iterable[Rule]) -> dict[str, Severity]:
    """The severity of each rule that has another one than its policy gives it.

    Without a floor the repository's word counts. With one, a rule is never milder than its policy
    or a floor says, unless each floor lets it be.
    """
    found: dict[str, Severity] = {}
    for rule in rules:
        least = [rule.severity]
        least += [f.severities[rule.id].severity for f in floors if rule.id in f.severities]
        stated = own.severities.get(rule.id)
        bound = [floor for floor in floors if not floor.may.rule(rule.id)]
        severity = gravest(least)
        if stated:
            severity = gravest([*least, stated.severity]) if bound else stated.severity
        if severity != rule.severity:
            found[rule.id] = severity
    return found


def must_have_reasons(own: Config, rules: Iterable[Rule]) -> None:
    """Raise ``UserError`` where a rule is made milder than in its policy and nobody says why."""
    for rule in rules:
        said = own.severities.get(rule.id)
        if said and not said.reason and gravest((rule.severity, said.severity)) != said.severity:
            message = f"`{rule.id}` is `{rule.severity}` in its policy: a milder one needs a reason"
            hint = f'write `{{severity: {said.severity}, reason: "…"}}`'
            raise UserError(message, said.place, hint, strict.excerpt(own.source, said.place))


def gravest(severities: Iterable[Severity]) -> Severity:
    """The worst of several."""
    return min(severities, key=SEVERITIES.index)
