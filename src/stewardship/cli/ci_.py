"""``steward ci``: judge a change by the policies of its base."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewardship.cli.check_ import judging
from stewardship.cli.output import exit_code, finish, judged, known_format, targets
from stewardship.errors import UserError
from stewardship.model import Report

if TYPE_CHECKING:
    from stewardship.ci import Event
    from stewardship.repository.git import Repository
    from stewardship.run import Request


@click.command("ci")
@click.option("--base", default="", metavar="REV", help="What the change starts from.")
@click.option("--trust-head", is_flag=True, help="Take the head's own policies (the first day).")
@click.option(
    "--require-approvals/--approvals-elsewhere",
    default=True,
    help="Whether review exits 1, or another status reports the approvals.",
)
@click.option(
    "--approvals",
    type=Path,
    metavar="FILE",
    help="Reviews as JSON (`-` for a pipe): what they approve is settled.",
)
@click.option("--author", default="", metavar="USER", help="With a file: whose change it is.")
@judging
def command(
    base: str,
    trust_head: bool,
    require_approvals: bool,
    approvals: Path | None,
    author: str,
    form: str,
    outputs: tuple[str, ...],
    policies: tuple[Path, ...],
    only: tuple[str, ...],
    root: Path | None,
    environment: Path | None,
    org_policy: Path | None,
) -> None:
    """Judge what a pull request, merge group or push changes.

    Policies, params, modes, waivers, baseline and ownership come from the base: a change cannot
    weaken its own gate. Review exits 1, too, unless `--approvals-elsewhere`; with `--approvals` it
    is open until everybody whom the base entitles and the change asks has approved the head.
    """
    from stewardship import ci
    from stewardship.organization import floor_files
    from stewardship.repository import git
    from stewardship.run import Request, check

    if approvals and trust_head:
        raise UserError("`--trust-head` lets a change say who approves it", None,
                        "leave `--approvals` out on the first day")  # fmt: skip
    known_format(form)
    files = targets(outputs)
    if os.environ.get("GITHUB_ACTIONS") == "true" and form == "text":
        form = "github"

    def judge() -> Report:
        repo = git.find(Path.cwd(), root)
        event = ci.from_environment(repo, base)
        request = Request(
            Path.cwd(),
            root,
            base=event.base,
            head=event.head,
            trusted=event.trusted,
            own=trust_head,
            policies=policies,
            only=only,
            environment=environment,
            org_policy=org_policy or floor_files.named(),
        )
        if approvals is None:
            return check(request)
        return _settled(repo, event, request, approvals, author)

    report = judged(judge, form, files, root)
    if report.verdict.outcome == "review" and require_approvals:
        click.echo("steward: what is for review awaits an approval (exit 1)", err=True)
    finish(exit_code(report, require_approvals))


def _settled(repo: Repository, event: Event, request: Request, file: Path, author: str) -> Report:
    """Judge a change and what people said of it."""
    from stewardship import ci
    from stewardship.repository import revisions
    from stewardship.review import given
    from stewardship.review.settle import settled

    found = given.read(file, repo.top)
    whose = given.author_of(found, author, ci.author(os.environ)) if event.base else ""
    head = event.reviewed or revisions.commit_id(repo, event.head)
    return settled(request, found, whose, head)
