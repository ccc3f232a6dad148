"""What is decided of a vulnerability, in the words of CycloneDX, OpenVEX and CSAF, and our own.

Until one of these says that it is none here, or is gone, it is open: a word that is not known
settles nothing.
"""

from __future__ import annotations

NONE = frozenset(("not_affected", "false_positive", "suppressed"))
"""It is held to be no vulnerability here, for a reason that has to be given."""
GONE = frozenset(("resolved", "resolved_with_pedigree", "fixed"))
"""It was one and is mended, though a report still lists it."""


def normal(written: object) -> str:
    """A word as it is compared: ``Not Affected`` is ``not_affected``."""
    text = written if isinstance(written, str) else ""
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def settles(written: object) -> bool:
    """Whether a word says that nothing is left to do."""
    return normal(written) in NONE | GONE
