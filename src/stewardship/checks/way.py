"""What a reference in a manifest can mean: a path of the tree, or a name of what lies outside."""

from __future__ import annotations

import re
from posixpath import normpath

from stewardship.checks import Context
from stewardship.pattern import pattern
from stewardship.vocabulary import purl

_ADDRESS = pattern(r"([A-Za-z][A-Za-z0-9+.-]+):(?!\s).*", re.DOTALL)
_HUB = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
_LEGACY = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_HOST = pattern(r"//(?:[^/@\s]*@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_])[^/\s]*(?:/.*)?", re.DOTALL)
# Ends of file names: what has one is a path and no repository on a hub.
FILES = (
    *(".csv", ".tsv", ".parquet", ".json", ".jsonl", ".txt", ".md", ".yaml", ".yml", ".dvc"),
    *(".zip", ".tar", ".gz", ".tgz", ".npz", ".npy", ".h5", ".hdf5", ".pkl", ".pickle", ".joblib"),
    *(".bin", ".pt", ".pth", ".ckpt", ".onnx", ".safetensors", ".py", ".ipynb", ".xlsx", ".sql"),
)


def paths(reference: str, context: Context) -> list[str]:
    """What the reference can mean as a path of the tree: from its manifest, and from the root."""
    if reference.startswith(("/", "~", "\\")) or "\0" in reference:
        return []
    folder = context.resource.place.path.rpartition("/")[0]
    way = reference.partition("#")[0] or reference
    found = dict.fromkeys((normpath(f"{folder}/{way}") if folder else normpath(way), normpath(way)))
    return [path for path in found if path != ".." and not path.startswith("../")]


def is_there(reference: str, context: Context) -> bool:
    """Whether the tree holds a file or folder that the reference means."""
    return any(context.exists(path) for path in paths(reference, context))


def scheme(reference: str) -> str:
    """The scheme of an address in lower case; nothing for a path or a name."""
    address = _ADDRESS.fullmatch(reference)
    return address.group(1).lower() if address else ""


def malformed(reference: str) -> str:
    """Why an address or id of something outside names nothing, as a clause; nothing where it may.

    Package URLs are ECMA-427, hub ids ``hf:org/name``; any other address with ``//`` (RFC 3986)
    needs a host.
    """
    kind = scheme(reference)
    rest = reference[len(kind) + 1 :]
    if kind == "pkg" and purl.parse(reference) is None:
        return "is no package URL; one is `pkg:type/name@version`"
    if kind == "hf" and purl.hub_id(reference) is None:
        return "is no id on the hub; one is `hf:org/name`"
    if rest.startswith("//") and kind not in ("hf", "file") and not _HOST.fullmatch(rest):
        return "is no address: it names no host"
    return ""


def on_hub(reference: str, context: Context) -> bool:
    """Whether this looks like ``org/name`` on a hub, and not like a path that is not there."""
    if not _HUB.fullmatch(reference) or reference.lower().endswith(FILES):
        return False
    folder = reference.partition("/")[0]
    return not any(context.exists(path) for path in paths(folder, context))


def bare(reference: str) -> bool:
    """Whether this is a single word that a hub may know, as it does ``gpt2`` and ``squad``."""
    return bool(_LEGACY.fullmatch(reference)) and not reference.lower().endswith(FILES)
