"""OpenSSF Model Signing: the list of a model's files that a signature is made over.

Read from the format of https://github.com/sigstore/model-transparency: an in-toto Statement whose
predicate lists ``resources`` (name, algorithm, digest) and says by which ``serialization`` they
were found; its one subject is named by the root digest, the SHA-256 over the concatenated raw
digests, sorted by name. Before 1.0 each file was a subject of its own, and there was no root.

Pure: whether the files are what is listed, and who signed, is another's question.
"""

from __future__ import annotations

from hashlib import sha256
from posixpath import normpath

from stewardship.document import Document
from stewardship.frozen import dataclass
from stewardship.model import Location, Problem
from stewardship.pattern import pattern
from stewardship.vocabulary import digests
from stewardship.vocabulary.statements import Statement

PREDICATE = "https://model_signing/signature/v1.0"
BEFORE = "https://model_signing/Digests/v0.1"
_SHARD = pattern(r":\d+:\d+\Z")


@dataclass(frozen=True, slots=True)
class Listed:
    """One file (or shard, ``name:start:end``) with its digest in lower-case hex.

    ``name`` is relative to the folder of the model; ``.`` is the model itself, when it is a file.
    """

    name: str
    alg: str
    digest: str
    place: Location


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed: the files, and how they were found.

    ``root`` is the root digest, checked against the list; empty before 1.0. ``method`` is
    ``files`` or ``shards``. ``ignored`` are the paths that the signer left out.
    """

    name: str
    root: str
    files: tuple[Listed, ...]
    method: str = "files"
    hash_type: str = "sha256"
    links: bool = False
    ignored: tuple[str, ...] = ()


def is_manifest(statement: Statement) -> bool:
    """Whether a Statement is one of Model Signing."""
    return statement.predicate_type in (PREDICATE, BEFORE)


def manifest(statement: Statement) -> Manifest | Problem:
    """The signed list of a Statement; a ``Problem`` where it contradicts itself."""
    if statement.predicate_type == BEFORE:
        return _before(statement)
    document = statement.document
    listed = document.get("predicate", "resources")
    how = document.get("predicate", "serialization")
    if not isinstance(listed, list) or not isinstance(how, dict):
        message = "the predicate has to hold `resources` and `serialization`"
        return Problem(message, document.location("predicate"))
    files: list[Listed] = []
    for index in range(len(listed)):
        one = _listed(document, index)
        if isinstance(one, Problem):
            return one
        files.append(one)
    root = dict(statement.subjects[0].digests).get("sha256", "").lower()
    if wrong := _wrong(statement, files, root):
        return Problem(wrong, document.location("predicate", "resources"))
    return Manifest(
        statement.subjects[0].name,
        root,
        tuple(files),
        str(how.get("method", "files")),
        str(how.get("hash_type", "sha256")),
        how.get("allow_symlinks") is True,
        _texts(how.get("ignore_paths")),
    )


def _before(statement: Statement) -> Manifest | Problem:
    files = [
        Listed(one.name, "sha256", dict(one.digests).get("sha256", "").lower(), one.place)
        for one in statement.subjects
    ]
    if any(not one.digest for one in files):
        return Problem("a subject has no sha256", statement.document.location("subject"))
    wrong = _names(files)
    if wrong:
        return Problem(wrong, statement.document.location("subject"))
    return Manifest("", "", tuple(files))


def _listed(document: Document, index: int) -> Listed | Problem:
    here = ("predicate", "resources", index)
    name, alg, digest = (document.get(*here, key) for key in ("name", "algorithm", "digest"))
    known = digests.algorithm(alg) if isinstance(alg, str) else None
    # The tool's own names for SHA-256 over shards, and for BLAKE2b-512.
    plain = known or ("blake2b-512" if alg == "blake2b" else "sha256" if _sharded(alg) else "")
    parsed = digests.parse(digest, plain) if isinstance(digest, str) and plain else None
    if not isinstance(name, str) or not isinstance(alg, str) or parsed is None:
        message = "an entry of `resources` has to hold a name, an algorithm and its digest"
        return Problem(message, document.location(*here))
    if parsed.weak:
        message = f"a digest by {parsed.alg} proves nothing about a signed file"
        return Problem(message, document.location(*here))
    return Listed(name, alg, parsed.hex, document.location(*here))


def _sharded(alg: object) -> bool:
    return isinstance(alg, str) and alg.startswith("sha256-sharded")


def _wrong(statement: Statement, files: list[Listed], root: str) -> str:
    """Why the list and the subject do not belong together; empty where they do."""
    if len(statement.subjects) != 1 or not root:
        return "a signed model has to be one subject with a sha256"
    if wrong := _names(files):
        return wrong
    if root not in (root_digest(files), root_digest(sorted(files, key=lambda one: one.name))):
        return "the root digest is not that of the files listed"
    return ""


def root_digest(files: list[Listed]) -> str:
    """The SHA-256 over the raw digests in this order, as lower-case hex."""
    whole = sha256()
    for one in files:
        whole.update(bytes.fromhex(one.digest))
    return whole.hexdigest()


def _names(files: list[Listed]) -> str:
    """What is wrong with the names: one that leads out of the folder, or stands twice."""
    seen = set()
    for one in files:
        bare = _SHARD.sub("", one.name)
        out = bare.startswith("/") or normpath(bare).partition("/")[0] == ".."
        if not bare or out or "\0" in bare or "\\" in bare:
            return f"`{_short(one.name)}` is no path below the model's folder"
        if one.name in seen:
            return f"`{_short(one.name)}` is listed twice"
        seen.add(one.name)
    return ""


def left_out(path: str, ignored: tuple[str, ...] = (), signature: str = "") -> bool:
    """Whether a file, by its path from the model's folder, is not part of what is signed.

    These are git's own files at the top, what the signer ignored, and the signature itself.
    """
    if path == signature or path.startswith(".git"):
        return path == signature or path.partition("/")[0] in GIT
    return any(path == one or path.startswith(f"{one}/") for one in map(normpath, ignored))


GIT = frozenset((".git", ".gitattributes", ".github", ".gitignore"))


def _texts(listed: object) -> tuple[str, ...]:
    return tuple(i for i in listed if isinstance(i, str)) if isinstance(listed, list) else ()


def _short(name: str) -> str:
    return name if len(name) <= 60 else name[:59] + "…"
