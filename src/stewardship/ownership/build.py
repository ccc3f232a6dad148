"""The map out of what its files say: the stewards file and CODEOWNERS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from posixpath import dirname

from stewardship.model import Fragment, Location, Resource
from stewardship.ownership.map import Assignment, Ownership
from stewardship.vocabulary import codeowners, gitlab_owners
from stewardship.vocabulary.owner_dialects import Owners
from stewardship.vocabulary.owner_places import ALL_PLACES


def build(fragments: Iterable[Fragment]) -> Ownership:
    """The map out of what its files say: fragments of kinds ``steward`` and ``ownership-entry``.

    Whatever any other file says of these kinds is no part of it.
    """
    stewards: list[Resource] = []
    assignments: list[Assignment] = []
    files: dict[str, list[Fragment]] = {}
    fallback = ""
    for one in fragments:
        if not one.place.path.startswith(".steward/") and one.place.path not in ALL_PLACES:
            continue
        if one.kind == "steward":
            stewards.append(_resource(one))
        elif one.kind != "ownership-entry":
            continue
        elif "fallback" in one.fields:
            fallback = str(one.fields["steward"].data)
        elif "steward" in one.fields:
            if not one.problems:
                assignments.append(_assignment(one))
        elif "pattern" in one.fields and one.place.path in ALL_PLACES:
            files.setdefault(one.place.path, []).append(one)
    file = next((path for path in ALL_PLACES if path in files), "")
    counting = files.get(file, [])
    counting.sort(key=lambda entry: entry.place.line or 0)
    assignments.sort(key=lambda rule: _order(rule.steward.location))
    values = {entry.place.line or 0: entry.fields["owners"] for entry in counting}
    return Ownership(stewards, assignments, _owners(counting), values, file, fallback)


def _owners(entries: Sequence[Fragment]) -> Owners | None:
    """What answers by the entries of one CODEOWNERS file, in the dialect that it is written in."""
    if not entries:
        return None
    if any("section" in entry.fields for entry in entries):
        return Owners(_file(entries))
    return Owners([_line(entry) for entry in entries])


def _file(entries: Iterable[Fragment]) -> gitlab_owners.File:
    sections: dict[str, gitlab_owners.Section] = {}
    lines = []
    for entry in entries:
        name = _text(entry, "section")
        approvals = entry.fields["approvals"].data
        if name:
            sections.setdefault(
                name.casefold(),
                gitlab_owners.Section(
                    name,
                    approvals if isinstance(approvals, int) else 1,
                    entry.fields["optional"].data is True,
                ),
            )
        lines.append(
            gitlab_owners.Line(
                entry.place.line or 0,
                _text(entry, "pattern"),
                _names(entry),
                name.casefold(),
                entry.fields["excluded"].data is True,
                _text(entry, "line-error"),
            )
        )
    return gitlab_owners.File(sections, tuple(lines))


def _resource(entry: Fragment) -> Resource:
    path = entry.place.path
    identity = f"path:{dirname(path) or '.'}#{entry.name}"
    return Resource(
        entry.kind, identity, entry.name, entry.place, entry.fields, (path,), {}, entry.problems
    )


def _assignment(entry: Fragment) -> Assignment:
    pattern, resource = entry.fields.get("pattern"), entry.fields.get("resource")
    return Assignment(
        entry.fields["steward"],
        str(pattern.data) if pattern else "",
        str(resource.data) if resource else "",
    )


def _line(entry: Fragment) -> codeowners.Line:
    number, error = entry.place.line or 0, _text(entry, "line-error")
    return codeowners.Line(number, _text(entry, "pattern"), _names(entry), error)


def _names(entry: Fragment) -> tuple[str, ...]:
    owners = entry.fields["owners"].data
    return tuple(str(owner.data) for owner in owners) if isinstance(owners, tuple) else ()


def _text(entry: Fragment, name: str) -> str:
    value = entry.fields.get(name)
    return str(value.data) if value and value.data is not None else ""


def _order(place: Location) -> tuple[int, int]:
    return (place.line or 0, place.column or 0)
