"""``steward stamp``: state how a model was made, where its format keeps that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewardship.errors import UserError
from stewardship.model import Resource

if TYPE_CHECKING:
    from stewardship.fixers import Site


@click.command("stamp")
@click.argument("resources", nargs=-1)
@click.option("--version", "stated", default="", metavar="VERSION", help="The version to state.")
@click.option("--dirty", is_flag=True, help="Though tracked code differs from HEAD.")
@click.option("--renew", is_flag=True, help="Find out anew what is stated well: it was rebuilt.")
@click.option("--diff", "only_diff", is_flag=True, help="Print the changes, write nothing.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(
    resources: tuple[str, ...],
    stated: str,
    dirty: bool,
    renew: bool,
    only_diff: bool,
    root: Path | None,
) -> None:
    """State version, build date, commit and digests of RESOURCES (ids, names, files or folders).

    Without RESOURCES, of every model whose weights or MLflow run are here. What is stated well
    stays, so that a second run changes nothing. The commit is the one that trained: MLflow's tag,
    else HEAD, and then no tracked code may differ from it. With `--diff` the exit code is 1 where
    something would change.
    """
    from stewardship.cli import edits
    from stewardship.fixers import Fix, Left
    from stewardship.fixers._site import Wishes
    from stewardship.fixers.stamp import stamp
    from stewardship.fixers.work import edited

    where = edits.site(root, Wishes(stated.strip(), dirty, renew, bool(resources)))
    wanted = list({one.key: one for one in _wanted(where, resources, root)}.values())
    if stated and len(wanted) != 1:
        hint = f"name one of the {len(wanted)}" if wanted else None
        raise UserError("a version is that of one resource", None, hint)
    found = [(one, said) for one in wanted for said in stamp(where, one)]
    for _, said in found:
        if isinstance(said, Left) and said.refuses:
            raise UserError(said.why, None, said.todo)
    done, refused = edited(where, [said for _, said in found if isinstance(said, Fix)])
    if only_diff:
        edits.show(done)
    edits.make(where, done)
    untold = [(f"{one.name}: {s.why}", s.todo) for one, s in found if isinstance(s, Left)]
    untold += [(f"{fix.path}: {why.why}", why.todo) for fix, why in refused]
    edits.left("could not be found out, or not be stated:", untold)
    if not done:
        more = ", but for the above" if untold else ""
        edits.say(f"nothing to stamp: {_of(wanted)} state all that can be found out{more}")


def _of(wanted: list[Resource]) -> str:
    return wanted[0].name if len(wanted) == 1 else f"{len(wanted)} resources"


def _wanted(where: Site, named: tuple[str, ...], root: Path | None) -> Iterator[Resource]:
    """The resources that are named; a folder names all models and datasets below it."""
    from stewardship.cli.judge import relative
    from stewardship.cli.looking import one_resource
    from stewardship.fixers.stamp import STAMPED

    if not named:
        yield from where.universe.of_kind("model")
        return
    for name in named:
        if Path(name).is_dir():
            (folder,) = relative((name,), root)
            everything = [one for kind in STAMPED for one in where.universe.of_kind(kind)]
            below = [one for one in everything if _lies_in(one, folder)]
            if not below:
                raise UserError(f"no model and no dataset is declared in `{name}`")
            yield from below
            continue
        path = relative((name,), root)[0] if Path(name).is_file() else name
        here = where.universe.speaking_from(path)
        fit = [one for one in here if one.kind in STAMPED]
        one = fit[0] if len(fit) == 1 else one_resource(where.picture, path)
        if one.kind not in STAMPED:
            hint = "models and datasets are: `steward list resources` shows them"
            raise UserError(f"{one.kind} {one.name} is not stamped", None, hint)
        yield one


def _lies_in(one: Resource, folder: str) -> bool:
    return folder == "." or one.place.path.startswith(f"{folder}/")
