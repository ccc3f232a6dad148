"""The license is a known one, and one that the lists allow.

Without options: the value is an SPDX expression, or an id or name that means exactly one license.
A text that is no expression, a family without a version (`bsd`) and a word that names none
(`other`) are problems; a `LicenseRef-` of someone's own is none, until a list is asked.
`license: other` counts as what `license-name` says, where that is a license.

`allow`, `review` and `deny` list licenses by id or by category (`category:permissive`; there are
permissive, public-domain, weak-copyleft, strong-copyleft, network-copyleft, source-available,
non-commercial, responsible-ai, proprietary, unstated). An id goes before a category, then the
strictest list wins. With `allow`, whatever is in no list is `unlisted`. Of an OR the best branch
counts, of an AND the worst part. `report` narrows what this rule reports, so that one rule may
block what is `denied` while another asks for a review of what is `unlisted`; `quiet: true` is
short for all that the lists decide, where another rule speaks of what is no license at all.
`context` and `contexts` are those of `license-use`: a license of its own that has a name may be
approved for one use.

```pass
value: MIT OR GPL-3.0-only
options: {allow: ["category:permissive"]}
```

```pass
value: llama3.1
```

```fail
value: MIT AND GPL-3.0-only
options: {allow: ["category:permissive"]}
```

```fail
value: agpl-3.0
options: {deny: ["category:network-copyleft"]}
```

```fail
value: bsd
```

```fail
value: other
```

```fail
value: Apache-2.0 and (MIT
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, appetite, given, matrix, stated, walk, wording
from stewardship.model import Plain, Problem, Resource, Unjudged, Value
from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.license_mentions import mentions

LISTS = ("allow", "review", "deny")
DECIDED = ("unlisted", "review", "denied")
OUTCOMES = ("not-known", "family", "says-nothing", *DECIDED)
LONGEST = 200  # characters; what is longer is a license's text and not its name
MOST = 10
_JOINTS = ("and", "or", "with", "+", "/", "&")

_LIST = {"type": "array", "items": {"type": "string", "minLength": 1}}

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(LISTS, _LIST),
        "quiet": {"type": "boolean"},
        "report": {"type": "array", "minItems": 1, "items": {"enum": list(OUTCOMES)}},
        "context": {"type": "string"},
        "contexts": {"type": "array", "items": {"type": "object"}},
    },
}


def mistakes(options: Options) -> Iterator[str]:
    """Lists that are none, entries of them that are no license and no category, and a context
    that is none."""
    yield from matrix.mistakes(options)
    for name in LISTS:
        if name in options and not given.is_list(options, name):
            yield f"`{name}` is not a list"
        for mistake in appetite.entries(given.listed(options, name)).mistakes:
            yield f"`{name}`: {mistake}"


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each license that is none, or none that the lists let pass."""
    usual = DECIDED if given.flag(options, "quiet") else OUTCOMES
    report = set(given.listed(options, "report")) & set(OUTCOMES) or set(usual)

    def judge(item: Value) -> Iterator[Problem]:
        if isinstance(item.data, tuple | Mapping):
            if "not-known" in report:
                yield Problem(wording.misshapen(item, "a license"))
            return
        found = stated.meaning(item, lambda: context.resource)
        if found.node is not None:
            yield from _listed(found.node, found.expression, options, report)
        elif found.kind in report:
            details: dict[str, Plain] = {"outcome": found.kind, "category": found.category}
            message, text = _unresolved(item, found, context.resource), stated.text(item, context)
            if found.kind == "says-nothing":
                details |= _of_its_own(item, options, context.resource)
            own = stated.described(item, found.kind, context.resource, text)
            yield Problem(message, value=own or None, details=details | text)

    return walk.each(value, context.field, judge, needed=True)


def _of_its_own(item: Value, options: Options, resource: Resource) -> dict[str, Plain]:
    """What counsel decides on where a license has a name and nobody knows its terms."""
    expression = stated.reference(item, resource)
    if not expression:
        return {}
    decided, link = matrix.context_of(resource, options), resource.value("license-link")
    return {
        "expression": expression,
        "clauses": ["unread-terms"],
        "context": decided.context,
        "decided-by": decided.by,
        **({"read-it": wording.text(link.data)} if link.state == "present" else {}),
    }


def _unresolved(item: Value, found: licenses.Resolution, resource: Resource) -> str:
    """Why this is no license, in the words that fit, and what to write instead."""
    written = wording.text(item.data)
    if found.kind == "says-nothing":
        name = stated.name_beside(item, resource)
        beside = f", and `license-name` names none that is known: {wording.quote(name)}"
        quoted = wording.quote(found.word or written)
        return f"{quoted} does not say which license{beside if name else ''}"
    if found.kind == "family":
        return f"{found.message}; name the one that is meant, with its version"
    if len(written) > LONGEST or "\n" in written.strip():
        return f"a text of {len(written):,} characters stands where the id of a license belongs"
    if _strangers(written) > 1:
        return _of_words(written)
    hint = f"; {found.hint}" if found.hint else ""
    where = "" if found.word else f"{wording.quote(written)} cannot be read: "
    return wording.shorten(f"{where}{found.message}{hint}", 300)


def _strangers(written: str) -> int:
    """How many words are neither a license nor what joins two: a sentence has several."""
    words = [word.strip("(),;.:") for word in written.split()]
    return sum(bool(word) and word.lower() not in _JOINTS and not _is_known(word) for word in words)


def _is_known(word: str) -> bool:
    return licenses.resolve(word).kind != "not-known"


def _of_words(written: str) -> str:
    """Why a sentence is no license, and what of it could be."""
    named = mentions(written)
    what = f"{wording.quote(written)} is not the id of a license"
    if not named:
        return f"{what}; one of your own is `LicenseRef-` and a name"
    if len(named) == 1:
        return f"{what}; if {wording.quote(named[0])} is what binds, state it alone"
    said = wording.choices(named, most=3, joint="and")
    return f"{what}; it speaks of {said}: state the one that binds, or join them with `AND`"


def _listed(
    node: spdx.Node, expression: str, options: Options, report: Iterable[str]
) -> Iterator[Problem]:
    """The expression against the lists; a list that cannot be understood lets nothing pass."""
    if options.keys().isdisjoint(LISTS):
        return
    wrong = next(mistakes(options), None)
    if wrong:
        yield Problem(f"{wording.quote(expression)} cannot be judged: {wrong}")
        return
    allow = given.listed(options, "allow") if "allow" in options else None
    review, deny = given.listed(options, "review"), given.listed(options, "deny")
    verdict = appetite.judge(node, allow, review, deny)
    if verdict.tier == "allowed" or verdict.tier not in report:
        return
    reasons = [one.why for one in verdict.decisive[:MOST]]
    whole = wording.quote(expression)
    if isinstance(node, spdx.Or):
        message = f"no branch of {whole} is allowed: {'; '.join(reasons[:3])}"
    elif isinstance(node, spdx.And):
        message = f"{'; '.join(reasons[:3])} (in {whole})"
    else:
        message = reasons[0]
    worst = max(verdict.decisive, key=lambda one: appetite.TIERS.index(one.tier))
    yield Problem(
        message,
        details={
            "outcome": verdict.tier,
            "expression": expression,
            "category": worst.category,
            "reasons": [one.why for one in verdict.all[:MOST]],
        },
    )
