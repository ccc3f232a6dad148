"""``steward licenses lock``: write down what is known of the dependencies' licenses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from stewardship.errors import UserError
from stewardship.packages import Package, lock_file
from stewardship.packages.compare import Change
from stewardship.packages.sources import Source
from stewardship.packages.used import Matched
from stewardship.reporters.clean import terminal

SHOWN = 12  # names in a note


@click.command("lock")
@click.option("--environment", type=Path, metavar="DIR|PYTHON",
              help="An environment, its site-packages, or an interpreter (not run).")  # fmt: skip
@click.option("--sbom", type=Path, metavar="FILE", help="CycloneDX or SPDX, as JSON.")
@click.option("--pip-licenses", "listing", type=Path, metavar="FILE",
              help="What `pip-licenses --format=json --with-license-file` printed.")  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the lock says otherwise.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(
    environment: Path | None,
    sbom: Path | None,
    listing: Path | None,
    check: bool,
    root: Path | None,
) -> None:
    """Write .steward/licenses.lock from an environment, an SBOM or pip-licenses.

    The lock holds the packages that the repository's own files name, and what they brought in.
    The same facts give the same file.
    """
    from stewardship.cli.licenses.tree import uses
    from stewardship.cli.looking import picture
    from stewardship.cli.output import finish
    from stewardship.edit import files
    from stewardship.packages.used import match

    source = _source(environment, sbom, listing)
    seen = picture(root)
    found = match(source.packages, uses(seen.gathered.fragments))
    content = lock_file.render(found.packages, source.kind)
    old = files.read(seen.repo.root, lock_file.PATH)
    if check:
        lines = list(_differences(old, content))
        for line in lines:
            click.echo(terminal(line))
        finish(1 if lines else 0)
    else:
        files.write(seen.repo.root, lock_file.PATH, old, content)
        click.echo(terminal(f"wrote {lock_file.PATH}: {_summary(found.packages, source)}"))
    for line in _notes(found, source):
        click.echo(terminal(line), err=True)


def _source(environment: Path | None, sbom: Path | None, listing: Path | None) -> Source:
    from stewardship.packages import sources

    given = [one for one in (environment, sbom, listing) if one is not None]
    if len(given) != 1:
        raise UserError(
            "name one source of license facts",
            None,
            "such as `--environment .venv`; the environment of steward itself is never meant",
        )
    if environment is not None:
        return sources.environment(environment)
    return sources.bill(given[0]) if sbom is not None else sources.pip_licenses(given[0])


def _summary(packages: Sequence[Package], source: Source) -> str:
    direct = sum(one.direct is True for one in packages)
    dev = sum(one.scope == "dev" for one in packages)
    return f"{len(packages)} packages from {source.kind}, {direct} of them direct, {dev} dev"


def _notes(found: Matched, source: Source) -> Iterator[str]:
    """What a person should know of what is not, or not certainly, in the lock."""
    yield from (f"not read: {one}" for one in source.unread)
    vague = [one for one in found.packages if one.license is None]
    for one in vague[:SHOWN]:
        yield f"{one.name} {one.version}: {one.settled.why}"
    if len(vague) > SHOWN:
        yield f"and {len(vague) - SHOWN} more packages without a certain license"
    if found.other:
        pairs = [f"{one.name} {one.version} (pinned: {pin})" for one, pin in found.other]
        yield f"left out, in another version than is pinned: {_listed(pairs)}"
    if found.missing:
        names = [f"{use.name} {use.version}".strip() for use in found.missing]
        where = "the environment" if source.kind == "environment" else source.kind
        yield f"named here, and not in {where}: {_listed(names)}"
    if found.unused:
        yield f"left out, used by nothing here: {_listed([one.name for one in found.unused])}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _differences(old: bytes | None, new: bytes) -> Iterable[str]:
    """How the lock that is there differs from the one that would be written, one line each."""
    from stewardship.packages import compare

    if old is None:
        return [f"there is no {lock_file.PATH}; write it with `steward licenses lock`"]
    if old == new:
        return []
    before, after = lock_file.read(old), lock_file.read(new)
    if before.problems:
        place = before.problems[0].location
        where = f" ({place.path})" if place else ""
        return [f"the lock cannot be read: {before.problems[0].message}{where}"]
    changes = compare.changes(
        (entry.package for entry in before.entries), (entry.package for entry in after.entries)
    )
    lines = [_difference(one) for one in changes]
    for entry in before.entries:
        if entry.license != (entry.package.license or ""):
            name = f"{entry.package.name} {entry.package.version}"
            lines.append(f"~ {name}: written as {entry.license}, which is not what it declares")
    if before.source != after.source:
        lines.append(f"~ made from {before.source}, now from {after.source}")
    return lines or ["~ the same facts are written in another way"]


def _difference(change: Change) -> str:
    from stewardship.packages import compare

    old, new = change.old, change.new
    if old is None:
        assert new is not None
        return f"+ {new.name} {new.version}: {compare.shown(new)}"
    if new is None:
        return f"- {old.name} {old.version}: nothing uses it, or it is not there any more"
    versions = old.version if old.version == new.version else f"{old.version} -> {new.version}"
    if change.kind == "facts":
        return f"~ {new.name} {versions}: {', '.join(change.what)} changed"
    license = compare.shown(new)
    if change.kind == "license":
        license = f"{compare.shown(old)} -> {license}"
    return f"~ {new.name} {versions}: {license}"
