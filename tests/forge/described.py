"""GitHub's own description of the calls in use (``openapi.json``): what of a call it does not know.

The file is cut by ``tools/github_openapi.py``: bodies of requests are closed, and of answers those
fields are kept that are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FILE = Path(__file__).with_name("openapi.json")
PATHS: dict[str, Any] = json.loads(FILE.read_text())["paths"]


def faults(call: str, data: Any, query: Mapping[str, str] | None = None) -> list[str]:
    """What of a call (``METHOD /path``) GitHub does not know: the path, a parameter, the body."""
    said = _operation(call)
    if said is None:
        return [f"{call}: there is no such call"]
    known = {one["name"] for one in said["parameters"] if one["in"] == "query"}
    found = [f"{call}: takes no `{name}`" for name in (query or {}) if name not in known]
    body = said.get("requestBody")
    if body is None:
        return found + ([] if data is None else [f"{call}: takes no body"])
    return found + [f"{call}: {one}" for one in _wrong(body, data)]


def unlike(call: str, status: int, data: Any) -> list[str]:
    """What of an answer is not as GitHub says that it answers; of a refusal, nothing is said."""
    said = _operation(call)
    answer = said["responses"].get(str(status)) if said else None
    if answer is None:
        return [f"{call}: never answers {status}"] if status < 400 else []
    if "content" not in answer:
        return []
    return [f"{call}: answers {status}, {one}" for one in _wrong(answer, data)]


def _operation(call: str) -> Any:
    method, _, path = call.partition(" ")
    for template, said in PATHS.items():
        # The name of a reference has slashes, which are sent escaped.
        wanted = template.replace("matching-refs/{ref}", "matching-refs/.+")
        wanted = re.sub(r"\{\w+\}", "[^/]+", wanted)
        if re.fullmatch(wanted, path):
            return said.get(method.lower())
    return None


def _wrong(part: Any, data: Any) -> Iterator[str]:
    schema = _plain(part["content"]["application/json"]["schema"])
    for one in Draft202012Validator(schema).iter_errors(data):
        yield f"{one.json_path}: {one.message}"


def _plain(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 as one of JSON Schema, which says ``nullable`` by the type."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _plain(value) for key, value in schema.items() if key != "nullable"}
    if schema.get("nullable") and "type" in schema:
        found["type"] = [schema["type"], "null"]
    return found
