"""Why an allow list does or does not satisfy an expression; the verdicts are in ``cases``."""

from __future__ import annotations

import pytest

from stewardship.vocabulary.spdx import (
    ExpressionError,
    allowance,
    licenses,
    parse,
    satisfied,
)


@pytest.mark.parametrize(
    ("declared", "allowed", "ok"),
    [
        ("GFDL-1.2-invariants-or-later", "GFDL-1.3-invariants-only", True),
        ("GFDL-1.2-invariants-or-later", "GFDL-1.3-only", False),
        ("GFDL-1.2-no-invariants-only", "GFDL-1.1-no-invariants-or-later", True),
    ],
)
def test_what_follows_a_version_names_another_family(declared: str, allowed: str, ok: bool) -> None:
    assert satisfied(parse(declared), allowance([allowed])).ok is ok


REASONS = [
    ("accepted as it stands", "MIT", ["MIT"], "`MIT` is allowed"),
    ("accepted by a range", "GPL-3.0-only", ["GPL-2.0+"], "is allowed by `GPL-2.0-or-later`"),
    ("nothing like it in the list", "MIT", ["ISC"], "`MIT` is not allowed"),
    ("another version", "GPL-2.0-only", ["GPL-3.0-only"], "of its versions, `GPL-3.0-only` is"),
    (
        "the exception is missing",
        "Apache-2.0 WITH LLVM-exception",
        ["Apache-2.0"],
        "`Apache-2.0` is, but without the exception",
    ),
    (
        "the exception is wanted",
        "Apache-2.0",
        ["Apache-2.0 WITH LLVM-exception"],
        "only `Apache-2.0 WITH LLVM-exception` is, with its exception",
    ),
    (
        "another exception is wanted",
        "MIT WITH LLVM-exception",
        ["MIT WITH GCC-exception-2.0"],
        "with another exception",
    ),
]


@pytest.mark.parametrize(
    ("declared", "allowed", "said"), [row[1:] for row in REASONS], ids=[row[0] for row in REASONS]
)
def test_the_reason_says_what_is_nearly_in_the_list(
    declared: str, allowed: list[str], said: str
) -> None:
    (reason,) = satisfied(parse(declared), allowance(allowed)).reasons
    assert said in reason.message
    assert reason.accepted is (reason.by is not None)


def test_an_allowed_entry_cannot_ask_for_two_licenses_at_once() -> None:
    with pytest.raises(ExpressionError, match="an allowed entry is one license") as caught:
        allowance(["MIT", "ISC OR (MIT AND Zlib)"])
    assert caught.value.column == 9


def test_an_allowed_entry_that_cannot_be_read_is_never_dropped() -> None:
    with pytest.raises(ExpressionError, match="`Foo` is not"):
        allowance(["MIT", "Foo"])


def test_an_expression_that_multiplied_out_would_have_a_billion_branches() -> None:
    text = " AND ".join("(MIT OR ISC)" for _ in range(30))
    ok, branch, _ = satisfied(parse(text), allowance(["ISC"]))
    assert ok
    assert branch is not None
    assert len(licenses(branch)) == 30
