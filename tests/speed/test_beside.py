"""What another process does of a work changes nothing of its result, and neither does its death."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stewardship import beside
from tests.gate.steward import steward
from tests.repos import Repo

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="work is shared on Linux only")

CARDS = {
    "a": "---\nlicense: mit\ntask: scoring\n---\n# A\n",
    "b": "---\nlicense: cc-by-nc-4.0\nstewardship: {commit: main}\n---\n# B\n",
    "c": "---\nlicense: [\n---\n# C\n",
    "d": "---\nlicense: TODO\nbase_model: acme/base\n---\n# D\n",
    "é": "---\nlicense: mit\nstewardship: {version: 1.10, stage: production}\n---\n# E\n",
}
FILES = {
    **{f"models/{name}/README.md": card for name, card in CARDS.items()},
    "models/d/MLmodel": "flavors: {sklearn: {}}\nmetadata: {license: apache-2.0}\n",
    "requirements.txt": "numpy==1.26.0\npandas\n",
}


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fails() -> None:
    raise ValueError("on purpose")


@pytest.mark.parametrize("work", [dies, fails, lambda: lambda: None], ids=["dies", "fails", "odd"])
def test_a_process_that_comes_to_nothing_is_no_answer(work: Callable[[], object]) -> None:
    with beside.Beside(work) as other:
        assert other.result() is None
        assert other.result() is None


def test_what_it_came_to_is_handed_back_whole() -> None:
    large = {"bytes": b"\0\xff" * 10**6, "pid": os.getpid()}
    with beside.Beside(lambda: {**large, "child": os.getpid()}) as other:
        found = other.result()
    assert found is not None
    assert found.pop("child") != os.getpid()
    assert found == large


def test_nobody_waits_for_a_process_that_is_not_needed() -> None:
    def forever() -> None:
        signal.pause()

    with beside.Beside(forever) as other:
        pid = other._pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_without_processes_to_have_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refused)
    with beside.Beside(lambda: 1) as other:
        assert other.result() is None


def test_nothing_is_shared_that_is_soon_done_or_where_threads_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})
    monkeypatch.setattr(os, "getloadavg", lambda: (2.0, 0.0, 0.0))
    assert not beside.possible(beside.WORTH)
    monkeypatch.setattr(os, "getloadavg", lambda: (0.5, 9.0, 9.0))
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # the tests' own process has more
    assert (beside.possible(beside.WORTH), beside.possible(beside.WORTH - 1)) == (True, False)
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not beside.possible(beside.WORTH)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0})
    assert not beside.possible(beside.WORTH)


def report(repo: Repo, cache: Path) -> Any:
    """All that a check says, by what this cache knows."""
    said = steward(repo, "check", env={"STEWARDSHIP_CACHE": str(cache)})
    return said.report | {"summary": {**said.report["summary"], "seconds": 0}}, said.code


@pytest.mark.parametrize("how", ["shared", "dies", "fails"])
def test_findings_are_the_same_by_one_process_and_by_two(
    how: str, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("models", FILES)
    repo.write({"models/untracked/README.md": CARDS["b"]})
    monkeypatch.setattr(beside, "possible", lambda count: False)
    alone = report(repo, tmp_path / "alone")
    forked: list[int] = []

    def possible(count: int) -> bool:
        forked.append(count)
        return count > 1

    monkeypatch.setattr(beside, "possible", possible)
    monkeypatch.setattr("stewardship.around.FEW", 0)
    if how != "shared":
        broken, kept = dies if how == "dies" else fails, beside._work
        monkeypatch.setattr(beside, "_work", lambda work, pipe: kept(broken, pipe))
    assert report(repo, tmp_path / "two") == alone
    assert len(forked) == 2
    assert report(repo, tmp_path / "two") == alone  # and by what was kept of it
    assert alone[0]["findings"] != []
