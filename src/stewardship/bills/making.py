"""How a model or a dataset was made, and how it did: model card and pedigree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stewardship.bills.licensed import license_row
from stewardship.bills.stated import records, text
from stewardship.model import Resource

DATA = frozenset(("train", "validation", "test", "evaluation"))
PARAMETERS = {
    "task": "task",
    "architecture-family": "architectureFamily",
    "architecture": "modelArchitecture",
}


def model_card(one: Resource, held: Mapping[str, Resource]) -> dict[str, Any]:
    """Parameters with the datasets, and the evaluations."""
    parameters: dict[str, Any] = {
        key: said for name, key in PARAMETERS.items() if (said := text(one, name))
    }
    datasets = [_dataset(row) for row in records(one.value("sources")) if row.get("role") in DATA]
    if datasets:
        parameters["datasets"] = _distinct(datasets)
    metrics = [
        _metric(row) for row in records(one.value("evaluations")) if row.get("value") is not None
    ]
    card: dict[str, Any] = {}
    if parameters:
        card["modelParameters"] = parameters
    if metrics:
        card["quantitativeAnalysis"] = {"performanceMetrics": _distinct(metrics)}
    return card


def _dataset(row: Mapping[str, Any]) -> dict[str, Any]:
    """A source with what the format has no field for as properties of its contents."""
    node: dict[str, Any] = {"type": "dataset", "name": str(row.get("ref", ""))}
    own = [
        {"name": f"stewardship:{key}", "value": str(row[key])}
        for key in ("role", "revision", "license", "kind")
        if row.get(key) and (key, row[key]) not in (("role", "train"), ("kind", "dataset"))
    ]
    if own:
        node["contents"] = {"properties": own}
    return node


def _metric(row: Mapping[str, Any]) -> dict[str, str]:
    value = row["value"]
    said = str(value).lower() if isinstance(value, bool) else str(value)
    found = {"type": row.get("metric"), "value": said, "slice": row.get("dataset")}
    return {key: str(one) for key, one in found.items() if one is not None}


def pedigree(one: Resource) -> dict[str, Any]:
    """The commit, and what it was made from that is no training data."""
    found: dict[str, Any] = {}
    if commit := text(one, "commit"):
        found["commits"] = [{"uid": commit}]
    ancestors = [
        _ancestor(row)
        for row in records(one.value("sources"))
        if row.get("role") not in DATA or one.kind != "model"
    ]
    if ancestors:
        found["ancestors"] = _distinct(ancestors)
    return found


def _ancestor(row: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {"base": "machine-learning-model", "source": "data"}
    role = str(row.get("role", ""))
    node: dict[str, Any] = {"type": kinds.get(role, "file"), "name": str(row.get("ref", ""))}
    if row.get("revision"):
        node["version"] = str(row["revision"])
    if row.get("license"):
        node["licenses"] = [license_row(str(row["license"]))]
    if role not in ("base", "source", "build", ""):
        node["properties"] = [{"name": "stewardship:role", "value": role}]
    return node


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once: the format asks for items that differ."""
    found: list[dict[str, Any]] = []
    for row in rows:
        if row not in found:
            found.append(row)
    return found
