"""What SPDX 3's profiles for AI and for datasets say of a package."""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.model import Fields, Value
from stewardship.pattern import pattern
from stewardship.readers import facts
from stewardship.readers._spdx3 import Element

KEPT = {
    "ai": ("autonomyType", "domain", "typeOfModel", "limitation", "informationAboutApplication",
           "informationAboutTraining", "modelExplainability", "modelDataPreprocessing",
           "safetyRiskAssessment", "standardCompliance"),
    "dataset": ("anonymizationMethodUsed", "confidentialityLevel", "dataCollectionProcess",
                "dataPreprocessing", "datasetAvailability", "datasetNoise", "datasetSize",
                "datasetType", "datasetUpdateMechanism", "intendedUse", "knownBias"),
}  # fmt: skip
PERSONAL = ("useSensitivePersonalInformation", "hasSensitivePersonalInformation")
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])")
_YES = {"yes": True, "no": False}


def profiles(one: Element, tested: Sequence[Value]) -> Fields:
    """What the profiles add; ``tested`` are the data that it was tested on."""
    fields: dict[str, Value] = dict(_measured(one, tested))
    for profile, keys in KEPT.items():
        entries = {_kebab(key): facts.nested(one.document, *one.pointer, one.keys[key],
                                             origin=one.origin)
                   for key in keys if key in one}  # fmt: skip
        if entries:
            fields[profile] = Value(entries, one.place, one.origin)
    said = next((value for key in PERSONAL if (value := one.text(key))), None)
    if said is not None:
        known = _YES.get(str(said.data).rpartition("/")[2])
        state = said if known is None else Value(known, said.location, one.origin)
        fields["personal-data"] = state
    return fields


def _measured(one: Element, tested: Sequence[Value]) -> Fields:
    """The metrics, on the one set that it was tested on, where there is only one."""
    data = tested[0] if len(tested) == 1 else None
    found = [
        facts.record(
            row.place, one.origin, metric=row.text("key"), value=row.text("value"), dataset=data
        )
        for row in one.inner("metric")
    ]
    return {"evaluations": facts.listing(found, None, one.origin)} if found else {}


def _kebab(key: str) -> str:
    return _HUMP.sub("-", key).lower()
