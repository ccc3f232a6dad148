"""``steward doctor``: whether the gate is wired up, so that it can stop a merge."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from stewardship.cli.marks import BAD, GOOD, OPEN, UNASKED, Line, has_token, say
from stewardship.forge.client import RefusedError
from stewardship.forge.github import CONTEXT, GitHub, connect
from stewardship.forge.settings import Settings


@click.command("doctor")
@click.option("--repo", "repository", default="", metavar="OWNER/NAME", help="Where it is.")
@click.option("--branch", default="", help="The branch to look at; the default one unless stated.")
@click.option("--gate", default="steward", show_default=True, help="The name of the gate's job.")
def command(repository: str, branch: str, gate: str) -> None:
    """Say whether the gate and `steward/approvals` are both required, and what the token may read.

    Nothing is changed. What cannot be looked at is said. Exit code: 1 where something is wrong.
    """
    if not has_token():
        lines = [(OPEN, f"{what}: {UNASKED}") for what in _all(gate)]
    else:
        lines = list(_looked(connect(os.environ, repository), branch, gate))
    say(lines)


def _all(gate: str) -> tuple[str, ...]:
    checks = tuple(f"whether `{name}` is required" for name in (gate, CONTEXT))
    return (*checks, "what the token may read", "what the token may write")


def _looked(github: GitHub, branch: str, gate: str) -> Iterator[Line]:
    yield from _required(Settings(github), branch, gate)
    if github.may_read("pulls"):
        yield GOOD, "the token may read pull requests"
    else:
        yield BAD, "the token lacks `pull-requests: read`, so `review check` cannot be made"
    if github.may_read("teams"):
        yield GOOD, "the token may read the teams of the organization"
    else:
        teams = "requests to teams go to the members in the map, and those count"
        yield (
            OPEN,
            f"the token lacks `members: read`, or {github.owner} is no organization: {teams}",
        )
    writes = "`pull-requests: write` (review apply) and `statuses: write` (review check --status)"
    yield OPEN, f"{writes}: GitHub tells only when they are used"


def _required(settings: Settings, branch: str, gate: str) -> Iterator[Line]:
    try:
        where = branch or settings.default_branch()
        required = settings.required(where)
    except RefusedError as error:
        if error.status not in (403, 404):
            raise
        for name in (gate, CONTEXT):
            yield OPEN, f"whether `{name}` is required: {error.message}; {error.hint}"
        return
    for name in (gate, CONTEXT):
        if name in required:
            yield GOOD, f"`{name}` is required on {where}"
        else:
            hint = "require it in a ruleset or the branch's protection"
            yield (
                BAD,
                f"`{name}` is not required on {where}, so a merge does not wait for it: {hint}",
            )
