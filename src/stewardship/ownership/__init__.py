"""The ownership map: who answers for a resource, who owns a path, how a person is reached."""

from stewardship.ownership.build import build
from stewardship.ownership.facts import assign
from stewardship.ownership.map import Ownership

__all__ = ["Ownership", "assign", "build"]
