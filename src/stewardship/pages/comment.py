"""The one comment of a pull request: whom it asks and why, or a line once that is settled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from stewardship.frozen import replace
from stewardship.model import Verdict
from stewardship.model.review import Need, ReviewPlan, Standing
from stewardship.pages import approvals, asking, review
from stewardship.pattern import pattern
from stewardship.reporters import clean
from stewardship.reporters.approving import SHORT

MARKER = "<!-- stewardship: review -->"
LONGEST = 60_000
"""Characters; GitHub takes 65,536."""
REFUSED = pattern(r"^<!-- stewardship: refused at ([0-9a-f]{40,64}):((?: @[\w./-]{1,161})*) -->$")
REMEMBERED = 4_000
"""Characters for whom the forge refused: with the rest they fit a comment."""
CUT = "_The rest is left out here: `steward review plan` shows all of it._"


def comment(
    verdict: Verdict,
    plan: ReviewPlan,
    standings: Sequence[Standing],
    warnings: Sequence[str],
    memory: str = "",
    instead: Mapping[str, Sequence[str]] | None = None,
    base: str = "",
    unasked: Collection[str] = (),
) -> str:
    """The text, with a marker that no reader sees. Who is asked is mentioned once, in it.

    ``memory`` is a line of ``refusals``, which no reader sees either. ``instead`` are the members
    who were asked in place of a team, ``unasked`` those who could not be and are not mentioned;
    ``base`` is where the change starts.
    """
    left = tuple(_asked(one.need, instead or {}) for one in standings if not one.is_met)
    if not left:
        return f"{MARKER}\n{_settled(verdict, plan, standings)}\n"
    said = tuple(dict.fromkeys((*plan.warnings, *warnings)))
    text = asking.markdown(verdict, replace(plan, needs=left, warnings=said), base, unasked)
    return f"{MARKER}\n{memory}{_short(text)}"


def refusals(head: str, handles: Collection[str]) -> str:
    """The line that remembers whom the forge refused to ask about a head; empty for nobody."""
    line = f"<!-- stewardship: refused at {head}:"
    for one in handles:
        if asking.HANDLE.fullmatch(one) and len(line) + len(one) < REMEMBERED:
            line += f" {one}"
    return f"{line} -->\n" if handles else ""


def refused(text: str, head: str) -> frozenset[str]:
    """Whom the forge refused to ask about this head, by the second line of a comment."""
    lines = text.replace("\r\n", "\n").split("\n", 2)
    found = REFUSED.match(lines[1]) if len(lines) > 1 else None
    return frozenset(found[2].split()) if found and found[1] == head else frozenset()


def _asked(need: Need, instead: Mapping[str, Sequence[str]]) -> Need:
    """The need with those who were asked: of a team that could not be, its members."""
    asked = [one for team in need.asked for one in instead.get(team) or (team,)]
    members = tuple((one, "member") for one in asked if one not in need.asked)
    roles = (*members, *need.roles)
    return replace(need, asked=tuple(dict.fromkeys(asked)), roles=roles)


def _settled(verdict: Verdict, plan: ReviewPlan, standings: Sequence[Standing]) -> str:
    _, blocking = review.counts(verdict, plan)
    stops = f"{blocking} block" if blocking else "nothing blocks"
    by = {one.user: one.commit for standing in standings for one in standing.by}
    names = (f"{user} for {commit[:SHORT]}" for user, commit in by.items())
    who = f" ({', '.join(map(clean.code_span, names))})" if by else ""
    return f"**Stewardship**: {approvals.sentence(standings)}{who}, {stops}"


def _short(text: str) -> str:
    """The text, cut between two lines where it is too long for a comment."""
    if len(text) <= LONGEST:
        return text
    kept: list[str] = []
    left = LONGEST
    for line in text.split("\n"):
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    if "</details>" not in kept and any(line.startswith("<details>") for line in kept):
        kept += ["", "</details>"]
    return "\n".join([*kept, "", CUT, ""])
