"""Digests of content: which algorithm, well-formed or not, and what they cannot prove.

The spellings read here are those of the formats that carry digests: ``sha256:<hex>`` (OCI, DVC,
Croissant), ``sha256-<base64>`` (Subresource Integrity), ``md5: <hex>``, ``SHA-256`` (CycloneDX),
``SHA256`` (SPDX), DVC's ``<md5>.dir`` for a folder, and bare hexadecimal digits.
"""

from __future__ import annotations

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

# Algorithm -> number of hexadecimal digits. FIPS 180-4, FIPS 202, RFC 1321, RFC 7693, BLAKE3.
LENGTHS = {
    "md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128, "blake3": 64,
    "sha3-256": 64, "sha3-384": 96, "sha3-512": 128,
    "blake2b-256": 64, "blake2b-384": 96, "blake2b-512": 128,
}  # fmt: skip
# Two different files with one digest have been made on purpose for these.
WEAK = frozenset(("md5", "sha1"))
# What a bare digest is taken for, by its length.
_USUAL = {LENGTHS[name]: name for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")}
_EMPTY = {
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "sha1": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "sha224": "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "sha384": "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
    "274edebfe76f65fbd51ad2f14898b95b",
    "sha512": "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
    "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    "blake3": "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    "sha3-256": "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a",
    "sha3-384": "0c63a75b845e4f7d01107d852e4c2485c51a50aaaa94fc61995e71bbee983a2a"
    "c3713831264adb47fb6bd1e058d5f004",
    "sha3-512": "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a6"
    "15b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26",
    "blake2b-256": "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
    "blake2b-384": "b32811423377f52d7862286ee1a72ee540524380fda1724a6f25d7978c6fd324"
    "4a6caf0498812673c5e05ef583825100",
    "blake2b-512": "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
    "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce",
}
_EMPTY_FOLDER = "d751713988987e9331980363e24189ce"  # DVC: the MD5 of an empty JSON list
_HEX = pattern(r"[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Digest:
    """A well-formed digest: canonical algorithm name, lower-case hex; ``folder`` for DVC's .dir."""

    alg: str
    hex: str
    folder: bool = False

    def __str__(self) -> str:
        return f"{self.alg}:{self.hex}{'.dir' if self.folder else ''}"

    @property
    def weak(self) -> bool:
        """Whether two contents with this digest can be made on purpose (MD5, SHA-1)."""
        return self.alg in WEAK

    @property
    def empty(self) -> bool:
        """Whether it is the digest of the empty file (or folder): it identifies nothing."""
        return self.hex == (_EMPTY_FOLDER if self.folder else _EMPTY.get(self.alg))


def algorithm(name: str) -> str | None:
    """The canonical name of an algorithm as any format spells it; None for one not known."""
    plain = name.strip().lower().replace("_", "-")
    if plain in LENGTHS:
        return plain
    joined = plain.replace("-", "", 1) if not plain.startswith("sha3-") else plain
    return joined if joined in LENGTHS else {"sha2-256": "sha256", "sha2-512": "sha512"}.get(plain)


def parse(text: str, alg: str | None = None) -> Digest | None:
    """The digest that the text states, or None where it is none.

    ``alg`` is the algorithm as stated beside the text; one in the text must then agree. A bare
    digest without either is taken for the usual algorithm of its length.
    """
    if alg in LENGTHS and len(text) == LENGTHS[alg] and _HEX.fullmatch(text):
        return Digest(alg, text.lower())  # as most are written
    text = text.strip()
    named = algorithm(alg) if alg else None
    if (alg and not named) or len(text) > 200:
        return None
    prefix, rest = _split(text)
    if prefix:
        stated = algorithm(prefix)
        if stated is None or named not in (None, stated):
            return None
        named, text = stated, rest
    return _well_formed(text, named)


def _split(text: str) -> tuple[str, str]:
    """The stated algorithm and the digest; a colon always separates, the rest may be base64."""
    head, colon, tail = text.partition(":")
    if colon:
        return head, tail.strip()
    for separator in ("=", " ", "-"):
        head, found, tail = text.partition(separator)
        if found and algorithm(head):
            return head, tail.strip()
    return "", text


def _well_formed(text: str, alg: str | None) -> Digest | None:
    folder = text.endswith(".dir")
    digits = text.removesuffix(".dir")
    if alg and not _HEX.fullmatch(digits):
        digits = _from_base64(digits)
    if not _HEX.fullmatch(digits):
        return None
    alg = alg or _USUAL.get(len(digits))
    if alg is None or len(digits) != LENGTHS[alg] or (folder and alg != "md5"):
        return None
    return Digest(alg, digits.lower(), folder)


def _from_base64(text: str) -> str:
    from base64 import b64decode  # late: few digests are written so

    try:
        return b64decode(text, validate=True).hex()
    except ValueError:
        return ""


def is_empty_file(text: str) -> bool:
    """Whether this digest, as text, is that of the empty file: never a ground to join on."""
    digest = parse(text)
    return digest is not None and digest.empty
