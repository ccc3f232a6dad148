"""What holds for any tree: judging depends on what is said, and on nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stewardship.context import Surroundings
from stewardship.engine import evaluate
from stewardship.joining.join import join
from stewardship.model import KINDS, Finding, Unchecked
from stewardship.ownership import assign, build
from stewardship.policy.compile import Compiled
from stewardship.policy.fields import RECORD_KEYS, STANDARD
from stewardship.policy.load import load, stock
from tests.effort import share
from tests.engine.judging import NOW
from tests.world import fragments

RULES: list[Compiled] = [
    rule
    for name, file in stock().items()
    for rule in load(file.read_bytes(), f"policies/{name}.yaml").rules
]
WORDS = st.sampled_from(
    ["mit", "MIT", "gpl", "TODO", "unknown", "", "production", "main", "a", "b", "acme/base",
     "@dana", "2026-01-01", "v1.2", "../a", "https://acme.example/x", "\udce9", "x" * 200]
)  # fmt: skip
SCALARS = WORDS | st.none() | st.booleans() | st.integers(-2, 2) | st.floats(allow_nan=False)
RECORDS = st.dictionaries(
    st.sampled_from(sorted({key for keys in RECORD_KEYS.values() for key in keys})),
    SCALARS,
    max_size=4,
)
VALUES = SCALARS | st.lists(RECORDS | SCALARS, max_size=3) | RECORDS
SAID = st.builds(
    lambda fields, kind, name, problems, digests: (
        fields | {"$kind": kind, "$name": name, "$problems": problems, "$digests": digests}
    ),
    st.dictionaries(st.sampled_from(sorted(STANDARD)), VALUES, max_size=5),
    st.sampled_from(KINDS),
    st.sampled_from(["a", "b", "@dana"]),
    st.lists(st.just("it is broken"), max_size=2),
    st.lists(st.just("sha256:" + "1" * 64), max_size=1),
)
PATHS = st.sampled_from(["models/a/README.md", "models/a/MLmodel", "data/b/README.md", "README.md"])
TREES = st.dictionaries(PATHS, SAID, max_size=4)


def judged(
    tree: dict[str, Any], rules: list[Compiled], backwards: bool = False
) -> tuple[list[Finding], tuple[Unchecked, ...]]:
    said = fragments(tree)
    ownership = build(said)
    universe = assign(ownership, join(said))
    scope = universe.all()[:: -1 if backwards else 1]
    files = frozenset({*tree, ".steward/stewards.yaml", ".steward/licenses.lock"})
    evaluation = evaluate(rules, scope, Surroundings(universe, ownership, NOW, files))
    order = sorted(evaluation.findings, key=repr)
    return order, evaluation.unchecked


@share(2)
@given(TREES)
def test_any_tree_is_judged_and_every_finding_is_whole(tree: dict[str, Any]) -> None:
    findings, unchecked = judged(tree, RULES)
    for finding in findings:
        assert finding.message
        assert finding.remedy
        assert finding.location.path in tree
        assert len(finding.fingerprint) == 32
        assert "{resource" not in finding.remedy.replace("'", "")
    assert all(one.reason and one.count > 0 for one in unchecked)


@given(TREES, st.randoms(use_true_random=False))
def test_the_order_of_rules_and_resources_changes_nothing(
    tree: dict[str, Any], random: Any
) -> None:
    shuffled = list(RULES)
    random.shuffle(shuffled)
    assert judged(tree, shuffled, backwards=True) == judged(tree, RULES)


@given(TREES, st.integers(0, len(RULES)))
def test_a_rule_says_the_same_whichever_rules_stand_beside_it(
    tree: dict[str, Any], cut: int
) -> None:
    first, second = judged(tree, RULES[:cut]), judged(tree, RULES[cut:])
    whole = judged(tree, RULES)
    assert sorted([*first[0], *second[0]], key=repr) == whole[0]
    assert sorted([*first[1], *second[1]], key=repr) == sorted(whole[1], key=repr)


@given(TREES)
def test_no_two_findings_of_a_rule_on_a_resource_share_a_fingerprint(tree: dict[str, Any]) -> None:
    findings, _ = judged(tree, RULES)
    marks = [finding.fingerprint for finding in findings]
    assert len(marks) == len(set(marks))
