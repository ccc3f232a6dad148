"""A license out of what a format may say: a text, an address, a list of either."""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.model import Location, Value
from stewardship.readers._values import said
from stewardship.vocabulary.license_urls import is_url, license_at


def by_address(value: Value) -> Value:
    """The license whose page the address is, at the same place; what is none stays as it is."""
    if isinstance(value.data, str) and is_url(value.data):
        found = license_at(value.data)
        return said(found, value.location, value.origin) if found else value
    return value


def all_of(values: Sequence[Value], location: Location, origin: str) -> Value:
    """One expression: the licenses of a list all hold, each in parentheses where it needs them."""
    if len(values) == 1:
        return values[0]
    parts = [f"({value.data})" if " " in str(value.data) else str(value.data) for value in values]
    states = [value.state for value in values if value.state != "present"]
    joined = said(" AND ".join(parts), location, origin)
    return Value(joined.data, joined.location, origin, states[0] if states else joined.state)
