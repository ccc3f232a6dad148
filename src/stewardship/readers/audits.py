"""``.steward/audits.yaml``: mock audits and real ones, and what they found missing.

```yaml
audits:
  - kind: mock                      # mock, internal or external
    on: 2026-05-12
    by: "@acme/platform"
    scope: models in production
    report: docs/audits/2026-05.md  # a file of the tree, or an address
    gaps:
      - {what: two models without a build date, owner: "@acme/risk-ml", due: 2026-06-30}
```

The file is a ``repository`` with ``audits``, ``gaps`` (those of all audits, each with the audit's
report as ``of``) and ``last-mock-audit``, the latest day of a mock audit. Keys that are not known,
days that are none and audits without a kind are problems.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Problem, Value
from stewardship.readers import _files, facts
from stewardship.readers._keys import unknown_keys
from stewardship.vocabulary.durations import date_of

VERSION = 1
NAMES = ("audits.yaml",)
UNDER = (".steward/",)
KIND: Kind = "repository"
ORIGIN = "audits"

PATH = ".steward/audits.yaml"
ID = "path:.steward#audits"
KINDS = ("mock", "internal", "external")
AUDIT = ("kind", "on", "by", "scope", "report", "gaps")
GAP = ("what", "owner", "due", "closed")


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """All audits as one resource, with every problem that the file has."""
    if path != PATH:
        return None
    document, error = _files.one_document(content, path)
    if document is None or not isinstance(document.data, dict):
        shape = error or facts.wrong_shape(document, path, "a mapping with `audits`")
        return (facts.unreadable(KIND, path, shape, ORIGIN, "audits"),)
    problems = list(unknown_keys(document, known=("audits",)))
    listed = document.get("audits")
    if not isinstance(listed, list):
        problems.append(Problem("`audits` has to be a list", document.location("audits")))
        listed = []
    fields: dict[str, Value] = {}
    audits: list[Value] = []
    gaps: list[Value] = []
    for index in range(len(listed)):
        problems += _wrong(document, index)
        audits.append(_record(document, ("audits", index), AUDIT[:-1]))
        gaps += _gaps(document, index)
    place = document.location("audits")
    fields = {
        "audits": facts.listing(audits, place, ORIGIN),
        "gaps": facts.listing(gaps, place, ORIGIN),
    }
    mock = [one for one in audits if _text(one, "kind") == "mock" and date_of(_text(one, "on"))]
    if mock:
        last = max(mock, key=lambda one: _text(one, "on"))
        fields["last-mock-audit"] = Value(_text(last, "on"), last.location, ORIGIN)
    fragment = Fragment(KIND, "audits", document.location(), ORIGIN, fields, (ID,),
                        problems=tuple(problems))  # fmt: skip
    return (facts.with_problem(fragment, error),)


def _record(document: Document, at: tuple[str | int, ...], keys: tuple[str, ...]) -> Value:
    entries: dict[str, Value] = {}
    for key in keys:
        said = facts.text(document, *at, key, origin=ORIGIN)
        if said is not None:
            entries[key] = said
    return Value(entries, document.location(*at), ORIGIN)


def _gaps(document: Document, index: int) -> Iterator[Value]:
    listed = document.get("audits", index, "gaps")
    for number in range(len(listed) if isinstance(listed, list) else 0):
        record = _record(document, ("audits", index, "gaps", number), GAP)
        closed = _text(record, "closed")
        if not closed:  # what is closed asks nobody for anything
            yield record


def _wrong(document: Document, index: int) -> Iterator[Problem]:
    at = ("audits", index)
    if not isinstance(document.get(*at), dict):
        yield Problem("an audit has to be a mapping with `kind` and `on`", document.location(*at))
        return
    yield from unknown_keys(document, *at, known=AUDIT)
    if document.get(*at, "kind") not in KINDS:
        said = f"`kind` has to be one of {', '.join(KINDS)}"
        yield Problem(said, document.location(*at, "kind"))
    if date_of(document.text(*at, "on") or "") is None:
        said = "an audit needs the day on which it was: `on: 2026-05-12`"
        yield Problem(said, document.location(*at, "on"))
    gaps = document.get(*at, "gaps")
    if gaps is not None and not isinstance(gaps, list):
        yield Problem("`gaps` has to be a list", document.location(*at, "gaps"))
    for number in range(len(gaps) if isinstance(gaps, list) else 0):
        yield from _wrong_gap(document, (*at, "gaps", number))


def _wrong_gap(document: Document, at: tuple[str | int, ...]) -> Iterator[Problem]:
    if not isinstance(document.get(*at), dict):
        yield Problem("a gap has to be a mapping with `what`", document.location(*at))
        return
    yield from unknown_keys(document, *at, known=GAP)
    closed = document.text(*at, "closed")
    if closed and date_of(closed) is None:
        yield Problem("`closed` has to be a day", document.location(*at, "closed"))


def _text(record: Value, key: str) -> str:
    entry = record.data.get(key) if isinstance(record.data, dict) else None
    return str(entry.data) if entry is not None and entry.state == "present" else ""
