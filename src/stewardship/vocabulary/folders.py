"""What a folder's name says of the things in it."""

from __future__ import annotations

# Folders that say what sort of file lies in them: the folder above names the thing.
DULL = frozenset(("docs", "doc", "artifacts", ".github", ".eval_results"))


def name_of(folder: str) -> str:
    """The name that a folder gives to what it holds: ``.`` for the root, or a dull folder in it."""
    parts = folder.split("/")
    while parts and parts[-1].lower() in DULL:
        parts.pop()
    return (parts[-1] if parts else "") or "."
