"""Who answers for a vulnerability: whoever answers for what it is in.

Asked in this order: the model, dataset, service or container that it affects; the one that is
named like the image it was found in; what is declared in the folder of the affected file, of the
report, or of the affected package's own manifest, else in the folder above it; and at last whom
the map or CODEOWNERS gives that path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname

from stewardship.joining.universe import Universe
from stewardship.model import Kind, Resource, Value
from stewardship.ownership.map import UNSTEWARDED, Ownership
from stewardship.vocabulary.folders import report_about

KIND: Kind = "vulnerability"
PLACED: tuple[Kind, ...] = ("service", "container", "model", "dataset")


def answering(ownership: Ownership, universe: Universe, resource: Resource) -> Value:
    """The steward with the place where that is written; absent where nobody answers."""
    stated = resource.fields.get("steward")
    if stated is not None:
        return stated
    for other in _affected(universe, resource):
        found = ownership.steward_of(other)
        if found.state != "absent":
            return found
    for path in dict.fromkeys(_places(universe, resource)):
        answer = ownership.of_path(path)
        if answer is not None:
            return answer
    return Value(None, resource.place, state="absent")


def _affected(universe: Universe, resource: Resource) -> Iterator[Resource]:
    """The things with a steward that it is in, the nearest first."""
    targets = [universe.by_key(key) for key in resource.links.get("affects", ())]
    yield from (one for one in targets if one and one.kind not in UNSTEWARDED)
    image = _text(resource.fields.get("image"))
    for kind in ("container", "service", "deployment") if image else ():
        for name in (image, image.rpartition("/")[2]):
            yield from universe.named(name, kind)
    for path in _places(universe, resource):
        folder = dirname(path)
        while True:
            for kind in PLACED:
                yield from universe.lying_in(folder, kind)
            if not folder:
                break
            folder = dirname(folder)


def _places(universe: Universe, resource: Resource) -> Iterator[str]:
    """The paths that it is found at: the affected files, the report's own folder, and the
    manifests of the affected packages."""
    value = resource.fields.get("affects")
    for item in value.data if value and isinstance(value.data, tuple) else ():
        path = _text(item.data.get("path")) if isinstance(item.data, Mapping) else ""
        if path and not path.startswith("/"):
            yield path
    for report in resource.paths:
        about = report_about(report)
        yield report if about == "." else f"{about}/."
    for key in resource.links.get("affects", ()):
        target = universe.by_key(key)
        yield from target.paths if target else ()


def _text(value: Value | None) -> str:
    return value.data if value and isinstance(value.data, str) and value.state == "present" else ""
