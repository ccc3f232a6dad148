"""YAML, many documents to a file, in one pass over libyaml's events.

PyYAML's composer is not used: it recurses in C and takes the process down on 200,000 ``[``,
resolves octals, dates and base-60 numbers, and lets the last of two equal keys win. Reading the
events builds the data, keeps the places and counts against the bounds all at once, in less time
than composing alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from stewardship.document import MANIFEST, Bounds, Document, DocumentError, source
from stewardship.document.source import RefusalError
from stewardship.document.yaml_anchors import Anchors
from stewardship.document.yaml_errors import explain, refuse_breaks
from stewardship.document.yaml_places import Places, mark_of
from stewardship.document.yaml_scalars import (
    NUMERIC,
    WORDS,
    collection_tag,
    plain,
    same_text,
    tagged,
)
from stewardship.errors import UserError
from stewardship.model import Location, Pointer

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    CParser = None  # type: ignore[assignment,misc]


def load(content: bytes, path: str, bounds: Bounds = MANIFEST) -> tuple[Document, ...]:
    """All documents of a file, each with places and source texts; none for an empty file.

    Raises ``DocumentError``, and nothing else, for what is not YAML, lies beyond the bounds, or
    reads differently in different tools: duplicate keys, merge keys, tags. Aliases share their
    anchor's object: do not change what is loaded. Raises ``UserError`` without libyaml.
    """
    if CParser is None:
        hint = "install a PyYAML wheel, or libyaml's headers, and then PyYAML again"
        raise UserError("PyYAML was built without libyaml, which has to read YAML", None, hint)
    text = source.decode(content, path, bounds)
    if not text.isascii():
        refuse_breaks(text, path)
    parse = CParser(content).get_event
    # A node takes a byte or more, so a short file cannot hold too many of them.
    if len(content) > bounds.nodes:
        parse = _counted(parse, bounds)
    # Without one of these there is no anchor, no tag, and no NUL by way of an escape.
    unusual = b"&" in content or b"!" in content or b"\\" in content
    try:
        return _Stream(path, bounds).read(parse, unusual)
    except YAMLError as error:
        raise explain(error, path, text) from None


def _counted(parse: Callable[[], Any], bounds: Bounds) -> Callable[[], Any]:
    """The parser, made to end with an error after more events than so many nodes can cause."""
    # At most five a node: a document's start and end, a key, a collection's start and end.
    left = 5 * bounds.nodes + 5

    def get() -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise _too_many(bounds)
        return parse()

    return get


def _too_many(bounds: Bounds) -> RefusalError:
    return RefusalError(f"there are more than {bounds.nodes:,} values in one file")


class _Stream:
    """What has been read of one file: ``read`` is the loop, the rest are its rarer turns."""

    __slots__ = ("anchors", "bounds", "documents", "nodes", "path", "texts")

    def __init__(self, path: str, bounds: Bounds) -> None:
        self.path = path
        self.bounds = bounds
        self.nodes = 0
        self.documents: list[Document] = []
        self.texts: list[tuple[Pointer, str]] = []
        self.anchors = Anchors(bounds)

    def read(self, parse: Callable[[], Any], unusual: bool) -> tuple[Document, ...]:
        """The documents. One loop, with no call of ours for an ordinary event.

        ``here`` is the collection being filled, ``marks`` the same for its places, ``keyed``
        whether it is a mapping; outermost is a list that takes the document's root. What is
        refused is placed at the event that was being read.
        """
        stack: list[tuple[Any, Any, bool]] = []
        here: Any = []
        marks: Any = []
        keyed, key, depth = False, "", self.bounds.depth
        event: Any
        place: Any
        try:
            while True:
                event = parse()
                kind = type(event)
                if keyed and kind is not MappingEndEvent:
                    key = event.value if kind is ScalarEvent else "<<"
                    if key in here or key == "<<" or unusual:
                        self.check_key(event, here, marks)
                    event = parse()
                    kind = type(event)
                if kind is ScalarEvent:
                    value = event.value
                    place = event.start_mark
                    if not event.style and (value in WORDS or value[0] in NUMERIC):
                        value = plain(value)
                    if unusual:
                        value = self.scalar(event, value)
                elif kind is MappingStartEvent:
                    value = {}
                    place = event.start_mark, {}
                elif kind is SequenceStartEvent:
                    value = []
                    place = event.start_mark, []
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    self.nodes += len(here)
                    if unusual or self.nodes > self.bounds.nodes:
                        self.end(event, here, stack)
                    here, marks, keyed = stack.pop()
                    continue
                elif kind is AliasEvent:
                    value = self.alias(event, len(stack))
                    place = event.start_mark
                elif kind is DocumentEndEvent:
                    self.document(here[0], marks[0])
                    here, marks = [], []
                    continue
                elif kind is StreamEndEvent:
                    return tuple(self.documents)
                else:  # the start of the stream or of a document
                    continue
                if keyed:
                    here[key] = value
                    marks[key] = place
                else:
                    here.append(value)
                    marks.append(place)
                if kind is ScalarEvent:
                    if value is not event.value and not same_text(value, event.value):
                        self.texts.append((_pointer(stack, here), event.value))
                elif kind is AliasEvent:
                    self.copy_texts(event, _pointer(stack, here))
                else:
                    stack.append((here, marks, keyed))
                    here, marks, keyed = value, place[1], kind is MappingStartEvent
                    if unusual or len(stack) > depth:
                        self.start(event, len(stack))
        except RefusalError as refusal:
            mark = event.start_mark
            raise DocumentError(
                str(refusal), Location(self.path, mark.line + 1, mark.column + 1)
            ) from None

    def check_key(self, event: Any, here: dict[str, Any], marks: dict[str, Any]) -> None:
        if type(event) is not ScalarEvent:
            what = "an alias" if type(event) is AliasEvent else "a list or a mapping"
            raise RefusalError(
                f"a key cannot be {what}; put quotes round a text like `{{{{ … }}}}`"
            )
        key = event.value
        if key == "<<" and not event.style:
            raise RefusalError("merge keys (`<<`) are not read; write the merged keys out")
        if key in here:
            first = mark_of(marks[key]).line + 1
            raise RefusalError(
                f"the key {source.quoted(key)} stands here again, after line {first}"
            )
        self.scalar(event, key if event.style else plain(key))

    def scalar(self, event: Any, value: Any) -> Any:
        """The value of a scalar that may have a tag or an anchor."""
        text = event.value
        if "\0" in text:
            raise RefusalError("the text holds a NUL character")
        if event.tag is not None:
            value = tagged(text, event.tag)
        if event.anchor is not None:
            kept = None if value is text or same_text(value, text) else text
            self.anchors.scalar(event.anchor, value, kept, len(text))
        return value

    def start(self, event: Any, level: int) -> None:
        """A collection begins that is deep, or may have a tag or an anchor."""
        if level > self.bounds.depth:
            raise RefusalError(f"the values nest deeper than {self.bounds.depth} levels")
        if event.tag is not None:
            collection_tag(event.tag, type(event) is MappingStartEvent)
        if event.anchor is not None:
            offset = event.start_mark.index
            self.anchors.open(event.anchor, level, offset, self.nodes, len(self.texts))

    def end(self, event: Any, ended: Any, stack: list[tuple[Any, Any, bool]]) -> None:
        if self.nodes > self.bounds.nodes:
            raise _too_many(self.bounds)
        if self.anchors.closes(len(stack)):
            offset = event.end_mark.index
            self.anchors.close(ended, _pointer(stack), offset, self.nodes, self.texts)

    def alias(self, event: Any, level: int) -> Any:
        anchor = self.anchors.use(event.anchor, level, self.nodes)
        self.nodes += anchor.nodes - 1  # the alias itself counts with its collection
        return anchor.value

    def copy_texts(self, event: Any, pointer: Pointer) -> None:
        """What was written at the anchor is the source text below the alias, too."""
        self.texts += [(pointer + inner, text) for inner, text in self.anchors.texts(event.anchor)]

    def document(self, root: Any, place: Any) -> None:
        self.nodes += 1
        if self.nodes > self.bounds.nodes:
            raise _too_many(self.bounds)
        self.documents.append(Document(self.path, root, Places(place), dict(self.texts)))
        self.texts = []
        if self.anchors.named:
            self.anchors = Anchors(self.bounds)


def _pointer(stack: list[tuple[Any, Any, bool]], *innermost: Any) -> Pointer:
    """The way to what was put last; the outermost list, which holds the root, is no step."""
    collections = [here for here, _, _ in stack] + [*innermost]
    return tuple(
        next(reversed(found)) if type(found) is dict else len(found) - 1
        for found in collections[1:]
    )
