"""A finding is born complete: who said so, where, how bad, what to do, whom to ask."""

from __future__ import annotations

import os
import shlex
from typing import Any

import pytest

from stewardship.fingerprint import fingerprint
from stewardship.model import Finding, Location
from tests.engine.judging import Case, evaluated

LICENSED: dict[str, Any] = {"at": "license", "check": "required"}
STEWARDS = {
    ".steward/stewards.yaml": [
        {"$kind": "steward", "$name": "@acme/risk", "on-call": "@dana", "$origin": "stewards"},
        {"$kind": "steward", "$name": "@lee", "$origin": "stewards"},
    ],
}


def one(case: Case) -> Finding:
    (finding,) = evaluated(case).findings
    return finding


def test_a_finding_carries_its_rule_and_its_resource() -> None:
    rule = {
        **LICENSED,
        "severity": "review",
        "reviewers": ["legal", "dana"],
        "waivable": False,
        "applies-to": "dataset",
    }
    tree = {"data/web/README.md": {"$kind": "dataset", "$ids": ["hf:acme/web"], "$name": "Web"}}
    finding = one({"rule": rule, "tree": tree})
    assert finding == Finding(
        "acme/ruled",
        "review",
        "dataset",
        "hf:acme/web",
        "Web",
        Location("data/web/README.md", 1, 1),
        "no license is stated",
        fingerprint("acme/ruled", "dataset", "hf:acme/web", "license", None, "absent", 0),
        reviewers=("legal", "dana"),
        waivable=False,
    )
    assert one({"rule": LICENSED, "tree": {"models/a/README.md": {}}}).waivable is True


@pytest.mark.parametrize(
    ("stated", "steward", "details"),
    [
        pytest.param({"steward": "@acme/risk"}, "@acme/risk", {"on-call": "@dana"}, id="a team"),
        pytest.param({"steward": "@lee"}, "@lee", {}, id="a person with nobody on call"),
        pytest.param({"steward": "@gone"}, "@gone", {}, id="somebody whom the map does not know"),
        pytest.param({"steward": "TBD"}, "", {}, id="nobody yet"),
        pytest.param({}, "", {}, id="nobody"),
    ],
)
def test_the_steward_and_who_is_on_call(
    stated: dict[str, Any], steward: str, details: dict[str, Any]
) -> None:
    finding = one({"rule": LICENSED, "tree": {"models/a/README.md": stated, **STEWARDS}})
    assert (finding.steward, finding.details) == (steward, details)


def test_the_details_of_a_check_stand_beside_who_is_on_call() -> None:
    rule = {"at": "license", "check": "license"}
    tree = {"models/a/README.md": {"license": "gpl", "steward": "@acme/risk"}, **STEWARDS}
    details = one({"rule": rule, "tree": tree}).details
    assert details["on-call"] == "@dana"
    assert details["outcome"] == "family"


def test_a_problem_may_stand_elsewhere_than_its_value() -> None:
    rule = {"check": "schema", "options": {"schema": {"properties": {"version": {"enum": ["1"]}}}}}
    finding = one({"rule": rule, "tree": {"models/a/README.md": {"task": "x", "version": "2"}}})
    assert finding.location == Location("models/a/README.md", 3, 1)


def test_other_places_that_a_problem_speaks_of_come_along() -> None:
    tree = {"models/a/MLmodel": {"license": "isc"}, "models/a/README.md": {"license": "mit"}}
    related = one({"rule": {"check": "agrees", "at": "license"}, "tree": tree}).related
    assert [place.location.path for place in related] == ["models/a/MLmodel", "models/a/README.md"]
    both = {"any-of": [{"check": "agrees", "at": "license"}, {"check": "agrees", "at": "license"}]}
    assert one({"rule": both, "tree": tree}).related == (*related, *related)


# Words of a rule


def said(rule: dict[str, Any], path: str = "models/a/README.md", **fields: Any) -> Finding:
    return one({"rule": {**LICENSED, **rule}, "tree": {path: fields}})


def test_the_words_of_a_rule_are_filled_in() -> None:
    message = "{resource.name}|{resource.id}|{resource.path}|{field}|{value}|{problem}|{ x }|{}"
    fields: dict[str, Any] = {"license": "TODO", "$ids": ["hf:acme/a"]}
    finding = said({"message": message}, **fields)
    assert finding.message == (
        "a|hf:acme/a|models/a/README.md|license|`TODO`|"
        "the license is still to be filled in: `TODO`|{ x }|{}"
    )


def test_a_list_is_shown_by_its_size_and_nothing_as_nothing() -> None:
    unique = {"check": "matches", "options": {"pattern": "x"}, "message": "{value}"}
    assert said({**unique, "at": "version"}).message == "nothing"
    either = {"any-of": [{"check": "agrees", "at": "tags", "options": {"with": "x"}},
                         {"check": "agrees", "at": "tags", "options": {"with": "y"}}]}  # fmt: skip
    tree = {"models/a/README.md": {"tags": ["a", "b"]}}
    assert one({"rule": {**either, "message": "{value}"}, "tree": tree}).message == "a list of 2"


def test_what_is_put_into_a_message_is_short() -> None:
    long = "x" * 500
    fields = {"license": "TODO", "$name": long, "$ids": [f"hf:{long}/y"]}
    for slot in ("resource.name", "resource.id", "resource.path"):
        message = said({"message": f"<{{{slot}}}>"}, f"{long}/README.md", **fields).message
        assert len(message) == 82, slot
        assert message.endswith("…>")


def test_a_slot_that_a_value_brings_along_is_not_filled_again() -> None:
    rule = {"message": "{problem}", "remedy": "do {resource.name}"}
    check = {"check": "one-of", "options": {"values": ["mit"]}}
    finding = said({**rule, **check}, **{"license": "{resource.id}", "$name": "{resource.path}"})
    assert "{resource.id}" in finding.message
    assert finding.remedy == "do '{resource.path}'"


HOSTILE = {
    "a space": "models/a b/README.md",
    "a command": "models/$(reboot)/README.md",
    "backticks": "models/`reboot`/README.md",
    "a quote": "models/a'; reboot; '/README.md",
    "a line end": "models/a\nreboot/README.md",
    "an option": "-rf/README.md",
    "bytes that are not UTF-8": os.fsdecode(b"models/caf\xe9/README.md"),
    "a very long name": "x/" * 500 + "README.md",
    "a bang and a dollar": "models/!$HOME/README.md",
}


@pytest.mark.parametrize("path", HOSTILE.values(), ids=HOSTILE)
def test_a_remedy_can_be_pasted_whatever_the_tree_is_named(path: str) -> None:
    rule = {"remedy": "steward stamp {resource.path} --name {resource.name} --id {resource.id}"}
    finding = said(rule, path, **{"$name": path, "$ids": [path]})
    assert shlex.split(finding.remedy) == ["steward", "stamp", path, "--name", path, "--id", path]


@pytest.mark.parametrize("value", ["`reboot`", "$(reboot)", "a b", "a'b", "x" * 300])
def test_a_value_in_a_remedy_is_one_word_and_whole(value: str) -> None:
    rule = {"check": "one-of", "options": {"values": ["mit"]}, "remedy": "replace {value} now"}
    assert shlex.split(said(rule, license=value).remedy) == ["replace", value, "now"]


def test_a_problem_in_a_remedy_is_one_word() -> None:
    finding = said({"remedy": "say {problem} of {field}"}, license="TODO")
    assert shlex.split(finding.remedy) == ["say", finding.message, "of", "license"]


def test_a_remedy_names_the_file_to_open() -> None:
    """That of the problem, not the one that declares the resource."""
    tree = {"models/a/MLmodel": {"license": "TODO", "$origin": "mlmodel"},
            "models/a/README.md": {}}  # fmt: skip
    case: Case = {"rule": {**LICENSED, "remedy": "open {resource.path}"}, "tree": tree}
    assert one(case).remedy == "open models/a/MLmodel"


MANIFESTS = {
    "m/README.md": "add it to the front matter of m/README.md",
    "m/MLmodel": "add it to `metadata:` in m/MLmodel",
    "m/x.dvc": "add it to `meta:` in m/x.dvc",
    "dvc.lock": "add it to `meta:` in dvc.lock",
    "svc/catalog-info.yaml": "add it to svc/catalog-info.yaml, as an annotation that begins with "
    "`stewardship/`",
    "m/bom.json": "add it to m/bom.json, as CycloneDX has it or as a property `stewardship:…` "
    "of the component",
    "m/x.cdx.json": "add it to m/x.cdx.json, as CycloneDX has it or as a property "
    "`stewardship:…` of the component",
    "d/croissant.json": "add it to d/croissant.json, as Croissant has it or in an object "
    "`stewardship`",
    "m/m.spdx.json": "add it to m/m.spdx.json where SPDX has a key for it, else to "
    ".steward/resources.yaml",
    ".steward/resources.yaml": "add it to its entry in .steward/resources.yaml",
    "a b/pyproject.toml": "add it to 'a b/pyproject.toml'",
    "a b/README.md": "add it to the front matter of 'a b/README.md'",
}


@pytest.mark.parametrize(("path", "remedy"), MANIFESTS.items(), ids=MANIFESTS)
def test_a_remedy_says_where_in_its_file_a_field_is_written(path: str, remedy: str) -> None:
    rule = {"remedy": "add it to {resource.manifest}", "message": "not in {resource.manifest}"}
    finding = said(rule, path)
    assert finding.remedy == remedy
    assert finding.message == remedy.replace("add it to", "not in").replace("'", "")


# Fingerprints


def marks(case: Case) -> list[str]:
    return [finding.fingerprint for finding in evaluated(case).findings]


PATTERN = {"at": "tags[]", "check": "matches", "options": {"pattern": "x"}}


def mark(field: str, value: Any, state: Any = "present", ordinal: int = 0) -> str:
    return fingerprint("acme/ruled", "model", "path:models/a#a", field, value, state, ordinal)


def test_equal_values_are_told_apart_by_their_number() -> None:
    tree = {"models/a/README.md": {"tags": ["b", "a", "b", "b"]}}
    assert marks({"rule": PATTERN, "tree": tree}) == [
        mark("tags[]", "b"), mark("tags[]", "a"), mark("tags[]", "b", ordinal=1),
        mark("tags[]", "b", ordinal=2),
    ]  # fmt: skip


def test_a_fingerprint_is_of_what_the_problem_names_where_it_names_something() -> None:
    rule = {**PATTERN, "at": "tags"}
    tree = {"models/a/README.md": {"tags": ["a", "b"]}}
    assert marks({"rule": rule, "tree": tree}) == [mark("tags", "a"), mark("tags", "b")]


def test_a_fingerprint_is_of_the_path_that_was_judged() -> None:
    either = {"any-of": [{"check": "required", "at": "license-link"},
                         {"check": "required", "at": "license-name"}]}  # fmt: skip
    tree: dict[str, Any] = {"models/a/README.md": {}}
    assert marks({"rule": either, "tree": tree}) == [mark("license-link", None, "absent")]


def test_one_number_for_one_resource_and_not_for_its_neighbors() -> None:
    tree = {"models/a/README.md": {"tags": ["b"]}, "models/b/README.md": {"tags": ["b"]}}
    rule = {"rules": {"one": PATTERN, "two": PATTERN}, "tree": tree}
    assert len(set(marks(rule))) == 4
    assert marks({"rule": PATTERN, "tree": tree})[0] == mark("tags[]", "b")


def test_a_line_that_moves_changes_no_fingerprint() -> None:
    before = {"models/a/README.md": {"license": "TODO"}}
    after = {"models/a/README.md": {"version": "1", "task": "x", "license": "TODO"}}
    assert marks({"rule": LICENSED, "tree": before}) == marks({"rule": LICENSED, "tree": after})


def test_a_renamed_resource_is_known_by_what_it_was() -> None:
    rule = {"at": "tags[]", "check": "matches", "options": {"pattern": "x"}}
    tree = {"models/new/README.md": {"tags": ["b", "b"]}}
    renames = {"models/old/README.md": "models/new/README.md"}
    first, second = evaluated({"rule": rule, "tree": tree, "renames": renames}).findings
    before = [
        (identity, fingerprint("acme/ruled", "model", identity, "tags[]", "b", "present", number))
        for number in (0, 1)
        for identity in ("path:models/old#old", "path:models/old#new")
    ]
    assert [*first.former, *second.former] == before
    assert evaluated({"rule": rule, "tree": tree}).findings[0].former == ()
