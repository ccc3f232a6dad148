"""Attestations: in-toto statements, DSSE envelopes, Sigstore bundles, one in a file or one a line.

Read are in-toto Statements v0.1 and v1 (https://github.com/in-toto/attestation), bare or signed.
Each is a resource of its own, with no signature verified (``steward verify`` does that):

- ``predicate-type``, ``subjects`` (name, alg, content), ``signed`` (there is a signature) and
  ``key-ids`` (the hints at keys, and at certificates nothing);
- of SLSA provenance v0.1, v0.2 and v1: ``builder``, ``date``, ``commit`` and ``repository`` of the
  code, and the materials as ``sources`` of role ``build``;
- of OpenSSF Model Signing: the ``hashes`` of the files signed, by their paths from the root, in
  the folder of the signature;
- ``attests`` links to what it speaks of: by digest; a signed model by its folder; a file by the
  name of the signature beside it.

What stands in a payload is placed at the payload; in JSON Lines the line is the place. A signature
that is no JSON (of GPG, of cosign) is not mine, and a pointer of Git LFS is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from stewardship.document import LOCKFILE
from stewardship.model import Fields, Fragment, Kind, Location, Problem, Value
from stewardship.readers import _slsa, facts
from stewardship.readers._weights import is_pointer
from stewardship.vocabulary import digests, dsse, model_signing, statements
from stewardship.vocabulary.statements import Attestation, Statement

VERSION = 1
# Under these names nothing else is kept; under the others much is.
OWN = (
    "*.intoto.jsonl", "*.intoto.json", "*.intoto", "*.sigstore.json", "*.sigstore", "*.dsse.json",
    "*.dsse", "*.build.slsa", "*.slsa",
)  # fmt: skip
NAMES = (
    *OWN, "*.sig", "*.att", "*.att.json", "*.bundle", "*.bundle.json", "attestation*.json",
    "attestation*.jsonl", "*attestation.json", "*attestations.json", "*attestation.jsonl",
    "*attestations.jsonl", "*provenance.json", "*provenance.jsonl", "*.provenance",
)  # fmt: skip
KIND: Kind = "attestation"
LIMIT = LOCKFILE.size
ORIGIN = "attestation"

MARKS = (b'"payloadType"', b'"dsseEnvelope"', b'"messageSignature"', b'"predicateType"',
         b"in-toto.io/Statement", dsse.BUNDLE.encode())  # fmt: skip
SIGNATURES = (".sigstore.json", ".sigstore", ".bundle", ".bundle.json", ".sig")
STRONG = ("sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512", "blake3")


def mine(path: str, head: bytes) -> bool:
    """Whether the name, or a word in these first bytes, is one that only attestations have."""
    name = path.rpartition("/")[2].lower()
    if any(name.endswith(pattern[1:]) for pattern in OWN):
        return True
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return start in (b"{", b"[") and any(mark in head for mark in MARKS)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each attestation; what is wrong with one is its own, unreadable one."""
    if is_pointer(content) or not mine(path, content):
        return None
    found = statements.read(content, path)
    base = path.rpartition("/")[2]
    if not found:
        wrong = Problem("the file holds no statement and no envelope", Location(path, 1, 1))
        return (facts.unreadable(KIND, path, wrong, ORIGIN, base),)
    names = [base] if len(found) == 1 else [f"{base}#{n}" for n in range(1, len(found) + 1)]
    return tuple(_fragment(path, *pair) for pair in zip(names, found, strict=True))


def _fragment(path: str, name: str, said: Attestation | Problem) -> Fragment:
    if isinstance(said, Problem):
        return facts.unreadable(KIND, path, said, ORIGIN, name)
    listed = None
    fields: dict[str, Value] = {}
    if said.statement is not None:
        if model_signing.is_manifest(said.statement):
            listed = model_signing.manifest(said.statement)
        fields |= _stated(said.statement)
    elif isinstance(said.signed, dsse.Envelope):
        fields["payload-type"] = facts.said(said.signed.payload_type, said.place, ORIGIN)
    fields |= _signed(said)
    if isinstance(listed, model_signing.Manifest):
        fields |= _files(path, listed)
    problems = (listed,) if isinstance(listed, Problem) else ()
    attests = list(_attests(path, said, fields))
    if attests:
        fields["attests"] = facts.listing(attests, None, ORIGIN)
    return Fragment(
        KIND, name, said.place, ORIGIN, fields, refs=facts.refs_of(fields), problems=problems
    )


def _stated(statement: Statement) -> dict[str, Value]:
    """What a statement says, with the places of its document."""
    document = statement.document
    place = document.location("predicateType")
    found = {"predicate-type": Value(statement.predicate_type, place, ORIGIN)}
    subjects = [
        facts.record(one.place, ORIGIN, name=one.name or None, alg=alg, content=content)
        for one in statement.subjects
        for alg, content in one.digests
    ]
    found["subjects"] = facts.listing(subjects, None, ORIGIN)
    if statement.predicate_type.startswith(_slsa.PREDICATE):
        found |= _slsa.provenance(document, ORIGIN)
    return found


def _signed(said: Attestation) -> Fields:
    """Whether there is a signature, by which keys as far as it says, and over which file."""
    signed = said.signed
    found: dict[str, Value] = {"signed": Value(signed is not None, said.place, ORIGIN)}
    if signed is None:
        return found
    hints = [signed.material.hint]
    if isinstance(signed, dsse.Envelope):
        hints += [one.keyid for one in signed.signatures]
    else:
        over = facts.record(signed.place, ORIGIN, alg=signed.alg, content=signed.digest)
        found["subjects"] = facts.listing([over], None, ORIGIN)
    keys = [facts.said(hint, signed.place, ORIGIN) for hint in dict.fromkeys(filter(None, hints))]
    if keys:
        found["key-ids"] = facts.listing(keys, None, ORIGIN)
    return found


def _files(path: str, listed: model_signing.Manifest) -> Fields:
    """The digests of the files of a signed model, which lies where its signature does."""
    if listed.method != "files" or any(one.name == "." for one in listed.files):
        return {}
    records = [
        facts.record(
            one.place,
            ORIGIN,
            alg=digests.algorithm(one.alg) or one.alg,
            content=one.digest,
            path=normpath(join(dirname(path), one.name)),
        )
        for one in listed.files
    ]
    return {"hashes": facts.listing(records, None, ORIGIN)} if records else {}


def _attests(path: str, said: Attestation, fields: Fields) -> Iterator[Value]:
    """References to what is attested."""
    place = said.place
    if said.statement is not None and model_signing.is_manifest(said.statement):
        yield facts.record(place, ORIGIN, ref=".", kind="model")
        return
    beside = next((path.removesuffix(end) for end in SIGNATURES if path.endswith(end)), "")
    if beside and said.statement is None:
        yield facts.record(place, ORIGIN, ref=beside.rpartition("/")[2])
    subjects = fields.get("subjects")
    refs: dict[str, None] = {}
    for one in subjects.data if subjects and isinstance(subjects.data, tuple) else ():
        entries = one.plain()
        assert isinstance(entries, dict)
        found = digests.parse(str(entries["content"]), str(entries["alg"]))
        if found is not None and found.alg in STRONG and not found.empty:
            refs[str(found)] = None
    for ref in refs:
        yield facts.record(place, ORIGIN, ref=ref)
