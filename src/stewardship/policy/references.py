"""The one reference form, in any option of a rule.

``{param: max-age}`` is a param; ``{value: path}`` a value of the resource that is judged;
``{item: path}`` a value of the item that ``each`` is at. ``key:`` with any of them picks an
entry of a table by another reference or a plain key: ``{param: sla, key: {value: severity}}``.
Options are compiled once; what holds no reference to a value is resolved at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stewardship.checks import wording
from stewardship.model import Param, Resource, Value
from stewardship.policy.paths import Links, Node, PathError, Step, parse, unknown, walk

FORMS = ("param", "value", "item")


class Frame:
    """What a reference can see while one target is judged: the resource, the item, the links."""

    __slots__ = ("home", "item", "links", "resource")

    def __init__(self, resource: Resource, item: Node, home: Resource, links: Links) -> None:
        """``home`` is the resource that states the item."""
        self.resource = resource
        self.item = item
        self.home = home
        self.links = links


Getter = Callable[[Frame], Any]


def is_reference(node: object) -> bool:
    """Whether a mapping in the options is a reference and not a plain mapping."""
    if not isinstance(node, dict) or not node.keys() <= {*FORMS, "key"}:
        return False
    return len(node.keys() & set(FORMS)) == 1


def compile_options(
    options: Mapping[str, Any],
    params: Mapping[str, Param],
    extra: frozenset[str],
    each: tuple[Step, ...] = (),
) -> tuple[dict[str, Any], Getter | None]:
    """The fixed options, and a getter of all of them where some depend on values (else None).

    ``each`` leads to the item: where a path of ``{item: …}`` begins.
    """
    compiled = {key: compile_node(node, params, extra, each) for key, node in options.items()}
    fixed = {key: node for key, (node, getter) in compiled.items() if getter is None}
    moving = {key: getter for key, (_, getter) in compiled.items() if getter is not None}
    if not moving:
        return fixed, None
    return fixed, lambda frame: fixed | {key: get(frame) for key, get in moving.items()}


def compile_node(
    node: Any,
    params: Mapping[str, Param],
    extra: frozenset[str],
    each: tuple[Step, ...] = (),
) -> tuple[Any, Getter | None]:
    """(plain, None) for what is known now, (None, getter) for what depends on the target."""
    if is_reference(node):
        return _reference(node, params, extra, each)
    if isinstance(node, list):
        parts = [compile_node(one, params, extra, each) for one in node]
        if all(getter is None for _, getter in parts):
            return [plain for plain, _ in parts], None
        return None, lambda frame: [get(frame) if get else plain for plain, get in parts]
    return node, None


def named(options: Mapping[str, Any], each: tuple[Step, ...]) -> Iterator[str]:
    """The paths, from the resource, of all references in the options of a rule to its values."""
    starts = ("value",) if each else ("value", "item")  # with no ``each`` it is itself the item
    waiting: list[Any] = list(options.values())
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif is_reference(node):
            waiting.append(node.get("key"))
            yield from (str(node[start]) for start in starts if start in node)


def _reference(
    node: Mapping[str, Any],
    params: Mapping[str, Param],
    extra: frozenset[str],
    each: tuple[Step, ...],
) -> tuple[Any, Getter | None]:
    key, key_getter = compile_node(node.get("key"), params, extra, each)
    keyed = "key" in node
    if "param" in node:
        found = param(node["param"], params)
        table = found.value
        if not keyed:
            return table, None
        if found.type != "table":
            message = f"`{found.name}` is a {found.type}; `key` picks an entry of a table"
            raise PathError(message, "remove `key`, or make the param a table", found.name, True)
        if key_getter is None:
            return _pick(table, key), None
        return None, lambda frame: _pick(table, key_getter(frame))
    start = "value" if "value" in node else "item"
    steps = parse(str(node[start]), extra, each if start == "item" else ())

    def read(frame: Frame) -> Any:
        origin: Node = frame.resource if start == "value" else frame.item
        home = frame.resource if start == "value" else frame.home
        found = [_plain(node) for node, _ in walk(origin, steps, frame.links, home)]
        single = found[0] if len(found) == 1 else (found or None)
        return _pick(single, key_getter(frame) if key_getter else key) if keyed else single

    return None, read


def param(name: object, params: Mapping[str, Param]) -> Param:
    """The param of this name; a PathError with a suggestion where the policy has none."""
    if not isinstance(name, str) or name not in params:
        message = f"no param is named `{name}`"
        raise unknown(message, str(name), tuple(params), str(name), param=True)
    return params[name]


def constant(node: Any, params: Mapping[str, Param], source: str) -> Any:
    """What a node comes to before any resource is seen; a PathError where it needs one."""
    plain, getter = compile_node(node, params, frozenset())
    if getter is not None:
        message = f"the condition on `{source}` looks at a value of the resource"
        raise PathError(message, "it can only look at a param: `{param: name}`", source)
    return plain


def _plain(node: Node) -> Any:
    """What a check may be given: only what is surely stated, so that a doubt is no limit."""
    if isinstance(node, Value):
        return node.plain() if node.state == "present" else None
    return node.id


def _pick(table: Any, key: Any) -> Any:
    if isinstance(table, dict):
        return table.get(wording.flat(key), table.get("*"))
    return None
