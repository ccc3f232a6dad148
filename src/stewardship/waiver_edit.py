"""A waiver added to the file that people keep by hand: nothing that stands there is touched.

The file may hold approvals, too: those stay as they are, before the new waiver or after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO

from stewardship import approvals, strict
from stewardship.errors import UserError
from stewardship.model import Location, Waiver
from stewardship.waivers import LISTS, PATH, content_of, load


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

    (Of an empty list written as ``[]`` those two characters go.) A waiver that stands there
    already is not written twice. Raises ``UserError`` where the file is not understood, where
    the reason is blank, or where an entry cannot be added without rewriting what is there.
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
    for text in _ways(content, root, waiver):
        grown = _encoded(text)
        if grown is not None and _adds(content, grown, waiver):
            return grown
    raise UserError(
        "this waiver cannot be added without rewriting the file",
        Location(PATH),
        "add it by hand, as one more item of `waivers:`",
    )


def _ways(content: bytes, root: strict.Node, waiver: Waiver) -> Iterator[str]:
    """The file grown by the entry, in the style of the entries that are there first."""
    text, rest = _parted(content.decode("utf-8"), root)
    end = "\r\n" if "\r\n" in text + rest else "\n"
    entries = (root.data or {}).get("waivers")
    if "waivers" not in (root.data or {}):
        text = _closed(text, end) + "waivers:" + end
    elif entries == [] and text.rstrip().endswith("[]"):
        text = text.rstrip().removesuffix("[]").rstrip(" ")
    indents = [_indent(root.at("waivers").at(0))] if entries else []
    for indent in (*indents, 2, 0):
        yield _closed(text, end) + _entry(waiver, " " * indent, end) + rest


def _parted(text: str, root: strict.Node) -> tuple[str, str]:
    """What comes before the end of the waivers, and what comes after: approvals below them, with
    the comments right above their key."""
    data = root.data or {}
    if not data.keys() >= set(LISTS):
        return text, ""
    mine, other = (root.at(name).key_place(name).line or 1 for name in LISTS)
    if other < mine:
        return text, ""
    lines = list(StringIO(text, newline=""))  # ended as in YAML, and each end as it is
    cut = other - 1
    while cut > mine and lines[cut - 1].startswith(("#", "\r", "\n")):
        cut -= 1
    return "".join(lines[:cut]), "".join(lines[cut:])


def _closed(text: str, end: str) -> str:
    """The text with its last line ended."""
    return text if not text or text.endswith(("\n", "\r")) else text + end


def _indent(item: strict.Node) -> int:
    """How far the dash of an item is from the margin."""
    line = strict.excerpt(item.source, item.location) or ""
    return len(line) - len(line.lstrip(" "))


def _entry(waiver: Waiver, indent: str, end: str) -> str:
    fields = {
        "rule": waiver.rule,
        "resource": waiver.resource,
        "fingerprint": waiver.fingerprint,
        "reason": waiver.reason,
        "approved-by": waiver.approved_by,
        "expires": waiver.expires,
    }
    lines = [f"{name}: {quoted(text)}" for name, text in fields.items() if text]
    return f"{indent}- " + f"{end}{indent}  ".join(lines) + end


def quoted(text: str) -> str:
    """A double-quoted YAML scalar: whatever the text holds, it is one string on one line.

    Characters that do not print, marks that turn the direction of writing among them, become
    escapes (YAML 1.2, 5.7).
    """
    return '"' + "".join(_character(character) for character in text) + '"'


def _character(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _encoded(text: str) -> bytes | None:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return None


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
