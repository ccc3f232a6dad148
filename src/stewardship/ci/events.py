"""What one run of CI is about: an event with the revisions to compare."""

from __future__ import annotations

from stewardship.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """What to compare, and whose policies govern.

    ``base`` is where the change forked off, ``trusted`` the tip of the branch that it goes to: an
    old fork must not bring old policies back. Without a base everything is judged: by what is
    ``trusted``, else by the head's own.
    ``pull`` is the number of the pull request (of a merge group: the one that it queues), 0 where
    there is none; ``reviewed`` the id of the commit that its reviews are of, empty where only the
    forge knows it.
    """

    name: str
    base: str
    head: str
    trusted: str = ""
    pull: int = 0
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A merge group: the branch that it is to be merged to, and the id of the commit that it was
    built on, which is the entry of the queue ahead of it where there is one."""

    branch: str
    built_on: str
