"""An organization's floor: a repository asks for more as it likes, for less only as it may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from stewardship.errors import UserError
from stewardship.memory import Memory
from stewardship.model import Mode
from stewardship.organization import files as organization
from stewardship.organization.files import Organization
from stewardship.organization.floor import Floor
from stewardship.organization.floor import load as floor_of
from tests.decide.build import TODAY
from tests.policy.test_wrong import RIGHT

CONFIG = ".steward/config.yaml"
ORG = ".steward/org/acme/"
EXTENDS = "extends: .steward/org/acme\n"
STATED, OWN = "licenses/stated", "acme/fresh"


def decided(
    own: str = "",
    floor: str = "{}",
    *,
    today: date = TODAY,
    lenient: bool = False,
    named: Mapping[str, str] | None = None,
    **more: str,
) -> Organization:
    """The decisions of a repository with this configuration under this floor; ``more`` and
    ``named`` are files by their paths, ``__`` for ``/`` and below ``.steward/`` or (``org__``) the
    floor."""
    files = {CONFIG: EXTENDS + own, f"{ORG}config.yaml": floor}
    for name, text in {**(named or {}), **more}.items():
        path = name.replace("__", "/")
        files[f"{ORG}{path[4:]}.yaml" if path.startswith("org/") else f".steward/{path}.yaml"] = (
            text
        )
    content = {path: text.encode() for path, text in files.items()}
    return organization.load(content, content, Memory(), today=today, lenient=lenient)


def given_by_the_job(config: str, **more: str) -> Floor:
    files = {f"{name.replace('__', '/')}.yaml": text.encode() for name, text in more.items()}
    return floor_of("org", {"config.yaml": config.encode(), **files}, outside=True)


def under(own: str, *floors: Floor, today: date = TODAY, **more: str) -> Organization:
    content = {CONFIG: own.encode()}
    content |= {f".steward/{name.replace('__', '/')}.yaml": t.encode() for name, t in more.items()}
    return organization.load(content, content, Memory(), floors=floors, today=today)


@pytest.mark.parametrize(
    ("own", "floor", "mode"),
    [
        ("", "mode: enforce", "enforce"),
        ("", "mode: {licenses: enforce}", "enforce"),
        ("", "mode: {ownership: enforce}", "new"),
        ("", "mode: observe", "new"),
        ("mode: enforce", "mode: new", "enforce"),
        ("mode: {licenses/stated: enforce}", "mode: new", "enforce"),
        ("mode: {'*': new}", "mode: {licenses: enforce}", "enforce"),
        ("mode: {licenses: new}", "mode: {licenses/stated: enforce}", "enforce"),
        ("mode: {licenses: observe}",
         "mode: enforce\nmay-override: {modes: [licenses]}", "observe"),
        ("mode: {licenses/stated: {mode: off, reason: x}}",
         "mode: enforce\nmay-override: {rules: [licenses/stated]}", "off"),
        ("", "mode: enforce\nmay-override: {modes: ['*']}", "enforce"),
        ("", "default-mode: observe", "observe"),
        ("mode: new", "default-mode: observe", "new"),
        ("", "default-mode: observe\nmode: {licenses: new}", "new"),
        ("", "mode: [new, enforce from 2027-03-01]", "new"),
        ("", "mode: [new, enforce from 2026-11-23]", "enforce"),
        ("edition: '0.0'", "mode: new", "new"),
    ],
)  # fmt: skip
def test_the_harder_mode_holds(own: str, floor: str, mode: Mode) -> None:
    assert decided(own, floor).modes.of(STATED) == mode


@pytest.mark.parametrize(
    ("own", "floor", "says"),
    [
        ("mode: observe", "mode: new", "`*` is `observe`, and the floor of Acme asks for `new`"),
        ("mode: {licenses: new}", "mode: enforce", "`licenses` is `new`"),
        ("mode: {licenses/stated: {mode: off, reason: x}}", "mode: {licenses: observe}",
         "`licenses/stated` is `off`"),
        ("mode: {licenses: observe}", "packs: [licenses]", "`licenses` is `observe`"),
        ("packs: [ownership]", "packs: [licenses]", "`packs` leaves out `licenses`"),
        ("packs: [ownership]", "mode: {licenses: new}", "`packs` leaves out `licenses`"),
        ("exclude: [{path: 'models/**', reason: x}]", "{}", "`models/**` is left out"),
        ("not-a-resource: [{path: README.md, reason: x}]", "may-override: {exclude: ['docs/**']}",
         "`README.md` is left out"),
        ("longest: {waiver: {block: 60d}}", "longest: {waiver: {block: 30d}}",
         "60 days for a waiver are more than the 30 of the floor of Acme"),
        ("severity: {licenses/stated: {severity: warn, reason: x}}", "{}",
         "`licenses/stated` is `warn`, and the floor of Acme keeps `block`"),
        ("severity: {ownership/reachable: warn}", "severity: {ownership/reachable: block}",
         "`ownership/reachable` is `warn`, and the floor of Acme keeps `block`"),
    ],
)  # fmt: skip
def test_asking_for_less_is_an_error_with_its_line(own: str, floor: str, says: str) -> None:
    floor = f"organization: Acme\n{floor if floor != '{}' else ''}"
    with pytest.raises(UserError) as caught:
        decided(own, floor)
    error = caught.value
    assert says in error.message
    assert error.location is not None
    assert (error.location.path, error.location.line) == (CONFIG, 2)
    assert error.hint
    assert error.excerpt
    # In the base nobody who changes something else can mend it: there the floor holds, and says so.
    found = decided(own, floor, lenient=True)
    assert any(says in one.message for one in found.problems)


@pytest.mark.parametrize(
    ("own", "floor", "left_out"),
    [
        ("third_party/**", "third_party/**", True),
        ("third_party/x/**", "third_party/**", True),
        ("third_party/", "third_party/", True),
        ("docs/**", "**", True),
    ],
)
def test_what_may_be_left_out(own: str, floor: str, left_out: bool) -> None:
    text = f"exclude: [{{path: '{own}', reason: x}}]"
    found = decided(text, f"may-override: {{exclude: ['{floor}']}}")
    assert bool(found.config.exclude) is left_out


@pytest.mark.parametrize("own", ["*/**", "third*/**", "third_party_too/**", "**", "third_party"])
def test_what_reaches_further_than_may_be_left_out(own: str) -> None:
    with pytest.raises(UserError, match="is left out"):
        decided(
            f"exclude: [{{path: '{own}x', reason: x}}]",
            "may-override: {exclude: ['third_party/**']}",
        )


POLICY = RIGHT.replace("max-age: {type: duration", "max-age: {type: duration, stricter: lower")
NUMBERS = """\
policy: acme
title: t
params:
  low: {type: integer, default: 5, stricter: lower, help: h}
  high: {type: number, default: 5, stricter: higher, help: h}
  age: {type: duration, default: 90d, stricter: lower, help: h}
  few: {type: list, default: [a, b], stricter: fewer, help: h}
  many: {type: list, default: [a], stricter: more, help: h}
  word: {type: string, default: pass, stricter: [pass, review, block], help: h}
  cells: {type: table, default: {x: {y: pass}}, stricter: [pass, review, block], help: h}
  fixed: {type: string, default: a, help: h}
rules:
  - id: fresh
    title: T
    applies-to: model
    at: license
    check: required
    severity: block
    remedy: r
    examples: {pass: [{license: mit}], fail: [{}]}
"""


@pytest.mark.parametrize(
    ("floor", "own", "value"),
    [
        ("low: 4", "low: 3", 3),
        ("high: 4", "high: 4.5", 4.5),
        ("age: 2w", "age: 13d", "13d"),
        ("few: [a, b]", "few: [b]", ["b"]),
        ("many: [a]", "many: [b, a]", ["b", "a"]),
        ("word: review", "word: block", "block"),
        (
            "cells: {x: {y: review}}",
            "cells: {x: {y: block}, z: {}}",
            {"x": {"y": "block"}, "z": {}},
        ),
        ("fixed: b", "fixed: b", "b"),
        ("low: 4", "{}", 4),
    ],
)  # fmt: skip
def test_a_param_may_ask_for_more(floor: str, own: str, value: object) -> None:
    found = decided(org__policies__acme=NUMBERS, org__params__acme=floor, params__acme=own)
    (acme,) = [one.policy for one in found.policies if one.policy.name == "acme"]
    assert acme.params[floor.partition(":")[0]].value == value


LESS = [
    ("low: 4", "low: 5", 4),
    ("high: 4", "high: 3", 4),
    ("age: 2w", "age: 15d", "2w"),
    ("few: [a, b]", "few: [b, c]", ["b"]),
    ("many: [a, b]", "many: [b, c]", ["a", "b", "c"]),
    ("word: review", "word: pass", "review"),
    ("word: review", "word: unknown", "review"),
    ("cells: {x: {y: review}}", "cells: {x: {y: pass}}", {"x": {"y": "review"}}),
    ("cells: {x: {y: review}, z: {y: pass}}", "cells: {x: {y: block}}",
     {"x": {"y": "block"}, "z": {"y": "pass"}}),
    ("fixed: b", "fixed: c", "b"),
]  # fmt: skip


@pytest.mark.parametrize(("floor", "own", "value"), LESS)
def test_a_param_that_asks_for_less_is_an_error(floor: str, own: str, value: object) -> None:
    name = floor.partition(":")[0]
    files: dict[str, Any] = {"org__policies__acme": NUMBERS, "org__params__acme": floor,
                             "params__acme": own}  # fmt: skip
    with pytest.raises(UserError, match=f"`acme.{name}` asks for less than the floor") as caught:
        decided(**files)
    assert caught.value.location is not None
    assert caught.value.location.path == ".steward/params/acme.yaml"
    # As the job gives it, both together hold, and it is said.
    held = under("", given_by_the_job("{}", policies__acme=NUMBERS, params__acme=floor),
                 params__acme=own)  # fmt: skip
    (acme,) = [one.policy for one in held.policies if one.policy.name == "acme"]
    assert acme.params[name].value == value
    assert any(f"`acme.{name}` asks for less" in one.message for one in held.loosened)
    # Where the floor lets it, the repository's own value holds.
    free = decided(floor=f"may-override: {{params: [acme.{name}]}}", **files)
    (acme,) = [one.policy for one in free.policies if one.policy.name == "acme"]
    assert acme.params[name].value == yaml.safe_load(own)[name]


@pytest.mark.parametrize(
    ("param", "says"),
    [
        ("{type: string, default: a, stricter: lower, help: h}", "`lower` says nothing of"),
        ("{type: integer, default: 1, stricter: [a, b], help: h}", "a list of words says nothing"),
        ("{type: string, default: c, stricter: [a, b], help: h}", "`c` of the default is not"),
        ("{type: list, default: [], stricter: less, help: h}", "`less` is none of lower, higher"),
    ],
)
def test_a_way_that_says_nothing_is_an_error(param: str, says: str) -> None:
    policy = NUMBERS.replace("{type: integer, default: 5, stricter: lower, help: h}", param)
    with pytest.raises(UserError) as caught:
        decided(policies__acme=policy)
    assert says in caught.value.message


UNKNOWN: dict[str, tuple[dict[str, str], str, str]] = {
    "a key": ({"floor": "mod: new"}, "has no key `mod`", "did you mean `mode`?"),
    "a pack": ({"floor": "packs: [licences]"}, "there is no pack `licences`", "`licenses`"),
    "a rule of a mode": ({"floor": "mode: {licenses/statd: new}"}, "`licenses/statd`",
                         "did you mean `licenses/stated`?"),
    "a rule of a severity": ({"floor": "severity: {licenses: block}"}, "there is no rule",
                             "licenses/"),
    "a rule that may be overridden": ({"floor": "may-override: {rules: [licenses/statd]}"},
                                      "`licenses/statd`", "`licenses/stated`"),
    "a param that may be overridden": ({"floor": "may-override: {params: [licenses.alowed]}"},
                                       "no param `licenses.alowed`", "`licenses.allowed`"),
    "a limit": ({"floor": "longest: {waver: 3d}"}, "`waver`", "`waiver`"),
    "params of no policy": ({"org__params__licences": "{}"}, "no policy `licences`", "`licenses`"),
    "a file that nothing reads": ({"org__param__licenses": "{}"}, "nothing reads this file",
                                  "params/licenses.yaml"),
    "what cannot be waived": ({"floor": "not-waivable: [licenses/statd]"}, "`licenses/statd`",
                              "`licenses/stated`"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "says", "hint"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_floor_that_is_not_understood_stops_the_gate(
    said: dict[str, str], says: str, hint: str
) -> None:
    files = {name: text for name, text in said.items() if name != "floor"}
    with pytest.raises(UserError) as caught:
        decided(floor=said.get("floor", "{}"), named=files)
    assert says in caught.value.message
    assert hint in (caught.value.hint or "")
    assert caught.value.location is not None
    assert caught.value.location.path.startswith(ORG)


def test_a_floor_that_is_not_there_stops_the_gate() -> None:
    files = {CONFIG: b"extends: .steward/org/acme\n"}
    with pytest.raises(UserError, match=r"there is no `\.steward/org/acme/config\.yaml`") as caught:
        organization.load(files, files, Memory())
    assert caught.value.location is not None
    assert (caught.value.location.path, caught.value.location.line) == (CONFIG, 1)


def test_a_policy_of_the_floor_governs_and_cannot_be_shadowed() -> None:
    assert OWN in decided(org__policies__acme=RIGHT).rules
    with pytest.raises(UserError, match="two policies are named `acme`"):
        decided(org__policies__acme=RIGHT, policies__acme=RIGHT)
    with pytest.raises(UserError, match="`acme` is `observe`"):
        decided("mode: {acme: observe}", org__policies__acme=RIGHT)


def test_a_floor_that_nobody_extends_is_said() -> None:
    files = {f"{ORG}config.yaml": b"mode: enforce\n"}
    found = organization.load(files, files, Memory())
    assert found.modes.of(STATED) == "new"
    assert [one.message for one in found.problems] == [
        "no `extends:` in `.steward/config.yaml` names this floor, so it asks nothing"
    ]


def test_what_a_floor_says_cannot_be_waived() -> None:
    found = decided(floor="not-waivable: [licenses/stated, ownership]")
    assert not found.rules[STATED].waivable
    assert not found.rules["ownership/steward-stated"].waivable
    assert found.rules["licenses/recognized"].waivable


@pytest.mark.parametrize(
    ("own", "floor", "severity"),
    [
        ("severity: {ownership/reachable: block}", "", "block"),
        ("severity: {licenses/stated: {severity: warn, reason: x}}",
         "may-override: {rules: [licenses/stated]}", "warn"),
        ("", "severity: {ownership/reachable: block}", "block"),
        ("severity: {ownership/reachable: review}", "severity: {ownership/reachable: block}", "!"),
        ("", "severity: {licenses/stated: note}", "block"),
    ],
)  # fmt: skip
def test_the_graver_severity_holds(own: str, floor: str, severity: str) -> None:
    if severity == "!":
        with pytest.raises(UserError, match="keeps `block`"):
            decided(own, floor)
        return
    rules = decided(own, floor).rules
    assert severity in {rules[name].severity for name in (STATED, "ownership/reachable")}
    name = "ownership/reachable" if "reachable" in own + floor else STATED
    assert rules[name].severity == severity


def test_without_a_floor_a_severity_is_ones_own_and_a_milder_one_has_a_reason() -> None:
    milder = under("severity: {licenses/stated: {severity: note, reason: x}}")
    assert milder.rules[STATED].severity == "note"
    assert {c.rule.severity for c in milder.compiled if c.rule.id == STATED} == {"note"}
    assert (
        under("severity: {ownership/reachable: block}").rules["ownership/reachable"].severity
        == "block"
    )
    with pytest.raises(UserError, match="a milder one needs a reason") as caught:
        under("severity: {licenses/stated: note}")
    assert caught.value.location is not None
    assert caught.value.location.line == 1


def test_dropping_extends_gains_nothing_where_the_job_gives_the_floor() -> None:
    job = given_by_the_job("organization: Acme\nmode: {licenses: enforce}\npacks: [licenses]")
    for own in ("", "mode: observe", "packs: [ownership]", "mode: {licenses: observe}"):
        assert under(own, job).modes.of(STATED) == "enforce"
        assert STATED in under(own, job).rules
    said = under("mode: {licenses: observe}", job).problems
    assert [one.message.partition(" (")[0] for one in said] == [
        "`licenses` is `observe`, and the floor of Acme asks for `enforce`"
    ]
    assert said[0].location is not None
    assert said[0].location.line == 1


def test_a_floor_that_begins_on_a_day_stops_nobody_on_that_day() -> None:
    floor = "mode: [observe, enforce from 2026-11-20]"
    found = decided("mode: {licenses: observe}", floor)
    assert found.modes.of(STATED) == "enforce"
    assert len(found.loosened) == 1
