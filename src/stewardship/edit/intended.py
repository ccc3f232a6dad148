"""What a change is meant to do to the data: what an edit is measured by."""

from __future__ import annotations

from typing import Any

from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.model import Plain, Pointer


class EditError(UserError):
    """An edit that is refused: why, where, and what to do instead. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a file is to say.

    ``value`` is what is to stand at ``pointer``; mappings on the way that are not there are made.
    With ``append`` it is one more item of the list there. ``document`` counts the documents of a
    YAML file, from 0. ``quotes`` puts every new text into them, where a person has to see that it
    is one; ``block`` gives each entry of a new record a line, however short it is.
    """

    pointer: Pointer
    value: Plain
    append: bool = False
    document: int = 0
    quotes: bool = False
    block: bool = False


def after(document: Document, change: Change) -> Any:
    """The data as it should be after the change; every alias is a copy of its own.

    Raises ``EditError`` where the pointer leads through what is no mapping and no list, and where
    a list or a mapping would be replaced.
    """
    root = [_copied(document.data)]
    node: Any = root
    step: str | int = 0
    for index, following in enumerate(change.pointer):
        if node[step] is None and isinstance(following, str):
            node[step] = {}
        node = node[step]
        if not _leads(node, following):
            raise _refused(document, change.pointer[: index or 1], "leads nowhere")
        step = following
        if isinstance(node, dict):
            node.setdefault(step, None)
    old = node[step]
    if not change.append:
        if isinstance(old, dict | list) and not same(old, change.value):
            raise _refused(document, change.pointer, "is a list or a mapping, which stays")
        node[step] = _copied(change.value)
    elif old is None:
        node[step] = [_copied(change.value)]
    elif isinstance(old, list):
        old.append(_copied(change.value))
    else:
        raise _refused(document, change.pointer, "is no list")
    return root[0]


def _leads(node: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(node, list) and 0 <= step < len(node)
    return isinstance(node, dict)


def _refused(document: Document, pointer: Pointer, why: str) -> EditError:
    shown = ".".join(str(step) for step in pointer)
    return EditError(f"`{shown}` {why}", document.location(*pointer), "change it by hand")


def _copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(value) for value in node] if isinstance(node, list) else node


def same(one: Any, other: Any) -> bool:
    """Whether two pieces of data are the same in type, too: neither is 1 true, nor 1.0 one."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
