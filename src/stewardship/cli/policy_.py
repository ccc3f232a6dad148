"""``steward policy test``: a policy's own examples are its tests."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.cli.output import finish
from stewardship.errors import UserError
from stewardship.model import Location


@click.group("policy")
def command() -> None:
    """Work on policy files."""


@command.command("test")
@click.argument("files", nargs=-1, type=Path)
@click.option("--staged", is_flag=True, help="Only when the next commit changes a policy or param.")
@click.option("--verbose", is_flag=True, help="Also list the examples that hold.")
def test(files: tuple[Path, ...], staged: bool, verbose: bool) -> None:
    """Validate FILES and judge their examples: each must pass or fail as it says.

    Without FILES: the packs that come with steward, and .steward/policies/ of this repository.
    Exit 1 when an example does not hold, 2 when a file is not a valid policy.
    """
    from stewardship.organization import config
    from stewardship.policy.load import OWN, PARAMS

    if staged and not _changed((OWN, PARAMS, config.PATH, "policies/")):
        click.echo("no policy changed")
        return
    total = bad = 0
    for path, content, params in _files(files, staged):
        good, wrong = _test(path, content, params, verbose)
        total += good + wrong
        bad += wrong
    if not total:
        raise UserError("no example was run: there is no policy here")
    click.echo(f"{total} examples, {bad} do not hold" if bad else f"{total} examples hold")
    finish(int(bad > 0))


def _changed(prefixes: tuple[str, ...]) -> bool:
    """Whether the next commit changes one of these. With nothing staged there is none in the
    making (`pre-commit run --all-files`): then all are tested, as `check --staged` judges all."""
    from stewardship.repository import git, revisions

    changes = revisions.changes_staged(git.find(Path.cwd()))
    return not changes or any(change.path.startswith(prefixes) for change in changes)


Source = tuple[str, bytes, tuple[str, bytes] | None]


def _files(files: tuple[Path, ...], staged: bool) -> list[Source]:
    """Path, content and params of each policy: the FILES, else the packs and the repository's own
    as they are on disk, or as they will be committed."""
    from stewardship import plugins
    from stewardship.memory import Memory
    from stewardship.organization import files as organization
    from stewardship.organization import floor_files
    from stewardship.picture import today
    from stewardship.policy.load import OWN, PARAMS, stock
    from stewardship.repository import git, trees

    named: list[Source] = [(str(file), _read(file), None) for file in files]
    packs = [(f"policies/{file.name}", file.read_bytes(), None) for file in stock().values()]
    try:
        repo = git.find(Path.cwd())
    except UserError:
        return named or [*packs]
    tree = trees.index(repo) if staged else trees.work_tree(repo)
    held = organization.steward_files(tree)
    plugins.use(held, repo)
    if named:
        return named
    floors = floor_files.outside(held, tree, repo, floor_files.named())
    decided = organization.load(held, held, Memory(), floors=floors, today=today().date())
    own: list[Source] = []
    for path in sorted(held):
        if path.startswith(OWN) and path.endswith((".yaml", ".yml")):
            params = f"{PARAMS}{path.removeprefix(OWN).rpartition('.')[0]}.yaml"
            own.append((path, held[path], (params, held[params]) if params in held else None))
    theirs: list[Source] = [
        (f"{floor.folder}/{path}", floor.files[path], None)
        for floor in decided.floors
        for path in floor.policies.values()
    ]
    return [*packs, *theirs, *own]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"the policy file cannot be read: {error.strerror}"
        raise UserError(message, Location(str(file))) from None


def _test(
    path: str, content: bytes, params: tuple[str, bytes] | None, verbose: bool
) -> tuple[int, int]:
    from stewardship.policy.load import load
    from stewardship.rule_examples import run

    good = bad = 0
    for outcome in run(load(content, path, params)):
        label = f"{outcome.rule.id}: {outcome.expected} example {outcome.number + 1}"
        if outcome.holds:
            good += 1
            if verbose:
                click.echo(f"ok    {label}")
            continue
        bad += 1
        found = "; ".join(one.message for one in outcome.findings) or "no finding"
        click.echo(
            f"FAIL  {label}: {outcome.trouble or found}\n      {path}:{outcome.rule.place.line}"
        )
    return good, bad
