"""Whether an expression is satisfied by an allow list, by which branch, and why not."""

from __future__ import annotations

import pytest

from stewardship.vocabulary.spdx import (
    ExpressionError,
    allowance,
    licenses,
    parse,
    render,
    satisfied,
)

CASES: list[tuple[str, str, list[str], str | None]] = [
    ("an allowed license", "MIT", ["MIT"], "MIT"),
    ("a license that is not in the list", "MIT", ["ISC"], None),
    ("an empty list allows nothing", "MIT", [], None),
    ("one branch of an OR is enough", "MIT OR AGPL-3.0-only", ["MIT"], "MIT"),
    ("the first branch that holds is chosen", "ISC OR MIT OR Zlib", ["Zlib", "MIT"], "MIT"),
    ("an AND needs all", "MIT AND AGPL-3.0-only", ["MIT"], None),
    ("an AND with all", "MIT AND ISC", ["MIT", "ISC"], "MIT AND ISC"),
    (
        "a choice within an AND",
        "(MIT OR AGPL-3.0-only) AND Apache-2.0",
        ["MIT", "Apache-2.0"],
        "MIT AND Apache-2.0",
    ),
    ("an AND within a choice", "AGPL-3.0-only OR (MIT AND ISC)", ["MIT", "ISC"], "MIT AND ISC"),
    ("no name is a part of another", "MIT", ["MIT-0"], None),
    ("AGPL is not GPL", "AGPL-3.0-only", ["GPL-3.0-only"], None),
    ("LGPL is not GPL", "LGPL-3.0-only", ["GPL-3.0-only"], None),
    ("a later version is within or-later", "GPL-3.0-only", ["GPL-2.0-or-later"], "GPL-3.0-only"),
    ("two open ranges meet", "GPL-1.0-or-later", ["GPL-2.0-or-later"], "GPL-1.0-or-later"),
    ("an earlier version is not within", "GPL-1.0-only", ["GPL-2.0-or-later"], None),
    (
        "or-later offers the one that is allowed",
        "GPL-2.0-or-later",
        ["GPL-3.0-only"],
        "GPL-2.0-or-later",
    ),
    ("or-later offers no earlier one", "GPL-3.0-or-later", ["GPL-2.0-only"], None),
    ("another version only", "GPL-2.0-only", ["GPL-3.0-only"], None),
    ("an old id is this version only", "GPL-2.0", ["GPL-2.0-only"], "GPL-2.0-only"),
    ("an old id in the list too", "GPL-2.0-only", ["GPL-2.0"], "GPL-2.0-only"),
    ("a plus opens the range", "Apache-1.1+", ["Apache-2.0"], "Apache-1.1+"),
    ("a plus in the list opens it too", "Apache-2.0", ["Apache-1.1+"], "Apache-2.0"),
    ("without a plus a version is itself", "Apache-1.1", ["Apache-2.0"], None),
    ("a plus does not reach down", "Apache-2.0+", ["Apache-1.1"], None),
    ("letters in versions count", "LPPL-1.3a+", ["LPPL-1.3c"], "LPPL-1.3a+"),
    ("and the order of them", "LPPL-1.3a", ["LPPL-1.3c+"], None),
    ("two clauses are not an older three clauses", "BSD-2-Clause+", ["BSD-3-Clause"], None),
    ("a plus without versions is the license itself", "MIT+", ["MIT"], "MIT+"),
    ("a national port is another family", "CC-BY-3.0-DE+", ["CC-BY-4.0"], None),
    ("non-commercial is another family", "CC-BY-NC-3.0+", ["CC-BY-4.0"], None),
    (
        "invariant sections are another family",
        "GFDL-1.2-invariants-or-later",
        ["GFDL-1.3-only"],
        None,
    ),
    (
        "the family with the same suffix",
        "GFDL-1.2-invariants-or-later",
        ["GFDL-1.3-invariants-only"],
        "GFDL-1.2-invariants-or-later",
    ),
    ("a license variant is another family", "MPL-2.0-no-copyleft-exception", ["MPL-2.0"], None),
    (
        "an exception is not the bare license",
        "Apache-2.0 WITH LLVM-exception",
        ["Apache-2.0"],
        None,
    ),
    (
        "nor is the bare license the exception",
        "Apache-2.0",
        ["Apache-2.0 WITH LLVM-exception"],
        None,
    ),
    (
        "the same exception",
        "Apache-2.0 WITH LLVM-exception",
        ["apache-2.0 with llvm-exception"],
        "Apache-2.0 WITH LLVM-exception",
    ),
    (
        "another exception",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        ["GPL-2.0-only WITH GCC-exception-2.0"],
        None,
    ),
    (
        "an old id with its exception",
        "GPL-2.0-with-classpath-exception",
        ["GPL-2.0-or-later WITH Classpath-exception-2.0"],
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ),
    (
        "a range with an exception",
        "GPL-2.0-or-later WITH Classpath-exception-2.0",
        ["GPL-3.0-only WITH Classpath-exception-2.0"],
        "GPL-2.0-or-later WITH Classpath-exception-2.0",
    ),
    (
        "a reference matches itself in any case",
        "LicenseRef-Acme",
        ["licenseref-ACME"],
        "LicenseRef-Acme",
    ),
    ("references have no versions", "LicenseRef-llama-3.1", ["LicenseRef-llama-3.0"], None),
    ("a reference of another document", "DocumentRef-a:LicenseRef-x", ["LicenseRef-x"], None),
    ("Boost is not the Business Source License", "BUSL-1.1", ["BSL-1.0"], None),
    ("an entry may hold alternatives", "ISC", ["MIT OR ISC"], "ISC"),
]


@pytest.mark.parametrize(
    ("declared", "allowed", "chosen"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_list_of_licenses_allows(declared: str, allowed: list[str], chosen: str | None) -> None:
    ok, branch, reasons = satisfied(parse(declared), allowance(allowed))
    assert ok is (chosen is not None)
    assert (render(branch) if branch else None) == chosen
    assert len(reasons) == len(licenses(parse(declared)))


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
