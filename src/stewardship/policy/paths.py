"""The one path grammar, for a rule's ``at`` and ``each`` and inside references.

::

    path  = step ("." step)*
    step  = field | field "[]" | field "[" key "=" text "]" | link "*"

``field`` steps into a record or a resource, ``[]`` iterates a list, ``[k=v]`` keeps the records
whose ``k`` is ``v``, ``target`` steps from a record with a ``ref`` to the resource it names, and
``link*`` yields every resource reached over that link, to the end, each once. An empty path is
the resource itself. ``parse`` refuses a name that nothing can have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stewardship.model import Resource, Value
from stewardship.policy.fields import LINKS, OWN, RECORD_KEYS, STANDARD
from stewardship.vocabulary.suggest import closest

Resolve = Callable[[Resource, str, str], Resource | None]
Reach = Callable[[Resource, str], Sequence[Resource]]
Node = Value | Resource

_STEP = re.compile(r"([a-z][a-z0-9-]*)(\*|\[\]|\[([a-z][a-z0-9-]*)=([^\[\]]*)\])?")


class PathError(ValueError):
    """The path cannot be read, or names what nothing has; ``hint`` may hold a better name."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a name, and how many of it: ``one``, ``all``, ``where`` or ``reach``."""

    name: str
    take: str = "one"
    key: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """How a walk leaves one resource for another; the universe provides both."""

    resolve: Resolve
    reach: Reach


@lru_cache(maxsize=512)
def parse(
    text: str, extra: frozenset[str] = frozenset(), within: Step | None = None
) -> tuple[Step, ...]:
    """The steps of a path; ``extra`` are the fields that the policy declares itself, ``within``
    the step that leads to where the path begins, where that is not the resource."""
    if not text:
        return ()
    steps: list[Step] = []
    for part in text.split("."):
        match = _STEP.fullmatch(part)
        if not match:
            raise PathError(f"`{part}` is not a step of a path")
        name, suffix, key, wanted = match.groups()
        take = {None: "one", "*": "reach", "[]": "all"}.get(suffix, "where")
        step = Step(name, take, key or "", wanted or "")
        _known(step, steps[-1] if steps else within, extra)
        steps.append(step)
    return tuple(steps)


def _known(step: Step, before: Step | None, extra: frozenset[str]) -> None:
    """Refuse a name that the place before it cannot have."""
    on_resource = before is None or before.name == "target" or before.take == "reach"
    if on_resource:
        names: Sequence[str] = (*STANDARD, *OWN, *extra)
        if step.take == "reach" and step.name not in LINKS:
            raise PathError(f"`{step.name}*`: only a link can be followed", f"one of {LINKS}")
    else:
        assert before is not None
        names = RECORD_KEYS.get(before.name, ())
    if names and step.name not in names:
        raise PathError(f"nothing has a field `{step.name}`", closest(step.name, names) or "")
    keys = RECORD_KEYS.get(step.name, ())
    if step.key and keys and step.key not in keys:
        raise PathError(f"`{step.name}` has no key `{step.key}`", closest(step.key, keys) or "")


def select(start: Node, steps: tuple[Step, ...], links: Links, home: Resource) -> list[Node]:
    """All nodes at the path, from ``start``; ``home`` is the resource whose files those are.

    What is not stated comes back as one absent Value, so that its absence can be judged; a
    filter (``[k=v]``) and a link that match nothing come back empty.
    """
    nodes: list[tuple[Node, Resource]] = [(start, home)]
    for step in steps:
        nodes = [found for node, owner in nodes for found in _take(node, owner, step, links)]
    return [node for node, _ in nodes]


def _take(node: Node, home: Resource, step: Step, links: Links) -> Iterator[tuple[Node, Resource]]:
    if step.take == "reach":
        if isinstance(node, Resource):
            yield from ((found, found) for found in links.reach(node, step.name))
        return
    if step.name == "target" and isinstance(node, Value):
        found = _target(node, home, links)
        if found is not None:
            yield found, found
        return
    value = _own(node, step.name) if isinstance(node, Resource) else _member(node, step.name)
    if step.take == "one":
        yield value, home
    elif isinstance(value.data, tuple):
        for item in value.data:
            if step.take == "all" or _matches(item, step):
                yield item, home
    elif step.take == "all":
        yield value, home


def _own(resource: Resource, name: str) -> Value:
    if name in resource.fields:
        return resource.fields[name]
    own = {"id": resource.id, "name": resource.name, "kind": resource.kind}
    own["path"] = resource.place.path
    return Value(own[name], resource.place) if name in own else resource.value(name)


def _member(value: Value, name: str) -> Value:
    if isinstance(value.data, dict) and name in value.data:
        return value.data[name]  # type: ignore[no-any-return]
    return Value(None, value.location, value.origin, "absent")


def _target(record: Value, home: Resource, links: Links) -> Resource | None:
    reference = _member(record, "ref")
    kind = _member(record, "kind").data
    if not isinstance(reference.data, str):
        return None
    return links.resolve(home, reference.data, kind if isinstance(kind, str) else "")


def _matches(item: Value, step: Step) -> bool:
    return str(_member(item, step.key).data) == step.text


def label(text: str) -> str:
    """The field's name for messages: the last plain name of a path, in words."""
    names = [_STEP.fullmatch(part) for part in text.split(".")] if text else []
    last = names[-1].group(1) if names and names[-1] else ""
    return last.replace("-", " ")
