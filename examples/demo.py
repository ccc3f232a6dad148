"""``make demo``: the gate on an organization's repository, in a repository of its own.

Copies ``acme-ai`` into a new git repository, commits it, lays the change of ``acme-ai-change``
over it and runs the gate: on everything, and on the commit that is about to be made. The findings
must be exactly those of ``expected.json`` beside this file; ``--write`` writes that file anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
STEWARD = Path(sys.executable).with_name("steward")
TODAY = "2026-11-23T09:00:00+00:00"


def git(folder: Path, *arguments: str) -> None:
    """Run git with an identity of its own and no hooks."""
    settings = ("-c", "user.name=Demo", "-c", "user.email=demo@acme.example")
    command = ["git", "-C", str(folder), *settings, "-c", "core.hooksPath=/dev/null", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment())


def environment() -> dict[str, str]:
    """The environment without git's own variables, so that a demo in a hook stays a demo."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {"STEWARDSHIP_NOW": TODAY, "LC_ALL": "C.UTF-8"}


def build(folder: Path) -> Path:
    """The repository: one commit of the example, the change staged on top of it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HERE / "acme-ai", folder)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=Acme AI as it is")
    shutil.copytree(HERE / "acme-ai-change", folder, dirs_exist_ok=True)
    (folder / "data/help-center/README.md").unlink()
    git(folder, "add", "--all")
    return folder


def steward(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the gate as a user does, by its console script."""
    command = [str(STEWARD), *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """What the JSON report says, cut to what a person would compare."""
    done = steward(folder, "check", "--format", "json", *arguments)
    if done.returncode not in (0, 1):
        sys.exit(f"steward exited {done.returncode}:\n{done.stderr}")
    kept = ("rule", "severity", "status", "path", "line", "message")
    return [{key: one[key] for key in kept} for one in json.loads(done.stdout)["findings"]]


def main() -> int:
    """Build, run, show, compare."""
    folder = build(HERE.parent / ".demo" / "acme-ai")
    found = {"everything": findings(folder), "staged": findings(folder, "--staged")}
    print("$ steward check --staged\n")
    print(steward(folder, "check", "--staged").stdout)
    file = HERE / "expected.json"
    if "--write" in sys.argv:
        file.write_text(json.dumps(found, indent=2) + "\n")
    expected = json.loads(file.read_text())
    for name, wanted in expected.items():
        extra = [one for one in found[name] if one not in wanted]
        lost = [one for one in wanted if one not in found[name]]
        for label, group in (("not expected", extra), ("missing", lost)):
            for one in group:
                print(f"{name}: {label}: {one}")
        if extra or lost or len(found[name]) != len(wanted):
            return 1
    rules = {one["rule"] for group in found.values() for one in group}
    print(f"demo: {len(found['everything'])} findings of {len(rules)} rules, exactly as expected")
    return 0


if __name__ == "__main__":
    sys.exit(main())
