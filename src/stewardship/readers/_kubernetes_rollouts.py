"""Canaries: how traffic is moved step by step, and what is measured on the way.

Argo Rollouts (https://argo-rollouts.readthedocs.io: Rollout, AnalysisTemplate) and Flagger
(https://docs.flagger.app: Canary).
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import Document
from stewardship.model import Value
from stewardship.pattern import pattern
from stewardship.readers import facts

ORIGIN = "kubernetes"
KINDS = ("Rollout", "AnalysisTemplate", "ClusterAnalysisTemplate", "Canary")
Pointer = tuple[str | int, ...]
_COMPARED = pattern(r"(?:result(?:\[0\])?|default\(result[^)]*\))\s*(<=|>=|<|>)\s*(-?[0-9.]+)")
_PLAIN = pattern(r"[A-Za-z0-9 _-]*")
_LIMIT = {"<": "at-most", "<=": "at-most", ">": "at-least", ">=": "at-least"}
_TURNED = {"at-most": "at-least", "at-least": "at-most"}


def fields(document: Document, entity: str, group: str) -> dict[str, Value]:
    """The fields of a rollout or of what it measures; none for any other object."""
    if entity == "Rollout" and group.startswith("argoproj.io/"):
        return _rollout(document)
    if entity in ("AnalysisTemplate", "ClusterAnalysisTemplate"):
        return {"measures": _argo_measures(document)}
    if entity == "Canary" and group.startswith("flagger.app/"):
        return _canary(document)
    return {}


def _rollout(document: Document) -> dict[str, Value]:
    at: Pointer = ("spec", "strategy", "canary")
    place = document.location("spec", "strategy")
    steps, analyses = [], list(_templates(document, (*at, "analysis", "templates")))
    for index in range(_length(document.get(*at, "steps"))):
        step = (*at, "steps", index)
        if facts.has(document, *step, "setWeight"):
            steps.append(facts.nested(document, *step, "setWeight", origin=ORIGIN))
        analyses += _templates(document, (*step, "analysis", "templates"))
        for number in range(_length(document.get(*step, "experiment", "analyses"))):
            name = facts.text(
                document, *step, "experiment", "analyses", number, "templateName", origin=ORIGIN
            )
            analyses += [name] if name is not None else []
    for key in ("prePromotionAnalysis", "postPromotionAnalysis"):
        analyses += _templates(document, ("spec", "strategy", "blueGreen", key, "templates"))
    found = {
        "canary-steps": facts.listing(steps, place, ORIGIN),
        "analyses": facts.listing(analyses, place, ORIGIN),
    }
    target = facts.text(document, "spec", "workloadRef", "name", origin=ORIGIN)
    return found | ({"rolls-out": target} if target is not None else {})


def _templates(document: Document, at: Pointer) -> Iterator[Value]:
    for index in range(_length(document.get(*at))):
        name = facts.text(document, *at, index, "templateName", origin=ORIGIN)
        if name is not None:
            yield name


def _argo_measures(document: Document) -> Value:
    found = []
    dry = document.get("spec", "dryRun")
    idle = [str(one.get("metricName")) for one in dry if isinstance(one, dict)] if isinstance(
        dry, list) else []  # fmt: skip
    for index in range(_length(document.get("spec", "metrics"))):
        at = ("spec", "metrics", index)
        entries: dict[str, Value] = {}
        name = facts.text(document, *at, "name", origin=ORIGIN)
        if name is not None:
            entries["metric"] = name
        for key, loose in (("successCondition", "||"), ("failureCondition", "&&")):
            said = facts.text(document, *at, key, origin=ORIGIN)
            if said is None or loose in str(said.data) or _is_idle(name, idle):
                continue  # one side of it alone stops nothing
            for sign, number in _COMPARED.findall(str(said.data)):
                limit = _LIMIT[sign]
                limit = limit if key == "successCondition" else _TURNED[limit]
                entries.setdefault(limit, Value(number, said.location, ORIGIN))
        found.append(Value(entries, document.location(*at), ORIGIN))
    return facts.listing(found, document.location("spec", "metrics"), ORIGIN)


def _is_idle(name: Value | None, idle: list[str]) -> bool:
    """Whether a metric is measured without stopping anything (``dryRun``); a pattern may be it."""
    return any(one == str(name.data if name else "") or not _PLAIN.fullmatch(one) for one in idle)


def _canary(document: Document) -> dict[str, Value]:
    """Flagger's analysis; ``canaryAnalysis`` is what it was called before."""
    if document.get("spec", "skipAnalysis") is True:  # promoted without a look
        nothing = facts.listing((), document.location("spec", "skipAnalysis"), ORIGIN)
        return {"canary-steps": nothing, "measures": nothing}
    key = "analysis" if isinstance(document.get("spec", "analysis"), dict) else "canaryAnalysis"
    at: Pointer = ("spec", key)
    place = document.location(*at)
    steps = [
        facts.nested(document, *at, name, origin=ORIGIN)
        for name in ("stepWeight", "maxWeight")
        if facts.has(document, *at, name)
    ]
    weights = range(_length(document.get(*at, "stepWeights")))
    steps += [facts.nested(document, *at, "stepWeights", one, origin=ORIGIN) for one in weights]
    measures = [
        _flagger(document, (*at, "metrics", index))
        for index in range(_length(document.get(*at, "metrics")))
    ]
    found = {
        "canary-steps": facts.listing(steps, place, ORIGIN),
        "measures": facts.listing(measures, place, ORIGIN),
    }
    target = facts.text(document, "spec", "targetRef", "name", origin=ORIGIN)
    return found | ({"rolls-out": target} if target is not None else {})


def _flagger(document: Document, at: Pointer) -> Value:
    entries: dict[str, Value] = {}
    name = facts.text(document, *at, "name", origin=ORIGIN)
    if name is not None:
        entries["metric"] = name
    for key, limit in (("max", "at-most"), ("min", "at-least")):
        if facts.has(document, *at, "thresholdRange", key):
            entries[limit] = facts.nested(document, *at, "thresholdRange", key, origin=ORIGIN)
    unit = {"request-success-rate": "%", "request-duration": "ms"}.get(
        str(name.data) if name else ""
    )
    if unit:
        entries["unit"] = Value(unit, document.location(*at), ORIGIN)
    return Value(entries, document.location(*at), ORIGIN)


def _length(node: object) -> int:
    return len(node) if isinstance(node, list) else 0
