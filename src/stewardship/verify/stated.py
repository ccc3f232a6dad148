"""What the files of the work tree say, read without any rule: a verification asks no policy."""

from __future__ import annotations

from stewardship import plugins, readers
from stewardship.cache.store import Cache
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.joining.gather import Gathered, gather
from stewardship.joining.names import Names
from stewardship.model import Location
from stewardship.organization import config
from stewardship.repository import trees
from stewardship.repository.contents import Unreadable
from stewardship.repository.git import Repository
from stewardship.repository.trees import WorkTree

LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stated:
    """The work tree, what its files say, and the cache that knew it."""

    tree: WorkTree
    gathered: Gathered
    cache: Cache


def stated(repo: Repository) -> Stated:
    """Read all manifests; what the configuration excludes is left out, and counted."""
    cache = Cache.open(repo.top)
    tree = trees.work_tree(repo)
    files = _configuration(tree)
    settings = config.load(files)
    plugins.use(files, repo)
    own = readers.labels(cache.memory())
    names = Names((*own, *map(readers.label_of, readers.plugged.values())))
    return Stated(tree, gather(repo, tree, names, cache, settings.excluded), cache)


def _configuration(tree: WorkTree) -> dict[str, bytes]:
    if config.PATH not in tree.entries():
        return {}
    for path, content in tree.read([config.PATH], LIMIT):
        if isinstance(content, bytes):
            return {path: content}
        reason = content.reason if isinstance(content, Unreadable) else "is too large"
        raise UserError(f"the file {reason}", Location(path), "put a plain file in its place")
    return {}
