"""The matrix, lists and contexts in force where one stands, and the file that said so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship.errors import UserError
from stewardship.frozen import dataclass

PARAMS = ".steward/params/licenses.yaml"


@dataclass(frozen=True, slots=True)
class InForce:
    """The params of the pack ``licenses``; ``sources`` says for each which file set it."""

    params: Mapping[str, Any]
    sources: Mapping[str, str]

    @property
    def options(self) -> dict[str, Any]:
        """The params as the options of the check ``license-use``."""
        names = ("matrix", "context", "contexts", "allowed", "denied")
        return {name: self.params[name] for name in names}


def in_force(root: Path | None = None) -> InForce:
    """The params of this repository's work tree; those of the pack where there is none."""
    from stewardship import git
    from stewardship.policy.load import load, stock

    try:
        folder = git.find(Path.cwd(), root).root
    except UserError:
        folder = None
    file = folder / PARAMS if folder else None
    given = (PARAMS, file.read_bytes()) if file and file.is_file() else None
    policy = load(stock()["licenses"].read_bytes(), "policies/licenses.yaml", given).policy
    params = {name: one.value for name, one in policy.params.items()}
    return InForce(params, {name: one.place.path for name, one in policy.params.items()})
