"""Signatures that lie in the tree: what they promise of files, and whether a trusted key made them.

A signed model (OpenSSF Model Signing) promises each of its files, and that its folder holds no
other. Another signed statement (SLSA) promises the subjects that are names of files here. Trust is
what ``.steward/params/air-gap.yaml`` names; who is not named there proves nothing, and a statement
that nobody here is asked to trust is counted, not refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from stewardship.frozen import dataclass, field
from stewardship.incoming import PACK, PARAMS, Settings, deliveries
from stewardship.integrity import dvc_folder
from stewardship.integrity.hashing import Seen, look
from stewardship.model import Problem
from stewardship.repository.contents import Disk
from stewardship.repository.trees import WorkTree
from stewardship.verify.promises import Fault, Promise, Promised
from stewardship.vocabulary import digests, model_signing
from stewardship.vocabulary.dsse import Envelope
from stewardship.vocabulary.model_signing import Manifest
from stewardship.vocabulary.statements import Attestation, Statement

if TYPE_CHECKING:
    from stewardship.integrity.signature import Refused, Verified

ENDINGS = (".sig", ".sig.json", ".sigstore", ".sigstore.json", ".intoto.jsonl", ".intoto.json")
LARGEST = 64 * 1024 * 1024
ORIGIN = "signature"


@dataclass(slots=True)
class Found:
    """What the signatures of a tree come to: ``proved`` says what each valid one proves, and
    ``signed`` are the files that have a valid signature over a list of files in them."""

    proved: list[str] = field(default_factory=list)
    signed: set[str] = field(default_factory=set)


def take(tree: WorkTree, disk: Disk, promised: Promised) -> Found:
    """Add to the promises what signatures promise, and to the faults what is wrong with them."""
    files = tree.entries()
    paths = [path for path in files if path.lower().endswith(ENDINGS)]
    if not paths and PARAMS not in files:
        return Found()
    reader = _Reader(tree, disk, promised)
    for path in paths:
        content = disk.read(path, LARGEST)
        if not isinstance(content, bytes):
            reason = getattr(content, "reason", "is too large")
            promised.faults.append(Fault("signature", path, reason))
        elif content.lstrip()[:1] not in (b"{", b"[") and path.rpartition("/")[2] != "model.sig":
            promised.aside["a signature of another kind than can be verified here"] += 1
        else:
            reader.read(path, content)
    for folder in deliveries(files, reader.settings.folders):
        if not any(path == folder or dirname(path) == folder for path in reader.found.signed):
            said = "came from outside and carries no valid signature"
            promised.faults.append(Fault("signature", folder, said))
    return reader.found


class _Reader:
    """Reads one signature after the other, by one trust."""

    def __init__(self, tree: WorkTree, disk: Disk, promised: Promised) -> None:
        self.found = Found()
        self.settings = _settings(tree)
        self._tree, self._disk, self._promised = tree, disk, promised
        self._now: datetime | None = None

    def read(self, path: str, content: bytes) -> None:
        from stewardship.vocabulary import statements

        entries = statements.read(content, path)
        if not entries:
            self._promised.aside["a signature of another kind than can be verified here"] += 1
        for one in entries:
            if isinstance(one, Problem):
                if any(fault.path == path for fault in self._promised.faults):
                    continue  # its reader said so
                said = f"is no signature that can be read: {one.message}"
                self._promised.faults.append(Fault("signature", path, said, one.location))
            elif isinstance(one.signed, Envelope) and one.statement:
                self._statement(path, one, one.signed, one.statement)
            elif one.statement:
                self._subjects(path, one.statement)
            else:
                self._promised.aside["a signature over something else than a statement"] += 1

    def _statement(
        self, path: str, one: Attestation, envelope: Envelope, statement: Statement
    ) -> None:
        from stewardship.integrity.signature import Verified  # late: most trees hold no signature

        model = model_signing.is_manifest(statement)
        verdict = self._verdict(envelope)
        if isinstance(verdict, Verified):
            self.found.proved.append(f"{path}: {verdict.proves}")
        elif verdict is None:
            self._promised.aside["a signature, for no key is named in " + PARAMS] += 1
        elif model:
            self._promised.faults.append(Fault("signature", path, verdict.reason, one.place))
        else:
            self._promised.aside["a signed statement by a key that is not trusted here"] += 1
        if not model:
            self._subjects(path, statement)
            return
        manifest = model_signing.manifest(statement)
        if isinstance(manifest, Problem):
            said = f"contradicts itself: {manifest.message}"
            self._promised.faults.append(Fault("signature", path, said, manifest.location))
            return
        if isinstance(verdict, Verified):
            self.found.signed.add(path)
        self._model(path, manifest)

    def _verdict(self, envelope: Envelope) -> Verified | Refused | None:
        """What the envelope proves, or why nothing; None where nobody is to be trusted."""
        from stewardship.incoming.delivery import trust
        from stewardship.integrity.signature import verify

        trusted = trust(self._tree, self.settings)
        if not trusted:
            return None
        if self._now is None:
            from stewardship.picture import today

            self._now = today()
        return verify(envelope, trusted, self._now)

    def _model(self, path: str, manifest: Manifest) -> None:
        """Each file of a signed model is promised, and no other lies in its folder."""
        if manifest.method != "files":
            said = "lists parts of files, which cannot be compared here"
            self._promised.faults.append(Fault("signature", path, said))
            return
        from stewardship.incoming.signed import listed

        folder = dirname(path)
        names = set()
        for entry in listed(manifest):
            names.add(entry.name)
            alg = "blake2b-512" if entry.alg == "blake2b" else entry.alg
            digest = digests.parse(entry.digest, alg)
            if digest is not None:
                inside = normpath(join(folder, entry.name))
                self._promised.promises.append(Promise(inside, digest, entry.place, ORIGIN))
        if [one.name for one in manifest.files] == ["."]:
            return  # one file is signed, and not the folder in which it happens to lie
        for inside, kind in dvc_folder.walk(self._disk, folder):
            name = inside.removeprefix(f"{folder}/") if folder else inside
            if name in names or model_signing.left_out(name, manifest.ignored, _name(path)):
                continue
            said = f"is not among what is signed in {path}"
            self._promised.faults.append(
                Fault("link" if kind == "link" else "unlisted", inside, said)
            )

    def _subjects(self, path: str, statement: Statement) -> None:
        """A subject that is the name of a file, beside the statement or from the root."""
        for subject in statement.subjects:
            ways = [normpath(join(dirname(path), subject.name)), normpath(subject.name)]
            here = next((way for way in ways if _is_file(self._disk, way)), None)
            if here is None:
                self._promised.aside["a subject that is the name of no file here"] += 1
                continue
            for digest in _digests(subject.digests):
                self._promised.promises.append(Promise(here, digest, subject.place, ORIGIN))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _is_file(disk: Disk, path: str) -> bool:
    outside = path.startswith(("/", "..")) or "\0" in path or path in ("", ".")
    return not outside and isinstance(look(disk, path), Seen)


def _digests(stated: Collection[tuple[str, str]]) -> Iterator[digests.Digest]:
    for alg, text in stated:
        found = digests.parse(text, alg) if digests.algorithm(alg) else None
        if found is not None:
            yield found


def _settings(tree: WorkTree) -> Settings:
    """What the params of the pack say, if the tree has any."""
    if PARAMS not in tree.entries():
        return Settings()
    from stewardship import incoming
    from stewardship.policy import load

    params: Mapping[str, bytes] = {
        path: content
        for path, content in tree.read([PARAMS], LARGEST)
        if isinstance(content, bytes)
    }
    pack = load.stock()[PACK].read_bytes()
    given = (PARAMS, params[PARAMS]) if params else None
    return incoming.settings(load.load(pack, f"policies/{PACK}.yaml", given).policy.params)
