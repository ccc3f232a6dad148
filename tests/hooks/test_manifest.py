"""The manifest that the frameworks read is the catalog, and says what must hold."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.programs import find, run
from tests.source import ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: list[dict[str, Any]] = yaml.load(MANIFEST.read_text(), yaml.CSafeLoader)
PACKS = ("licenses", "ownership", "manifests")


def test_the_manifest_is_generated_from_the_catalog() -> None:
    done = run(ROOT, find("python"), "tools/generate.py", "--check")
    assert MANIFEST.name not in done.text


def test_pre_commit_takes_the_manifest() -> None:
    done = run(ROOT, find("pre-commit"), "validate-manifest", MANIFEST)
    assert (done.code, done.text) == (0, "")


def test_prek_takes_the_manifest() -> None:
    done = run(ROOT, find("prek"), "validate-manifest", MANIFEST)
    assert done.code == 0, done.text


def test_there_is_a_hook_for_everything_for_each_pack_for_policies_and_for_a_full_run() -> None:
    ids = ["steward", *(f"steward-{pack}" for pack in PACKS), "steward-policies", "steward-full"]
    assert [hook["id"] for hook in HOOKS] == ids


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_sees_the_whole_change_at_once(hook: dict[str, Any]) -> None:
    """Deletions have no file name to pass, and shards of the names would each see a part."""
    assert hook["always_run"]
    assert not hook["pass_filenames"]
    assert "args" not in hook, "a user may override `args`: what must hold stands in `entry`"


def test_only_the_full_run_waits_to_be_called() -> None:
    manual = [hook["id"] for hook in HOOKS if hook["stages"] == ["manual"]]
    assert manual == ["steward-full"]
    assert all(hook["stages"] == ["pre-commit"] for hook in HOOKS if hook["id"] not in manual)
