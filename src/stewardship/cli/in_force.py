"""Everything that an organization has decided, a line each, with the place that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.decisions.modes import DEFAULT, Modes, Planned, pack_of
from stewardship.frozen import dataclass
from stewardship.model import Location, Plain
from stewardship.organization.files import Organization
from stewardship.organization.floor import Floor
from stewardship.policy.tighten import at


@dataclass(frozen=True, slots=True)
class Line:
    """One setting; ``bare`` for words that are shown as they are, and not as JSON."""

    name: str
    value: Plain
    place: Location | None = None
    why: str = ""
    bare: bool = True

    @property
    def said_by(self) -> str:
        """File and line, or ``default``."""
        return at(self.place)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        place = self.place
        said = {"file": place.path, "line": place.line} if place else None
        return {"setting": self.name, "value": self.value, "said-by": said, "why": self.why}


def lines(decided: Organization) -> Iterator[Line]:
    """All lines, in the order in which they matter."""
    for floor in decided.floors:
        yield from _floor(floor)
    yield from _modes(decided)
    yield from _severities(decided)
    for what, severity, limit in decided.config.limits.all():
        yield Line(f"longest {what} {severity}", f"{limit.span.days}d", limit.place)
    for name, place in decided.config.not_waivable.items():
        yield Line("not-waivable", name, place)
    yield from _settings(decided)
    yield from _params(decided)


def rules(decided: Organization) -> dict[str, Any]:
    """What every rule comes to."""
    return {
        rule.id: {
            "mode": decided.modes.of(rule.id),
            "severity": rule.severity,
            "waivable": rule.waivable,
            "said-by": at(decided.modes.setting(rule.id).place),
        }
        for rule in decided.rules.values()
    }


def _floor(floor: Floor) -> Iterator[Line]:
    given = "given by the caller" if floor.authority.outside else ""
    yield Line("floor", floor.name, Location(f"{floor.folder}/config.yaml"), given)
    may = floor.may
    named = (("params", may.params), ("rules", may.rules), ("modes", may.modes),
             ("packs", may.packs), ("exclude", may.exclude), ("longest", may.longest))  # fmt: skip
    for key, places in named:
        for name, place in places.items():
            yield Line(f"may-override {key}", name, place, f"floor of {floor.name}")


def _modes(decided: Organization) -> Iterator[Line]:
    """Every line on modes that is in force, and every one that will be. Rules that a floor or the
    edition settles one by one are told by their pack where they all come to the same."""
    settings = decided.modes.settings
    own = decided.config.modes
    if "*" not in settings:
        yield Line("mode *", decided.modes.default.mode)
    told = _by_pack(decided)
    for name in sorted({*settings, *(name for name, *_ in told)}):
        whole = name.removesuffix("/*")
        if name in settings and (f"{pack_of(name)}/*", settings[name]) not in told:
            one = settings[name]
            yield Line(f"mode {name}", one.mode, one.place, one.reason)
        for label, one in told:
            if label == name:
                yield Line(f"mode {whole}/*", one.mode, one.place, one.reason)
    yield from _planned(own, "")
    for floor in decided.floors:
        yield from _planned(floor.modes, f"floor of {floor.name}")
        yield from _planned(floor.default, f"floor of {floor.name}, where nothing else is said")


def _by_pack(decided: Organization) -> list[tuple[str, Any]]:
    """The packs whose rules all have one and the same setting of their own."""
    total = Counter(pack_of(rule) for rule in decided.rules)
    found = Counter(
        (pack_of(name), setting)
        for name, setting in decided.modes.settings.items()
        if "/" in name and setting is not DEFAULT
    )
    return [(f"{pack}/*", one) for (pack, one), n in found.items() if n == total[pack] > 1]


def _planned(modes: Modes, why: str) -> Iterator[Line]:
    for name, steps in sorted(modes.planned.items()):
        for step in steps:
            yield Line(f"mode {name}", said(step), step.setting.place, step.setting.reason or why)


def said(step: Planned) -> str:
    """As it is written."""
    return f"{step.setting.mode} from {step.start}"


def _severities(decided: Organization) -> Iterator[Line]:
    stated: Mapping[str, Any] = decided.config.severities
    named = {*stated, *(name for floor in decided.floors for name in floor.severities)}
    for name in sorted(named & decided.rules.keys()):
        severity = decided.rules[name].severity
        by = [stated[name]] if name in stated else []
        by += [floor.severities[name] for floor in decided.floors if name in floor.severities]
        one = next((one for one in by if one.severity == severity), None)
        place = one.place if one else decided.rules[name].place
        yield Line(f"severity {name}", severity, place, one.reason if one else "")


def _settings(decided: Organization) -> Iterator[Line]:
    settings = decided.config
    stated = settings.at().entries("the configuration") if settings.source else {}
    asked = {name: place for floor in decided.floors for name, place in floor.packs.items()}

    def place(key: str) -> Location | None:
        return stated[key].location if key in stated else None

    yield Line("edition", settings.edition or "none: every rule counts", place("edition"))
    for pack in settings.packs:
        yield Line("pack", pack, asked.get(pack) or place("packs"))
    for plugin in settings.plugins:
        yield Line("plugin", plugin, place("plugins"))
    for key, ones in (
        ("exclude", settings.exclude),
        ("not-a-resource", settings.not_a_resource),
    ):
        for one in ones:
            yield Line(key, one.glob, one.place, one.reason)
    for hint in settings.hints:
        yield Line("hint", ", ".join(sorted(hint.paths)), hint.place)


def _params(decided: Organization) -> Iterator[Line]:
    """The organization's own policies, and every param with the file that its value is from."""
    for one in decided.policies:
        policy = one.policy
        if policy.name not in decided.config.packs:
            yield Line("policy", policy.name, policy.place)
        for param in policy.params.values():
            name = f"param {policy.name}.{param.name}"
            yield Line(name, param.value, param.place, bare=False)
