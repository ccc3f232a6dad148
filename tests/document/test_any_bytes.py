"""Whatever the bytes: documents that any program can use, or one error with a place."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document import Document, DocumentError, front_matter, json_, toml_, yaml_
from tests.document.loading import PATH, patient

PIECES = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "\n", "\n  ", "{", "}", "[", "]", ",", ":", "&a ", "*a", "!", "!!str ",
         "!!int ", "!!float ", "'", '"', "|\n", ">\n", "#", "%YAML 1.1\n", "---\n", "...\n", "\t",
         "\r", "\x85", "\u2028", "é", "😀", "1", "010", "1.10", "1e999", "<<: ", "~", "true", "? ",
         "@", "`", "\\", "\\0", "\\u0000", "\\ud800", "\ufeff", "\x00", "\x07", "=", " = ",
         "[[a]]\n", ".", '"""', "'''", "nan", "NaN", "2026-11-23", "10:00:00Z", '{"a": ', "a = ",
         "9" * 5000, "[" * 60, "0x" + "f" * 5000]
    ),
    max_size=25,
).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass"))  # fmt: skip
ANY_BYTES = (
    st.binary(max_size=60)
    | PIECES
    | st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace"))
)


def front(content: bytes, path: str) -> tuple[Document, ...]:
    found = front_matter.split(b"---\n" + content + b"\n---\n", path)
    return () if found is None else (found.document,)


LOADERS: dict[str, Callable[[bytes, str], tuple[Document, ...]]] = {
    "yaml": yaml_.load,
    "json": lambda content, path: (json_.load(content, path),),
    "toml": lambda content, path: (toml_.load(content, path),),
    "front matter": front,
}


def attempt(loader: str, content: bytes) -> tuple[Document, ...] | DocumentError:
    try:
        return LOADERS[loader](content, PATH)
    except DocumentError as error:
        return error


@pytest.mark.parametrize("loader", LOADERS)
@patient
@given(content=ANY_BYTES)
def test_any_bytes_are_usable_documents_or_one_error(loader: str, content: bytes) -> None:
    found = attempt(loader, content)
    if isinstance(found, DocumentError):
        assert found.location.path == PATH
        assert 1 <= (found.location.line or 0) <= lines_of(content) + 3
        assert (found.location.column or 0) >= 1
        assert 0 < len(found.message) < 250
        assert "\n" not in found.message
    else:
        for document in found:
            assert_usable(document)


def lines_of(content: bytes) -> int:
    return content.count(b"\n") + content.count(b"\r") + 1


def assert_usable(document: Document) -> None:
    """Nothing in it stops a program that writes JSON, prints UTF-8 or asks for a file."""
    written = json.dumps(document.data, ensure_ascii=False, allow_nan=False)
    assert "\0" not in written.encode().decode()
    assert "\\u0000" not in written.replace("\\\\", "")
    for pointer, text in document.texts.items():
        assert isinstance(document.get(*pointer), bool | int | float)
        assert document.text(*pointer) == text
    for pointer, place in document.places.items():
        assert document.places[pointer] == place >= (1, 1)


@pytest.mark.parametrize("loader", LOADERS)
def test_fifty_megabytes_are_one_error(loader: str) -> None:
    with pytest.raises(DocumentError, match="at most 1 MiB are read"):
        LOADERS[loader](b"a" * 50_000_000, PATH)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("piece", ["[", "{", "- ", "a: ", '{"a":', "{a=", '"', "&a ", "? "])
def test_a_megabyte_of_one_mark_is_one_error(loader: str, piece: str) -> None:
    content = b"a = " * (loader == "toml") + (piece * (1_000_000 // len(piece))).encode()
    with pytest.raises(DocumentError):
        LOADERS[loader](content, PATH)
