"""What a license asks of those who build on the work, and that the readable file is what counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.license_clauses import CLAUSES, Clause, ClauseName
from stewardship.vocabulary.license_table import Category, table
from stewardship.vocabulary.spdx import License

OURS: dict[str, Any] = yaml.load(
    Path(spdx.__file__).with_name("licenses.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
ROWS = [
    (id, row) for row in OURS["licenses"] for id in ([row["id"]] if "id" in row else row["ids"])
]


def of(declared: str) -> tuple[Clause, ...]:
    """The clauses of a license as someone declares it."""
    node = licenses.resolve(declared).node
    assert isinstance(node, License)
    return licenses.clauses(node)


BINDING = [
    ("a permissive license asks for its notice only", "MIT", ""),
    ("some ask for nothing", "0BSD", ""),
    ("the public domain asks for nothing", "CC0-1.0", ""),
    ("file by file", "MPL-2.0", "share-alike"),
    ("the whole work", "GPL-3.0-only", "share-alike"),
    ("the whole work, over a network too", "AGPL-3.0-or-later", "share-alike network-trigger"),
    ("a database", "odbl", "share-alike network-trigger"),
    ("credit is a notice", "CC-BY-4.0", ""),
    ("share alike", "CC-BY-SA-4.0", "share-alike"),
    ("no derivatives", "CC-BY-ND-4.0", "no-derivatives"),
    ("non-commercial", "CC-BY-NC-4.0", "non-commercial"),
    ("non-commercial, share alike", "CC-BY-NC-SA-2.0-FR", "non-commercial share-alike"),
    ("non-commercial, no derivatives", "CC-BY-NC-ND-3.0-IGO", "non-commercial no-derivatives"),
    ("RAIL", "creativeml-openrail-m", "use-restrictions"),
    (
        "Llama 2", "llama2",
        "user-cap incorporated-use-policy output-restrictions share-alike",
    ),
    (
        "Llama 3.1", "llama3.1",
        "user-cap incorporated-use-policy output-restrictions share-alike naming",
    ),
    (
        "Llama 4", "llama4",
        "user-cap incorporated-use-policy output-restrictions territory share-alike naming",
    ),
    ("Gemma", "gemma", "use-restrictions incorporated-use-policy output-restrictions"),
    ("a research license", "qwen-research", "non-commercial output-restrictions naming"),
    ("a cap on a license that calls itself MIT", "kimi-k2-modified-mit", "user-cap naming"),
    ("a license for data", "c-uda", "use-restrictions"),
    ("a license for models that asks for nothing more", "openmdw-1.0", ""),
    ("a reference of someone's own", "LicenseRef-Acme", "unread-terms"),
    ("one that ScanCode calls commercial", "LicenseRef-scancode-berryai-2024", "unread-terms"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "names"), [row[1:] for row in BINDING], ids=[row[0] for row in BINDING]
)
def test_a_license_binds_downstream_by_its_clauses(declared: str, names: str) -> None:
    found = licenses.restrictive(of(declared))
    assert [clause.name for clause in found] == names.split()


def test_a_clause_says_in_a_few_words_what_it_comes_to() -> None:
    assert Clause("user-cap", "700 million monthly users") in of("llama3.3")
    assert Clause("share-alike", "its own files") in of("EPL-2.0")
    assert Clause("notice", "credit to the authors") in of("CC-BY-4.0")


def test_an_exception_for_linking_narrows_what_is_shared_alike() -> None:
    assert of("GPL-2.0-only")[0].value == "the whole that it becomes part of"
    eased = of("GPL-2.0-only WITH Classpath-exception-2.0")
    assert eased[0] == Clause("share-alike", "changes to the work itself")
    assert of("AGPL-3.0-only WITH Classpath-exception-2.0") == of("AGPL-3.0-only")


def test_the_terms_of_a_license_say_where_they_stand() -> None:
    node = licenses.resolve("mrl").node
    assert isinstance(node, License)
    found = licenses.terms(node)
    assert found.name == "Mistral AI Research License 0.1"
    assert "https://mistral.ai/licenses/MRL-0.1.md" in found.source
    assert licenses.terms(License("MIT")).source == ""


@pytest.mark.parametrize(("id", "row"), ROWS, ids=[id for id, _ in ROWS])
def test_a_row_of_the_readable_file_is_what_the_table_says(id: str, row: dict[str, Any]) -> None:
    license = License(id)
    entry = licenses.known(id)
    assert entry is not None
    assert entry.id == id
    assert licenses.category(license) == row.get("category", entry.category)
    if "clauses" in row:
        assert {c.name: c.value for c in licenses.clauses(license)} == row["clauses"]
    assert (licenses.terms(license).source, licenses.terms(license).uncertain) == (
        row["source"],
        row.get("uncertain", ""),
    )


@pytest.mark.parametrize(("id", "row"), ROWS, ids=[id for id, _ in ROWS])
def test_what_cards_call_a_license_means_that_license(id: str, row: dict[str, Any]) -> None:
    for name in row.get("also", ()):
        assert licenses.resolve(name.upper()).expression == ROWS_BY_NAME[name]


ROWS_BY_NAME = {
    name: (row["id"] if "id" in row else row["ids"][0])
    for row in OURS["licenses"]
    for name in row.get("also", ())
}


def test_the_readable_file_and_the_code_know_the_same_words() -> None:
    assert list(OURS["clauses"]) == list(CLAUSES) == list(get_args(ClauseName))
    assert list(OURS["categories"]) == list(OURS["by-category"]) == list(get_args(Category))
    assert dict(table().usual) == OURS["by-category"]
    assert table().linking == set(OURS["linking-exceptions"]["ids"]) <= set(table().exceptions)


def test_every_row_has_a_source_and_short_words_of_our_own() -> None:
    for row in (*OURS["licenses"], *OURS["rules"], OURS["linking-exceptions"]):
        assert len(row["source"]) > 10, row
        assert all(len(value) < 100 for value in row.get("clauses", {}).values()), row


READ_AND_FREE = {
    "licenseref-huggingface-apple-ascl"
}  # proprietary, and yet it only asks for a notice


def test_only_open_licenses_without_copyleft_bind_nobody_downstream() -> None:
    """Whatever nobody has read counts as binding: of all ids that are known, not one slips by."""
    for key, (id, category) in {**table().licenses, **table().references}.items():
        binds = bool(licenses.restrictive(licenses.clauses(License(id))))
        open = category in ("permissive", "public-domain") or key in READ_AND_FREE
        assert binds is not open, id


@given(st.lists(st.builds(Clause, st.sampled_from(CLAUSES), st.text(max_size=5))))
def test_all_but_the_notice_bind_downstream_and_keep_their_order(clauses: list[Clause]) -> None:
    found = licenses.restrictive(clauses)
    assert list(found) == [clause for clause in clauses if clause.name != "notice"]
