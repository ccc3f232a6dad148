"""Measured quantities as people write them: ``80 ms``, ``5 %``, ``0.05``, ``1,200 EUR/month``.

Two quantities can be compared where their units are of one dimension. Times, sizes and shares are
converted (SI prefixes as in ISO 80000-1, binary ones as in IEC 80000-13); a unit that is not known
here, a currency or ``requests/s``, is comparable with itself alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

if TYPE_CHECKING:
    from decimal import Decimal

SHARE = "share"
# Unit -> (its dimension, how many of the dimension's own unit it is).
_UNITS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("share", "ratio", "fraction"), (SHARE, "1")),
    **dict.fromkeys(("%", "percent", "pct"), (SHARE, "0.01")),
    **dict.fromkeys(("‰", "permille"), (SHARE, "0.001")),
    **dict.fromkeys(("ns",), ("time", "0.000000001")),
    **dict.fromkeys(("us", "µs", "μs"), ("time", "0.000001")),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), ("time", "0.001")),
    **dict.fromkeys(("s", "sec", "second", "seconds"), ("time", "1")),
    **dict.fromkeys(("min", "minute", "minutes"), ("time", "60")),
    **dict.fromkeys(("h", "hour", "hours"), ("time", "3600")),
    **dict.fromkeys(("d", "day", "days"), ("time", "86400")),
    **dict.fromkeys(("B", "byte", "bytes"), ("size", "1")),
    **{f"{prefix}B": ("size", str(1000**power)) for power, prefix in enumerate("kMGT", 1)},
    **{f"{prefix}iB": ("size", str(1024**power)) for power, prefix in enumerate("KMGT", 1)},
}
# Digits, at most so many that comparing stays cheap; commas between groups of three; then a unit.
_TEXT = pattern(
    r"([+-]?)([0-9]{1,3}(?:,[0-9]{3}){1,8}|[0-9]{1,40})?(?:\.([0-9]{0,40}))?"
    r"(?:[eE]([+-]?[0-9]{1,3}))?\s{0,4}([^0-9\s.,][^\n]{0,30})?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and its unit, as written; ``unit`` is empty where none is."""

    amount: Decimal
    unit: str = ""

    def __str__(self) -> str:
        amount = f"{self.amount:f}"
        return f"{amount} {self.unit}" if self.unit else amount


def read(data: object, unit: str = "") -> Quantity | None:
    """What a number, or a text that is one with or without a unit, says; None for what is none.

    ``unit`` is that of a number without one of its own. What is not finite is no quantity.
    """
    from decimal import Decimal  # late: no hook has to wait for it

    if isinstance(data, bool):
        return None
    if isinstance(data, int):
        return Quantity(Decimal(data), unit)
    if isinstance(data, float):
        return Quantity(Decimal(repr(data)), unit) if isfinite(data) else None
    found = _TEXT.fullmatch(data.strip()) if isinstance(data, str) else None
    if found is None or (found.group(2) is None and not found.group(3)):
        return None
    sign, whole, part, exponent, behind = found.groups()
    digits = f"{sign}{(whole or '0').replace(',', '')}{f'.{part}' if part else ''}"
    amount = Decimal(f"{digits}e{exponent}" if exponent else digits)
    return Quantity(amount, (behind or "").strip() or unit)


def common(one: Quantity, other: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both amounts in one unit; None where they cannot be compared.

    A number without a unit has that of the other; but no share is above one hundred percent
    unless it says `%`, so a bare 91 against a share is a doubt and not a number.
    """
    from decimal import Decimal  # late: no hook has to wait for it

    if _dimension(one.unit or other.unit) == SHARE and not all(map(_plausible, (one, other))):
        return None
    if one.unit == other.unit or not one.unit or not other.unit:
        same = one.unit or other.unit
        if _dimension(same) != SHARE:
            return one.amount, other.amount
        return ones(one), ones(other)
    first, second = _UNITS.get(one.unit), _UNITS.get(other.unit)
    if first is None or second is None or first[0] != second[0]:
        return None
    return one.amount * Decimal(first[1]), other.amount * Decimal(second[1])


def _dimension(unit: str) -> str:
    return _UNITS[unit][0] if unit in _UNITS else ""


def _plausible(one: Quantity) -> bool:
    return bool(one.unit) or abs(one.amount) <= 1


def ones(one: Quantity) -> Decimal:
    """A share as a number of ones: 0.05 for ``5 %``; any other amount as it is."""
    from decimal import Decimal  # late: no hook has to wait for it

    return (
        one.amount * Decimal(_UNITS[one.unit][1]) if _dimension(one.unit) == SHARE else one.amount
    )
