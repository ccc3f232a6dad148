"""Who owns a path, and who is asked about a change.

Before anything is timed, the owners of some paths have to be those that a plain reading of the
patterns gives, and the plan has to name what the check judged.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import repository
from stage import Stage
from timing import Command

from subjects import Claim

TITLE = "Owners"
PATHS, PATTERNS, COUNT = 10_000, 500, 1_000
FOLDERS = ("src", "docs", "models", "data", "tests", "config", "infra", "web", "api", "lib")
ENDINGS = ("py", "md", "yaml", "ts", "go", "json", "ipynb", "sql")
SIGNED = "signature: {{inputs: '{}'}}"
"""What is added to a manifest: a value that is governed, so that somebody has to look at it."""
CHANGED = [repository.path(number) for number in range(0, 100, 20)]

CLAIMS = (
    Claim("10,000 paths against 500 patterns", "owners match", "", 500, "ms"),
    Claim("who is asked about a change, on top of its check", "review plan", "check", 50, "ms"),
)

WHAT = """\
- **owners match**: `steward owners match --format json PATHS` with 10,000 paths of 100 areas, ten
  folders in each and eight endings, by a CODEOWNERS of 500 patterns: of folders, anchored and not,
  of endings, with one star and with two.
- **check**: `steward ci --base main` where one commit changes five manifests of 1,000, in a
  repository with `.steward/stewards.yaml` for 20 teams and a CODEOWNERS.
- **review plan**: `steward review plan --base main` for the same change: it is judged, and who is
  to be asked about each resource, and why, is told.
"""


def commands(stage: Stage) -> Iterator[Command]:
    """What is timed, in this order in each round."""
    folder = stage.models("owned", COUNT)
    _own(folder, stage)
    owners = folder / ".git" / "owners"
    owners.write_text("".join(f"{one}\n" for one in _patterns()))
    match = (stage.steward, "owners", "match", "--codeowners", str(owners), "--format", "json")
    _agree(stage, folder, match)
    here, branch = stage.environment, stage.branching(folder, *CHANGED, line=SIGNED)
    check = (stage.steward, "ci", "--base", "main", "--approvals-elsewhere")
    plan = (stage.steward, "review", "plan", "--base", "main")
    yield Command("owners match", (*match, *_paths()), folder, here)
    yield Command("check", check, folder, here, before=branch)
    yield Command("review plan", plan, folder, here, before=branch)


def _patterns() -> list[str]:
    """500 lines of CODEOWNERS."""
    lines = ["* @acme/everyone"]
    for number in range(PATTERNS - 1):
        area, folder = f"area-{number % 100:03}", FOLDERS[number * 7 % 10]
        ending = ENDINGS[number % 8]
        pattern = (
            f"/{area}/",
            f"/{area}/{folder}/",
            f"/{area}/{folder}/*.{ending}",
            f"{folder}/**/*.{ending}",
            f"*.{ending}{number}",
            f"/{area}/**/team-{number % 37}/",
            f"docs-{number}/*",
            f"/{area}/{folder}/team-{number % 37}/file-{number % 50:02}*",
            f"{area}-{number}/",
            f"**/{folder}/{area}-*.{ending}",
        )[number % 10]
        lines.append(f"{pattern} @acme/team-{number % 40}")
    return lines


def _paths() -> list[str]:
    """10,000 paths, in a monorepo's way."""
    return [
        f"area-{number % 100:03}/{FOLDERS[number // 100 % 10]}/team-{number % 37}/"
        f"file-{number % 50:02}-{number}.{ENDINGS[number % 8]}"
        for number in range(PATHS)
    ]


def _own(folder: Path, stage: Stage) -> None:
    """Give the repository a map: 20 teams, and a CODEOWNERS for the areas."""
    teams = "".join(
        f'  "@acme/team-{number}":\n    members: ["@a{number}", "@b{number}"]\n'
        f'    deputy: "@b{number}"\n    on-call: "@a{number}"\n    budget: 4 hours a week\n'
        f"    roadmap: https://acme.example/roadmaps/{number}\n    reviewed-on: 2026-10-05\n"
        for number in range(20)
    )
    people = "".join(f'  "@{one}{number}": {{}}\n' for number in range(20) for one in "ab")
    areas = "".join(f"/models/area-{one:03}/ @acme/team-{one}\n" for one in range(COUNT // 100))
    files = {
        ".steward/stewards.yaml": f"stewards:\n{teams}{people}",
        ".github/CODEOWNERS": f"* @acme/team-0\n{areas}",
    }
    repository.commit(folder, stage.environment, "owners", files)
    stage.known(folder)


def _agree(stage: Stage, folder: Path, match: tuple[str, ...]) -> None:
    """The owners of some paths are right; and the plan is about what the change touches."""
    wanted = {
        "area-000/other/x.txt": "/area-000/",
        "area-001/web/x.txt": "/area-001/web/",
        "nowhere/x.txt": "*",
        "nowhere/x.md1": "*",
        "docs-6/x": "docs-6/*",
        "docs-6/x/y": "*",
    }
    found = {one["path"]: one["pattern"] for one in _said(stage, folder, (*match, *wanted))}
    if found != wanted:
        raise SystemExit(f"other owners than the patterns give: {found}")
    if len(_said(stage, folder, (*match, *_paths()))) != PATHS:
        raise SystemExit("a path has no answer")
    stage.branching(folder, *CHANGED, line=SIGNED)()
    change = {"check": ("ci", "--base", "main", "--approvals-elsewhere", "--format", "json"),
              "plan": ("review", "plan", "--base", "main", "--format", "json")}  # fmt: skip
    said = {name: _said(stage, folder, (stage.steward, *one)) for name, one in change.items()}
    counts = said["check"]["summary"]["judged"], len(said["plan"]["resources"])
    if counts != (len(CHANGED), len(CHANGED)):
        raise SystemExit(f"{counts} resources are judged and asked about, not {len(CHANGED)}")


def _said(stage: Stage, folder: Path, command: tuple[str, ...]) -> Any:
    done = subprocess.run(command, cwd=folder, env=stage.environment, capture_output=True)
    if done.returncode:
        raise SystemExit(f"{command[1:3]} ended with {done.returncode}: {done.stderr.decode()}")
    return json.loads(done.stdout)
