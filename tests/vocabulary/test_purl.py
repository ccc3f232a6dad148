"""Package URLs and hub ids: one name for one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.purl import Purl, build, hub_id, parse, pypi


@pytest.mark.parametrize(
    ("name", "version", "wanted"),
    [
        ("requests", "2.32.3", "pkg:pypi/requests@2.32.3"),
        ("Ruamel.YAML__clib", None, "pkg:pypi/ruamel-yaml-clib"),
        ("torch", "2.4.0+cu121", "pkg:pypi/torch@2.4.0%2Bcu121"),
        ("a", "1!2.0", "pkg:pypi/a@1%212.0"),
        ("a", "", "pkg:pypi/a"),
    ],
)
def test_a_python_distribution_has_one_purl(name: str, version: str | None, wanted: str) -> None:
    assert pypi(name, version) == wanted


READ = [
    ("a name alone", "pkg:pypi/Typing_Extensions", Purl("pypi", "typing-extensions")),
    ("a version", "pkg:pypi/torch@2.4.0%2Bcu121", Purl("pypi", "torch", "", "2.4.0+cu121")),
    ("a namespace", "pkg:npm/%40angular/core@1.0", Purl("npm", "core", "@angular", "1.0")),
    ("two slashes after the scheme", "pkg://generic/acme/x", Purl("generic", "x", "acme")),
    ("qualifiers and subpath are left out", "pkg:generic/x@1?arch=arm#a/b",
     Purl("generic", "x", "", "1")),
    ("the scheme and type in any case", "PKG:PyPI/a", Purl("pypi", "a")),
    ("GitHub names have no case", "pkg:github/Acme/Repo@Main",
     Purl("github", "repo", "acme", "Main")),
    ("a hub revision is lower-case", "pkg:huggingface/Acme/Fraud@ABC",
     Purl("huggingface", "Fraud", "Acme", "abc")),
    ("no package URL", "requests", None),
    ("no name", "pkg:pypi", None),
    ("an empty name", "pkg:pypi/@1.0", None),
    ("nothing", "", None),
    ("a type that is none", "pkg:1x/a", None),
    ("a novel", "pkg:generic/" + "a" * 3000, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [r[1:] for r in READ], ids=[r[0] for r in READ])
def test_a_purl_is_read_into_its_parts(text: str, wanted: Purl | None) -> None:
    assert parse(text) == wanted


HUB = [
    ("its own form", "hf:acme/fraud-v3", "hf:acme/fraud-v3"),
    ("org and name", "meta-llama/Llama-3.1-8B", "hf:meta-llama/Llama-3.1-8B"),
    ("with a revision", "acme/fraud@main", "hf:acme/fraud"),
    ("its page", "https://huggingface.co/acme/fraud", "hf:acme/fraud"),
    ("a page below it", "https://huggingface.co/acme/fraud/tree/main", "hf:acme/fraud"),
    ("a dataset's page", "https://huggingface.co/datasets/acme/claims", "hf:acme/claims"),
    ("the short host", "https://hf.co/acme/fraud", "hf:acme/fraud"),
    ("the file system's URL", "hf://datasets/acme/claims/train.csv", "hf:acme/claims"),
    ("its package URL", "pkg:huggingface/acme/fraud@abc", "hf:acme/fraud"),
    ("another package URL", "pkg:pypi/requests", None),
    ("another host", "https://example.org/acme/fraud", None),
    ("a host that only begins alike", "https://huggingface.co.example.org/a/b", None),
    ("a name without an org", "gpt2", None),
    ("a dataset without an org", "https://huggingface.co/datasets/squad", None),
    ("a path of three", "data/raw/train.csv", None),
    ("a path upward", "../acme", None),
    ("a URL that is broken", "https://[huggingface.co/a/b", None),
    ("nothing", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), [r[1:] for r in HUB], ids=[r[0] for r in HUB])
def test_a_hub_id_is_told_in_all_its_spellings(text: str, wanted: str | None) -> None:
    assert hub_id(text) == wanted


PARTS = st.text("abXY09.-_+@/ %é", min_size=1, max_size=12)


@given(st.sampled_from(("generic", "npm", "pypi")), PARTS, PARTS)
def test_a_purl_survives_print_and_parse(type: str, name: str, version: str) -> None:
    purl = parse(build(type, name.replace("/", "x"), version))
    assert purl is not None
    assert parse(str(purl)) == purl
    assert purl.version == version


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none(text: str) -> None:
    assert parse(text) is None or str(parse(text)).startswith("pkg:")
    found = hub_id(text)
    assert found is None or hub_id(found) == found
