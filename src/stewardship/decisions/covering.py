"""What an entry of a decision covers: one resource by id or name, or a pattern of several."""

from __future__ import annotations

from stewardship.model import Finding
from stewardship.pattern import pattern
from stewardship.strict import Node, short
from stewardship.vocabulary import globs

WILD = frozenset("*?")

# How an id begins. What a card calls its model is no id, whatever it looks like.
_ESCAPED = pattern(r"\\.")
SCHEMES = ("path:", "hf:", "pkg:")


def is_wild(entry: str) -> bool:
    """Whether it is a pattern; every other entry is an id or a name, exactly."""
    return not WILD.isdisjoint(entry)


def spreads(entry: str) -> bool:
    """Whether it may cover several: what is behind a backslash stands for itself."""
    return is_wild(_ESCAPED.sub("", entry))


def covers(entry: str, finding: Finding) -> bool:
    """An entry with the scheme of an id is for ids alone, any other for names and paths."""
    is_id = entry.startswith(SCHEMES)
    if entry == (finding.id if is_id else finding.name):
        return True
    if not is_wild(entry):
        return False
    return matches_id(entry, finding.id) if is_id else globs.matches(entry, finding.location.path)


def matches_id(entry: str, identity: str) -> bool:
    """Whether a pattern is the whole of an id; nothing lies beneath one, as in a folder."""
    parts = entry.split("/")
    tokens = [globs.DEEP if part == "**" else globs.segment(part) for part in parts]
    return globs.match(tokens, identity.split("/"))


def must_be_glob(node: Node) -> None:
    """A ``UserError`` for a pattern that means nothing."""
    text = node.text("a resource")
    if is_wild(text):
        try:
            globs.compile_glob(text)
        except ValueError as error:
            raise node.error(str(error)) from None


def own_reason(node: Node, entry: str, said: Node | None) -> str:
    """The reason for a pattern, beside that for the exception; ``UserError`` where it has none."""
    if said is None:
        message = (
            f"`{short(entry)}` covers what nobody has looked at: that needs a reason of its own"
        )
        raise node.error(message, 'add `wildcard: "…"`, or name what is meant')
    return said.text("`wildcard`").strip()
