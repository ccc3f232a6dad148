"""``.steward/incoming.yaml``: who looked at what came from outside, when, and where that is kept.

    incoming:
      - folder: incoming/owl
        signature: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
        approved-by: "@acme/security"
        on: 2026-11-20
        ticket: SEC-1234
        expires: 2027-11-20        # may be left out

An entry is of one delivery: ``signature`` is the digest of the signature file that was looked at,
so that another delivery into the same folder needs an entry of its own. An entry that only the
change itself brings is a proposal: whoever may approve has to be asked for a review.
"""

from __future__ import annotations

from datetime import date

from stewardship import strict
from stewardship.frozen import dataclass
from stewardship.incoming import APPROVALS
from stewardship.model import Location
from stewardship.strict import Node
from stewardship.vocabulary import digests

REQUIRED = ("folder", "signature", "approved-by", "on", "ticket")
KEYS = (*REQUIRED, "expires")


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision that a delivery may be used; ``signature`` is the SHA-256 of its signature
    file in hexadecimal digits. The place says nothing of what was decided."""

    folder: str
    signature: str
    approved_by: str
    on: date
    ticket: str
    place: Location
    expires: date | None = None

    @property
    def decision(self) -> tuple[object, ...]:
        """All that was decided: two entries that differ in any of it are two decisions."""
        return (
            self.folder,
            self.signature,
            self.approved_by,
            self.on,
            self.ticket,
            self.expires,
        )


def load(content: bytes | None) -> tuple[Approval, ...]:
    """The entries of the file; none where there is no file.

    ``UserError`` at the line of whatever is not understood: an approval that nobody can read
    would be one that somebody believes in.
    """
    if content is None:
        return ()
    root = strict.read(content, APPROVALS).keys("this file", ("incoming",))
    items = root["incoming"].items("`incoming`") if "incoming" in root else []
    return tuple(_approval(item) for item in items)


def _approval(node: Node) -> Approval:
    keys = node.keys("an approval", KEYS)
    said = {name: strict.need(keys, name, node, "this approval") for name in REQUIRED}
    texts = {name: part.text(f"`{name}`").strip() for name, part in said.items()}
    digest = digests.parse(texts["signature"])
    if digest is None or digest.alg != "sha256":
        hint = "`sha256sum` of the signature file prints it; write `sha256:<64 digits>`"
        raise said["signature"].error("`signature` must be a SHA-256 digest", hint)
    expires = _day(keys["expires"], "`expires`") if "expires" in keys else None
    return Approval(
        texts["folder"].strip("/"),
        digest.hex,
        texts["approved-by"],
        _day(said["on"], "`on`"),
        texts["ticket"],
        node.location,
        expires,
    )


def _day(node: Node, what: str) -> date:
    from stewardship.vocabulary.days import day_of

    text = node.text(what)
    day = day_of(text)
    if day is None:
        raise node.error(f"{what}: `{strict.short(text)}` is not a day", "write YYYY-MM-DD")
    return day
