"""CODEOWNERS out of the map: the lines between two markers are made, all others are people's own.

The last line that matches wins there and the first rule that fits wins in the map, so the rules
are written in the opposite order; then come the resources whose steward no path rule gives. What
people wrote stands above or below the markers and is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from posixpath import dirname

from stewardship.frozen import dataclass
from stewardship.joining.universe import Universe
from stewardship.model import Resource, Value
from stewardship.ownership.map import UNSTEWARDED, Ownership, place_of
from stewardship.vocabulary import codeowners

BEGIN = "# >>> steward: made from the ownership map by `steward owners codeowners --write`"
END = "# <<< steward"
GOVERNING = ".steward"
ENTRIES = ".steward/resources.yaml"


class MarkerError(ValueError):
    """The markers are not one pair: what lies between them cannot be told from what does not."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Made:
    """The lines that the map comes to, and what it holds that CODEOWNERS cannot say."""

    lines: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """Where a file is not what the map comes to: the line, what stands there, what should."""

    line: int
    found: str
    wanted: str


def make(ownership: Ownership, universe: Universe) -> Made:
    """The lines for a map: its path rules, then the resources that have a steward otherwise."""
    left_out: list[str] = []
    rows: dict[str, str] = {}
    for rule in reversed(ownership.assignments):
        if rule.path:
            _add(rows, left_out, _anchored(rule.path), rule.steward, ownership)
    for one in sorted(universe.all(), key=lambda one: (place_of(one), one.key)):
        steward = ownership.steward_of(one)
        if one.kind in UNSTEWARDED or steward.state != "present" or _by_path(ownership, one):
            continue
        if steward.location.path == ownership.file:
            continue  # CODEOWNERS says so itself
        if place_of(one) == ENTRIES:
            continue  # an entry that lies in no folder has no path to own
        _add(rows, left_out, _where(one), steward, ownership)
    width = max(map(len, rows), default=0)
    lines = tuple(f"{pattern.ljust(width)}  {owner}" for pattern, owner in rows.items())
    return Made(lines, tuple(left_out))


def _by_path(ownership: Ownership, one: Resource) -> bool:
    """Whether the line of a path rule says this resource's steward already."""
    fitting = next((rule for rule in ownership.assignments if rule.fits(one)), None)
    given = ownership.assigned(one)
    return bool(fitting and fitting.path and given and given.data == ownership.steward_of(one).data)


def _add(
    rows: dict[str, str], left_out: list[str], pattern: str, steward: Value, ownership: Ownership
) -> None:
    entry = ownership.entry(str(steward.data))
    owner = entry.name if entry else str(steward.data)
    parsed = codeowners.parse(f"{pattern} {owner}") if f"{pattern}{owner}".isprintable() else []
    line = parsed[0] if len(parsed) == 1 else None
    if line is None or line.error or line.owners != (owner,):
        why = line.error if line and line.error else f"`{owner}` is no owner there"
        why = why if pattern.isprintable() else "it holds what does not print"
        left_out.append(f"{steward.location.path}:{steward.location.line}: {pattern}: {why}")
        return
    rows.pop(pattern, None)  # of two lines for one pattern the later counts
    rows[pattern] = owner


def _anchored(path: str) -> str:
    """A glob of the map as a pattern: one with a folder in it begins at the root there, too."""
    pattern = path.replace(" ", "\\ ")
    return pattern if pattern.startswith("/") or "/" not in pattern.rstrip("/") else f"/{pattern}"


def _where(one: Resource) -> str:
    """The folder that a resource is declared in; in the root and beside the files that govern, its
    own file."""
    path = place_of(one)
    folder = dirname(path)
    text = f"/{folder}/" if folder and folder != GOVERNING else f"/{path}"
    for sign in ("\\", " ", "*", "?"):
        text = text.replace(sign, f"\\{sign}")
    return text


def merged(text: str, lines: Sequence[str]) -> str:
    """The file with its made part made anew; at the end, where it has none yet.

    Raises ``MarkerError`` rather than guess which lines are people's own.
    """
    before, after = _around(text)
    part = "\n".join((BEGIN, *lines, END, ""))
    gap = "\n" if before and not before.endswith("\n\n") and END not in text else ""
    return f"{before}{gap}{part}{after}"


def drift(text: str, lines: Sequence[str]) -> Drift | None:
    """The first line of a file that is not as it would be written; None where there is none."""
    found, wanted = text.split("\n"), merged(text, lines).split("\n")
    for number, (one, other) in enumerate(_pairs(found, wanted), 1):
        if one != other:
            return Drift(number, one or "", other or "")
    return None


def _pairs(found: list[str], wanted: list[str]) -> Iterable[tuple[str | None, str | None]]:
    longest = max(len(found), len(wanted))
    padded = ([*lines, *[None] * (longest - len(lines))] for lines in (found, wanted))
    return zip(*padded, strict=True)


def _around(text: str) -> tuple[str, str]:
    """What people wrote before and behind the made part."""
    lines = text.splitlines(keepends=True)
    starts = [at for at, line in enumerate(lines) if line.startswith("# >>> steward")]
    ends = [at for at, line in enumerate(lines) if line.startswith(END)]
    if not starts and not ends:
        return text if not text or text.endswith("\n") else f"{text}\n", ""
    if len(starts) != 1 or len(ends) != 1 or ends[0] < starts[0]:
        at = (starts + ends)[-1] + 1
        raise MarkerError("the markers of the made part do not stand as one pair", at)
    return "".join(lines[: starts[0]]), "".join(lines[ends[0] + 1 :])
