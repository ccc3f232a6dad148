"""Two laws of the join, seen from where they matter, in what the packs find: a manifest that agrees
adds no finding, and one that contradicts another is always told, with the places of both."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.context import Folders, Surroundings
from stewardship.engine import evaluate
from stewardship.joining.join import join
from stewardship.memory import Memory
from stewardship.merge import AGREEING
from stewardship.model import Finding
from stewardship.organization.files import load
from stewardship.ownership import build
from stewardship.policy.compile import Compiled
from tests.effort import share
from tests.world import fragments

NOW = datetime(2026, 11, 23, tzinfo=UTC)
COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"
SHA = {letter: (letter + "1") * 32 for letter in "ab"}


@cache
def rules() -> tuple[Compiled, ...]:
    """All rules of all packs."""
    return load({}, {}, Memory()).compiled


def found(tree: dict[str, Any]) -> list[Finding]:
    """What the packs find in a tree of an organization that has a configuration."""
    files = frozenset((*tree, ".steward/config.yaml", "data/train.csv"))
    parts = fragments(tree)
    universe = join(parts)
    around = Surroundings(universe, build([]), NOW, files, Folders(files), lambda name: True)
    return list(evaluate(rules(), universe.all(), around).findings)


HASHES = st.lists(
    st.fixed_dictionaries(
        {"alg": st.sampled_from(["sha256", "SHA-256"]),
         "content": st.sampled_from([*SHA.values(), "x"])},
        optional={"path": st.sampled_from(["m/a.bin", "m/b.bin"])},
    ),
    max_size=2,
)  # fmt: skip
SOURCES = st.lists(
    st.fixed_dictionaries(
        {"ref": st.sampled_from(["org/a", "d", "data/train.csv", "no/such.csv", "two hospitals"]),
         "role": st.sampled_from(["train", "base", "test"])},
        optional={"license": st.sampled_from(["mit", "cc-by-nc-4.0", "TODO"]),
                  "revision": st.sampled_from([COMMIT, "main"])},
    ),
    max_size=3,
    unique_by=lambda one: (one["ref"], one["role"]),
)  # fmt: skip
EVALUATIONS = st.lists(
    st.fixed_dictionaries(
        {"metric": st.sampled_from(["f1", "TODO"])},
        optional={"value": st.sampled_from([0.9]), "dataset": st.just("org/a")},
    ),
    max_size=2,
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "license": st.sampled_from(["mit", "llama3.1", "bsd", "TODO"]),
    "version": st.sampled_from(["1.0", "{{ version }}"]),
    "date": st.sampled_from(["2026-09-01", "soon", "2027-09-01"]),
    "commit": st.sampled_from([COMMIT, "main"]),
    "stage": st.sampled_from(["production", "experimental"]),
    "training-script": st.sampled_from(["data/train.csv", "gone.py"]),
    "description": st.sampled_from(["a model", "TODO"]),
    "hashes": HASHES,
    "sources": SOURCES,
    "evaluations": EVALUATIONS,
}
SAID = st.fixed_dictionaries({}, optional=FIELDS)
# The same in other letters.
SPELLED = {
    "mit": "MIT", "1.0": "v1.0", "2026-09-01": "2026-09-01T10:00:00Z", COMMIT: COMMIT.upper(),
    "production": "Production", "experimental": "EXPERIMENTAL", "sha256": "SHA256",
}  # fmt: skip
AROUND = {"d/README.md": {"$kind": "dataset", "license": "cc-by-nc-4.0", "hashes": [
    {"alg": "sha256", "content": SHA["a"], "path": "d/a.csv"}]}}  # fmt: skip


def agreeing(said: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """What a second manifest says of some of the fields: the same, in other letters."""
    again = {name: said[name] for name in names}
    return {
        name: SPELLED.get(value, value)
        if isinstance(value, str)
        else [{key: SPELLED.get(text, text) for key, text in item.items()} for item in value]
        for name, value in again.items()
    }


@given(
    SAID,
    st.data(),
    st.sampled_from(["m/MLmodel", "m/a.yaml"]),
    st.sampled_from(["model", "dataset"]),
)
def test_a_manifest_that_agrees_adds_no_finding(
    said: dict[str, Any], data: st.DataObject, path: str, kind: str
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(said)), unique=True)) if said else []
    card = {"$kind": kind, **said}
    second = {"$kind": kind, "$origin": "mlmodel", **agreeing(said, names)}
    before = Counter(one.rule for one in found({**AROUND, "m/README.md": card}))
    after = Counter(one.rule for one in found({**AROUND, "m/README.md": card, path: second}))
    assert after - before == Counter()


@given(SAID, SAID, st.randoms(use_true_random=False))
def test_what_is_found_does_not_depend_on_the_order_of_files(
    one: dict[str, Any], other: dict[str, Any], random: Any
) -> None:
    tree = {**AROUND, "m/README.md": one, "m/MLmodel": {"$origin": "mlmodel", **other}}
    # Where the files stand in the list is all that changes: their lines stay the same.
    placed = {path: {**said, "$line": 1} for path, said in tree.items()}
    names = list(placed)
    random.shuffle(names)
    seen = [
        [(f.rule, f.id, f.location, f.message, f.fingerprint) for f in found(files)]
        for files in (placed, {name: placed[name] for name in names})
    ]
    assert sorted(seen[0], key=repr) == sorted(seen[1], key=repr)


def digest(letter: str, path: str) -> dict[str, Any]:
    return {
        "hashes": [{"alg": "sha256", "content": SHA[letter], **({"path": path} if path else {})}]
    }


def source(**entries: Any) -> dict[str, Any]:
    return {"sources": [{"ref": "org/a", "role": "train", **entries}]}


CONTRADICTIONS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    **{name: ({name: "abc"}, {name: "xyz"}) for name in AGREEING if name != "revision"},
    "the digest of a file": (digest("a", "m/a.bin"), digest("b", "m/a.bin")),
    "the digest of the thing itself": (digest("a", ""), digest("b", "")),
    "the revision of a source": (source(revision="a"), source(revision="b")),
    "the license of a source": (source(license="mit"), source(license="isc")),
    "the digest of a source": (source(**digest("a", "x")), source(**digest("b", "x"))),
}


@pytest.mark.parametrize(("one", "other"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
@share(1 / 5)
@given(more=SAID, third=SAID)
def test_a_contradiction_is_always_told_with_both_places(
    one: dict[str, Any], other: dict[str, Any], more: dict[str, Any], third: dict[str, Any]
) -> None:
    (name,) = one
    spared = {key: value for key, value in third.items() if key != name}
    tree = {
        "m/README.md": {**more, **one},
        "m/MLmodel": {"$origin": "mlmodel", **other},
        "m/z.yaml": {"$origin": "mlmodel", **spared},
    }
    told = [one for one in found(tree) if one.rule == "manifests/agrees"]
    places = [{two.location.path for two in finding.related} for finding in told]
    assert any({"m/README.md", "m/MLmodel"} <= paths for paths in places)


@pytest.mark.parametrize("second", ["", "m/MLmodel"], ids=["alone", "repeated by another manifest"])
@pytest.mark.parametrize("other", [SHA["b"], "x"], ids=["two digests", "one that is none"])
def test_a_manifest_that_contradicts_itself_is_told_once(second: str, other: str) -> None:
    hashes = [{"alg": "sha256", "content": said, "path": "m/a.bin"} for said in (SHA["a"], other)]
    tree = {path: {"hashes": hashes} for path in ("m/README.md", second) if path}
    told = Counter(one.rule for one in found(tree))
    assert told["manifests/agrees"] == 1
    assert told["manifests/digest-well-formed"] == (other == "x")
