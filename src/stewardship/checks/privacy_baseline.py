"""What the strictest privacy regime of its jurisdictions asks for is stated.

`regimes` maps a jurisdiction to its regime, `strictness` a regime to a number (the highest is the
strictest; equals count together), `asks` a regime to the fields that it wants, and `sources` to
where that is written. Said no, `none` or `disabled`, a field is not there. A regime that a table
leaves out is a problem: nobody knows what it asks for. Judges the resource as a whole.

```pass
value: {jurisdictions: [EU, US-CA], legal-basis: consent}
options:
  regimes: {EU: GDPR, US-CA: CCPA}
  strictness: {GDPR: 5, CCPA: 3}
  asks: {GDPR: [legal-basis]}
```

```fail
value: {jurisdictions: [EU, US-CA]}
options:
  regimes: {EU: GDPR, US-CA: CCPA}
  strictness: {GDPR: 5, CCPA: 3}
  asks: {GDPR: [legal-basis]}
```

```fail
value: {jurisdictions: [Atlantis]}
options: {regimes: {EU: GDPR}, strictness: {GDPR: 5}, asks: {GDPR: []}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Value
from stewardship.vocabulary.suggest import closest

ABSENT = True
TABLES = ("regimes", "strictness", "asks", "sources")
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {name: {"type": "object"} for name in TABLES},
}
DENIED = frozenset((
    "none", "no", "false", "off", "0", "n/a", "na", "-", "disabled", "unencrypted", "plain",
    "plaintext", "not encrypted", "not stated", "unlimited",
))  # fmt: skip


def check(value: Value, options: Options, context: Context) -> Iterator[Problem]:
    """A problem for a jurisdiction that is not known, and for each field that is not stated."""
    regimes, strictness = _table(options, "regimes"), _table(options, "strictness")
    listed = walk.entry(value, "jurisdictions")
    stated = list(walk.scalars(listed)) if listed is not None else []
    if not stated:
        yield Problem("no jurisdiction is stated, so nobody knows which law holds", None, "none")
        return
    binding: dict[str, list[str]] = {}
    for one in stated:
        name = wording.text(one.data).strip()
        regime = regimes.get(name, regimes.get(name.upper()))
        if regime is None:
            meant = wording.meant(closest(name, [str(key) for key in regimes]))
            said = f"{wording.quote(name)} is no jurisdiction of the table `regimes`{meant}"
            yield Problem(said, one.location, name)
        else:
            binding.setdefault(wording.text(regime), []).append(name)
    most = max((_number(strictness.get(regime)) for regime in binding), default=0)
    for regime, names in binding.items():
        strictest = _number(strictness.get(regime)) == most
        for table in ("strictness", "asks") if strictest else ("strictness",):
            if regime not in _table(options, table):
                said = f"the table `{table}` says nothing of {wording.quote(regime)}"
                whose = wording.choices(names, 4, "and")
                yield Problem(f"{said}, the regime of {whose}", None, f"{table} {regime}")
        if strictest:
            yield from _asked(value, regime, names, options)


def _asked(value: Value, regime: str, names: list[str], options: Options) -> Iterator[Problem]:
    source = wording.text(_table(options, "sources").get(regime))
    for field in given.listed({"asks": _table(options, "asks").get(regime)}, "asks"):
        if _stated(value, field):
            continue
        whose = f"{regime}, the strictest regime of {wording.choices(names, 4, 'and')},"
        where = f" ({wording.shorten(source, 120)})" if source else ""
        yield Problem(f"{whose} asks for {wording.quote(field)}{where}", None, field)


def _stated(value: Value, path: str) -> bool:
    """Whether a field, or one inside it (`encryption.at-rest`), surely says something but no."""
    found: Value | None = value
    for name in path.split("."):
        found = walk.entry(found, name) if found is not None else None
    if found is None or found.state != "present" or walk.unstated(found, ""):
        return False
    if isinstance(found.data, Mapping | tuple):
        return bool(found.data)
    return wording.text(found.data).strip().casefold() not in DENIED


def _table(options: Options, key: str) -> Mapping[str, Any]:
    found = options.get(key)
    return found if isinstance(found, Mapping) else {}


def _number(data: object) -> float:
    return float(data) if isinstance(data, int | float) and not isinstance(data, bool) else 0.0
