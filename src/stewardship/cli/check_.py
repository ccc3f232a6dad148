"""``steward check``: judge the repository, or what is staged."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from stewardship.cli.output import exit_code, finish, judged, known_format, targets
from stewardship.errors import UserError
from stewardship.model import Report


def judging(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every judging command has."""
    options = (
        click.option("--format", "form", default="text", metavar="FORMAT",
                     help="text, json, sarif or github."),
        click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE",
                     help="Also write a report to a file."),
        click.option("--policy", "policies", multiple=True, type=Path, metavar="FILE",
                     help="One more policy file."),
        click.option("--only", multiple=True, metavar="PACK|RULE",
                     help="Only these packs or rules (and what cannot be read at all)."),
        click.option("--root", type=Path, metavar="DIR",
                     help="A folder to judge alone."),
        click.option("--environment", type=Path, metavar="DIR",
                     help="Read the licenses of packages installed there; nothing in it is run."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option("--staged", is_flag=True, help="Judge what the next commit changes (for hooks).")
@click.option("--require-approvals", is_flag=True, help="Exit 1 for what awaits a review, too.")
@judging
def command(
    paths: tuple[str, ...],
    staged: bool,
    require_approvals: bool,
    form: str,
    outputs: tuple[str, ...],
    policies: tuple[Path, ...],
    only: tuple[str, ...],
    root: Path | None,
    environment: Path | None,
) -> None:
    """Judge everything, or the resources of PATHS, by the policies in force.

    PATHS narrow what is judged, never what is known: links and duplicates are found in the whole
    tree. Without `--staged` the work tree is judged, untracked files included.
    """
    from stewardship.run import Request, check

    known_format(form)
    files = targets(outputs)

    def judge() -> Report:
        base, head = _pushed(root) if staged else ("", "")
        return check(
            Request(
                Path.cwd(),
                root,
                staged and not base,
                base,
                head,
                own=True,
                paths=relative(paths, root),
                policies=policies,
                only=only,
                environment=environment,
            )
        )

    finish(exit_code(judged(judge, form, files), require_approvals))


def _pushed(root: Path | None) -> tuple[str, str]:
    """The two ends of a push, which the pre-commit framework hands to its hooks.

    With them (``pre-commit run --from-ref … --to-ref …`` and the pre-push stage) the commits are
    judged; what is staged has nothing to do with it. A first push names no base: no ends.
    """
    base = os.environ.get("PRE_COMMIT_FROM_REF", "")
    head = os.environ.get("PRE_COMMIT_TO_REF", "")
    if not base.strip("0") or not head.strip("0"):
        return "", ""
    from stewardship import ci, git

    return ci.forked_from(git.find(Path.cwd(), root), base, head), head


def relative(paths: tuple[str, ...], root: Path | None) -> tuple[str, ...]:
    """The paths as the run knows them: relative to the root, whatever folder one stands in."""
    if not paths:
        return ()
    from stewardship import git

    top = git.find(Path.cwd(), root).root
    found = []
    for path in paths:
        relative = os.path.relpath(os.path.realpath(os.path.dirname(path) or "."), top)
        relative = os.path.normpath(os.path.join(relative, os.path.basename(path)))
        if relative == ".." or relative.startswith("../"):
            raise UserError(f"`{path}` is outside of {top.name}/, which is judged", None,
                            "name a file or folder of the repository")  # fmt: skip
        found.append(relative)
    return tuple(found)
