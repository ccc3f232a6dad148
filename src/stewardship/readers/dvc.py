"""DVC: ``*.dvc`` files and ``dvc.lock`` (YAML).

Read from the formats (https://dvc.org/doc/user-guide/project-structure), schema 2.0 and the older
lock without ``schema``. Each entry of ``outs`` is an artifact, named by its path from the root:

- ``md5`` (a folder's ends in ``.dir``: the hash of its listing), ``etag``, ``checksum`` and
  other hash keys are ``hashes``, with ``size`` and ``nfiles`` where they are stated, and ``hash``,
  which DVC writes since 3.0 (before, the MD5 of a text was taken without carriage returns);
  ``files`` of a folder that the cloud versions, likewise;
- ``deps`` are ``sources``: of role ``build`` for files of the repository (code left out, the
  commit speaks for that), of role ``source`` for what was imported, with ``repo.rev_lock`` as
  ``revision``;
- the ``format`` of weights is told by their name; ``desc`` is ``description``; ``remote`` is kept;
- ``meta`` is free (https://github.com/treeverse/dvc/issues/8214): its ``license``, ``version``,
  ``description``, ``commit``, ``owner`` are read, and everything under ``meta.stewardship``;
- an artifact joins the model or dataset of its folder; ``meta.stewardship.kind`` makes it one by
  itself.

``dvc.yaml`` says how to make things and not what they are: it is not read. A ``*.dvc`` file that
is no YAML and has no key of DVC's is not mine; anything under the name ``dvc.lock`` is.
"""

from __future__ import annotations

from posixpath import dirname, normpath

from stewardship.document import LOCKFILE, Document
from stewardship.model import Fields, Fragment, Kind, Pointer, Problem, Value
from stewardship.readers import _files, facts
from stewardship.vocabulary.weights import format_of

VERSION = 4
NAMES = ("*.dvc", "dvc.lock")
KIND: Kind = "artifact"
LIMIT = LOCKFILE.size
ORIGIN = "dvc"

MARKS = ("outs", "deps", "md5", "cmd", "meta", "wdir", "frozen")
HASHES = ("md5", "sha256", "sha1", "blake3", "etag", "checksum")
ABOUT = ("size", "nfiles", "hash")
CODE = (".py", ".ipynb", ".sh", ".r", ".jl", ".yaml", ".yml", ".toml", ".json", ".cfg", ".sql")
OUT = {"desc": "description", "remote": "remote", "type": "type"}
META = {
    "license": "license",
    "version": "version",
    "description": "description",
    "commit": "commit",
}


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes have one of DVC's keys at the start of a line, or end within it:
    a file that was cut short is as much DVC's as an empty one."""
    if path.endswith(".lock") or any(mark.encode().startswith(head.strip()) for mark in MARKS):
        return True
    lines = head.split(b"\n")
    return any(line.startswith(mark.encode() + b":") for line in lines for mark in MARKS)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One fragment for each output; what is wrong with an entry is its own, unreadable one."""
    name = path.removesuffix(".dvc") if path.endswith(".dvc") else ""
    document, error = _files.one_document(content, path, LOCKFILE)
    if document is None or not isinstance(document.data, dict):
        if not mine(path, content):
            return None
        wrong = error or facts.wrong_shape(document, path, "a mapping with `outs` or `stages`")
        return (facts.unreadable(KIND, path, wrong, ORIGIN, name),)
    found = _lock(path, document) if path.endswith(".lock") else _tracked(path, document)
    if error:
        found.append(facts.unreadable(KIND, path, error, ORIGIN, name))
    return tuple(found)


def _tracked(path: str, document: Document) -> list[Fragment]:
    """The outputs of a ``.dvc`` file; its ``meta`` speaks of all of them."""
    name = path.removesuffix(".dvc")
    if not isinstance(document.get("outs"), list) or not document.get("outs"):
        place = document.location("outs")
        wrong = Problem("`outs` has to list what the file tracks", place)
        return [facts.unreadable(KIND, path, wrong, ORIGIN, name)]
    return _outputs(path, document, ())


def _lock(path: str, document: Document) -> list[Fragment]:
    stages: Pointer = ("stages",) if facts.has(document, "schema") else ()
    node = document.get(*stages)
    if node is None:
        return []  # A pipeline that has not run yet, or one that only tracks ``datasets``.
    if not isinstance(node, dict):
        wrong = Problem("`stages` has to be a mapping", document.location(*stages))
        return [facts.unreadable(KIND, path, wrong, ORIGIN)]
    found: list[Fragment] = []
    for stage in node:
        if isinstance(document.get(*stages, stage), dict):
            found += _outputs(path, document, (*stages, stage))
        else:
            message = f"the stage `{facts.clip(str(stage))}` has to be a mapping"
            wrong = Problem(message, document.location(*stages, stage))
            found.append(facts.unreadable(KIND, path, wrong, ORIGIN))
    return found


def _outputs(path: str, document: Document, parent: Pointer) -> list[Fragment]:
    """One fragment for each output under ``parent``, which shares its dependencies and meta."""
    outs = document.get(*parent, "outs")
    if outs is None:
        return []
    if not isinstance(outs, list):
        wrong = Problem("`outs` has to be a list", document.location(*parent, "outs"))
        return [facts.unreadable(KIND, path, wrong, ORIGIN)]
    shared = facts.merged(
        _sources(path, document, parent),
        facts.renamed(document, META, *parent, "meta", origin=ORIGIN),
        _owners(document, parent),
    )
    return [
        _output(path, document, (*parent, "outs", index), parent, shared)
        for index in range(len(outs))
    ]


def _output(
    path: str, document: Document, out: Pointer, parent: Pointer, shared: Fields
) -> Fragment:
    written = document.text(*out, "path")
    if not written:
        wrong = Problem("the output names no `path`", document.location(*out))
        return facts.unreadable(KIND, path, wrong, ORIGIN)
    name = _from_root(path, document, parent, written)
    stated = facts.stewardship_fields(document, *parent, "meta", "stewardship", origin=ORIGIN)
    own = facts.renamed(document, OUT, *out, origin=ORIGIN)
    if form := format_of(name):
        own["format"] = Value(form, document.location(*out, "path"), ORIGIN)
    fields = facts.merged(own, _hashes(document, out, name), shared, stated.fields)
    if stated.kind in ("model", "dataset"):  # These go by a name, not by the path of a file.
        name = name.rpartition("/")[2].partition(".")[0] or name
    return Fragment(
        stated.kind or KIND,
        stated.name or name,
        document.location(*out),
        ORIGIN,
        fields,
        stated.ids,
        _digests(document, out),
        facts.refs_of(fields),
        stated.problems,
    )


def _from_root(path: str, document: Document, parent: Pointer, written: str) -> str:
    """A path of this file as the root sees it; an address stays as it is."""
    if "://" in written or written.startswith("/"):
        return written
    wdir = document.text("wdir") if not parent else None
    return normpath("/".join(filter(None, (dirname(path), wdir, written))))


def _hashes(document: Document, entry: Pointer, path: str) -> Fields:
    found = _hashes_of(document, entry, path)
    files = document.get(*entry, "files")
    for index in range(len(files) if isinstance(files, list) else 0):
        inner = (*entry, "files", index)
        relative = document.text(*inner, "relpath") or ""
        found += _hashes_of(document, inner, f"{path}/{relative}")
    return {"hashes": facts.listing(found, None, ORIGIN)} if found else {}


def _hashes_of(document: Document, entry: Pointer, path: str) -> list[Value]:
    found = []
    for alg in HASHES:
        content = facts.text(document, *entry, alg, origin=ORIGIN)
        if content is not None and content.state != "absent":
            place = content.location
            where = Value(path, place, ORIGIN)
            about = {key: facts.text(document, *entry, key, origin=ORIGIN) for key in ABOUT}
            found.append(facts.record(place, ORIGIN, alg=alg, content=content, path=where, **about))
    return found


def _digests(document: Document, out: Pointer) -> tuple[str, ...]:
    """The digests that join may trust: SHA-256, which DVC itself does not write."""
    written = document.text(*out, "sha256")
    return (f"sha256:{written.lower()}",) if written else ()


def _owners(document: Document, parent: Pointer) -> Fields:
    owners = facts.texts(document, *parent, "meta", "owner", origin=ORIGIN)
    return {"owners": facts.listing(owners, None, ORIGIN)} if owners else {}


def _sources(path: str, document: Document, parent: Pointer) -> Fields:
    deps = document.get(*parent, "deps")
    found = [
        _source(path, document, (*parent, "deps", index), parent)
        for index in range(len(deps) if isinstance(deps, list) else 0)
    ]
    kept = [value for value in found if value is not None]
    return {"sources": facts.listing(kept, None, ORIGIN)} if kept else {}


def _source(path: str, document: Document, dep: Pointer, parent: Pointer) -> Value | None:
    """What an output was made from, or imported from with the revision that it is locked to."""
    ref = facts.text(document, *dep, "path", origin=ORIGIN)
    repository = facts.text(document, *dep, "repo", "url", origin=ORIGIN)
    if repository is not None:
        pin = facts.text(document, *dep, "repo", "rev_lock", origin=ORIGIN)
        place = repository.location
        return facts.record(place, ORIGIN, ref=repository, role="source", revision=pin, path=ref)
    if ref is None or not isinstance(ref.data, str):
        return None
    if "://" in ref.data:
        return facts.record(ref.location, ORIGIN, ref=ref, role="source")
    if ref.data.lower().endswith(CODE):
        return None
    seen = Value(_from_root(path, document, parent, ref.data), ref.location, ORIGIN, ref.state)
    return facts.record(ref.location, ORIGIN, ref=seen, role="build")
