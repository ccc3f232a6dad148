"""Calls that are understood without click, whose import is the better part of a short command.

Understood is what is written plainly: ``--name value``, each option once unless it may be given
several times. Everything else is left to click, for click to do or to complain about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Words(NamedTuple):
    """The parts of a call: its arguments, its options, and those that may be repeated."""

    arguments: list[str]
    one: dict[str, str]
    several: dict[str, tuple[str, ...]]


def command(arguments: Sequence[str]) -> Callable[[], int] | None:
    """What the call asks for, ready to be done; None for whatever is not understood here."""
    if arguments[:1] == ["check"]:
        from stewardship.cli import judge

        call = judge.plain(arguments)
        return None if call is None else lambda: judge.run(call)
    if arguments[:1] == ["verify"]:
        from stewardship.cli import verifying

        asked = verifying.plain(arguments)
        return None if asked is None else lambda: verifying.run(asked)
    if arguments[:2] == ["licenses", "explain"]:
        return explaining(arguments[2:])
    return listing(arguments[2:]) if arguments[:2] == ["licenses", "list"] else None


def explaining(arguments: Sequence[str]) -> Callable[[], int] | None:
    """The call of ``steward licenses explain`` with these arguments."""
    found = words(arguments, ("--format", "--root"), ("--allow", "--as"))
    if found is None or len(found.arguments) != 1:
        return None
    from stewardship.cli.licenses import explaining

    form, root = found.one.get("--format", "text"), found.one.get("--root")
    several = found.several["--allow"], found.several["--as"]
    return lambda: explaining.run(found.arguments[0], *several, form, root)


def listing(arguments: Sequence[str]) -> Callable[[], int] | None:
    """The call of ``steward licenses list`` with these arguments."""
    found = words(arguments, ("--environment", "--lock", "--root", "--format"), ("--allow",))
    if found is None or found.arguments:
        return None
    from stewardship.cli.licenses import listing

    environment = found.one.get("--environment")
    lock, root = _path(found.one.get("--lock")), _path(found.one.get("--root"))
    allow, form = found.several["--allow"], found.one.get("--format", "text")
    return lambda: listing.run(environment, lock, allow, form, root)


def _path(word: str | None) -> Path | None:
    if word is None:
        return None
    from pathlib import Path

    return Path(word)


def words(arguments: Sequence[str], one: Collection[str], several: Collection[str]) -> Words | None:
    """The call taken apart; None for one that is not plain, or says an option twice."""
    found = Words([], {}, dict.fromkeys(several, ()))
    waiting = iter(arguments)
    for word in waiting:
        if word[:1] != "-":
            found.arguments.append(word)
            continue
        value = next(waiting, "")
        if not value or value[0] == "-":
            return None
        if word in several:
            found.several[word] += (value,)
        elif word in one and word not in found.one:
            found.one[word] = value
        else:
            return None
    return found
