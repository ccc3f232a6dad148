"""Makes what is verified: files, the manifests that promise them, DVC's folders and its cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tests.gate.steward import Said, steward
from tests.repos import Repo

WEIGHTS = b"weights of the fraud model" * 4000


def md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def dvc(name: str, content: bytes, new: bool = True) -> str:
    """A ``.dvc`` file of one file, as DVC writes it since 3.0 and before."""
    mark = "  hash: md5\n" if new else ""
    return f"outs:\n- md5: {md5(content)}\n  size: {len(content)}\n{mark}  path: {name}\n"


def listing(files: Mapping[str, bytes]) -> bytes:
    """DVC's listing of a folder, written without any code of ours."""
    entries = ", ".join(
        f'{{"md5": "{md5(files[name])}", "relpath": {json.dumps(name)}}}' for name in sorted(files)
    )
    return f"[{entries}]".encode()


def dvc_folder(name: str, files: Mapping[str, bytes], new: bool = True) -> str:
    """A ``.dvc`` file of one folder."""
    size = sum(map(len, files.values()))
    mark = "  hash: md5\n" if new else ""
    return (
        f"outs:\n- md5: {md5(listing(files))}.dir\n  size: {size}\n  nfiles: {len(files)}\n"
        f"{mark}  path: {name}\n"
    )


def cached(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The listing of a folder where DVC's cache keeps it."""
    digest = md5(listing(files))
    return {f".dvc/cache/files/md5/{digest[:2]}/{digest[2:]}.dir": listing(files)}


def fraud(repo: Repo) -> None:
    """A repository with one model under DVC, which git ignores."""
    repo.commit(
        "model",
        {
            "models/fraud/model.bin": WEIGHTS,
            "models/fraud/model.bin.dvc": dvc("model.bin", WEIGHTS),
            "models/fraud/.gitignore": "/model.bin\n",
        },
    )


def verified(repo: Repo, *arguments: str) -> tuple[Said, Any]:
    """What ``steward verify`` says, and its JSON."""
    said = steward(repo, "verify", "--format", "json", *arguments)
    return said, json.loads(said.out) if said.out.startswith("{") else None


def faults(repo: Repo, *arguments: str) -> list[str]:
    """``kind path`` of all that is at fault; the exit code has to fit."""
    said, data = verified(repo, *arguments)
    assert data is not None, said.err
    assert said.code == int(bool(data["faults"])), said.err
    return [f"{one['kind']} {one['path']}" for one in data["faults"]]
