"""``.steward/baseline.json``: known by content, shrinking by itself, growing only on demand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.decisions.baseline import Baseline, Entry, load, update, write
from stewardship.errors import UserError
from stewardship.fingerprint import fingerprint
from stewardship.model import Finding
from tests.decide.build import MARK, OTHER, baseline, finding

ENTRY = Entry("licenses/stated", "path:models/toy#toy", "models/toy/README.md")
WRITTEN = """\
{
  "fingerprints": {
    "0123456789abcdef0123456789abcdef": {
      "path": "models/toy/README.md",
      "resource": "path:models/toy#toy",
      "rule": "licenses/stated"
    }
  },
  "version": 1
}
"""


def test_the_file_is_sorted_and_indented_and_ends_with_its_line() -> None:
    assert write(Baseline({MARK: ENTRY})).decode() == WRITTEN


def test_what_was_written_is_read_back() -> None:
    assert load(WRITTEN.encode()) == Baseline({MARK: ENTRY})


def test_without_a_file_nothing_is_excused() -> None:
    assert load(None) == Baseline()
    assert len(load(None)) == 0
    assert len(load(WRITTEN.encode())) == 1


def test_the_order_of_entries_does_not_change_the_file() -> None:
    there, back = baseline(MARK, OTHER), baseline(OTHER, MARK)
    assert write(there) == write(back)


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
marks = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
entries = st.dictionaries(marks, st.builds(Entry, texts, texts, texts), max_size=4)


@given(entries)
def test_any_names_survive_writing_and_reading(held: dict[str, Entry]) -> None:
    assert load(write(Baseline(held))) == Baseline(held)


def test_what_json_cannot_hold_is_written_as_a_question_mark() -> None:
    odd = Entry("a\0/b", "path:mod\udcffels#\0", " mod\udcffels\n ")
    assert load(write(Baseline({MARK: odd}))) == Baseline(
        {MARK: Entry("a?/b", "path:mod?els#?", " mod?els\n ")}
    )


def _changed(**changed: Any) -> bytes:
    return json.dumps({"version": 1, "fingerprints": {}} | changed).encode()


PATH = ".steward/baseline.json"
HINT = "take it from git again, or remove it and run `steward baseline`"
WRONG = {
    "a misspelt key": (_changed(fingerprint={}), "a baseline has no key `fingerprint`",
                       "did you mean `fingerprints`?"),
    "no version": (b'{"fingerprints": {}}', "the baseline has no `version`", "add `version:`"),
    "no fingerprints": (b'{"version": 1}', "the baseline has no `fingerprints`",
                        "add `fingerprints:`"),
    "a version to come": (_changed(version=2), "version `2` of the baseline is not known",
                          "use the version of Stewardship that wrote it"),
    "a version that is a word": (_changed(version="1"), "version `1` of the baseline is not known",
                                 "use the version of Stewardship that wrote it"),
    "a version that is true": (_changed(version=True),
                               "version `True` of the baseline is not known",
                               "use the version of Stewardship that wrote it"),
    "a list": (b"[]", "a baseline must be a mapping, not a list", None),
    "a list of fingerprints": (_changed(fingerprints=[MARK]),
                               "`fingerprints` must be a mapping, not a list", None),
    "what is no fingerprint": (_changed(fingerprints={"*": {}}), "`*` is not a fingerprint", HINT),
    "an entry without a rule": (
        _changed(fingerprints={MARK: {"resource": "a", "path": "b"}}),
        "this entry has no `rule`", "add `rule:`"),
    "an entry with more": (
        _changed(fingerprints={MARK: {"rule": "a", "resource": "b", "path": "c", "count": 9}}),
        "an entry of the baseline has no key `count`", "known are `path`, `resource`, `rule`"),
    "an entry that is a count": (
        _changed(fingerprints={MARK: 3}),
        "an entry of the baseline must be a mapping, not `3`", None),
    "a rule that is a number": (
        _changed(fingerprints={MARK: {"rule": 1, "resource": "b", "path": "c"}}),
        "an entry of the baseline must hold text only", HINT),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_a_baseline_that_is_not_understood_is_an_error(case: tuple[bytes, str, str | None]) -> None:
    content, message, hint = case
    with pytest.raises(UserError) as caught:
        load(content)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.location is not None
    assert (caught.value.location.path, caught.value.location.line) == (PATH, 1)
    assert caught.value.excerpt == content.decode()


def test_what_is_wrong_in_an_entry_is_shown_where_it_stands() -> None:
    with pytest.raises(UserError) as caught:
        load(WRITTEN.replace('"rule"', '"rul"').encode())
    location = caught.value.location
    assert location is not None
    assert (location.line, location.column) == (6, 8)
    assert caught.value.excerpt == '      "rul": "licenses/stated"'


CONFLICT = WRITTEN.replace('  "version"', '<<<<<<< HEAD\n  "version"').encode()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b'{"version": 1,\n', None),
        (CONFLICT, 9),
        (b'{"version": 1, "version": 1, "fingerprints": {}}', 1),
        (b'{"version": NaN, "fingerprints": {}}', 1),
        (b'{"version": 1, "fingerprints": ' + b"[" * 100_000, None),
        (b"\xff{}", 1),
    ],
    ids=["empty", "cut off", "a merge conflict", "a key twice", "not a number", "nested", "bytes"],
)
def test_what_is_not_json_is_an_error_with_its_place(content: bytes, line: int | None) -> None:
    with pytest.raises(UserError) as caught:
        load(content)
    assert caught.value.hint == HINT
    location = caught.value.location
    assert location is not None
    assert location.path == PATH
    assert line in (None, location.line)


@given(st.binary(max_size=40))
def test_no_bytes_make_it_fail_in_any_other_way(content: bytes) -> None:
    with pytest.raises(UserError):
        load(content)


def test_an_entry_excuses_by_its_fingerprint_and_by_nothing_else() -> None:
    known = baseline(MARK)
    assert known.match(finding()) == MARK
    assert known.match(finding(line=99, path="elsewhere.md", message="other words")) == MARK
    assert known.match(finding(fingerprint=OTHER)) is None


def test_an_entry_is_found_under_each_former_name_the_present_one_first() -> None:
    former = (("path:a#a", "a" * 32), ("path:b#b", "b" * 32))
    moved = finding(former=former)
    assert baseline("b" * 32).match(moved) == "b" * 32
    assert baseline("b" * 32, "a" * 32).match(moved) == "a" * 32
    assert baseline("b" * 32, "a" * 32, MARK).match(moved) == MARK
    assert baseline(OTHER).match(moved) is None


def test_what_is_mended_leaves_the_baseline() -> None:
    changed = update(baseline(MARK, OTHER), [finding()], accept=False)
    assert changed.baseline == Baseline({MARK: ENTRY})
    assert changed.added == {}
    assert changed.dropped == baseline(OTHER).entries


def test_what_could_not_be_judged_is_not_taken_for_mended() -> None:
    old = Baseline({MARK: ENTRY, OTHER: replace(ENTRY, rule="licenses/known")})
    changed = update(old, [], accept=True, unjudged=["licenses/known"])
    assert changed.baseline.entries == {OTHER: replace(ENTRY, rule="licenses/known")}
    assert changed.dropped == {MARK: ENTRY}
    assert changed.added == {}


def test_what_is_new_comes_only_when_it_is_accepted() -> None:
    found = [finding(), finding("licenses/known", fingerprint=OTHER)]
    same, added, dropped = update(baseline(MARK), found, accept=False)
    assert (same, added, dropped) == (Baseline({MARK: ENTRY}), {}, {})
    grown, added, dropped = update(baseline(MARK), found, accept=True)
    new = {OTHER: replace(ENTRY, rule="licenses/known")}
    assert (grown, added, dropped) == (Baseline({MARK: ENTRY, **new}), new, {})


def test_a_copy_of_a_bad_manifest_is_new() -> None:
    def at(folder: str) -> Finding:
        resource = f"path:{folder}#toy"
        mark = fingerprint("licenses/stated", "model", resource, "license", None, "absent", 0)
        return finding(fingerprint=mark, id=resource, path=f"{folder}/README.md")

    known = update(Baseline(), [at("models/toy")], accept=True).baseline
    again = update(known, [at("models/toy"), at("models/copy")], accept=False)
    assert again.baseline == known
    assert again.added == {}


def test_an_entry_moves_with_its_resource_and_that_is_no_growth() -> None:
    moved = finding(fingerprint=OTHER, id="path:new#toy", former=(("path:models/toy#toy", MARK),))
    changed = update(baseline(MARK), [moved], accept=False)
    assert changed.baseline == Baseline({OTHER: replace(ENTRY, resource="path:new#toy")})
    assert changed.added == {}
    assert changed.dropped == {}


def test_moving_away_and_leaving_a_copy_keeps_one_entry() -> None:
    moved = finding(fingerprint=OTHER, former=(("path:models/toy#toy", MARK),))
    for found in ([moved, finding()], [finding(), moved]):
        changed = update(baseline(MARK), found, accept=False)
        assert changed.baseline == Baseline({MARK: ENTRY})


def test_what_a_waiver_excuses_is_not_excused_for_ever() -> None:
    waived = replace(finding(), status="waived")
    assert update(Baseline(), [waived], accept=True).baseline == Baseline()
    assert update(baseline(MARK), [waived], accept=True).baseline == Baseline({MARK: ENTRY})
    for status in ("new", "proposed", "baseline"):
        other: Finding = replace(finding(), status=status)
        assert len(update(Baseline(), [other], accept=True).baseline) == 1


def test_an_entry_is_written_as_it_is_found_now() -> None:
    found = finding(path="models/toy/MODEL_CARD.md")
    changed = update(baseline(MARK), [found], accept=False)
    assert changed.baseline.entries[MARK].path == "models/toy/MODEL_CARD.md"


found_marks = st.sampled_from([f"{number:032x}" for number in range(6)])
pairs = st.tuples(st.just("path:old#toy"), found_marks)
several = st.lists(
    st.builds(
        lambda mark, former: finding(fingerprint=mark, former=tuple(former)),
        found_marks,
        st.lists(pairs, max_size=2),
    ),
    max_size=6,
    unique_by=lambda one: one.fingerprint,
)
olds = st.sets(found_marks).map(lambda held: baseline(*sorted(held)))


@given(olds, several)
def test_it_never_grows_by_itself(old: Baseline, found: list[Finding]) -> None:
    changed = update(old, found, accept=False)
    assert len(changed.baseline) + len(changed.dropped) == len(old)
    assert changed.added == {}


@given(olds, several, st.booleans())
def test_the_order_of_findings_changes_nothing(
    old: Baseline, found: list[Finding], accept: bool
) -> None:
    assert update(old, found, accept) == update(old, found[::-1], accept)


@given(olds, several)
def test_accepting_everything_excuses_exactly_what_was_found(
    old: Baseline, found: list[Finding]
) -> None:
    changed = update(old, found, accept=True)
    assert set(changed.baseline.entries) == {one.fingerprint for one in found}
    assert update(changed.baseline, found, accept=False).baseline == changed.baseline
