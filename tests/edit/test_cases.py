"""Each edit of the table, byte for byte; and never a file that could not be read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from stewardship.edit import Change, EditError, apply, load

CASES = yaml.load((Path(__file__).parent / "cases.yaml").read_text(), yaml.CSafeLoader)


def change_of(case: dict[str, Any]) -> Change:
    pointer, value = case.get("set") or case["append"]
    document, block = case.get("document", 0), case.get("block", False)
    return Change(tuple(pointer), value, "append" in case, document, block=block)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_it(case: dict[str, Any]) -> None:
    path, before = case.get("file", "models/owl/README.md"), case["before"].encode()
    if "refused" in case:
        with pytest.raises(EditError) as caught:
            apply(before, path, [change_of(case)])
        assert caught.value.message == case["refused"]
        assert caught.value.location is not None
        assert caught.value.location.path == path
        return
    assert apply(before, path, [change_of(case)]).decode() == case["after"]


EXACT = [case for case in CASES if "after" in case]


@pytest.mark.parametrize("case", EXACT, ids=lambda case: case["it"])
def test_the_file_says_it_and_a_second_time_changes_nothing(case: dict[str, Any]) -> None:
    path, change = case.get("file", "models/owl/README.md"), change_of(case)
    after = case["after"].encode()
    found = load(after, path)[change.document].get(*change.pointer)
    assert (found[-1] if change.append else found) == change.value
    if not change.append:
        assert apply(after, path, [change]) == after


def test_a_document_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditError, match="no document 2"):
        apply(b"a: 1\n", "x.yaml", [Change(("a",), 2, document=1)])


def test_what_fits_no_text_is_refused() -> None:
    with pytest.raises(EditError, match="cannot be changed"):
        apply(b"a: 1\n", "x.yaml", [Change(("a",), "\udcff")])
