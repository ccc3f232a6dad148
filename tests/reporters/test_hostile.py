"""Whatever a tree holds, no output of any reporter acts on a terminal, a log or a page."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.model import (
    KINDS,
    SEVERITIES,
    Finding,
    Location,
    Related,
    Report,
    Unchecked,
    Verdict,
)
from stewardship.reporters import load, names
from tests.reporters.hostile import TEXTS, hostile
from tests.reporters.markdown_shape import foreign
from tests.reporters.samples import RULES
from tests.reporters.schemas import MACHINE_FORMATS, mistakes_of

COLOR = re.compile(r"\x1b\[[0-9;]*m")
COMMAND = re.compile(r"::(error|warning|notice) ([a-z]+=[^:,\r\n]*(,[a-z]+=[^:,\r\n]*)*)?::.*")
SPACES = " \u3000"


def acting(output: str) -> set[str]:
    """The characters of an output that a terminal would obey, hide or turn around."""
    harmless = {char for char in output if char.isprintable() or char in SPACES or char == "\n"}
    return set(output) - harmless


def commands(output: str) -> list[str]:
    """The lines that a runner would obey, as actions/runner tells them."""
    lines = output.split("\n")
    return [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


def check_harmless(report: Report) -> None:
    """Every reporter's output: nothing that acts, no command but the reporter's own."""
    for name in names():
        output = load(name).render(report, width=60)
        assert acting(output) == set(), name
        assert output.endswith("\n"), name
        own = commands(output)
        assert name == "github" or own == []
        assert all(COMMAND.fullmatch(line) for line in own), own
    colored = load("text").render(report, color=True, width=60)
    assert acting(COLOR.sub("", colored)) == set()
    assert all(not commands(COLOR.sub("", line)) for line in colored.split("\n"))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_does_nothing_anywhere(text: str) -> None:
    report = hostile(text)
    check_harmless(report)
    for name in MACHINE_FORMATS:
        assert mistakes_of(name, report) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_hostile_text_stays_on_the_lines_it_was_given(text: str) -> None:
    """Nobody can forge a finding: each command, and each plain line, is one of ours."""
    lines = load("github").render(hostile(text)).rstrip("\n").split("\n")
    assert len(commands("\n".join(lines))) == 5
    labels = [line.split(" ")[0] for line in lines[5:]]
    plain = ["error:", "BLOCK", "REVIEW", "WARN", "NOTE", "note:", "unchecked:"]
    assert labels[: len(plain)] == plain
    assert len(labels) == len(plain) + 2


def test_text_for_programs_arrives_as_it_was() -> None:
    """JSON escapes and does not mend: a program sees the very name that the tree has."""
    for text in TEXTS.values():
        finding = json.loads(load("json").render(hostile(text)))["findings"][0]
        if not any("\ud800" <= char <= "\udfff" for char in text):
            assert finding["path"] == finding["message"] == text


def test_the_markdown_of_sarif_formats_nothing_foreign() -> None:
    text = TEXTS["Markdown"]
    run = json.loads(load("sarif").render(hostile(text)))["runs"][0]
    (rule,) = (one for one in run["tool"]["driver"]["rules"] if one["id"] == text)
    prose, spans = re.subn(r"``.*?``", "", rule["help"]["markdown"])
    assert spans == 2  # the remedy and the owner, fenced by more than the text has
    assert re.findall(r"(?<!\\)[<|\[`]", prose) == []
    assert prose.count("**") == 2


# Characters that acted somewhere, more often than chance would bring them.
NASTY = "\n\r\t\x1b\x00\x7f\x85\x9b\u200b\u202e\u2028\u2066\ufeff\u3164\udcff\ud800:%,#[]`\\'\"{}| "
texts = st.text(st.one_of(st.sampled_from(NASTY), st.characters()), max_size=40) | st.sampled_from(
    list(TEXTS.values())
)
lines = st.none() | st.integers(1, 200_000)
locations = st.builds(Location, path=texts, line=lines, column=lines)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
findings = st.builds(
    Finding,
    rule=texts | st.sampled_from(sorted(RULES)),
    severity=st.sampled_from(SEVERITIES),
    kind=st.sampled_from(KINDS),
    id=texts,
    name=texts,
    location=locations,
    message=texts,
    fingerprint=st.text("0123456789abcdef", min_size=32, max_size=32),
    remedy=texts,
    steward=texts,
    reviewers=st.lists(texts, max_size=2).map(tuple),
    related=st.lists(st.builds(Related, locations, texts), max_size=4).map(tuple),
    details=st.dictionaries(texts | st.just("on-call"), plain, max_size=3),
    waivable=st.booleans(),
    mode=st.sampled_from(("observe", "new", "enforce")),
    status=st.sampled_from(("new", "baseline", "waived", "proposed")),
    former=st.just(()),
)
counts = st.integers(0, 1_000)
verdicts = st.builds(
    Verdict,
    outcome=st.sampled_from(("pass", "review", "block")),
    findings=st.lists(findings, max_size=6).map(tuple),
    unchecked=st.lists(st.builds(Unchecked, texts, texts, counts), max_size=3).map(tuple),
    notes=st.lists(texts, max_size=3).map(tuple),
    judged=counts,
    universe=counts,
    rules=counts,
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report at all, over files whose lines are anything but a line end."""
    source = draw(st.none() | texts.map(lambda text: text.replace("\n", " ")))
    verdict, errors = draw(verdicts), draw(st.lists(texts, max_size=2).map(tuple))
    seconds = draw(st.floats(0, 1e6))
    return Report(verdict, RULES, draw(texts), seconds, errors, lambda location: source)


@given(reports())
def test_no_report_acts(report: Report) -> None:
    check_harmless(report)


@given(reports())
def test_every_report_satisfies_the_schemas(report: Report) -> None:
    for name in MACHINE_FORMATS:
        assert mistakes_of(name, report) == []
    assert foreign(load("markdown").render(report)) == []


@given(reports())
def test_a_github_command_is_one_line_for_one_finding(report: Report) -> None:
    output = load("github").render(report)
    shown = sum(f.status not in ("baseline", "waived") for f in report.verdict.findings)
    assert len(commands(output)) == shown + len(report.errors)


def test_the_test_knows_what_acts() -> None:
    """The guard itself: all controls, marks of direction and zero-width characters are caught."""
    every = "".join(map(chr, range(0x3000)))
    caught = acting(every)
    for char in every:
        if unicodedata.category(char) in ("Cc", "Cf", "Cs") and char != "\n":
            assert char in caught
