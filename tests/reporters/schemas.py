"""Validators for the formats that programs read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from stewardship.model import Report
from stewardship.reporters import json_, load
from tests.reporters import junit_shape

HERE = Path(__file__).parent


def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / name).read_text(encoding="utf-8")))


REPORT_VALIDATOR = Draft202012Validator(json_.schema())
SARIF_VALIDATOR = _validator("sarif-2.1.0-used.schema.json")
GITLAB_VALIDATOR = _validator("gitlab-code-quality.schema.json")
VALIDATORS = {"json": REPORT_VALIDATOR, "sarif": SARIF_VALIDATOR, "gitlab": GITLAB_VALIDATOR}
MACHINE_FORMATS = (*VALIDATORS, "junit")


def mistakes(format_: str, data: Any) -> list[str]:
    """What a document has that its schema forbids: empty when it is valid."""
    errors = VALIDATORS[format_].iter_errors(data)
    return [f"{error.json_path}: {error.message}" for error in errors]


def mistakes_of(format_: str, report: Report) -> list[str]:
    """The same of a report that is rendered in this format."""
    output = load(format_).render(report)
    if format_ == "junit":
        return junit_shape.mistakes(output)
    return mistakes(format_, json.loads(output))
