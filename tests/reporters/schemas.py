"""Validators for the two formats that have a schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from stewardship.reporters import json_

SARIF = Path(__file__).with_name("sarif-2.1.0-used.schema.json")

REPORT_VALIDATOR = Draft202012Validator(json_.schema())
SARIF_VALIDATOR = Draft202012Validator(json.loads(SARIF.read_text(encoding="utf-8")))
VALIDATORS = {"json": REPORT_VALIDATOR, "sarif": SARIF_VALIDATOR}


def mistakes(format_: str, data: Any) -> list[str]:
    """What a document has that its schema forbids: empty when it is valid."""
    errors = VALIDATORS[format_].iter_errors(data)
    return [f"{error.json_path}: {error.message}" for error in errors]
