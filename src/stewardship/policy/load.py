"""Policy files and the params that an organization sets become ``Policy`` objects.

A file is validated once for each content and version of the tool; the proof is kept in the
cache, as the plain data that was proved, so that the next run neither parses nor validates it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stewardship import __version__
from stewardship.data import folder
from stewardship.document import Document, DocumentError
from stewardship.errors import UserError
from stewardship.model import Alternative, Kind, Location, Param, Plain, Policy, Rule
from stewardship.policy.compile import Compiled, compile_policy
from stewardship.policy.references import param
from stewardship.vocabulary import durations
from stewardship.vocabulary.suggest import closest

PARAMS = ".steward/params/"
OWN = ".steward/policies/"


class Memory:
    """What was proved before; the cache, or nothing. Keys are texts, values opaque bytes."""

    def __init__(
        self,
        get: Callable[[str], bytes | None] = lambda key: None,
        put: Callable[[str, bytes], None] = lambda key, value: None,
    ) -> None:
        self.get = get
        self.put = put


@dataclass(frozen=True, slots=True)
class Loaded:
    """A policy with its compiled rules; ``extra`` are the fields that it declares itself."""

    policy: Policy
    rules: tuple[Compiled, ...]
    extra: frozenset[str] = frozenset()


def stock() -> dict[str, Path]:
    """The packs that come with the tool, by name."""
    return {file.stem: file for file in sorted(folder("policies").glob("*.yaml"))}


def load(
    content: bytes, path: str, params: tuple[str, bytes] | None = None, memory: Memory | None = None
) -> Loaded:
    """One policy file, with its organization's params (path and content) where there are any."""
    memory = memory or Memory()
    document = _proved(content, path, memory)
    extra = frozenset(document.data.get("fields", ()))
    settings = _settings(document, params, memory)
    policy = _policy(document, settings, hashlib.sha256(content).hexdigest())
    try:
        return Loaded(policy, compile_policy(policy, extra), extra)
    except UserError as error:
        raise _with_excerpt(error, content, path) from None


def _proved(content: bytes, path: str, memory: Memory) -> Document:
    key = f"policy:{__version__}:{hashlib.sha256(content).hexdigest()}"
    if kept := memory.get(key):
        held = json.loads(kept)
        kept_places = {tuple(pointer): (line, column) for pointer, line, column in held["places"]}
        return Document(path, held["data"], kept_places)
    document = read_yaml(content, path)
    from stewardship.policy import shape

    try:
        shape.validate(document)
    except UserError as error:
        raise _with_excerpt(error, content, path) from None
    places = [[list(pointer), *place] for pointer, place in document.places.items()]
    memory.put(key, json.dumps({"data": document.data, "places": places}).encode())
    return document


def read_yaml(content: bytes, path: str) -> Document:
    """The one document of a trusted YAML file; anything else is a UserError with its place."""
    from stewardship.document import yaml_

    try:
        documents = yaml_.load(content, path)
    except DocumentError as error:
        raise _with_excerpt(UserError(error.message, error.location), content, path) from None
    if len(documents) != 1:
        found = "empty" if not documents else f"{len(documents)} documents"
        raise UserError(f"one YAML document is wanted here; the file is {found}", Location(path))
    return documents[0]


def _with_excerpt(error: UserError, content: bytes, path: str) -> UserError:
    """The same error with the source line, for errors that stand in this very file."""
    place = error.location
    if place and place.path == path and place.line and not error.excerpt:
        lines = content.decode("utf-8", "replace").splitlines()
        if place.line <= len(lines):
            error.excerpt = lines[place.line - 1]
    return error


def _settings(
    document: Document, params: tuple[str, bytes] | None, memory: Memory
) -> dict[str, Param]:
    declared: Mapping[str, Any] = document.data.get("params", {})
    settings = {
        name: Param(
            name,
            one["type"],
            _typed(one["type"], one["default"], name, document, ("params", name, "default")),
            one["help"],
            document.location("params", name),
        )
        for name, one in declared.items()
    }
    if params is None:
        return settings
    path, content = params
    given = read_yaml(content, path)
    if not isinstance(given.data, dict):
        raise UserError("a mapping of params is wanted here", given.location())
    for name, value in given.data.items():
        if name not in settings:
            near = closest(name, settings)
            hint = f"did you mean `{near}`?" if near else f"known: {', '.join(settings)}"
            error = UserError(f"no param is named `{name}`", given.location(name), hint)
            raise _with_excerpt(error, content, path)
        kind = settings[name].type
        typed = _typed(kind, value, name, given, (name,))
        settings[name] = Param(name, kind, typed, settings[name].help, given.location(name))
    return settings


_TYPES: Mapping[str, tuple[type, ...]] = {
    "number": (int, float),
    "integer": (int,),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "table": (dict,),
    "duration": (str,),
}


def _typed(
    kind: str, value: Any, name: str, document: Document, pointer: tuple[str | int, ...]
) -> Plain:
    """The value when it is of the param's type; a UserError at its place when it is not."""
    fits = isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if fits and kind == "duration":
        try:
            durations.parse(value)
        except ValueError:
            fits = False
    if not fits:
        hint = "such as `90d`" if kind == "duration" else None
        raise UserError(
            f"`{name}` is a {kind}; `{value}` is none", document.location(*pointer), hint
        )
    return value  # type: ignore[no-any-return]


def _policy(document: Document, params: Mapping[str, Param], digest: str) -> Policy:
    data = document.data
    name = data["policy"]
    rules = tuple(
        _rule(name, one, document, number, params, data.get("owner", ""))
        for number, one in enumerate(data["rules"])
    )
    _unique(rules)
    return Policy(name, data["title"], data.get("owner", ""), rules, params, document.location(),
                  digest)  # fmt: skip


def _unique(rules: Sequence[Rule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise UserError(f"two rules are named `{rule.id}`", rule.place, "give one another id")
        seen.add(rule.id)


def _rule(
    pack: str,
    one: Mapping[str, Any],
    document: Document,
    number: int,
    params: Mapping[str, Param],
    owner: str,
) -> Rule:
    kinds: Kind | list[Kind] = one["applies-to"]
    alternatives = one.get("any-of") or [one]
    reviewers = one.get("reviewers", ())
    if isinstance(reviewers, dict):
        reviewers = param(reviewers.get("param"), params).value
    examples = one.get("examples", {})
    return Rule(
        id=f"{pack}/{one['id']}",
        title=one["title"],
        applies_to=(kinds,) if isinstance(kinds, str) else tuple(kinds),
        alternatives=tuple(
            Alternative(part["check"], part.get("at", one.get("at", "")), part.get("options", {}))
            for part in alternatives
        ),
        severity=one["severity"],
        place=document.location("rules", number),
        each=one.get("each", ""),
        when=one.get("when", {}),
        if_present=one.get("if-present", False),
        message=one.get("message", ""),
        remedy=one.get("remedy", ""),
        help=one.get("help", ""),
        reviewers=tuple(str(name) for name in reviewers or ()),
        owner=owner,
        controls={key: tuple(ids) for key, ids in one.get("controls", {}).items()},
        needs=tuple(one.get("needs", ())),
        waivable=one.get("waivable", True),
        since=one.get("since", ""),
        examples={key: tuple(cases) for key, cases in examples.items()},
    )
