"""The signatures in an incoming folder: OpenSSF Model Signing, verified with the trusted keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from stewardship.frozen import dataclass, field, replace
from stewardship.integrity.signature import Refused, Trust, verify
from stewardship.model import Location, Problem
from stewardship.repository.contents import Unreadable
from stewardship.repository.trees import Tree
from stewardship.vocabulary import dsse, model_signing, statements
from stewardship.vocabulary.dsse import Envelope
from stewardship.vocabulary.model_signing import Listed, Manifest

ENDINGS = (".sig", ".sig.json", ".sigstore", ".sigstore.json", ".intoto.jsonl")
"""How the name of a signature's file ends; the tool's own is ``model.sig``."""
LARGEST = 64 * 1024 * 1024  # bytes of a signature, which lists every file


@dataclass(frozen=True, slots=True)
class Signature:
    """A file with a valid signature: its SHA-256, what that proves, and the files it lists."""

    path: str
    digest: str
    proves: str
    manifest: Manifest


@dataclass(slots=True)
class Signatures:
    """The valid signatures of a folder, and what is wrong with the others."""

    valid: list[Signature] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


def is_signature(path: str) -> bool:
    """Whether a file is named as signatures are."""
    return path.lower().endswith(ENDINGS)


def signatures(tree: Tree, paths: Iterable[str], trust: Trust, now: datetime) -> Signatures:
    """What these files, which are named as signatures, prove."""
    found = Signatures()
    for path, content in tree.read(paths, LARGEST):
        if not isinstance(content, bytes):
            reason = content.reason if isinstance(content, Unreadable) else "is too large"
            found.faults.append(Problem(f"`{path}` {reason}", Location(path)))
            continue
        said = read(content, path, trust, now)
        if isinstance(said, Signature):
            found.valid.append(said)
        else:
            found.faults.append(said)
    return found


def read(content: bytes, path: str, trust: Trust, now: datetime) -> Signature | Problem:
    """What one file proves; a ``Problem`` about it where that is nothing."""
    bundle = signed_model(content, path)
    if isinstance(bundle, Problem):
        return Problem(f"`{path}`: {bundle.message}", bundle.location or Location(path))
    envelope, manifest = bundle
    verdict = verify(envelope, trust, now)
    if isinstance(verdict, Refused):
        return Problem(f"`{path}` {verdict.reason}", Location(path))
    return Signature(path, hashlib.sha256(content).hexdigest(), verdict.proves, manifest)


def signed_model(content: bytes, path: str) -> tuple[Envelope, Manifest] | Problem:
    """The envelope and the list of a signed model; nothing of it is verified."""
    entries = statements.read(content, path)
    problems = [one for one in entries if isinstance(one, Problem)]
    for one in entries:
        if isinstance(one, Problem) or not isinstance(one.signed, Envelope):
            continue
        if one.statement is None or not model_signing.is_manifest(one.statement):
            continue
        if one.signed.payload_type != dsse.IN_TOTO:
            return Problem("another payload than an in-toto statement is signed", one.place)
        found = model_signing.manifest(one.statement)
        return found if isinstance(found, Problem) else (one.signed, found)
    if problems:
        return problems[0]
    return Problem("the file holds no signature over a list of files", Location(path))


def listed(manifest: Manifest) -> tuple[Listed, ...]:
    """The files of a signed model by their paths from its folder. A model that is one file is
    listed as ``.``, and its name is that of the whole."""
    name = manifest.name
    if [one.name for one in manifest.files] != ["."] or not name or name in (".", ".."):
        return manifest.files
    return manifest.files if "/" in name else (replace(manifest.files[0], name=name),)


def own(found: Sequence[Signature]) -> frozenset[str]:
    """The paths of the signatures themselves, which no signature can list."""
    return frozenset(one.path for one in found)
