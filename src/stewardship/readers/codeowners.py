"""CODEOWNERS of GitHub and GitLab: who is asked to review which paths.

Which files: ``CODEOWNERS`` in capitals, in ``.github/``, in the root, in ``docs/`` or in
``.gitlab/``, where the forges look for it; one anywhere else is only a file of that name. Each
line is an ``ownership-entry`` named by its pattern: ``pattern``, ``owners`` (an empty list un-owns
what it matches), ``line-error`` where the forge skips the line, which is a problem of the entry
too, and ``line-doubt`` where it most likely does not do what was meant. A file with sections, or
in ``.gitlab/``, is GitLab's; its lines say ``section``, ``approvals``, ``optional`` and
``excluded`` as well. The dialects are ``vocabulary.codeowners`` and ``vocabulary.gitlab_owners``.
"""

from __future__ import annotations

from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers.facts import clip, unreadable
from stewardship.vocabulary import codeowners, gitlab_owners
from stewardship.vocabulary.owner_dialects import dialect_of
from stewardship.vocabulary.owner_places import ALL_PLACES

VERSION = 2
NAMES = ("codeowners",)
KIND: Kind = "ownership-entry"
LIMIT = codeowners.LIMIT
ORIGIN = "codeowners"


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
    if dialect_of(path, text) == "github":
        return tuple(_github(path, one, rows) for one in codeowners.parse(text))
    file = gitlab_owners.parse(text)
    return tuple(_gitlab(path, one, file, rows) for one in file.lines)


def mine(path: str, head: bytes) -> bool:
    """Whether a forge would look here."""
    return path in ALL_PLACES


def _github(path: str, line: codeowners.Line, rows: list[str]) -> Fragment:
    return _fragment(path, line, rows, {"line-doubt": line.doubt} if line.doubt else {})


def _gitlab(
    path: str, line: gitlab_owners.Line, file: gitlab_owners.File, rows: list[str]
) -> Fragment:
    section = file.sections.get(line.section, gitlab_owners.Section(""))
    more: dict[str, str | int | bool] = {
        "section": section.name,
        "approvals": section.approvals,
        "optional": section.optional,
        "excluded": line.excluded,
    }
    if line.passed_over:
        strange = ", ".join(f"`{clip(word)}`" for word in line.passed_over[:3])
        more["line-doubt"] = f"{strange} is no owner to GitLab, and is passed over"
    return _fragment(path, line, rows, more)


def _fragment(
    path: str,
    line: codeowners.Line | gitlab_owners.Line,
    rows: list[str],
    more: dict[str, str] | dict[str, str | int | bool],
) -> Fragment:
    row = rows[line.number - 1]
    start = row.find(line.pattern)
    place = Location(path, line.number, max(start, 0) + 1)
    owners = []
    at = start + len(line.pattern)
    for owner in line.owners:
        found = row.find(owner, at)  # an owner of the whole section does not stand here
        owners.append(Value(owner, Location(path, line.number, max(found, start, 0) + 1), ORIGIN))
        at = found + len(owner) if found >= 0 else at
    fields = {
        "pattern": Value(line.pattern, place, ORIGIN),
        "owners": Value(tuple(owners), owners[0].location if owners else place, ORIGIN),
        **{name: Value(said, place, ORIGIN) for name, said in more.items()},
    }
    if line.error:
        fields["line-error"] = Value(line.error, place, ORIGIN)
    problems = (Problem(line.error, place, line.pattern),) if line.error else ()
    name = clip(line.pattern) or "CODEOWNERS"
    return Fragment(KIND, name, place, ORIGIN, fields, problems=problems)
