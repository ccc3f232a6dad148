"""What a run may take from an earlier one: nothing, but for --quick and an interrupted run."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.gate.steward import PROGRAM, Said
from tests.repos import Repo
from tests.verify.made import WEIGHTS, faults, fraud, sha256, verified

MODEL = "models/fraud/model.bin"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARDSHIP_CACHE", str(tmp_path / "cache"))


def reused(repo: Repo, *arguments: str) -> int:
    """How many files were not read."""
    _, data = verified(repo, *arguments)
    number: int = data["summary"]["not-read-again"]
    return number


def aged(file: Path) -> None:
    """Wait until a change of the file would show in its times."""
    while time.time_ns() - file.stat().st_ctime_ns < 150_000_000:
        time.sleep(0.02)


def rewritten_in_secret(file: Path) -> None:
    """Another content of the same size, and the time of the last change set back."""
    before = file.stat()
    content = bytearray(file.read_bytes())
    content[5] ^= 1
    with file.open("r+b") as opened:
        opened.write(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_plain_run_reads_every_byte_each_time(repo: Repo) -> None:
    fraud(repo)
    aged(repo.path / MODEL)
    assert [reused(repo), reused(repo)] == [0, 0]


def test_a_quick_run_takes_what_a_run_before_it_read(repo: Repo) -> None:
    fraud(repo)
    aged(repo.path / MODEL)
    assert [reused(repo, "--quick"), reused(repo, "--quick")] == [0, 1]


def test_what_was_written_just_now_is_read_even_in_a_quick_run(repo: Repo) -> None:
    fraud(repo)
    file = repo.path / MODEL
    os.utime(file, (time.time() + 60, time.time() + 60))
    assert [reused(repo, "--quick"), reused(repo, "--quick")] == [0, 0]


def test_a_time_that_was_set_back_deceives_no_quick_run(repo: Repo) -> None:
    fraud(repo)
    aged(repo.path / MODEL)
    assert faults(repo) == []
    rewritten_in_secret(repo.path / MODEL)
    assert faults(repo, "--quick") == [f"mismatch {MODEL}"]


def test_a_quick_run_still_judges_by_the_manifest_of_now(repo: Repo) -> None:
    fraud(repo)
    aged(repo.path / MODEL)
    assert faults(repo) == []
    repo.write({f"{MODEL}.dvc": f"outs:\n- md5: {'0' * 32}\n  path: model.bin\n"})
    assert faults(repo, "--quick") == [f"mismatch {MODEL}"]


def test_another_algorithm_than_was_read_before_is_read(repo: Repo) -> None:
    fraud(repo)
    aged(repo.path / MODEL)
    faults(repo)
    repo.write({"SHA256SUMS": f"{sha256(WEIGHTS)}  {MODEL}\n"})
    assert reused(repo, "--quick") == 0
    assert reused(repo, "--quick") == 1


def test_without_a_cache_everything_is_read_and_said(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARDSHIP_CACHE", "/dev/null/none")
    fraud(repo)
    said, data = verified(repo, "--quick")
    assert said.code == 0
    assert any("no cache" in note for note in data["summary"]["notes"])


class Interrupted:
    """A verification of many files and of one that never ends, killed once it has begun."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.names = [f"f{number:03}" for number in range(40)]
        files = {name: name.encode() * 1000 for name in self.names}
        repo.write(files)
        lines = [f"{sha256(content)}  {name}\n" for name, content in files.items()]
        huge = repo.path / "zz"
        with huge.open("wb") as file:
            file.truncate(1 << 40)  # sparse: its turn comes first, and takes minutes
        repo.write({"SHA256SUMS": "".join([*lines, f"{'0' * 64}  zz\n"])})
        aged(huge)

    def killed(self, by: int) -> int:
        """Begin a run with two threads and kill it when the small files were read."""
        process = subprocess.Popen(
            [PROGRAM, "verify", "--jobs", "2"],
            cwd=self.repo.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            for _ in range(600):
                time.sleep(0.1)
                if self.remembered() == len(self.names):
                    break
            process.send_signal(by)
            return process.wait(30)
        finally:
            process.kill()
            process.communicate()

    def remembered(self) -> int:
        """How many files the cache knows of."""
        import sqlite3

        files = list(Path(os.environ["STEWARDSHIP_CACHE"]).glob("*.sqlite3"))
        if not files:
            return 0
        db = sqlite3.connect(files[0], timeout=5)
        try:
            query = "SELECT count(*) FROM fact WHERE CAST(key AS TEXT) LIKE 'bytes:%'"
            return int(db.execute(query).fetchone()[0])
        except sqlite3.OperationalError:  # it is being made
            return 0
        finally:
            db.close()

    def shortened(self) -> None:
        """Let the huge file be a small one, as its line promises."""
        self.repo.write({"zz": "small"})
        text = (self.repo.path / "SHA256SUMS").read_text().replace("0" * 64, sha256(b"small"))
        self.repo.write({"SHA256SUMS": text})


def ran(repo: Repo, *arguments: str) -> tuple[Said, Any]:
    return verified(repo, *arguments)


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_an_interrupted_run_is_gone_on_with_once(repo: Repo, by: int) -> None:
    work = Interrupted(repo)
    assert work.killed(by) in (-signal.SIGKILL, 130)
    work.shortened()
    said, data = ran(repo)
    assert said.code == 0, said.out
    assert data["summary"]["not-read-again"] == len(work.names)
    assert any("was interrupted" in note for note in data["summary"]["notes"])
    assert reused(repo) == 0, "the run after it begins anew"


def test_what_changed_since_the_interruption_is_read_again(repo: Repo) -> None:
    work = Interrupted(repo)
    work.killed(signal.SIGKILL)
    work.shortened()
    rewritten_in_secret(repo.path / "f007")
    assert faults(repo) == ["mismatch f007"]


def test_nothing_is_gone_on_with_when_that_is_not_wanted(repo: Repo) -> None:
    work = Interrupted(repo)
    work.killed(signal.SIGKILL)
    work.shortened()
    assert reused(repo, "--no-resume") == 0


def test_an_interruption_of_yesterday_is_forgotten(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stewardship.cache import remembered

    work = Interrupted(repo)
    work.killed(signal.SIGKILL)
    work.shortened()
    monkeypatch.setattr(remembered, "LASTS", 0)
    assert reused(repo) == 0
