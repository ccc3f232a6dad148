"""Licenses as the format has them."""

from __future__ import annotations

from typing import Any

from stewardship.bills.stated import text
from stewardship.model import Resource
from stewardship.schemas import load
from stewardship.vocabulary import licenses

LONGEST = 200  # characters of a license's name


def license_rows(one: Resource) -> list[dict[str, Any]]:
    """The license: an id of the SPDX list, else an expression, else a name."""
    said = text(one, "license")
    if not said or len(said) > LONGEST or " ".join(said.split()) != said:
        return []  # No license is several lines long: a text is kept as it is, as a property.
    row = license_row(said)
    link = text(one, "license-link")
    if link and "license" in row:
        row["license"]["url"] = link
    return [row]


def license_row(said: str) -> dict[str, Any]:
    """One statement of a license, as other tools look for it."""
    found = licenses.resolve(said)
    expression = found.expression if found.kind == "license" else ""
    if expression in load("cyclonedx-licenses")["enum"]:
        return {"license": {"id": expression}}
    if expression:
        # The same words in another order are the writer's own expression.
        same = sorted(said.split()) == sorted(expression.split())
        return {"expression": said if same else expression}
    return {"license": {"name": said}}
