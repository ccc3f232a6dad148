"""What CI systems show: JUnit, GitLab's code quality, and the Markdown of a summary."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from stewardship.model import Report, Unchecked
from stewardship.reporters import clean, gitlab, junit, markdown
from tests.reporters import junit_shape
from tests.reporters.hostile import TEXTS, hostile
from tests.reporters.markdown_shape import foreign, spans
from tests.reporters.samples import BASE_PINNED, RULES, SAMPLES, WALL, finding, report
from tests.reporters.schemas import mistakes, mistakes_of

BROKEN = SAMPLES["a run that could not be judged"]


def issues(given: Report) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(gitlab.render(given))
    return loaded


def cases(given: Report) -> dict[str, Element]:
    """The test cases by what they are about."""
    root = ElementTree.fromstring(junit.render(given))
    return {case.attrib["classname"]: case for case in root.iter("testcase")}


OUTCOMES = [
    ("block", "new", "new", "failure", "blocker"),
    ("block", "new", "proposed", "skipped", "major"),
    ("block", "new", "baseline", "skipped", None),
    ("block", "new", "waived", "skipped", None),
    ("block", "observe", "new", "system-out", "info"),
    ("review", "new", "new", "skipped", "major"),
    ("warn", "new", "new", "system-out", "minor"),
    ("note", "new", "new", "system-out", "info"),
]


@pytest.mark.parametrize(("severity", "mode", "status", "outcome", "level"), OUTCOMES)
def test_an_outcome_follows_severity_mode_and_status(
    severity: Any, mode: Any, status: Any, outcome: str, level: str | None
) -> None:
    given = report(finding(severity=severity, mode=mode, status=status))
    (said,) = cases(given)["model fraud-v3"]
    assert said.tag == outcome
    assert [one["severity"] for one in issues(given)] == ([level] if level else [])


def test_a_rule_without_findings_passed_only_where_something_was_judged() -> None:
    assert set(RULES) <= set(cases(report(judged=1)))
    for given in (report(judged=0), BROKEN):
        assert set(cases(given)) == {"steward"}


def test_a_rule_that_was_not_judged_is_skipped_with_its_reason() -> None:
    unchecked = Unchecked("licenses/stated", "this clone is shallow", 3)
    (said,) = cases(report(unchecked=(unchecked,)))["licenses/stated"]
    assert (said.tag, said.get("message")) == (
        "skipped",
        "not judged on 3 resources: this clone is shallow",
    )


def test_a_run_that_could_not_be_judged_is_an_error_in_every_format() -> None:
    (said,) = cases(BROKEN)["steward"]
    assert (said.tag, said.get("message")) == ("error", BROKEN.errors[0])
    (issue,) = issues(BROKEN)
    assert issue["severity"] == "blocker"
    assert BROKEN.errors[0] in issue["description"]
    assert BROKEN.errors[0] in spans(markdown.render(BROKEN))


def test_a_fingerprint_does_not_move_with_the_line() -> None:
    moved = replace(BASE_PINNED, location=replace(BASE_PINNED.location, line=6))
    (here,), (there,) = issues(report(BASE_PINNED)), issues(report(moved))
    assert here["fingerprint"] == there["fingerprint"] == BASE_PINNED.fingerprint
    assert (here["location"]["lines"], there["location"]["lines"]) == ({"begin": 5}, {"begin": 6})


def test_a_file_that_is_gone_stands_on_its_first_line() -> None:
    (issue,) = issues(report(finding(place=("models/churn/README.md", None, None))))
    assert issue["location"] == {"path": "models/churn/README.md", "lines": {"begin": 1}}


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_hold_shows_as_an_escape(char: str) -> None:
    given = report(finding(message=f"a{char}b", name=f"n{char}m"))
    (of,) = (name for name in cases(given) if name.startswith("model"))
    assert of == f"model n{clean.visible(char)}m"
    assert cases(given)[of][0].get("message") == f"a{clean.visible(char)}b"


def test_markup_stays_text() -> None:
    text = "]]></failure><!-- & \"x\" 'y' <a/>"
    (said,) = cases(report(finding(message=text)))["model fraud-v3"]
    assert said.get("message") == text
    assert text in (said.text or "")


BAD_XML = {
    "an attribute that nobody reads": ("time=", "line="),
    "a count that is wrong": ('failures="1"', 'failures="2"'),
    "an element that does not exist": ("failure", "failed"),
    "a character that is not escaped": ("revision", "a & b"),
}


@pytest.mark.parametrize("change", BAD_XML.values(), ids=BAD_XML)
def test_the_shape_of_junit_refuses(change: tuple[str, str]) -> None:
    good = junit.render(report(BASE_PINNED))
    assert junit_shape.mistakes(good) == []
    assert junit_shape.mistakes(good.replace(*change)) != []


BAD_ISSUES: dict[str, dict[str, Any]] = {
    "another severity": {"severity": "error"},
    "no line": {"location": {"path": "a.md"}},
    "a field that GitLab does not list": {"remediation": 1},
}


@pytest.mark.parametrize("change", BAD_ISSUES.values(), ids=BAD_ISSUES)
def test_the_schema_of_gitlab_refuses(change: dict[str, Any]) -> None:
    (issue,) = issues(report(BASE_PINNED))
    assert mistakes("gitlab", [issue]) == []
    assert mistakes("gitlab", [issue | change]) != []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_keeps_every_shape(text: str) -> None:
    given = hostile(text)
    assert mistakes_of("junit", given) == mistakes_of("gitlab", given) == []
    assert foreign(markdown.render(given)) == []


ACTING = [
    "@everyone",
    "https://evil.example/x",
    "#1",
    "a\n\n# b",
    "GH-1",
    "</summary><script>",
    "\\`",
]


@pytest.mark.parametrize("text", ACTING)
def test_what_a_host_would_link_or_notify_stands_as_code(text: str) -> None:
    page = markdown.render(hostile(text))
    assert foreign(page) == []
    assert clean.terminal(text) in spans(page)


def test_what_formats_is_noticed() -> None:
    for page in ("@acme", "[a](b)", "<img src=x>", "a <b>x</b>", "**b**", "https://x.example"):
        assert foreign(page) != [], page


def test_what_blocks_comes_before_what_asks_and_the_rest_is_folded() -> None:
    warns = finding("ownership/listed", severity="warn", message="a warning")
    asks = finding(severity="review", message="a question")
    page = markdown.render(report(warns, asks, BASE_PINNED))
    order = [page.index(part) for part in (BASE_PINNED.message, "a question", "<details>")]
    assert order == sorted(order)
    assert page.index("<details>") < page.index("a warning") < page.index("</details>")


@pytest.mark.parametrize("limit", [2_000, markdown.COMMENT, markdown.SUMMARY])
def test_a_page_keeps_to_its_limit_and_says_how_many_are_left_out(limit: int) -> None:
    wall = WALL * (1 + limit // 250 // len(WALL))  # each takes more than 250 bytes
    blocks = [replace(one, message=f"意 {number}" * 20) for number, one in enumerate(wall)]
    warns = [finding(severity="warn", message="a warning")] * 100
    page = markdown.render(report(*blocks, *warns), limit=limit)
    assert limit - 2_000 < len(page.encode()) <= limit
    shown = page.count("rule `licenses/stated`")
    assert f"- and {len(blocks) - shown} more" in page
    assert "- and 100 more" in page
    assert page.endswith("</details>\n")
    assert limit > markdown.COMMENT or foreign(page) == []


def test_the_limits_are_those_of_github() -> None:
    assert markdown.SUMMARY < 1_024 * 1_024
    assert markdown.COMMENT < 64 * 1_024
