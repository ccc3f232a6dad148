"""What a rule cannot judge is counted and said: it is never a pass, and never a finding."""

from __future__ import annotations

from dataclasses import replace

from stewardship.engine import evaluate
from stewardship.model import Unchecked, Value
from stewardship.policy.load import load, stock
from tests.engine.judging import Case, evaluated, found, loaded, surroundings

LICENSED = {"at": "license", "check": "required"}
READABLE = {"applies-to": ["model", "dataset"], "check": "readable"}
BROKEN = {"$problems": ["the front matter is not closed", "it has a tab"]}


def test_a_broken_manifest_is_told_by_the_readable_rule_and_waits_for_every_other() -> None:
    case: Case = {
        "rules": {"licensed": LICENSED, "readable": READABLE, "versioned": {"at": "version",
                  "check": "required", "if-present": True}},
        "tree": {"models/a/README.md": BROKEN, "models/b/README.md": BROKEN,
                 "models/c/README.md": {}},
    }  # fmt: skip
    evaluation = evaluated(case)
    assert [(one.rule, one.name, one.message) for one in evaluation.findings] == [
        ("acme/licensed", "c", "no license is stated"),
        ("acme/readable", "a", "the front matter is not closed"),
        ("acme/readable", "a", "it has a tab"),
        ("acme/readable", "b", "the front matter is not closed"),
        ("acme/readable", "b", "it has a tab"),
    ]
    assert evaluation.unchecked == (
        Unchecked("acme/licensed", "its manifest cannot be read", 2),
        Unchecked("acme/versioned", "its manifest cannot be read", 2),
    )
    assert evaluation.judged == 3


def test_what_one_broken_file_hides_is_not_judged_by_the_file_beside_it() -> None:
    tree = {"models/a/MLmodel": {"version": "1"}, "models/a/README.md": BROKEN}
    evaluation = evaluated({"rule": LICENSED, "tree": tree})
    assert evaluation.findings == ()
    assert evaluation.unchecked == (Unchecked("acme/ruled", "its manifest cannot be read", 1),)


def test_a_rule_of_several_checks_reads_the_unreadable_only_if_all_do() -> None:
    either = {"any-of": [{"check": "readable"}, {"check": "required", "at": "license"}]}
    evaluation = evaluated({"rule": either, "tree": {"models/a/README.md": BROKEN}})
    assert evaluation.findings == ()
    assert len(evaluation.unchecked) == 1


WAITING: Case = {
    "rule": {**LICENSED, "needs": [".steward/licenses.lock", "LICENSES"]},
    "tree": {"models/a/README.md": {}, "models/b/README.md": BROKEN, "data/c/README.md":
             {"$kind": "dataset"}},
}  # fmt: skip


def test_a_rule_that_waits_for_a_file_says_so_with_a_count() -> None:
    evaluation = evaluated(WAITING)
    assert evaluation.findings == ()
    reason = "there is no `.steward/licenses.lock` yet"
    assert evaluation.unchecked == (Unchecked("acme/ruled", reason, 2),)
    assert evaluation.notes == ()


def test_any_of_the_files_is_enough() -> None:
    judged = ["models/a/README.md:1: no license is stated"]
    assert found({**WAITING, "files": ["LICENSES"]}) == judged
    assert found({**WAITING, "files": [".steward/licenses.lock"]}) == judged
    assert found({**WAITING, "files": ["LICENSES.md", "x/LICENSES"]}) == []


def test_what_governs_elsewhere_is_waited_for_there_and_not_in_the_judged_tree() -> None:
    assert len(found({**WAITING, "provided": ["LICENSES"]})) == 1
    assert found({**WAITING, "files": ["LICENSES"], "provided": []}) == []


def test_a_rule_that_waits_assumes_nothing() -> None:
    rule = {**WAITING["rule"], "when": {"stage": "production"}}
    assert evaluated({**WAITING, "rule": rule}).notes == ()
    broken = {
        **WAITING,
        "files": ["LICENSES"],
        "tree": {"models/b/README.md": BROKEN},
        "rule": rule,
    }
    assert evaluated(broken).notes == ()


def test_what_a_check_cannot_tell_is_counted_for_each_value() -> None:
    case: Case = {
        "rule": {"at": "sources[]", "check": "resolves"},
        "tree": {
            "models/a/README.md": {
                "sources": [{"ref": "s3://acme/x"}, {"ref": "nowhere"}, {"ref": "s3://acme/y"}]
            },
            "models/b/README.md": {"sources": [{"ref": "https://acme.example"}]},
        },
    }
    evaluation = evaluated(case)
    assert len(evaluation.findings) == 1
    reason = "it is kept elsewhere, and nothing is looked up over a network"
    assert evaluation.unchecked == (Unchecked("acme/ruled", reason, 3),)


def test_what_is_unjudged_is_sorted_by_rule_and_reason() -> None:
    resolved = {"at": "license-link", "check": "resolves", "if-present": True}
    needy = {**LICENSED, "needs": ["X"]}
    case: Case = {
        "rules": {"z": needy, "a": resolved},
        "tree": {"models/a/README.md": {"license-link": "s3://x"}, "models/b/README.md": BROKEN},
    }
    assert [(one.rule, one.count) for one in evaluated(case).unchecked] == [
        ("acme/a", 1), ("acme/a", 1), ("acme/z", 2),
    ]  # fmt: skip


KEPT: Case = {
    "rules": {
        "kept": {"applies-to": ["model", "dataset"], "check": "kept"},
        "licensed": LICENSED,
    },
    "tree": {
        "models/a/README.md": {},
        "models/b/README.md": {},
        "models/c/README.md": BROKEN,
        "data/d/README.md": {"$kind": "dataset"},
    },
}


def test_a_removed_resource_is_judged_by_what_asks_for_removals_and_by_nothing_else() -> None:
    evaluation = evaluated({**KEPT, "removed": ["b"]})
    assert [(one.rule, one.name) for one in evaluation.findings] == [
        ("acme/kept", "b"),
        ("acme/licensed", "a"),
    ]
    assert evaluation.judged == 3


def test_a_broken_manifest_cannot_be_removed_without_a_word_either() -> None:
    evaluation = evaluated({**KEPT, "removed": ["c", "d"]})
    assert [one.name for one in evaluation.findings if one.rule == "acme/kept"] == ["d", "c"]


def test_a_rule_about_removals_is_not_idle_because_nothing_was_removed() -> None:
    assert evaluated({**KEPT, "tree": {"models/a/README.md": {}}}).notes == ()


def test_rules_that_guard_nothing_are_named() -> None:
    rules = {
        "one": {**LICENSED, "applies-to": "service"},
        "two": {**LICENSED, "when": {"stage": "production"}},
        "three": LICENSED,
        "four": {**LICENSED, "applies-to": "container", "needs": ["X"]},
    }
    case: Case = {"rules": rules, "tree": {"models/a/README.md": {"stage": "retired"}}}
    (note,) = evaluated(case).notes
    assert note == "3 rules matched nothing: acme/one, acme/two, acme/four"
    del rules["two"], rules["four"]
    assert evaluated(case).notes == ("1 rule matched nothing: acme/one",)
    assert evaluated(case, whole=False).notes == ()


def test_of_the_packs_the_idle_rules_are_counted_and_not_listed() -> None:
    """Most repositories have no use for all of them."""
    around = surroundings({"tree": {"models/a/README.md": {}}})
    pack = load(stock()["ownership"].read_bytes(), "policies/ownership.yaml").rules
    idle = sum(
        not one.removed and ("model" not in one.kinds or bool(one.rule.when)) for one in pack
    )
    assert idle > 1
    (note,) = evaluate(pack, around.universe.all(), around).notes
    assert note == f"{idle} rules of the packs found nothing here to look at"
    own = loaded({"rule": {**LICENSED, "applies-to": "service"}}).rules
    assert evaluate([*own, *pack], around.universe.all(), around).notes == (
        "1 rule matched nothing: acme/ruled",
        note,
    )


def test_a_run_that_does_not_say_so_is_about_the_whole_tree() -> None:
    case: Case = {"rule": {**LICENSED, "applies-to": "service"}, "tree": {"m/README.md": {}}}
    around = surroundings(case)
    rules, scope = loaded(case).rules, around.universe.all()
    assert evaluate(rules, scope, around).notes == evaluated(case, whole=True).notes != ()


def test_of_the_rules_that_are_watched_it_is_kept_what_they_could_not_judge() -> None:
    case: Case = {
        "rules": {
            "waits": {**LICENSED, "needs": ["X"]},
            "reads": LICENSED,
            "follows": {"at": "license-link", "check": "resolves", "if-present": True},
            "other": {**LICENSED, "needs": ["Y"]},
        },
        "tree": {
            "a/README.md": {"license": "mit", "license-link": "s3://x"},
            "b/README.md": BROKEN,
        },
    }
    around = surroundings(case)
    watched = ["acme/waits", "acme/reads", "acme/follows"]
    found = evaluate(loaded(case).rules, around.universe.all(), around, watched=watched)
    a, b = "model|path:a#a", "model|path:b#b"
    assert found.untold == {
        ("acme/waits", a), ("acme/waits", b), ("acme/reads", b),
        ("acme/follows", a), ("acme/follows", b),
    }  # fmt: skip
    assert evaluated(case).untold == frozenset()


def test_a_rule_that_waits_or_cannot_read_still_guards_something() -> None:
    rules = {"waits": {**LICENSED, "needs": ["X"]}, "reads": {**LICENSED, "applies-to": "dataset"}}
    tree = {"models/a/README.md": {}, "data/b/README.md": {**BROKEN, "$kind": "dataset"}}
    assert evaluated({"rules": rules, "tree": tree}).notes == ()


def test_where_a_value_may_be_left_out_its_absence_from_a_condition_is_not_said() -> None:
    rule = {"at": "version", "check": "required", "if-present": True, "when": {"stage": "x"}}
    assert evaluated({"rule": rule, "tree": {"models/a/README.md": {}}}).notes == ()


def test_the_counts_of_a_run() -> None:
    evaluation = evaluated({**KEPT, "removed": ["b"]})
    assert (evaluation.judged, evaluation.universe, evaluation.rules) == (3, 4, 2)


def test_a_conflict_of_which_nobody_kept_the_sides_is_judged_and_not_skipped() -> None:
    case: Case = {"rule": {"at": "license", "check": "one-of", "options": {"values": ["mit"]}},
                  "tree": {"models/a/README.md": {}}}  # fmt: skip
    around = surroundings(case)
    (resource,) = around.universe.all()
    torn = Value("isc", resource.place, "card", "conflicting")
    found = evaluate(loaded(case).rules, [replace(resource, fields={"license": torn})], around)
    assert [one.message for one in found.findings] == ["`isc` is not `mit`"]
