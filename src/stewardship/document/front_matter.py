"""YAML front matter: what stands between two ``---`` lines at the very top of a Markdown file.

Blank lines before the first one are tolerated, as the Hugging Face Hub tolerates them; but there
a ``---`` may also be a rule of the prose, so such a block counts only if it is a mapping.
"""

from __future__ import annotations

import re
from typing import Final

from stewardship.document import MANIFEST, Bounds, Document, DocumentError, source, yaml_
from stewardship.frozen import dataclass
from stewardship.model import Location
from stewardship.pattern import pattern

_OPENING: Final = pattern(r"(?:[ \t]*+\r?\n)*+---[ \t]*+(?:\r?\n|\Z)")
_CLOSING: Final = pattern(r"^(?:---|\.\.\.)[ \t]*+\r?$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block as a document with the file's own lines, and what follows it.

    ``document.data`` is None for an empty block. ``body_line`` is the line, from 1, on which
    ``body`` begins.
    """

    document: Document
    body: str
    body_line: int


def split(content: bytes, path: str, bounds: Bounds = MANIFEST) -> FrontMatter | None:
    """The front matter and the body; None for a file that has none.

    Raises ``DocumentError`` for a file that is not UTF-8 or too large, for a block that is never
    closed, and for one that is not YAML.
    """
    if not content.removeprefix(source.BOM).lstrip(b" \t\r\n").startswith(b"---"):
        return None
    text = source.decode(content, path, bounds)
    opening = _OPENING.match(text)
    if opening is None:
        return None
    at_top = text.startswith("---")
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        if not at_top:
            return None
        message = "the front matter that begins here is never closed; end it with a line `---`"
        raise DocumentError(message, Location(path, 1, 1))
    try:
        # With the lines before it and its own `---`, so that every place is the file's.
        documents = yaml_.load(text[: closing.start()].encode(), path, bounds)
    except DocumentError:
        if at_top:
            raise
        return None
    document = documents[0]
    if len(documents) > 1:  # behind a bare carriage return, a line break to YAML alone
        message = "a second document begins inside the front matter"
        raise DocumentError(message, documents[1].location())
    if not at_top and not isinstance(document.data, dict):
        return None
    body_line = text.count("\n", 0, closing.end()) + 1
    return FrontMatter(document, text[closing.end() :], body_line)
