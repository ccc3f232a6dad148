"""``steward review apply``: ask on the forge whom the plan names, and keep one comment."""

from __future__ import annotations

from pathlib import Path

import click

from stewardship.cli.review.subject import about_a_change, from_forge
from stewardship.forge.routing import Asking
from stewardship.pages.comment import comment, refusals
from stewardship.reporters.clean import terminal


@click.command("apply")
@about_a_change
@click.option("--again", is_flag=True, help="Ask those as well whom GitHub refused before.")
def command(pull: int | None, repository: str, base: str, root: Path | None, again: bool) -> None:
    """Request the reviews that the plan wants, and say why in one comment.

    Nobody is asked twice, nor after they have reviewed; drafts are left alone. Whom GitHub refuses
    is tried again after the next push. Exit code: 0 when all of it was tried, whatever the gate
    says; 2 or 3 where the forge could not be used.
    """
    subject = from_forge(pull, repository, base, root)
    assert subject.github is not None
    assert subject.pull is not None
    if subject.pull.draft:
        click.echo("a draft: nobody is asked")
        return
    asking = Asking(subject.github, subject.pull, subject.reviews, subject.members)
    asking.ask(subject.standings, again)
    verdict, plan = subject.reviewed.judged.report.verdict, subject.reviewed.plan
    memory = refusals(subject.pull.head, asking.refused)
    text = comment(
        verdict,
        plan,
        subject.standings,
        asking.warnings,
        memory,
        asking.instead,
        subject.base,
        asking.unasked,
    )
    wanted = any(not one.is_met for one in subject.standings)
    told = asking.tell(text, wanted)
    click.echo(terminal(f"asked: {', '.join(asking.asked) or 'nobody new'}; comment: {told}"))
    for warning in (*plan.warnings, *asking.warnings, *asking.details, *subject.notes):
        click.echo(f"warning: {terminal(warning)}", err=True)
