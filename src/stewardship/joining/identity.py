"""What one fragment tells of which thing it speaks of: names, versions, the folder it lies in."""

from __future__ import annotations

from posixpath import basename, dirname

from stewardship.joining.universe import fold
from stewardship.model import Fragment
from stewardship.vocabulary.folders import name_of

RESULTS = ".eval_results"  # the hub's folder for them lies in the model's own


def pins(part: Fragment) -> tuple[str, ...]:
    """The ids that name a version."""
    return tuple(identity for identity in part.ids if "@" in identity)


def named(part: Fragment) -> tuple[str, str]:
    """Ecosystem and name of a package: what two indexes call alike are two things."""
    purls = (one for one in part.ids if one.startswith("pkg:"))
    return next(purls, "").partition("/")[0], fold(part.name)


def declared(part: Fragment) -> bool:
    """Whether the file itself names the thing, rather than the folder it lies in."""
    return bool(part.ids) or part.name != name_of(dirname(part.place.path))


def home(part: Fragment) -> str:
    """The folder that the thing lies in: the one that a ``path:`` id states, else the file's."""
    for identity in part.ids:
        if identity.startswith("path:"):
            return identity.removeprefix("path:").partition("#")[0]
    folder = part.place.path.rpartition("/")[0]
    return dirname(folder) if basename(folder) == RESULTS else folder


def is_elsewhere(part: Fragment) -> bool:
    """Whether the file speaks of what lies elsewhere, so that it leads only where it is alone."""
    return part.origin == "environment" or part.place.path.startswith(".steward/")


def is_listed(part: Fragment) -> bool:
    """Whether a bill of materials only lists it, wherever it lies: what the bill is about lies in
    its folder, and so does what says so by a ``path:`` id. Its name has to be the same there."""
    listed = part.origin == "cyclonedx" and part.place.pointer != ("metadata", "component")
    return listed and not any(one.startswith("path:") for one in part.ids)
