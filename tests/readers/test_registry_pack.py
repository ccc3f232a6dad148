"""Weights that nobody declared are named, in a repository that has decided to be asked for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.model import Verdict
from stewardship.picture import Request
from stewardship.run import check
from tests.readers.test_weights_joined import CARD, POINTER, gguf, weights
from tests.repos import Files, make_repo

CONFIG = "mode: enforce\n"
PICKLE = b"\x80\x02}q\x00." + bytes(2)
DVC = "outs:\n- {md5: a304afb96060aad90176268345e10355, path: best.pt}\n"
ENTRY = "resources:\n- {kind: model, name: owl, license: mit, path: m}\n"


def verdict(path: Path, files: Files, config: bool = True) -> Verdict:
    decided: Files = {".steward/config.yaml": CONFIG} if config else {}
    return check(Request(make_repo(path / "repo", {**files, **decided}).path)).verdict


def undeclared(path: Path, files: Files) -> list[str]:
    found = verdict(path, files).findings
    return sorted(one.location.path for one in found if one.rule == "registry/declared")


@pytest.mark.parametrize(
    ("files", "named"),
    [
        pytest.param({"m/best.pt": PICKLE}, ["m/best.pt"], id="weights in the tree"),
        pytest.param({"m/best.pt": POINTER}, ["m/best.pt"], id="under Git LFS"),
        pytest.param({"m/best.pt.dvc": DVC}, ["m/best.pt.dvc"], id="under DVC"),
        pytest.param({"m/a.gguf": gguf("Owl", "mit")}, ["m/a.gguf"], id="with a license inside"),
        pytest.param({"m/README.md": CARD, "m/best.pt": PICKLE}, [], id="beside a card"),
        pytest.param({"README.md": CARD, "m/best.pt": PICKLE}, [], id="below a card"),
        pytest.param({"x/README.md": CARD, "m/a.onnx": PICKLE}, ["m/a.onnx"], id="beside none"),
        pytest.param({".steward/resources.yaml": ENTRY, "m/best.pt": PICKLE}, [], id="an entry"),
        pytest.param({"m/best.pt.dvc": DVC, "m/README.md": CARD}, [], id="DVC beside a card"),
        pytest.param({"tests/tiny.safetensors": weights("mit")}, [], id="for tests alone"),
        pytest.param({"data/letters.parquet": POINTER, "a.zip": POINTER}, [], id="data"),
        pytest.param(
            {"d/README.md": "---\ntask_ids: [letters]\nlicense: mit\n---\n", "d/a.pt": PICKLE},
            ["d/a.pt"],
            id="in the folder of a dataset",
        ),
    ],
)
def test_weights_belong_to_a_declared_model(tmp_path: Path, files: Files, named: list[str]) -> None:
    assert undeclared(tmp_path, files) == named


def test_a_stranger_is_told_in_one_line(tmp_path: Path) -> None:
    files: Files = {f"m/{n}.pt": PICKLE + bytes([n]) for n in range(5)}
    said = verdict(tmp_path, files, config=False)
    assert said.findings == ()
    (waits,) = [one for one in said.unchecked if one.rule == "registry/declared"]
    assert waits.count == 5


def test_the_weights_of_a_released_model_are_safe_to_load(tmp_path: Path) -> None:
    released = CARD.replace("license:", "stewardship: {stage: production}\nlicense:")
    files: Files = {"m/README.md": released, "m/a.pt": PICKLE, "m/a.safetensors": weights("mit")}
    found = [one for one in verdict(tmp_path, files).findings if one.rule.startswith("registry/")]
    assert [(one.rule, one.severity, one.location.path) for one in found] == [
        ("registry/format-allowed", "warn", "m/a.pt")
    ]
