"""Environments, locks and SBOMs as small as a test needs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stewardship.packages import Package, python_package
from stewardship.packages.lock_file import render
from tests.repos import Repo

LOCK = ".steward/licenses.lock"


def install(
    folder: Path, name: str, version: str = "1.0", headers: str = "License: MIT",
    files: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Lay the metadata of a package into ``folder``, a virtual environment."""
    home = folder / "lib/python3.11/site-packages" / f"{name.replace('-', '_')}-{version}.dist-info"
    (home / "licenses").mkdir(parents=True)
    (home / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n{headers}\n\nAbout it.\n")
    for file, text in (files or {}).items():
        (home / "licenses" / file).write_text(text)


def venv(folder: Path, **packages: str) -> Path:
    """A virtual environment; each package (``_`` for ``-``) with its headers, in version 1.0."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").write_text("#!/bin/sh\ntouch was-run\n")
    (folder / "bin/python").chmod(0o755)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    for name, headers in packages.items():
        install(folder, name.replace("_", "-"), headers=headers)
    return folder


def package(name: str, license: str, version: str = "1.0") -> Package:
    """A package whose License field says this."""
    return python_package(name, version, {"license": license})


def lock_text(*packages: Package) -> str:
    """A license lock of these packages."""
    return render(packages, "environment").decode()


def locked(repo: Repo) -> dict[str, Any]:
    """The packages of the repository's lock by name."""
    rows = json.loads((repo.path / LOCK).read_text())["packages"]
    return {row["name"]: row for row in rows}


def uv_lock(**packages: tuple[str, ...]) -> str:
    """A ``uv.lock`` of a project ``app``: what it requires first, and what each requires."""
    rows = ["version = 1\n"]
    for name, wanted in packages.items():
        needs = ", ".join(f'{{ name = "{one}" }}' for one in wanted)
        source = '{ editable = "." }' if name == "app" else '{ registry = "https://x.example" }'
        rows.append(
            f'[[package]]\nname = "{name}"\nversion = "1.0"\nsource = {source}\n'
            f"dependencies = [{needs}]\n"
        )
    return "\n".join(rows)
