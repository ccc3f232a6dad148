"""How hard each rule stops: ``observe``, ``new``, ``enforce`` or ``off``, and from which day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from stewardship.frozen import dataclass, field, replace
from stewardship.model import Location, Mode, Rule


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of ``mode:`` for a rule, a pack or ``*``, and why it says so."""

    mode: Mode
    reason: str = ""
    place: Location | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A setting that holds from a day on, that day included."""

    start: date
    setting: Setting


DEFAULT = Setting("new")
HARDNESS: Mapping[Mode, int] = {"off": 0, "observe": 1, "new": 2, "enforce": 3}


@dataclass(frozen=True, slots=True)
class Modes:
    """The mode of each rule: the rule's own line wins over its pack's, that over ``*``.

    ``planned`` is what each line says of days to come, the first day first. Until its first day a
    line says nothing, unless it has a setting as well. ``default`` is for rules of which no line
    speaks.
    """

    settings: Mapping[str, Setting] = field(default_factory=dict)
    planned: Mapping[str, tuple[Planned, ...]] = field(default_factory=dict)
    default: Setting = DEFAULT

    def on(self, day: date) -> Modes:
        """The modes of that day: what has begun is a setting then, what has not stays planned."""
        if not self.planned:
            return self
        begun = dict(self.settings)
        left: dict[str, tuple[Planned, ...]] = {}
        for name, steps in self.planned.items():
            for step in steps:
                if step.start <= day:
                    begun[name] = step.setting
            if later := tuple(step for step in steps if step.start > day):
                left[name] = later
        return replace(self, settings=begun, planned=left)

    def setting(self, rule_id: str) -> Setting:
        """What is said of this rule by the most specific line that speaks of it."""
        for name in (rule_id, pack_of(rule_id), "*"):
            if name in self.settings:
                return self.settings[name]
        return self.default

    def of(self, rule_id: str) -> Mode:
        """How hard this rule stops; ``new`` where nothing is said."""
        return self.setting(rule_id).mode

    def reason(self, rule_id: str) -> str:
        """Why, as the configuration says it; empty where it does not."""
        return self.setting(rule_id).reason


def pack_of(rule_id: str) -> str:
    """``licenses`` of ``licenses/stated``."""
    return rule_id.partition("/")[0]


def observe_newer(modes: Modes, edition: str, rules: Iterable[Rule]) -> Modes:
    """The modes in force: rules that came after ``edition`` only observe.

    So an upgrade turns no repository red. A line of its own for the rule holds whatever the
    edition: somebody has looked at it. ``edition`` and a rule's ``since`` are versions such as
    ``1.4``; without an edition every rule counts.
    """
    known = version(edition)
    if not known:
        return modes
    newer = {
        rule.id: Setting("observe", f"newer than edition {edition}", rule.place)
        for rule in rules
        if version(rule.since) > known and modes.of(rule.id) != "off"
    }
    return replace(modes, settings={**newer, **modes.settings})


def version(text: str) -> tuple[int, ...]:
    """``1.10`` as (1, 10), so that it is newer than ``1.9``; empty for anything else.

    Zeros at the end say nothing: ``1.0`` is ``1``.
    """
    parts = text.strip().split(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return ()
    numbers = [int(part) for part in parts]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
