"""What a declared license means, and of what category a license is."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary import hub_licenses, spdx
from stewardship.vocabulary.license_table import Category, table
from stewardship.vocabulary.licenses import category, known, normalize, resolve

SCANCODE = "LicenseRef-scancode-"

DECLARED = [
    ("a list of a card, as an expression", "llama3.1 AND cc-by-4.0", "license",
     "CC-BY-4.0 AND LicenseRef-scancode-llama-3.1-license-2024"),
    ("a usual spelling", "Apache License, Version 2.0", "license", "Apache-2.0"),
    ("Creative Commons with blanks", "CC BY-NC 4.0", "license", "CC-BY-NC-4.0"),
    ("Creative Commons of another version", "cc-by sa v3.0", "license", "CC-BY-SA-3.0"),
    ("Creative Commons in words",
     "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License", "license",
     "CC-BY-NC-SA-4.0"),
    ("Creative Commons in words, with dashes",
     "creative commons attribution non-commercial no-derivatives 3.0", "license",
     "CC-BY-NC-ND-3.0"),
    ("Creative Commons in parts that make no license", "CC BY-SA-SA 4.0", "not-known", ""),
    ("a national port of Creative Commons", "CC BY 3.0 US", "not-known", ""),
    ("a family with blanks", "CC BY-NC", "family", ""),
    ("Creative Commons without a version", "Creative Commons Attribution", "family", ""),
    ("a name over two lines", "MIT\n  License", "license", "MIT"),
    ("a reference of one's own", "LicenseRef-Acme-Internal", "license", "LicenseRef-Acme-Internal"),
    ("a family within an expression", "MIT AND bsd", "family", ""),
    ("a word that says nothing within an expression", "mit AND other", "says-nothing", ""),
    ("a dash", "-", "says-nothing", ""),
    ("nothing", "", "says-nothing", ""),
    ("SPDX for nothing said", "NOASSERTION", "says-nothing", ""),
    ("a license that only contains a name", "Limited Use License", "not-known", ""),
    ("a name that begins like another", "MIT-style", "not-known", ""),
    ("a name with more after it", "Apache 2.0 with Commons Clause", "not-known", ""),
    ("half an expression", "MIT AND", "not-known", ""),
    ("a whole license text", "MIT License\n\nCopyright (c) 2020 Acme\n" + "word " * 2000,
     "not-known", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "kind", "expression"),
    [row[1:] for row in DECLARED],
    ids=[row[0] for row in DECLARED],
)
def test_a_declaration_means_one_thing_or_is_not_known(
    declared: str, kind: str, expression: str
) -> None:
    found = resolve(declared)
    assert (found.kind, found.expression) == (kind, expression)
    assert bool(found.message) is (kind != "license")


def test_what_is_at_fault_is_named_and_placed() -> None:
    found = resolve("MIT AND bsd")
    assert (found.word, found.column) == ("bsd", 9)
    assert found.message == "`bsd` is a family of licenses (BSD license family), not a license"
    unknown = resolve("MIT OR Apche-2.0")
    assert (unknown.word, unknown.column) == ("Apche-2.0", 8)
    assert unknown.hint == "did you mean `Apache-2.0`?"


CATEGORIES = [
    ("permissive", "MIT"),
    ("public domain", "CC0-1.0"),
    ("weak copyleft", "MPL-2.0"),
    ("strong copyleft", "GPL-2.0-or-later"),
    ("network copyleft, which ScanCode does not tell apart", "AGPL-3.0-or-later"),
    ("network copyleft, though ScanCode says source-available", "SSPL-1.0"),
    ("source-available", "BUSL-1.1"),
    ("non-commercial, though ScanCode says source-available", "PolyForm-Noncommercial-1.0.0"),
    ("non-commercial in a national port", "CC-BY-NC-SA-2.0-FR"),
    ("responsible ai", "LicenseRef-scancode-deepseek-la-1.0"),
    ("proprietary", "LicenseRef-scancode-intel-confidential"),
    ("unstated for a reference that nobody knows", "LicenseRef-Acme"),
    ("unstated for a license that names none", "any-OSI"),
]


@pytest.mark.parametrize(("wanted", "id"), CATEGORIES, ids=[row[0] for row in CATEGORIES])
def test_a_license_has_a_category(wanted: str, id: str) -> None:
    node = spdx.parse(id)
    assert isinstance(node, spdx.License)
    assert wanted.replace(" ", "-").startswith(category(node))


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("GPL-2.0-only WITH Classpath-exception-2.0", "weak-copyleft"),
        ("GPL-2.0-with-GCC-exception", "weak-copyleft"),
        ("GPL-2.0-only WITH openvpn-openssl-exception", "strong-copyleft"),
        ("GPL-2.0-only WITH GPL-CC-1.0", "strong-copyleft"),
        ("AGPL-3.0-only WITH Classpath-exception-2.0", "network-copyleft"),
        ("Apache-2.0 WITH LLVM-exception", "permissive"),
    ],
)
def test_only_a_linking_exception_eases_a_copyleft(expression: str, wanted: str) -> None:
    node = spdx.parse(expression)
    assert isinstance(node, spdx.License)
    assert category(node) == wanted


def test_known_ids_are_given_in_todays_spelling() -> None:
    gpl = known(" gpl-2.0 ")
    assert gpl is not None
    assert (gpl.id, gpl.deprecated) == ("GPL-2.0-only", True)
    ecos = known("eCos-2.0")
    assert ecos is not None
    assert (ecos.id, ecos.category) == ("GPL-2.0-or-later WITH eCos-exception-2.0", "weak-copyleft")
    assert known("LLVM-exception") is None, "an exception is no license"
    assert known("cc-by-nc-9.9") is None
    assert known("bsd") is None


def test_boost_is_not_taken_for_the_business_source_license() -> None:
    assert resolve("bsl-1.0").expression == "BSL-1.0"
    boost, business = known("BSL-1.0"), known(f"{SCANCODE}bsl-1.0")
    assert boost is not None
    assert business is not None
    assert (boost.category, business.category) == ("permissive", "source-available")


def test_whatever_a_name_stands_for_is_a_license_that_is_known() -> None:
    for target, _ in hub_licenses.CURATED.values():
        assert known(target) is not None, target
    for target in (*hub_licenses.SPELLINGS.values(), *table().names.values()):
        assert known(target) is not None, target


def test_every_license_of_the_table_has_a_category_of_ours_and_says_where_it_is_from() -> None:
    file = Path(spdx.__file__).with_name("licenses.json")
    data = json.loads(file.read_bytes())
    assert "CC-BY-4.0" in data["notice"]
    assert {c for group in ("licenses", "references", "exceptions") for c in data[group]} <= set(
        get_args(Category)
    )
    assert "nexB" in (Path(__file__).parents[2] / "NOTICE").read_text()


def test_the_table_is_what_its_script_makes_of_the_same_data() -> None:
    file = Path(spdx.__file__).with_name("licenses.json")
    made_from = json.loads(file.read_bytes())["sources"]["license-expression"]
    if version("license-expression") != made_from:
        pytest.skip(f"the table is from license-expression {made_from}, another is installed")
    script = runpy.run_path(str(Path(__file__).parents[2] / "tools/license_table.py"))
    assert script["content"]() == file.read_text(encoding="ascii")


def test_the_table_is_not_read_before_the_first_question() -> None:
    code = (
        "import stewardship.vocabulary.licenses as l, stewardship.vocabulary.license_table as t;"
        "before = t.table.cache_info().currsize; l.resolve('mit');"
        "assert (before, t.table.cache_info().currsize) == (0, 1)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mit", "MIT License"),
        ("Apache-2.0 OR MIT", "mit or apache-2.0"),
        ("llama3.1", "LicenseRef-scancode-llama-3.1-license-2024"),
        ("BSD", "bsd"),
        ("Unknown", "unknown"),
        ("gpl-3.0", "GPL-3.0-only"),
    ],
)
def test_two_declarations_of_one_license_are_normalized_to_one_text(one: str, other: str) -> None:
    assert normalize(one) == normalize(other)


def test_different_licenses_are_never_normalized_to_one_text() -> None:
    texts = ["mit", "MIT-0", "bsd", "bsd-2-clause", "gpl-3.0", "gpl-3.0+", "some text", "Some text"]
    assert len({normalize(text) for text in texts}) == len(texts)


@given(st.text(max_size=80))
def test_any_text_resolves_to_something_and_normalizing_is_idempotent(text: str) -> None:
    assert resolve(text).kind in ("license", "family", "says-nothing", "not-known")
    assert normalize(normalize(text)) == normalize(text)
