"""``steward licenses diff``: what a change of packages changes in their licenses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.model import Fragment
from stewardship.packages import Package, sources
from stewardship.packages.compare import Change, category, changes, shown
from stewardship.reporters.clean import terminal
from stewardship.repository.git import Repository

TITLES = {
    "license": "license changed",
    "added": "added",
    "removed": "removed",
    "version": "version changed, license the same or not known",
    "facts": "other facts changed",
}


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", default="text", metavar="FORMAT", help="text or json.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(old: str, new: str, form: str, root: Path | None) -> None:
    """Compare two license locks, lockfiles, SBOMs or listings of pip-licenses.

    Each is a file, or REVISION:PATH for a file as a commit has it. A lockfile says no licenses;
    they are taken from the repository's license locks, today's and those of OLD and NEW.
    """
    from stewardship.cli.licenses.tree import repository

    if form not in ("text", "json"):
        raise UserError(f"there is no format `{form}`", None, "text or json")
    repo = repository(root)
    sides = _source(old, repo), _source(new, repo)
    before, after = (side.packages for side in sides)
    if not all(one.known for one in (*before, *after)):
        facts = _facts(repo, [one.partition(":")[0] for one in (old, new) if ":" in one])
        before, after = _filled(before, facts), _filled(after, facts)
    alike = all(side.kind == sources.LOCK for side in sides)
    found = [one for one in changes(before, after) if alike or one.kind != "facts"]
    if form == "json":
        click.echo(json.dumps([_row(one) for one in found], indent=2))
        return
    for line in _lines(found):
        click.echo(terminal(line))


def _source(named: str, repo: Repository | None) -> sources.Source:
    path, content = _content(named, repo)
    return sources.file(path, content, _reading())


def _content(named: str, repo: Repository | None) -> tuple[Path, bytes]:
    """A file by its path, or one of a commit as ``REVISION:PATH``."""
    from stewardship.cli.licenses.tree import LIMIT

    path = Path(named)
    if not path.exists() and ":" in named and repo is not None:
        from stewardship.repository import trees

        revision, _, inner = named.partition(":")
        for _, content in trees.commit(repo, revision).read([inner], LIMIT):
            if isinstance(content, bytes):
                return Path(inner), content
        raise UserError(f"there is no file `{inner}` in `{revision}`")
    try:
        with open(path, "rb") as file:
            return path, file.read(LIMIT + 1)
    except OSError as error:
        raise UserError(f"`{named}` cannot be read: {error.strerror}") from None


def _reading() -> Callable[[str, bytes], list[Fragment]]:
    """What the readers of dependency files make of a file, wherever it lies."""
    from stewardship.joining.names import Names
    from stewardship.memory import Memory
    from stewardship.readers import labels, load

    names = Names(labels(Memory()))

    def read(path: str, content: bytes) -> list[Fragment]:
        base = path.rpartition("/")[2]
        owners = [
            one for one in names.owners(base) if one.kind == "dependency" or base.endswith(".toml")
        ]
        return [found for one in owners for found in load(one.name).read(base, content) or ()]

    return read


def _facts(repo: Repository | None, revisions: Sequence[str]) -> dict[str, Package]:
    """What the license locks know of packages: today's, the last commit's, and those named."""
    if repo is None:
        return {}
    from stewardship.cli.licenses.tree import locked
    from stewardship.repository import revisions as known
    from stewardship.repository import trees

    found: dict[str, Package] = {}
    head = known.head(repo)
    wanted: list[trees.Tree] = [trees.commit(repo, one) for one in (head, *revisions) if one]
    for tree in [*wanted, trees.work_tree(repo)]:
        found.update((one.purl, one) for one in locked(tree))
    return found


def _filled(packages: Sequence[Package], facts: dict[str, Package]) -> tuple[Package, ...]:
    """The listed packages with what is known of them; how they are used is left to the list."""
    return tuple(
        one if one.known or one.purl not in facts
        else replace(one, declared=facts[one.purl].declared, known=True)
        for one in packages
    )  # fmt: skip


def _row(one: Change) -> dict[str, Any]:
    def side(package: Package | None) -> dict[str, Any] | None:
        if package is None:
            return None
        return {
            "version": package.version,
            "expression": package.license,
            "license": shown(package),
            "category": category(package),
        }

    return {"change": one.kind, "name": one.name, "old": side(one.old), "new": side(one.new)}


def _lines(found: Sequence[Change]) -> Iterator[str]:
    if not found:
        yield "no difference"
    for kind, title in TITLES.items():
        rows = [one for one in found if one.kind == kind]
        if rows:
            yield f"{title} ({len(rows)})"
            yield from (f"  {_line(one)}" for one in rows)


def _line(one: Change) -> str:
    old, new = one.old, one.new
    versions = [side.version for side in (old, new) if side and side.version]
    version = " -> ".join(dict.fromkeys(versions))
    name = f"{one.name} {version}".rstrip()
    if one.kind == "license":
        return f"{name}: {_license(old)} -> {_license(new)}"
    if one.kind == "facts":
        return f"{name}: {', '.join(one.what)}"
    licenses = dict.fromkeys(_license(side) for side in (old, new) if side)
    return f"{name}: {' -> '.join(licenses)}"


def _license(package: Package | None) -> str:
    expression = package.license if package else None
    return f"{expression} ({category(package)})" if expression else shown(package)
