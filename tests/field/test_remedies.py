"""A remedy names the place where its format reads the field, and doing it mends the finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.picture import Request
from stewardship.run import check
from tests.repos import make_repo

ANNOTATED = """\
kind: Resource
metadata: {name: owl, annotations: {stewardship/license: mit}}
spec: {type: ai-model}
"""

# The manifest, what it says, where the remedy sends one, and what one then writes.
PLACES = [
    ("models/owl/MODEL_CARD.md", "# Owl\n", "the front matter of models/owl/MODEL_CARD.md",
     "---\nlicense: mit\n---\n# Owl\n"),
    ("models/owl/MLmodel", "flavors: {}\n", "`metadata:` in models/owl/MLmodel",
     "flavors: {}\nmetadata: {license: mit}\n"),
    ("catalog-info.yaml", "kind: Resource\nmetadata: {name: owl}\nspec: {type: ai-model}\n",
     "catalog-info.yaml, as an annotation that begins with `stewardship/`",
     ANNOTATED),
    ("owl.dvc", "outs: [{path: owl}]\nmeta: {stewardship: {kind: model}}\n", "`meta:` in owl.dvc",
     "outs: [{path: owl}]\nmeta: {license: mit, stewardship: {kind: model}}\n"),
    (".steward/resources.yaml", "resources: [{kind: model, name: owl}]\n",
     "its entry in .steward/resources.yaml",
     "resources: [{kind: model, name: owl, license: mit}]\n"),
    ("my models/MODEL_CARD.md", "# Owl\n", "the front matter of 'my models/MODEL_CARD.md'",
     "---\nlicense: mit\n---\n# Owl\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "before", "where", "after"), PLACES, ids=[row[0] for row in PLACES]
)
def test_the_remedy_of_a_missing_license(
    path: str, before: str, where: str, after: str, tmp_path: Path
) -> None:
    repo = make_repo(tmp_path / "repo", {path: before})
    (finding,) = check(Request(repo.path, only=("licenses",))).verdict.findings
    assert finding.rule == "licenses/stated"
    wanted = "add `license: <SPDX id>`, such as `license: apache-2.0`, to "
    assert finding.remedy == wanted + where
    repo.write({path: after})
    assert check(Request(repo.path, only=("licenses",))).verdict.findings == ()
