"""What a URL or path of a Python distribution says of it: name, version, revision.

Wheels are named ``name-version(-build)-python-abi-platform.whl`` (binary distribution format
specification), source archives ``name-version.tar.gz``; a repository is ``git+https://…/repo.git
@revision#egg=name`` (pip) or ``https://…/repo.git?rev=main#commit`` (uv). Passwords and tokens in
an address are left out of everything that is returned.
"""

from __future__ import annotations

from typing import Literal

from stewardship.frozen import dataclass
from stewardship.pattern import pattern
from stewardship.vocabulary.purl import build
from stewardship.vocabulary.requirement import canonical

_VCS = ("git+", "hg+", "svn+", "bzr+")
_ARCHIVES = (".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".zip", ".tar")
_USER = pattern(r"(?<=://)[^/@\s]*@")
_EGG = pattern(r"(?:^|&)egg=([A-Za-z0-9._-]+)")
_WORD = pattern(r"[A-Za-z0-9._-]+")
_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]*://")

Way = Literal["vcs", "url", "path"]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Where a distribution is had from; ``""`` stands for what is not said.

    ``revision`` is what follows ``@`` or uv's ``#``: a commit, tag or branch, as written.
    """

    way: Way
    url: str
    name: str = ""
    version: str = ""
    revision: str = ""


def is_reference(text: str) -> bool:
    """Whether a requirement line is an address or a path, and no package name."""
    if _SCHEME.match(text) or text.startswith((".", "/", "~", *_VCS)):
        return True
    return "/" in text.partition(" ")[0] or text.endswith((".whl", *_ARCHIVES))


def describe(text: str) -> Distribution:
    """What the address or path says; never fails, at worst it says nothing but itself."""
    if text.startswith(_VCS):
        return _repository(text)
    address, _, fragment = without_user(text).partition("#")
    address = address.partition("?")[0]
    name, version = _from_file(address.rstrip("/").rpartition("/")[2].replace("%2B", "+"))
    egg = _EGG.search(fragment)
    way: Way = "url" if _SCHEME.match(text) and not text.startswith("file:") else "path"
    return Distribution(way, address, name or (egg.group(1) if egg else ""), version)


def _repository(text: str) -> Distribution:
    address, _, fragment = without_user(text.partition("+")[2]).partition("#")
    head, slash, tail = address.rpartition("/")
    tail, _, revision = tail.partition("@")
    if not slash or "@" in head.partition("://")[2].partition("/")[2]:
        # A branch such as ``feature/x`` holds slashes of its own.
        first, _, rest = address.partition("://")
        path, _, revision = rest.partition("@")
        address = f"{first}://{path}"
    else:
        address = head + slash + tail
    egg = _EGG.search(fragment)
    return Distribution("vcs", address, egg.group(1) if egg else "", "", revision)


def locked_repository(text: str) -> Distribution:
    """A repository as uv locks it: the fragment is the commit, the query what was asked for."""
    address, _, commit = without_user(text).partition("#")
    return Distribution("vcs", address.partition("?")[0], revision=commit)


def without_user(text: str) -> str:
    """The address without a user name, password or token."""
    return _USER.sub("", text)


def repository_name(url: str) -> str:
    """The last word of a repository's address: ``…/openai/CLIP.git`` is ``CLIP``."""
    return url.rstrip("/").rpartition("/")[2].removesuffix(".git")


def github_id(url: str, revision: str) -> str:
    """The purl of a repository on GitHub, or ``""`` for an address of anything else."""
    host, _, path = url.partition("://")[2].partition("/")
    parts = path.removesuffix("/").removesuffix(".git").split("/")
    known = host.lower() in ("github.com", "www.github.com")
    if not known or len(parts) != 2 or not all(map(_WORD.fullmatch, parts)):
        return ""
    return build("github", parts[1], revision, parts[0])


def _from_file(name: str) -> tuple[str, str]:
    """Name and version from the file name of a wheel or a source archive."""
    if name.endswith(".whl"):
        parts = name.removesuffix(".whl").split("-")
        return (canonical(parts[0]), parts[1]) if len(parts) >= 5 else ("", "")
    for ending in _ARCHIVES:
        if name.endswith(ending):
            stem, dash, version = name.removesuffix(ending).rpartition("-")
            return (stem, version) if dash and stem and version[:1].isdigit() else ("", "")
    return "", ""
