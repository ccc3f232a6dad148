"""What a hook may not import, and how often it may ask git: a person waits for each of them.

The real entry of the hook runs in a process of its own, and Python tells every module that it
imports. No test measures time; a module on one of these lists is tens of milliseconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.gate.steward import PROGRAM
from tests.repos import Repo

MODEL = "models/fraud/MLmodel"
GOOD = "flavors: {sklearn: {}}\nmetadata: {license: mit}\n"
BAD = "flavors: {sklearn: {}}\nmetadata: {task: scoring}\n"
SOURCE = Path(__file__).resolve().parents[2] / "src" / "stewardship"

# Whatever the hook has to say. The first are large; the last are ours and stand on large ones.
NEVER = (
    *("click", "jsonschema", "referencing", "rpds", "attr", "attrs", "git", "gitdb", "re2"),
    *("cryptography", "blake3", "stewardship.verify", "stewardship.incoming.delivery"),
    *("packaging", "piplicenses", "prettytable", "requests", "typing_extensions", "setuptools"),
    *("asyncio", "concurrent", "multiprocessing", "http", "ssl", "email", "urllib.request"),
    *("importlib.metadata", "importlib.resources", "dataclasses", "inspect", "difflib", "logging"),
    *("argparse", "tempfile", "random", "decimal", "uuid", "csv", "xml", "unittest", "zipfile"),
    *(
        "stewardship.repository.history",
        "stewardship.environment",
        "stewardship.packages",
        "stewardship.ci",
        "stewardship.organization.changed",
    ),
    *("yaml.constructor", "yaml.emitter", "yaml.reader", "yaml.resolver", "yaml.scanner"),
    *("stewardship.cli.group", "stewardship.policy.shape", "stewardship.rule_examples"),
)
# Where nothing is read that was not read before.
UNREAD = ("yaml", "tomllib", "stewardship.document.yaml_", "stewardship.schemas")


@dataclass(frozen=True)
class Ran:
    """How a hook ended, what it said, what it imported, and what it asked git."""

    code: int
    said: str
    modules: frozenset[str]
    asked: list[str]

    def of(self, names: tuple[str, ...]) -> list[str]:
        """The modules that are on a list, or below a package on it."""
        return sorted(
            module
            for module in self.modules
            if any(module == name or module.startswith(f"{name}.") for name in names)
        )


class Hook:
    """A repository with a hook, and a git in front of git that writes down what it is asked."""

    def __init__(self, repo: Repo, folder: Path) -> None:
        self.repo = repo
        self.log = folder / "asked"
        self.bin = folder / "bin"
        self.bin.mkdir()
        wrapper = self.bin / "git"
        real = shutil.which("git")
        wrapper.write_text(f'#!/bin/sh\necho "$*" >> "{self.log}"\nexec "{real}" "$@"\n')
        wrapper.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "STEWARDSHIP_CACHE": str(folder / "cache"),
        }

    def run(self) -> Ran:
        """The entry of the hook, as the frameworks call it."""
        self.log.write_text("")
        done = self._python(str(PROGRAM), "check", "--staged")
        bare = set(self._imported(self._python("-c", "pass").stderr))
        modules = frozenset(self._imported(done.stderr)) - bare
        return Ran(done.returncode, done.stdout, modules, self.log.read_text().splitlines())

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-X", "importtime", *arguments],
            cwd=self.repo.path,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def _imported(self, stderr: str) -> Iterator[str]:
        for line in stderr.splitlines():
            if line.startswith("import time:"):
                yield line.rpartition("|")[2].strip()


@pytest.fixture
def hook(repo: Repo, tmp_path: Path) -> Hook:
    """A repository whose one model is known to the cache."""
    repo.commit("first", {MODEL: GOOD, "src/app.py": "print()\n"})
    made = Hook(repo, tmp_path)
    made.run()
    return made


def test_a_commit_that_touches_nothing_governed(hook: Hook) -> None:
    hook.repo.stage({"src/app.py": "print(1)\n"})
    ran = hook.run()
    assert (ran.code, "nothing that this commit changes is governed" in ran.said) == (0, True)
    assert ran.of(NEVER) == []
    assert ran.of((*UNREAD, "stewardship.readers.mlmodel", "stewardship.readers.card")) == []
    assert len(ran.asked) <= 2, ran.asked


def test_a_hook_that_passes(hook: Hook) -> None:
    hook.repo.stage({MODEL: GOOD + "# changed\n"})
    ran = hook.run()
    assert (ran.code, "1 of 1 resource judged" in ran.said) == (0, True), ran.said
    assert ran.of(NEVER) == []
    assert len(ran.asked) <= 4, ran.asked


def test_a_hook_that_fails(hook: Hook) -> None:
    hook.repo.stage({MODEL: BAD})
    ran = hook.run()
    assert (ran.code, "licenses/stated" in ran.said) == (1, True), ran.said
    assert ran.of(NEVER) == []
    assert len(ran.asked) <= 4, ran.asked


@pytest.mark.parametrize(
    ("content", "code"), [(GOOD + "# x\n", 0), (BAD, 1)], ids=["passes", "fails"]
)
def test_a_hook_that_is_run_again_reads_nothing(hook: Hook, content: str, code: int) -> None:
    hook.repo.stage({MODEL: content})
    assert hook.run().code == code
    ran = hook.run()
    assert ran.code == code
    assert ran.of((*NEVER, *UNREAD)) == []
    assert not any("cat-file --batch " in asked for asked in ran.asked)


def test_a_pattern_of_a_policy_is_what_the_regular_expressions_are_imported_for(hook: Hook) -> None:
    rule = """\
policy: own
title: Own
rules:
  - id: named
    title: A model is named in small letters
    applies-to: model
    at: name
    check: matches
    options: {pattern: '[a-z]+'}
    severity: block
    examples: {pass: [{$name: a}], fail: [{$name: A}]}
"""
    hook.repo.commit("own", {".steward/policies/own.yaml": rule})
    hook.repo.stage({MODEL: GOOD + "# x\n"})
    hook.run()
    ran = hook.run()
    assert ran.code == 0, ran.said
    assert set(ran.of(NEVER)) <= {"re2", "re2._re2"}
    assert "re2" in ran.modules


def test_nothing_of_ours_makes_the_standard_dataclasses() -> None:
    makers = [
        path.relative_to(SOURCE).as_posix()
        for path in sorted(SOURCE.rglob("*.py"))
        if "from dataclasses import dataclass" in path.read_text()
    ]
    assert makers == ["frozen.py"], "take `dataclass` from stewardship.frozen: it is made quickly"


REPORT = '{"SchemaVersion": 2, "ArtifactName": ".", "ArtifactType": "filesystem", "Results": []}\n'
SCANNERS = tuple(
    f"stewardship.readers.{name}"
    for name in ("_findings", "sarif", "trivy", "grype", "npm_audit", "osv_scanner", "pip_audit")
)


def test_a_commit_of_json_that_is_no_report_imports_no_reader_of_reports(hook: Hook) -> None:
    hook.repo.commit("settings", {"package.json": '{"name": "owl"}\n', "b.json": "{}\n"})
    hook.run()
    hook.repo.stage({"package.json": '{"name": "owl", "version": "2"}\n', "c.json": "[]\n"})
    ran = hook.run()
    assert (ran.code, "nothing that this commit changes is governed" in ran.said) == (0, True)
    assert ran.of((*NEVER, *UNREAD, *SCANNERS)) == []


@pytest.mark.parametrize("before", [False, True], ids=["is one now", "was one before"])
def test_a_commit_of_json_of_any_name_that_is_a_report_is_looked_at(
    hook: Hook, before: bool
) -> None:
    hook.repo.commit("scan", {"out/x.json": REPORT if before else "{}\n"})
    hook.repo.stage({"out/x.json": "{}\n" if before else REPORT})
    ran = hook.run()
    assert (ran.code, "nothing that this commit changes" in ran.said) == (0, False)
    assert ran.of(NEVER) == []
