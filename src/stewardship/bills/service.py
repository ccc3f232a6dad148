"""One service or deployment, in the format's own fields."""

from __future__ import annotations

from typing import Any

from stewardship.bills.component import common
from stewardship.bills.stated import listed
from stewardship.model import Resource


def service(one: Resource) -> dict[str, Any]:
    """The service; what it serves and needs is told by the document's dependencies."""
    node: dict[str, Any] = {"bom-ref": one.key, "name": one.name, **common(one)}
    if endpoints := listed(one, "endpoints"):
        node["endpoints"] = endpoints
    return node
