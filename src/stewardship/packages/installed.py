"""What is installed in a named Python environment, read from its metadata and never executed.

Read are ``*.dist-info/METADATA`` and the older ``*.egg-info`` (core metadata specification): no
interpreter of the environment is started, nothing of it is imported. Where the metadata names no
license, or names one, the license file has its say as well: by its whole text or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from stewardship.frozen import dataclass, replace
from stewardship.packages import Package, python_package
from stewardship.packages.folders import Folder, find
from stewardship.packages.headers import Headers
from stewardship.vocabulary.classifiers import license_name

_HEADERS = 8 * 1024  # bytes, in which the headers of most packages end
_METADATA = 1024 * 1024
TEXT = 1024 * 1024  # bytes of one license text
_MOST_TEXTS = 20
# As pip-licenses tells a license file by its name.
LICENSE_NAMES = ("license", "licence", "copying")
_TEXT_NAMES = (*LICENSE_NAMES, "notice", "authors")
_FIELDS = ("license-expression", "license")


@dataclass(frozen=True, slots=True)
class Installed:
    """One metadata folder of an environment; ``problem`` says why nothing is known of it."""

    folder: Folder
    entry: str
    path: str
    name: str
    version: str = ""
    headers: Headers = Headers()
    problem: str = ""

    def classifiers(self) -> Iterator[tuple[str, int]]:
        """The names of the license classifiers, each with its line."""
        for text, line in self.headers.lines("classifier"):
            if name := license_name(text):
                yield name, line

    def metadata(self) -> dict[str, str]:
        """What the metadata says, by the names of ``vocabulary.declared``."""
        found = {name: text for name in _FIELDS if (text := self.headers.get(name))}
        names = [
            name for text in self.headers.license_classifiers() if (name := license_name(text))
        ]
        if names:
            found["classifiers"] = "; ".join(names)
        return found

    def declared(self, texts: Sequence[tuple[str, str]] | None = None) -> dict[str, str]:
        """What the metadata and the license file say; ``texts`` are the files, if already read."""
        found = self.metadata()
        texts = self.licenses() if texts is None else texts
        if len(texts) == 1 and (id := _recognized(texts[0][1])):
            found["license-text"] = id
        return found

    def licenses(self) -> list[tuple[str, str]]:
        """The license files: name and text, as a universal newline reading in UTF-8 gives it."""
        contents = ((name, content) for name, content in self.texts() if is_license(name))
        return [(name, decoded(content)) for name, content in contents]

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """The license, notice and author files: those that ``License-File`` names, else those
        that are called so; each with its content, within bounds."""
        home = self.entry
        stated = self.headers.get_all("license-file")
        if stated:
            names = [
                (f"{home}/licenses/{name}", f"{home}/{name}") for name in dict.fromkeys(stated)
            ]
        else:
            inside = self.folder.names(home)
            more = self.folder.names(f"{home}/licenses") if "licenses" in inside else ()
            names = [(f"{home}/{n}", "") for n in inside]
            names += [(f"{home}/licenses/{n}", "") for n in more]
        wanted = [pair for pair in names if _base(pair[0]).startswith(_TEXT_NAMES)]
        for new, old in wanted[:_MOST_TEXTS]:
            for name in (new, old):
                content = self.folder.read(name, TEXT + 1) if name else None
                if content is not None and len(content) <= TEXT:
                    yield name, content
                    break

    def listed(self) -> Package:
        """The package as its metadata declares it, and by its license file where that does not
        settle the license; without the hash of its texts."""
        package = python_package(self.name, self.version, self.metadata())
        if package.settled.kind != "license":
            package = python_package(self.name, self.version, self.declared())
        return replace(package, requires=tuple(self.headers.get_all("requires-dist") or ()))

    def package(self, texts: Sequence[tuple[str, str]] | None = None) -> Package:
        """The package with what it declares and requires, and the hash of its license texts.

        ``texts`` are the license files, where they have been read.
        """
        texts = self.licenses() if texts is None else texts
        package = python_package(self.name, self.version, self.declared(texts))
        requires = tuple(self.headers.get_all("requires-dist") or ())
        return replace(package, text=text_hash(texts), requires=requires)


def read_installed(folder: str | os.PathLike[str]) -> Iterator[Installed]:
    """Every package of an environment; UserError where the folder holds none at all."""
    for each in find(folder):
        for entry in each.entries:
            yield _read(each, entry)


def _read(folder: Folder, entry: str) -> Installed:
    path = f"{folder.shown}/{entry}"
    name = entry.rpartition(".")[0].partition("-")[0]
    if entry not in folder.plain and not folder.contains(entry):
        problem = "the folder is a link out of the environment"
        return Installed(folder, entry, path, name, problem=problem)
    for file in (f"{entry}/METADATA", f"{entry}/PKG-INFO", entry):
        content = folder.read(file, _HEADERS)
        if content is not None:
            break
    else:
        problem = "the package has no METADATA that can be read"
        return Installed(folder, entry, path, name, problem=problem)
    if len(content) == _HEADERS and b"\n\n" not in content and b"\n\r\n" not in content:
        content = folder.read(file, _METADATA) or b""
    headers = Headers(content.decode("utf-8", "replace"))
    path = f"{folder.shown}/{file}"
    stated, version = headers.get("name") or "", headers.get("version") or ""
    if not stated or not version:
        problem = "the metadata has no `Name` or no `Version`"
        return Installed(folder, entry, path, stated or entry, problem=problem)
    return Installed(folder, entry, path, stated, version, headers)


def decoded(content: bytes) -> str:
    """The text of a file as pip-licenses reads it."""
    text = content.decode("utf-8", "backslashreplace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def text_hash(texts: Sequence[tuple[str, str]]) -> str:
    """SHA-256, in hex, of a license text; of several, that of their sorted hashes, one a line."""
    from hashlib import sha256  # late: a list of licenses needs none

    hashes = sorted({sha256(text.encode("utf-8", "replace")).hexdigest() for _, text in texts})
    if len(hashes) < 2:
        return hashes[0] if hashes else ""
    return sha256("".join(f"{one}\n" for one in hashes).encode()).hexdigest()


def is_license(path: str) -> bool:
    """Whether a file's name says that it holds the license, not a notice or the authors."""
    return _base(path).startswith(LICENSE_NAMES)


def _base(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _recognized(text: str) -> str | None:
    from stewardship.vocabulary.license_texts import recognized

    return recognized(text)
