"""Which mode a rule has, of all lines that speak of it."""

from __future__ import annotations

import pytest

from stewardship.decisions.modes import Modes, Setting, observe_newer, pack_of, version
from stewardship.model import Location, Mode, Rule

ALL = Setting("observe", "trying it out")
PACK = Setting("enforce", "agreed in May")
RULE = Setting("off", "counsel decides by hand")


@pytest.mark.parametrize(
    ("settings", "mode", "reason"),
    [
        ({}, "new", ""),
        ({"*": ALL}, "observe", "trying it out"),
        ({"*": ALL, "licenses": PACK}, "enforce", "agreed in May"),
        ({"*": ALL, "licenses/stated": RULE, "licenses": PACK}, "off", "counsel decides by hand"),
        ({"licenses/stated": RULE, "*": ALL}, "off", "counsel decides by hand"),
        ({"license": PACK, "licenses/known": RULE, "stated": RULE}, "new", ""),
    ],
    ids=[
        "nothing is said",
        "all are spoken of",
        "the pack is more than all",
        "the rule is more than its pack",
        "whatever comes first in the file",
        "others are spoken of",
    ],
)
def test_the_most_specific_line_wins(settings: dict[str, Setting], mode: Mode, reason: str) -> None:
    modes = Modes(settings)
    assert modes.of("licenses/stated") == mode
    assert modes.reason("licenses/stated") == reason


def test_a_pack_is_the_first_part_of_a_rule() -> None:
    assert pack_of("licenses/stated") == "licenses"
    assert pack_of("licenses") == "licenses"


def _rule(id: str, since: str) -> Rule:
    return Rule(id, "", (), (), "block", Location("policies/x.yaml", 9, 3), since=since)


@pytest.mark.parametrize(
    ("edition", "since", "mode"),
    [
        ("1.4", "1.5", "observe"),
        ("1.4", "1.4", "new"),
        ("1.4", "1.4.0", "new"),
        ("1.4", "1.4.1", "observe"),
        ("1.9", "1.10", "observe"),
        ("1.10", "1.9", "new"),
        ("2", "1.99", "new"),
        ("1.4", "", "new"),
        ("1.4", "some day", "new"),
        ("", "1.5", "new"),
    ],
)
def test_a_rule_newer_than_the_edition_only_observes(edition: str, since: str, mode: Mode) -> None:
    rule = _rule("licenses/stated", since)
    assert observe_newer(Modes(), edition, [rule]).of("licenses/stated") == mode


def test_it_says_why_and_where() -> None:
    modes = observe_newer(Modes(), "1.4", [_rule("a/b", "1.5")])
    assert modes.setting("a/b") == Setting(
        "observe", "newer than edition 1.4", Location("policies/x.yaml", 9, 3)
    )


@pytest.mark.parametrize(
    ("name", "setting", "mode"),
    [
        ("a/b", Setting("enforce"), "enforce"),
        ("a", Setting("enforce"), "observe"),
        ("*", Setting("enforce"), "observe"),
        ("a", Setting("off", "why"), "off"),
        ("a/b", Setting("off", "why"), "off"),
    ],
    ids=[
        "a line of its own was written with the rule in view",
        "a line for its pack was not",
        "nor one for everything",
        "what is off stays off",
        "however it was said",
    ],
)
def test_what_is_set_for_a_newer_rule(name: str, setting: Setting, mode: Mode) -> None:
    modes = observe_newer(Modes({name: setting}), "1.4", [_rule("a/b", "1.5"), _rule("c/d", "1")])
    assert modes.of("a/b") == mode
    assert modes.of("c/d") == (setting.mode if name == "*" else "new")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.10", (1, 10)),
        (" 2.0.0 ", (2,)),
        ("0", (0,)),
        ("0.0", (0,)),
        ("1.0.3", (1, 0, 3)),
        ("", ()),
        ("1.", ()),
        ("v1", ()),
        ("1.-1", ()),
        ("\u0661", ()),
        ("\u00b2", ()),
        ("999999999", (999999999,)),
        ("1" * 10, ()),
    ],
)
def test_a_version_is_compared_by_its_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert version(text) == numbers
