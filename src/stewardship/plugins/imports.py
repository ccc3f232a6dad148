"""From the name of a plugin to its module, and never by way of the checked tree.

The tree is hostile: a file in it that has the plugin's name must not run in its place. So every
package on the way is found first and imported only when it lies elsewhere, and while the run
lasts, nothing at all is imported from a folder of the tree. An environment inside the tree
(``.venv``) is the exception that people need: what steward itself runs from, where git does not
track the files.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

from stewardship import checks, readers
from stewardship.organization.config import Config
from stewardship.plugins import guards
from stewardship.repository.checked import Checked
from stewardship.repository.git import Repository
from stewardship.strict import Node, short

INSTALL = "install it beside steward (`pip install …`), or take it out of `plugins:`"
ELSEWHERE = "install it from elsewhere: code is never taken from what is checked"


class RefusedError(Exception):
    """Why a plugin is not taken, as a clause, and what to do."""

    def __init__(self, clause: str, hint: str) -> None:
        super().__init__(clause)
        self.hint = hint


def take_in(settings: Config, repo: Repository | None) -> None:
    """Import each plugin of the configuration, and let readers and checks be found by name."""
    tree = Checked(repo)
    sys.path[:] = [entry for entry in sys.path if not tree.holds(entry or os.getcwd())]
    for number, name in enumerate(settings.plugins):
        line = settings.at("plugins", number)
        try:
            module = _imported(name, tree)
        except RefusedError as error:
            raise line.error(str(error), error.hint) from None
        _plug(module, name, line)


def _plug(module: ModuleType, name: str, line: Node) -> None:
    """A module with ``read`` is a reader, one with ``check`` a check; it may be both."""
    own = name.rpartition(".")[2].replace("_", "-")
    wrong = guards.mistake(module, own)
    if wrong:
        raise line.error(f"the plugin `{short(name)}` {wrong}", "`docs/plugins.md` shows one")
    state = _state(module)
    if hasattr(module, "read"):
        if own in readers.plugged or own in map(readers.name_of, readers.built_in()):
            raise line.error(f"there is a reader `{own}` already", "rename the module")
        readers.plugged[own] = guards.reader(module, own, state)
    if hasattr(module, "check"):
        if own in checks.plugged or own in checks.names():
            raise line.error(f"there is a check `{own}` already", "rename the module")
        checks.plugged[own] = guards.check(module, own, state)


def _imported(name: str, tree: Checked) -> ModuleType:
    parts = name.split(".")
    module: ModuleType | None = None
    for end in range(1, len(parts) + 1):
        whole = ".".join(parts[:end])
        spec = _found(whole)
        for place in _places(spec):
            if tree.holds(place):
                where = tree.shown(place)
                raise RefusedError(
                    f"`{whole}` is `{short(where)}` in the checked tree, so it is not imported",
                    ELSEWHERE,
                )
        try:
            module = import_module(whole)
        except (Exception, SystemExit) as error:
            raise RefusedError(
                f"`{whole}` cannot be imported: {guards.told(error)}", INSTALL
            ) from None
    assert module is not None, "a name has a part"
    return module


def _found(whole: str) -> ModuleSpec:
    """Where a module is; its parent is imported already, so that nothing runs here."""
    try:
        spec = find_spec(whole)
    except (ImportError, ValueError, AttributeError):
        spec = None
    if spec is None:
        raise RefusedError(f"there is no module `{whole}` where steward is installed", INSTALL)
    return spec


def _places(spec: ModuleSpec) -> Iterator[str]:
    if spec.has_location and spec.origin:
        yield spec.origin
    yield from spec.submodule_search_locations or ()


def _state(module: ModuleType) -> int:
    """A number that changes with the plugin's files: what it said before is then asked again.

    Its files are the module, the others in its folder when that is a package's, and all of its
    top package that it has imported.
    """
    top = module.__name__.partition(".")[0]
    loaded = [one for name, one in sys.modules.items() if name.partition(".")[0] == top]
    files = {file for one in loaded if (file := getattr(one, "__file__", None))}
    if module.__package__ and module.__file__:
        folder = os.path.dirname(module.__file__)
        files |= {os.path.join(folder, one) for one in os.listdir(folder) if one.endswith(".py")}
    states = [(file, os.stat(file).st_mtime_ns, os.stat(file).st_size)
              for file in sorted(files) if os.path.isfile(file)]  # fmt: skip
    return int.from_bytes(hashlib.sha256(repr(states).encode()).digest()[:6])
