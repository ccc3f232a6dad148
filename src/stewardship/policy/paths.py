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

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from stewardship.checks import wording
from stewardship.frozen import dataclass
from stewardship.model import Resource, Value
from stewardship.pattern import pattern
from stewardship.policy.fields import LINKS, OWN, RECORD_KEYS, STANDARD
from stewardship.vocabulary.suggest import closest

Resolve = Callable[[Resource, str, str], Resource | None]
Reach = Callable[[Resource, str], Sequence[Resource]]
Node = Value | Resource

_STEP = pattern(r"([a-z][a-z0-9-]*)(\*|\[\]|\[([a-z][a-z0-9-]*)=([^\[\]]+)\])?")


class PathError(ValueError):
    """What a path, a reference or a template gets wrong.

    ``hint`` is the next step; ``source`` the text as it stands in the policy, where it may be
    the name of a ``param`` or anything else.
    """

    def __init__(
        self, message: str, hint: str | None = None, source: str = "", param: bool = False
    ) -> None:
        super().__init__(message)
        self.hint = hint
        self.source = source
        self.param = param


def unknown(
    message: str, word: str, known: Sequence[str], source: str, param: bool = False
) -> PathError:
    """A PathError about a name that is none, with the one that was probably meant."""
    near = closest(word, known)
    listed = f"known here: {', '.join(sorted(known))}" if 0 < len(known) <= 12 else None
    return PathError(message, f"did you mean `{near}`?" if near else listed, source, param)


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


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where a path has come to: ``names`` may follow (None: any), or ``end`` says why nothing."""

    names: tuple[str, ...] | None
    resource: bool = False
    end: str = ""


@lru_cache(maxsize=512)
def parse(
    text: str, extra: frozenset[str] = frozenset(), within: tuple[Step, ...] = ()
) -> tuple[Step, ...]:
    """The steps of a path; ``extra`` are the fields that the policy declares itself, ``within``
    the steps that lead to where the path begins, where that is not the resource."""
    top = _Ground((*STANDARD, *OWN, *sorted(extra)), resource=True)
    steps: list[Step] = []
    ground = top
    for step in within:
        ground = _beyond(step, ground, top)
    for step in _split(text):
        _known(step, ground, text)
        steps.append(step)
        ground = _beyond(step, ground, top)
    return tuple(steps)


def _split(text: str) -> Iterator[Step]:
    position = 0
    while text:
        match = _STEP.match(text, position)
        end = match.end() if match else position
        if match is None or text[end : end + 1] not in ("", "."):
            wrong = text[position:].partition(".")[0]
            hint = "a step is `name`, `name[]`, `name[key=text]` or `name*`; dots join steps"
            raise PathError(f"`{wrong}` is not a step of a path", hint, text)
        name, suffix, key, wanted = match.groups()
        take = {None: "one", "*": "reach", "[]": "all"}.get(suffix, "where")
        yield Step(name, take, key or "", wanted or "")
        if end == len(text):
            return
        position = end + 1


def _known(step: Step, ground: _Ground, text: str) -> None:
    """Refuse a name that the place before it cannot have."""
    if ground.end:
        raise PathError(ground.end, None, text)
    if ground.names is not None and step.name not in ground.names:
        raise unknown(f"nothing has a field `{step.name}` here", step.name, ground.names, text)
    if step.take == "reach" and not (ground.resource and step.name in LINKS):
        only = ", ".join(f"`{name}*`" for name in LINKS)
        raise PathError(f"`{step.name}` is not a link, so `*` cannot follow it", only, text)
    keys = RECORD_KEYS.get(step.name, ()) if ground.resource else ()
    if step.key and keys and step.key not in keys:
        raise unknown(f"`{step.name}` has no key `{step.key}`", step.key, keys, text)


def _beyond(step: Step, ground: _Ground, top: _Ground) -> _Ground:
    """Where a step leads to."""
    if step.take == "reach" or (step.name == "target" and not ground.resource):
        return top
    if ground.resource:
        shape = STANDARD.get(step.name, ("scalar" if step.name in OWN else "",))[0]
    else:
        shape = "" if ground.names is None else "scalar"
    end = ""
    if shape == "scalar":
        end = f"`{step.name}` is a single value; nothing is inside it"
    elif shape in ("list", "records") and step.take == "one":
        end = f"`{step.name}` is a list; write `{step.name}[]` for each of its items"
    return _Ground(RECORD_KEYS.get(step.name) if shape == "records" else None, end=end)


def select(start: Node, steps: tuple[Step, ...], links: Links, home: Resource) -> list[Node]:
    """All nodes at the path, from ``start``; ``home`` is the resource whose files those are.

    What is not stated comes back as one absent Value, so that its absence can be judged; a
    filter (``[k=v]``) and a link that match nothing come back empty.
    """
    return [node for node, _ in walk(start, steps, links, home)]


def walk(
    start: Node, steps: tuple[Step, ...], links: Links, home: Resource
) -> list[tuple[Node, Resource]]:
    """``select``, each node with the resource that states it."""
    if len(steps) == 1 and steps[0].take == "one" and type(start) is Resource:
        return [(own(start, steps[0].name), home)]  # a field of the resource: as most paths are
    nodes: list[tuple[Node, Resource]] = [(start, home)]
    for step in steps:
        nodes = [found for node, owner in nodes for found in _take(node, owner, step, links)]
    return nodes


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
    value = own(node, step.name) if isinstance(node, Resource) else _member(node, step.name)
    if step.take == "one":
        yield value, home
        return
    # What should be a list and is not counts as a list of one: it is judged, and not skipped.
    for item in value.data if isinstance(value.data, tuple) else (value,):
        if step.take == "all" or _matches(item, step):
            yield item, home


def own(resource: Resource, name: str) -> Value:
    """What a resource says under a name: a field, else what every resource answers of itself."""
    stated = resource.fields.get(name)
    if stated is not None:
        return stated
    if name not in OWN:
        return resource.value(name)
    said: str = resource.place.path if name == "path" else getattr(resource, name)
    return Value(said, resource.place)


def _member(value: Value, name: str) -> Value:
    if isinstance(value.data, Mapping) and name in value.data:
        return value.data[name]
    return Value(None, value.location, value.origin, "absent")


def _target(record: Value, home: Resource, links: Links) -> Resource | None:
    reference = _member(record, "ref")
    kind = _member(record, "kind").data
    if not isinstance(reference.data, str):
        return None
    return links.resolve(home, reference.data, kind if isinstance(kind, str) else "")


def _matches(item: Value, step: Step) -> bool:
    return wording.text(_member(item, step.key).data) == step.text


def label(steps: Sequence[Step]) -> str:
    """The field's name for messages: the last name of a path, in words; empty for no path."""
    return steps[-1].name.replace("-", " ") if steps else ""
