"""The console script as a process: streams that are closed, full or narrow, a hostile folder to
stand in. Whatever happens to the output, the exit code holds."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

from stewardship import __version__, reporters
from stewardship.errors import GateError
from stewardship.repository import git
from tests.gate.hostile import CARD, NO_LICENSE, TOY
from tests.gate.steward import PROGRAM, program, steward
from tests.repos import Repo

FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")


@pytest.fixture
def bad(repo: Repo) -> Repo:
    """A repository with one model that states no license: the gate says 1."""
    repo.commit("bad", {TOY: NO_LICENSE})
    return repo


def shell(repo: Repo, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in the repository; ``steward`` in it is the console script."""
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        cwd=repo.path,
        env={**os.environ, "PATH": path, **env},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", ["steward", "stewardship"])
def test_both_names_start_the_same_program(name: str, bad: Repo) -> None:
    said = shell(bad, f"{name} --version; {name} check")
    assert said.stdout.startswith(f"steward, version {__version__}\n")
    assert "licenses/stated: no license is stated" in said.stdout
    assert said.returncode == 1


@pytest.mark.parametrize("form", ["text", "json"])
def test_that_nobody_reads_the_report_changes_no_verdict(bad: Repo, form: str) -> None:
    for card, code in ((NO_LICENSE, 1), (CARD, 0)):
        bad.write({TOY: card})
        said = shell(bad, f"steward check --format {form} | true")
        assert (said.returncode, said.stderr) == (code, "")


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_verdict_and_no_file(bad: Repo, closed: str) -> None:
    before = (bad.path / TOY).read_text()
    said = shell(bad, f"steward check {closed}")
    assert (said.returncode, said.stderr) == (1, "")
    assert (bad.path / TOY).read_text() == before


@FULL
@pytest.mark.parametrize("command", ["check", "check --format json", "list rules", "--help"])
def test_a_full_disk_is_exit_3_and_said(bad: Repo, command: str) -> None:
    said = shell(bad, f"steward {command} > /dev/full")
    assert said.returncode == 3
    assert said.stderr.count("\n") == 1
    assert "No space left on device" in said.stderr


@FULL
def test_a_report_that_cannot_be_written_is_exit_3(bad: Repo) -> None:
    (bad.path / "full").symlink_to("/dev/full")
    said = program(bad, "check", "--output", "json=full")
    assert said.code == 3
    assert "full cannot be written: No space left on device" in said.err
    assert (bad.path / "full").is_symlink()


def test_a_report_goes_into_a_device_and_never_takes_its_place(bad: Repo) -> None:
    said = program(bad, "check", "--output", "json=/dev/stderr")
    assert said.code == 1
    assert said.err.startswith('{\n  "version": 1')
    assert os.path.exists("/dev/stderr")


def test_a_report_that_is_not_this_runs_is_replaced_when_nothing_can_be_judged(bad: Repo) -> None:
    assert steward(bad, "check").report["verdict"] == "block"
    bad.write({".steward/config.yaml": "modee: new\n"})
    said = steward(bad, "check", "--format", "github")
    assert said.report["findings"] == []
    wanted = "no key `modee` (.steward/config.yaml:1:1); did you mean `mode`?"
    assert said.report["errors"] == [{"message": f"the configuration has {wanted}"}]
    assert said.out.startswith("::error title=steward::the configuration has no key `modee`")


@pytest.mark.parametrize(
    "narrow",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=lambda narrow: " ".join(f"{name}={value}" for name, value in narrow.items()),
)
def test_a_narrow_locale_loses_no_finding(bad: Repo, narrow: dict[str, str]) -> None:
    name = os.fsdecode("models/größe 模型/README.md".encode())
    bad.write({name: NO_LICENSE, os.fsdecode(b"models/\xff/README.md"): NO_LICENSE})
    said = program(bad, "check", env=narrow)
    assert said.code == 1
    assert said.out.count("licenses/stated: no license is stated") == 3
    listed = program(bad, "list", "resources", env=narrow)
    assert (listed.code, listed.err, listed.out.count("model ")) == (0, "", 3)


@pytest.mark.parametrize("cache", ["a-file/below", "a-file", "/dev/null/x"])
def test_without_a_cache_the_verdict_is_the_same_and_said_so(bad: Repo, cache: str) -> None:
    bad.write({"a-file": "x"})
    said = steward(bad, "check", env={"STEWARDSHIP_CACHE": str(bad.path / cache)})
    assert said.found() == ["licenses/stated toy"]
    assert "cache" in "\n".join(said.report["summary"]["notes"])


def test_a_module_in_the_checked_tree_is_never_imported(bad: Repo) -> None:
    trap = 'open("pwned", "w").close()\n'
    names = ("click", "yaml", "json", "sitecustomize", "usercustomize", "stewardship", "git")
    bad.write({f"{name}.py": trap for name in names} | {"stewardship/__init__.py": trap})
    said = program(bad, "check")
    assert said.code == 1
    assert not (bad.path / "pwned").exists()


def test_a_run_leaves_the_tree_as_it_was(bad: Repo) -> None:
    bad.stage({"models/two/README.md": CARD})
    before = bad.git("status", "--porcelain", "--ignored"), bad.git("ls-files", "--stage")
    index = (bad.path / ".git/index").read_bytes()
    for arguments in (["check"], ["check", "--staged"], ["ci", "--base=HEAD"], ["list", "rules"]):
        assert steward(bad, *arguments).code in (0, 1)
    assert (bad.path / ".git/index").read_bytes() == index
    assert (bad.git("status", "--porcelain", "--ignored"), bad.git("ls-files", "--stage")) == before


def test_what_nobody_foresaw_is_exit_3_without_a_traceback(
    bad: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError("\x1b[31mred")

    monkeypatch.setattr(git, "find", fail)
    said = steward(bad, "check")
    assert said.code == 3
    assert said.err.startswith("steward: the gate itself failed (ZeroDivisionError: \\x1b[31mred)")
    assert "STEWARDSHIP_DEBUG=1" in said.err
    with pytest.raises(ZeroDivisionError):
        steward(bad, "check", env={"STEWARDSHIP_DEBUG": "1"})


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (GateError("git is broken"), 3, "steward: the gate could not do its work: git is broken\n"),
        (KeyboardInterrupt(), 130, "interrupted\n"),
        (RecursionError("too deep"), 3, "steward: the gate itself failed (RecursionError"),
        (MemoryError(), 3, "steward: the gate itself failed (MemoryError"),
    ],
    ids=["the gate", "an interrupt", "recursion", "memory"],
)
def test_how_a_run_ends_that_cannot_end_well(
    bad: Repo, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(git, "find", fail)
    said = steward(bad, "check")
    assert said.code == code
    assert said.err.lstrip().startswith(message)


@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colors_are_for_a_terminal(bad: Repo, env: dict[str, str], colored: bool) -> None:
    leader, follower = pty.openpty()
    try:
        done = subprocess.run(
            [str(PROGRAM), "check"],
            cwd=bad.path,
            env={**os.environ, "TERM": "xterm", **env},
            stdout=follower,
        )
        os.close(follower)
        text = os.read(leader, 65536)
    finally:
        os.close(leader)
    assert done.returncode == 1
    assert (b"\x1b[" in text) is colored


def test_a_secret_of_the_environment_is_in_no_output(bad: Repo) -> None:
    env = {"GITHUB_TOKEN": "canary-5f2b", "STEWARDSHIP_TOKEN": "canary-5f2b"}
    for form in reporters.names():
        said = steward(bad, "check", "--format", form, env=env)
        assert "canary-5f2b" not in said.out + said.err


LEAVING = """
import atexit
from stewardship.cli import program
atexit.register(print, "left")
program()
"""


@pytest.mark.parametrize("debug", ["", "1"])
def test_the_program_ends_at_once_but_for_whoever_looks_inside(bad: Repo, debug: str) -> None:
    """Nothing is taken apart, and all that was said is out, however much it is."""
    done = subprocess.run(
        [sys.executable, "-c", LEAVING, "check", "--format", "json"],
        cwd=bad.path,
        env={**os.environ, "STEWARDSHIP_DEBUG": debug},
        capture_output=True,
        text=True,
    )
    report, _, rest = done.stdout.rpartition("}\n")
    assert json.loads(report + "}")["verdict"] == "block"
    assert (done.returncode, rest) == (1, "left\n" if debug else "")


@pytest.mark.parametrize(("columns", "wide"), [("50", False), ("200", True), ("", True)])
def test_a_report_is_as_wide_as_the_terminal(bad: Repo, columns: str, wide: bool) -> None:
    said = shell(bad, "steward check", COLUMNS=columns).stdout
    assert (max(map(len, said.splitlines())) > 60) is wide
