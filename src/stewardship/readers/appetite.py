"""``.steward/appetite.yaml``: the organization's risk appetite in numbers, a living charter.

```yaml
owner: "@acme/risk"
reviewed-on: 2026-10-01         # the day on which these people last looked at all of it
bounds:
  - metric: false-positive-rate
    at-most: 5 %                # `at-most`, `at-least` or both; may be reached
    because: each payment that is stopped for nothing costs a call of twelve minutes
    owner: "@acme/finance"      # where it is not the charter's; so with `reviewed-on`
    scope: {kind: model, name: "fraud-*", stage: [staging, production]}
  - {metric: latency-p95, at-most: 80, unit: ms, scope: {kind: service}}
```

``scope`` narrows a bound by ``kind`` (``model`` unless stated), ``name`` (a glob, letters in any
case), ``stage``, ``sector`` and ``task``; one value or a list of them. A resource that does not
state its stage is bound all the same: leaving it out is no way out; what says that it is retired
is bound only where ``stage`` names that. ``dataset`` and ``split`` say
which measurement is meant where there are several; without, each one has to hold.

The charter is a ``repository`` with ``bounds``, ``steward`` and ``reviewed-on``. Because the
numbers decide what may be released, a charter that cannot be understood stops the gate (exit 2),
as a broken policy does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Problem, Value
from stewardship.readers import _files, facts
from stewardship.readers._keys import meant, unknown_keys
from stewardship.vocabulary import quantities

VERSION = 1
NAMES = ("appetite.yaml",)
UNDER = (".steward/",)
KIND: Kind = "repository"
ORIGIN = "appetite"

PATH = ".steward/appetite.yaml"
ID = "path:.steward#appetite"
KEYS = ("owner", "reviewed-on", "bounds")
LIMITS = ("at-most", "at-least")
NARROWING = ("kind", "name", "stage", "sector", "task")
SELECTING = ("dataset", "split")
OF_EACH = ("owner", "reviewed-on")
BOUND = ("metric", *LIMITS, "unit", *SELECTING, "because", "scope", *OF_EACH)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The charter, with every problem that it has."""
    if path != PATH:
        return None
    document, error = _files.one_document(content, path)
    if document is None or not isinstance(document.data, dict):
        shape = error or facts.wrong_shape(document, path, "a mapping with `bounds`")
        return (facts.unreadable(KIND, path, shape, ORIGIN, "appetite"),)
    problems = list(unknown_keys(document, known=KEYS))
    fields: dict[str, Value] = {}
    for key, name in (("owner", "steward"), ("reviewed-on", "reviewed-on")):
        value = facts.text(document, key, origin=ORIGIN)
        if value is not None:
            fields[name] = value
    listed = document.get("bounds")
    if not isinstance(listed, list) or not listed:
        said = "`bounds` has to be a list of bounds, each with `metric` and `at-most` or `at-least`"
        problems.append(Problem(said, document.location("bounds")))
    else:
        for index in range(len(listed)):
            problems += _wrong(document, index)
        found = [_bound(document, index) for index in range(len(listed))]
        fields["bounds"] = facts.listing(found, document.location("bounds"), ORIGIN)
    fragment = Fragment(KIND, "appetite", document.location(), ORIGIN, fields, (ID,),
                        problems=tuple(problems))  # fmt: skip
    return (facts.with_problem(fragment, error),)


def _bound(document: Document, index: int) -> Value:
    """One bound as a record of what it states itself."""
    at = ("bounds", index)
    node = document.get(*at)
    entries: dict[str, Value] = {}
    for key in node if isinstance(node, dict) else ():
        if key in ("unit", "metric", "because", *OF_EACH, *SELECTING):
            said = facts.text(document, *at, key, origin=ORIGIN)
            if said is not None:
                entries[key] = said
        elif key in BOUND:
            entries[key] = facts.nested(document, *at, key, origin=ORIGIN)
    return Value(entries, document.location(*at), ORIGIN)


def _wrong(document: Document, index: int) -> Iterator[Problem]:
    at = ("bounds", index)
    if not isinstance(document.get(*at), dict):
        said = "a bound has to be a mapping, such as `{metric: f1, at-least: 0.8}`"
        yield Problem(said, document.location(*at))
        return
    yield from unknown_keys(document, *at, known=BOUND)
    metric = document.get(*at, "metric")
    if not isinstance(metric, str) or not metric.strip():
        yield Problem("a bound needs a `metric`, such as `f1`", document.location(*at))
    yield from _wrong_limits(document, index)
    scope = document.get(*at, "scope")
    if scope is not None and not isinstance(scope, dict):
        said = "`scope` has to be a mapping, such as `{kind: model, stage: production}`"
        yield Problem(said, document.location(*at, "scope"))
        return
    yield from unknown_keys(document, *at, "scope", known=NARROWING)
    for key in scope or ():
        yield from _wrong_scope(document, (*at, "scope", key))


def _wrong_limits(document: Document, index: int) -> Iterator[Problem]:
    at = ("bounds", index)
    unit = document.get(*at, "unit")
    if unit is not None and not isinstance(unit, str):
        yield Problem("`unit` has to be a word, such as `ms`", document.location(*at, "unit"))
        return
    read: dict[str, quantities.Quantity] = {}
    for key in LIMITS:
        if not facts.has(document, *at, key):
            continue
        found = quantities.read(document.get(*at, key), unit or "")
        if found is None:
            said = f"`{key}` has to be a number, with or without a unit, such as `80 ms`"
            yield Problem(said, document.location(*at, key))
            return
        read[key] = found
    if not read:
        said = "a bound needs a number: `at-most` or `at-least`"
        yield Problem(said, document.location(*at))
    if len(read) == 2:
        both = quantities.common(read["at-least"], read["at-most"])
        if both is None or both[0] > both[1]:
            said = f"nothing is at least {read['at-least']} and at most {read['at-most']}"
            yield Problem(said, document.location(*at, "at-least"))


def _wrong_scope(document: Document, at: tuple[str | int, ...]) -> Iterator[Problem]:
    node, key = document.get(*at), at[-1]
    items = node if isinstance(node, list) else [node]
    if not items or not all(isinstance(one, str) and one.strip() for one in items):
        yield Problem(f"`{key}` has to be a word or a list of words", document.location(*at))
    elif key == "kind":
        for one in items:
            if one not in get_args(Kind):
                said = f"there is no kind `{facts.clip(one)}`{meant(one, get_args(Kind))}"
                yield Problem(said, document.location(*at))
