"""The formats that programs read: they satisfy their schemas, and say what is so."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stewardship.model import Location, Related, Report
from stewardship.reporters import json_, load, sarif
from tests.reporters.samples import BASE_PINNED, FILES, RULES, SAMPLES, finding, report
from tests.reporters.schemas import (
    GITLAB_VALIDATOR,
    MACHINE_FORMATS,
    SARIF_VALIDATOR,
    mistakes,
    mistakes_of,
)


def as_json(given: Report, format_: str = "json") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(load(format_).render(given))
    return data


def run_of(given: Report) -> dict[str, Any]:
    run: dict[str, Any] = as_json(given, "sarif")["runs"][0]
    return run


@pytest.mark.parametrize("format_", MACHINE_FORMATS)
@pytest.mark.parametrize("case", SAMPLES)
def test_every_sample_satisfies_its_schema(case: str, format_: str) -> None:
    assert mistakes_of(format_, SAMPLES[case]) == []


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(json_.schema())
    Draft202012Validator.check_schema(SARIF_VALIDATOR.schema)
    Draft202012Validator.check_schema(GITLAB_VALIDATOR.schema)


def _closed(node: object) -> list[object]:
    """Every object schema that lists its properties, at any depth."""
    if isinstance(node, list):
        return [found for item in node for found in _closed(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if "properties" in node and node.get("type") == "object" else []
    return own + [found for item in node.values() for found in _closed(item)]


def optional(node: dict[str, Any]) -> set[str]:
    """What stands only in the report of a run that judged (a change), or looked at reviews."""
    names = {"approvals", "approved", "looked", "reach"}
    names = names if "because" not in node["properties"] else set()
    return names & set(node["properties"])


def test_the_schema_of_the_report_is_closed_and_requires_what_it_lists() -> None:
    for node in _closed(json_.schema()):
        assert isinstance(node, dict)
        assert node["additionalProperties"] is False
        assert set(node["required"]) == set(node["properties"]) - optional(node)


def test_the_schema_describes_every_field_of_a_finding() -> None:
    schema = json_.schema()
    for name, node in schema["$defs"]["finding"]["properties"].items():
        reference = node.get("$ref", "").rpartition("/")[2]
        assert node.get("description") or schema["$defs"][reference]["description"], name


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("verdict", "fail"),
        ("version", 2),
        ("extra", 1),
        ("findings", [{"rule": "a/b"}]),
        ("errors", ["text"]),
    ],
)
def test_the_schema_refuses_what_is_not_a_report(field: str, wrong: object) -> None:
    data = as_json(SAMPLES["the sample of the issue"])
    assert mistakes("json", data | {field: wrong}) != []


def test_the_summary_counts_each_finding_once() -> None:
    for sample in SAMPLES.values():
        data = as_json(sample)
        heaps = ("block", "review", "warn", "note", "baseline", "waived", "observed")
        assert sum(data["summary"][heap] for heap in heaps) == len(data["findings"])


def test_a_finding_about_a_whole_file_stands_on_its_first_line() -> None:
    whole = finding(place=("models/fraud-v3/README.md", None, None))
    gone = finding(place=("models/churn/README.md", None, None))
    lines = [item["line"] for item in as_json(report(whole, gone))["findings"]]
    assert sorted(lines, key=bool) == [None, 1]


def test_details_that_json_cannot_say_become_text() -> None:
    odd = replace(
        BASE_PINNED, details={"big": 10**5000, "not": float("nan"), "b\udcff": ["\udcff"]}
    )
    details = as_json(report(odd))["findings"][0]["details"]
    assert details == {"big": hex(10**5000), "not": "nan", "b\\xff": ["\\xff"]}


def test_a_review_without_reviewers_asks_the_owner_of_its_rule() -> None:
    asked = finding(severity="review")
    blocks = finding()
    named = finding(severity="review", reviewers=("@acme/legal",))
    reviewers = [as_json(report(one))["findings"][0]["reviewers"] for one in (asked, blocks, named)]
    assert reviewers == [["@acme/ml-platform"], [], ["@acme/legal"]]


SUPPRESSED = {"baseline": "accepted", "waived": "accepted", "proposed": "underReview", "new": None}


@pytest.mark.parametrize("status", SUPPRESSED)
def test_sarif_says_why_a_result_does_not_count(status: Any) -> None:
    (result,) = run_of(report(finding(status=status)))["results"]
    suppressions = [(one["kind"], one["status"]) for one in result.get("suppressions", [])]
    expected = SUPPRESSED[status]
    assert suppressions == ([("external", expected)] if expected else [])


LEVELS = [
    ("block", "new", "error"),
    ("review", "new", "warning"),
    ("warn", "new", "warning"),
    ("note", "new", "note"),
    ("block", "observe", "note"),
    ("warn", "observe", "note"),
]


@pytest.mark.parametrize(("severity", "mode", "level"), LEVELS)
def test_sarif_levels_follow_severity_and_mode(severity: Any, mode: Any, level: str) -> None:
    (result,) = run_of(report(finding(severity=severity, mode=mode)))["results"]
    assert result["level"] == level


def test_sarif_describes_every_rule_in_force_and_every_rule_found() -> None:
    run = run_of(report(finding("unknown/rule")))
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {*RULES, "unknown/rule"}
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "unknown/rule"


def test_sarif_tags_a_rule_with_its_controls() -> None:
    rules = run_of(report())["tool"]["driver"]["rules"]
    tags = ["eu-ai-act: Annex IV", "eu-ai-act: Art. 11", "iso-42001: A.6.2.3"]
    assert all(rule["properties"]["tags"] == tags for rule in rules)


URIS = {
    "models/a b/README.md": "models/a%20b/README.md",
    "models/意/README.md": "models/%E6%84%8F/README.md",
    "models/\udcff/x.md": "models/%FF/x.md",
    "c:/x#y?z%20": "c%3A/x%23y%3Fz%2520",
}


@pytest.mark.parametrize("path", URIS)
def test_sarif_uris_are_percent_encoded_bytes(path: str) -> None:
    (result,) = run_of(report(finding(place=(path, 1, None))))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == URIS[path]
    assert place["region"] == {"startLine": 1}


def test_sarif_keeps_braces_and_brackets_from_meaning_anything() -> None:
    (result,) = run_of(report(finding(message="`{0}` and [a](http://x)", remedy="")))["results"]
    assert "`{{0}}` and [a] (http://x)" in result["message"]["text"]


def test_sarif_numbers_related_places_so_that_none_is_a_duplicate() -> None:
    place = Related(Location("CODEOWNERS", 1), "stated here")
    (result,) = run_of(report(replace(BASE_PINNED, related=(place, place))))["results"]
    assert [one["id"] for one in result["relatedLocations"]] == [1, 2]


def notifications(given: Report) -> list[tuple[str, str]]:
    (invocation,) = run_of(given)["invocations"]
    said = invocation["toolExecutionNotifications"]
    return [(one["level"], one["message"]["text"]) for one in said]


def test_sarif_notifies_of_errors_notes_and_what_was_not_judged() -> None:
    assert notifications(SAMPLES["a run that could not be judged"])[0][0] == "error"
    said = notifications(SAMPLES["unchecked rules and many notes"])
    assert [level for level, _ in said] == ["warning"] * 2 + ["note"] * 8


def test_sarif_keeps_the_worst_results_and_sums_up_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 4)
    monkeypatch.setattr(sarif, "KEPT_RESULTS", 2)
    warnings = [finding(severity="warn", place=("a.md", n, 1)) for n in range(1, 4)]
    three = report(*warnings)
    assert len(run_of(three)["results"]) == 3
    assert notifications(three) == [("note", "GitHub keeps the first 2 results; 1 come after")]
    five = report(*warnings, finding(status="baseline"), BASE_PINNED)
    assert [one["level"] for one in run_of(five)["results"]] == ["error"] + ["warning"] * 3
    assert notifications(five)[0][1] == "1 of 5 findings are left out, the mildest ones"


def test_a_report_needs_no_file_to_read() -> None:
    bare = Report(SAMPLES["the sample of the issue"].verdict)
    assert FILES
    assert mistakes("sarif", as_json(bare, "sarif")) == mistakes("json", as_json(bare)) == []
