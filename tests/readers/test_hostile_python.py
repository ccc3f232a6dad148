"""Whatever the bytes, the readers of Python and ownership files answer, and never raise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.cache.codec import pack, unpack
from stewardship.model import Fragment
from stewardship.readers import (
    Reader,
    codeowners,
    poetry_lock,
    pylock,
    pyproject,
    requirements,
    resources,
    stewards,
    uv_lock,
)
from tests.effort import share
from tests.readers.cases import Case, cases

READERS: dict[str, Any] = {
    ".github/CODEOWNERS": codeowners,
    "poetry.lock": poetry_lock,
    "pylock.toml": pylock,
    "pyproject.toml": pyproject,
    "requirements.txt": requirements,
    ".steward/resources.yaml": resources,
    ".steward/stewards.yaml": stewards,
    "uv.lock": uv_lock,
}
EXAMPLES = [case for case in cases("mine", "broken") if case.reader in READERS.values()]
KEYS = (
    "package", "packages", "name", "version", "source", "git", "registry", "path", "directory",
    "files", "wheels", "sdist", "hash", "hashes", "dependencies", "optional-dependencies",
    "dev-dependencies", "groups", "metadata", "lock-version", "project", "tool", "poetry", "group",
    "url", "marker", "vcs", "archive", "uv", "sources", "license", "classifiers", "text", "file",
    "manifest", "members", "extra", "stewards", "assign", "steward", "resource", "resources",
    "kind", "id", "fallback", "dependency-groups",
)  # fmt: skip
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a", "../x", "sha256:a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def check(path: str, found: tuple[Fragment, ...] | None) -> None:
    """What came out can be kept in the cache and comes back the same, and stands in this file."""
    for fragment in found or ():
        assert fragment.place.path == path
        assert all(problem.message for problem in fragment.problems)
    heads, body = pack(found or ())
    again = unpack(path, json.loads(json.dumps(heads)), lambda: body)
    assert [one.name for one in again] == [one.name for one in found or ()]
    assert [dict(one.fields) for one in again] == [dict(one.fields) for one in found or ()]


def read(reader: Reader, path: str, content: bytes) -> None:
    check(path, reader.read(path, content))


@pytest.mark.parametrize("path", READERS)
@given(content=st.binary(max_size=200))
def test_any_bytes_have_an_answer(path: str, content: bytes) -> None:
    read(READERS[path], path, content)


@share(5)
@given(
    case=st.sampled_from(EXAMPLES),
    cut=st.tuples(st.integers(0, 2000), st.integers(0, 40)),
    put=st.binary(max_size=8) | st.sampled_from([b"\n", b"[", b'"', b"\\\n", b"= ", b"\x00", b"@"]),
)
def test_a_damaged_file_has_an_answer(case: Case, cut: tuple[int, int], put: bytes) -> None:
    start, length = cut
    read(case.reader, case.path, case.content[:start] + put + case.content[start + length :])


@given(
    path=st.sampled_from(["uv.lock", "poetry.lock", "pylock.toml", "pyproject.toml"]), data=SHAPES
)
def test_a_lock_file_of_any_shape_has_an_answer(path: str, data: Any) -> None:
    lines = (
        (f"{key} = {as_toml(value)}" for key, value in data.items())
        if isinstance(data, dict)
        else ()
    )
    read(READERS[path], path, "\n".join(lines).encode())


@given(path=st.sampled_from([".steward/stewards.yaml", ".steward/resources.yaml"]), data=SHAPES)
def test_a_file_of_ours_of_any_shape_has_an_answer(path: str, data: Any) -> None:
    top = {"stewards": data, "assign": [data], "resources": [data], "fallback": data}
    for content in (data, top):
        read(READERS[path], path, json.dumps(content).encode())


def as_toml(data: Any) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key} = {as_toml(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(as_toml, data)) + "]"
    return json.dumps("" if data is None else data)
