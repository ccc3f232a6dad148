"""A waiver is added to a file that people keep by hand, and nothing of theirs is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.decisions import approvals
from stewardship.decisions.waiver_edit import append
from stewardship.decisions.waivers import content_of, load
from stewardship.edit.scalars import quoted
from stewardship.errors import UserError
from stewardship.model import Location, Waiver

MARK = "0123456789abcdef0123456789abcdef"
NEW: dict[str, Any] = {
    "rule": "licenses/stated",
    "resource": "path:models/toy#toy",
    "fingerprint": MARK,
    "reason": 'settled "soon": yes',
    "expires": date(2027, 1, 31),
}
ENTRY = """\
  - rule: "licenses/stated"
    resource: "path:models/toy#toy"
    fingerprint: "0123456789abcdef0123456789abcdef"
    reason: "settled \\"soon\\": yes"
    expires: "2027-01-31"
"""
OLD = """\
- rule: a/b
  resource: toy
  fingerprint: ffffffffffffffffffffffffffffffff
  reason: why
  expires: 2026-12-31
"""


def _append(content: bytes | None, **changed: Any) -> bytes:
    return append(content, **(NEW | changed))


def _indented(text: str, by: int) -> str:
    return "".join(" " * by + line[max(0, -by) :] for line in text.splitlines(keepends=True))


def _entries(content: bytes) -> list[tuple[str, ...]]:
    loaded = load(content)
    assert loaded.problems == ()
    return [content_of(one) for one in loaded.entries]


def test_the_first_waiver_makes_the_file() -> None:
    assert _append(None).decode() == "waivers:\n" + ENTRY
    assert _append(b"").decode() == "waivers:\n" + ENTRY


def test_who_approved_it_is_written_where_that_is_known() -> None:
    lines = _append(None, approved_by="@acme/legal").decode().splitlines()
    assert lines[5:] == ['    approved-by: "@acme/legal"', '    expires: "2027-01-31"']


FILES = {
    "a comment only": ("# ours\n", "# ours\nwaivers:\n" + ENTRY),
    "a comment whose line does not end": ("# ours", "# ours\nwaivers:\n" + ENTRY),
    "an open key": ("waivers:\n", "waivers:\n" + ENTRY),
    "an open key whose line does not end": ("waivers:", "waivers:\n" + ENTRY),
    "an open key with a comment": ("waivers:  # none\n", "waivers:  # none\n" + ENTRY),
    "a list written as empty": ("waivers: []\n", "waivers:\n" + ENTRY),
    "that, and a comment above": ("# ours\nwaivers: []", "# ours\nwaivers:\n" + ENTRY),
    "entries two in": (
        "waivers:\n" + _indented(OLD, 2),
        "waivers:\n" + _indented(OLD, 2) + ENTRY,
    ),
    "entries at the margin": (
        "waivers:\n" + OLD,
        "waivers:\n" + OLD + _indented(ENTRY, -2),
    ),
    "entries six in": (
        "waivers:\n" + _indented(OLD, 6),
        "waivers:\n" + _indented(OLD, 6) + _indented(ENTRY, 4),
    ),
    "a comment after the last entry": (
        "waivers:\n" + _indented(OLD, 2) + "\n# until here\n",
        "waivers:\n" + _indented(OLD, 2) + "\n# until here\n" + ENTRY,
    ),
    "a last line that does not end": (
        "waivers:\n" + _indented(OLD, 2).rstrip("\n"),
        "waivers:\n" + _indented(OLD, 2) + ENTRY,
    ),
    "a dash on a line of its own": (
        "waivers:\n  -\n" + _indented(OLD, 4).replace("- ", "  ", 1),
        "waivers:\n  -\n" + _indented(OLD, 4).replace("- ", "  ", 1) + ENTRY,
    ),
    "a dash of its own at the margin": (
        "waivers:\n-\n" + _indented(OLD, 2).replace("- ", "  ", 1),
        "waivers:\n-\n" + _indented(OLD, 2).replace("- ", "  ", 1) + _indented(ENTRY, -2),
    ),
    "a document's start": ("---\nwaivers:\n", "---\nwaivers:\n" + ENTRY),
}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES.keys())
def test_it_is_added_at_the_end_in_the_style_of_the_file(case: tuple[str, str]) -> None:
    before, after = case
    assert _append(before.encode()).decode() == after


APPROVED = """\
approvals:
  # what counsel said
  - rule: licenses/allowed
    license: llama3.1
    resources: [chat]
    contexts: [internal]
    reason: asked
    expires: 2027-01-31
"""
BESIDE = {
    "approvals alone": (APPROVED, APPROVED + "waivers:\n" + ENTRY),
    "approvals above": (APPROVED + "waivers:\n", APPROVED + "waivers:\n" + ENTRY),
    "approvals below": (
        "waivers:\n" + _indented(OLD, 2) + "\n# of licenses\n" + APPROVED,
        "waivers:\n" + _indented(OLD, 2) + ENTRY + "\n# of licenses\n" + APPROVED,
    ),
    "approvals below an empty list": (
        "waivers: []\n" + APPROVED,
        "waivers:\n" + ENTRY + APPROVED,
    ),
    "an approval that is not understood": (
        "waivers:\napprovals:\n  - rule: a\n",
        "waivers:\n" + ENTRY + "approvals:\n  - rule: a\n",
    ),
    "no approvals yet": ("waivers:\napprovals:\n", "waivers:\n" + ENTRY + "approvals:\n"),
}


@pytest.mark.parametrize("case", BESIDE.values(), ids=BESIDE.keys())
def test_approvals_in_the_same_file_stay_as_they_are(case: tuple[str, str]) -> None:
    before, after = case
    assert _append(before.encode()).decode() == after
    assert approvals.load(after.encode()).entries == tuple(
        replace(one, place=again.place)
        for one, again in zip(
            approvals.load(before.encode()).entries,
            approvals.load(after.encode()).entries,
            strict=True,
        )
    )


def test_lines_end_as_they_do_in_the_file() -> None:
    before = ("waivers:\n" + _indented(OLD, 2)).replace("\n", "\r\n").encode()
    after = _append(before)
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n") == 11
    assert _append(b"# ours\r\n").count(b"\r\n") == 7


def test_a_byte_order_mark_stays_first() -> None:
    before = ("\ufeffwaivers:\n" + _indented(OLD, 2)).encode()
    assert _append(before) == before + ENTRY.encode()


def test_an_entry_that_is_not_understood_stays_as_it_is() -> None:
    before = b"waivers:\n  - rule: a\n"
    assert _append(before) == before + ENTRY.encode()


def test_a_waiver_that_stands_there_is_not_written_twice() -> None:
    once = _append(None)
    assert _append(once) == once
    assert _append(once, reason="  " + NEW["reason"] + "\n") == once
    assert len(_entries(_append(once, expires=date(2027, 2, 1)))) == 2


def test_a_waiver_needs_a_reason() -> None:
    with pytest.raises(UserError) as caught:
        _append(None, reason=" \n")
    assert caught.value.message == "a waiver needs a reason"
    assert caught.value.hint == 'say it with `--reason "…"`'


REFUSED = {
    "not YAML": (b"waivers: [\n", None),
    "not UTF-8": (b"# \xff\n", None),
    "another key": (b"waivers: []\nmore: 1\n", "this file has no key `more`"),
    "no list": (b"waivers: 1\n", "`waivers` must be a list, not `1`"),
    "two documents": (b"waivers: []\n---\nwaivers: []\n", "a second document begins here"),
    "no mapping": (b"- 1\n", "this file must be a mapping, not a list"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_not_understood_is_left_alone(case: tuple[bytes, str | None]) -> None:
    content, message = case
    with pytest.raises(UserError) as caught:
        _append(content)
    assert message in (None, caught.value.message)
    assert caught.value.location is not None
    assert caught.value.location.path == ".steward/waivers.yaml"


BRACKETS = (
    f'{{rule: "licenses/stated", resource: "path:models/toy#toy", fingerprint: "{MARK}", '
    'reason: "settled \\"soon\\": yes", expires: "2027-01-31"}'
)
FLOW = "{rule: a/b, resource: t, reason: r, expires: 2026-01-01}"
CLOSED = {
    "entries in brackets": (f"waivers: [{FLOW}]\n", f"waivers: [{FLOW}, {BRACKETS}]\n"),
    "a list in brackets with a comment": (
        "waivers: []  # none yet\n",
        "waivers:  # none yet\n" + ENTRY,
    ),
    "a mapping in braces": ("{waivers: }\n", f"{{waivers: [{BRACKETS}]}}\n"),
    "a document that is ended": (
        "waivers:\n" + _indented(OLD, 2) + "...\n",
        "waivers:\n" + _indented(OLD, 2) + ENTRY + "...\n",
    ),
}


@pytest.mark.parametrize("case", CLOSED.values(), ids=CLOSED.keys())
def test_it_is_added_within_brackets_and_before_an_end(case: tuple[str, str]) -> None:
    before, after = case
    assert _append(before.encode()).decode() == after


def test_what_would_have_to_be_rewritten_is_refused_with_a_way_out() -> None:
    with pytest.raises(UserError) as caught:
        _append(b"approvals: &none []\nwaivers: *none\n")
    assert caught.value.message == "this waiver cannot be added without rewriting the file"
    assert caught.value.location == Location(".steward/waivers.yaml")
    assert caught.value.hint == "add it by hand, as one more item of `waivers:`"


def test_a_name_that_is_not_utf_8_cannot_be_written_into_yaml() -> None:
    with pytest.raises(UserError, match="cannot be added"):
        _append(None, resource="path:mod\udcffels#toy")


@pytest.mark.parametrize(
    ("text", "scalar"),
    [
        ("plain", '"plain"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("two\nlines\tand", '"two\\x0alines\\x09and"'),
        ("\u202e\u2028", '"\\u202e\\u2028"'),
        ("\xff\x85\xa0", '"\xff\\x85\\xa0"'),
        ("\U000e0001\U0001f600", '"\\U000e0001\U0001f600"'),
        ("\ufeff\uffff", '"\\ufeff\\uffff"'),
        ("", '""'),
    ],
    ids=ascii,
)
def test_every_value_is_one_string_on_one_line(text: str, scalar: str) -> None:
    assert quoted(text) == scalar


said = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
wordy = said.filter(lambda text: bool(text.strip()))


@given(wordy, wordy, wordy, said.filter(lambda text: not text or bool(text.strip())))
def test_whatever_is_said_is_read_back_as_it_was_said(
    rule: str, resource: str, reason: str, approved_by: str
) -> None:
    content = append(
        None,
        rule=rule,
        resource=resource,
        fingerprint=MARK,
        reason=reason,
        approved_by=approved_by,
        expires=date(2027, 1, 31),
    )
    assert _entries(content) == [
        (rule, resource, MARK, reason.strip(), approved_by, "2027-01-31", "")
    ]


styles = st.sampled_from(
    ["", "# ours\n", "waivers:\n", "waivers: # none\n", "waivers:\r\n"]
    + ["waivers:\n" + _indented(OLD, by) + tail for by in (0, 2, 3) for tail in ("", "# end", "\n")]
)


@given(styles, st.lists(wordy, min_size=1, max_size=3, unique_by=str.strip))
def test_every_byte_that_was_there_comes_first(style: str, reasons: list[str]) -> None:
    content = style.encode()
    for reason in reasons:
        known = [] if not content.strip() else list(load(content).entries)
        grown = _append(content, reason=reason)
        assert grown.startswith(content)
        assert load(grown).entries[:-1] == tuple(known)
        last: Waiver = load(grown).entries[-1]
        assert last.reason == reason.strip()
        content = grown
