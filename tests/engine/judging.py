"""One rule on one small tree, as a case of a YAML table says it, and what the engine makes of it.

``rule`` is the rule without what every rule has (id, title, kind, severity, examples); ``rules``
several by their ids; ``params`` and ``fields`` as in a policy; ``tree`` as in ``tests.world``;
``files`` more files of the tree; ``provided`` the files that rules may wait for, where those are
not just the tree's; ``in-hook`` that CI will judge again; ``removed`` names of resources that the
base had; ``now``; ``renames`` old paths to new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from stewardship.context import Folders, Surroundings
from stewardship.engine import evaluate
from stewardship.joining.join import join
from stewardship.model import Evaluation, Finding
from stewardship.ownership import assign, build
from stewardship.policy.load import Loaded, load
from tests.checks.context import load_yaml
from tests.world import fragments

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FRAME = {
    "title": "A rule",
    "applies-to": "model",
    "severity": "block",
    "examples": {"pass": [{}], "fail": [{}]},
}
Case = Mapping[str, Any]


def cases(name: str) -> dict[str, Case]:
    """A table of ``cases/``, by its sentences."""
    table: dict[str, Case] = load_yaml((Path(__file__).parent / "cases" / name).read_text())
    return table


def loaded(case: Case) -> Loaded:
    """The policy ``acme`` of a case."""
    rules = case.get("rules") or {"ruled": case["rule"]}
    policy = {
        "policy": "acme",
        "title": "Acme",
        "params": {
            name: {"help": "a param", **one} for name, one in case.get("params", {}).items()
        },
        "fields": case.get("fields", {}),
        "rules": [{"id": name, **FRAME, **rule} for name, rule in rules.items()],
    }
    return load(yaml.safe_dump(policy, sort_keys=False).encode(), "acme.yaml")


def surroundings(case: Case) -> Surroundings:
    """The tree of a case, joined, with what stands around it."""
    said = fragments(case.get("tree", {}))
    ownership = build(said)
    files = frozenset({*case.get("tree", {}), *case.get("files", ())})
    return Surroundings(
        assign(ownership, join(said)),
        ownership,
        datetime.fromisoformat(case["now"]) if "now" in case else NOW,
        files,
        Folders(files),
        lambda name: case.get("commits", {}).get(name),
        renames=case.get("renames", {}),
        in_hook=case.get("in-hook", False),
        provided=frozenset(case["provided"]) if "provided" in case else None,
    )


def evaluated(case: Case, whole: bool = True) -> Evaluation:
    """What the engine says of a case."""
    around = surroundings(case)
    gone = case.get("removed", ())
    scope = [
        replace(one, removed=True) if one.name in gone else one for one in around.universe.all()
    ]
    return evaluate(loaded(case).rules, scope, around, whole)


def told(finding: Finding) -> str:
    """A finding in a line: where and what."""
    place = finding.location
    return f"{place.path}:{place.line}: {finding.message}"


def found(case: Case) -> list[str]:
    """The findings of a case, each in a line."""
    return [told(finding) for finding in evaluated(case).findings]
