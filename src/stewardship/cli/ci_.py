"""``steward ci``: judge a change by the policies of its base."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stewardship.cli.check_ import judging
from stewardship.cli.output import exit_code, finish, judged, known_format, targets
from stewardship.model import Report


@click.command("ci")
@click.option("--base", default="", metavar="REV", help="What the change starts from.")
@click.option("--trust-head", is_flag=True, help="Take the head's own policies (the first day).")
@click.option(
    "--require-approvals/--approvals-elsewhere",
    default=True,
    help="Whether review exits 1, or another status reports the approvals.",
)
@judging
def command(
    base: str,
    trust_head: bool,
    require_approvals: bool,
    form: str,
    outputs: tuple[str, ...],
    policies: tuple[Path, ...],
    only: tuple[str, ...],
    root: Path | None,
    environment: Path | None,
) -> None:
    """Judge what a pull request, merge group or push changes.

    Policies, params, modes, waivers, baseline and ownership come from the base: a change cannot
    weaken its own gate. Review exits 1, too, unless `--approvals-elsewhere`.
    """
    from stewardship import ci
    from stewardship.repository import git
    from stewardship.run import Request, check

    known_format(form)
    files = targets(outputs)
    if os.environ.get("GITHUB_ACTIONS") == "true" and form == "text":
        form = "github"

    def judge() -> Report:
        event = ci.from_environment(git.find(Path.cwd(), root), base)
        return check(
            Request(
                Path.cwd(),
                root,
                base=event.base,
                head=event.head,
                trusted=event.trusted,
                own=trust_head,
                policies=policies,
                only=only,
                environment=environment,
            )
        )

    report = judged(judge, form, files, root)
    if report.verdict.outcome == "review" and require_approvals:
        click.echo("steward: what is for review awaits an approval (exit 1)", err=True)
    finish(exit_code(report, require_approvals))
