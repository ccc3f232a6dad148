"""What the readers of scanners' reports share: one finding of a report as a vulnerability.

A finding is known by each of its names (CVE, GHSA, PYSEC, …), by what was scanned (an image,
else the folder that the report is about) and by the package or file that it is in, without
versions: so what several scanners say of it is one vulnerability, and stays it from one report to
the next. Its ids are names, place and package: ``vuln:CVE-2026-1#services/a/requests``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from stewardship.document import LOCKFILE, Document, DocumentError, json_
from stewardship.frozen import dataclass
from stewardship.model import Fragment, Kind, Pointer, Problem, Value
from stewardship.readers import facts
from stewardship.vocabulary import purl, severities
from stewardship.vocabulary.secret_names import masked

KIND: Kind = "vulnerability"
LIMIT = LOCKFILE.size
# Package types of which the namespace is part of what people call the package.
_WHOLE = ("npm", "golang", "composer", "github", "swift")
LONGEST = 160  # characters of a title that are kept


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its document, the reader's name, and the image or folder that it is about."""

    document: Document
    origin: str
    about: str
    image: bool = False

    def text(self, *pointer: str | int) -> Value | None:
        """The scalar at a pointer; None where nothing is stated."""
        value = facts.text(self.document, *pointer, origin=self.origin)
        if value is None or value.state == "absent" or isinstance(value.data, tuple | Mapping):
            return None
        return value

    def word(self, *pointer: str | int) -> str:
        """The scalar at a pointer as a text; empty where nothing is stated."""
        value = self.text(*pointer)
        return str(value.data) if value else ""

    def rows(self, *pointer: str | int) -> Iterator[tuple[Pointer, dict[str, Any]]]:
        """The mappings of a list with their pointers; nothing where there is no list."""
        found = self.document.get(*pointer)
        for index, row in enumerate(found if isinstance(found, list) else ()):
            if isinstance(row, dict):
                yield (*pointer, index), row

    def value(self, data: str | float | bool, *pointer: str | int) -> Value:
        """The reader's own word for what stands at a pointer."""
        return Value(data, self.document.location(*pointer), self.origin)

    def severity(self, word: str, *pointer: str | int) -> Value:
        """A severity of the scale; one that is not known is told apart from one not stated."""
        place = self.document.location(*pointer)
        known = word != severities.UNKNOWN
        return Value(word, place, self.origin, "present" if known else "unknown")

    def listed(self, texts: Iterable[str], *pointer: str | int) -> Value | None:
        """A list of texts that all stand at one pointer; None for no text."""
        items = [self.value(text, *pointer) for text in dict.fromkeys(texts) if text.strip()]
        return facts.listing(items, None, self.origin) if items else None


@dataclass(frozen=True, slots=True)
class Spot:
    """What a finding is in: a package by its URL or name, with its version and the file that
    brings it; or, as ``file``, a file of the tree by its path, of whose findings by one rule
    ``mark`` tells this one apart."""

    ref: str
    version: str = ""
    path: str = ""
    file: bool = False
    mark: str = ""

    @property
    def thing(self) -> str:
        """What people call it, without type and version, for comparing."""
        if self.file:
            return f"{self.ref}~{self.mark}" if self.mark else self.ref
        parsed = purl.parse(self.ref)
        if parsed is None:
            return self.ref.rpartition(":")[2].strip().casefold()
        whole = parsed.namespace and parsed.type in _WHOLE
        name = f"{parsed.namespace}/{parsed.name}" if whole else parsed.name
        return name.casefold()


def image_name(reference: str) -> str:
    """An image without tag and digest, nor what every tool may leave out before the name."""
    name = reference.strip().partition("@")[0].removeprefix("docker.io/").removeprefix("library/")
    head, slash, tail = name.rpartition("/")
    return f"{head}{slash}{tail.partition(':')[0]}"


def loaded(path: str, content: bytes, origin: str, sure: bool) -> Document | Fragment | None:
    """The document; where it cannot be read, what is wrong, if it is ``sure`` whose it is."""
    try:
        document = json_.load(content, path, LOCKFILE)
    except DocumentError as error:
        return (
            facts.unreadable(KIND, path, error, origin, path.rpartition("/")[2]) if sure else None
        )
    return document


def misread(document: Document, origin: str, message: str, *pointer: str | int) -> Fragment:
    """A report that is the reader's own and cannot be understood."""
    name = document.path.rpartition("/")[2]
    problem = Problem(message, document.location(*pointer))
    return facts.unreadable(KIND, document.path, problem, origin, name)


def not_known(document: Document, key: str, known: str, tool: str) -> str:
    """That a report states a version of its format which is not one of those that are read."""
    written = document.text(key)
    said = f"is `{facts.clip(written)}`" if written else "is missing"
    return f"`{key}` {said}; of the reports of {tool}, version {known} is read"


def finding(
    report: Report, at: Pointer, names: Sequence[str], spot: Spot, **said: Value | None
) -> Fragment:
    """One finding: ``names`` are its ids in every database, ``said`` its other fields (``_`` for
    ``-``), of which None is left out."""
    ranked = sorted({canonical(name.strip()) for name in names if name.strip()}, key=_order)
    fields = {name.replace("_", "-"): value for name, value in said.items() if value is not None}
    if spot.ref:
        fields["affects"] = facts.listing([_affected(report, at, spot)], None, report.origin)
    if report.image:
        fields["image"] = report.value(report.about, *at)
    return Fragment(
        KIND,
        ranked[0] if ranked else "unnamed",
        report.document.location(*at),
        report.origin,
        fields,
        ids_of(ranked or ["unnamed"], report.about, spot.thing),
        refs=facts.refs_of(fields),
    )


def ids_of(names: Iterable[str], about: str, thing: str) -> tuple[str, ...]:
    """The ids of a vulnerability of these names, in a thing of an image or folder."""
    where = "/".join(part for part in (about if about != "." else "", thing.strip("/")) if part)
    return tuple(f"vuln:{canonical(name)}#{where}" for name in names)


def canonical(name: str) -> str:
    """A name as its database spells it: ``CVE-2026-1``, ``GHSA-xxxx-xxxx-xxxx``."""
    start, dash, rest = name.partition("-")
    word = start.upper()
    if not dash or word not in ("CVE", "GHSA"):
        return name
    return f"{word}-{rest.lower() if word == 'GHSA' else rest}"


def _affected(report: Report, at: Pointer, spot: Spot) -> Value:
    parsed = None if spot.file else purl.parse(spot.ref)
    version = spot.version or (parsed.version if parsed else "")
    ref = purl.build(parsed.type, parsed.name, version, parsed.namespace) if parsed else spot.ref
    versions = report.listed([version], *at) if version else None
    return facts.record(
        report.document.location(*at),
        report.origin,
        ref=ref,
        kind="dependency" if parsed else None,
        versions=versions,
        path=None if report.image else (spot.ref if spot.file else spot.path) or None,
    )


def marks() -> Callable[[str, str], str]:
    """A counter for one report: the mark of a rule's next finding in a file, none for its first."""
    seen: Counter[tuple[str, str]] = Counter()

    def mark(rule: str, file: str) -> str:
        seen[rule, file] += 1
        return str(seen[rule, file]) if seen[rule, file] > 1 else ""

    return mark


def strings(report: Report, *pointer: str | int) -> list[str]:
    """The texts of a list; whatever else it holds is left out."""
    found = report.document.get(*pointer)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def highest(report: Report, scores: Iterable[object], *pointer: str | int) -> Value | None:
    """The highest of some scores; None where none of them is a number."""
    found = [
        float(one) for one in scores if isinstance(one, int | float) and not isinstance(one, bool)
    ]
    return report.value(max(found), *pointer) if found else None


def clipped(value: Value | None) -> Value | None:
    """A title in one line, cut where it grows into a text; a scanner may quote what it found, so
    secrets in it are covered."""
    if value is None or not isinstance(value.data, str):
        return None
    line = masked(" ".join(value.data.split()))
    cut = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    return Value(cut, value.location, value.origin, value.state)


def _order(name: str) -> tuple[bool, bool, str]:
    """CVE first, then GHSA, then whatever databases call it."""
    return not name.startswith("CVE-"), not name.startswith("GHSA-"), name
