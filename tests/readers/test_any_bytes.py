"""A reader answers for any bytes: mine, not mine, or mine but unreadable, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewardship.model import KINDS, Fragment
from stewardship.readers import Reader, built_in
from tests.damage import HOSTILE, mutated
from tests.readers.cases import VERDICTS, cases, stem

READERS = [reader for reader in built_in() if reader.NAMES]
QUICK = settings(suppress_health_check=[HealthCheck.too_slow], database=None)


def path_for(reader: Reader) -> str:
    folder = getattr(reader, "UNDER", ("models/a/",))[0].lstrip("/")
    return f"{folder}{reader.NAMES[0].replace('*', 'x').replace('?', 'x')}"


def sound(path: str, found: tuple[Fragment, ...] | None) -> None:
    """What holds of every answer of every reader."""
    for fragment in found or ():
        assert fragment.kind in KINDS
        assert fragment.name
        assert fragment.place.path == path
        assert all(problem.message for problem in fragment.problems)
        for value in fragment.fields.values():
            assert value.location.path == path
            assert (value.location.line or 1) >= 1


@pytest.mark.parametrize("reader", READERS, ids=stem)
def test_random_bytes_are_answered(reader: Reader) -> None:
    @QUICK
    @given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
    def check(content: bytes) -> None:
        sound(path_for(reader), reader.read(path_for(reader), content))

    check()


@pytest.mark.parametrize("reader", READERS, ids=stem)
def test_mutated_examples_are_answered(reader: Reader) -> None:
    known = [case for case in cases(*VERDICTS) if case.reader is reader]
    originals = [case.content for case in known] or [b"license: mit\n"]
    path = known[0].path if known else path_for(reader)

    @QUICK
    @given(mutated(originals))
    def check(content: bytes) -> None:
        sound(path, reader.read(path, content))

    check()


@pytest.mark.parametrize("reader", READERS, ids=stem)
def test_a_head_of_any_bytes_is_claimed_or_not(reader: Reader) -> None:
    mine = getattr(reader, "mine", lambda path, head: True)
    for head in (*HOSTILE, *(mark * 3 for mark in HOSTILE)):
        assert mine(path_for(reader), head) in (True, False), head


@pytest.mark.parametrize("reader", READERS, ids=stem)
def test_a_reader_says_which_files_and_how(reader: Reader) -> None:
    assert reader.__doc__
    assert reader.VERSION >= 1
    assert all(pattern == pattern.lower() for pattern in reader.NAMES)
