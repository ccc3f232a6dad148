"""``steward doctor``: whether the gate is wired up, so that it can stop a merge."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from stewardship.cli.marks import BAD, GOOD, OPEN, UNASKED, Line, has_token, say
from stewardship.errors import UserError
from stewardship.forge.client import RefusedError
from stewardship.forge.github import CONTEXT, GitHub, connect
from stewardship.forge.settings import Settings, Waits
from stewardship.forge.wiring import FOLDER, Wired, wired
from stewardship.model import Location

LARGEST = 1_000_000
NOBODY = (OPEN, "no workflow here runs `steward review`, so nothing sets `steward/approvals`")
READS = (
    ("pulls", "pull requests", "`pull-requests: read`, so `review check` cannot be made"),
    ("statuses", "commit statuses", "`statuses: read`, so `review check --status` cannot be made"),
)


@click.command("doctor")
@click.option("--repo", "repository", default="", metavar="OWNER/NAME", help="Where it is.")
@click.option("--branch", default="", help="The branch to look at; the default one unless stated.")
@click.option("--gate", default="steward", show_default=True, help="The name of the gate's job.")
def command(repository: str, branch: str, gate: str) -> None:
    """Say whether the gate and `steward/approvals` are both required, by a ruleset or by the
    branch's protection; what the token may read; and what the workflows' own token lacks.

    Nothing is changed. What cannot be looked at is said. Exit code: 1 where something is wrong.
    """
    jobs, lines = _jobs()
    if not has_token():
        lines += [(OPEN, f"{what}: {UNASKED}") for what in _all(gate)]
    else:
        lines += _looked(connect(os.environ, repository), branch, gate, jobs)
    say(lines)


def _all(gate: str) -> tuple[str, ...]:
    checks = tuple(f"whether `{name}` is required" for name in (gate, CONTEXT))
    return (*checks, "what the token may read", "what the token may write")


def _jobs() -> tuple[list[Wired], list[Line]]:
    """The jobs of this tree's workflows that run `steward review`, and what is to be said of
    them."""
    from stewardship.document import DocumentError
    from stewardship.repository import git
    from stewardship.repository.trees import work_tree

    try:
        repo = git.find(Path.cwd(), None)
    except UserError:
        return [], [(OPEN, "which workflow asks for reviews: this is no repository")]
    tree = work_tree(repo)
    paths = [one for one in tree.entries() if one.startswith(FOLDER)]
    found: list[Wired] = []
    lines: list[Line] = []
    for path, content in sorted(
        tree.read((one for one in paths if one.endswith((".yml", ".yaml"))), LARGEST),
        key=lambda one: one[0],
    ):
        try:
            if not isinstance(content, bytes):
                raise DocumentError("it cannot be read", Location(path))
            found += wired(path, content)
        except DocumentError as error:
            lines.append((OPEN, f"{path}: {error.message}"))
    return found, lines + ([_permissions(one) for one in found] or [NOBODY])


def _permissions(one: Wired) -> Line:
    where = f"the job `{one.job}` of {one.path}"
    if one.lacks is None:
        return OPEN, f"{where} runs `steward review` with permissions that its file does not state"
    if one.lacks:
        lacks = ", ".join(f"`{name}`" for name in one.lacks)
        return BAD, f"{where} runs `steward review`, and its token lacks {lacks}"
    return GOOD, f"{where} has the permissions that `steward review` needs"


def _looked(github: GitHub, branch: str, gate: str, jobs: Sequence[Wired]) -> Iterator[Line]:
    where = branch
    try:
        where = where or Settings(github).default_branch()
        waits = Settings(github).waits(where)
    except RefusedError as error:
        if error.status not in (403, 404):
            raise
        for name in (gate, CONTEXT):
            yield OPEN, f"whether `{name}` is required: {error.message}; {error.hint}"
    else:
        yield from _required(waits, where, gate)
        yield from _queue(waits, where, jobs)
    for what, named, lacks in READS:
        if what == "statuses" and not where:
            yield OPEN, f"whether the token may read {named}: the branch is not known"
        elif github.may_read(what, where):
            yield GOOD, f"the token may read {named}"
        else:
            yield BAD, f"the token lacks {lacks}"
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


def _required(waits: Waits, where: str, gate: str) -> Iterator[Line]:
    for name in (gate, CONTEXT):
        if name in waits.checks:
            yield GOOD, f"`{name}` is required on {where}, {waits.checks[name]}"
        else:
            why = f"`{name}` is not required on {where}, so a merge does not wait for it"
            yield BAD, f"{why}: require it in a ruleset or the branch's protection"


def _queue(waits: Waits, where: str, jobs: Sequence[Wired]) -> Iterator[Line]:
    """A queue waits for a status that no workflow sets, for ever."""
    if waits.queue and jobs and not any(one.queued for one in jobs):
        paths = ", ".join(dict.fromkeys(one.path for one in jobs))
        vain = f"what is queued waits for `{CONTEXT}` in vain"
        yield BAD, f"{where} has a merge queue, and {paths} does not run on `merge_group`: {vain}"
