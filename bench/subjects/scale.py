"""What a repository of ten times as many manifests costs in time and memory, and a change of it."""

from __future__ import annotations

from collections.abc import Iterator

import repository
from stage import Stage
from timing import Command

from subjects import Claim

TITLE = "Ten times as many"
ROUNDS = 7

CLAIMS = (
    Claim("10,000 manifests against 1,000, nothing known before", "10,000 cold", "1,000 cold", 12),
    Claim("a second check of 10,000 manifests", "10,000 warm", "10,000 cold", 0.2),
    Claim("a second check of 1,000 manifests", "1,000 warm", "1,000 cold", 0.2),
    Claim("a pull request that touches 5 files of 10,000", "pull request: 5 of 10,000",
          "pull request: 5 of 100", 1.5),
    Claim("a pull request that touches 5 files of 10,000", "pull request: 5 of 10,000",
          "10,000 cold", 0.2),
    Claim("memory at its peak, 10,000 manifests with nothing known", "10,000 cold", "", 250),
    Claim("memory at its peak, 10,000 manifests a second time", "10,000 warm", "", 250),
)  # fmt: skip

WHAT = """\
- **cold**: `steward check` on so many manifests of the same kind, with an empty cache.
- **warm**: the same once more; nothing has changed. Every manifest is judged again.
- **hook: 5 of**: `steward check --staged`, five manifests staged with contents never seen before.
- **pull request: 5 of**: `steward ci --base main` on a branch whose one commit gives five manifests
  contents never seen before; the cache has what `main` holds.
"""


def commands(stage: Stage) -> Iterator[Command]:
    """Cold before warm, so that a warm run has what the cold one of its round wrote."""
    check, hook = (stage.steward, "check"), (stage.steward, "check", "--staged")
    for number in (1_000, 10_000):
        folder = stage.models(f"scale-{number}", number)
        cache = stage.with_cache(f"scale-{number}")
        yield Command(f"{number:,} cold", check, folder, cache, before=stage.forgetting(cache))
        yield Command(f"{number:,} warm", check, folder, cache)
    for number in (100, 10_000):
        names = [repository.path(one) for one in range(0, 100, 20)]
        folder = stage.models(f"change-{number}", number)
        stage.known(folder)
        before = stage.changing(folder, *names)
        yield Command(f"hook: 5 of {number:,}", hook, folder, stage.environment, before=before)
        folder = stage.models(f"branch-{number}", number)
        stage.known(folder)
        before = stage.branching(folder, *names)
        pull = (stage.steward, "ci", "--base", "main")
        name = f"pull request: 5 of {number:,}"
        yield Command(name, pull, folder, stage.environment, before=before)
