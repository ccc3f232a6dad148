"""License expressions: what is read, what is refused and where, and how it is printed."""

from __future__ import annotations

import pytest

from stewardship.vocabulary import spdx
from stewardship.vocabulary.spdx import And, ExpressionError, License, Or, normalize, parse, render

CANONICAL = [
    ("an id alone", "MIT", "MIT"),
    ("an id in small letters gets its official spelling", "apache-2.0", "Apache-2.0"),
    ("blanks and line breaks around do not count", "  MIT \n", "MIT"),
    ("operators in small letters", "mit or isc", "MIT OR ISC"),
    ("AND binds more than OR", "MIT OR ISC AND Zlib", "MIT OR (ISC AND Zlib)"),
    ("parentheses bind most", "(MIT OR ISC) AND Zlib", "(MIT OR ISC) AND Zlib"),
    ("needless parentheses go", "((MIT))", "MIT"),
    ("a group of the same kind is merged", "MIT AND (ISC AND Zlib)", "MIT AND ISC AND Zlib"),
    ("parentheses need no blanks", "(MIT)OR(ISC)", "MIT OR ISC"),
    ("or any later version", "Apache-2.0+", "Apache-2.0+"),
    ("a GNU id says later in words", "GPL-2.0+", "GPL-2.0-or-later"),
    ("also where SPDX never had the plus", "AGPL-3.0+", "AGPL-3.0-or-later"),
    ("a plus on or-later adds nothing", "GPL-2.0-or-later+", "GPL-2.0-or-later"),
    ("the old GNU id means this version only", "GPL-3.0", "GPL-3.0-only"),
    ("a renamed id", "StandardML-NJ", "SMLNJ"),
    ("a deprecated id without a successor stays", "net-snmp", "Net-SNMP"),
    ("an exception", "apache-2.0 with llvm-EXCEPTION", "Apache-2.0 WITH LLVM-exception"),
    (
        "an exception goes with a plus too",
        "EPL-1.0+ WITH mif-exception",
        "EPL-1.0+ WITH mif-exception",
    ),
    (
        "an exception inside an old id",
        "GPL-2.0-with-GCC-exception",
        "GPL-2.0-only WITH GCC-exception-2.0",
    ),
    (
        "an old id that was later-or-newer all along",
        "eCos-2.0",
        "GPL-2.0-or-later WITH eCos-exception-2.0",
    ),
    (
        "a renamed exception",
        "LGPL-2.1-only WITH Nokia-Qt-exception-1.1",
        "LGPL-2.1-only WITH Qt-LGPL-exception-1.1",
    ),
    ("a reference keeps its own spelling", "licenseref-Acme-1.0", "LicenseRef-Acme-1.0"),
    (
        "a reference that ScanCode knows gets ScanCode's",
        "LicenseRef-ScanCode-Llama-2-License-2023",
        "LicenseRef-scancode-llama-2-license-2023",
    ),
    (
        "a reference into another document",
        "DocumentRef-sbom:LicenseRef-x",
        "DocumentRef-sbom:LicenseRef-x",
    ),
    ("an addition of one's own", "MIT WITH AdditionRef-acme", "MIT WITH AdditionRef-acme"),
    (
        "a license whose name speaks of an exception",
        "MPL-2.0-no-copyleft-exception",
        "MPL-2.0-no-copyleft-exception",
    ),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [row[1:] for row in CANONICAL], ids=[r[0] for r in CANONICAL]
)
def test_an_expression_is_printed_canonically(text: str, wanted: str) -> None:
    assert render(parse(text)) == wanted


FAULTS = [
    ("nothing at all", "", 1, "empty"),
    ("only blanks", "  \t ", 1, "empty"),
    ("an operator that dangles", "MIT AND", 5, "`AND` has nothing after it"),
    ("WITH that dangles", "MIT WITH", 5, "`WITH` has nothing after it"),
    ("a parenthesis after an operator that dangles", "(MIT OR)", 8, "`)` stands where"),
    ("an operator first", "OR MIT", 1, "`OR` stands where a license id is expected"),
    ("two operators in a row", "MIT OR AND ISC", 8, "`AND` stands where"),
    ("two licenses in a row", "MIT ISC", 5, "is missing before `ISC`"),
    ("a license after a group", "(MIT OR ISC) Zlib", 14, "is missing before `Zlib`"),
    ("a group after a license", "MIT (ISC)", 5, "is missing before `(`"),
    ("an open parenthesis", "MIT AND (ISC OR Zlib", 9, "never closed"),
    ("a stray parenthesis", "MIT) OR ISC", 4, "closes nothing"),
    ("an empty group", "MIT AND ()", 10, "`)` stands where"),
    ("an unknown id", "MIT OR Foo", 8, "`Foo` is not an SPDX license id"),
    ("a label with a blank", "Apache 2.0", 1, "`Apache` is not"),
    ("an exception as a license", "Classpath-exception-2.0", 1, "is an exception, not a license"),
    (
        "a license as an exception",
        "GPL-2.0-only WITH MIT",
        19,
        "`MIT` is not an SPDX license exception",
    ),
    ("an exception for a group", "(MIT OR ISC) WITH LLVM-exception", 14, "not to a group"),
    (
        "two exceptions",
        "GPL-2.0-with-GCC-exception WITH LLVM-exception",
        28,
        "already names its exception",
    ),
    (
        "exceptions in a chain",
        "MIT WITH LLVM-exception WITH LLVM-exception",
        25,
        "is missing before",
    ),
    ("this version only, or later", "GPL-2.0-only+", 1, "only and any later"),
    ("a reference has no versions", "LicenseRef-x+", 1, "has no versions"),
    ("a plus that stands alone", "Apache-2.0 +", 12, "is missing before `+`"),
    ("two pluses", "Apache-2.0++", 1, "is not an SPDX license id"),
    ("a comma is no operator", "MIT, ISC", 1, "`MIT,` is not"),
    ("a slash is no operator", "MIT/ISC", 1, "`MIT/ISC` is not"),
    ("an ampersand is no operator", "MIT & ISC", 5, "is missing before `&`"),
    ("NOASSERTION is not a license", "NOASSERTION", 1, "no license is stated"),
    ("an empty reference", "LicenseRef-", 1, "is not an SPDX license id"),
    (
        "a reference with a sign that none may have",
        "LicenseRef-a_b",
        1,
        "is not an SPDX license id",
    ),
    (
        "letters of another alphabet are not folded into ours",
        "M\u0130T",
        1,
        "is not an SPDX license id",
    ),
    ("the Kelvin sign is no K", "LicenseRef-\u212aa", 1, "is not an SPDX license id"),
    ("a lone surrogate", "\udcff", 1, "is not an SPDX license id"),
    ("100 parentheses are the most", "(" * 101 + "MIT" + ")" * 101, 101, "more than 100 deep"),
    ("10,000 parentheses end as well", "(" * 10_000, 101, "more than 100 deep"),
    ("too many licenses", " OR ".join(["MIT"] * 2001), 14001, "at most 2000 licenses"),
    ("a book", "MIT OR " * 10_000, 1, "at most 50000 characters"),
]


@pytest.mark.parametrize(
    ("text", "column", "said"), [row[1:] for row in FAULTS], ids=[r[0] for r in FAULTS]
)
def test_a_fault_is_said_with_its_place(text: str, column: int, said: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert said in caught.value.message
    assert caught.value.column == column


HINTS = [
    ("a misspelt id", "Apche-2.0", "did you mean `Apache-2.0`?"),
    ("a family finds its license", "Apache", "did you mean `Apache-2.0`?"),
    ("a misspelt exception", "MIT WITH LVM-exception", "did you mean `LLVM-exception`?"),
    ("words joined by a comma", "MIT,ISC", "join licenses with `AND`"),
    ("later in words, where it is a sign", "Apache-2.0-or-later", "write `Apache-2.0+`"),
    ("only in words, where it goes without saying", "mit-only", "write `MIT`"),
    ("a word that is like nothing", "Proprietary-Acme", "`LicenseRef-` and a name of your own"),
    ("Limited is not taken for MIT", "Limited", "`LicenseRef-` and a name of your own"),
]


@pytest.mark.parametrize(("text", "hint"), [row[1:] for row in HINTS], ids=[r[0] for r in HINTS])
def test_a_fault_comes_with_a_way_out(text: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert hint in caught.value.hint


def test_a_long_word_is_shortened_in_the_message() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("x" * 1000)
    assert len(caught.value.message) < 120


def test_the_tree_knows_where_each_license_stands_and_what_was_written() -> None:
    node = parse("(mit OR gpl-2.0+) AND isc")
    assert isinstance(node, And)
    assert [(one.id, one.position, one.written) for one in spdx.licenses(node)] == [
        ("MIT", 2, "mit"),
        ("GPL-2.0-or-later", 9, "gpl-2.0+"),
        ("ISC", 23, "isc"),
    ]
    assert node.position == 1
    assert isinstance(node.items[0], Or)
    assert node.items[0].position == 2


def test_columns_count_code_points() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("MIT OR \U0001f600 OR Foo")
    assert caught.value.column == 8


def test_other_names_can_be_given_ids() -> None:
    aliases = {"openrail++": "LicenseRef-x", "mit": "ISC", "lesser": "GPL-2.0-with-GCC-exception"}
    assert render(parse("OpenRAIL++ OR lesser", aliases)) == (
        "LicenseRef-x OR GPL-2.0-only WITH GCC-exception-2.0"
    )
    assert parse("MIT", aliases) == License("MIT"), "an SPDX id goes before an alias"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("MIT or Apache-2.0", "Apache-2.0 OR MIT"),
        ("Apache-2.0 OR MIT OR mit", "Apache-2.0 OR MIT"),
        ("(MIT OR MIT) AND (ISC)", "ISC AND MIT"),
        ("(Zlib AND MIT OR MIT AND Zlib) AND ISC AND MIT", "ISC AND MIT AND Zlib"),
        ("  Some License 1.0 ", "Some License 1.0"),
        ("", ""),
    ],
)
def test_normalizing_sorts_and_drops_what_is_said_twice(text: str, wanted: str) -> None:
    assert normalize(text) == wanted
