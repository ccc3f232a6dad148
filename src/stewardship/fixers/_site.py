"""Where fixers work: the tree, what its files say, and where in a file a value stands."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from stewardship.document import Document
from stewardship.edit import Change, EditError, files, load
from stewardship.frozen import dataclass
from stewardship.joining.universe import Universe
from stewardship.model import Location, Pointer
from stewardship.picture import Picture
from stewardship.repository.git import Repository


@dataclass(frozen=True, slots=True)
class Fix:
    """One change of one file; ``said`` is what it does, for whoever asked: "license: mit".

    ``first`` is a change that has to be made before, once for all that need it.
    """

    path: str
    change: Change
    said: str
    first: Change | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to a person: ``why`` (empty where no fixer knows anything of it), and what to
    do. ``refuses`` says that nothing at all may be stamped before that is done."""

    why: str
    todo: str = ""
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller says: a version, that code which is not committed does not matter, that what
    is stated well is to be found out anew, and which resources are meant. Where none is ``named``,
    nobody says of one without weights here that it was built from HEAD, or now."""

    version: str = ""
    dirty: bool = False
    renew: bool = False
    named: bool = True


class Site:
    """One picture of the work tree; files are read as they are on disk, and each once."""

    def __init__(self, picture: Picture, now: datetime, wishes: Wishes | None = None) -> None:
        self.picture = picture
        self.now = now
        self.wishes = wishes or Wishes()
        self.digests: dict[tuple[str, str], str | EditError] = {}
        self._documents: dict[str, tuple[Document, ...]] = {}

    @property
    def repo(self) -> Repository:
        """The repository, and the root of all paths."""
        return self.picture.repo

    @property
    def universe(self) -> Universe:
        """All resources of the tree."""
        return self.picture.universe

    @cached_property
    def claims(self) -> dict[str, tuple[str, ...]]:
        """The readers that claimed each path."""
        return self.picture.gathered.claims

    def documents(self, path: str) -> tuple[Document, ...]:
        """What a file says, as it can be edited, one that is not there nothing; raises
        ``EditError`` where it cannot be."""
        if path not in self._documents:
            self._documents[path] = load(files.read(self.repo.root, path) or b"", path)
        return self._documents[path]

    def pointer(self, place: Location, whole: bool = False) -> tuple[int, Pointer] | None:
        """Which document and which node of it stands at a place; None for a place in prose.

        Where a record begins, so does its first value: ``whole`` asks for the record.
        """
        documents = self.documents(place.path)
        if place.pointer is not None:
            return 0, place.pointer
        for number, document in enumerate(documents):
            found = [
                pointer
                for pointer, at in document.places.items()
                if at == (place.line, place.column)
            ]
            # From the outside in, so the first is the outermost of those that begin here.
            containers = [one for one in found if isinstance(document.get(*one), dict | list)]
            scalars = [one for one in found if one not in containers]
            wanted = (containers or scalars) if whole else (scalars or containers)
            if wanted:
                return number, wanted[-1]
        return None

    def node(self, path: str, document: int, pointer: Pointer) -> object:
        """What a file says at a pointer."""
        return self.documents(path)[document].get(*pointer)
