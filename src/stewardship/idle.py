"""What a run has to note besides its findings: what it assumed, and which rules guarded nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from stewardship.policy.compile import Compiled

PACKS = "policies/"  # where the rules of the built-in packs stand


def assumed(guesses: Counter[str]) -> Iterator[str]:
    """What was taken for what, and how often."""
    for guess, count in sorted(guesses.items()):
        yield f"{guess} ({_count(count, 'judgment')})"


def unmatched(rules: Sequence[Compiled], matched: Collection[str]) -> Iterator[str]:
    """Rules that guard nothing here: an organization's own by name, those of the packs counted,
    for most repositories have no use for all of them."""
    idle = [one.rule for one in rules if not one.removed and one.rule.id not in matched]
    own = [rule.id for rule in idle if not rule.place.path.startswith(PACKS)]
    if own:
        yield f"{_count(len(own), 'rule')} matched nothing: {', '.join(own)}"
    if len(own) < len(idle):
        count = _count(len(idle) - len(own), "rule")
        yield f"{count} of the packs found nothing here to look at"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
