"""What somebody asks about by a name: a resource or a package, and the license it states."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from stewardship.checks import matrix, stated
from stewardship.cli.licenses.in_force import in_force
from stewardship.errors import UserError
from stewardship.model import Resource
from stewardship.vocabulary import licenses


class Subject(NamedTuple):
    """A resource's license as it is stated ("" for none that is certain), and where it is used.

    ``why`` says what keeps the license from being certain; ``context`` is what the resource is
    used as, and ``by`` what decided that.
    """

    name: str
    license: str
    why: str
    context: str
    by: str


def find(name: str, root: str | None) -> Subject | None:
    """The one resource or package of this name; None where there is none, or no repository.

    A package may be named with its version (``requests==2.32.3``) or by its package URL.
    """
    from stewardship.cli.looking import picture

    folder = Path(root) if root else None
    try:
        seen = picture(folder)
    except UserError:
        if folder is not None:
            raise
        return None
    wanted, _, version = name.replace("==", "@").partition("@")
    exact = seen.universe.get(name)
    found = [exact] if exact else seen.universe.named(name) or [
        one for one in seen.universe.named(wanted) if _has_version(one, version)
    ]  # fmt: skip
    if not found:
        return None
    if len(found) > 1:  # a model and the folder that it lies in may bear one name
        found = [one for one in found if one.value("license").state != "absent"] or found
    if len(found) > 1:
        ids = ", ".join(f"{one.kind} {one.id}" for one in found[:8])
        raise UserError(f"`{name}` is {len(found)} resources", None, f"name one by its id: {ids}")
    (one,) = found
    decided = matrix.context_of(one, in_force(folder).options)
    license, why = _stated(one)
    return Subject(f"{one.kind} {one.name}", license, why, decided.context, decided.by)


def _has_version(one: Resource, version: str) -> bool:
    return bool(version) and str(one.value("version").data) == version


def _stated(one: Resource) -> tuple[str, str]:
    """The license that a resource states, or why that is none that is certain."""
    license = one.value("license")
    if license.state == "conflicting":
        sides = [f"`{one.data}` in {one.location.path}" for one in license.candidates]
        return "", f"its statements are in conflict: {', '.join(sides)}"
    if license.state != "present" or not isinstance(license.data, str):
        return "", "it states no license"
    if licenses.resolve(license.data).kind == "says-nothing":
        named = stated.name_beside(license, one)
        return (named if licenses.resolve(named).node else license.data), ""
    return license.data, ""
