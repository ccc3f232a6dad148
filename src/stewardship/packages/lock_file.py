"""``.steward/licenses.lock``: what packages declare of their licenses, written down and read back.

One JSON object: ``version`` (1), ``source`` (what the facts were made from) and ``packages``,
sorted by name. A package has ``name``, ``version``, ``purl``, ``artifacts`` (SHA-256 of wheels
and archives), ``declared`` (texts by field, see ``vocabulary.declared``; long ones shortened to
their beginning and their SHA-256), ``license`` (the expression that this comes to, or null),
``text-sha256`` (of the license texts, or null), ``scope`` (runtime, dev or null), ``direct`` (or
null) and ``via`` (the packages that brought it in; left out where nobody knows).

It is read strictly: a lock that was edited by hand must not let through what it does not say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from stewardship.document import LOCKFILE, Document
from stewardship.frozen import dataclass
from stewardship.model import Location, Problem
from stewardship.packages import Package
from stewardship.vocabulary import purl
from stewardship.vocabulary.declared import FIELDS

PATH = ".steward/licenses.lock"
VERSION = 1
LONGEST = 200  # characters of a declared text that are kept
_KEYS = frozenset((
    "name", "version", "purl", "artifacts", "declared", "license", "text-sha256", "scope",
    "direct", "via",
))  # fmt: skip
_NEEDED = _KEYS - {"via"}
_HEX = frozenset("0123456789abcdef")
_CUT = "…\nsha256:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One package of a lock, where it stands, and the license that the lock writes for it."""

    package: Package
    place: Location
    license: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that was read: what it says, and what is wrong with it."""

    source: str = ""
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


def render(packages: Sequence[Package], source: str) -> bytes:
    """The file, the same for the same facts in any order."""
    ordered = sorted(packages, key=lambda one: (one.name, one.version, one.purl))
    data = {"version": VERSION, "source": source, "packages": [_row(one) for one in ordered]}
    return (json.dumps(data, indent=2, ensure_ascii=True) + "\n").encode()


def _row(package: Package) -> dict[str, Any]:
    declared = {name: shortened(text) for name, text in sorted(package.declared.items())}
    row: dict[str, Any] = {
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "artifacts": sorted(package.artifacts),
        "declared": declared,
        "license": package.license,
        "text-sha256": package.text or None,
        "scope": package.scope or None,
        "direct": package.direct,
    }
    if package.via:
        row["via"] = sorted(package.via)
    return row


def shortened(text: str) -> str:
    """A declared text as a lock keeps it: of a whole license text, what tells it from others.

    The text says the same to ``vocabulary.declared`` before and after: where a text is known, it
    is put down as its id.
    """
    if len(text) <= LONGEST and "\n" not in text.strip():
        return text
    from stewardship.vocabulary.declared import meaning

    side = meaning("license", text)
    if side.kind != "text":
        return side.meaning or (side.written if side.kind == "not-known" else "UNKNOWN")
    head, mark, digest = text.partition(_CUT)
    if mark and len(head) <= LONGEST and is_digest(digest):
        return text  # it comes from a lock
    from hashlib import sha256

    digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    return f"{' '.join(text.split())[:LONGEST]}{_CUT}{digest}"


def read(content: bytes, path: str = PATH) -> Lock:
    """The lock; raises DocumentError for what is no JSON, and tells all else as problems."""
    from stewardship.document import json_

    document = json_.load(content, path, LOCKFILE)
    wrong = list(_wrong_file(document))
    if wrong:
        return Lock(problems=tuple(wrong))
    entries: list[Entry] = []
    seen: set[str] = set()
    for index, row in enumerate(document.data["packages"]):
        problem = _wrong_row(document, index, row)
        if problem is None and row["purl"] in seen:
            where = document.location("packages", index, "purl")
            problem = Problem("the package is listed twice", where)
        if problem:
            wrong.append(problem)
            continue
        seen.add(row["purl"])
        place = document.location("packages", index)
        entries.append(Entry(_package(row), place, row["license"] or ""))
    return Lock(document.data["source"], tuple(entries), tuple(wrong))


def _wrong_file(document: Document) -> Iterator[Problem]:
    data = document.data
    if not isinstance(data, dict) or set(data) != {"version", "source", "packages"}:
        message = "a license lock has `version`, `source` and `packages`, and nothing else"
        yield Problem(f"{message}; write it with `steward licenses lock`", document.location())
    elif data["version"] != VERSION or isinstance(data["version"], bool):
        message = f"the lock's version is not {VERSION}, the only one that is known here"
        yield Problem(message, document.location("version"))
    elif not isinstance(data["source"], str) or not isinstance(data["packages"], list):
        yield Problem("`source` has to be a text and `packages` a list", document.location())


def _wrong_row(document: Document, index: int, row: Any) -> Problem | None:
    def problem(message: str, *pointer: str) -> Problem:
        return Problem(message, document.location("packages", index, *pointer))

    if not isinstance(row, dict):
        return problem("a package has to be an object")
    if missing := sorted(_NEEDED - set(row)):
        return problem(f"the package has no `{missing[0]}`")
    if unknown := sorted(set(row) - _KEYS):
        return problem(f"`{unknown[0][:80]}` is no key of a package", unknown[0])
    for key in ("name", "version", "purl"):
        if not isinstance(row[key], str) or not row[key]:
            return problem(f"`{key}` has to be a text", key)
    parsed = purl.parse(row["purl"])
    if parsed is None or str(parsed) != row["purl"] or parsed.version != row["version"]:
        return problem("`purl` is not the canonical package URL of this version", "purl")
    if parsed.type == "pypi" and parsed.name != row["name"]:
        return problem("`name` is not the one in `purl`", "name")
    for key, wanted, fits in _SHAPES:
        if key in row and not fits(row[key]):
            return problem(f"`{key}` has to be {wanted}", key)
    return None


def _package(row: Mapping[str, Any]) -> Package:
    return Package(
        row["name"],
        row["version"],
        row["purl"],
        row["declared"],
        row["text-sha256"] or "",
        tuple(row["artifacts"]),
        row["scope"] or "",
        row["direct"],
        tuple(row.get("via", ())),
    )


def _texts(node: Any) -> bool:
    return isinstance(node, list) and all(isinstance(one, str) for one in node)


def is_digest(node: Any) -> bool:
    return isinstance(node, str) and len(node) == 64 and _HEX.issuperset(node)


def _declared(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and set(node) <= set(FIELDS)
        and all(isinstance(text, str) for text in node.values())
    )


_SHAPES: tuple[tuple[str, str, Callable[[Any], bool]], ...] = (
    ("artifacts", "a list of SHA-256", lambda node: _texts(node) and all(map(is_digest, node))),
    ("declared", f"an object of texts; known are {', '.join(FIELDS)}", _declared),
    ("license", "an expression or null", lambda node: node is None or isinstance(node, str)),
    ("text-sha256", "a SHA-256 in hex or null", lambda node: node is None or is_digest(node)),
    ("scope", "`runtime`, `dev` or null", lambda node: node in ("runtime", "dev", None)),
    ("direct", "true, false or null", lambda node: node is None or isinstance(node, bool)),
    ("via", "a list of names", _texts),
)
