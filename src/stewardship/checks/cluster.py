"""The objects of a cluster, as checks look for them: deployments, and what serves by itself."""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.checks import Context
from stewardship.model import Resource


def objects(context: Context) -> Sequence[Resource]:
    """All objects that some manifest of the tree declares."""
    serving = [one for one in context.resources("service") if "containers" in one.fields]
    return (*context.resources("deployment"), *serving)
