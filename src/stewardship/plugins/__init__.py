"""Other people's readers and checks: modules that the *trusted* configuration names.

``plugins: [package.module]`` in ``.steward/config.yaml``. In CI that file is the base's, so a
change cannot bring code of its own; and a module is never taken from the checked tree
(``imports``). What a plugin does wrong while it runs is a finding, never a traceback (``guards``).

Whoever lists none pays for none: neither this package's parts nor a parser is imported then.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stewardship import checks, readers
from stewardship.organization import config
from stewardship.repository.git import Repository

_KEY = b"plugins"


def may_be(root: Path) -> bool:
    """Whether the configuration on disk may list plugins, in the time of opening one file.

    For a hook that would otherwise end before it has read any decision: what it must not miss
    are names that only a plugin's reader knows. What is staged differently is CI's to see.
    """
    try:
        return _KEY in (root / config.PATH).read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return True


def listed(files: Mapping[str, bytes]) -> frozenset[str]:
    """The plugins that these files of the organization name, without importing any."""
    if _KEY not in files.get(config.PATH, b""):
        return frozenset()
    return frozenset(config.load(files).plugins)


def use(trusted: Mapping[str, bytes], repo: Repository | None) -> None:
    """Take in the plugins that these trusted files list, and no others, for all that follows.

    ``repo`` is the checked repository, whose own files are never imported. Raises ``UserError``,
    at its line of the configuration, for a module that is not there, lies in the checked tree,
    breaks while it is imported, or is neither a reader nor a check.
    """
    readers.plugged.clear()
    checks.plugged.clear()
    if _KEY not in trusted.get(config.PATH, b""):
        return
    settings = config.load(trusted)
    if settings.plugins:
        from stewardship.plugins.imports import take_in

        take_in(settings, repo)
