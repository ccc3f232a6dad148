"""What holds of every floor: to ask for more never lets pass what blocked before."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stewardship.decide import counts_as, decide
from stewardship.model import SEVERITIES, Mode, Severity
from stewardship.organization.files import Organization
from tests.decide.build import TODAY, baseline, evaluation, finding
from tests.policy.test_floor import STATED, given_by_the_job, under

MODES: tuple[Mode, ...] = ("observe", "new", "enforce")
NAMES = ("*", "licenses", STATED, "licenses/recognized")
configs = st.builds(
    lambda modes, severity: (modes, severity),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from(MODES), max_size=3),
    st.sampled_from([None, *SEVERITIES]),
)


def _text(modes: dict[str, Mode], severity: Severity | None) -> str:
    lines = [f"  '{name}': {mode}" for name, mode in modes.items()]
    text = "mode:\n" + "\n".join(lines) + "\n" if lines else ""
    if severity:
        text += f"severity: {{{STATED}: {{severity: {severity}, reason: x}}}}\n"
    return text or "{}"


def _counted(found: Organization) -> list[int]:
    """How gravely each of three findings counts: a new one, a known one, one of another rule."""
    severity = found.rules[STATED].severity
    ones = evaluation(
        finding(severity=severity),
        finding(severity=severity, fingerprint="e" * 32, id="path:b#b"),
        finding("licenses/recognized", fingerprint="d" * 32),
    )
    said = decide(ones, (), baseline("e" * 32), found.modes, TODAY)
    by_mark = {one.fingerprint: counts_as(one) for one in said.findings}
    return [
        -1 if one is None else len(SEVERITIES) - SEVERITIES.index(one)
        for one in (by_mark.get(mark) for mark in sorted(one.fingerprint for one in ones.findings))
    ]


@given(configs, configs, configs)
@settings(max_examples=25, deadline=None)
def test_another_floor_never_lets_pass_what_blocked(own: Any, one: Any, other: Any) -> None:
    """Whatever the repository says, and however many floors there are already."""
    text = _text(*own)
    floors = [given_by_the_job(_text(*said)) for said in (one, other)]
    counted = [_counted(under(text, *floors[:number])) for number in range(3)]
    for fewer, more in pairwise(counted):
        assert all(a <= b for a, b in zip(fewer, more, strict=True))


@given(configs, st.sampled_from(NAMES), st.sampled_from(MODES))
@settings(max_examples=25, deadline=None)
def test_a_harder_line_never_lets_pass_what_blocked(own: Any, name: str, mode: Mode) -> None:
    modes, severity = own
    before = under(_text(modes, severity))
    rules = [rule for rule in before.rules if name in ("*", rule, rule.partition("/")[0])]
    assume(all(MODES.index(mode) >= MODES.index(before.modes.of(rule)) for rule in rules))
    after = under(_text({**modes, name: mode}, severity))
    assert all(a <= b for a, b in zip(_counted(before), _counted(after), strict=True))
