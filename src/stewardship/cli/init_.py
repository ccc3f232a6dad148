"""``steward init``: what a repository needs to be judged; nothing is overwritten."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stewardship.cli import init_ci, init_files
from stewardship.cli.init_files import PRE_COMMIT, Draft
from stewardship.errors import GateError, UserError
from stewardship.model import Report
from stewardship.picture import Picture

if TYPE_CHECKING:
    from stewardship.reporters.tally import Standing


@click.command("init")
@click.option("--observe", is_flag=True, help="Only say what would block, until you change it.")
@click.option("--forks", is_flag=True, help="Hear approvals on pull requests of forks at once.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to govern alone.")
def command(observe: bool, forks: bool, root: Path | None) -> None:
    """Write .steward/, the pre-commit entry, and the workflows of GitHub or the job of GitLab.

    Says what is here, writes what is missing, counts what the gate would say today. A file that
    is there already stays as it is; what belongs into it is printed.
    """
    from stewardship.cli.looking import picture
    from stewardship.reporters.clean import shell
    from stewardship.run import Request, check

    seen = picture(root)
    drafts = init_files.drafts(seen, observe, forks)
    top = seen.repo.top
    for draft in drafts:
        _passable(top, draft.path)
    _say(_found(seen))
    _say()
    written = [draft for draft in drafts if _create(top, draft)]
    width = max(len(_shown(top, draft)) for draft in drafts)
    for draft in drafts:
        what = draft.what if draft in written else _kept(top / draft.path)
        _say(f"{'wrote' if draft in written else 'kept '}  {_shown(top, draft):{width}}  {what}")
    for draft in drafts:
        if draft not in written:
            _to_add(top, draft, seen.repo.prefix.rstrip("/"))
    if forks:
        _forks(top, {draft.path for draft in drafts}, {draft.path for draft in written})
    report = check(Request(Path.cwd(), root))
    _say()
    _say(_today(report))
    _next(
        report,
        [_shown(top, draft) for draft in written],
        f" --root={shell(str(root))}" if root else "",
    )


def _say(line: str = "") -> None:
    from stewardship.reporters.clean import terminal

    click.echo("\n".join(terminal(part) for part in line.split("\n")))


def _shown(top: Path, draft: Draft) -> str:
    """The file's name from where the user stands, fit for a shell."""
    from stewardship.reporters.clean import shell

    return shell(os.path.relpath(top / draft.path, os.path.realpath(".")))


def _passable(top: Path, path: str) -> None:
    """Every folder on the way to the file is a folder or not there; a link leads elsewhere."""
    folder = top
    for part in path.split("/")[:-1]:
        folder = folder / part
        shown = folder.relative_to(top)
        if folder.is_symlink():
            raise UserError(
                f"`{shown}` is a symbolic link, and nothing is written through one",
                hint="put a folder in its place, and run this again",
            )
        if folder.exists() and not folder.is_dir():
            raise UserError(f"`{shown}` is not a folder", hint="move it away, and run this again")


def _create(top: Path, draft: Draft) -> bool:
    """Write a file that must not exist yet, wholly or not at all; False where there is one."""
    from stewardship.edit import files

    if os.path.lexists(top / draft.path):
        return False
    try:
        files.write(top, draft.path, None, draft.text.encode())
    except GateError as error:
        hint = "mend that and run this again; what is there already is kept"
        raise UserError(str(error), hint=hint) from None
    return True


def _kept(file: Path) -> str:
    return "as it is, a symbolic link" if file.is_symlink() else "as it is"


LOOKS: tuple[Standing, ...] = ("review", "would-review", "warn", "would-warn")
FOUND = (
    ("model", "models"),
    ("dataset", "datasets"),
    ("service", "services"),
    ("container", "containers"),
    ("dependency", "dependencies"),
)


def _found(seen: Picture) -> str:
    """What is governed here, in one line."""
    from stewardship.reporters.tally import plural

    kinds = Counter(str(one.kind) for one in seen.universe.all())
    counted = [plural(kinds[one], one, many) for one, many in FOUND if kinds[one]]
    if not counted:
        return "found nothing that is governed yet; `steward list readers` says what would be"
    return "found " + ", ".join(counted)


def _to_add(top: Path, draft: Draft, root: str) -> None:
    """What belongs into a file that is there, indented as its own entries are."""
    existing = init_files.beginning(top / draft.path)
    lines: list[str] = []
    if draft.path == PRE_COMMIT and not init_files.has_hook(existing, root):
        _say(f"\nto have the hook, add this to the end of `repos:` in {PRE_COMMIT}:")
        lines = init_files.entry(draft.text, existing)
    if draft.path == init_ci.WORKFLOW and root and not init_ci.has_step(existing, root):
        _say(f"\nto judge `{root}` as well, add this to the end of `steps:` in {draft.path}:")
        lines = init_ci.step(draft.text)
    if draft.path == init_ci.JOB and root and not init_ci.has_job(existing, root):
        _say(f"\nto judge `{root}` as well, add this to {draft.path}:")
        lines = init_ci.second_job(root)
    if draft.path == init_ci.GITLAB and (lines := init_ci.inclusion(existing)):
        where = f"`include:` in {draft.path}" if len(lines) == 1 else draft.path
        _say(f"\nto have the gate, add this to {where}:")
    for line in lines:
        click.echo(line)


def _forks(top: Path, drafts: set[str], written: set[str]) -> None:
    """What keeps approvals on forks' pull requests from being heard."""
    review = init_ci.REVIEW
    if init_ci.WORKFLOW not in drafts:
        _say("\n--forks did nothing: it is about the workflows of GitHub")
    elif review not in drafts:
        _say("\n--forks did nothing yet: neither CODEOWNERS nor a manifest names anybody to ask")
    elif review not in written and not init_ci.hears_forks(init_files.beginning(top / review)):
        _say(f"\n{review} hears no approval on a fork: remove it, and run this again")


def _today(report: Report) -> str:
    """What the gate would say of everything that is here, in one line."""
    from stewardship.reporters.tally import heaps, plural

    by = heaps(report.verdict)
    said = []
    if by["block"]:
        said.append(f"{plural(by['block'], 'finding')} {'blocks' if by['block'] == 1 else 'block'}")
    if by["would-block"]:
        said.append(f"{plural(by['would-block'], 'finding')} would block")
    looks = sum(by[one] for one in LOOKS)
    if looks:
        count = f"{looks} more" if said else plural(looks, "finding")
        said.append(f"{count} {'is' if looks == 1 else 'are'} worth a look")
    return "today " + (", ".join(said) or "nothing here breaks a rule")


def _next(report: Report, written: Sequence[str], root: str) -> None:
    """What nobody judges yet, and the commands that come next, those that have something to do."""
    from stewardship.reporters.tally import heaps

    for reason in sorted({one.reason for one in report.verdict.unchecked}):
        _say(f"not judged yet: {reason}")
    by = heaps(report.verdict)
    steps = []
    if any(by[one] for one in ("block", "would-block", *LOOKS)):
        steps.append((f"steward check{root}", "shows each finding, with its place and its remedy"))
    if by["block"]:
        steps.append(
            (f"steward baseline{root}", "takes them as known, so that only what is new blocks")
        )
    if any(path.endswith(PRE_COMMIT) for path in written):
        steps.append(("pre-commit install", "switches the hook on, as `prek install` does"))
    for order, what in steps:
        _say(f"  {order:18}  # {what}")
    if written:
        _say(f"  git add {' '.join(written)}")
    if by["would-block"]:
        _say("nothing blocks while `mode` is `observe`; write `new` there once it may")
