"""A rule's examples are its tests: each is a resource in plain YAML, judged by the rule alone.

An example's keys are fields; keys that begin with ``$`` describe the rest: ``$kind``, ``$id``,
``$name``, ``$path``, ``$removed``, ``$problems`` (messages of an unreadable manifest), ``$files``
(what the tree holds), ``$commits`` (all that its history holds; without it nothing can be looked
up), ``$with`` (other resources), ``$params`` (instead of the defaults) and ``$now``. A value
``{$conflicting: [a, b]}`` is one on which two files disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from stewardship.context import Folders, Surroundings
from stewardship.engine import evaluate
from stewardship.errors import UserError
from stewardship.frozen import dataclass, replace
from stewardship.joining.universe import Universe
from stewardship.model import KINDS, Finding, Fragment, Location, Problem, Resource, Rule, Value
from stewardship.ownership import build
from stewardship.policy.compile import compile_policy
from stewardship.policy.fields import STANDARD
from stewardship.policy.load import Loaded
from stewardship.policy.params import mismatch
from stewardship.readers.facts import refs_of
from stewardship.strict import short
from stewardship.vocabulary.durations import date_of
from stewardship.vocabulary.placeholders import is_placeholder, is_unknown
from stewardship.vocabulary.suggest import closest

KEYS = frozenset(
    {"$kind", "$id", "$name", "$path", "$removed", "$problems", "$files", "$with", "$params",
     "$now", "$commits", "$before"}
)  # fmt: skip
LISTS = frozenset({"$problems", "$files", "$with", "$commits"})
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example: what was expected, what the rule found."""

    rule: Rule
    expected: str
    number: int
    findings: tuple[Finding, ...]
    trouble: str = ""

    @property
    def holds(self) -> bool:
        """Whether the rule did what its example says."""
        return not self.trouble and bool(self.findings) == (self.expected == "fail")


def run(loaded: Loaded) -> Iterator[Outcome]:
    """Judge every example of every rule of a policy."""
    for rule in loaded.policy.rules:
        for expected in ("pass", "fail"):
            for number, example in enumerate(rule.examples.get(expected, ())):
                yield _run(loaded, rule, expected, number, example)


def _run(loaded: Loaded, rule: Rule, expected: str, number: int, example: object) -> Outcome:
    try:
        findings = _judged(loaded, rule, example)
    except UserError as error:
        return Outcome(rule, expected, number, (), error.message)
    return Outcome(rule, expected, number, findings)


def _judged(loaded: Loaded, rule: Rule, example: object) -> tuple[Finding, ...]:
    """What the rule finds; a UserError for an example that cannot be understood."""
    _understood(example, loaded.extra)
    assert isinstance(example, Mapping)
    params = dict(loaded.policy.params)
    for name, value in _mapping(example.get("$params"), "$params").items():
        if name not in params:
            raise _unknown(f"no param is named `{name}`", name, params)
        wrong = mismatch(params[name].type, value, name)
        if wrong:
            raise UserError(wrong)
        params[name] = replace(params[name], value=value)
    policy = replace(loaded.policy, rules=(rule,), params=params)
    around, subject = _surroundings(rule, example)
    return evaluate(compile_policy(policy, loaded.extra), [subject], around).findings


def _understood(example: object, extra: frozenset[str], others: bool = True) -> None:
    """Refuse what an example cannot hold: a typo in it would prove the rule by accident."""
    fields = _mapping(example, "an example")
    for key, value in fields.items():
        known = KEYS if key.startswith("$") else {*STANDARD, *extra}
        if key not in known:
            raise _unknown(f"`{key}` is not known in an example", key, known)
        if key in LISTS and not isinstance(value, list):
            raise UserError(f"`{key}` has to be a list")
    if fields.get("$kind", KINDS[0]) not in KINDS:
        raise _unknown(f"`{fields['$kind']}` is no kind of resource", str(fields["$kind"]), KINDS)
    if "$now" in fields and date_of(str(fields["$now"])) is None:
        raise UserError(f"`$now` is no date: `{short(str(fields['$now']))}`")
    for other in (*fields.get("$with", ()), fields.get("$before", {})) if others else ():
        _understood(other, extra, others=False)


def _mapping(found: object, what: str) -> Mapping[str, Any]:
    if found is None and what.startswith("$"):
        return {}
    if not isinstance(found, Mapping):
        raise UserError(f"{what} has to be a mapping")
    return found


def _unknown(message: str, name: str, known: Iterable[str]) -> UserError:
    near = closest(name, known)
    return UserError(f"{message}; did you mean `{near}`?" if near else message)


def _surroundings(rule: Rule, example: Mapping[str, Any]) -> tuple[Surroundings, Resource]:
    subject = _resource(example, rule.applies_to[0], "example")
    others = [
        _resource(one, "model", f"other-{number}")
        for number, one in enumerate(example.get("$with", ()))
    ]
    everything = [subject, *others]
    universe = Universe(
        everything,
        {one.key: (one.id,) for one in everything},
        {one.key: refs_of(one.fields) for one in everything},
    )
    files = frozenset(map(str, example.get("$files", ()))) | {one.place.path for one in everything}
    now = date_of(str(example["$now"])) if "$now" in example else NOON
    ownership = build(_fragments(others))
    around = Surroundings(universe, ownership, now or NOON, files, Folders(files))
    if "$before" in example:
        fields = _mapping(example["$before"], "$before")
        base = replace(subject, fields=_resource(fields, subject.kind, subject.name).fields)
        around = replace(around, before={subject.key: base})
    if "$commits" in example:
        held = frozenset(map(str, example["$commits"]))
        around = replace(around, commit=lambda name: name in held)
    return around, universe.by_key(subject.key) or subject


def _fragments(resources: list[Resource]) -> list[Fragment]:
    """The ownership map of an example, as if it stood in the map's own files."""
    files = {"steward": ".steward/stewards.yaml", "ownership-entry": "CODEOWNERS"}
    return [
        Fragment(one.kind, one.name, Location(files[one.kind], 1, 1), "example", one.fields)
        for one in resources
        if one.kind in files and ("pattern" not in one.fields or "owners" in one.fields)
    ]


def _resource(example: Mapping[str, Any], kind: str, name: str) -> Resource:
    name = str(example.get("$name", name))
    path = str(example.get("$path", f"{name}/README.md"))
    place = Location(path, 1, 1)
    fields = {key: _value(one, place) for key, one in example.items() if not key.startswith("$")}
    problems = tuple(Problem(str(text), place) for text in example.get("$problems", ()))
    given: Any = example.get("$kind", kind)
    identity = str(example.get("$id", f"path:{path.rpartition('/')[0]}#{name}"))
    removed = bool(example.get("$removed", False))
    return Resource(given, identity, name, place, fields, (path,), {}, problems, removed)


def _value(plain: Any, place: Location) -> Value:
    if isinstance(plain, Mapping):
        said = plain.get("$conflicting")
        if isinstance(said, list) and said and len(plain) == 1:
            sides = tuple(_value(one, place) for one in said)
            return Value(sides[0].data, place, "example", "conflicting", sides)
        return Value({key: _value(one, place) for key, one in plain.items()}, place, "example")
    if isinstance(plain, list):
        return Value(tuple(_value(one, place) for one in plain), place, "example")
    if plain is None:
        return Value(None, place, "example", "absent")
    if isinstance(plain, str) and is_placeholder(plain):
        return Value(plain, place, "example", "placeholder")
    if isinstance(plain, str) and is_unknown(plain):
        return Value(plain, place, "example", "unknown")
    return Value(plain, place, "example")
