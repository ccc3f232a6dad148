"""What the readers of lock files share: the document, its packages, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stewardship.document import LOCKFILE, Document
from stewardship.model import Fragment, Location, Problem
from stewardship.readers.facts import clip

Table = dict[str, Any]


def load(content: bytes, path: str) -> Document:
    """The lock file as a document; raises ``DocumentError`` for what is none.

    The quick way is taken only where it cannot differ from the thorough one: the nodes that it
    could make are counted before, and whatever it does not know it leaves to the other.
    """
    from stewardship.document import toml_lines

    if len(content) <= LOCKFILE.size and sum(map(content.count, b"=,[{")) < LOCKFILE.nodes:
        try:
            data = toml_lines.loads(content.decode())
        except ValueError:  # no UTF-8, or a number with thousands of digits: the other says where
            data = None
        if data is not None:
            return Document(path, data)
    from stewardship.document import toml_

    return toml_.load(content, path, LOCKFILE)


def packages(document: Document, key: str) -> Iterator[tuple[int, Table]]:
    """The tables under ``[[key]]`` that name a package, each with its index."""
    listed = document.get(key)
    for index, package in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(package, dict) and word(package, "name"):
            yield index, package


def broken(document: Document, key: str, format_problem: Problem | None) -> Iterator[Problem]:
    """What is wrong with the file as a whole: its format, its shape, packages without a name."""
    if format_problem:
        yield format_problem
    listed = document.get(key)
    if listed is not None and not isinstance(listed, list):
        yield Problem(f"`{key}` has to be a list of packages", document.location(key))
        return
    for index, package in enumerate(listed or ()):
        if not isinstance(package, dict) or not word(package, "name"):
            yield Problem("the package has no `name`", document.location(key, index))


def whole(path: str, kind_origin: str, problems: Iterator[Problem]) -> tuple[Fragment, ...]:
    """One fragment for the file itself, where something is wrong with it."""
    found = tuple(problems)
    if not found:
        return ()
    place = found[0].location or Location(path, 1, 1)
    name = path.rpartition("/")[2]
    return (Fragment("dependency", name, place, kind_origin, {}, problems=found),)


def unknown_format(document: Document, *pointer: str, known: tuple[str, ...]) -> Problem | None:
    """The problem of a lock file in a version of its format that this reader has not met."""
    stated = document.text(*pointer)
    if stated is not None and stated.partition(".")[0] in known:
        return None
    name = ".".join(pointer)
    message = (
        f"`{name}` is missing, which says how to read the file"
        if stated is None
        else f"`{name}` is `{clip(stated)}`, a format that is not known here"
    )
    return Problem(message, document.location(*pointer))


def within(place: Location, key: str) -> Location:
    """The place of an entry of the table that stands at ``place``."""
    return Location(place.path, pointer=(*(place.pointer or ()), key))


def word(table: object, key: str) -> str:
    """The text under the key, trimmed; ``""`` where there is none or something else."""
    node = table.get(key) if isinstance(table, dict) else None
    return node.strip() if isinstance(node, str) else ""


def rows(node: object) -> Iterator[Table]:
    """The tables of a list of tables; nothing for anything else."""
    for item in node if isinstance(node, list) else ():
        if isinstance(item, dict):
            yield item


def inside(path: str) -> bool:
    """Whether a local source lies within the project, and is so no dependency of it."""
    return bool(path) and not path.startswith(("..", "/", "~")) and ":" not in path


def file_name(url: str) -> str:
    """The name of the file that an address ends in."""
    return url.partition("#")[0].partition("?")[0].rstrip("/").rpartition("/")[2]
