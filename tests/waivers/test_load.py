"""Which entries of ``.steward/waivers.yaml`` are waivers, and what is said of the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.decisions.waivers import Waivers, load
from stewardship.model import Location, Waiver

GOOD = """\
# what may stand, and until when
waivers:
  - rule: licenses/stated
    resource: path:models/toy#toy
    fingerprint: 0123456789abcdef0123456789abcdef
    reason: the license is being settled
    approved-by: "@acme/legal"
    expires: 2027-01-31
"""
GIVEN = Waiver(
    "licenses/stated",
    "path:models/toy#toy",
    "0123456789abcdef0123456789abcdef",
    "the license is being settled",
    "@acme/legal",
    "2027-01-31",
    Location(".steward/waivers.yaml", 3, 5),
)


def test_a_waiver_says_what_why_who_and_until_when() -> None:
    assert load(GOOD.encode()) == Waivers((GIVEN,), ())


def test_without_a_file_there_are_none() -> None:
    assert load(None) == Waivers()


@pytest.mark.parametrize(
    "content", ["", "# nothing yet\n", "waivers:\n", "waivers: []\n", "{}\n", "\ufeff"]
)
def test_an_empty_file_holds_none_and_is_no_problem(content: str) -> None:
    assert load(content.encode()) == Waivers()


def test_who_approved_it_may_be_left_out_until_somebody_has() -> None:
    content = GOOD.replace('    approved-by: "@acme/legal"\n', "")
    (waiver,) = load(content.encode()).entries
    assert waiver.approved_by == ""


def test_a_fingerprint_of_digits_only_is_still_a_fingerprint() -> None:
    digits = "01234567890123456789012345678901"
    content = GOOD.replace(GIVEN.fingerprint, digits)
    assert [one.fingerprint for one in load(content.encode()).entries] == [digits]


def test_a_reason_may_take_several_lines() -> None:
    content = GOOD.replace("the license is being settled", "|\n      first\n      second")
    assert [one.reason for one in load(content.encode()).entries] == ["first\nsecond"]


WRONG = {
    "no reason": ("    reason: the license is being settled\n", "", 3,
                  "this waiver has no `reason` (add `reason:`)"),
    "no fingerprint": ("    fingerprint: 0123456789abcdef0123456789abcdef\n", "", 3,
                       "this waiver has no `fingerprint` (add `fingerprint:`)"),
    "no rule": ("- rule: licenses/stated\n    resource", "- resource", 3,
                "this waiver has no `rule` (add `rule:`)"),
    "no resource": ("    resource: path:models/toy#toy\n", "", 3,
                    "this waiver has no `resource` (add `resource:`)"),
    "no day on which it ends": ("    expires: 2027-01-31\n", "", 3,
                                "this waiver has no `expires` (add `expires:`)"),
    "a reason without a word": ("the license is being settled", '"  "', 6, "`reason` is empty"),
    "a key without a value": ("reason: the license is being settled", "reason:", 3,
                              "this waiver has no `reason` (add `reason:`)"),
    "nobody who approved it": ('"@acme/legal"', '""', 7, "`approved-by` is empty"),
    "a list of rules": ("licenses/stated", "[licenses/stated]", 3,
                        "`rule` must be text, not a list"),
    "a mapping for a resource": ("path:models/toy#toy", "{path: toy}", 4,
                                 "`resource` must be text, not a mapping"),
    "yes for a reason": ("the license is being settled", "true", 6,
                         "`reason` must be text, not `True`"),
    "a misspelt key": ("approved-by", "aproved-by", 7,
                       "a waiver has no key `aproved-by` (did you mean `approved-by`?)"),
    "a day that is not one": ("2027-01-31", "2027-02-30", 8,
                              "`2027-02-30` is not a day (write `expires: YYYY-MM-DD`)"),
    "a day without dashes": ("2027-01-31", "20270131", 8,
                             "`20270131` is not a day (write `expires: YYYY-MM-DD`)"),
    "a day by its week": ("2027-01-31", "2027-W04-7", 8,
                          "`2027-W04-7` is not a day (write `expires: YYYY-MM-DD`)"),
    "a day with a time": ("2027-01-31", "2027-01-31 12:00", 8,
                          "`2027-01-31 12:00` is not a day (write `expires: YYYY-MM-DD`)"),
    "a day in words": ("2027-01-31", "next " + 50 * "very " + "soon", 8,
                       "`" + ("next " + 50 * "very ")[:79] + "…` is not a day"
                       " (write `expires: YYYY-MM-DD`)"),
    "a wildcard": ("0123456789abcdef0123456789abcdef", '"*"', 5,
                   "`fingerprint` must be the 32 digits that the finding shows"),
    "a cut fingerprint": ("0123456789abcdef0123456789abcdef", "0123abcd", 5,
                          "`fingerprint` must be the 32 digits that the finding shows"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_an_entry_that_is_not_understood_waives_nothing_and_is_said(
    case: tuple[str, str, int, str],
) -> None:
    old, new, line, message = case
    assert GOOD.count(old) == 1
    loaded = load((GOOD.replace(old, new) + GOOD.partition("waivers:\n")[2]).encode())
    assert [(one.rule, one.expires) for one in loaded.entries] == [
        ("licenses/stated", "2027-01-31")
    ]
    (problem,) = loaded.problems
    assert problem.message == f"{message}, so this entry waives nothing"
    assert problem.location is not None
    assert (problem.location.path, problem.location.line) == (".steward/waivers.yaml", line)


def test_an_entry_that_is_no_mapping_is_one_problem() -> None:
    loaded = load(b"waivers:\n  - licenses/stated\n")
    assert [one.message for one in loaded.problems] == [
        "a waiver must be a mapping, not `licenses/stated`, so this entry waives nothing"
    ]


def test_an_empty_entry_is_one_problem() -> None:
    loaded = load(b"waivers:\n  -\n")
    assert [one.message for one in loaded.problems] == [
        "this waiver has no `rule` (add `rule:`), so this entry waives nothing"
    ]


BROKEN = {
    "not YAML": (b"waivers:\n  - [\n", None, None),
    "not UTF-8": (b"waivers:\n  - rule: \xff\n", 2, None),
    "a list": (b"- rule: a\n", 1, "this file must be a mapping, not a list"),
    "a word": (b"waivers\n", 1, "this file must be a mapping, not `waivers`"),
    "no list of waivers": (b"waivers:\n  rule: a\n", 2, "`waivers` must be a list, not a mapping"),
    "another key": (GOOD.encode() + b"waiver: []\n", 9,
                    "this file has no key `waiver` (did you mean `waivers`?)"),
    "a key twice": (GOOD.encode() + b"waivers: []\n", 9, None),
    "a second document": (GOOD.encode() + b"---\nwaivers: []\n", 10,
                          "a second document begins here (put all of it into one document)"),
    "an endless nesting": (b"waivers: " + b"[" * 100_000, None, None),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_of_a_file_that_is_not_understood_nothing_governs(
    case: tuple[bytes, int | None, str | None],
) -> None:
    content, line, message = case
    loaded = load(content)
    assert loaded.entries == ()
    (problem,) = loaded.problems
    said, so, rest = problem.message.rpartition(", so nothing in this file is waived")
    assert said
    assert (so, rest) == (", so nothing in this file is waived", "")
    assert message in (None, said)
    assert problem.location is not None
    assert problem.location.path == ".steward/waivers.yaml"
    assert line in (None, problem.location.line)


def test_a_long_file_is_read_to_its_end() -> None:
    padded = "# " + "x" * 2 * 1024 * 1024 + "\n" + GOOD
    assert len(load(padded.encode()).entries) == 1


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    assert isinstance(load(content), Waivers)


@given(st.text(alphabet="waivers: -[]{}#&*!|>'\"\n\trulecxpd/0", max_size=80))
def test_nothing_like_yaml_makes_it_fail(text: str) -> None:
    loaded = load(f"waivers:\n  - rule: a\n{text}".encode())
    assert loaded.entries == ()
