"""Verifying what is promised of large files, against sha256sum and against the bare minimum.

``BENCH_GIB`` in the environment says how much is hashed, 4 unless stated. Before anything is timed
all three have to come to the same digests, and ours has to notice one changed byte.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import repository
from stage import Stage
from timing import Command

from subjects import Claim

TITLE = "Every byte of large files"
ROUNDS = 5
SIZE = int(float(os.environ.get("BENCH_GIB", "4")) * 2**30)
LARGE, SMALL = 4, 2_000
SMALL_SIZE = SIZE // 16 // SMALL
LARGE_SIZE = (SIZE - SMALL * SMALL_SIZE) // LARGE

CLAIMS = (
    Claim("every byte of 2,004 files", "verify", "sha256sum through xargs -P 2", 1 / 3),
    Claim("every byte of 2,004 files", "verify", "two threads of hashlib", 1.2),
    Claim("the same 2,004 files again, quick", "verify --quick", "", 150, "ms"),
    Claim("memory at its peak", "verify", "", 100),
)

WHAT = """\
- The files have 4 GiB together, four of 960 MiB and 2,000 of 131 KiB, all in the page cache. A
  `SHA256SUMS` promises each of them; git ignores them, as it does what DVC keeps.
- **verify**: `steward verify`: what is promised is read from the manifests, every byte of every
  file is hashed, and compared.
- **verify --quick**: the same once more; device, inode, size, mtime and ctime are as they were.
- **sha256sum through xargs -P 2**: `xargs -0 -P 2 -n 32 sha256sum`, the large files spread among
  the others, so that both processes have work to the end.
- **two threads of hashlib**: `bench/two_threads.py`, which opens, reads and hashes, and no more.
"""


def commands(stage: Stage) -> Iterator[Command]:
    """All of them read the same files; verify comes before its quick run."""
    folder = stage.folder / "large"
    names = _make(folder, stage)
    spread = _spread(names)
    orders = {"largest": names, "spread": spread}
    for order, listed in orders.items():
        (folder / f".git/{order}").write_text("".join(f"{name}\0" for name in listed))
    python = stage.click.program("python")
    bare = f"'{python}' '{Path(__file__).parents[1] / 'two_threads.py'}' < .git/largest"
    xargs = "xargs -0 -P 2 -n 32 sha256sum < .git/spread"
    _agree(stage, folder, bare, xargs)
    here = stage.environment
    verify = (stage.steward, "verify")
    yield Command("sha256sum through xargs -P 2", ("sh", "-c", xargs), folder, here)
    yield Command("two threads of hashlib", ("sh", "-c", bare), folder, here)
    yield Command("verify", verify, folder, here)
    yield Command("verify --quick", (*verify, "--quick"), folder, here)


def _make(folder: Path, stage: Stage) -> list[str]:
    """The repository, and the names of its files, largest first; no two files are alike."""
    block = os.urandom(2**20)
    sizes = {f"large-{number}.bin": LARGE_SIZE for number in range(LARGE)}
    sizes |= {f"small/{number:04}.bin": SMALL_SIZE for number in range(SMALL)}
    lines = []
    (folder / "small").mkdir(parents=True)
    for name, size in sizes.items():
        hashed = hashlib.sha256()
        with (folder / name).open("wb") as file:
            left = size
            part = name.encode().ljust(64) + block[64:]
            while left > 0:
                part = part if left >= len(part) else part[:left]
                file.write(part)
                hashed.update(part)
                left -= len(part)
                part = block
        lines.append(f"{hashed.hexdigest()}  {name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines))
    (folder / ".gitignore").write_text("*.bin\n")
    repository.git(folder, stage.environment, "init", "--quiet", "--initial-branch=main")
    repository.git(folder, stage.environment, "add", "--all")
    repository.git(folder, stage.environment, "commit", "--quiet", "--message", "promised")
    return list(sizes)


def _spread(names: list[str]) -> list[str]:
    """The large files at even distances among the small ones."""
    large, small = names[:LARGE], names[LARGE:]
    step = SMALL // LARGE
    return [name for number in range(LARGE)
            for name in (large[number], *small[number * step : (number + 1) * step])]  # fmt: skip


def _agree(stage: Stage, folder: Path, *others: str) -> None:
    """The same digests from all; and one changed byte is found."""
    promised = sorted((folder / "SHA256SUMS").read_text().splitlines())
    for command in others:
        done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True)
        if sorted(done.stdout.splitlines()) != promised:
            raise SystemExit(f"other digests than were written: {command}")
    verify = [stage.steward, "verify"]
    file = folder / "small/0007.bin"
    right = file.read_bytes()
    for content, code in ((right[:-1] + bytes([right[-1] ^ 1]), 1), (right, 0)):
        file.write_bytes(content)
        done = subprocess.run(verify, cwd=folder, env=stage.environment, capture_output=True,
                              text=True)  # fmt: skip
        if done.returncode != code:
            raise SystemExit(f"verify ended with {done.returncode}, not {code}: {done.stdout}")
