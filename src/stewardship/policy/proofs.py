"""What was proved of a policy file: its data, and the places that a run may speak of.

Of the packs that come installed it is written down beforehand: ``tools/generate.py`` makes one
JSON file a pack beside this module, and its ``--check`` compares them. The YAML stays the truth:
what was made from it counts only for exactly these bytes and this version of the tool; of any
other the YAML is read. It is data, and nothing in it runs.
"""

from __future__ import annotations

import json
import os
from typing import Any

from stewardship import __version__
from stewardship.document import Document

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "packs")
PACKS = "policies/"
SAID = 4  # steps of a pointer: what stands deeper is told only of a file that is wrong
Proof = dict[str, Any]
"""``data`` as JSON holds it, and ``places``: lists of a pointer, a line and a column."""


def proof_of(document: Document) -> Proof:
    """What is kept of a policy file that was found right."""
    places = [[list(p), *place] for p, place in document.places.items() if len(p) < SAID]
    return {"data": document.data, "places": places}


def document_of(proof: Proof, path: str) -> Document:
    """The document again, without what stands deep."""
    places = {tuple(pointer): (line, column) for pointer, line, column in proof["places"]}
    return Document(path, proof["data"], places)


def written(digest: str, proof: Proof) -> str:
    """The file for a pack whose YAML has this SHA-256: one line for each part of it."""
    parts = {"version": __version__, "yaml": digest, **proof}
    lines = (f"{json.dumps(name)}: {_line(part)}" for name, part in parts.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def shipped(path: str, digest: str) -> Proof | None:
    """What was written down of the pack with this path and SHA-256; None where it is no pack, or
    not the one that was proved."""
    name = path.removeprefix(PACKS).removesuffix(".yaml")
    if path != f"{PACKS}{name}.yaml" or "/" in name:
        return None
    try:
        with open(os.path.join(FOLDER, f"{name}.json"), "rb") as file:
            found = json.loads(file.read())
    except (OSError, ValueError):
        return None
    made = isinstance(found, dict) and (found.get("version"), found.get("yaml"))
    return found if made == (__version__, digest) else None
