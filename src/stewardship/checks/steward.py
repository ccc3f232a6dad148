"""The value names someone who answers: a handle in good form, known where there is a map.

In good form are `@user`, `@org/team`, an e-mail address and a catalog's `group:default/team`;
`forms` narrows that, or adds `name` for a plain word as some catalogs have it. Where the tree
has an ownership map (`.steward/stewards.yaml`), the handle has to be in it, as an entry or as a
member of one. `known: true` asks for that even while there is no map (then nothing can be said),
`known: false` asks for the form alone.

```pass
value: "@acme/risk-ml"
```

```pass
value: ["@acme/risk-ml", "@lee"]
context: {stewards: [{name: "@acme/risk-ml", fields: {members: ["@dana", "@lee"]}}]}
```

```fail
value: Risk Team
```

```fail
value: "@acme/risk"
context: {stewards: [{name: "@acme/risk-ml"}]}
```

```fail
value: dana@acme.example
options: {forms: [user, team]}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Resource, Unjudged, Value
from stewardship.pattern import pattern
from stewardship.vocabulary.suggest import closest

_WORD = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"

# Form -> (pattern, how a message shows it). GitHub's logins and team slugs and GitLab's nested
# groups are words of these characters; catalog entities are written [kind:][namespace/]name.
FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "user": (pattern(f"@{_WORD}"), "@user"),
    "team": (pattern(f"@{_WORD}(/{_WORD}){{1,9}}"), "@org/team"),
    "email": (pattern(r"[^\s@<>,;/:]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"), "name@host"),
    "entity": (pattern(f"(group|user):({_WORD}/)?{_WORD}", re.IGNORECASE), "group:team"),
    "name": (pattern(_WORD), "name"),
}
USUAL = ("user", "team", "email", "entity")

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "known": {"type": "boolean"},
        "forms": {"type": "array", "minItems": 1, "items": {"enum": list(FORMS)}},
    },
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each handle that is none, or that the ownership map does not have."""
    named = [form for form in given.listed(options, "forms") if form in FORMS]
    forms = named or list(USUAL)
    entries = context.resources("steward") if options.get("known") is not False else ()

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        if not isinstance(item.data, str):
            yield Problem(f"{wording.summary(item)} does not name anyone")
            return
        handle = item.data.strip()
        listed = context.steward(handle) is not None
        if not listed and not any(FORMS[form][0].fullmatch(handle) for form in forms):
            yield Problem(_malformed(handle, forms, entries))
        elif not listed and entries and not _member(handle, entries):
            meant = wording.meant(closest(handle, [entry.name for entry in entries]))
            yield Problem(f"{wording.quote(handle)} is not in the ownership map{meant}")
        elif not entries and not listed and options.get("known") is True:
            yield Unjudged("there is no ownership map to look in")

    return walk.each(value, context.field, judge, needed=True)


def _malformed(handle: str, forms: Sequence[str], entries: Sequence[Resource]) -> str:
    """What the handle is instead, with the entry that is one character away where there is one."""
    quoted = wording.quote(handle)
    if sum("@" in word for word in handle.replace(",", " ").split()) > 1:
        return f"{quoted} names several at once; make it a list"
    shown = wording.choices(FORMS[form][1] for form in forms)
    meant = wording.meant(closest(f"@{handle}", [entry.name for entry in entries]))
    return f"{quoted} is no handle ({shown}){meant}"


def _member(handle: str, entries: Sequence[Resource]) -> bool:
    """Whether some entry names this person; handles are compared without regard to case."""
    wanted = handle.casefold()
    members = (one for entry in entries for one in walk.scalars(entry.value("members")))
    return any(wording.text(one.data).strip().casefold() == wanted for one in members)
