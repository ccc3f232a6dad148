"""A waiver added to the file that people keep by hand: nothing that stands there is touched.

The file may hold approvals, too: those stay as they are, before the new waiver or after it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from stewardship import strict
from stewardship.decisions import approvals
from stewardship.decisions.waivers import LISTS, PATH, content_of, load
from stewardship.edit import Change, EditError, apply
from stewardship.errors import UserError
from stewardship.model import Location, Plain, Waiver


def append(
    content: bytes | None,
    *,
    rule: str,
    resource: str,
    fingerprint: str,
    reason: str,
    expires: date,
    approved_by: str = "",
) -> bytes:
    """The file with this waiver at the end of its list; all that was there is there still.

    A waiver that stands there already is not written twice. Raises ``UserError`` where the file
    is not understood, where the reason is blank, or where an entry cannot be added without
    rewriting what is there.
    """
    reason = reason.strip()
    if not reason:
        raise UserError("a waiver needs a reason", hint='say it with `--reason "…"`')
    day = expires.isoformat()
    waiver = Waiver(rule, resource, fingerprint, reason, approved_by, day, Location(PATH))
    content = content or b""
    root = strict.read(content, PATH)
    for name, node in root.keys("this file", LISTS).items():
        node.items(f"`{name}`")
    if content_of(waiver) in map(content_of, load(content).entries):
        return content
    change = Change(("waivers",), _entry(waiver), append=True, quotes=True)
    with suppress(EditError):
        grown = apply(_closed(content), PATH, [change])
        if _adds(content, grown, waiver):
            return grown
    raise UserError(
        "this waiver cannot be added without rewriting the file",
        Location(PATH),
        "add it by hand, as one more item of `waivers:`",
    )


def _closed(content: bytes) -> bytes:
    """The file with its last line ended."""
    if not content or content.endswith((b"\n", b"\r")):
        return content
    return content + (b"\r\n" if b"\r\n" in content else b"\n")


def _entry(waiver: Waiver) -> dict[str, Plain]:
    fields = {
        "rule": waiver.rule,
        "resource": waiver.resource,
        "fingerprint": waiver.fingerprint,
        "reason": waiver.reason,
        "approved-by": waiver.approved_by,
        "expires": waiver.expires,
    }
    return {name: text for name, text in fields.items() if text}


def _adds(before: bytes, after: bytes, waiver: Waiver) -> bool:
    """Whether the file now says what it said and this, and nothing else."""
    old, new = load(before), load(after)
    said = [content_of(entry) for entry in (*old.entries, waiver)]
    same = [problem.message for problem in old.problems] == [p.message for p in new.problems]
    kept = _approved(before) == _approved(after)
    return same and kept and said == [content_of(entry) for entry in new.entries]


def _approved(content: bytes) -> tuple[object, ...]:
    found = approvals.load(content)
    entries = (approvals.content_of(entry) for entry in found.entries)
    return (*entries, *(problem.message for problem in found.problems))
