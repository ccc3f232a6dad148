"""What ``steward check`` does, and the calls of it that need no click to be understood."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from stewardship.cli.output import exit_code, judged, known_format, targets
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.model import Report


@dataclass(frozen=True, slots=True)
class Call:
    """How ``steward check`` was called: its arguments and options, as they were given."""

    paths: tuple[str, ...] = ()
    staged: bool = False
    require_approvals: bool = False
    form: str = "text"
    outputs: tuple[str, ...] = ()
    policies: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    root: Path | None = None
    environment: Path | None = None
    org_policy: Path | None = None


def plain(arguments: Sequence[str]) -> Call | None:
    """The call of a hook, ``check --staged`` with any number of ``--only NAME``, or the same of
    everything, without ``--staged``; None for any other call, and for whatever click has something
    to say about."""
    if list(arguments[:1]) != ["check"]:
        return None
    staged = list(arguments[1:2]) == ["--staged"]
    options = list(arguments[1 + staged :])
    names = options[1::2]
    known = set(options[::2]) <= {"--only"} and len(options) == 2 * len(names)
    if not known or any(name[:1] in ("-", "") for name in names):
        return None
    return Call(staged=staged, only=tuple(names))


def run(call: Call) -> int:
    """Judge what the call names, publish the report, and tell the exit code."""
    from stewardship.organization import floor_files
    from stewardship.run import Request, check

    known_format(call.form)
    files = targets(call.outputs)

    def judge() -> Report:
        base, head = _pushed(call.root) if call.staged else ("", "")
        return check(
            Request(
                Path.cwd(),
                call.root,
                call.staged and not base,
                base,
                head,
                own=True,
                paths=relative(call.paths, call.root),
                policies=call.policies,
                only=call.only,
                environment=call.environment,
                org_policy=call.org_policy or floor_files.named(),
            )
        )

    return exit_code(judged(judge, call.form, files, call.root), call.require_approvals)


def _pushed(root: Path | None) -> tuple[str, str]:
    """The two ends of a push, which the pre-commit framework hands to its hooks.

    With them (``pre-commit run --from-ref … --to-ref …`` and the pre-push stage) the commits are
    judged; what is staged has nothing to do with it. A first push names no base: no ends.
    """
    base = os.environ.get("PRE_COMMIT_FROM_REF", "")
    head = os.environ.get("PRE_COMMIT_TO_REF", "")
    if not base.strip("0") or not head.strip("0"):
        return "", ""
    from stewardship import ci
    from stewardship.repository import git

    return ci.forked_from(git.find(Path.cwd(), root), base, head), head


def relative(paths: tuple[str, ...], root: Path | None) -> tuple[str, ...]:
    """The paths as the run knows them: relative to the root, whatever folder one stands in."""
    if not paths:
        return ()
    from stewardship.repository import git

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
