"""A tree of manifests in a few lines of YAML: what readers would have said of its files.

``{path: fields}`` is a file that speaks of one resource, ``{path: [fields, …]}`` of several. Keys
that begin with ``$`` say the rest: ``$kind`` (model unless stated), ``$name`` (the folder's unless
stated), ``$ids``, ``$digests``, ``$problems``, ``$origin`` (the reader) and ``$line``. Values stand
on lines of their own, counted from the line after the resource's; ``{conflict: [{value, path,
line}]}`` is a value that one file states in several ways, as are ``hashes`` that give one file two
digests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from stewardship.joining.join import join
from stewardship.joining.universe import Universe
from stewardship.model import Fragment, Location, Problem, Resource
from stewardship.readers.facts import folder_name, refs_of
from stewardship.records import clash
from tests.checks.context import make_value

Tree = Mapping[str, Any]


def fragments(tree: Tree) -> list[Fragment]:
    """What the files of the tree say, in the order in which they are written down."""
    found: list[Fragment] = []
    for path, said in tree.items():
        lines = count(1)
        all_said = said if isinstance(said, list) else [said]
        found += [fragment(path, one, lines) for one in all_said]
    return found


def fragment(path: str, said: Mapping[str, Any], lines: Iterator[int] | None = None) -> Fragment:
    """What one file says of one resource."""
    lines = lines or count(1)
    line = said.get("$line", next(lines))
    fields = {
        key: replace(make_value(value, path, lines), origin=str(said.get("$origin", "card")))
        for key, value in said.items()
        if not key.startswith("$")
    }
    hashes = fields.get("hashes")
    if hashes and isinstance(hashes.data, tuple) and (sides := clash(hashes.data)):
        fields["hashes"] = replace(hashes, state="conflicting", candidates=sides)
    place = Location(path, line, 1)
    return Fragment(
        said.get("$kind", "model"),
        str(said.get("$name", folder_name(path))),
        place,
        str(said.get("$origin", "card")),
        fields,
        tuple(said.get("$ids", ())),
        tuple(said.get("$digests", ())),
        refs_of(fields),
        tuple(Problem(text, Location(path, line, 1)) for text in said.get("$problems", ())),
    )


def universe(tree: Tree, *together: set[str]) -> Universe:
    """The tree, joined."""
    return join(fragments(tree), [frozenset(paths) for paths in together])


def named(world: Universe, name: str, kind: str = "") -> Resource:
    """The one resource of this name."""
    (found,) = world.named(name, kind)
    return found
