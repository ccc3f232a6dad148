"""Front matter: what counts as one, where it ends, and that its places are the file's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document import Bounds, DocumentError
from stewardship.document.front_matter import FrontMatter, split
from stewardship.model import Location
from tests.document.loading import PATH, complaint, encoded, patient


def front(text: str | bytes) -> FrontMatter:
    found = split(encoded(text), PATH)
    assert found is not None
    return found


BLOCKS: list[tuple[str, str, object, str, int]] = [
    ("between two lines of dashes", "---\na: 1\n---\nbody\n", {"a": 1}, "body\n", 4),
    ("ended by dots", "---\na: 1\n...\nbody\n", {"a": 1}, "body\n", 4),
    ("with blanks behind the dashes", "---  \na: 1\n---\t\nbody", {"a": 1}, "body", 4),
    ("behind a byte order mark", "\ufeff---\na: 1\n---\nbody", {"a": 1}, "body", 4),
    ("with line ends of Windows", "---\r\na: 1\r\n---\r\nbody\r\n", {"a": 1}, "body\r\n", 4),
    ("behind blank lines, as the Hub takes it", "\n \n---\na: 1\n---\nbody", {"a": 1}, "body", 6),
    ("without a body", "---\na: 1\n---", {"a": 1}, "", 3),
    ("empty", "---\n---\nbody", None, "body", 3),
    ("with nothing but a comment", "---\n# to do\n---\nbody", None, "body", 4),
    ("of blank lines", "---\n\n\n---\nbody", None, "body", 5),
    ("a list, which the reader will refuse", "---\n- a\n---\n", ["a"], "", 4),
    ("with a text over lines", "---\na: |\n  ---\n  b\n---\n", {"a": "---\nb\n"}, "", 6),
    ("with dashes inside a line", "---\na: b --- c\n ---\n---\n", {"a": "b --- c ---"}, "", 5),
    ("with a rule in the body", "---\na: 1\n---\none\n\n---\ntwo", {"a": 1}, "one\n\n---\ntwo", 4),
]


@pytest.mark.parametrize(
    ("text", "data", "body", "body_line"), [row[1:] for row in BLOCKS], ids=[r[0] for r in BLOCKS]
)
def test_a_block_at_the_top_is_front_matter(
    text: str, data: object, body: str, body_line: int
) -> None:
    found = front(text)
    assert found.document.data == data
    assert (found.body, found.body_line) == (body, body_line)


NONE = [
    ("an empty file", b""),
    ("a page that begins with text", b"# Title\n---\na: 1\n---\n"),
    ("four dashes", b"----\na: 1\n----\n"),
    ("dashes with text behind them", b"--- a\nb: 1\n---\n"),
    ("indented dashes", b" ---\na: 1\n---\n"),
    ("a rule behind a blank line, never met again", b"\n---\ntext\n"),
    ("prose between two rules behind a blank line", b"\n---\nJust: a: text\n\n---\n"),
    ("one word between two rules behind a blank line", b"\n---\nHello\n---\n"),
    ("something that is no text at all", b"\xff\xfe\x00"),
]


@pytest.mark.parametrize("content", [row[1] for row in NONE], ids=[row[0] for row in NONE])
def test_anything_else_is_not(content: bytes) -> None:
    assert split(content, PATH) is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
def test_places_are_those_of_the_file(start: str, end: str) -> None:
    text = start + "---\nlicense: mit\nversion: 1.10\n---\nbody\n"
    found = front(text.replace("\n", end))
    above = start.count("\n")
    assert found.document.location("license") == Location(PATH, above + 2, 10)
    assert found.document.location("steward") == Location(PATH, above + 2, 1)
    assert found.document.text("version") == "1.10"
    assert found.body_line == above + 5


BROKEN: list[tuple[str, str | bytes, str, int | None, int | None]] = [
    ("a block that is never closed", "---\na: 1\n", "never closed; end it with a line `---`", 1, 1),
    ("nothing but its first line", "---", "never closed", 1, 1),
    ("YAML that is broken", "---\na: 1\nb: c: d\n---\n", "`: ` cannot stand here", 3, 5),
    ("a quote that is never closed", "---\na: 1\nb: 'c\n---\n", "the quote that opens here", 3, 4),
    ("a key that stands twice", "---\na: 1\na: 2\n---\n", "the key `a` stands here again", 3, 1),
    ("a second document inside", "---\na: 1\r---\rb: 1\n---\n", "a second document begins", 4, 1),
    ("a body that is not UTF-8", b"---\na: 1\n---\ncaf\xe9\n", "byte 0xe9", 4, 4),
    ("50 megabytes", b"---\n" + b"a" * 50_000_000, "at most 1 MiB are read", None, None),
]


@pytest.mark.parametrize(
    ("content", "said", "line", "column"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_a_broken_block_is_an_error_at_its_place(
    content: str | bytes, said: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(DocumentError) as caught:
        split(encoded(content), PATH)
    message, *place = complaint(caught)
    assert said in message
    assert place == [line, column]


def test_bounds_can_be_set() -> None:
    with pytest.raises(DocumentError, match="nest deeper than 2 levels"):
        split(b"---\n[[[]]]\n---\n", PATH, Bounds(depth=2))


LINES = st.lists(
    st.sampled_from(["---", "...", "a: 1", "- b", "", " ", "# c", "a: [", "\r", "'", "\t---"]),
    max_size=8,
)


@patient
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_the_body_is_the_rest_of_the_file_from_its_line_on(lines: list[str], end: str) -> None:
    text = "---" + end + end.join(lines)
    try:
        found = split(text.encode(), PATH)
    except DocumentError:
        return
    assert found is not None
    assert text.endswith(found.body)
    assert text[: len(text) - len(found.body)].count("\n") == found.body_line - 1
