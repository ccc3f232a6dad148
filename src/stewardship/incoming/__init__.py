"""What came from outside: folders whose content has to be signed, listed and approved.

The pack ``air-gap`` names them in its params (``.steward/params/air-gap.yaml``), and the keys whose
signatures count; ``.steward/incoming.yaml`` holds the approvals. Each folder is a resource of kind
``repository``, whether or not any manifest lies in it, so that a rule has something to judge.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.model import Param, Resource
from stewardship.vocabulary.globs import compile_glob

PACK = "air-gap"
PARAMS = f".steward/params/{PACK}.yaml"
APPROVALS = ".steward/incoming.yaml"
KEYS = ".steward/keys/"
USED = ("incoming", "keys", "roots", "besides", "approvers")
"""The params of the pack that are used here, and not by a rule."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The params of the pack: globs of folders, paths of PEM files, globs of files that need not
    be listed, and who may approve."""

    folders: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()


def may_be(root: Path) -> bool:
    """Whether anything may have to be signed here, in the time of one look at the disk.

    For a hook that would otherwise end before it has read any decision. What is staged
    differently is CI's to see.
    """
    return os.path.lexists(root / PARAMS)


def settings(params: Mapping[str, Param]) -> Settings:
    """The settings that the params of the pack state; ``UserError`` at what is no list of texts."""
    found = Settings(
        _texts(params, "incoming"),
        _texts(params, "keys"),
        _texts(params, "roots"),
        _texts(params, "besides"),
        _texts(params, "approvers"),
    )
    for name, globs in (("incoming", found.folders), ("besides", found.besides)):
        for glob in globs:
            try:
                compile_glob(glob)
            except ValueError as error:
                raise UserError(f"`{name}`: {error}", params[name].place) from None
    return found


def _texts(params: Mapping[str, Param], name: str) -> tuple[str, ...]:
    if name not in params:
        return ()
    value = params[name].value
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise UserError(f"`{name}` has to be a list of texts", params[name].place)
    return tuple(str(one) for one in value)


def deliveries(paths: Iterable[str], folders: Iterable[str]) -> dict[str, list[str]]:
    """The files of each incoming folder, by its path: the first part of a file's path that a glob
    covers. A file that lies where only folders should is a delivery of its own."""
    covers = [compile_glob(one) for one in folders]
    found: dict[str, list[str]] = {}
    known: dict[str, str] = {}
    for path in paths if covers else ():
        folder = path.rpartition("/")[0]
        if folder not in known:
            parts = folder.split("/") if folder else []
            heads = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
            known[folder] = next((h for h in heads if any(fits(h) for fits in covers)), "")
        top = known[folder] or (path if any(fits(path) for fits in covers) else "")
        if top:
            found.setdefault(top, []).append(path)
    return found


def touched(resources: Iterable[Resource], paths: Collection[str]) -> set[str]:
    """The keys of incoming folders that a change reaches into, be it to take something out."""
    return {
        one.key
        for one in resources
        if any(path == one.name or path.startswith(f"{one.name}/") for path in paths)
    }
