"""What in a repository's configuration asks for less than a floor: each with place and remedy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from stewardship import strict
from stewardship.decisions.limits import Limit
from stewardship.decisions.modes import HARDNESS, Modes, pack_of
from stewardship.errors import UserError
from stewardship.model import SEVERITIES, Location, Rule
from stewardship.organization import held
from stewardship.organization.config import PATH, Config
from stewardship.organization.floor import Floor
from stewardship.policy.load import Loaded, stock
from stewardship.policy.tighten import Loosened, at
from stewardship.strict import short


def told_or_refused(
    own: Config, floors: Sequence[Floor], loaded: Sequence[Loaded], day: date, lenient: bool
) -> tuple[Loosened, ...]:
    """All that asks for less than a floor on this day, in params and in the configuration.

    Raises ``UserError`` at the first that asks for less than the repository's own configuration
    asks for, unless ``lenient``.
    """
    rules = [rule for one in loaded for rule in one.policy.rules]
    of_params = (item for one in loaded for item in one.loosened)
    found = (*of_params, *_told(own, floors, rules, stock(), day))
    for one in () if lenient else found:
        if not one.outside:
            raise refusal(one, own.source)
    return found


def refusal(one: Loosened, source: bytes) -> UserError:
    """The error about it, with its line of the configuration in ``source``."""
    inside = one.place is not None and one.place.path == PATH
    line = strict.excerpt(source, one.place) if inside else None
    return UserError(one.message, one.place, one.hint, line)


def _told(
    own: Config, floors: Sequence[Floor], rules: Sequence[Rule], stock: Collection[str], day: date
) -> Iterator[Loosened]:
    for floor in floors:
        yield from _packs(own, floor, stock)
        for one in (*own.exclude, *own.not_a_resource):
            if not held.may_leave_out(one, [floor]):
                glob = short(one.glob)
                said = f"`{glob}` is left out, which the floor of {floor.name} does not allow"
                yield _one(floor, said, one.place, "exclude", glob)
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
    return _one(floor, said, here.place, "longest", what)


def _modes(own: Modes, floor: Floor, rules: Sequence[Rule], day: date) -> Iterator[Loosened]:
    """Lines that say less than a line of the floor which is no more specific than they are."""
    told: set[str] = set()
    its = held.on(floor, rules, day)
    for rule in rules:
        names = (rule.id, pack_of(rule.id), "*")
        name = next((name for name in names if name in own.settings), "")
        asked = held.asked(floor, its, rule.id)
        if not name or not asked or name in told or floor.may.rule(rule.id, mode=True):
            continue
        here = own.settings[name]
        by = next((n for n in names if its.settings.get(n) is asked), pack_of(rule.id))
        if HARDNESS[asked.mode] > HARDNESS[here.mode] and _breadth(by) >= _breadth(name):
            told.add(name)
            said = f"`{name}` is `{here.mode}`, and the floor of {floor.name} asks for"
            one = _one(
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
        least = held.gravest([rule.severity, *([asked.severity] if asked else [])])
        if SEVERITIES.index(stated.severity) > SEVERITIES.index(least):
            said = (
                f"`{rule.id}` is `{stated.severity}`, and the floor of {floor.name} keeps `{least}`"
            )
            yield _one(floor, said, stated.place, "rules", rule.id)


def _one(floor: Floor, said: str, place: Location | None, key: str, name: str) -> Loosened:
    hint = f"take it out, or have `{name}` put into `may-override: {key}:` of {floor.name}"
    return Loosened(said, place, hint, floor.authority.outside)
