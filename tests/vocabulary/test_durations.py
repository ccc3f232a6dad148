"""Spans of time in policies, and points in time in manifests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.durations import date_of, parse


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30s", timedelta(seconds=30)),
        ("36h", timedelta(hours=36)),
        ("180d", timedelta(days=180)),
        ("2w", timedelta(days=14)),
        ("1y", timedelta(days=365)),
        (" 90 d ", timedelta(days=90)),
        ("0d", timedelta(0)),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, wanted: timedelta) -> None:
    assert parse(text) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("6m", r"minutes or months\?"),
        ("180", "write a whole number and a unit, such as `90d`"),
        ("", "is not a duration"),
        ("1.5h", "is not a duration"),
        ("-1d", "is not a duration"),
        ("1d 2h", "is not a duration"),
        ("3 fortnights", "`fortnights` is not a unit of time"),
        ("9" * 40 + "d", "is not a duration"),
        ("\u0663d", "is not a duration"),
    ],
)
def test_what_is_no_duration_is_refused_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


MOMENTS = [
    ("a date is its midnight in UTC", "2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
    ("a time in UTC", "2026-11-23T10:20:30Z", datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)),
    ("small letters are RFC 3339 too", "2026-11-23t10:20:30z",
     datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)),
    ("a time without a zone is UTC", "2026-11-23 10:20",
     datetime(2026, 11, 23, 10, 20, tzinfo=UTC)),
    ("a time in another zone", "2026-11-23T01:00:00+02:00", datetime(2026, 11, 22, 23, tzinfo=UTC)),
    ("a zone without a colon", "2026-11-23T01:00:00+0200", datetime(2026, 11, 22, 23, tzinfo=UTC)),
    ("what MLflow writes", "2026-11-23 10:20:30.123456",
     datetime(2026, 11, 23, 10, 20, 30, 123456, tzinfo=UTC)),
    ("nanoseconds are cut", "2026-11-23T10:20:30.123456789Z",
     datetime(2026, 11, 23, 10, 20, 30, 123456, tzinfo=UTC)),
    ("milliseconds since 1970", "1795392000000", datetime(2026, 11, 23, tzinfo=UTC)),
    ("a day that is none", "2026-02-30", None),
    ("a month alone", "2026-11", None),
    ("a week", "2026-W48-1", None),
    ("digits run together may be a version", "20261123", None),
    ("the American order", "11/23/2026", None),
    ("words", "last week", None),
    ("an hour too many", "2026-11-23T25:00:00Z", None),
    ("before the first year, in another zone", "0001-01-01T00:00:00+02:00", None),
    ("digits of another alphabet", "\u0662026-11-23", None),
    ("nothing", "", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in MOMENTS], ids=[row[0] for row in MOMENTS]
)
def test_a_text_names_a_moment_or_none(text: str, wanted: datetime | None) -> None:
    assert date_of(text) == wanted


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_is_read_back_from_its_iso_form(moment: datetime) -> None:
    assert date_of(moment.isoformat()) == moment


@given(st.text(max_size=40))
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    moment = date_of(text)
    assert moment is None or moment.utcoffset() == timedelta(0)
