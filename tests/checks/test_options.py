"""What a check takes as options is said by a JSON Schema that lets no typo through."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator, ValidationError

from stewardship.checks import load, names


@pytest.mark.parametrize("name", names())
def test_the_options_are_a_json_schema_of_an_object(name: str) -> None:
    schema = load(name).OPTIONS
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", names())
def test_an_option_that_the_check_does_not_have_is_refused(name: str) -> None:
    schema = load(name).OPTIONS
    required = {"values": ["a"], "pattern": "a", "schema": {}, "min": 1, "at-most": "1d"}
    required |= {"ask": "kept", "agreement": 0.8, "among": ["a"], "within": {"high": "1d"}}
    required |= {"ask": "canary"} if name == "rolled-out" else {}
    required |= {"names": ["a"]} if name == "belongs" else {}
    required |= {"matrix": {}, "report": "block"} if name == "license-use" else {}
    required |= {"within": "1d"} if name == "trained" else {}
    options = {key: value for key, value in required.items() if key in schema["properties"]}
    if name == "agreement":
        options["within"] = "1d"
    Draft202012Validator(schema).validate(options)
    with pytest.raises(ValidationError, match="Additional properties"):
        Draft202012Validator(schema).validate({**options, "vallues": ["a"]})


@pytest.mark.parametrize("name", names())
def test_option_names_are_written_in_kebab_case(name: str) -> None:
    assert all(key == key.lower() and "_" not in key for key in load(name).OPTIONS["properties"])
