"""Which front matter is a card, and of what: decided by keys, then heading, then folder."""

from __future__ import annotations

import pytest

from stewardship.readers import card, prose_card
from stewardship.readers._card_kind import keys_in, kind_of


@pytest.mark.parametrize(
    ("keys", "path", "kind"),
    [
        pytest.param("license base_model", "README.md", "model", id="a base model makes a model"),
        pytest.param("pipeline_tag layout", "README.md", "model", id="even on a page of Jekyll"),
        pytest.param("license pretty_name", "README.md", "dataset", id="a pretty name, a dataset"),
        pytest.param(
            "base_model library_name task_categories",
            "README.md",
            "model",
            id="the more telling keys decide",
        ),
        pytest.param(
            "base_model task_categories", "data/a/README.md", "dataset", id="then the folder"
        ),
        pytest.param("base_model task_ids", "README.md", "model", id="then a model, as on the hub"),
        pytest.param("license datasets", "README.md", "model", id="models name their datasets"),
        pytest.param("license", "README.md", "model", id="a license alone is a model's"),
        pytest.param("license", "a/corpora/b/README.md", "dataset", id="a license among corpora"),
        pytest.param("license", "data/models/b/README.md", "model", id="the nearest folder counts"),
        pytest.param("language metrics", "README.md", "model", id="what was measured, and in what"),
        pytest.param("tags", "models/a/README.md", "model", id="tags in a folder of models"),
        pytest.param("tags", "README.md", None, id="tags alone say nothing"),
        pytest.param("language", "README.md", None, id="nor does a language"),
        pytest.param("license title", "README.md", None, id="a titled page may be licensed"),
        pytest.param("license layout", "models/a/README.md", None, id="a page of Jekyll"),
        pytest.param("license weight", "content/README.md", None, id="a page of Hugo"),
        pytest.param("license author date", "README.md", None, id="a post"),
        pytest.param("sdk emoji license", "README.md", "service", id="a Space"),
        pytest.param("sdk license", "README.md", "model", id="sdk alone makes no Space"),
        pytest.param("stewardship layout", "README.md", "model", id="ours settles that it is one"),
        pytest.param("license title", "DATASET_CARD.md", None, id="the name is the reader's part"),
        pytest.param("license", "DATASET_CARD.md", "dataset", id="the name before the folder"),
        pytest.param("", "README.md", None, id="no key at all"),
    ],
)
def test_the_kind_by_keys_and_path(keys: str, path: str, kind: str | None) -> None:
    assert kind_of(keys.split(), path) == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param("# Model Card for X", "model", id="a model card"),
        pytest.param("## Dataset Card: X", "dataset", id="a dataset card"),
        pytest.param("# Our data card", "dataset", id="a data card"),
        pytest.param("A model card is a file", None, id="prose about cards is no heading"),
        pytest.param("# Models", None, id="another heading"),
    ],
)
def test_a_heading_tells_where_keys_do_not(body: str, kind: str | None) -> None:
    assert kind_of([], "README.md", body) == kind


def test_tags_of_the_hub_make_a_card() -> None:
    assert kind_of(["tags"], "README.md", tags=["transformers", "fraud"]) == "model"
    assert kind_of(["tags"], "README.md", tags=["reading"]) is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("---\nlicense: [mit\nbase_model: x\n---\nbody: 1", {"license", "base_model"}),
        pytest.param("\ufeff---\r\nlicense: mit\r\n", {"license"}, id="a byte order mark"),
        pytest.param("---\n- license: mit\n", {"license"}, id="a list in place of a mapping"),
        pytest.param("---\n  nested: 1\nplain text\n", set(), id="what is no key of the top level"),
    ],
)
def test_what_looks_like_keys_in_a_broken_front_matter(text: str, keys: set[str]) -> None:
    assert keys_in(text) == keys


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        pytest.param(b"---\nlicense: mit\nlibrary_name: keras\n", True, id="a card"),
        pytest.param(b"---\nlayout: page\n", False, id="a page of Jekyll"),
        pytest.param(b"# Readme\n\nlicense: mit\n", False, id="no front matter"),
        pytest.param(b"---\nlicense: caf\xe9\n", True, id="not UTF-8, and a card"),
    ],
)
def test_a_card_too_large_to_read_is_told_by_its_head(head: bytes, claimed: bool) -> None:
    assert card.mine("README.md", head) is claimed


@pytest.mark.parametrize("head", [b"---\nlicense: mit\n", b"# Card\n", b"", b"\n---\n"])
def test_one_of_the_two_readers_of_cards_claims_what_is_too_large(head: bytes) -> None:
    claims = [reader.mine("MODEL_CARD.md", head) for reader in (card, prose_card)]
    assert sorted(claims) == [False, True]
