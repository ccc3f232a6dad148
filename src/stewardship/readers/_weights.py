"""What the readers of weights share: one artifact a file, and what its own head says of it.

A binary file has no lines, so all of it stands at the file as a whole. What binds the model that
the file belongs to (license, sources, hashes) are fields, which join with what its card says;
what is true of one file of several (its title, its date, its form) stays in its ``artifacts``
record, so that two files of one folder need not agree on it.
"""

from __future__ import annotations

from collections.abc import Mapping

from stewardship.model import Fields, Fragment, Location, Problem, Value
from stewardship.readers import facts
from stewardship.readers._licensed import by_address
from stewardship.vocabulary import purl
from stewardship.vocabulary.license_urls import is_url
from stewardship.vocabulary.licenses import resolve

LFS = b"version https://git-lfs.github.com/spec/"
OLD_LFS = b"version https://hawser.github.com/spec/"


def is_pointer(content: bytes) -> bool:
    """Whether a file is one that Git LFS keeps in place of the real one, well-formed or not."""
    if len(content) > 1024:
        return False
    return any(line.startswith((LFS, OLD_LFS)) for line in content.split(b"\n", 3)[:3])


def artifact(
    path: str, origin: str, form: str, told: Mapping[str, str], fields: Fields, problem: str = ""
) -> Fragment:
    """The fragment of one file: ``told`` are texts of its record, ``problem`` is what is wrong."""
    place = Location(path)
    said = {name: facts.said(text, place, origin) for name, text in told.items()}
    stated = {name: value for name, value in said.items() if value.state != "absent"}
    record = {"path": Value(path, place, origin), "format": Value(form, place, origin), **stated}
    listed = Value((Value(record, place, origin),), place, origin)
    problems = (Problem(problem, place),) if problem else ()
    whole = {"format": record["format"], **fields, "artifacts": listed}
    return Fragment(
        "artifact", path, place, origin, whole, refs=facts.refs_of(whole), problems=problems
    )


def texts(path: str, origin: str, named: Mapping[str, str | None]) -> dict[str, Value]:
    """The texts that are stated, as fields of these names."""
    place = Location(path)
    said = {name: facts.said(text, place, origin) for name, text in named.items() if text}
    return {name: value for name, value in said.items() if value.state != "absent"}


def licensed(path: str, origin: str, license: str, name: str, link: str) -> dict[str, Value]:
    """``license``, ``license-name`` and ``license-link``, as a header states them.

    Headers hold titles, addresses and whole texts of licenses. What names no license that is known
    is its name or its link: taken for the license, it would contradict every id on a card.
    """
    said = facts.said(license, Location(path), origin)
    known = by_address(said)
    text = known.data if isinstance(known.data, str) and known.state == "present" else ""
    if not text or text.casefold() == "other" or resolve(text).node is not None:
        stated = {} if known.state == "absent" else {"license": known}
        return stated | texts(path, origin, {"license-name": name, "license-link": link})
    if is_url(text):
        link = link or text
    else:
        name = name or text
    return texts(path, origin, {"license-name": name, "license-link": link})


def source(path: str, origin: str, role: str, kind: str, written: str) -> Value | None:
    """A reference to what a model was made from; a page of the hub is named as cards name it."""
    place = Location(path)
    known = purl.hub_id(written) if "://" in written else None
    ref = facts.said(known.removeprefix("hf:") if known else written, place, origin)
    if ref.state == "absent":
        return None
    return facts.record(place, origin, ref=ref, role=role, kind=kind)
