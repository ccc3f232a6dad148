"""A base model pinned to the revision that the local Hugging Face cache holds.

The cache notes which commit a branch or a tag was when it was downloaded
(`models--ORG--NAME/refs/main`): so on the machine that fine-tuned a model, its base can be told.
It lies in `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE`, `HF_HOME/hub` or `~/.cache/huggingface/hub`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from stewardship.edit import Change, EditError
from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Finding, Pointer, Resource, Value
from stewardship.repository.contents import Disk
from stewardship.vocabulary import commits

TAKES = (("pinned", "sources[[]role=base]*"), ("git-commit", "sources[[]role=base]*"))

_NAME = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)?")
_REVISION = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*")


def fix(finding: Finding, at: str, resource: Resource, site: Site) -> Iterator[Fix | Left]:
    """The commit of each base that the finding is about, where the cache knows it."""
    for base in _bases(resource, finding):
        ref, revision = _text(base, "ref"), _text(base, "revision")
        commit = cached(ref, revision or "main")
        if not commit:
            named = f" at `{revision}`" if revision else ""
            yield Left(
                f"`{ref}`{named} is not in the Hugging Face cache of this machine",
                "state the commit that was fine-tuned: `stewardship: {base-revision: <commit>}` in "
                + finding.location.path,
            )
            continue
        try:
            yield _pinned(site, base, ref, revision, commit)
        except EditError as error:
            yield Left(error.message, f"state `base-revision: {commit}` by hand")


def _bases(resource: Resource, finding: Finding) -> list[Value]:
    """The unpinned bases that stand where the finding does."""
    sources = resource.value("sources").data
    found = []
    for one in sources if isinstance(sources, tuple) else ():
        if not isinstance(one.data, Mapping) or _text(one, "role") != "base":
            continue
        parts = (one, *one.data.values())
        here = any(part.location == finding.location for part in parts)
        if here and not commits.is_full(_text(one, "revision")):
            found.append(one)
    return found


def _text(record: Value, key: str) -> str:
    part = record.data.get(key) if isinstance(record.data, Mapping) else None
    return part.data.strip() if part and isinstance(part.data, str) else ""


def _pinned(site: Site, base: Value, ref: str, revision: str, commit: str) -> Fix:
    """The commit in the place of a branch, or as one more key where the format takes it."""
    assert isinstance(base.data, Mapping)
    said = f"base {ref}: {commit}"
    stated = base.data.get("revision")
    if stated is not None and revision:
        number, pointer = _at(site, stated)
        written = str(site.node(stated.location.path, number, pointer))
        value = f"{ref}@{commit}" if written == f"{ref}@{revision}" else commit
        return Fix(stated.location.path, Change(pointer, value, document=number), said)
    place = base.data["ref"].location
    number, pointer = _at(site, base.data["ref"])
    parent = site.node(place.path, number, pointer[:-1])
    readers = site.claims.get(place.path, ())
    if isinstance(parent, dict) and pointer[-1] == "ref":
        way: Pointer = (*pointer[:-1], "revision")
    elif "mlmodel" in readers:
        way = ("metadata", "stewardship", "base-revision")
    elif "card" in readers:
        several = isinstance(parent, list) and len(parent) > 1
        way = ("stewardship", "base-revision", *((ref,) if several else ()))
    else:
        raise EditError("this format has no field for the revision of a base model", place)
    return Fix(place.path, Change(way, commit, document=number), said)


def _at(site: Site, value: Value) -> tuple[int, Pointer]:
    found = site.pointer(value.location)
    if found is None:
        raise EditError("it is stated in prose", value.location)
    return found


def cached(ref: str, revision: str) -> str:
    """The commit that a branch, a tag or a short id of a model is in the cache; empty for none."""
    if not _NAME.fullmatch(ref) or not _REVISION.fullmatch(revision):
        return ""
    folder = "models--" + ref.replace("/", "--")
    for cache in caches():
        if not cache.is_dir():
            continue
        with Disk(cache) as disk:
            noted = disk.read(f"{folder}/refs/{revision}", 4096)
        text = noted.decode("ascii", "replace").strip() if isinstance(noted, bytes) else ""
        if commits.is_full(text):
            return text.lower()
        if commits.form(revision) == "short" and (whole := _whole(cache / folder, revision)):
            return whole
    return ""


def _whole(folder: Path, short: str) -> str:
    """The one snapshot whose id begins so."""
    try:
        names = os.listdir(folder / "snapshots")
    except OSError:
        return ""
    fit = [name for name in names if commits.is_full(name) and name.startswith(short.lower())]
    return fit[0] if len(fit) == 1 else ""


def caches() -> list[Path]:
    """Where huggingface_hub looks, the first that is set."""
    for name, below in (
        ("HF_HUB_CACHE", ""),
        ("HUGGINGFACE_HUB_CACHE", ""),
        ("HF_HOME", "hub"),
        ("XDG_CACHE_HOME", "huggingface/hub"),
    ):
        if os.environ.get(name):
            return [Path(os.environ[name]).expanduser() / below]
    home = os.environ.get("HOME")
    return [Path(home) / ".cache/huggingface/hub"] if home else []
