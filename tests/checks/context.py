"""A world small enough to write in a YAML table: values with places, and a Context around them.

A snippet or case has ``value``, ``options`` and, where the check looks around itself,
``context``: ``now``, ``field``, ``path``, ``files``, ``commits``, ``stewards``, ``resources``,
``problems``, ``removed``, ``before``, ``first-seen`` (by history) and ``cut`` (whether that is
not all of it); ``at`` picks one field of a record as the value. Nodes of a value stand on lines of
their own, counted from 1 in reading order; the mapping ``{conflict: [{value, path, line}]}`` is a
value that several state.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any, cast

import yaml

from stewardship.checks import Check, Options, load
from stewardship.model import Kind, Location, Problem, Resource, Unjudged, Value
from stewardship.vocabulary.placeholders import is_placeholder, is_unknown

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MANIFEST = "models/fraud/README.md"


class CoreLoader(yaml.CSafeLoader):
    """YAML whose dates stay texts, as the product reads them; by libyaml, for there is much."""


CoreLoader.yaml_implicit_resolvers = {
    first: [entry for entry in entries if entry[0] != "tag:yaml.org,2002:timestamp"]
    for first, entries in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def load_yaml(text: str) -> Any:
    """The document's plain data."""
    return yaml.load(text, CoreLoader)


def make_value(plain: Any, path: str = MANIFEST, lines: Iterator[int] | None = None) -> Value:
    """Plain data as a reader would hand it over, states included."""
    lines = lines or count(1)
    place = Location(path, next(lines), 1)
    if isinstance(plain, Mapping):
        if set(plain) == {"conflict"}:
            return _conflict(plain["conflict"], place)
        return Value({str(k): make_value(v, path, lines) for k, v in plain.items()}, place, "test")
    if isinstance(plain, list | tuple):
        return Value(tuple(make_value(item, path, lines) for item in plain), place, "test")
    if plain is None:
        return Value(None, place, "test", "absent")
    if isinstance(plain, str) and is_placeholder(plain):
        return Value(plain, place, "test", "placeholder")
    if isinstance(plain, str) and is_unknown(plain):
        return Value(plain, place, "test", "unknown")
    return Value(cast(str, plain), place, "test")


def _conflict(entries: Sequence[Mapping[str, Any]], place: Location) -> Value:
    candidates = tuple(
        replace(
            make_value(entry["value"]),
            location=Location(entry["path"], entry.get("line"), 1),
            origin=entry.get("origin", ""),
        )
        for entry in entries
    )
    return Value(candidates[0].data, place, "join", "conflicting", candidates)


def make_resource(plain: Mapping[str, Any], kind: Kind = "model") -> Resource:
    """A resource from its name, and what else the table says of it."""
    kind = cast(Kind, plain.get("kind", kind))
    name = str(plain.get("name", "fraud"))
    path = str(plain.get("path", f"{kind}s/{name}/README.md"))
    folder = path.rpartition("/")[0]
    problems = tuple(
        Problem(one["message"], Location(path, one["line"], 1) if "line" in one else None)
        for one in plain.get("problems", ())
    )
    fields = make_value(plain.get("fields", {}), path).data
    return Resource(
        kind,
        str(plain.get("id", f"path:{folder}#{name}")),
        name,
        Location(path, 1, 1),
        cast(Mapping[str, Value], fields),
        problems=problems,
        removed=bool(plain.get("removed", False)),
    )


@dataclass(frozen=True)
class World:
    """A Context whose every answer stands in a table."""

    resource: Resource
    field: str = "value"
    now: datetime = NOW
    files: frozenset[str] = frozenset()
    commits: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    others: tuple[Resource, ...] = ()
    digests: Mapping[str, str] = dataclasses.field(default_factory=dict)
    base: Resource | None = None
    seen: tuple[datetime | None, bool] = (None, False)

    def value(self, name: str) -> Value:
        return self.resource.value(name)

    def first_seen(self) -> tuple[datetime | None, bool]:
        return self.seen

    def exists(self, path: str) -> bool:
        return any(one == path or one.startswith(f"{path}/") for one in self.files)

    def digest(self, path: str) -> str | None:
        return self.digests.get(path)

    def commit(self, name: str) -> bool | None:
        return self.commits.get(name)

    def owners(self, path: str) -> tuple[str, ...]:
        return ()

    def steward(self, handle: str) -> Resource | None:
        return next((one for one in self.resources("steward") if one.name == handle), None)

    def resolve(
        self, reference: str, kind: str = "", source: Resource | None = None
    ) -> Resource | None:
        return next(
            (
                one
                for one in self.others
                if reference in (one.name, one.id) and (not kind or one.kind == kind)
            ),
            None,
        )

    def resources(self, kind: Kind) -> Sequence[Resource]:
        return tuple(one for one in self.others if one.kind == kind)

    def before(self) -> Resource | None:
        return self.base


def make_world(plain: Mapping[str, Any], value: Value) -> World:
    """The world of one case; a record as the value is the judged resource's own fields,
    unless the case states those."""
    about = {"name": "fraud", "path": plain.get("path", MANIFEST)}
    own = make_resource(
        {
            **about,
            **plain.get("resource", {}),
            **{k: plain[k] for k in ("problems", "removed") if k in plain},
        }
    )
    if isinstance(value.data, Mapping) and "fields" not in plain.get("resource", {}):
        own = replace(own, fields=value.data)
    stewards = [make_resource(one, "steward") for one in plain.get("stewards", ())]
    resources = [make_resource(one) for one in plain.get("resources", ())]
    return World(
        own,
        field=plain.get("field", "value"),
        now=datetime.fromisoformat(plain["now"]) if "now" in plain else NOW,
        files=frozenset(plain.get("files", ())),
        commits=plain.get("commits", {}),
        others=(own, *stewards, *resources),
        base=make_resource({**about, **plain["before"]}) if "before" in plain else None,
        seen=(_moment(plain.get("first-seen")), bool(plain.get("cut", False))),
    )


def _moment(written: str | None) -> datetime | None:
    """A date of the table as midnight in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC) if written else None


def run(name: str, case: Mapping[str, Any]) -> list[Problem | Unjudged]:
    """What the check of this name says about a case, with the world that it describes."""
    check: Check = load(name)
    value = make_value(case["value"], case.get("context", {}).get("path", MANIFEST))
    options: Options = case.get("options", {})
    around: Mapping[str, Any] = case.get("context", {})
    world = make_world(around, value)
    if "at" in around:
        value = world.resource.value(around["at"])
    return list(check.check(value, options, world))
