"""``.steward/stewards.yaml``: the people and teams who answer for things, and what they hold.

```yaml
stewards:                       # one entry for each handle; a handle with @ stands in quotes
  "@acme/risk-ml":
    members: ["@dana", "@lee"]
    contact: risk-ml@acme.example
    deputy: "@lee"
    on-call: "@dana"
    budget: 2 days a month
    roadmap: https://acme.example/roadmaps/risk
    reviewed-on: 2026-10-01
  "@dana": {away: [2026-12-01..2026-12-10]}   # or {from: …, to: …}
assign:                         # the first entry that fits says who the steward is
  - {path: "models/fraud-*/", steward: "@acme/risk-ml"}
  - {resource: "hf:acme/claims", steward: "@dana"}
fallback: "@acme/platform"      # is asked where nobody is responsible; is no steward
```

Each entry under ``stewards`` is a ``steward`` named by its handle; each one under ``assign``, and
the ``fallback``, is an ``ownership-entry`` with ``steward`` and ``owners``, and with ``pattern``
(for ``path``), ``resource`` or ``fallback: true``. Keys that are not known are problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Problem, Value
from stewardship.readers import _files, facts
from stewardship.readers._keys import unknown_keys, whole
from stewardship.vocabulary import absence, globs

VERSION = 2
NAMES = ("stewards.yaml",)
UNDER = (".steward/",)
KIND: Kind = "steward"
ORIGIN = "stewards"

PATH = ".steward/stewards.yaml"
KEYS = ("stewards", "assign", "fallback")
ENTRY = (
    "members", "contact", "deputy", "on-call", "budget", "roadmap", "reviewed-on", "away",
    "departed",
)  # fmt: skip
RULE = ("path", "resource", "steward")
LISTS = ("members", "away")


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The people and teams, the assignments, the fallback, and what could not be understood."""
    if path != PATH:
        return None
    document, error = _files.one_document(content, path)
    said: list[Fragment | Problem] = []
    if error:
        said.append(Problem(error.message, error.location))
    if document and not isinstance(document.data, dict):
        said.append(facts.wrong_shape(document, path, "a mapping with `stewards`"))
    elif document:
        said.extend(unknown_keys(document, known=KEYS))
        said.extend((*_stewards(document), *_assigned(document), *_fallback(document)))
    return whole(path, "ownership-entry", said, ORIGIN)


def _stewards(document: Document) -> Iterator[Fragment | Problem]:
    listed = document.get("stewards")
    if listed is not None and not isinstance(listed, dict):
        yield Problem("`stewards` has to map handles to entries", document.location("stewards"))
        return
    for handle in listed or ():
        yield _steward(document, str(handle))


def _steward(document: Document, handle: str) -> Fragment:
    pointer = ("stewards", handle)
    place = document.location(*pointer)
    entry = document.get(*pointer)
    problems = list(unknown_keys(document, *pointer, known=ENTRY))
    if entry is not None and not isinstance(entry, dict):
        problems.append(Problem("the entry has to be a mapping, such as `{contact: …}`", place))
    if not handle.strip():
        problems.append(Problem("the handle is empty", place))
    stated = facts.stewardship_fields(document, *pointer, origin=ORIGIN).fields if entry else {}
    fields = {name: _shaped(name, value) for name, value in stated.items() if name in ENTRY}
    problems.extend(_bad_days(fields))
    return Fragment(KIND, handle.strip(), place, ORIGIN, fields, problems=tuple(problems))


def _shaped(name: str, value: Value) -> Value:
    """One member is a list of one."""
    if name in LISTS and not isinstance(value.data, tuple) and value.state != "absent":
        return facts.listing((value,), value.location, ORIGIN)
    return value


def _bad_days(fields: Mapping[str, Value]) -> Iterator[Problem]:
    """What cannot be read as a day: somebody would be waited for who is not there."""
    away = fields["away"].data if "away" in fields else ()
    for day in away if isinstance(away, tuple) else ():
        if absence.span(day) is None:
            said = f"`{facts.clip(str(day.plain()))}` is no day: write 2026-12-24, or two with `..`"
            yield Problem(said, day.location)
    gone = fields.get("departed")
    if gone and gone.state == "present" and gone.data is not True and not absence.span(gone):
        said = f"`{facts.clip(str(gone.plain()))}` is no day, such as 2026-12-24"
        yield Problem(said, gone.location)


def _assigned(document: Document) -> Iterator[Fragment | Problem]:
    listed = document.get("assign")
    if listed is not None and not isinstance(listed, list):
        yield Problem("`assign` has to be a list of rules", document.location("assign"))
        return
    for index in range(len(listed or ())):
        yield _rule(document, index)


def _rule(document: Document, index: int) -> Fragment:
    pointer = ("assign", index)
    place = document.location(*pointer)
    problems = list(unknown_keys(document, *pointer, known=RULE))
    stated = {key: facts.text(document, *pointer, key, origin=ORIGIN) for key in RULE}
    texts = {
        key: value
        for key, value in stated.items()
        if value and value.state == "present" and isinstance(value.data, str)
    }
    if ("path" in texts) == ("resource" in texts):
        problems.append(Problem("a rule needs either `path` or `resource`", place))
    if "steward" not in texts:
        problems.append(Problem('a rule needs a `steward`, such as `"@acme/risk-ml"`', place))
    fields = {("pattern" if key == "path" else key): value for key, value in texts.items()}
    if pattern := texts.get("path"):
        problems.extend(_bad_pattern(pattern))
    if steward := texts.get("steward"):
        fields["owners"] = facts.listing((steward,), None, ORIGIN)
    what = next((str(texts[key].data) for key in ("path", "resource") if key in texts), "")
    name = f"assign {facts.clip(what) or index + 1}"
    return Fragment("ownership-entry", name, place, ORIGIN, fields, problems=tuple(problems))


def _bad_pattern(pattern: Value) -> Iterator[Problem]:
    try:
        globs.compile_glob(str(pattern.data))
    except ValueError as error:
        yield Problem(str(error), pattern.location)


def _fallback(document: Document) -> Iterator[Fragment | Problem]:
    handle = facts.text(document, "fallback", origin=ORIGIN)
    if handle is None or handle.state == "absent":
        return
    if not isinstance(handle.data, str):
        yield Problem("`fallback` has to be one handle", handle.location)
        return
    fields = {
        "steward": handle,
        "owners": facts.listing((handle,), None, ORIGIN),
        "fallback": Value(True, handle.location, ORIGIN),
    }
    yield Fragment("ownership-entry", "fallback", handle.location, ORIGIN, fields)
