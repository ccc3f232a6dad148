"""What a finding is known by from run to run: its content, never its line and never a count.

A waiver and a baseline entry name a finding by its fingerprint, so that they hold while lines
shift above it and end as soon as the value itself is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from posixpath import dirname

from stewardship.frozen import replace
from stewardship.model import Finding, Plain, Resource, State
from stewardship.vocabulary.folders import name_of

SEPARATOR = "\x1f"
LENGTH = 32
DIGITS = frozenset("0123456789abcdef")


def fingerprint(
    rule: str, kind: str, resource: str, field: str, value: Plain, state: State, ordinal: int
) -> str:
    """The first 32 hex digits of a SHA-256 over what makes this finding this finding.

    ``resource`` is the resource's id, ``field`` the path that the rule judged. A value that is
    not there, a placeholder and an admitted "unknown" count as their state, whatever their words
    are; values in conflict count as the conflict *and* what was said. ``ordinal`` tells apart
    equal values of one field (0, 1, …).
    """
    import hashlib  # 3 ms, and a passing hook has nothing to fingerprint

    if state == "present":
        content = normalized(value)
    elif state == "conflicting":
        content = state + normalized(value)
    else:
        content = state
    parts = (rule, kind, resource, field, content, str(ordinal))
    text = SEPARATOR.join(_escape(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def normalized(value: Plain) -> str:
    """JSON of the value that does not change with what people do not mean.

    Keys are sorted; text is NFC (Unicode Standard Annex 15) without white space around it. The
    order of a list is kept: it may mean something.
    """
    import json
    import unicodedata

    if isinstance(value, str):
        return json.dumps(unicodedata.normalize("NFC", value).strip())
    if isinstance(value, list):
        return "[" + ",".join(normalized(item) for item in value) + "]"
    if isinstance(value, Mapping):
        pairs = (f"{normalized(key)}:{normalized(item)}" for key, item in value.items())
        return "{" + ",".join(sorted(pairs)) + "}"
    return json.dumps(value)


def _escape(part: str) -> str:
    """No part may hold the separator: a folder's name could otherwise pose as a field."""
    return part.replace("\\", "\\\\").replace(SEPARATOR, "\\x1f")


def former_ids(resource: Resource, renames: Mapping[str, str]) -> tuple[str, ...]:
    """The ids that a resource may have had before its files were renamed, most likely first.

    ``renames`` maps old paths to new ones, as git tells them. Only an id that was made of a path
    changes with it. A resource named after its folder was named after the old one, unless the
    name was stated and merely equals the new folder's: both are given, and at most one of them
    was ever in use.
    """
    ids: dict[str, None] = {}
    for old, new in sorted(renames.items()):
        start = f"path:{dirname(new) or '.'}#{resource.name}"
        if new not in resource.paths or not resource.id.startswith(start):
            continue
        suffix = resource.id[len(start) :]
        folder = dirname(old) or "."
        if resource.name == name_of(dirname(new)):
            ids[f"path:{folder}#{name_of(dirname(old))}{suffix}"] = None
        ids[f"path:{folder}#{resource.name}{suffix}"] = None
    ids.pop(resource.id, None)
    return tuple(ids)


def share_former(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in an order of their own, each former fingerprint left to one of them.

    A finding of now comes before one that was renamed to where it is: moving a bad manifest keeps
    its excuse, and leaving a copy behind, or splitting it in two, does not double the excuse.
    """
    ordered = sorted(findings, key=lambda f: (f.fingerprint, f.location.path, f.id, f.message))
    taken = {finding.fingerprint for finding in ordered}
    shared: list[Finding] = []
    for finding in ordered:
        if finding.former:
            former = tuple(pair for pair in finding.former if pair[1] not in taken)
            taken.update(known for _, known in former)
            finding = replace(finding, former=former)
        shared.append(finding)
    return shared


def is_fingerprint(text: str) -> bool:
    """Whether a text has the form of a fingerprint."""
    return len(text) == LENGTH and DIGITS.issuperset(text)
