"""The licenses of packages by category, with a verdict for each: ``steward licenses list``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from stewardship.cli.licenses.judged import Judged, by_list, by_matrix
from stewardship.cli.streams import say
from stewardship.errors import UserError
from stewardship.packages import Package

if TYPE_CHECKING:
    from pathlib import Path


def run(
    environment: str | None, lock: Path | None, allow: tuple[str, ...], form: str,
    root: Path | None,
) -> int:  # fmt: skip
    """List them, and tell the exit code, which is always 0."""
    if form not in ("text", "json"):
        raise UserError(f"there is no format `{form}`", None, "text or json")
    if environment is not None and lock is not None:
        raise UserError("name an environment or a lock, not both")
    if environment is not None:
        packages = _installed(environment, form == "text")
    else:
        packages = locked(lock, root, needed=True) or []
    found = by_list(packages, allow) if allow else _by_matrix(packages, root)
    found.sort(key=lambda one: (one.package.name, one.package.version))
    if form == "json":
        say(json.dumps([_row(one) for one in found], indent=2))
    else:
        say("\n".join(_table(found)))
    return 0


def _installed(environment: str, origins: bool) -> list[Package]:
    """The packages of an environment, with what requires each where that is asked for."""
    from stewardship.packages.installed import read_installed

    found: dict[str, Package] = {}
    for one in read_installed(environment):
        package = one.listed()
        found.setdefault(package.purl, package)
    if not origins:
        return list(found.values())
    from stewardship.packages.parents import with_parents

    return with_parents(list(found.values()))


def locked(file: Path | None, root: Path | None, needed: bool) -> list[Package] | None:
    """The packages of a license lock, the repository's own unless a file is named.

    None where there is none, and none is needed.
    """
    from stewardship.document import LOCKFILE, DocumentError
    from stewardship.packages import lock_file

    if file is None:
        from stewardship.cli.licenses.tree import repository

        repo = repository(root)
        file = repo.root / lock_file.PATH if repo else None
        if file is None or not file.is_file():
            if not needed:
                return None
            raise UserError(
                "there is no license lock here",
                None,
                "write one with `steward licenses lock`, or name an `--environment`",
            )
    try:
        with open(file, "rb") as opened:
            lock = lock_file.read(opened.read(LOCKFILE.size + 1), str(file))
    except OSError as error:
        raise UserError(f"`{file}` cannot be read: {error.strerror}") from None
    except DocumentError as error:
        raise UserError(error.message, error.location) from None
    if lock.problems:
        raise UserError(lock.problems[0].message, lock.problems[0].location)
    return [entry.package for entry in lock.entries]


def _by_matrix(packages: Iterable[Package], root: Path | None) -> list[Judged]:
    from stewardship.cli.licenses.in_force import in_force
    from stewardship.cli.licenses.used_as import contexts

    now = in_force(root)
    return by_matrix(packages, now.params, contexts(now.options, root))


def _row(one: Judged) -> dict[str, Any]:
    return {
        "name": one.package.name,
        "version": one.package.version,
        "declared": dict(one.package.declared),
        "expression": one.expression or None,
        "category": one.category,
        "verdict": one.verdict,
        "reasons": list(one.reasons),
    }


def _table(found: Sequence[Judged]) -> Iterator[str]:
    from stewardship.checks.appetite import CATEGORIES
    from stewardship.cli.table import columns
    from stewardship.reporters.clean import terminal

    for category in CATEGORIES:
        rows = [one for one in found if one.category == category]
        if rows:
            yield f"{category} ({len(rows)})"
            cells = [_cells(one) for one in rows]
            yield from (f"  {line}" for line in columns(cells))
    for one in found:
        if one.verdict != "pass":
            name = f"{one.verdict}: {one.package.name} {one.package.version}"
            yield terminal(f"{name}: {'; '.join(one.reasons)}")
    counts = dict.fromkeys(("pass", "review", "block"), 0)
    for one in found:
        counts[one.verdict] += 1
    yield f"{len(found)} packages: " + ", ".join(f"{n} {name}" for name, n in counts.items())


def _cells(one: Judged) -> tuple[str, ...]:
    package = one.package
    license = one.expression or "none that is certain"
    return package.name, package.version, license, one.verdict, _origin(package)


def _origin(package: Package) -> str:
    """What brought a package in, and for what it is used."""
    parts = []
    if package.direct:
        parts.append("direct")
    if package.via:
        more = f" and {len(package.via) - 3} more" if len(package.via) > 3 else ""
        parts.append(f"by {', '.join(package.via[:3])}{more}")
    if package.scope == "dev":
        parts.append("dev")
    return ", ".join(parts)
