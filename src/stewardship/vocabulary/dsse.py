"""Signed envelopes, taken apart and nothing verified: DSSE, and the Sigstore bundles that hold one.

A DSSE envelope (https://github.com/secure-systems-lab/dsse) is JSON with ``payloadType``,
``payload`` and ``signatures``; what is signed is ``pae`` of the first two. A Sigstore bundle
(https://docs.sigstore.dev/about/bundle/) holds an envelope, or a signature over the digest of a
file, and beside it the certificates or the hint at a key that are to verify it.

No key, no certificate and no signature is looked at here: what is read may be forged. Nothing
raises: what is wrong is a ``Problem`` at its place. The place of what stands inside a payload is
that of the payload.
"""

from __future__ import annotations

from binascii import Error, a2b_base64
from collections.abc import Mapping
from typing import Any

from stewardship.document import Document
from stewardship.frozen import dataclass
from stewardship.model import Location, Pointer, Problem

IN_TOTO = "application/vnd.in-toto+json"
"""The payload type of an in-toto Statement."""
BUNDLE = "application/vnd.dev.sigstore.bundle"
"""What the media type of a Sigstore bundle begins with, in every version."""

_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_ALGORITHMS = {"SHA2_256": "sha256", "SHA2_384": "sha384", "SHA2_512": "sha512"}


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature as raw bytes; ``keyid`` is an unauthenticated hint, often empty."""

    sig: bytes
    keyid: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """What a bundle brings for its verification: DER certificates, the signer's own first, a
    public key (PEM or DER, as written), or a ``hint`` at one. All of it is the signer's word."""

    media_type: str = ""
    certificates: tuple[bytes, ...] = ()
    key: bytes = b""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A DSSE envelope with at least one signature; ``payload`` is decoded, ``place`` its own."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]
    place: Location
    material: Material = Material()

    @property
    def signed(self) -> bytes:
        """The bytes that every signature is made over."""
        return pae(self.payload_type, self.payload)


@dataclass(frozen=True, slots=True)
class MessageSignature:
    """A bundle over a file itself: the digest that the file is said to have, and the signature.

    ``alg`` is as ``vocabulary.digests`` names it; ``digest`` is lower-case hex.
    """

    alg: str
    digest: str
    signature: bytes
    place: Location
    material: Material


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding: what a signature is made over."""
    kind = payload_type.encode("utf-8", "surrogatepass")
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def is_signed(document: Document, *pointer: str | int) -> bool:
    """Whether the node has the keys of an envelope or a bundle, right or wrong."""
    node = document.get(*pointer)
    if not isinstance(node, dict):
        return False
    bundle = "dsseEnvelope" in node or "messageSignature" in node or "verificationMaterial" in node
    return bundle or ("payload" in node and ("signatures" in node or "payloadType" in node))


def read(document: Document, *pointer: str | int) -> Envelope | MessageSignature | Problem:
    """The envelope, or the signature over a file, that the node at ``pointer`` is or holds."""
    node = document.get(*pointer)
    if not isinstance(node, dict):
        return _wrong(document, pointer, "a signed envelope has to be a mapping")
    if "payload" in node:
        return _envelope(document, pointer, Material())
    media = node.get("mediaType")
    if not isinstance(media, str) or not media.startswith(BUNDLE):
        return _wrong(
            document, (*pointer, "mediaType"), f"`mediaType` of a bundle has to begin with {BUNDLE}"
        )
    material = _material(document, (*pointer, "verificationMaterial"), media)
    if isinstance(material, Problem):
        return material
    if "dsseEnvelope" in node:
        return _envelope(document, (*pointer, "dsseEnvelope"), material)
    return _message(document, (*pointer, "messageSignature"), material)


def _envelope(document: Document, pointer: Pointer, material: Material) -> Envelope | Problem:
    kind = document.get(*pointer, "payloadType")
    if not isinstance(kind, str) or not kind:
        return _wrong(document, (*pointer, "payloadType"), "the envelope names no `payloadType`")
    payload = decoded(document.get(*pointer, "payload"))
    if payload is None:
        return _wrong(document, (*pointer, "payload"), "`payload` has to be text in base64")
    listed = document.get(*pointer, "signatures")
    if not isinstance(listed, list) or not listed:
        return _wrong(document, (*pointer, "signatures"), "the envelope holds no signature")
    signatures = []
    for index, entry in enumerate(listed):
        sig = decoded(entry.get("sig")) if isinstance(entry, dict) else None
        if not sig:
            here = (*pointer, "signatures", index)
            return _wrong(document, here, "`sig` has to be a signature in base64")
        keyid = entry.get("keyid")
        signatures.append(Signature(sig, keyid if isinstance(keyid, str) else ""))
    place = document.location(*pointer, "payload")
    return Envelope(kind, payload, tuple(signatures), place, material)


def _message(
    document: Document, pointer: Pointer, material: Material
) -> MessageSignature | Problem:
    written = document.get(*pointer, "messageDigest", "algorithm")
    digest = decoded(document.get(*pointer, "messageDigest", "digest"))
    signature = decoded(document.get(*pointer, "signature"))
    if not signature:
        return _wrong(document, pointer, "the bundle holds neither an envelope nor a signature")
    alg = _ALGORITHMS.get(written) if isinstance(written, str) else None
    if alg is None or not digest:
        return _wrong(document, pointer, "`messageDigest` has to state an algorithm and a digest")
    return MessageSignature(alg, digest.hex(), signature, document.location(*pointer), material)


def _material(document: Document, pointer: Pointer, media: str) -> Material | Problem:
    """Of a bundle's ways to name a key, the one that it goes."""
    node = document.get(*pointer)
    if node is None:
        return Material(media)
    if not isinstance(node, dict):
        return _wrong(document, pointer, "`verificationMaterial` has to be a mapping")
    found = [document.get(*pointer, "certificate")]
    chain = document.get(*pointer, "x509CertificateChain", "certificates")
    found += chain if isinstance(chain, list) else []
    held = [one.get("rawBytes") for one in found if isinstance(one, dict)]
    certificates = tuple(der for der in map(decoded, held) if der)
    if len(certificates) != len([one for one in found if one is not None]):
        return _wrong(document, pointer, "a certificate has to be `rawBytes` in base64")
    key = node.get("publicKey")
    key = key if isinstance(key, Mapping) else {}
    hint = key.get("hint")
    raw = decoded(key.get("rawBytes")) or b""
    return Material(media, certificates, raw, hint if isinstance(hint, str) else "")


def decoded(written: Any) -> bytes | None:
    """The bytes of standard or URL-safe base64, padded or not; None for anything else.

    Protocol Buffers' JSON, in which bundles are written, allows all four.
    """
    if not isinstance(written, str) or not written.isascii():
        return None
    plain = written.encode().translate(_URL_SAFE).rstrip(b"=")
    try:
        return a2b_base64(plain + b"=" * (-len(plain) % 4), strict_mode=True)
    except (Error, ValueError):
        return b"" if written == "" else None


def _wrong(document: Document, pointer: Pointer, message: str) -> Problem:
    return Problem(message, document.location(*pointer))
