"""``steward ci``: judge a change by the policies of its base."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stewardship.cli.check_ import judging
from stewardship.cli.output import exit_code, finish, known_format, publish, targets


@click.command("ci")
@click.option("--base", default="", metavar="REV", help="What the change starts from.")
@click.option("--trust-head", is_flag=True, help="Take the head's own policies (the first day).")
@judging
def command(
    base: str,
    trust_head: bool,
    form: str,
    outputs: tuple[str, ...],
    policies: tuple[Path, ...],
    only: tuple[str, ...],
    root: Path | None,
    environment: Path | None,
    require_approvals: bool,
) -> None:
    """Judge what a pull request, merge group or push changes.

    Policies, params, modes, waivers, baseline and ownership come from the base: a change cannot
    weaken its own gate. Review exits 1 unless something else reports the approvals.
    """
    from stewardship import ci, git
    from stewardship.run import Request, check

    known_format(form)
    files = targets(outputs)
    repo = git.find(Path.cwd(), root)
    event = ci.from_environment(repo, base)
    request = Request(
        Path.cwd(),
        root,
        base=event.base,
        head=event.head,
        trusted=event.head if trust_head else "",
        policies=policies,
        only=only,
        environment=environment,
    )
    report = check(request)
    if os.environ.get("GITHUB_ACTIONS") == "true" and form == "text":
        form = "github"
    publish(report, form, files)
    finish(exit_code(report, require_approvals))
