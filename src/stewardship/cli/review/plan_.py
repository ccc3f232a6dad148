"""``steward review plan``: who must be asked about a change. Offline, and nobody is asked by it."""

from __future__ import annotations

import os
from pathlib import Path

import click

FORMS = ("text", "json", "markdown")


@click.command("plan")
@click.option("--base", default="", metavar="REV", help="What the change starts from.")
@click.option("--author", default="", metavar="USER", help="Whose change it is: never asked.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--trust-head", is_flag=True, help="Take the head's own map and policies.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to judge alone.")
def command(base: str, author: str, form: str, trust_head: bool, root: Path | None) -> None:
    """Print who must be asked, for which resources, because of which rule, and what changed.

    The map of the base governs. On call comes before the deputy, the deputy before the team, and
    the fallback last; who is away is passed over while somebody is there. In GitHub Actions the
    base and the author are those of the event.
    """
    from stewardship import ci
    from stewardship.pages import asking
    from stewardship.pages import review as pages
    from stewardship.repository import git
    from stewardship.review.plan import review
    from stewardship.run import Request

    repo = git.find(Path.cwd(), root)
    event = ci.from_environment(repo, base)
    request = Request(
        Path.cwd(), root, base=event.base, head=event.head, trusted=event.trusted, own=trust_head
    )
    reviewed = review(request, author or ci.author(os.environ))
    render = {"text": pages.text, "json": pages.as_json, "markdown": asking.markdown}[form]
    click.echo(render(reviewed.judged.report.verdict, reviewed.plan), nl=False)
