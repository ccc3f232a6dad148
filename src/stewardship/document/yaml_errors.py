"""What libyaml says of broken YAML, in words that help whoever has to mend the file."""

from __future__ import annotations

import re
from typing import Final

from yaml.error import Mark, MarkedYAMLError, YAMLError

from stewardship.document import Bounds, DocumentError
from stewardship.document.source import position
from stewardship.model import Location
from stewardship.pattern import pattern

# Problem -> clause; libyaml's own words stand where they are plain enough.
_WORDS: Final = {
    "mapping values are not allowed in this context": (
        "`: ` cannot stand here; put quotes round a text that holds it"
    ),
    "block sequence entries are not allowed in this context": "`- ` cannot begin a list here",
    "mapping keys are not allowed in this context": "a key cannot stand here",
    "did not find expected key": "a key with `:` is expected here; check the indentation",
    "did not find expected '-' indicator": (
        "a list item with `- ` is expected here; check the indentation"
    ),
    "did not find expected ',' or ']'": "`,` or `]` is expected here",
    "did not find expected ',' or '}'": "`,` or `}` is expected here",
    "did not find expected node content": "a value is expected here",
    "could not find expected ':'": "this is neither a key with `:` nor part of the line before",
    "found character that cannot start any token": (
        "a text cannot begin with this character (tab, `@`, `` ` `` or `%`); put quotes round it"
    ),
    "found a tab character that violates indentation": "a tab is used for indentation; use spaces",
    "found a tab character where an indentation space is expected": (
        "a tab is used for indentation; use spaces"
    ),
    "found unexpected end of stream": "the quote that opens here is never closed",
    "did not find expected alphabetic or numeric character": (
        "a text cannot begin with `*` or `&`; put quotes round it"
    ),
    "did not find expected <document start>": "text goes on here after the end of the document",
    "found unknown escape character": (
        "an unknown escape in double quotes; write `\\\\` for a backslash, or use single quotes"
    ),
}
_CONFLICT: Final = pattern(r"^<{7} ", re.M)
# From libyaml 0.2.6 on: it looks ahead, and so may meet its own bound of levels before ours.
_TOO_DEEP: Final = "exceeded maximum nesting depth"
_OPENED_AT_CONTEXT: Final = frozenset(("found unexpected end of stream",))
_UNPRINTABLE: Final = pattern("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Line breaks to YAML 1.1, and so to libyaml, but ordinary characters to YAML 1.2 and to editors.
_BREAKS: Final = ("\x85", "\u2028", "\u2029")


def too_deep(bounds: Bounds) -> str:
    """What is said of a file whose values nest deeper than the bounds allow."""
    return f"the values nest deeper than {bounds.depth} levels"


def explain(error: YAMLError, path: str, text: str, bounds: Bounds) -> DocumentError:
    """The error as a place and a clause. The text is what was parsed, within the bounds."""
    if type(error).__name__ == "ReaderError":  # whichever of the two: see ``libyaml``
        found = _UNPRINTABLE.search(text)
        place = position(text, found.start()) if found else (1, 1)
        which = f" U+{ord(found.group()):04X}" if found else ""
        return DocumentError(f"the control character{which} is not YAML", Location(path, *place))
    if not isinstance(error, MarkedYAMLError):
        return DocumentError("it is not YAML", Location(path, 1, 1))
    if conflict := _CONFLICT.search(text):
        place = position(text, conflict.start())
        return DocumentError("a merge conflict is left here", Location(path, *place))
    problem = error.problem or error.context or "it cannot be parsed"
    at_context = problem in _OPENED_AT_CONTEXT and error.context_mark
    mark = at_context or error.problem_mark or error.context_mark
    begun = f" ({error.context})" if error.context and problem not in _WORDS else ""
    message = f"not YAML: {_WORDS.get(problem, problem + begun)}"
    if problem == _TOO_DEEP:
        message = too_deep(bounds)
    return DocumentError(message, Location(path, *_inside(mark, text)))


def _inside(mark: Mark | None, text: str) -> tuple[int, int]:
    """The place of a mark; for one behind the last line, the end of that line."""
    if mark is None:
        return 1, 1
    last = text.rstrip("\r\n")
    if mark.index >= len(last):
        return position(text, len(last))
    return mark.line + 1, mark.column + 1


def refuse_breaks(text: str, path: str) -> None:
    """Raise ``DocumentError`` for a character that would give other lines to other parsers."""
    for character in _BREAKS:
        offset = text.find(character)
        if offset >= 0:
            code = f"U+{ord(character):04X}"
            message = f"{code} ends a line for some YAML parsers and not for others; remove it"
            raise DocumentError(message, Location(path, *position(text, offset)))
