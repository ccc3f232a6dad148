"""Package URLs and hub ids: the names by which one thing is known in several files.

A package URL (purl, ECMA-427) is ``pkg:type/namespace/name@version?qualifiers#subpath``; only
what this project needs of it is here. A hub id is ours: ``hf:org/name``.
"""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

_TYPE = pattern(r"[A-Za-z][A-Za-z0-9.-]*")
_SEPARATORS = pattern(r"[-_.]+")
_HUB_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_HUB_HOSTS = ("huggingface.co", "www.huggingface.co", "hf.co")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Purl:
    """The parts of a package URL, decoded; ``""`` for what it does not state."""

    type: str
    name: str
    namespace: str = ""
    version: str = ""

    def __str__(self) -> str:
        spaced = [*self.namespace.split("/"), self.name] if self.namespace else [self.name]
        path = "/".join(quote(part, safe=":") for part in spaced)
        version = f"@{quote(self.version, safe=':')}" if self.version else ""
        return f"pkg:{self.type}/{path}{version}"


def build(type: str, name: str, version: str | None = None, namespace: str = "") -> str:
    """The canonical package URL; a PyPI name is normalized as PEP 503 says."""
    return str(_canonical(type, name, namespace.strip("/"), version or ""))


def pypi(name: str, version: str | None = None) -> str:
    """The package URL of a Python distribution: ``pkg:pypi/ruamel-yaml@0.18.6``."""
    return build("pypi", name, version)


def parse(text: str) -> Purl | None:
    """The parts of a package URL, or None where the text is none; qualifiers are left out."""
    scheme, colon, rest = text.strip().partition(":")
    if scheme.lower() != "pkg" or not colon or len(text) > _LONGEST:
        return None
    stem = rest.partition("#")[0].partition("?")[0]
    type_, *path = [part for part in stem.split("/") if part] or [""]
    if not path or not _TYPE.fullmatch(type_):
        return None
    name, _, version = path[-1].partition("@")
    namespace = "/".join(unquote(part) for part in path[:-1])
    return _canonical(type_, unquote(name), namespace, unquote(version)) if name else None


def _canonical(type: str, name: str, namespace: str, version: str) -> Purl:
    type = type.lower()
    if type == "pypi":
        return Purl(type, _SEPARATORS.sub("-", name).lower(), "", version)
    if type == "huggingface":
        version = version.lower()
    if type in ("github", "bitbucket"):
        name, namespace = name.lower(), namespace.lower()
    return Purl(type, name, namespace, version)


def hub_id(text: str) -> str | None:
    """``hf:org/name`` for a Hugging Face id in any of its spellings; None where it is none.

    Read are ``hf:org/name``, ``hf://datasets/org/name``, the page's URL, the package URL
    ``pkg:huggingface/org/name@revision`` and ``org/name`` itself. A revision is left out.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    purl = parse(text)
    if purl:
        path = f"{purl.namespace}/{purl.name}" if purl.type == "huggingface" else ""
    elif text.startswith(("https://", "http://")):
        path = _page(text)
    else:
        path = text.removeprefix("hf://").removeprefix("hf:").partition("@")[0]
    parts = path.split("/")
    if parts[0] in ("datasets", "models", "spaces"):
        parts = parts[1:]
    if len(parts) < 2 or (len(parts) > 2 and not text.startswith(("http", "hf://"))):
        return None
    org, name = parts[:2]
    fine = _HUB_NAME.fullmatch(org) and _HUB_NAME.fullmatch(name)
    return f"hf:{org}/{name}" if fine else None


def _page(url: str) -> str:
    try:
        split = urlsplit(url)
        host = split.hostname
    except ValueError:
        return ""
    return split.path.strip("/") if host in _HUB_HOSTS else ""
