"""``.steward/config.yaml``, read strictly: what is not understood is an error with its line."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.decisions.modes import Setting
from stewardship.errors import UserError
from stewardship.model import Location
from stewardship.organization.config import Config, Exclusion, Hint, Modes, check_names, load
from stewardship.policy.load import stock
from stewardship.strict import listed

PATH = ".steward/config.yaml"
RULES = ("licenses/stated", "licenses/known", "ownership/steward-stated")


def _load(text: str | bytes) -> Config:
    return load({PATH: text if isinstance(text, bytes) else text.encode()})


def _refused(text: str | bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        _load(text)
    return caught.value


def _at(line: int, column: int) -> Location:
    return Location(PATH, line, column)


WHOLE = """\
mode:
  "*": new
  licenses: enforce
  ownership/steward-stated: {mode: observe, reason: the teams are moving}
  manifests: {mode: off, reason: "next quarter"}
packs: [licenses, lineage]
exclude:
  - {path: "vendor/**", reason: not ours}
not-a-resource:
  - {path: ./docs/README.md, reason: "a page, not a card"}
plugins: [acme.checks]
edition: 1.10
hints:
  - together: [models/a/README.md, ./runs/1/MLmodel]
"""


def test_the_whole_configuration() -> None:
    config = _load(WHOLE)
    assert config == Config(
        modes=Modes(
            {
                "*": Setting("new", "", _at(2, 4)),
                "licenses": Setting("enforce", "", _at(3, 3)),
                "ownership/steward-stated": Setting("observe", "the teams are moving", _at(4, 3)),
                "manifests": Setting("off", "next quarter", _at(5, 3)),
            }
        ),
        packs=("licenses", "lineage"),
        exclude=(Exclusion("vendor/**", "not ours", _at(8, 5)),),
        not_a_resource=(Exclusion("docs/README.md", "a page, not a card", _at(10, 5)),),
        plugins=("acme.checks",),
        edition="1.10",
        hints=(Hint(frozenset({"models/a/README.md", "runs/1/MLmodel"}), _at(14, 5)),),
    )
    assert config.source == WHOLE.encode()
    assert config.together == (frozenset({"models/a/README.md", "runs/1/MLmodel"}),)


def test_the_defaults() -> None:
    config = load({})
    assert config == Config()
    off = {"training"}
    assert set(config.packs) == stock().keys() - off, "every other pack is on"
    assert config.modes.of("licenses/stated") == "new"
    assert load({".steward/params/licenses.yaml": b"[", "config.yaml": b"["}) == Config()


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "{}\n", "mode:\npacks:\nexclude:\nplugins:\nedition:\nhints:\n",
     "mode: {}\nexclude: []\n"],
    ids=["empty", "a comment", "an empty mapping", "keys without values", "empty values"],
)  # fmt: skip
def test_what_says_nothing_is_the_default(text: str) -> None:
    assert _load(text) == Config()


def test_no_packs_are_none_and_not_the_default() -> None:
    assert _load("packs: []\n").packs == ()


def test_one_word_is_the_mode_of_everything() -> None:
    assert _load("mode: observe\n").modes == Modes({"*": Setting("observe", "", _at(1, 7))})


class Wrong(NamedTuple):
    text: str
    message: str
    line: int
    column: int
    hint: str | None = None


WRITE_PATH = "write it relative to the root, with `/` and without `..` or `!`"
KNOWN = "did you mean `{}`?"
WRONG = {
    "a misspelt key": Wrong(
        "packs: []\nexlude: []\n", "the configuration has no key `exlude`", 2, 1,
        KNOWN.format("exclude")),
    "a key like no other": Wrong(
        "zzz: 1\n", "the configuration has no key `zzz`", 1, 1,
        "known are `edition`, `exclude`, `extends`, `hints`, `longest`, `mode`, "
        "`not-a-resource`, `not-waivable`, `packs`, `plugins`, `severity`"),
    "an underscore": Wrong(
        "not_a_resource:\n  - {path: a, reason: b}\n",
        "the configuration has no key `not_a_resource`", 1, 1, KNOWN.format("not-a-resource")),
    "a list": Wrong("- mode\n", "the configuration must be a mapping, not a list", 1, 1),
    "a word": Wrong("enforce\n", "the configuration must be a mapping, not `enforce`", 1, 1),
    "a second document": Wrong(
        "mode: new\n---\nmode: new\n", "a second document begins here", 3, 1,
        "put all of it into one document"),
    "a misspelt mode": Wrong(
        "mode:\n  licenses: enforced\n", "`enforced` is not a mode", 2, 13,
        KNOWN.format("enforce")),
    "a mode like no other": Wrong(
        "mode: 17\n", "`17` is not a mode", 1, 7,
        "known are `enforce`, `new`, `observe`, `off`"),
    "a number for a mode": Wrong(
        'mode: {"*": 17}\n', "`17` is not a mode", 1, 13,
        "known are `enforce`, `new`, `observe`, `off`"),
    "yes for a mode": Wrong(
        'mode: {"*": true}\n', "a mode must be text, not `True`", 1, 13),
    "no mode": Wrong('mode: {"*": }\n', "a mode is empty", 1, 13),
    "an empty list of modes": Wrong(
        "mode: []\n", "a list of modes is empty", 1, 7, "write it as in `enforce from 2027-03-01`"),
    "off without a reason": Wrong(
        "mode: {licenses: off}\n", "`off` needs a reason", 1, 18,
        'write `{mode: off, reason: "…"}`'),
    "everything off without a reason": Wrong(
        "mode: off\n", "`off` needs a reason", 1, 7, 'write `{mode: off, reason: "…"}`'),
    "off with a blank reason": Wrong(
        'mode: {licenses: {mode: off, reason: " "}}\n', "`reason` is empty", 1, 38),
    "off with an open reason": Wrong(
        "mode:\n  licenses:\n    mode: off\n    reason:\n", "`off` needs a reason", 3, 11,
        'write `{mode: off, reason: "…"}`'),
    "a reason and no mode": Wrong(
        "mode: {licenses: {reason: why}}\n", "this entry has no `mode`", 1, 18, "add `mode:`"),
    "a misspelt key of a mode": Wrong(
        "mode: {licenses: {mode: off, because: why}}\n", "a mode has no key `because`", 1, 30,
        "known are `mode`, `reason`"),
    "an exclusion without a reason": Wrong(
        "exclude:\n  - path: vendor\n", "an entry of `exclude` has no `reason`", 2, 5,
        "add `reason:`"),
    "an exclusion without a path": Wrong(
        "exclude:\n  - reason: why\n", "an entry of `exclude` has no `path`", 2, 5, "add `path:`"),
    "an exclusion in a word": Wrong(
        "exclude:\n  - vendor\n", "an entry of `exclude` must state path and reason", 2, 5,
        'write `- {path: …, reason: "…"}`'),
    "exclusions that are no list": Wrong(
        "exclude: vendor\n", "`exclude` must be a list, not `vendor`", 1, 10),
    "an exclusion with a blank reason": Wrong(
        'exclude: [{path: a, reason: ""}]\n', "`reason` is empty", 1, 29),
    "a misspelt key of an exclusion": Wrong(
        "exclude: [{paths: a, reason: b}]\n", "an entry of `exclude` has no key `paths`", 1, 12,
        KNOWN.format("path")),
    "what is no resource, without a reason": Wrong(
        "not-a-resource: [{path: a}]\n", "an entry of `not-a-resource` has no `reason`", 1, 18,
        "add `reason:`"),
    "an absolute path": Wrong(
        "exclude: [{path: /etc, reason: b}]\n", "`/etc` is not a path below the root", 1, 18,
        WRITE_PATH),
    "a path that leaves the root": Wrong(
        "exclude: [{path: a/../../b, reason: b}]\n",
        "`a/../../b` is not a path below the root", 1, 18, WRITE_PATH),
    "a negation": Wrong(
        'exclude: [{path: "!a", reason: b}]\n', "`!a` is not a path below the root", 1, 18,
        WRITE_PATH),
    "the root itself": Wrong(
        "exclude: [{path: ./, reason: b}]\n", "`` is not a path below the root", 1, 18,
        WRITE_PATH),
    "packs that are no list": Wrong(
        "packs: licenses\n", "`packs` must be a list, not `licenses`", 1, 8),
    "a pack twice": Wrong("packs: [a, b, a]\n", "`packs` names `a` twice", 1, 15),
    "a pack that is no name": Wrong(
        "packs: [{a: b}]\n", "an entry of `packs` must be text, not a mapping", 1, 9),
    "a plugin that is no module": Wrong(
        "plugins: [acme.checks, ./checks.py]\n", "`./checks.py` is not the name of a Python module",
        1, 24, "write it as in an import: `package.module`"),
    "a plugin with a hole": Wrong(
        "plugins: [acme..checks]\n", "`acme..checks` is not the name of a Python module", 1, 11,
        "write it as in an import: `package.module`"),
    "an edition that is no version": Wrong(
        "edition: latest\n", "`latest` is not an edition", 1, 10,
        "write a version of Stewardship, such as `1.4`"),
    "hints that are no list": Wrong(
        "hints: {together: [a, b]}\n", "`hints` must be a list, not a mapping", 1, 8),
    "a hint about one file": Wrong(
        "hints: [{together: [a, ./a]}]\n", "`together` needs two paths at least", 1, 20),
    "an exclusion with a blank path": Wrong(
        'exclude: [{path: "", reason: a}]\n', "`path` is empty", 1, 18),
    "plugins that are no list": Wrong(
        "plugins: acme\n", "`plugins` must be a list, not `acme`", 1, 10),
    "a plugin without a name": Wrong(
        'plugins: [""]\n', "an entry of `plugins` is empty", 1, 11),
    "a blank edition": Wrong('edition: ""\n', "`edition` is empty", 1, 10),
    "a hint that is no list": Wrong(
        "hints: [{together: a}]\n", "`together` must be a list, not `a`", 1, 20),
    "a hint with a blank path": Wrong(
        'hints: [{together: [a, " "]}]\n', "a path is empty", 1, 24),
    "a hint about nothing": Wrong("hints: [{}]\n", "a hint has no `together`", 1, 9,
                                  "add `together:`"),
    "a hint that leaves the root": Wrong(
        "hints: [{together: [a, ../b]}]\n", "`../b` is not a path below the root", 1, 24,
        WRITE_PATH),
    "a misspelt hint": Wrong("hints: [{togther: [a, b]}]\n", "a hint has no key `togther`", 1, 10,
                             KNOWN.format("together")),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_what_is_not_understood_is_an_error(case: Wrong) -> None:
    error = _refused(case.text)
    assert (error.message, error.hint) == (case.message, case.hint)
    assert error.location == _at(case.line, case.column)
    assert error.excerpt == case.text.splitlines()[case.line - 1]


@pytest.mark.parametrize(
    "content",
    [b"mode: [\n", b"mode: \xff\n", b"mode: new\nmode: off\n", b"mode: " + b"[" * 100_000,
     b"a: &a [1]\nb: {<<: *a}\n"],
    ids=["not YAML", "not UTF-8", "a key twice", "nested without end", "a merge key"],
)  # fmt: skip
def test_what_is_not_yaml_is_an_error_with_its_place(content: bytes) -> None:
    error = _refused(content)
    assert error.location is not None
    assert error.location.path == PATH


def test_long_names_are_shortened_in_messages() -> None:
    error = _refused("mode: {licenses: " + "x" * 500 + "}\n")
    assert error.message == f"`{'x' * 79}…` is not a mode"


@given(st.text(alphabet="modepacksxlu:*- []{}#&!|>'\"\n\t/0.", max_size=60))
def test_whatever_the_file_holds_it_is_understood_or_refused(text: str) -> None:
    try:
        config = _load(text)
    except UserError:
        return
    weaker = [one.reason for one in (*config.exclude, *config.not_a_resource)]
    weaker += [one.reason for one in config.modes.settings.values() if one.mode == "off"]
    assert all(weaker)


def test_modes_for_rules_packs_and_everything_exist() -> None:
    config = _load('mode: {"*": new, licenses: enforce, ownership/steward-stated: observe}\n')
    check_names(config, RULES)


@pytest.mark.parametrize(
    ("text", "message", "place", "hint"),
    [
        ("mode:\n  new: enforce\n", "there is no pack `new`", _at(2, 3),
         "known are " + listed({*RULES, "licenses", "ownership"})),
        ("mode:\n  license: enforce\n", "there is no pack `license`", _at(2, 3),
         "did you mean `licenses`?"),
        ("mode:\n  licenses: new\n  licenses/staded:\n    mode: enforce\n",
         "there is no rule `licenses/staded`", _at(3, 3), "did you mean `licenses/stated`?"),
        ("mode: {ownership/stated: new}\n", "there is no rule `ownership/stated`", _at(1, 8),
         "did you mean `ownership/steward-stated`?"),
    ],
    ids=["a word like no pack", "a misspelt pack", "a misspelt rule", "a rule of another pack"],
)  # fmt: skip
def test_a_mode_for_what_does_not_exist_is_an_error(
    text: str, message: str, place: Location, hint: str
) -> None:
    with pytest.raises(UserError) as caught:
        check_names(_load(text), RULES)
    error = caught.value
    assert (error.message, error.location, error.hint) == (message, place, hint)
    assert place.line is not None
    assert error.excerpt == text.splitlines()[place.line - 1]
