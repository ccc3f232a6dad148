"""``steward review check``: whether the approvals that a change wants are there."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.cli.output import write
from stewardship.cli.review.subject import Subject, about_a_change, from_file, from_forge
from stewardship.errors import UserError
from stewardship.pages import approvals as pages
from stewardship.review.given import Given, written

FORMS = ("text", "json")


@click.command("check")
@about_a_change
@click.option("--approvals", type=Path, metavar="FILE", help="Reviews as JSON, of any system.")
@click.option("--author", default="", metavar="USER", help="With a file: whose change it is.")
@click.option("--status", is_flag=True, help="Set the commit status `steward/approvals` as well.")
@click.option("--target-url", default="", metavar="URL", help="Where the status leads.")
@click.option(
    "--write",
    "copy",
    type=Path,
    metavar="FILE",
    help="Write the reviews to a file, as `steward ci --approvals` reads it.",
)
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
def command(
    pull: int | None,
    repository: str,
    base: str,
    root: Path | None,
    approvals: Path | None,
    author: str,
    status: bool,
    target_url: str,
    copy: Path | None,
    form: str,
) -> None:
    """Say which approvals are there: by whom, when, for which commit; and which are open.

    The last decision of each person counts; a comment is none. Only those are heard whom the map
    of the base entitles, and never the author. A push lapses the approvals of what it touches.
    Exit codes: 0 all are there, 1 one is open.
    """
    if approvals is not None:
        if status or pull or repository:
            raise UserError("`--approvals` asks no forge", None, "leave --pr, --repo, --status out")
        subject = from_file(approvals, base, author, root)
    else:
        subject = from_forge(pull, repository, base, root)
    if copy is not None:
        write(copy, written(Given(subject.reviews, subject.author, subject.members)).encode())
    render = {"text": pages.text, "json": pages.as_json}[form]
    click.echo(render(subject.standings, subject.head, subject.notes), nl=False)
    if status:
        _set(subject, target_url)
    if not all(one.is_met for one in subject.standings):
        click.get_current_context().exit(1)


def _set(subject: Subject, target_url: str) -> None:
    assert subject.github is not None
    state = pages.state(subject.standings)
    said = pages.sentence(subject.standings)
    if subject.github.status(subject.shown, state, said, target_url):
        click.echo(f"steward: the status steward/approvals is {state}", err=True)
