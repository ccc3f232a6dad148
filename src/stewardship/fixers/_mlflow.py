"""What MLflow noted of a run in its file store, ``mlruns/``, which git mostly ignores.

Read (https://mlflow.org/docs/latest/self-hosting/architecture/backend-store, file store):
``mlruns/EXPERIMENT/RUN/tags/mlflow.source.git.commit``, for a model of MLflow 3
``mlruns/EXPERIMENT/models/MODEL/tags/…`` too, and the registry's
``mlruns/models/NAME/version-N/meta.yaml``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from posixpath import dirname, join

from stewardship.document import MANIFEST, DocumentError
from stewardship.fixers._site import Site
from stewardship.model import Resource
from stewardship.repository.contents import Disk
from stewardship.vocabulary import commits

TAG = "mlflow.source.git.commit"
_ID = re.compile(r"[\w-]{4,80}")
_VERSION = re.compile(r"version-([0-9]+)")


def commit(site: Site, resource: Resource) -> tuple[str, str]:
    """The commit that the run of a model was started from, and the file that says so; empty."""
    for store in _stores(site, resource):
        for experiment in _folders(site, store):
            for run in _ids(resource):
                for way in (run, f"models/{run}"):
                    path = join(store, experiment, way, "tags", TAG)
                    found = (_read(site, path) or b"").decode("ascii", "replace").strip()
                    if commits.is_full(found):
                        return found.lower(), path
    return "", ""


def version(site: Site, resource: Resource) -> tuple[str, str]:
    """The newest version under which a run of this model is registered, and the file; empty."""
    runs = set(_ids(resource))
    found: list[tuple[int, str]] = []
    for store in _stores(site, resource) if runs else ():
        for name in _folders(site, join(store, "models")):
            for folder in _folders(site, join(store, "models", name)):
                number = _VERSION.fullmatch(folder)
                path = join(store, "models", name, folder, "meta.yaml")
                if number and not runs.isdisjoint(_meta(site, path)):
                    found.append((int(number[1]), path))
    newest, path = max(found, default=(0, ""))
    return (str(newest), path) if path else ("", "")


def _meta(site: Site, path: str) -> tuple[str, ...]:
    """The run and the model that a registered version was made from."""
    from stewardship.document import yaml_

    try:
        documents = yaml_.load(_read(site, path) or b"", path, MANIFEST)
    except DocumentError:
        return ()
    named = (one.text(key) for one in documents for key in ("run_id", "model_id"))
    return tuple(filter(None, named))


def _ids(resource: Resource) -> list[str]:
    values = (resource.value(name) for name in ("run-id", "model-id", "model-uuid"))
    said = [str(one.data) for one in values if one.state == "present"]
    return [one for one in said if _ID.fullmatch(one)]


def _stores(site: Site, resource: Resource) -> Iterator[str]:
    """The stores that may know the model: the one it lies in, and those beside it and above."""
    seen = set()
    for path in resource.paths:
        parts = path.split("/")
        if "mlruns" in parts:
            seen.add("/".join(parts[: parts.index("mlruns") + 1]))
        folder = dirname(path)
        while True:
            seen.add(join(folder, "mlruns"))
            if not folder:
                break
            folder = dirname(folder)
    for store in sorted(seen, key=lambda one: (-one.count("/"), one)):
        if os.path.isdir(site.repo.root / store):
            yield store


def _folders(site: Site, path: str) -> list[str]:
    try:
        with os.scandir(site.repo.root / path) as found:
            return sorted(one.name for one in found if one.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _read(site: Site, path: str) -> bytes | None:
    with Disk(site.repo.root) as disk:
        found = disk.read(path, 64 * 1024)
    return found if isinstance(found, bytes) else None
