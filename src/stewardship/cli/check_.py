"""``steward check``: judge the repository, or what is staged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from stewardship.cli.judge import Call, run
from stewardship.cli.output import finish


def judging(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every judging command has."""
    options = (
        click.option("--format", "form", default="text", metavar="FORMAT",
                     help="text, json, sarif, github, gitlab, junit or markdown."),
        click.option("--output", "outputs", multiple=True, metavar="FORMAT=FILE",
                     help="Also write a report to a file."),
        click.option("--policy", "policies", multiple=True, type=Path, metavar="FILE",
                     help="One more policy file."),
        click.option("--only", multiple=True, metavar="PACK|RULE",
                     help="Only these packs or rules (and what cannot be read at all)."),
        click.option("--root", type=Path, metavar="DIR",
                     help="A folder to judge alone."),
        click.option("--org-policy", type=Path, metavar="DIR",
                     help="A folder with the organization's floor; nothing goes below it."),
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
    org_policy: Path | None,
) -> None:
    """Judge everything, or the resources of PATHS, by the policies in force.

    PATHS narrow what is judged, never what is known: links and duplicates are found in the whole
    tree. Without `--staged` the work tree is judged, untracked files included.
    """
    finish(
        run(
            Call(
                paths, staged, require_approvals, form, outputs, policies, only, root, environment,
                org_policy,
            )
        )
    )  # fmt: skip
