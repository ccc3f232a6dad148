"""From the certificate of a signer to a trusted root: RFC 5280, as far as signing files needs it.

Each certificate has to be issued by the next, be valid now, be an authority's where it issued one,
and be made with SHA-2 or Ed25519; the signer's own has to be meant for signatures. A critical
extension that is not understood here refuses the chain. When a signature was made nobody can tell
offline: an expired certificate is therefore refused, whatever was signed with it before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from stewardship.errors import UserError
from stewardship.model import Location

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LONGEST = 8  # certificates from a signer to its root
HASHES = frozenset(("sha256", "sha384", "sha512"))
BY = "is signed with a certificate"

Roots = Sequence[tuple[str, "list[Certificate]"]]


class Signer(NamedTuple):
    """The key of a certificate, and the name of the file of the root that it leads to."""

    key: Any
    root: str


class _Root(NamedTuple):
    name: str


def load(path: str, content: bytes) -> list[Certificate]:
    """The certificates in a PEM file; ``UserError`` for a file without one."""
    from cryptography.x509 import load_pem_x509_certificates

    place = Location(path)
    if b"PRIVATE KEY" in content:
        hint = "take it out, and out of git's history: whoever has read it can sign"
        raise UserError("the file holds a private key beside its certificate", place, hint)
    try:
        return load_pem_x509_certificates(content)
    except ValueError:
        hint = "keys without a certificate belong under `keys`"
        raise UserError("the file holds no certificate in PEM", place, hint) from None


def signer(chain: Sequence[bytes], roots: Roots, now: datetime) -> Signer | str:
    """Who made the signature, by a chain in DER that begins with the signer's own certificate; or
    why it does not count, as a clause."""
    from cryptography.x509 import load_der_x509_certificate

    try:
        leaf, *others = [load_der_x509_certificate(one) for one in chain[:LONGEST]]
        wrong = _unfit(leaf, now) or _not_for_signing(leaf)
        root = wrong or _follow(leaf, others, roots, now)
        return Signer(leaf.public_key(), root.name) if isinstance(root, _Root) else root
    except ValueError:
        return "brings a certificate that cannot be read"


def _follow(
    leaf: Certificate, others: Sequence[Certificate], roots: Roots, now: datetime
) -> _Root | str:
    """The root that issued the certificate, over those that the bundle brings."""
    current, below = leaf, 0
    left = list(others)
    while True:
        for name, trusted in roots:
            for root in trusted:
                if _issued(current, root):
                    return _unfit(root, now) or _no_authority(root, below) or _Root(name)
        above = next((one for one in left if _issued(current, one)), None)
        if above is None:
            break
        left.remove(above)
        wrong = _unfit(above, now) or _no_authority(above, below)
        if wrong:
            return wrong
        current, below = above, below + 1
    names = ", ".join(name for name, _ in roots)
    return f"{BY} that leads to no root that is trusted here ({names})"


def _issued(one: Certificate, by: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        one.verify_directly_issued_by(by)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _unfit(one: Certificate, now: datetime) -> str:
    """What makes a certificate useless for anything, as a clause; empty for none."""
    from cryptography.x509 import BasicConstraints, ExtendedKeyUsage, KeyUsage
    from cryptography.x509 import SubjectAlternativeName as Names

    if now < one.not_valid_before_utc:
        return f"{BY} that is valid from {one.not_valid_before_utc:%Y-%m-%d} on"
    if now > one.not_valid_after_utc:
        return (
            f"{BY} that expired on {one.not_valid_after_utc:%Y-%m-%d}, and nothing shows that it"
            " was signed before; name the key itself in `keys`, or have it signed again"
        )
    made = one.signature_hash_algorithm
    if made is not None and made.name not in HASHES:
        return f"{BY} made by {made.name}, which can be forged"
    known = (BasicConstraints, ExtendedKeyUsage, KeyUsage, Names)
    if any(ext.critical and not isinstance(ext.value, known) for ext in one.extensions):
        return f"{BY} that has conditions which are not understood here"
    return ""


def _no_authority(one: Certificate, below: int) -> str:
    """Why a certificate may issue none, with so many authorities below it; empty if it may."""
    from cryptography.x509 import BasicConstraints, ExtensionNotFound, KeyUsage

    said = f"{BY} that was issued by one that is no authority's"
    try:
        basic = one.extensions.get_extension_for_class(BasicConstraints).value
        usage = one.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return said
    if not basic.ca or not usage.key_cert_sign:
        return said
    if basic.path_length is not None and below > basic.path_length:
        return f"{BY} by an authority below one that may have none below it"
    return ""


def _not_for_signing(one: Certificate) -> str:
    """Why the signer's own certificate is not meant for signing; empty if it is."""
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound, KeyUsage
    from cryptography.x509.oid import ExtendedKeyUsageOID as Oid

    said = f"{BY} that is not meant for signing"
    try:
        if not one.extensions.get_extension_for_class(KeyUsage).value.digital_signature:
            return said
    except ExtensionNotFound:
        return said
    try:
        uses = one.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except ExtensionNotFound:
        return ""
    fit = Oid.CODE_SIGNING in uses or Oid.ANY_EXTENDED_KEY_USAGE in uses
    return "" if fit else said
