"""Events of libyaml to documents: the data, the places, and the count against the bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml.error import Mark
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

from stewardship.document import Bounds, Document, DocumentError, source
from stewardship.document.source import RefusalError
from stewardship.document.yaml_anchors import Anchors
from stewardship.document.yaml_places import Places, mark_of
from stewardship.document.yaml_scalars import (
    NUMERIC,
    WORDS,
    collection_tag,
    plain,
    same_text,
    tagged,
)
from stewardship.model import Location, Pointer

# A collection being filled, the same for its places, and whether it is a mapping.
_Frame = tuple[Any, Any, bool]


class Stream:
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

        ``here``, ``marks`` and ``keyed`` are the innermost frame; the outermost is a list that
        takes the document's root.
        """
        stack: list[_Frame] = []
        here: Any = []
        marks: Any = []
        keyed, key = False, ""
        try:
            while (kind := type(event := parse())) is not StreamEndEvent:
                if keyed and kind is not MappingEndEvent:
                    key = event.value if kind is ScalarEvent else "<<"
                    if key in here or key == "<<" or unusual:
                        self.check_key(event, here, marks)
                    kind = type(event := parse())
                if kind is ScalarEvent:
                    value, place = event.value, event.start_mark
                    if not event.style and (value in WORDS or value[0] in NUMERIC):
                        value = plain(value)
                    if unusual:
                        value = self.scalar(event, value)
                elif kind is MappingStartEvent:
                    value, place = {}, (event.start_mark, {})
                elif kind is SequenceStartEvent:
                    value, place = [], (event.start_mark, [])
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    self.nodes += len(here)
                    if unusual or self.nodes > self.bounds.nodes:
                        self.end(event, here, stack)
                    here, marks, keyed = stack.pop()
                    continue
                elif kind is AliasEvent:
                    value, place = self.alias(event, len(stack)), event.start_mark
                elif kind is DocumentEndEvent:
                    self.document(here.pop(), marks.pop())
                    continue
                else:  # the stream or a document begins
                    continue
                if keyed:
                    here[key] = value
                    marks[key] = place
                else:
                    here.append(value)
                    marks.append(place)
                if kind is ScalarEvent:
                    if value is not event.value:
                        self.keep_text(event.value, value, stack, here)
                elif kind is AliasEvent:
                    self.copy_texts(event, _pointer(stack, here))
                else:
                    stack.append((here, marks, keyed))
                    here, marks, keyed = value, place[1], kind is MappingStartEvent
                    if unusual or len(stack) > self.bounds.depth:
                        self.start(event, len(stack))
        except RefusalError as refusal:
            raise self.refused(refusal, event.start_mark) from None
        return tuple(self.documents)

    def refused(self, refusal: RefusalError, mark: Mark) -> DocumentError:
        """The refusal, placed at what was being read."""
        return DocumentError(str(refusal), Location(self.path, mark.line + 1, mark.column + 1))

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

    def keep_text(self, text: str, value: Any, stack: list[_Frame], here: Any) -> None:
        """Keep what was written, for a scalar that is no text and would print otherwise."""
        if not same_text(value, text):
            self.texts.append((_pointer(stack, here), text))

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
            from stewardship.document.yaml_errors import too_deep

            raise RefusalError(too_deep(self.bounds))
        if event.tag is not None:
            collection_tag(event.tag, type(event) is MappingStartEvent)
        if event.anchor is not None:
            offset = event.start_mark.index
            self.anchors.open(event.anchor, level, offset, self.nodes, len(self.texts))

    def end(self, event: Any, ended: Any, stack: list[_Frame]) -> None:
        if self.nodes > self.bounds.nodes:
            raise too_many(self.bounds)
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
            raise too_many(self.bounds)
        self.documents.append(Document(self.path, root, Places(place), dict(self.texts)))
        self.texts = []
        if self.anchors.named:
            self.anchors = Anchors(self.bounds)


def _pointer(stack: list[_Frame], *innermost: Any) -> Pointer:
    """The way to what was put last; the outermost list, which holds the root, is no step."""
    collections = [here for here, _, _ in stack] + [*innermost]
    return tuple(
        next(reversed(found)) if type(found) is dict else len(found) - 1
        for found in collections[1:]
    )


def too_many(bounds: Bounds) -> RefusalError:
    """What is said of a file with more values than the bounds allow."""
    return RefusalError(f"there are more than {bounds.nodes:,} values in one file")
