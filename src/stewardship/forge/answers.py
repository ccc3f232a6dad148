"""What an answer of the forge holds; a ``GateError`` where it does not hold what it must."""

from __future__ import annotations

from typing import Any

from stewardship.errors import GateError


def text(data: Any, *keys: str) -> str:
    """The text at the end of these keys."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, str) or not data:
        raise GateError(f"the forge's answer has no `{'.'.join(keys)}`")
    return data


def number(data: Any, key: str) -> int:
    """The whole number of this key."""
    found = data.get(key) if isinstance(data, dict) else None
    if not isinstance(found, int):
        raise GateError(f"the forge's answer has no number `{key}`")
    return found


def items(data: Any, key: str) -> list[Any]:
    """The list of this key."""
    found = data.get(key) if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise GateError(f"the forge's answer has no list `{key}`")
    return found
