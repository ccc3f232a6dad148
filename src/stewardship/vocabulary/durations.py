"""Spans of time and points in time as people write them in policies and manifests.

A span is a whole number and one unit: ``s`` seconds, ``h`` hours, ``d`` days, ``w`` weeks,
``y`` years of 365 days. There is no ``m``: in ``6m`` one reader sees minutes and another months.
A point in time is an ISO 8601 date, alone or with a time (RFC 3339, or with a space as MLflow
writes it), or milliseconds since 1970 as model registries keep them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from stewardship.pattern import pattern

_SECONDS = {"s": 1, "h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400}
_SPAN = pattern(r"([0-9]{1,6}) ?([A-Za-z]+)")
_MOMENT = pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r" ?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_MILLISECONDS = pattern(r"[0-9]{12,13}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse(text: str) -> timedelta:
    """The span of time; ValueError, whose text a user can read, for anything else."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"`{text[:80]}` is not a duration: write a whole number and a unit, such as `90d`"
        )
    number, unit = found.groups()
    if unit not in _SECONDS:
        why = " (minutes or months?)" if unit in ("m", "M") else ""
        raise ValueError(f"`{unit[:20]}` is not a unit of time{why}: use `s`, `h`, `d`, `w` or `y`")
    return timedelta(seconds=int(number) * _SECONDS[unit])


def date_of(text: str) -> datetime | None:
    """The moment that the text names, in UTC; None where it names none.

    A date alone is its midnight; a time without a zone is taken as UTC.
    """
    text = text.strip()
    if _MILLISECONDS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(text))
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper().replace(" Z", "Z").replace(",", "."))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # 30 February; year 1 in a zone east of here
        return None
