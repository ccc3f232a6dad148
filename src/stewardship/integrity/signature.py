"""Whether somebody who holds a trusted key signed these bytes: that, and nothing about who it is.

Keys are PEM files of the trusted configuration: public keys on the curves P-256, P-384 and P-521
(ECDSA with SHA-256, -384 and -512), Ed25519, and RSA of 2,048 bits or more (PSS with SHA-256); or
root certificates, under which a bundle's own certificates are followed. Nothing is asked over a
network: no log, no revocation. What certificates and bundles say of a signer's name is not looked
at, for it proves less than it seems to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.integrity import certificates
from stewardship.model import Location
from stewardship.vocabulary.dsse import Envelope

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

LACKING = "cannot be verified without a package: pip install 'stewardship[signing]'"
SMALLEST = 2048  # bits of an RSA key
# Curve -> hash, as the Sigstore bundle and securesystemslib pair them.
CURVES = {"secp256r1": "SHA256", "secp384r1": "SHA384", "secp521r1": "SHA512"}


@dataclass(frozen=True, slots=True)
class Pem:
    """A file of the trusted configuration: its path, and what is in it."""

    path: str
    content: bytes

    @property
    def name(self) -> str:
        """What it is called where a signature is verified: the file without its ending."""
        return self.path.rpartition("/")[2].removesuffix(".pem")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count: public keys, and root certificates."""

    keys: tuple[Pem, ...] = ()
    roots: tuple[Pem, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody is trusted."""
        return bool(self.keys or self.roots)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a valid signature proves, exactly: `integrity, key acme-release`."""

    proves: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why no signature counts, as a clause about the signed file."""

    reason: str


def verify(envelope: Envelope, trust: Trust, now: datetime) -> Verified | Refused:
    """Hold the signatures of an envelope against the trusted keys: one that fits is enough.

    Raises ``UserError`` for a key file that is none: that is the configuration's fault.
    """
    if not trust:
        return Refused("cannot be verified: no key is trusted; name one in `keys`")
    try:
        import cryptography  # noqa: F401, 20 to 100 ms with what follows
    except ImportError:
        return Refused(LACKING)
    keys = [(one.name, load_key(one)) for one in trust.keys]
    roots = [(one.name, certificates.load(one.path, one.content)) for one in trust.roots]
    for signature in envelope.signatures:
        for name, key in keys:
            if _fits(key, signature.sig, envelope.signed):
                return Verified(f"integrity, key {name}")
    chain = envelope.material.certificates
    if not chain or not roots:
        return Refused(_not_by([*(one.name for one in (*trust.keys, *trust.roots))]))
    leaf = certificates.signer(chain, roots, now)
    if isinstance(leaf, str):
        return Refused(leaf)
    if any(_fits(leaf.key, one.sig, envelope.signed) for one in envelope.signatures):
        return Verified(f"integrity, a certificate under {leaf.root}")
    return Refused("is not signed by the key of the certificate that it brings")


def _not_by(names: Sequence[str]) -> str:
    return f"has no signature by a key that is trusted here ({', '.join(names)})"


def load_key(pem: Pem) -> PublicKeyTypes:
    """The public key in a PEM file; ``UserError`` for anything else."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    place = Location(pem.path)
    if b"PRIVATE KEY" in pem.content:
        hint = "take it out, and out of git's history: whoever has read it can sign"
        raise UserError("the file holds a private key, where a public one belongs", place, hint)
    try:
        key = load_pem_public_key(pem.content)
    except (ValueError, UnsupportedAlgorithm):
        hint = "write it with `openssl pkey -pubout`; certificates belong under `roots`"
        raise UserError("the file holds no public key in PEM", place, hint) from None
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < SMALLEST:
        raise UserError(f"an RSA key of {key.key_size} bits is too short", place, "use a new key")
    curve = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES
    if not curve and not isinstance(key, ed25519.Ed25519PublicKey | rsa.RSAPublicKey):
        hint = "ECDSA on P-256, P-384 or P-521, Ed25519, and RSA can be"
        raise UserError("a key of this kind cannot be used here", place, hint)
    return key


def _fits(key: Any, signature: bytes, signed: bytes) -> bool:
    """Whether this key made this signature over these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            if key.curve.name not in CURVES:
                return False
            key.verify(signature, signed, ec.ECDSA(getattr(hashes, CURVES[key.curve.name])()))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, signed)
        elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST:
            mask = padding.MGF1(hashes.SHA256())
            pss = padding.PSS(mgf=mask, salt_length=padding.PSS.AUTO)
            key.verify(signature, signed, pss, hashes.SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True
