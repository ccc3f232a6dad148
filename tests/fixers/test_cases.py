"""The gate mends what it can: each call of the table in a repository of its own, twice."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.gate.steward import Said, steward
from tests.repos import Repo, make_repo

CASES = yaml.load((Path(__file__).parent / "cases.yaml").read_text(), yaml.CSafeLoader)
NOW = "2026-11-23T09:00:00+00:00"
BUILT = datetime(2026, 11, 20, 10, tzinfo=UTC).timestamp()
OLD = "e9fceb02d0ae598e95dc970b74767f19372d61af"


def known(head: str = "{HEAD}") -> dict[str, str]:
    return {
        "{HEAD}": head,
        "{OLD}": OLD,
        "{W}": hashlib.sha256(b"weights").hexdigest(),
        "{R}": hashlib.sha256(b"rows").hexdigest(),
        "{MD5}": hashlib.md5(b"rows", usedforsecurity=False).hexdigest(),
    }


def filled(text: str, head: str = "{HEAD}", first: str = "{FIRST}") -> str:
    for name, value in (known(head) | {"{FIRST}": first}).items():
        text = text.replace(name, value)
    return text


def build(case: dict[str, Any], folder: Path) -> tuple[Repo, dict[str, str]]:
    """The repository of a case, and the environment of its call."""
    files = {name: filled(text) for name, text in case["files"].items()}
    repo = make_repo(folder / "repo", files)
    for tag in case.get("tags", ()):
        repo.git("tag", tag)
    first = repo.head
    if "then" in case:
        repo.commit("then", case["then"])
    for tag in case.get("later", ()):
        repo.git("tag", tag)
    repo.stage({name: filled(text) for name, text in case.get("staged", {}).items()})
    loose = case.get("loose", {}).items()
    repo.write({name: filled(text, first=first) for name, text in loose})
    for name in case.get("removed", ()):
        (repo.path / name).unlink()
    for name, target in case.get("links", {}).items():
        (repo.path / name).symlink_to(target)
    for file in repo.path.rglob("*"):
        if file.is_file() and ".git" not in file.parts:
            os.utime(file, (BUILT, BUILT))
    cache = folder / "hub"
    for name, refs in case.get("cache", {}).items():
        model = cache / f"models--{name.replace('/', '--')}"
        for ref, commit in refs.items():
            (model / "refs").mkdir(parents=True, exist_ok=True)
            (model / "refs" / ref).write_text(commit)
            (model / "snapshots" / commit).mkdir(parents=True)
    return repo, {"STEWARDSHIP_NOW": NOW, "HF_HUB_CACHE": str(cache)}


def contents(repo: Repo) -> dict[str, bytes]:
    """Every file of the work tree."""
    return {
        str(file.relative_to(repo.path)): file.read_bytes()
        for file in repo.path.rglob("*")
        if file.is_file() and not file.is_symlink() and ".git" not in file.parts
    }


def found(said: Said) -> Counter[str]:
    return Counter(one["rule"] for one in said.findings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_it(case: dict[str, Any], tmp_path: Path) -> None:
    repo, env = build(case, tmp_path)
    before, judged = contents(repo), found(steward(repo, "check", env=env))
    said = steward(repo, *case["run"], env=env)
    assert said.code == case.get("code", 0), said.everything
    for text in case.get("says", ()):
        assert filled(text, repo.head) in said.everything
    for text in case.get("silent", ()):
        assert text not in said.everything
    first = repo.git("rev-list", "--max-parents=0", "HEAD")
    wanted = {
        name: filled(text, repo.head, first).encode()
        for name, text in case.get("after", {}).items()
    }
    after = contents(repo)
    assert {name: after[name] for name in wanted} == wanted
    assert after == before | wanted
    again = steward(repo, *case["run"], env=env)
    assert contents(repo) == after, "a second run changes nothing"
    assert again.code == said.code or "after" in case
    now = found(steward(repo, "check", env=env))
    assert judged - now == Counter(case.get("mends", ()))
    assert now - judged == Counter(case.get("adds", ()))
