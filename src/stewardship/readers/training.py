"""``.steward/training.yaml`` and ``.steward/training.csv``: who completed which training, and when.

```yaml
trained:
  - {person: "@dana", emails: [dana@acme.example], completed: 2026-09-01, topic: prompt redaction}
```

The CSV has a header with ``email`` (several with ``;`` between them), ``completed``, and where it
is known ``person`` and ``topic``, as learning platforms export it. Both are one ``repository``
with ``trained``, a record for each line. A record without an address of mail, or without a day, is
a problem: nobody could be found in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import MANIFEST, Document, DocumentError, source
from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers import _files, facts
from stewardship.readers._keys import unknown_keys
from stewardship.vocabulary.durations import date_of

VERSION = 1
NAMES = ("training.yaml", "training.csv")
UNDER = (".steward/",)
KIND: Kind = "repository"
ORIGIN = "training"

PATHS = (".steward/training.yaml", ".steward/training.csv")
RECORD = ("person", "emails", "completed", "topic")
COLUMNS = {"e-mail": "email", "mail": "email", "name": "person", "date": "completed",
           "course": "topic"}  # fmt: skip


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """All records as one resource, with every problem that the file has."""
    if path not in PATHS:
        return None
    found = list(_csv(path, content) if path.endswith(".csv") else _yaml(path, content))
    records = [one for one in found if isinstance(one, Value)]
    problems = tuple(one for one in found if isinstance(one, Problem))
    place = Location(path, 1, 1)
    fields = {"trained": facts.listing(records, place, ORIGIN)}
    return (Fragment(KIND, "training", place, ORIGIN, fields, (f"path:.steward#{path[9:]}",),
                     problems=problems),)  # fmt: skip


def _yaml(path: str, content: bytes) -> Iterator[Value | Problem]:
    document, error = _files.one_document(content, path)
    if error:
        yield Problem(error.message, error.location)
    if document is None:
        return
    listed = document.get("trained") if isinstance(document.data, dict) else None
    if not isinstance(listed, list):
        yield Problem("the file has to hold a list `trained`", document.location())
        return
    yield from unknown_keys(document, known=("trained",))
    for index in range(len(listed)):
        yield from _record(document, ("trained", index))


def _record(document: Document, at: tuple[str | int, ...]) -> Iterator[Value | Problem]:
    place = document.location(*at)
    if not isinstance(document.get(*at), dict):
        yield Problem("a record has to be a mapping with `emails` and `completed`", place)
        return
    yield from unknown_keys(document, *at, known=RECORD)
    emails = facts.texts(document, *at, "emails", origin=ORIGIN)
    entries: dict[str, Value] = {"emails": facts.listing(emails, place, ORIGIN)}
    for key in ("person", "completed", "topic"):
        said = facts.text(document, *at, key, origin=ORIGIN)
        if said is not None:
            entries[key] = said
    completed = entries.get("completed")
    day = str(completed.data) if completed else ""
    yield from _wrong(place, [str(one.data) for one in emails], day)
    yield Value(entries, place, ORIGIN)


def _csv(path: str, content: bytes) -> Iterator[Value | Problem]:
    import csv  # late: few organizations keep one
    from io import StringIO

    try:
        text = source.decode(content, path, MANIFEST)
    except DocumentError as error:
        yield Problem(error.message, error.location)
        return
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().casefold() for name in next(lines, [])]
        names = [COLUMNS.get(name, name) for name in header]
        if not {"email", "completed"} <= set(names):
            yield Problem(
                "the header needs the columns `email` and `completed`", Location(path, 1, 1)
            )
            return
        for cells in lines:
            if cells:
                yield from _row(
                    Location(path, lines.line_num, 1), dict(zip(names, cells, strict=False))
                )
    except csv.Error as error:
        yield Problem(f"the file is not CSV: {error}", Location(path, lines.line_num or 1, 1))


def _row(place: Location, row: dict[str, str]) -> Iterator[Value | Problem]:
    emails = [part.strip() for part in row.get("email", "").split(";") if part.strip()]
    yield from _wrong(place, emails, row.get("completed", "").strip())
    listed = facts.listing((facts.said(one, place, ORIGIN) for one in emails), place, ORIGIN)
    entries: dict[str, Value] = {"emails": listed}
    for key in ("person", "completed", "topic"):
        if key in row:
            entries[key] = facts.said(row[key], place, ORIGIN)
    yield Value(entries, place, ORIGIN)


def _wrong(place: Location, emails: list[str], completed: str) -> Iterator[Problem]:
    if not emails or not all("@" in one for one in emails):
        yield Problem("a record needs an address of mail, by which git knows people", place)
    if date_of(completed) is None:
        yield Problem("a record needs the day on which it was completed, such as 2026-09-01", place)
