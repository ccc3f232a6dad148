"""JSON Schemas that formats publish, vendored; ``faults`` holds a document against one.

``index.json`` tells each one's package, version and license; ``tools/vendor_schemas.py`` makes
them. A schema is named by its file, and a part of one by a pointer after it:
``backstage#/$defs/Component``. Nothing is ever fetched: a reference leads into this folder, or it
is a defect that a test finds.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

FOLDER = os.path.dirname(os.path.abspath(__file__))


@cache
def load(file: str) -> Any:
    """The schema in this file, as it is: JSON Schema 2020-12."""
    with open(os.path.join(FOLDER, f"{file}.json"), encoding="utf-8") as opened:
        return json.load(opened)


def names() -> tuple[str, ...]:
    """The names of all schemas, by the index."""
    return tuple(load("index"))


def part(name: str) -> Any:
    """The schema of a name with a pointer (RFC 6901, as a fragment) after it."""
    file, _, pointer = name.partition("#")
    node = load(file)
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node
