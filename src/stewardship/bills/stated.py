"""What a resource states for certain: only that becomes a field of the format."""

from __future__ import annotations

from typing import Any

from stewardship.model import Resource, Value


def text(one: Resource, name: str) -> str:
    """The text of a field; empty where it is not stated, not certain, or no text."""
    value = one.value(name)
    return value.data if value.state == "present" and isinstance(value.data, str) else ""


def listed(one: Resource, name: str) -> list[str]:
    """The texts of a list, each once; none where one of them is uncertain."""
    value = one.value(name)
    if value.state != "present" or not isinstance(value.data, tuple):
        return []
    if any(item.state != "present" or not isinstance(item.data, str) for item in value.data):
        return []
    return list(dict.fromkeys(str(item.data) for item in value.data))


def records(value: Value) -> list[dict[str, Any]]:
    """The records of a list as plain data, with what is certain in each."""
    if value.state != "present" or not isinstance(value.data, tuple):
        return []
    found = []
    for item in value.data:
        if isinstance(item.data, dict):
            certain = {key: one for key, one in item.data.items() if one.state == "present"}
            found.append({key: one.plain() for key, one in certain.items()})
    return found
