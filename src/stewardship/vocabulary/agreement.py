"""How far two raters agree: the share of equal labels, and Cohen's kappa.

Kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20, 1960) takes off what chance alone would give: with ``o`` the observed share and
``e`` the one expected from how often each rater uses each label, it is ``(o - e) / (1 - e)``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def share(pairs: Counter[tuple[str, str]]) -> float | None:
    """The share of pairs whose two labels are one; None where there is no pair."""
    total = pairs.total()
    if not total:
        return None
    return sum(count for (one, other), count in pairs.items() if one == other) / total


def kappa(pairs: Counter[tuple[str, str]]) -> float | None:
    """Cohen's kappa; None where it is not defined: no pair, or one label alone on both sides."""
    total, observed = pairs.total(), share(pairs)
    if observed is None:
        return None
    ones, others = _sides(pairs)
    expected = sum(count * others[label] for label, count in ones.items()) / total**2
    return None if expected >= 1 else (observed - expected) / (1 - expected)


def counted(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Pairs of labels with how often each came up."""
    return Counter(pairs)


def _sides(pairs: Counter[tuple[str, str]]) -> tuple[Counter[str], Counter[str]]:
    ones: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        ones[one] += count
        others[other] += count
    return ones, others
