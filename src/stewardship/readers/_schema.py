"""Where a document breaks the schema that its own format publishes, as the field of its name.

A reader whose format has a schema records the faults in ``schema-errors``; the check
``schema-valid`` makes findings of them. A schema says nothing of a file that is no document at
all: that is unreadable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stewardship.document import Document
from stewardship.model import Location, Value

FIELD = "schema-errors"
MOST = 10  # kinds of faults that are told of one document


def schema_errors(
    document: Document, name: str, origin: str, excused: Callable[[Any], bool] = lambda node: False
) -> dict[str, Value]:
    """The field ``schema-errors`` of a document, by the schema of this name (see
    ``stewardship.schemas``); no field where nothing is wrong.

    Each text says what is wrong with its path, and stands at its place. What is wrong many times
    in the same way is said once. ``excused`` tells nodes that say nothing yet, to be replaced
    before the format's own tools hold them against the schema.
    """
    from stewardship.schemas import compiled, say  # late: only what was changed is read

    wrong = [
        one
        for one in compiled.faults(name, document.data)
        if not excused(say.innermost(one)[1].found)
    ]
    errors: list[Value] = []
    for where, text, count in say.distinct(wrong):
        more = f" ({count - 1} more like it)" if count > 1 else ""
        place = document.location(*where)
        if len(errors) == MOST:
            errors.append(Value("there are further kinds of faults", place, origin))
            break
        errors.append(Value(f"{text}{more}", place, origin))
    return _field(errors)


def unknown_version(text: str, place: Location, origin: str) -> dict[str, Value]:
    """The field for a document in a version of its format of which no schema is here."""
    return _field([Value(text, place, origin)])


def _field(errors: list[Value]) -> dict[str, Value]:
    return {FIELD: Value(tuple(errors), errors[0].location, errors[0].origin)} if errors else {}
