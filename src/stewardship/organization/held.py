"""A repository's settings held against its floors: what is in force, and what asks for less.

Pure. Whatever asks for more than a floor counts as it stands; whatever asks for less is not in
force unless the floor says ``may-override``, and is told with its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from stewardship import strict
from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.model import SEVERITIES, Location, Rule, Severity
from stewardship.organization.config import Config
from stewardship.organization.config_parts import Exclusion
from stewardship.organization.floor import Floor
from stewardship.organization.limits import Limit, Limits
from stewardship.organization.modes import (
    DEFAULT,
    HARDNESS,
    Modes,
    Setting,
    observe_newer,
    pack_of,
)
from stewardship.policy.tighten import Loosened, at
from stewardship.strict import short


def settings(own: Config, floors: Sequence[Floor], stock: Collection[str]) -> Config:
    """The configuration with the packs, limits and exclusions that the floors leave it."""
    asked = [n for floor in floors for n in floor.spoken_of(stock) if n not in floor.may.packs]
    not_waivable = {name: at for floor in floors for name, at in floor.not_waivable.items()}
    return replace(
        own,
        packs=tuple(dict.fromkeys((*own.packs, *asked))),
        exclude=tuple(one for one in own.exclude if _may_leave_out(one, floors)),
        not_a_resource=tuple(one for one in own.not_a_resource if _may_leave_out(one, floors)),
        limits=_limits(own.limits, floors),
        not_waivable={**own.not_waivable, **not_waivable},
    )


def _may_leave_out(one: Exclusion, floors: Iterable[Floor]) -> bool:
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
    theirs = [(floor, _on(floor, rules, day)) for floor in floors]
    defaults = [floor.default.on(day) for floor in floors]
    found: dict[str, Setting] = {}
    for rule in rules:
        said = _said(mine, rule.id)
        best = said or _hardest(_said(one, rule.id) for one in defaults) or DEFAULT
        for floor, of_floor in theirs:
            asked = _asked(floor, of_floor, rule.id)
            if said and floor.may.rule(rule.id, mode=True):
                continue
            if asked and HARDNESS[asked.mode] > HARDNESS[best.mode]:
                best = replace(asked, reason=asked.reason or f"floor of {floor.name}")
        if best is not said:
            found[rule.id] = best
    return replace(mine, settings={**mine.settings, **found})


def days(own: Config, floors: Sequence[Floor], after: date) -> list[date]:
    """The days to come on which some mode changes."""
    told = [own.modes, *(f.modes for f in floors), *(f.default for f in floors)]
    starts = {step.start for one in told for steps in one.planned.values() for step in steps}
    return sorted(start for start in starts if start > after)


def _on(floor: Floor, rules: Sequence[Rule], day: date) -> Modes:
    return observe_newer(floor.modes.on(day), floor.edition, rules)


def _said(one: Modes, rule_id: str) -> Setting | None:
    """What a line says of a rule; None where none speaks of it."""
    found = one.setting(rule_id)
    return None if found is one.default else found


def _hardest(settings: Iterable[Setting | None]) -> Setting | None:
    return max(filter(None, settings), key=lambda one: HARDNESS[one.mode], default=None)


def _asked(floor: Floor, its: Modes, rule_id: str) -> Setting | None:
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
        severity = _gravest(least)
        if stated:
            severity = _gravest([*least, stated.severity]) if bound else stated.severity
        if severity != rule.severity:
            found[rule.id] = severity
    return found


def must_have_reasons(own: Config, rules: Iterable[Rule]) -> None:
    """Raise ``UserError`` where a rule is made milder than in its policy and nobody says why."""
    for rule in rules:
        said = own.severities.get(rule.id)
        if said and not said.reason and _gravest((rule.severity, said.severity)) != said.severity:
            message = f"`{rule.id}` is `{rule.severity}` in its policy: a milder one needs a reason"
            hint = f'write `{{severity: {said.severity}, reason: "…"}}`'
            raise UserError(message, said.place, hint, strict.excerpt(own.source, said.place))


def _gravest(severities: Iterable[Severity]) -> Severity:
    return min(severities, key=SEVERITIES.index)


def loosened(
    own: Config, floors: Sequence[Floor], rules: Sequence[Rule], stock: Collection[str], day: date
) -> Iterator[Loosened]:
    """All in a configuration that asks for less than a floor on this day."""
    for floor in floors:
        yield from _packs(own, floor, stock)
        for one in (*own.exclude, *own.not_a_resource):
            if not _may_leave_out(one, [floor]):
                glob = short(one.glob)
                said = f"`{glob}` is left out, which the floor of {floor.name} does not allow"
                yield _told(floor, said, one.place, "exclude", glob)
        for key, limit in floor.limits.said.items():
            here = own.limits.said.get(key)
            if here and here.span > limit.span and key[0] not in floor.may.longest:
                yield _longer(floor, key[0], here, limit)
        yield from _modes(own.modes.on(day), floor, rules, day)
        yield from _severities(own, floor, rules)


def _packs(own: Config, floor: Floor, stock: Collection[str]) -> Iterator[Loosened]:
    for name, place in floor.spoken_of(stock).items():
        if name not in own.packs and name not in floor.may.packs:
            asks = f"the floor of {floor.name} asks for ({at(place)})"
            said = f"`packs` leaves out `{name}`, which {asks}"
            where = own.at("packs").location if own.source else None
            yield Loosened(said, where, f"add `{name}`", floor.authority.outside)


def _longer(floor: Floor, what: str, here: Limit, limit: Limit) -> Loosened:
    said = (
        f"{here.span.days} days for a {what} are more than the {limit.span.days} "
        f"of the floor of {floor.name} ({at(limit.place)})"
    )
    return _told(floor, said, here.place, "longest", what)


def _modes(own: Modes, floor: Floor, rules: Sequence[Rule], day: date) -> Iterator[Loosened]:
    """Lines that say less than a line of the floor which is no more specific than they are."""
    told: set[str] = set()
    its = _on(floor, rules, day)
    for rule in rules:
        names = (rule.id, pack_of(rule.id), "*")
        name = next((name for name in names if name in own.settings), "")
        asked = _asked(floor, its, rule.id)
        if not name or not asked or name in told or floor.may.rule(rule.id, mode=True):
            continue
        here = own.settings[name]
        by = next((n for n in names if its.settings.get(n) is asked), pack_of(rule.id))
        if HARDNESS[asked.mode] > HARDNESS[here.mode] and _breadth(by) >= _breadth(name):
            told.add(name)
            said = f"`{name}` is `{here.mode}`, and the floor of {floor.name} asks for"
            one = _told(
                floor, f"{said} `{asked.mode}` ({at(asked.place)})", here.place, "modes", name
            )
            since = any(step.setting is asked for step in floor.modes.planned.get(by, ()))
            yield one._replace(outside=one.outside or since)


def _breadth(name: str) -> int:
    return 2 if name == "*" else 0 if "/" in name else 1


def _severities(own: Config, floor: Floor, rules: Iterable[Rule]) -> Iterator[Loosened]:
    for rule in rules:
        stated = own.severities.get(rule.id)
        if stated is None or floor.may.rule(rule.id):
            continue
        asked = floor.severities.get(rule.id)
        least = _gravest([rule.severity, *([asked.severity] if asked else [])])
        if SEVERITIES.index(stated.severity) > SEVERITIES.index(least):
            said = (
                f"`{rule.id}` is `{stated.severity}`, and the floor of {floor.name} keeps `{least}`"
            )
            yield _told(floor, said, stated.place, "rules", rule.id)


def _told(floor: Floor, said: str, place: Location | None, key: str, name: str) -> Loosened:
    hint = f"take it out, or have `{name}` put into `may-override: {key}:` of {floor.name}"
    return Loosened(said, place, hint, floor.authority.outside)
