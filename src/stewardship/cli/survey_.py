"""``steward survey``: what many checkouts hold, and what the gate would say of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewardship.cli.output import finish, show, write
from stewardship.errors import UserError

if TYPE_CHECKING:
    from stewardship.survey import Asked, Surveyed

FORMS = ("text", "csv", "json")


@click.command("survey")
@click.argument("folders", nargs=-1, required=True, metavar="DIR…")
@click.option("--weeks", type=int, metavar="N", help="Weeks to look back for what is new (4).")
@click.option("--since", metavar="DATE", help="Look back to this day instead.")
@click.option("--policy", "policies", multiple=True, type=Path, metavar="FILE",
              help="One more policy file.")  # fmt: skip
@click.option("--only", multiple=True, metavar="PACK|RULE", help="Only these packs or rules.")
@click.option("--org-policy", type=Path, metavar="DIR",
              help="A folder with the organization's floor.")  # fmt: skip
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes; all processors.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE",
              help="Also write it to a file.")  # fmt: skip
def command(
    folders: tuple[str, ...],
    weeks: int | None,
    since: str | None,
    policies: tuple[Path, ...],
    only: tuple[str, ...],
    org_policy: Path | None,
    jobs: int | None,
    form: str,
    outputs: tuple[str, ...],
) -> None:
    """Say of many checkouts what each rule would stop, and in what order to switch rules on.

    Each DIR is the top level of a checkout, judged at its last commit; it needs no .steward/, and
    nothing of it runs. Exit code: 1 where one of them could not be judged.
    """
    from stewardship.organization import floor_files
    from stewardship.picture import today
    from stewardship.survey import Asked
    from stewardship.survey import weeks as looking

    files = _targets(outputs)
    if weeks is not None and since is not None:
        raise UserError("`--weeks` and `--since` say the same", None, "name one of them")
    now = today()
    back = looking.until(now, since) if since else looking.back(now, 4 if weeks is None else weeks)
    floor = org_policy or floor_files.named()
    asked = Asked(
        now,
        back,
        tuple(path.absolute() for path in policies),
        only,
        floor.absolute() if floor else None,
    )
    surveyed = _surveyed(folders, asked, jobs)
    for name, file in files:
        write(file, _rendered(name, surveyed, asked).encode("utf-8", "backslashreplace"))
    show(_rendered(form, surveyed, asked))
    finish(int(any(one.error for one in surveyed)))


def _targets(outputs: Sequence[str]) -> list[tuple[str, Path]]:
    pairs = []
    for output in outputs:
        name, _, file = output.partition("=")
        if name not in FORMS or not file:
            said = f"one of {', '.join(FORMS)}, such as csv=survey.csv"
            raise UserError(f"`{output}` is not FORMAT=FILE", None, said)
        pairs.append((name, Path(file)))
    return pairs


def _surveyed(folders: Sequence[str], asked: Asked, jobs: int | None) -> list[Surveyed]:
    """All of them, in the order in which they were named, each once."""
    import os
    from functools import partial

    from stewardship.survey import checkout, pool

    names = list({os.path.realpath(name): name for name in reversed(folders)}.values())[::-1]
    found: dict[int, Surveyed] = {}
    work = partial(checkout.survey, asked=asked)
    results = pool.done(work, names, jobs or pool.processors(), _killed)
    with _progress(len(names)) as progress:
        for number, one in results:
            found[number] = one
            if progress is not None:
                progress.update(1)
    return [found[number] for number in range(len(names))]


def _killed(name: str) -> Surveyed:
    from stewardship.survey import Surveyed

    return Surveyed(name, error="the process that judged it was killed; was there enough memory?")


def _progress(count: int) -> AbstractContextManager[click._termui_impl.ProgressBar[int] | None]:
    """How far it is, on a terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=count, label="checkouts", file=sys.stderr, show_pos=True)


def _rendered(form: str, surveyed: Sequence[Surveyed], asked: Asked) -> str:
    from importlib import import_module

    module = form if form == "text" else f"{form}_"
    rendered: str = import_module(f"stewardship.survey.{module}").render(surveyed, asked)
    return rendered
