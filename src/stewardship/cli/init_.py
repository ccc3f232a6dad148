"""``steward init``: what a repository needs to be judged; nothing is overwritten."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

HOME = "https://github.com/stewardship/stewardship"


@click.command("init")
@click.option("--observe", is_flag=True, help="Only say what would block, until you change it.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(observe: bool, root: Path | None) -> None:
    """Write .steward/, the pre-commit entry and the GitHub workflow.

    First it says what it found. A file that is there already is left as it is; what would have
    been written to it is printed, for you to take over.
    """
    from stewardship import git
    from stewardship.cli.looking import picture
    from stewardship.reporters.clean import terminal

    seen = picture(root)
    kinds = Counter(one.kind for one in seen.universe.all())
    found = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    click.echo(f"found: {found or 'nothing that is governed yet'}")
    handles = sorted(_handles(seen.universe.of_kind("ownership-entry")))
    top = git.find(Path.cwd(), root)
    left: list[tuple[str, str]] = []
    for path, text in _files(observe, handles).items():
        file = (top.top if path.startswith(".git") or path == PRE_COMMIT else top.root) / path
        if file.exists() or file.is_symlink():
            left.append((path, text))
            continue
        _create(file, text)
        click.echo(f"wrote {path}: {WHAT[path]}")
    for path, text in left:
        click.echo(f"kept {path} as it is")
        if path == PRE_COMMIT and "id: steward" not in (top.top / path).read_text(errors="replace"):
            click.echo("  add this to its `repos:`")
            for line in text.split("\n")[1:]:
                click.echo(f"  {line}")
    mode = "observed: nothing blocks yet" if observe else "only what is new blocks, once you run it"
    click.echo(terminal(f"next: `steward check` shows what there is; `steward baseline` ({mode})"))


def _create(file: Path, text: str) -> None:
    """Write a file that must not exist yet, wholly or not at all."""
    from stewardship.cli.output import write

    write(file, text.encode())


def _handles(entries: object) -> set[str]:
    """The owners that CODEOWNERS names: the first draft of the map."""
    found: set[str] = set()
    for entry in entries if isinstance(entries, list) else ():
        owners = entry.value("owners").data
        found |= {str(one.data) for one in owners} if isinstance(owners, tuple) else set()
    return {handle for handle in found if handle.startswith("@")}


CONFIG = ".steward/config.yaml"
STEWARDS = ".steward/stewards.yaml"
PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/steward.yml"
WHAT = {
    CONFIG: "how hard each rule stops, and what is left out",
    STEWARDS: "who answers for what; ownership rules wait until it names somebody",
    PRE_COMMIT: "the hook; `pre-commit install` switches it on",
    WORKFLOW: "the gate on pull requests; make its job `steward` a required check",
}


def _files(observe: bool, handles: list[str]) -> dict[str, str]:
    from stewardship import __version__
    from stewardship.data import folder

    workflow = folder("hooks") / "github-gate.yml"
    files = {
        CONFIG: _config(observe),
        PRE_COMMIT: (
            f"repos:\n  - repo: {HOME}\n    rev: v{__version__}\n    hooks:\n      - id: steward\n"
        ),
        WORKFLOW: workflow.read_text(),
    }
    if handles:
        files[STEWARDS] = _stewards(handles)
    return files


def _config(observe: bool) -> str:
    mode = "observe" if observe else "new"
    return f"""# How hard the gate stops: `observe` says what would, `new` what the baseline lacks
# (`steward baseline` writes it), `enforce` stops all that breaks a rule. Most specific wins.
mode:
  "*": {mode}
#  licenses: enforce
#  ownership/steward-stated: observe

# The packs in force. Own rules go into .steward/policies/, their numbers into .steward/params/.
packs: [licenses, ownership, manifests]

# Files that do not count, each with a reason.
exclude: []
#  - {{path: "third_party/**", reason: vendored, governed at its source}}
"""


def _stewards(handles: list[str]) -> str:
    lines = [
        "# Who answers for what. First draft, from CODEOWNERS: add how to reach them.",
        "stewards:",
    ]
    lines += [f'  "{handle}": {{}}' for handle in handles]
    lines += ["", "# First match wins: which resources each of them holds.", "assign: []"]
    lines += [f'#  - {{path: "models/**", steward: "{handles[0]}"}}', ""]
    return "\n".join(lines)
