"""Where the data folders of the package are: ``policies`` and ``hooks``, which hold no modules.

``importlib.resources`` would do as well and costs 38 ms of a waiting person's time.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def folder(name: str) -> Path:
    """The folder of a data package, installed or in a checkout."""
    module = import_module(f"stewardship.{name}")
    return Path(next(iter(module.__path__)))
