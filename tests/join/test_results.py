"""The hub's folder of results lies in the model's own, and speaks of that model."""

from __future__ import annotations

import pytest

from stewardship.joining.join import join
from stewardship.readers import card, eval_results

CARD = b"---\nlicense: mit\nlibrary_name: x\n---\n"
RESULT = b"- dataset: {id: a/b, task_id: t}\n  value: 1\n"


@pytest.mark.parametrize("folder", ["", "models/owl/"])
def test_results_join_the_card_beside_their_folder(folder: str) -> None:
    said = [
        *(card.read(f"{folder}README.md", CARD) or ()),
        *(eval_results.read(f"{folder}.eval_results/a.yaml", RESULT) or ()),
        *(eval_results.read(f"{folder}.eval_results/b.yaml", RESULT.replace(b"1", b"2")) or ()),
    ]
    (model,) = join(said).all()
    assert model.value("license").data == "mit"
    values = model.value("evaluations").data
    assert isinstance(values, tuple)
    assert len(values) == 2
    assert model.name == ("owl" if folder else ".")
