"""Where floors come from: folders of the trusted tree, installed packages, the CI job.

The files of a floor are data wherever they lie. A package is found without being imported, and
one in the checked tree is refused: a change could have brought it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.model import Location
from stewardship.organization import config
from stewardship.organization.config_parts import Extends
from stewardship.repository import git, trees
from stewardship.repository.git import Repository
from stewardship.repository.trees import Tree

if TYPE_CHECKING:
    from stewardship.organization.floor import Floor

VENDORED = ".steward/org/"
VARIABLE = "STEWARDSHIP_ORG_POLICY"
LIMIT = 1024 * 1024
MOST = 1_000
ENDINGS = (".yaml", ".yml", ".json")
_KEY = b"extends"
Files = Mapping[str, bytes]


def named() -> Path | None:
    """The folder that the environment names for every call, as a CI job or a laptop may."""
    said = os.environ.get(VARIABLE, "")
    return Path(said) if said else None


def touched(root: Path, paths: Iterable[str]) -> bool:
    """Whether one of the paths may lie in a floor that the configuration on disk extends."""
    try:
        content = (root / config.PATH).read_bytes()
        elsewhere = folders({config.PATH: content})
    except FileNotFoundError:
        return False
    except (OSError, UserError):
        return True
    return bool(elsewhere) and any(path.startswith(elsewhere) for path in paths)


def folders(files: Files) -> tuple[str, ...]:
    """The folders of the tree that these files extend, each ending in ``/``."""
    if _KEY not in files.get(config.PATH, b""):
        return ()
    return tuple(f"{one.name}/" for one in config.load(files).extends if not one.package)


def of_tree(settings: config.Config, files: Files) -> list[Floor]:
    """The floors that the configuration extends and that lie in the same trusted files."""
    return [
        _load(one.name, below(files, f"{one.name}/"), place=one.place)
        for one in settings.extends
        if not one.package
    ]


def _load(folder: str, files: Files, outside: bool = False, place: Location | None = None) -> Floor:
    from stewardship.organization import floor  # late: most repositories have none

    return floor.load(folder, files, outside, place)


def below(files: Files, folder: str) -> dict[str, bytes]:
    """The files of a folder, by their paths in it."""
    return {path[len(folder) :]: files[path] for path in files if path.startswith(folder)}


def outside(
    files: Files, tree: Tree, repo: Repository | None, job: Path | None
) -> tuple[Floor, ...]:
    """The floors that are not in these trusted files: packages that they name, and the job's.

    ``tree`` is what the files are of: a folder that it holds is read from there, and not from the
    disk, where the change that is judged may have put another one.
    """
    found: list[Floor] = []
    extended = config.load(files).extends if _KEY in files.get(config.PATH, b"") else ()
    for one in extended:
        if one.package:
            folder = _package(one, repo)
            found.append(
                _load(f"package:{one.name}", dict(_read(folder, one.place)), place=one.place)
            )
    if job is not None:
        found.append(_given(job, tree, repo))
    return tuple(found)


def _given(job: Path, tree: Tree, repo: Repository | None) -> Floor:
    shown = os.fspath(job)
    inner = _inner(job, repo) if repo else None
    if repo and inner is not None and git.ask(_top(repo), "ls-files", "-z", "--", inner or "."):
        whole = _whole(tree, repo)
        folder = f"{inner}/" if inner else ""
        paths = [
            path for path in whole.entries() if path.startswith(folder) and _is_of(path, folder)
        ]
        files: dict[str, bytes] = {}
        for path, content in whole.read(paths, LIMIT):
            if isinstance(content, bytes):
                files[path] = content
            elif path.endswith(ENDINGS):
                reason = getattr(content, "reason", f"has more than {LIMIT:,} bytes")
                raise UserError(f"the file {reason}", Location(path))
        return _load(shown, below(files, folder), outside=True)
    if not job.is_dir():
        what = "is a file" if job.exists() else "is not there"
        hint = "name a folder with `config.yaml`, and with `params/` and `policies/` or not"
        raise UserError(f"the organization's policy {what}", Location(shown), hint)
    return _load(shown, dict(_read(job, Location(shown))), outside=True)


def _inner(job: Path, repo: Repository) -> str | None:
    """Its path below git's top level, by its own path or by its links; None for one elsewhere."""
    top = os.path.realpath(repo.top)
    for path in (os.path.abspath(job), os.path.realpath(job)):
        relative = os.path.relpath(path, top)
        if relative == ".":
            return ""
        if relative != ".." and not relative.startswith("../"):
            return relative
    return None


def _top(repo: Repository) -> Repository:
    return replace(repo, root=repo.top, prefix="")


def _whole(tree: Tree, repo: Repository) -> Tree:
    """The same tree from git's top level on, whatever folder of it is judged."""
    if tree.label == "index":
        return trees.index(_top(repo))
    return trees.work_tree(_top(repo)) if tree.label == "work tree" else (
        trees.commit(_top(repo), tree.label))  # fmt: skip


def _is_of(path: str, folder: str) -> bool:
    """Whether a floor consists of such a file: of a whole repository most are something else."""
    inner = path[len(folder) :]
    return "/" not in inner or inner.startswith(("params/", "policies/"))


def _read(folder: Path, place: Location | None) -> Iterator[tuple[str, bytes]]:
    """The files of a floor on disk; a ``UserError`` for one that cannot be read whole."""
    for number, path in enumerate(sorted(_there(folder))):
        if number == MOST:
            raise UserError(f"there are more than {MOST:,} files in this folder", place)
        where = Location(f"{folder}/{path}")
        try:
            with (folder / path).open("rb") as stream:
                content = stream.read(LIMIT + 1)
        except OSError as error:
            raise UserError(f"the file cannot be read: {error.strerror}", where) from None
        if len(content) > LIMIT:
            raise UserError(f"the file has more than {LIMIT:,} bytes", where)
        yield path, content


def _there(folder: Path) -> Iterator[str]:
    """What of a folder on disk a floor consists of; links are followed, as mounts are made of."""
    for name in _listed(folder):
        if name.endswith(ENDINGS) and (folder / name).is_file():
            yield name
    for part in ("params", "policies"):
        for home, _, names in os.walk(folder / part):
            inner = os.path.relpath(home, folder)
            yield from (f"{inner}/{name}" for name in names if name.endswith(ENDINGS))


def _listed(folder: Path) -> Sequence[str]:
    try:
        return os.listdir(folder)
    except OSError as error:
        raise UserError(
            f"the folder cannot be read: {error.strerror}", Location(str(folder))
        ) from None


def _package(one: Extends, repo: Repository | None) -> Path:
    """The folder of an installed package, found without running anything of it."""
    from importlib.machinery import PathFinder
    from importlib.util import find_spec

    from stewardship.repository.checked import Checked

    tree = Checked(repo)
    top, *rest = one.name.split(".")
    try:
        spec = find_spec(top)
        for number, _ in enumerate(rest, 2):
            places = list(spec.submodule_search_locations or ()) if spec else []
            spec = PathFinder.find_spec(".".join(one.name.split(".")[:number]), places)
    except (ImportError, ValueError, AttributeError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        hint = "install it beside steward (`pip install …`)"
        raise UserError(
            f"there is no package `{one.name}` where steward is installed", one.place, hint
        )
    if tree.holds(places[0]):
        said = f"the package `{one.name}` is `{tree.shown(places[0])}` in the checked tree"
        hint = "install it from elsewhere, or extend the folder: `extends: path/to/folder`"
        raise UserError(said, one.place, hint)
    return Path(places[0])
