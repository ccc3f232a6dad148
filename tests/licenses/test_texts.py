"""A license text is recognized by all of its words, and only by all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.license_texts import body, recognized
from stewardship.vocabulary.licenses import resolve
from tests.licenses.texts import text_of

IDS = ("MIT", "BSD-3-Clause", "Apache-2.0", "MPL-2.0")
HOLDERS = {
    "a year and a name": "Copyright (c) 2024 Dana Doe",
    "years and a company": "Copyright 2001-2024, Acme Inc. All rights reserved.",
    "a sign and an address": "© 2020 Dana Doe <dana@acme.example>",
    "a file that names the authors": "Copyright (c) 2008-present The developers (see AUTHORS file)",
    "nothing but the reservation": "All rights reserved.",
}
TERMS = {
    "a condition after a dash": "Copyright (c) 2024 Dana Doe - not for commercial use",
    "a second sentence": "Copyright (c) 2024 Dana Doe. Armies have to ask first.",
    "a permission taken back": "Copyright (c) 2024 Dana Doe, except in France",
    "a whole paragraph in one line": "Copyright (c) 2024 " + "Dana Doe and friends " * 12,
    "another script": "禁止商用",
    "a line that is no notice": "Copyrighted works are excluded",
}


@pytest.mark.parametrize("id", IDS)
def test_a_well_known_text_is_recognized(id: str) -> None:
    assert recognized(text_of(id)) == id
    assert resolve(id).expression == id


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("line", HOLDERS.values(), ids=HOLDERS)
def test_who_holds_the_copyright_makes_no_difference(id: str, line: str) -> None:
    assert recognized(f"{line}\n\n{text_of(id)}") == id


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("line", TERMS.values(), ids=TERMS)
def test_a_line_with_terms_of_its_own_makes_it_another_text(id: str, line: str) -> None:
    assert recognized(f"{line}\n{text_of(id)}") is None
    assert recognized(f"{text_of(id)}\n{line}") is None


@pytest.mark.parametrize("id", IDS)
def test_how_it_is_printed_makes_no_difference(id: str) -> None:
    text = text_of(id)
    assert recognized(text.upper()) == id
    assert recognized(text.replace("\n", "\r\n").replace('"', "\u201d")) == id
    assert recognized("\n".join(f"# {line}" for line in text.splitlines())) == id
    assert recognized(text.replace("http://", "https://")) == id


def test_the_advice_on_how_to_apply_a_license_is_no_part_of_it() -> None:
    terms, end, _ = text_of("Apache-2.0").partition("END OF TERMS AND CONDITIONS")
    assert recognized(terms) == recognized(terms + end) == "Apache-2.0"


def test_the_name_of_the_holder_may_stand_where_the_bsd_licenses_have_it() -> None:
    text = text_of("BSD-3-Clause")
    named = text.replace("the copyright holder nor", "Acme Research Inc nor")
    assert named != text
    assert recognized(named) == "BSD-3-Clause"


WORDS = text_of("MIT").split()


@given(st.integers(min_value=20, max_value=len(WORDS) - 1))
def test_a_text_without_one_of_its_words_is_not_the_license(at: int) -> None:
    assert recognized(" ".join([*WORDS[:at], *WORDS[at + 1 :]])) is None


@given(st.integers(min_value=20, max_value=len(WORDS)), st.sampled_from(["not", "Acme", "4", "é"]))
def test_a_text_with_a_word_more_is_not_the_license(at: int, word: str) -> None:
    assert recognized(" ".join([*WORDS[:at], word, *WORDS[at:]])) is None


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert recognized(text) is None
    assert len(body(text)) <= len(text)
