"""The matrix, lists and contexts in force where one stands, and the file that said so."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

PARAMS = ".steward/params/licenses.yaml"
PACK = "policies/licenses.yaml"
NAMES = ("matrix", "context", "contexts", "allowed", "denied")
# The defaults of the pack, made by tools/generate.py: no YAML is read for them.
DEFAULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "defaults.json")


class InForce(NamedTuple):
    """The params of the pack ``licenses``; ``sources`` says for each which file set it."""

    params: Mapping[str, Any]
    sources: Mapping[str, str]

    @property
    def options(self) -> dict[str, Any]:
        """The params as the options of the check ``license-use``."""
        return {name: self.params[name] for name in NAMES}


def in_force(root: Path | None = None) -> InForce:
    """The params of this repository's work tree; those of the pack where there is none."""
    if not _is_set(os.fspath(root) if root else ""):
        with open(DEFAULTS, "rb") as file:
            params = json.loads(file.read())
        return InForce(params, dict.fromkeys(params, PACK))
    from pathlib import Path

    from stewardship.cache.store import Cache
    from stewardship.memory import Memory
    from stewardship.policy.load import load, stock
    from stewardship.repository import git

    repo = git.find(Path.cwd(), root)
    content = (repo.root / PARAMS).read_bytes()
    cache = Cache.open(repo.top)
    memory = Memory(
        lambda key: cache.get_many([key]).get(key), lambda key, value: cache.put_many({key: value})
    )
    policy = load(stock()["licenses"].read_bytes(), PACK, (PARAMS, content), memory).policy
    params = {name: one.value for name, one in policy.params.items()}
    return InForce(params, {name: one.place.path for name, one in policy.params.items()})


def _is_set(root: str) -> bool:
    """Whether the repository one stands in sets any param, told without asking git."""
    folder = root or os.getcwd()
    while not root and not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return os.path.lexists(os.path.join(folder, PARAMS))
