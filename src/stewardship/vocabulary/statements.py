"""In-toto Statements: what somebody says of files that are named by their digests.

Read from https://github.com/in-toto/attestation (Statement v1) and its forerunner v0.1. A file of
attestations is a Statement, an envelope or bundle around one (``dsse``), a list of them as a
package registry gives it (``attestations[].bundle``), or one of these a line (JSON Lines).

Nothing raises, and nothing is verified. A Statement's ``document`` answers with places in the
file: inside an envelope all of them are that of its payload, in JSON Lines that of the line.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import LOCKFILE, Document, DocumentError, json_
from stewardship.document.place import place
from stewardship.frozen import dataclass
from stewardship.model import Location, Pointer, Problem
from stewardship.vocabulary import digests, dsse
from stewardship.vocabulary.dsse import Envelope, MessageSignature

TYPE = "https://in-toto.io/Statement/"
VERSIONS = ("v0.1", "v1")
LINES = 10_000
"""How many attestations one file may hold."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a Statement speaks of: a name that means nothing by itself, and digests by algorithm
    as written (``sha256``, ``gitCommit``); a known algorithm's is well-formed."""

    name: str
    digests: tuple[tuple[str, str], ...]
    place: Location


@dataclass(frozen=True, slots=True)
class Statement:
    """One Statement; ``predicate`` is at ``document.get("predicate")``, with its places."""

    version: str
    subjects: tuple[Subject, ...]
    predicate_type: str
    document: Document


@dataclass(frozen=True, slots=True)
class Attestation:
    """One entry of a file: a Statement as it is, or what was signed with what it was signed by.

    ``statement`` is None where another payload, or a file itself, is signed.
    """

    place: Location
    statement: Statement | None = None
    signed: Envelope | MessageSignature | None = None


def read(content: bytes, path: str) -> tuple[Attestation | Problem, ...]:
    """All attestations of a file in their order, and in their place what is wrong with one.

    A file that holds none of them is no error here: the result is then empty.
    """
    found: list[Attestation | Problem] = []
    for one in _documents(content, path):
        if isinstance(one, Problem):
            found.append(one)
        else:
            found += [_entry(one, content, pointer) for pointer in _entries(one)]
    return tuple(found)


def _documents(content: bytes, path: str) -> Iterator[Document | Problem]:
    """The file as one JSON text, else each of its lines as one."""
    try:
        yield json_.load(content, path, LOCKFILE)
        return
    except DocumentError as error:
        whole = Problem(error.message, error.location)
    lines = [n for n in enumerate(content.splitlines(), 1) if n[1].strip()]
    if len(content) > LOCKFILE.size or not _is_lines(path, [line for _, line in lines]):
        yield whole
        return
    for number, line in lines[:LINES]:
        try:
            document = json_.load(line, path, LOCKFILE)
        except DocumentError as error:
            column = error.location.column or 1
            yield Problem(error.message, Location(path, number, column))
        else:
            yield Document(path, document.data, {(): (number, 1)}, document.texts)
    if len(lines) > LINES:
        message = f"the file has more than {LINES:,} lines"
        yield Problem(message, Location(path, lines[LINES][0], 1))


def _is_lines(path: str, lines: list[bytes]) -> bool:
    """Whether this is JSON Lines: by its name, or because more than its first line is JSON."""
    if path.lower().endswith(".jsonl") and lines:
        return True
    try:
        return len(lines) > 1 and isinstance(json_.load(lines[0], path).data, dict)
    except DocumentError:
        return False


def _entries(document: Document) -> list[Pointer]:
    """Where in a document the attestations stand."""
    listed = document.get("attestations")
    if isinstance(listed, list):
        return [
            ("attestations", index, "bundle")
            for index, one in enumerate(listed)
            if isinstance(one, dict) and "bundle" in one
        ]
    mine = dsse.is_signed(document) or is_statement(document)
    return [()] if mine else []


def is_statement(document: Document) -> bool:
    """Whether the document has the keys of a Statement, right or wrong."""
    node = document.data
    if not isinstance(node, dict):
        return False
    kind = node.get("_type")
    return (isinstance(kind, str) and kind.startswith("https://in-toto.io/")) or (
        "predicateType" in node and "subject" in node
    )


def _entry(document: Document, content: bytes, pointer: Pointer) -> Attestation | Problem:
    if not dsse.is_signed(document, *pointer):
        found = statement(document)
        return found if isinstance(found, Problem) else Attestation(document.location(), found)
    signed = dsse.read(document, *pointer)
    if isinstance(signed, Problem):
        return signed
    where = document.location(*pointer)
    if isinstance(signed, MessageSignature) or signed.payload_type != dsse.IN_TOTO:
        return Attestation(where, None, signed)
    inner = payload(signed, content)
    if isinstance(inner, Problem):
        return inner
    return Attestation(where, inner, signed)


def payload(envelope: Envelope, content: bytes) -> Statement | Problem:
    """The Statement inside an envelope, every place of it that of the payload in ``content``."""
    at = place(envelope.place, content)
    try:
        inner = json_.load(envelope.payload, at.path, LOCKFILE)
    except DocumentError as error:
        return Problem(f"in the payload, {error.message}", at)
    spot = (at.line or 1, at.column or 1)
    return statement(Document(at.path, inner.data, {(): spot}, inner.texts))


def statement(document: Document) -> Statement | Problem:
    """The Statement that a document is."""
    kind = document.get("_type")
    version = kind.removeprefix(TYPE) if isinstance(kind, str) else ""
    if version not in VERSIONS:
        known = " or ".join(TYPE + one for one in VERSIONS)
        return Problem(f"`_type` of a statement has to be {known}", document.location("_type"))
    predicate = document.get("predicateType")
    if not isinstance(predicate, str) or not predicate:
        return Problem("the statement names no `predicateType`", document.location("predicateType"))
    listed = document.get("subject")
    if not isinstance(listed, list) or not listed:
        return Problem("the statement names no `subject`", document.location("subject"))
    subjects = []
    for index in range(len(listed)):
        one = _subject(document, index)
        if isinstance(one, Problem):
            return one
        subjects.append(one)
    return Statement(version, tuple(subjects), predicate, document)


def _subject(document: Document, index: int) -> Subject | Problem:
    where = document.location("subject", index)
    name = document.get("subject", index, "name")
    listed = document.get("subject", index, "digest")
    if not isinstance(listed, dict) or not listed:
        return Problem("the subject has no `digest`, which alone says what is meant", where)
    for alg, hexadecimal in listed.items():
        known = digests.algorithm(alg)
        fine = isinstance(hexadecimal, str) and hexadecimal
        if not fine or (known and digests.parse(hexadecimal, known) is None):
            length = f", which has {digests.LENGTHS[known]} hexadecimal digits" if known else ""
            message = f"the subject's digest is not one by {alg[:40]}{length}"
            return Problem(message, document.location("subject", index, "digest", alg))
    return Subject(name if isinstance(name, str) else "", tuple(listed.items()), where)
