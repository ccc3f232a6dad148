"""Where in a policy file something stands that only compiling found out to be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stewardship.model import Location
from stewardship.policy.paths import PathError
from stewardship.strict import Node


def place_of(error: PathError, rule: Node) -> Location:
    """Where in its rule the text stands that is wrong."""
    for node in _nodes(rule):
        step = node.pointer[-1]
        if node.data == error.source and (step == "param") == error.param:
            return node.location
        stated = node.data if step == "when" and not error.param else None
        if isinstance(stated, dict) and error.source in stated:
            return node.at(error.source).key_place(error.source)
    return rule.location


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    data = node.data
    steps: Sequence[str | int] = ()
    if isinstance(data, dict):
        steps = list(data)
    elif isinstance(data, list):
        steps = range(len(data))
    for step in steps:
        yield from _nodes(node.at(step))
