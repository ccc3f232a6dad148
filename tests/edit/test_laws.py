"""Whatever a file looks like: an edit says what was meant, and every other line is as it was."""

from __future__ import annotations

import json
from typing import Any

import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship.edit import Change, EditError, apply, intended, load
from stewardship.edit.scalars import Hand, scalar
from stewardship.model import Plain
from tests.document.test_yaml_agrees import NUMBERS, WORDS

KEYS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029\ufeff"),
    min_size=1,
    max_size=8,
).filter(lambda key: key not in ("<<", "=") and key.strip() == key)
SCALARS: st.SearchStrategy[Plain] = st.none() | st.booleans() | NUMBERS | WORDS
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
BOOLEANS = st.booleans()
ROOTS = st.dictionaries(KEYS, DATA, max_size=4)


class Looks:
    """How a text is written: indentation, style, line ends, a mark, and how it ends."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.flow = draw(st.sampled_from((True, False, None)))
        self.indent = draw(st.sampled_from((2, 3, 4)))
        self.end = draw(st.sampled_from(("\n", "\r\n")))
        self.bom = draw(st.booleans())
        self.closed = draw(st.booleans())
        self.comments = draw(st.booleans())

    def yaml(self, data: Any) -> bytes:
        """The data as YAML, most of its lines with a comment."""
        text = pyyaml.safe_dump(
            data, default_flow_style=self.flow, indent=self.indent, allow_unicode=True,
            sort_keys=False, width=10_000,
        )  # fmt: skip
        return self.finished(f"# first\n{text}# last ☃\n" if self.comments else text)

    def json(self, data: Any) -> bytes:
        """The data as JSON, on one line or on several."""
        return self.finished(
            json.dumps(data, ensure_ascii=not self.comments, indent=self.indent or None) + "\n"
        )

    def finished(self, text: str) -> bytes:
        text = text if self.closed else text.removesuffix("\n")
        return ("\ufeff" * self.bom + text.replace("\n", self.end)).encode()


looks = st.composite(Looks)()


def pointers(data: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All ways into the data but the empty one."""
    if not isinstance(data, dict | list):
        return []
    steps: Any = data.items() if isinstance(data, dict) else enumerate(data)
    found: list[tuple[str | int, ...]] = []
    for step, inner in steps:
        found += [(*way, step), *pointers(inner, (*way, step))]
    return found


@st.composite
def changes(draw: st.DrawFn, data: Any) -> Change:
    """A change of something that is there, or of something that is not there yet."""
    ways = pointers(data)
    there = draw(BOOLEANS)
    if ways and there:
        return Change(draw(st.sampled_from(ways)), draw(SCALARS), draw(BOOLEANS))
    start = draw(st.sampled_from([(), *ways]))
    steps = draw(st.lists(KEYS, min_size=1, max_size=2))
    return Change((*start, *steps), draw(DATA), draw(BOOLEANS))


def kept(before: bytes, after: bytes) -> tuple[int, int]:
    """How many lines at the top and at the bottom are the same, byte for byte."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    least = min(len(old), len(new))
    top = next((i for i in range(least) if old[i] != new[i]), least)
    tail = next((i for i in range(least - top) if old[-1 - i] != new[-1 - i]), least - top)
    return top, tail


def held(path: str, before: bytes, change: Change) -> None:
    """The law: refused, or exactly what was meant with all other lines as they were."""
    (document,) = load(before, path)
    try:
        wanted = intended.after(document, change)
        after = apply(before, path, [change])
    except EditError:
        return
    assert intended.same(load(after, path)[0].data, wanted)
    top, tail = kept(before, after)
    # The value's own lines are all that may go: one, but for a text that ran over several.
    old = document.get(*change.pointer)
    several = isinstance(old, str) and ("\n" in old or len(old) > 60)
    assert len(before.splitlines()) - top - tail <= 1 or several or not before.endswith(b"\n")
    assert apply(after, path, [change]) == after or change.append


@given(st.data(), ROOTS, looks)
def test_yaml(data: st.DataObject, root: Any, look: Looks) -> None:
    held("model.yaml", look.yaml(root), data.draw(changes(root)))


@given(st.data(), ROOTS, looks)
def test_front_matter(data: st.DataObject, root: Any, look: Looks) -> None:
    yaml = look.yaml(root).removeprefix("\ufeff".encode()).rstrip(b"\r\n")
    end = look.end.encode()
    card = b"---" + end + yaml + end + b"---" + end + b"# Owl" + end + b"\xe2\x98\x83 ---"
    change = data.draw(changes(root))
    held("README.md", card, change)
    try:
        after = apply(card, "README.md", [change])
    except EditError:
        return
    assert after.endswith(b"---" + end + b"# Owl" + end + b"\xe2\x98\x83 ---")


@given(st.data(), ROOTS, looks)
def test_json(data: st.DataObject, root: Any, look: Looks) -> None:
    before, change = look.json(root), data.draw(changes(root))
    (document,) = load(before, "bom.json")
    try:
        wanted = intended.after(document, change)
    except EditError:
        return
    # JSON has no comment and no anchor: what can be meant can be done.
    after = apply(before, "bom.json", [change])
    assert intended.same(load(after, "bom.json")[0].data, wanted)


@given(ROOTS, KEYS, SCALARS, looks)
def test_a_key_at_the_top_can_always_be_added(
    root: Any, key: str, value: Plain, look: Looks
) -> None:
    if key in root:
        return
    before = look.yaml(root)
    after = apply(before, "model.yaml", [Change((key,), value)])
    assert load(after, "model.yaml")[0].data == root | {key: value}


@given(WORDS, st.sampled_from(("", "'", '"')), st.booleans())
def test_a_text_is_read_back_by_everybody_as_it_was(text: str, quote: str, braces: bool) -> None:
    line = f"a: {{b: {scalar(text, quote)}, c: 1}}" if braces else f"b: {scalar(text, quote)}"
    found = load(line.encode(), "x.yaml")[0].data
    assert (found["a"] if braces else found)["b"] == text
    loaded = pyyaml.safe_load(line)
    assert (loaded["a"] if braces else loaded)["b"] == text


@given(DATA)
def test_what_is_new_is_read_back_as_it_was(data: Any) -> None:
    text = "\n".join(Hand().entry("key", data))
    assert intended.same(load(text.encode(), "x.yaml")[0].data, {"key": data})
