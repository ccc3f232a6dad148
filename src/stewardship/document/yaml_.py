"""YAML, many documents to a file, in one pass over libyaml's events.

PyYAML's composer is not used: it recurses in C and takes the process down on 200,000 ``[``,
resolves octals, dates and base-60 numbers, and lets the last of two equal keys win. Reading the
events builds the data, keeps the places and counts against the bounds all at once, in less time
than composing alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stewardship.document import MANIFEST, Bounds, Document, source
from stewardship.document.libyaml import CParser, YAMLError
from stewardship.document.yaml_stream import Stream, too_many
from stewardship.errors import UserError


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
        from stewardship.document.yaml_errors import refuse_breaks

        refuse_breaks(text, path)
    parse = CParser(content).get_event
    # A node takes a byte or more, so a short file cannot hold too many of them.
    if len(content) > bounds.nodes:
        parse = _counted(parse, bounds)
    # Without one of these there is no anchor, no tag, and no NUL by way of an escape.
    unusual = b"&" in content or b"!" in content or b"\\" in content
    try:
        return Stream(path, bounds).read(parse, unusual)
    except YAMLError as error:
        from stewardship.document.yaml_errors import explain  # late: most files are YAML

        raise explain(error, path, text, bounds) from None


def _counted(parse: Callable[[], Any], bounds: Bounds) -> Callable[[], Any]:
    """The parser, made to end with an error after more events than so many nodes can cause."""
    # At most five a node: a document's start and end, a key, a collection's start and end.
    left = 5 * bounds.nodes + 5

    def get() -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise too_many(bounds)
        return parse()

    return get
