"""``mode:`` and ``severity:`` of a configuration: how hard a rule stops, and how bad it is.

    mode:
      "*": [observe, new from 2027-01-01, enforce from 2027-06-01]
      licenses: enforce from 2027-03-01
      lineage/built-by: {mode: off, reason: "built by a vendor, who says nothing"}
    severity:
      licenses/stated: block
      lineage/commit-stated: {severity: warn, reason: "most models predate the rule"}

A day is the first on which the mode holds. A list of modes only gets harder: a gate that opens by
itself on some day in spring is one that nobody decided to open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stewardship import strict
from stewardship.decisions.modes import HARDNESS, Modes, Planned, Setting
from stewardship.frozen import dataclass
from stewardship.model import MODES, SEVERITIES, Location, Mode, Severity
from stewardship.strict import Node
from stewardship.vocabulary.days import day_of

FORM = "write it as in `enforce from 2027-03-01`"


@dataclass(frozen=True, slots=True)
class SeveritySetting:
    """The severity that somebody gives a rule, and why where it is a lower one than it had."""

    severity: Severity
    reason: str
    place: Location


def modes(node: Node | None) -> Modes:
    """``mode: observe`` for everything, or a mapping of rule, pack or ``*`` to mode."""
    if node is None:
        return Modes()
    if isinstance(node.data, dict):
        lines = [
            (name, line, line.key_place(name)) for name, line in node.entries("`mode`").items()
        ]
    else:
        lines = [("*", node, node.location)]
    settings: dict[str, Setting] = {}
    planned: dict[str, tuple[Planned, ...]] = {}
    for name, line, place in lines:
        now, later = _line(line, place)
        if now:
            settings[name] = now
        if later:
            planned[name] = later
    return Modes(settings, planned)


def _line(node: Node, place: Location) -> tuple[Setting | None, tuple[Planned, ...]]:
    """What one line says now, and what from which day on; ``off`` only with a reason."""
    reason = ""
    said = node
    if isinstance(node.data, dict):
        keys = node.keys("a mode", ("mode", "reason"))
        said = strict.need(keys, "mode", node, "this entry")
        reason = keys["reason"].text("`reason`") if "reason" in keys else ""
    listed = isinstance(said.data, list)
    steps = said.items("a mode") if listed else [said]
    if not steps:
        raise said.error("a list of modes is empty", FORM)
    now: Setting | None = None
    later: list[Planned] = []
    for step in steps:
        mode, start = _step(step)
        setting = Setting(mode, reason, place)
        if mode == "off" and not reason:
            raise step.error("`off` needs a reason", 'write `{mode: off, reason: "…"}`')
        if mode == "off" and (start or listed):
            raise step.error("`off` has no day and no other mode beside it", "switch it off today")
        before = later[-1] if later else None
        if start is None:
            if now or later:
                raise step.error("only the first of several modes may have no day", FORM)
            now = setting
            continue
        if before and start <= before.start:
            raise step.error(f"`{start}` is no later than the day before it in this list")
        _harder(step, mode, before.setting if before else now)
        later.append(Planned(start, setting))
    return now, tuple(later)


def _harder(step: Node, mode: Mode, before: Setting | None) -> None:
    if before and HARDNESS[mode] <= HARDNESS[before.mode]:
        message = f"`{mode}` is no harder than `{before.mode}`, which it follows"
        raise step.error(message, "a mode that is to end is changed on that day, by somebody")


def _step(node: Node) -> tuple[Mode, date | None]:
    """``enforce``, or ``enforce from 2027-03-01``."""
    text = node.text("a mode")
    name, dated, rest = text.partition(" ")
    for mode in MODES:
        if name == mode:
            break
    else:
        message = f"`{strict.short(name if dated else text)}` is not a mode"
        raise strict.unknown(message, name, MODES, node.location, node.source)
    if not dated:
        return mode, None
    word, _, day = rest.strip().partition(" ")
    start = day_of(day.strip())
    if word != "from" or start is None:
        raise node.error(f"`{strict.short(text)}` is not a mode with a day", FORM)
    return mode, start


def severities(node: Node | None) -> Mapping[str, SeveritySetting]:
    """The severity that each rule is given, by its id."""
    lines = node.entries("`severity`").items() if node else ()
    return {name: _severity(line, line.key_place(name)) for name, line in lines}


def _severity(node: Node, place: Location) -> SeveritySetting:
    reason = ""
    said = node
    if isinstance(node.data, dict):
        keys = node.keys("a severity", ("severity", "reason"))
        said = strict.need(keys, "severity", node, "this entry")
        reason = keys["reason"].text("`reason`") if "reason" in keys else ""
    name = said.text("a severity")
    for severity in SEVERITIES:
        if name == severity:
            return SeveritySetting(severity, reason, place)
    message = f"`{strict.short(name)}` is not a severity"
    raise strict.unknown(message, name, SEVERITIES, said.location, said.source)
