"""Which files hold weights, by their names; the pack that asks for them knows the same ones."""

from __future__ import annotations

import pytest

from stewardship.data import folder
from stewardship.policy.load import load
from stewardship.vocabulary.weights import FORMATS, format_of


@pytest.mark.parametrize(
    ("path", "form"),
    [
        pytest.param("a/model.safetensors", "safetensors", id="by its ending"),
        pytest.param("a/LAST.PT", "pickle", id="in any case"),
        pytest.param("pytorch_model-00001-of-00002.bin", "pickle", id="a part of a framework's"),
        pytest.param("adapter_model.bin", "pickle", id="an adapter"),
        pytest.param("ggml-model-q4_0.bin", "binary", id="a model of another form"),
        pytest.param("optimizer.bin", "", id="what is not named for a model"),
        pytest.param("weights/notes.txt", "", id="a folder's name is none"),
        pytest.param("fraud_model.pkl", "pickle", id="a pickled model"),
        pytest.param("vocabulary.pkl", "", id="something else that is pickled"),
        pytest.param("MLmodel", "", id="a manifest"),
    ],
)
def test_the_form_of_the_weights_by_name(path: str, form: str) -> None:
    assert format_of(path) == form


def test_the_pack_asks_for_the_files_that_the_readers_know() -> None:
    pack = load((folder("policies") / "registry.yaml").read_bytes(), "policies/registry.yaml")
    assert pack.policy.params["weights"].value == list(FORMATS)
