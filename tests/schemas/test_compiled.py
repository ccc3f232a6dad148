"""The vendored schemas, and the closures made of them against the library jsonschema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from stewardship import schemas
from stewardship.schemas.compiled import compiled, faults

SEEDS = {file.stem: file for file in sorted((Path(__file__).parent / "seeds").glob("*.json"))}
FOLDER = Path(schemas.FOLDER)


def schema_of(seed: str) -> str:
    """Which schema a seed is held against, by the name of its file."""
    return seed if seed in schemas.names() else seed.replace("-", "#/$defs/", 1)


@cache
def library(name: str) -> Any:
    """The same schema in the hands of jsonschema."""
    resources = ((one, DRAFT202012.create_resource(schemas.load(one))) for one in schemas.names())
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator({"$ref": name}, registry=registry)


def test_the_index_tells_of_every_schema_and_of_nothing_else() -> None:
    files = {file.stem for file in FOLDER.glob("*.json")} - {"index"}
    assert files == set(schemas.names())
    for name, origin in schemas.load("index").items():
        assert set(origin) == {"package", "license", "published"}, name
        notice = (FOLDER.parents[2] / "NOTICE").read_text()
        assert origin["package"].partition(" ")[0] in notice


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for one in node.values():
            yield from references(one)
    elif isinstance(node, list):
        for one in node:
            yield from references(one)


@pytest.mark.parametrize("name", schemas.names())
def test_every_part_of_a_schema_compiles_and_every_reference_leads_somewhere_here(
    name: str,
) -> None:
    Draft202012Validator.check_schema(schemas.load(name))
    compiled(name)
    for reference in references(schemas.load(name)):
        compiled(f"{name}{reference}" if reference.startswith("#") else reference)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeds_are_valid(seed: str) -> None:
    assert list(faults(schema_of(seed), json.loads(SEEDS[seed].read_text()))) == []


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.0, 1.0, 0.5]),
    st.sampled_from(["", "MIT", "library", "file", "SHA-256", "ab", "https://a.example/b", "type"]),
)
NODES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.text(max_size=3), SCALARS)
)


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    held: Any = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else ())
    )
    for step, one in held:
        yield from places(one, (*at, step))


@st.composite
def changed(draw: st.DrawFn, seed: Any) -> Any:
    """A document in which one to three things are changed."""
    document = deepcopy(seed)
    for _ in range(draw(st.integers(1, 3))):
        *parents, last = draw(st.sampled_from([at for at in places(document) if at]))
        node = document
        for step in parents:
            node = node[step]
        what = draw(st.sampled_from(["drop", "replace", "twice", "add"]))
        if what == "replace":
            node[last] = draw(NODES)
        elif what == "drop":
            del node[last]
        elif what == "twice" and isinstance(node, list):
            node.append(deepcopy(node[last]))
        elif isinstance(node, dict):
            node[draw(st.sampled_from(["name", "type", "license", "x", "ref"]))] = draw(NODES)
        if not document:
            break
    return document


def told(name: str, document: Any) -> set[tuple[str, tuple[Any, ...]]]:
    """What is wrong by our closures: keyword and place."""
    return {
        ("uniqueItems", one.pointer[:-1])
        if one.keyword == "uniqueItems"
        else (one.keyword, one.pointer)
        for one in faults(name, document)
    }


def known(name: str, document: Any) -> set[tuple[str, tuple[Any, ...]]]:
    """What is wrong by the library."""
    return {
        (str(one.validator), tuple(one.absolute_path))
        for one in library(name).iter_errors(document)
    }


def but_strange_keys(wrong: set[tuple[str, tuple[Any, ...]]]) -> set[tuple[str, tuple[Any, ...]]]:
    """The library tells of all keys of what has no form at all; we do not."""
    return {one for one in wrong if one[0] != "unevaluatedProperties"}


@pytest.mark.parametrize("seed", SEEDS)
@given(data=st.data())
def test_the_closures_find_what_the_library_finds(seed: str, data: st.DataObject) -> None:
    document = data.draw(changed(json.loads(SEEDS[seed].read_text())))
    ours, theirs = told(schema_of(seed), document), known(schema_of(seed), document)
    assert bool(ours) == bool(theirs)
    assert but_strange_keys(ours) == but_strange_keys(theirs)
