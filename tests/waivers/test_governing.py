"""Which waiver governs which finding, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.decisions.waivers import active, find, merge, speaks_of
from stewardship.model import Location, Waiver
from tests.decide.build import MARK, OTHER, TODAY, finding, waiver


@pytest.mark.parametrize(
    ("expires", "today", "holds"),
    [
        ("2026-11-23", date(2026, 11, 22), True),
        ("2026-11-23", date(2026, 11, 23), True),
        ("2026-11-23", date(2026, 11, 24), False),
        ("2026-12-01", date(2026, 11, 30), True),
        ("2027-01-01", date(2026, 12, 31), True),
        ("2026-12-31", date(2027, 1, 1), False),
        ("9999-12-31", date(2026, 11, 23), True),
        ("soon", date(2026, 11, 23), False),
        ("", date(2026, 11, 23), False),
        ("20991231", date(2026, 11, 23), False),
    ],
)
def test_a_waiver_holds_through_the_day_on_which_it_expires(
    expires: str, today: date, holds: bool
) -> None:
    assert active(waiver(expires=expires), today) is holds


def test_what_only_the_head_has_is_proposed() -> None:
    old, new = waiver(), waiver(fingerprint=OTHER)
    assert merge([old], [old, new]) == (old, replace(new, proposed=True))


@pytest.mark.parametrize(
    "edit",
    [
        {"expires": "2027-02-01"},
        {"fingerprint": OTHER},
        {"reason": "other words"},
        {"resource": "path:models/prod#prod"},
        {"rule": "licenses/known"},
        {"approved_by": "@dana"},
    ],
    ids=lambda edit: "another " + next(iter(edit)),
)
def test_an_edited_waiver_is_a_new_proposal_and_the_old_one_governs(edit: dict[str, Any]) -> None:
    old = waiver()
    edited = replace(old, **edit)
    assert merge([old], [edited]) == (old, replace(edited, proposed=True))


def test_a_waiver_that_only_moved_within_its_file_is_the_same() -> None:
    assert merge([waiver(line=2)], [waiver(line=9)]) == (waiver(line=2),)


def test_a_waiver_that_the_head_took_out_governs_until_the_merge() -> None:
    assert merge([waiver()], []) == (waiver(),)


def test_a_second_copy_proposes_nothing() -> None:
    assert merge([waiver()], [waiver(), waiver(line=20)]) == (waiver(),)


def test_the_head_cannot_mark_its_own_waiver_as_granted() -> None:
    assert [one.proposed for one in merge([], [waiver(proposed=False)])] == [True]
    assert [one.proposed for one in merge([waiver(proposed=True)], [])] == [False]


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True),
        ({"resource": "toy"}, True),
        ({"resource": "path:models/prod#prod"}, False),
        ({"rule": "licenses/known"}, False),
        ({"fingerprint": OTHER}, False),
    ],
    ids=["by id", "by name", "another resource", "another rule", "another content"],
)
def test_a_waiver_is_for_what_its_reader_was_told(changed: dict[str, Any], fits: bool) -> None:
    assert speaks_of(replace(waiver(), **changed), finding()) is fits


@pytest.mark.parametrize(
    ("resource", "fingerprint", "fits"),
    [
        ("path:old#ancient", OTHER, True),
        ("ancient", OTHER, True),
        ("path:older#toy", "e" * 32, True),
        ("path:models/toy#toy", OTHER, False),
        ("path:old#ancient", "e" * 32, False),
        ("path:old#ancient", MARK, False),
        ("path:old#ancient", "d" * 32, False),
    ],
)
def test_a_waiver_follows_its_resource_to_a_new_name(
    resource: str, fingerprint: str, fits: bool
) -> None:
    moved = finding(former=(("path:old#ancient", OTHER), ("path:older#toy", "e" * 32)))
    assert speaks_of(waiver(resource=resource, fingerprint=fingerprint), moved) is fits


def test_a_folder_may_have_a_hash_in_its_name() -> None:
    moved = finding(former=(("path:a#1#toy", OTHER),))
    assert speaks_of(waiver(resource="toy", fingerprint=OTHER), moved)
    assert not speaks_of(waiver(resource="1#toy", fingerprint=OTHER), moved)


def _in(days: int, **more: Any) -> Waiver:
    return waiver(expires=(TODAY + timedelta(days=days)).isoformat(), **more)


@pytest.mark.parametrize(
    ("waivers", "chosen"),
    [
        ([], None),
        ([_in(-1)], None),
        ([waiver(fingerprint=OTHER)], None),
        ([_in(0)], 0),
        ([_in(1), _in(9), _in(5)], 1),
        ([_in(1), _in(9, proposed=True)], 0),
        ([_in(-1), _in(9, proposed=True)], 1),
        ([_in(3, reason="b"), _in(3, reason="a")], 0),
    ],
    ids=[
        "none",
        "a lapsed one",
        "one for something else",
        "one on its last day",
        "the one that holds longest",
        "one in force before a proposal",
        "a proposal where the other lapsed",
        "always the same of two alike",
    ],
)
def test_of_several_waivers(waivers: list[Waiver], chosen: int | None) -> None:
    expected = None if chosen is None else waivers[chosen]
    assert find(waivers, finding(), TODAY) == expected
    assert find(waivers[::-1], finding(), TODAY) == expected


texts = st.text(max_size=3)
anything = st.builds(
    Waiver, texts, texts, texts, texts, texts, texts, st.just(Location("w", 1, 1)), st.booleans()
)
several = st.lists(anything, max_size=5)


@given(several, several)
def test_nothing_of_the_head_governs(base: list[Waiver], head: list[Waiver]) -> None:
    merged = merge(base, head)
    assert [one for one in merged if not one.proposed] == [
        replace(one, proposed=False) for one in base
    ]


@given(several)
def test_a_head_like_its_base_proposes_nothing(base: list[Waiver]) -> None:
    assert not any(one.proposed for one in merge(base, base))


@given(several, st.dates())
def test_what_is_no_day_holds_on_none(waivers: list[Waiver], today: date) -> None:
    assert not any(active(one, today) for one in waivers)
