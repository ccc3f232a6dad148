"""What a sentence names by way of licenses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.license_mentions import mentions, spelled
from stewardship.vocabulary.licenses import resolve

SENTENCES = [
    ("one id", "Everything here is released under MIT.", ("MIT",)),
    ("two ids, in their order", "Weights: CC-BY-NC 4.0. Code: MIT.", ("CC-BY-NC-4.0", "MIT")),
    ("one license named twice", "MIT (see the MIT license)", ("MIT",)),
    ("a name without the word agreement", "governed by the Llama 3.2 Community License, below",
     ("llama3.2",)),
    ("a name with the word agreement", "the Llama 4 Community License Agreement", ("llama4",)),
    ("a usual spelling", "under Apache License, Version 2.0 (the License)", ("Apache-2.0",)),
    ("a name in words", "a Creative Commons Attribution 4.0 International License",
     ("CC-BY-4.0",)),
    ("a family as it is written", "GPLv3 or later", ("GPLv3",)),
    ("words that only contain an id", "We permit what MITRE permits, in MIT-style.", ()),
    ("no license", "Ask us before you use it.", ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "ids"), [row[1:] for row in SENTENCES], ids=[row[0] for row in SENTENCES]
)
def test_the_licenses_that_a_sentence_names(sentence: str, ids: tuple[str, ...]) -> None:
    assert mentions(sentence) == ids


@given(st.text(st.sampled_from("CcBbYyNnDdSsAa -.40Mm1"), max_size=60))
def test_what_is_spelled_out_is_a_license_or_nothing(text: str) -> None:
    written = spelled(text)
    assert written == "" or written.startswith("CC-BY-") or resolve(written).kind == "family"
    assert all(mention for mention in mentions(text))


@pytest.mark.parametrize("parts", ["", "-NC", "-SA", "-ND", "-NC-SA", "-NC-ND"])
def test_every_license_of_creative_commons_is_read_with_blanks_and_dashes(parts: str) -> None:
    id = f"CC-BY{parts}-4.0"
    for text in (id.replace("-", " "), id.lower(), f"CC BY{parts} 4.0 International"):
        assert resolve(text).expression == id
        assert mentions(f"released under {text}, all of it") == (id,)
