"""The slots of a rule's own words: ``{resource.path}`` and its like in ``message`` and ``remedy``.

A remedy is pasted into a shell, so whatever is put into it is quoted for one; a message is read,
so whatever is put into it is shortened. A name in braces that is no slot is refused when the
policy is compiled; any other brace stands for itself. ``{resource.manifest}`` says where in its
file a field is written, which differs by format: "the front matter of README.md".
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from stewardship.pattern import pattern
from stewardship.policy.paths import unknown

SLOTS = (
    *("resource.path", "resource.manifest", "resource.name", "resource.id"),
    *("value", "field", "problem"),
)
_SLOT = pattern(r"\{([a-z][a-z.-]*)\}")


def check(template: str) -> None:
    """Raise a PathError for a name in braces that is no slot."""
    for name in _SLOT.findall(template):
        if name not in SLOTS:
            raise unknown(f"`{{{name}}}` is not a slot", name, SLOTS, template)


def fill(template: str, values: Mapping[str, str], quoted: bool = False) -> str:
    """The template with its slots filled; ``quoted`` quotes each of them for a command."""

    def slot(match: re.Match[str]) -> str:
        text = values.get(match.group(1))
        if text is None:
            return match.group(0)
        if match.group(1) == "resource.manifest":
            return _where(text, shlex.quote(text) if quoted else text)
        return shlex.quote(text) if quoted else text

    return _SLOT.sub(slot, template)


def _where(path: str, shown: str) -> str:
    """The part of a manifest that holds the fields which its format has no key for."""
    name = path.rpartition("/")[2].lower()
    if path.startswith(".steward/"):
        return f"its entry in {shown}"
    if name.endswith(".md"):
        return f"the front matter of {shown}"
    if name == "mlmodel":
        return f"`metadata:` in {shown}"
    if name.startswith("catalog-info."):
        return f"{shown}, as an annotation that begins with `stewardship/`"
    if name in ("spec.yaml", "spec.yml", "model.yaml", "model.yml", "data.yaml", "data.yml"):
        return f"`tags:` in {shown}"
    if name.endswith(".dvc") or name == "dvc.lock":
        return f"`meta:` in {shown}"
    if name.endswith((".json", ".jsonld")):
        return _where_in_json(name, shown)
    return shown


def _where_in_json(name: str, shown: str) -> str:
    """Where in JSON: a name that may be any format's is not taken for one."""
    if "spdx" in name:  # The readers take no field that the standard has no key for.
        return f"{shown} where SPDX has a key for it, else to .steward/resources.yaml"
    if any(word in name for word in ("bom", ".cdx.", "cyclonedx")):
        return f"{shown}, as CycloneDX has it or as a property `stewardship:…` of the component"
    if "croissant" in name:
        return f"{shown}, as Croissant has it or in an object `stewardship`"
    return shown
