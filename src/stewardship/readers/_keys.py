"""For files of our own: a key that nobody reads is a mistake, and is said to be one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Location, Problem
from stewardship.readers.facts import clip
from stewardship.vocabulary.suggest import closest


def unknown_keys(
    document: Document, *pointer: str | int, known: Collection[str]
) -> Iterator[Problem]:
    """A problem for each key of the mapping at ``pointer`` that is not known."""
    node = document.get(*pointer)
    for key in node if isinstance(node, dict) else ():
        if key not in known:
            place = document.location(*pointer, key)
            yield Problem(f"there is no key `{clip(str(key))}` here{meant(str(key), known)}", place)


def meant(word: str, known: Collection[str]) -> str:
    """What was probably meant, as the end of a message; else what there is."""
    near = closest(word, known)
    return f"; did you mean `{near}`?" if near else f"; known are {', '.join(sorted(known))}"


def whole(
    path: str, kind: Kind, said: Iterable[Fragment | Problem], origin: str
) -> tuple[Fragment, ...]:
    """What a file says, and last, under its own name, all that is wrong with the file itself."""
    items = tuple(said)
    fragments = tuple(item for item in items if isinstance(item, Fragment))
    problems = tuple(item for item in items if isinstance(item, Problem))
    if not problems:
        return fragments
    place = problems[0].location or Location(path, 1, 1)
    name = path.rpartition("/")[2]
    return (*fragments, Fragment(kind, name, place, origin, {}, problems=problems))
