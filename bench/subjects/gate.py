"""The gate as people wait for it, against a minimal click command and against check-jsonschema.

Before anything is timed, both tools have to pass the same manifests and to refuse the same ten
mistakes.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import repository
from stage import Stage
from timing import Command

from subjects import Claim

HERE = Path(__file__).resolve().parent.parent
COUNT = 1_000
CHANGED = repository.path(COUNT // 2)
PEER = ("--schemafile", str(HERE / "schema.json"), "--default-filetype", "yaml")

TITLE = "The gate"

CLAIMS = (
    Claim("one changed manifest among 1,000, in the hook", "hook", "peer: that one file", 0.5),
    Claim("1,000 manifests, nothing known before", "cold", "peer: the 1,000 files", 0.2),
    Claim("a commit that touches nothing governed", "nothing governed", "minimal click", 3.0),
)

WHAT = """\
- The manifests are `MLmodel` files of MLflow, 26 lines of YAML each, one a folder, no two alike.
- `steward` judges them by the ten rules of `bench/rules.yaml` *and* by the packs that come
  installed; check-jsonschema by the ten rules alone, as the JSON Schema `bench/schema.json`.
  Before anything is timed both have to pass the manifests and to refuse ten mistakes, one a rule.
- **hook**: `steward check --staged`, the entry of the hook, in a repository of 1,000 manifests of
  which one is staged with a content that was never seen before; the others are in the cache.
- **hook, cold**: the same with an empty cache, as on the first commit after an installation.
- **cold**: `steward check` on the 1,000 manifests with an empty cache: nothing is known, not even
  that the policies are valid.
- **nothing governed**: `steward check --staged` where only `src/app.py` is staged.
- **peer**: `check-jsonschema --schemafile schema.json --default-filetype yaml FILES`.
"""


def commands(stage: Stage) -> Iterator[Command]:
    """What is timed, in this order in each round."""
    _agree(stage)
    folder, bare = stage.models("models", COUNT), stage.models("code", COUNT)
    python, steward = stage.click.program("python"), stage.steward
    peer = (stage.peer.program("check-jsonschema"), *PEER)
    every = [repository.path(number) for number in range(COUNT)]
    here, cold = stage.environment, stage.with_cache("cold")
    stage.known(folder)
    repository.change(bare, here, "src/app.py")
    yield Command("python -c pass", (python, "-c", "pass"), stage.home, here)
    yield Command("minimal click", (python, str(HERE / "minimal.py")), stage.home, here)
    hook = (steward, "check", "--staged")
    yield Command("nothing governed", hook, bare, here)
    yield Command("hook", hook, folder, here, before=stage.changing(folder, CHANGED))
    yield Command("peer: that one file", (*peer, CHANGED), folder, here)
    yield Command("hook, cold", hook, folder, cold, before=stage.forgetting(cold))
    yield Command("cold", (steward, "check"), folder, cold, before=stage.forgetting(cold))
    yield Command("peer: the 1,000 files", (*peer, *every), folder, here)


def _agree(stage: Stage) -> None:
    """Both tools pass what is right and refuse each mistake: else nothing is compared."""
    folder = stage.models("agreement", 1)
    file = folder / repository.path(0)
    if _findings(stage, folder) or not _peer_passes(stage, folder, repository.path(0)):
        raise SystemExit("what is right is refused")
    right = file.read_text()
    for rule, (text, instead) in repository.BREAKING.items():
        if text not in right:
            raise SystemExit(f"{rule}: there is no {text!r} to replace")
        file.write_text(right.replace(text, instead, 1))
        found = _findings(stage, folder)
        if found != {f"bench/{rule}"} or _peer_passes(stage, folder, repository.path(0)):
            raise SystemExit(f"{rule}: the product finds {found}, or the peer does not")


def _findings(stage: Stage, folder: Path) -> set[str]:
    """The rules of ours that the manifests of a folder break."""
    command = (stage.steward, "check", "--format", "json")
    done = subprocess.run(command, cwd=folder, env=stage.environment, capture_output=True)
    rules = {one["rule"] for one in json.loads(done.stdout)["findings"]}
    return {rule for rule in rules if rule.startswith("bench/")}


def _peer_passes(stage: Stage, folder: Path, name: str) -> bool:
    command = (stage.peer.program("check-jsonschema"), *PEER, name)
    done = subprocess.run(command, cwd=folder, env=stage.environment, capture_output=True)
    return done.returncode == 0
