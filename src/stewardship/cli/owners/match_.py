"""``steward owners match``: who owns each path, by which line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from stewardship.errors import UserError
from stewardship.reporters.clean import terminal
from stewardship.vocabulary.owner_dialects import Part, dialect_of, read
from stewardship.vocabulary.owner_places import PLACES, Dialect


@click.command("match")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--codeowners",
    "file",
    type=Path,
    metavar="FILE",
    help="The file to go by; else where the forge looks for it.",
)
@click.option(
    "--dialect",
    type=click.Choice(get_args(Dialect)),
    help="Whose rules; else told from where the file lies, and from its sections.",
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--root", type=Path, metavar="DIR", help="The folder that patterns start from.")
def command(
    paths: tuple[str, ...], file: Path | None, dialect: Dialect | None, form: str, root: Path | None
) -> None:  # fmt: skip
    """Print the owners of each of PATHS, which need not exist, with pattern and line.

    A path that no line matches has no owners and no pattern; one that a line takes away from
    everybody has a pattern and no owners. JSON has one entry a path, in the order of the call.
    """
    # The folders are only looked for where an answer depends on them.
    top = root or (Path.cwd() if file else _top())
    found = file or _found(top, dialect)
    text = _read(found)
    owners = read(text, dialect or dialect_of(found.as_posix(), text))
    for one in owners.trouble:
        said = terminal(f"{found}:{one.line}: {one.error} (skipped)")
        click.echo(said, err=True)
    below = os.path.relpath(os.getcwd(), top)
    names = [_from_root(path, "" if file or below == "." else below) for path in paths]
    answers = [(path, owners.of(name)) for path, name in zip(paths, names, strict=True)]
    if form == "json":
        lines = (json.dumps(_entry(path, parts)) for path, parts in answers)
        click.echo("[\n  " + ",\n  ".join(lines) + "\n]")
        return
    from stewardship.cli.table import columns

    for line in columns([("PATH", "OWNERS", "PATTERN", "LINE"), *_rows(answers)]):
        click.echo(line)


def _top() -> Path:
    from stewardship.repository import git

    return git.find(Path.cwd(), None).root


def _found(top: Path, dialect: Dialect | None) -> Path:
    """The file that the forge would take."""
    kinds = (dialect,) if dialect else get_args(Dialect)
    places = list(dict.fromkeys(place for kind in kinds for place in PLACES[kind]))
    for place in places:
        if (top / place).is_file():
            return top / place
    hint = f"{', '.join(places)} are looked for; `--codeowners FILE` names another"
    raise UserError("there is no CODEOWNERS file", None, hint)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UserError(f"`{file}` cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UserError(f"`{file}` is not UTF-8 text", None, "save it as UTF-8") from None


def _from_root(path: str, below: str) -> str:
    """The path as the file's patterns see it."""
    if below:
        path = os.path.normpath(os.path.join(below, path))
    return path.removeprefix("./").removeprefix("/")


def _entry(path: str, parts: Sequence[Part]) -> dict[str, Any]:
    first = parts[0] if parts else None
    entry: dict[str, Any] = {
        "path": path,
        "owners": list(dict.fromkeys(owner for one in parts for owner in one.owners)),
        "pattern": first.pattern if first else None,
        "line": first.line if first else None,
    }
    if any(one.section for one in parts):
        entry["sections"] = [
            {
                "name": one.section,
                "owners": list(one.owners),
                "pattern": one.pattern,
                "line": one.line,
                "approvals": one.approvals,
                "optional": one.optional,
            }
            for one in parts
        ]
    return entry


def _rows(answers: Iterable[tuple[str, Sequence[Part]]]) -> Iterator[tuple[str, ...]]:
    for path, parts in answers:
        if not parts:
            yield path, "", "(no line matches)", ""
        for one in parts:
            section = f"{'^' if one.optional else ''}[{one.section}] " if one.section else ""
            many = f" ({one.approvals} approvals)" if one.approvals > 1 else ""
            who = " ".join(one.owners) or "(nobody, by this line)"
            yield path, f"{section}{who}{many}", one.pattern, str(one.line)
