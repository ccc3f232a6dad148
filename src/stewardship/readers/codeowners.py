"""GitHub's CODEOWNERS: who is asked to review which paths.

Which files: ``.github/CODEOWNERS``, ``CODEOWNERS`` and ``docs/CODEOWNERS``, in capitals, where
GitHub looks for them (and takes the first of these that exists); one anywhere else is only a
file of that name. Each line is an ``ownership-entry`` named by its pattern: ``pattern``,
``owners`` (an empty list un-owns what it matches), ``line-error`` where GitHub skips the line,
which is a problem of the entry too, and ``line-doubt`` where it most likely does not do what was
meant. The dialect is that of ``vocabulary.codeowners``.
"""

from __future__ import annotations

from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers.facts import clip, unreadable
from stewardship.vocabulary import codeowners
from stewardship.vocabulary.owner_dialects import PLACES

VERSION = 1
NAMES = ("codeowners",)
KIND: Kind = "ownership-entry"
LIMIT = codeowners.LIMIT
ORIGIN = "codeowners"

PATHS = PLACES["github"]


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One entry for each line that says something, in the order of the file."""
    if not mine(path, content):
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem("the file is not UTF-8 text", Location(path, 1, 1))
        return (unreadable(KIND, path, problem, ORIGIN, "CODEOWNERS"),)
    rows = text.split("\n")
    return tuple(_fragment(path, line, rows[line.number - 1]) for line in codeowners.parse(text))


def mine(path: str, head: bytes) -> bool:
    """Whether GitHub would look here."""
    return path in PATHS


def _fragment(path: str, line: codeowners.Line, row: str) -> Fragment:
    start = row.find(line.pattern)
    place = Location(path, line.number, max(start, 0) + 1)
    owners = []
    at = start + len(line.pattern)
    for owner in line.owners:
        at = row.find(owner, at)
        owners.append(Value(owner, Location(path, line.number, at + 1), ORIGIN))
        at += len(owner)
    fields = {
        "pattern": Value(line.pattern, place, ORIGIN),
        "owners": Value(tuple(owners), owners[0].location if owners else place, ORIGIN),
    }
    if line.error:
        fields["line-error"] = Value(line.error, place, ORIGIN)
    if line.doubt:
        fields["line-doubt"] = Value(line.doubt, place, ORIGIN)
    problems = (Problem(line.error, place, line.pattern),) if line.error else ()
    return Fragment(
        KIND, clip(line.pattern) or "CODEOWNERS", place, ORIGIN, fields, problems=problems
    )
