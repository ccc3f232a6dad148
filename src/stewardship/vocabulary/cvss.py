"""The base score of a CVSS vector: version 2, 3.0 and 3.1, by the formulas that FIRST publishes.

https://www.first.org/cvss/v3.1/specification-document (section 7.1 and its appendix A), and
https://www.first.org/cvss/v2/guide (section 3.2.1). Version 4 scores by a table of its own and is
not computed: whoever writes such a vector writes the score beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

_V3: Mapping[str, Mapping[str, float]] = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "S": {"U": 0.0, "C": 1.0},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
_PRIVILEGES = {"N": (0.85, 0.85), "L": (0.62, 0.68), "H": (0.27, 0.5)}
_V2: Mapping[str, Mapping[str, float]] = {
    "AV": {"N": 1.0, "A": 0.646, "L": 0.395},
    "AC": {"L": 0.71, "M": 0.61, "H": 0.35},
    "Au": {"N": 0.704, "S": 0.56, "M": 0.45},
    "C": {"C": 0.66, "P": 0.275, "N": 0.0},
    "I": {"C": 0.66, "P": 0.275, "N": 0.0},
    "A": {"C": 0.66, "P": 0.275, "N": 0.0},
}


def score(vector: str) -> float | None:
    """The base score, from 0 to 10; None for what is no whole vector of these versions."""
    start, *rest = vector.strip().strip("()").split("/")
    version = start.removeprefix("CVSS:")
    parts = dict(part.split(":", 1) for part in (start, *rest) if part.count(":") == 1)
    try:
        if version in ("3.0", "3.1"):
            return _third(parts, rounded=version == "3.1")
        return _second(parts) if not start.startswith("CVSS:") else None
    except KeyError:
        return None


def _third(parts: Mapping[str, str], rounded: bool) -> float:
    said = {name: table[parts[name]] for name, table in _V3.items()}
    changed = said["S"] > 0
    lost = 1 - (1 - said["C"]) * (1 - said["I"]) * (1 - said["A"])
    impact = 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 if changed else 6.42 * lost
    if impact <= 0:
        return 0.0
    privileges = _PRIVILEGES[parts["PR"]][changed]
    exploit = 8.22 * said["AV"] * said["AC"] * privileges * said["UI"]
    whole = min((1.08 if changed else 1.0) * (impact + exploit), 10)
    return _up(whole) if rounded else ceil(whole * 10) / 10


def _up(number: float) -> float:
    """Up to one decimal, the same on every machine (appendix A of 3.1)."""
    whole = round(number * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10


def _second(parts: Mapping[str, str]) -> float:
    said = {name: table[parts[name]] for name, table in _V2.items()}
    impact = 10.41 * (1 - (1 - said["C"]) * (1 - said["I"]) * (1 - said["A"]))
    exploit = 20 * said["AV"] * said["AC"] * said["Au"]
    return round((0.6 * impact + 0.4 * exploit - 1.5) * (1.176 if impact else 0), 1)
