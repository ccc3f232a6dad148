"""The edits of many fixes together: each file once, all of them before any is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from stewardship.edit import Change, EditError, apply, files
from stewardship.fixers._site import Fix, Left, Site
from stewardship.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Edited:
    """A file as it was (None: there was none) and as it is to be, with what that does."""

    path: str
    before: bytes | None
    after: bytes
    said: tuple[str, ...]


def edited(site: Site, fixes: Iterable[Fix]) -> tuple[list[Edited], list[tuple[Fix, Left]]]:
    """The files that the fixes change, by path, and the fixes that are refused, with the reason.

    Nothing is written. One change that several findings ask for is made once.
    """
    by_path: dict[str, dict[tuple[object, ...], Fix]] = {}
    for fix in fixes:
        by_path.setdefault(fix.path, {}).setdefault(_key(fix.change), fix)
    done: list[Edited] = []
    refused: list[tuple[Fix, Left]] = []
    for path, wanted in sorted(by_path.items()):
        before = files.read(site.repo.root, path)
        after, said = before or b"", []
        made: set[object] = set()
        for fix in wanted.values():
            first = [fix.first] if fix.first and _key(fix.first) not in made else []
            try:
                changed = apply(after, path, [*first, fix.change])
            except EditError as error:
                refused.append((fix, Left(error.message, f"{error.hint}: {fix.said}")))
                continue
            made.update(map(_key, first))
            if changed != after:
                said.append(fix.said)
            after = changed
        if after != (before or b""):
            done.append(Edited(path, before, after, tuple(said)))
    return done, refused


def _key(change: Change) -> tuple[object, ...]:
    value = repr(change.value) if change.append else ""
    return change.document, change.pointer, value


def write(site: Site, done: Iterable[Edited]) -> None:
    """Write each file; raises ``EditError`` for one that has changed since it was read."""
    for one in done:
        files.write(site.repo.root, one.path, one.before, one.after)


def diff(done: Iterable[Edited]) -> Iterator[str]:
    """What would change, as lines of a unified diff without their ends."""
    for one in done:
        old = (one.before or b"").decode("utf-8", "replace").split("\n")
        new = one.after.decode("utf-8", "replace").split("\n")
        names = (f"a/{one.path}", f"b/{one.path}")
        yield from difflib.unified_diff(old, new, *names, lineterm="")
