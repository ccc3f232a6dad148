"""``pyproject.toml``: what a Python project says of itself and asks for.

Read from the pyproject.toml specification (``[project]``, ``[dependency-groups]``) and from
Poetry's own table (``[tool.poetry]``). A file without any of these configures tools only and is
left alone, and so is a template that still waits to be filled in.

- Each requirement is a ``dependency`` with ``direct: true``, ``specifier``, ``version`` where it
  is pinned, ``marker``, ``source`` (of an address, or of ``[tool.uv.sources]``) and ``scope``:
  ``dev`` for dependency groups and for extras named dev, test, docs or lint, else ``runtime``;
  extras are ``optional: true``. Members of the workspace are no dependencies.
- At the root of the tree, the project is the ``repository``: its name, ``version``,
  ``description``, and ``license`` (an expression, a one-line text of the older table form, or
  else what its classifiers say) with ``license-link`` for a license file.

What is no requirement is a problem at its place; the rest is read all the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document, DocumentError
from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers import _files
from stewardship.readers._dependency import required, source, source_of
from stewardship.readers._lock import inside, word
from stewardship.readers._package_license import settled
from stewardship.readers._poetry_table import poetry_dependencies
from stewardship.readers.facts import clip, text, unreadable
from stewardship.vocabulary.classifiers import license_name
from stewardship.vocabulary.distribution import describe
from stewardship.vocabulary.requirement import canonical, is_dev, parse

VERSION = 3
NAMES = ("pyproject.toml",)
KIND: Kind = "repository"
ORIGIN = "pyproject"

Found = Fragment | Problem


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The repository (at the root), its direct dependencies, and what could not be read."""
    if _files.scaffold(path, content):
        return None
    from stewardship.document import toml_

    try:
        document = toml_.load(content, path)
    except DocumentError as error:
        return (unreadable(KIND, path, error, ORIGIN),)
    if not _is_project(document):
        return None
    found = [*_dependencies(document), *poetry_dependencies(document, ORIGIN)]
    fragments = [item for item in found if isinstance(item, Fragment)]
    problems = tuple(item for item in found if isinstance(item, Problem))
    if "/" not in path:
        return (_repository(document, problems), *fragments)
    if problems:
        place = problems[0].location or Location(path, 1, 1)
        name = path.rpartition("/")[2]
        broken = Fragment("dependency", name, place, ORIGIN, {}, problems=problems)
        return (*fragments, broken)
    return tuple(fragments)


def _is_project(document: Document) -> bool:
    stated = (("project",), ("dependency-groups",), ("tool", "poetry"))
    return any(isinstance(document.get(*pointer), dict) for pointer in stated)


def _repository(document: Document, problems: tuple[Problem, ...]) -> Fragment:
    base = ("project",) if isinstance(document.get("project"), dict) else ("tool", "poetry")
    fields = {
        field: value
        for field in ("version", "description")
        if (value := text(document, *base, field, origin=ORIGIN))
    }
    license = text(document, *base, "license", origin=ORIGIN)
    if license and isinstance(license.data, dict):
        link = text(document, *base, "license", "file", origin=ORIGIN)
        license = text(document, *base, "license", "text", origin=ORIGIN)
        fields |= {"license-link": link} if link else {}
    stated = {"license": [license] if license else [], "classifiers": _classified(document, *base)}
    license = settled(stated)
    if license:
        fields["license"] = license
    place = document.location(*base)
    name = document.text(*base, "name") or "."
    return Fragment(KIND, name, place, ORIGIN, fields, problems=problems)


def _classified(document: Document, *base: str) -> list[Value]:
    stated = document.get(*base, "classifiers")
    return [
        Value(name, document.location(*base, "classifiers", index), ORIGIN)
        for index, item in enumerate(stated if isinstance(stated, list) else ())
        if isinstance(item, str) and (name := license_name(item))
    ]


def _dependencies(document: Document) -> Iterator[Found]:
    """The requirements of ``[project]``, of its extras and of the dependency groups."""
    yield from _list(document, ("project", "dependencies"), dev=False)
    for key in _names(document, "project", "optional-dependencies"):
        pointer = ("project", "optional-dependencies", key)
        yield from _list(document, pointer, dev=is_dev(key), optional=True)
    for key in _names(document, "dependency-groups"):
        yield from _list(document, ("dependency-groups", key), dev=True)


def _names(document: Document, *pointer: str) -> tuple[str, ...]:
    node = document.get(*pointer)
    return tuple(map(str, node)) if isinstance(node, dict) else ()


def _list(
    document: Document, pointer: tuple[str, ...], dev: bool, optional: bool = False
) -> Iterator[Found]:
    listed = document.get(*pointer)
    if listed is None:
        return
    if not isinstance(listed, list):
        yield Problem(f"`{pointer[-1]}` has to be a list", document.location(*pointer))
        return
    for index, item in enumerate(listed):
        if isinstance(item, dict) and "include-group" in item:
            continue
        place = document.location(*pointer, index)
        yield from _one(document, item, place, dev, optional)


def _one(
    document: Document, item: object, place: Location, dev: bool, optional: bool
) -> Iterator[Found]:
    requirement = parse(item) if isinstance(item, str) else None
    if requirement is None:
        yield Problem(f"`{clip(str(item))}` is not a requirement such as `name>=1.2`", place)
        return
    more: dict[str, Value | None] = {"optional": Value(True, place, ORIGIN) if optional else None}
    version = ""
    if requirement.url:
        found = describe(requirement.url)
        more["source"], version = source_of(found, place, ORIGIN), found.version
    elif (table := _uv_source(document, requirement.name)) is not None:
        if table.get("workspace") is True or inside(word(table, "path")):
            return
        more["source"] = _from_uv(table, place)
    yield required(requirement, place, ORIGIN, dev, more=more, version=version)


def _uv_source(document: Document, name: str) -> dict[str, object] | None:
    sources = document.get("tool", "uv", "sources")
    for key, table in sources.items() if isinstance(sources, dict) else ():
        if canonical(str(key)) == canonical(name) and isinstance(table, dict):
            return table
    return None


def _from_uv(table: dict[str, object], place: Location) -> Value | None:
    if git := word(table, "git"):
        revision = word(table, "rev") or word(table, "tag") or word(table, "branch")
        return source("vcs", git, place, ORIGIN, revision)
    for key, way in (("url", "url"), ("path", "path"), ("index", "registry")):
        if stated := word(table, key):
            return source(way, stated, place, ORIGIN)
    return None
