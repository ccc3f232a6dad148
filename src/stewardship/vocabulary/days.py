"""Days as people write them where a decision begins or ends."""

from __future__ import annotations

from datetime import date


def day_of(text: str) -> date | None:
    """The day of ``YYYY-MM-DD``, and of no other way in which ISO 8601 lets one be written."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
