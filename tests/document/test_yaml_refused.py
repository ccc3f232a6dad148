"""What YAML is refused: each with the place to look at and words that help."""

from __future__ import annotations

import pytest

from stewardship.document import MANIFEST, Bounds, DocumentError, yaml_
from stewardship.errors import UserError
from tests.document.loading import PATH, SMALL, complaint, yaml_documents

# A sentence, the text, what is said, and line and column.
BROKEN: list[tuple[str, str | bytes, str, int, int]] = [
    ("a key stands twice", "a: 1\nb: 2\na: 3", "the key `a` stands here again, after line 1", 3, 1),
    ("a key stands twice in two spellings", "1: a\n'1': b", "the key `1` stands here again", 2, 1),
    ("a key stands twice in a mapping on one line", "a: {b: 1, b: 2}", "the key `b`", 1, 11),
    ("a merge key", "a: &x {b: 1}\nc:\n  <<: *x", "merge keys (`<<`) are not read", 3, 3),
    ("a list as a key", "? [a]\n: b", "a key cannot be a list or a mapping", 1, 3),
    ("an alias as a key", "a: &x k\n*x : b", "a key cannot be an alias", 2, 1),
    ("a placeholder without quotes", "name: {{ name }}", "put quotes round a text like `{{ … }}`",
     1, 8),
    ("a tag that makes an object", "a: !!python/object/apply:os.system [id]",
     "the tag `!!python/object/apply:os.system` is refused", 1, 4),
    ("a tag of someone's own", "a: !Ref b", "the tag `!Ref` is refused", 1, 4),
    ("a tag that makes bytes", "a: !!binary aGk=", "the tag `!!binary` is refused", 1, 4),
    ("a tag on a key", "!Ref a: b", "the tag `!Ref` is refused", 1, 1),
    ("a list with the tag of a mapping", "a: !!map [b]", "the tag `!!map` is refused", 1, 4),
    ("a text with the tag of an integer", "a: !!int b", "the value is not what its tag `!!int`",
     1, 4),
    ("a float beyond floats", "a: !!float 1" + "0" * 400, "not what its tag `!!float` says", 1, 4),
    ("an integer of 5,000 digits", "a: " + "9" * 5000, "the number has 5,000 digits", 1, 4),
    ("an anchor set twice", "a: &x 1\nb: &x 2", "the anchor `&x` is set twice", 2, 4),
    ("an alias without an anchor", "a: *x", "the alias `*x` has no anchor before it", 1, 4),
    ("an alias to another document's anchor", "a: &x 1\n---\na: *x", "has no anchor before", 3, 4),
    ("an alias inside its own anchor", "a: &x [*x]", "stands inside its own anchor", 1, 8),
    ("the second document is bad", "a: 1\n---\nb: [", "a value is expected here", 3, 5),
    ("a colon in a plain text", "a: b: c", "put quotes round a text that holds it", 1, 5),
    ("a list that is never closed", "a: [b\n", "`,` or `]` is expected here", 1, 6),
    ("a mapping that is never closed", "a: {b: c\n", "`,` or `}` is expected here", 1, 9),
    ("a quote that is never closed", "a: 'b\nc: d\n", "the quote that opens here is never", 1, 4),
    ("a tab as indentation", "a:\n  b: 1\n\tc: 1", "tab", 3, 1),
    ("a text that begins with an at sign", "a: @dana", "put quotes round it", 1, 4),
    ("a text that begins with a star", "- **bold**", "cannot begin with `*` or `&`", 1, 4),
    ("a wrong indentation", "a: 1\n b: 2", "put quotes round a text that holds it", 2, 3),
    ("a backslash in double quotes", 'a: "C:\\models"', "use single quotes", 1, 7),
    ("a version of YAML to come", "%YAML 9.1\n---\na", "incompatible YAML document", 1, 1),
    ("a NUL character", b"a: 1\nb: \0", "NUL character", 2, 4),
    ("an escaped NUL character", 'a: "b\\0"', "NUL character", 1, 4),
    ("an escaped NUL in a key", '"a\\x00": b', "NUL character", 1, 1),
    ("a control character", "a: 1\nb: é\x07", "the control character U+0007", 2, 5),
    ("bytes that are not UTF-8", b"a: 1\nb: \xc3\xa9\xff", "byte 0xff at offset 10", 2, 5),
    ("UTF-16", "a: 1".encode("utf-16"), "it looks like UTF-16", 1, 1),
    ("half of a surrogate pair", b"a: \xed\xa0\x80", "is not UTF-8", 1, 4),
    ("a line break to some parsers", "a: b\u2028c: d", "U+2028 ends a line for some", 1, 5),
    ("a next-line control", "a: b\x85c: d", "U+0085 ends a line for some YAML parsers", 1, 5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said", "line", "column"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_what_readers_differ_on_or_cannot_read_is_refused_at_its_place(
    content: str | bytes, said: str, line: int, column: int
) -> None:
    with pytest.raises(DocumentError) as caught:
        yaml_documents(content)
    message, *place = complaint(caught)
    assert said in message
    assert place == [line, column]
    assert "\n" not in message
    assert len(message) < 200


def test_a_merge_key_in_quotes_is_an_ordinary_key() -> None:
    assert yaml_documents("'<<': {a: 1}")[0].data == {"<<": {"a": 1}}


def test_long_source_text_is_shortened_in_a_message() -> None:
    with pytest.raises(DocumentError) as caught:
        yaml_documents(f"{'k' * 300}: 1\n{'k' * 300}: 2\n")
    assert "k…`" in caught.value.message
    assert len(caught.value.message) < 120


BEYOND = [
    ("more bytes than are read", "a" * 2001, "the file has 2,001 bytes; at most 2,000 bytes"),
    ("more levels", "[[[[[[x]]]]]]", "nest deeper than 5 levels"),
    ("more levels in block style", "- - - - - - x", "nest deeper than 5 levels"),
    ("more values", f"[{'x, ' * 20}x]", "more than 20 values"),
    ("more values over many documents", "--- x\n" * 21, "more than 20 values"),
    ("more values in a file too long to be sure", f"[{'x,' * 500}", "more than 20 values"),
    ("aliases of too many nodes", "[&a [x, x, x, x, x], &b [*a, *a, *a], *b]",
     "aliases expand to more than 20 nodes"),
    ("aliases of too many characters", f"[&a {'x' * 900}, *a, *a, *a]",
     "aliases expand to more than 2,000 characters"),
    ("aliases of too many levels", "[&a [[x]], &b [[*a]], [*b]]", "aliases nest deeper than 5"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [row[1:] for row in BEYOND], ids=[row[0] for row in BEYOND]
)
def test_what_lies_beyond_the_bounds_is_refused(text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        yaml_documents(text, SMALL)


WITHIN = [
    ("just as many bytes", "a" * 2000),
    ("just as many levels", "[[[[[x]]]]]"),
    ("just as many values", f"[{'x,' * 18}x]"),
    ("just as many documents", "--- x\n" * 20),
    ("aliases of just as many nodes", "[&a [x, x, x, x], *a, *a, 1, 2, 3, 4]"),
    ("aliases of just as many levels", "[&a [[x]], [[*a]]]"),
]


@pytest.mark.parametrize("text", [row[1] for row in WITHIN], ids=[row[0] for row in WITHIN])
def test_what_lies_just_within_the_bounds_is_read(text: str) -> None:
    assert yaml_documents(text, SMALL)


def test_an_alias_bomb_is_refused_at_the_alias_that_is_too_much() -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)]
    with pytest.raises(DocumentError) as caught:
        yaml_documents("a0: &a0 lol\n" + "".join(levels))
    message, line, _ = complaint(caught)
    assert message.startswith("aliases expand to more than")
    assert line == 7


def test_a_merge_bomb_is_refused_at_its_first_merge() -> None:
    levels = [f"a{n}: {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40)]
    with pytest.raises(DocumentError) as caught:
        yaml_documents("a0: &a0 {k: v}\n" + "".join(levels))
    assert complaint(caught)[1:] == (2, 6)


def test_a_chain_of_aliases_is_not_a_way_round_the_levels() -> None:
    chain = [f"- &a{n} [*a{n - 1}]\n" for n in range(1, 100)]
    with pytest.raises(DocumentError, match="aliases nest deeper than 50 levels"):
        yaml_documents("- &a0 [x]\n" + "".join(chain))


DEEP = [
    ("200,000 opening brackets", "[" * 200_000),
    ("200,000 opening braces", "{a: " * 200_000),
    ("100,000 levels of lists", "- " * 100_000),
    ("100,000 levels, closed again", "[" * 100_000 + "]" * 100_000),
    ("levels by indentation", "".join(" " * n + "k:\n" for n in range(1000))),
]


@pytest.mark.parametrize("text", [row[1] for row in DEEP], ids=[row[0] for row in DEEP])
def test_nesting_that_takes_other_loaders_down_is_one_error(text: str) -> None:
    with pytest.raises(DocumentError, match="nest deeper than 50 levels"):
        yaml_documents(text, Bounds(size=MANIFEST.size * 2))


def test_fifty_megabytes_are_refused_unread() -> None:
    with pytest.raises(DocumentError) as caught:
        yaml_documents(b"[" * 50_000_000)
    message, line, column = complaint(caught)
    assert message == "the file has 50,000,000 bytes; at most 1 MiB are read"
    assert (line, column) == (None, None)


def test_without_libyaml_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_, "CParser", None)
    with pytest.raises(UserError, match="without libyaml") as caught:
        yaml_.load(b"a: 1", PATH)
    assert "install" in (caught.value.hint or "")
