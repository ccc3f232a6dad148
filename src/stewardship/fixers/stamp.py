"""A model stamped like a part of an airplane: version, build date, commit, digests.

What is missing, left as a template's text, or no commit or date at all is found out and stated
under ``stewardship:`` in the manifest that declares the model. The commit is the one that trained
(MLflow's tag, else HEAD), and is refused while tracked code differs from it. What is stated well
stays, so that a second run changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stewardship.edit import EditError
from stewardship.fixers import _digests, _origin, _snapshot, _spots
from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Finding, Kind, Resource, Value
from stewardship.vocabulary import commits
from stewardship.vocabulary.durations import date_of

TAKES = (
    ("required", "version"),
    ("required", "date"),
    ("age", "date"),
    ("required", "commit"),
    ("git-commit", "commit"),
    ("pinned", "sources[[]role=train]"),
    ("required", "hashes"),
)
FACTS: dict[str, Callable[[Site, Resource], _origin.Found | Left]] = {
    "commit": _origin.commit,
    "date": _origin.date,
    "version": _origin.version,
}
BY_HAND = {
    "commit": "write the full id of the commit: `git rev-parse <branch>` prints it",
    "date": "state `date: <YYYY-MM-DD>`",
    "version": "state `version: <version>`",
}
NO_FILES = "track its files with DVC, or stamp it where they are"
STAMPED: tuple[Kind, ...] = ("model", "dataset")


def fix(finding: Finding, at: str, resource: Resource, site: Site) -> Iterator[Fix | Left]:
    """The one fact that the finding is about; ``steward stamp`` states all of them."""
    if at == "hashes":
        found = [*_digests.of_files(site, resource)]
        yield from found or [Left("no file of it is here", NO_FILES)]
    elif resource.kind != "model":
        yield Left(f"how a {resource.kind} came about is not known here", BY_HAND[at])
    elif at in FACTS:
        yield from _fact(site, resource, at)
    else:
        yield from _snapshot.of_data(site, resource)


def stamp(site: Site, resource: Resource) -> list[Fix | Left]:
    """All that is to be stated about a resource, and what could not be found out."""
    said: list[Fix | Left] = []
    if resource.kind == "model":
        for name in FACTS:
            said += _fact(site, resource, name)
        said += _snapshot.of_data(site, resource)
    else:
        if site.wishes.version:
            said += _fact(site, resource, "version")
        if resource.value("commit").state != "absent" and not _holds(
            "commit", resource.value("commit")
        ):
            said.append(Left("commit: what made it is not known here", BY_HAND["commit"]))
    said += _digests.of_files(site, resource)
    return said


def _fact(site: Site, resource: Resource, name: str) -> Iterator[Fix | Left]:
    value = resource.value(name)
    if value.state == "conflicting":
        todo = f"make them agree: `steward show {resource.name}` lists the places"
        yield Left(f"its manifests disagree on the {name}", todo)
        return
    asked = name == "version" and bool(site.wishes.version)
    if _holds(name, value) and not (site.wishes.renew or asked):
        return
    try:
        found = FACTS[name](site, resource)
        if isinstance(found, Left):
            # Something that is stated well is not lost because nothing newer is known.
            if found.refuses or not _holds(name, value):
                yield Left(f"{name}: {found.why}", found.todo, found.refuses)
            return
        if value.state == "present" and str(value.data) == found.value:
            return
        said = f"{name}: {found.value} ({found.where})"
        yield _spots.state(site, resource, name, found.value, said)
    except EditError as error:
        yield Left(f"{name}: {error.message}", BY_HAND[name])


def _holds(name: str, value: Value) -> bool:
    """Whether the fact is stated, and stated well."""
    if value.state != "present" or value.data is None:
        return False
    text = str(value.data)
    if name == "commit":
        return commits.is_full(text)
    return date_of(text) is not None if name == "date" else True
