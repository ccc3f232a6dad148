"""The commands as click has them: help, options, and what is wrong with a call."""

from __future__ import annotations

import click

from stewardship import __version__
from stewardship.cli.lazy import LazyGroup

COMMANDS = {
    "check": "Judge the repository, or what is staged, by the policies in force.",
    "ci": "Judge a change in CI: the head by the policies of its base.",
    "explain": "Say what a rule asks and why, or what one finding is about.",
    "why": "Say which reader claims a file, and what it makes of it.",
    "show": "Show one resource: values with their places, what made it and what it reaches.",
    "graph": "Write the lineage, from data to model to service, as Mermaid or JSON.",
    "bom": "Write what is known of models, data, services and packages as a CycloneDX ML-BOM.",
    "list": "List rules, policies, resources, readers or checks.",
    "config": "Print what is in force, from modes to params, and which file said so.",
    "verify": "Recompute what manifests promise of files: digests, every byte read.",
    "appetite": "Hold what was measured against what was agreed, number by number.",
    "oversight": "Show where human reviewers overrule a model, by segment.",
    "licenses": "Explain licenses, print the matrix, lock and compare those of packages.",
    "backlog": "Show what is to be patched: by owner, age and severity, and what was mended.",
    "owners": "Show the ownership map; say who owns a path; keep CODEOWNERS in step.",
    "review": "Say who must be asked about a change, and whether they approved.",
    "survey": "Say of many checkouts what each rule would stop, and what to switch on first.",
    "doctor": "Ask GitHub whether the gate can stop a merge, and what the token may not do.",
    "stamp": "State how a model was made: version, date, commit, digests.",
    "fix": "Mend what can be mended by an exact edit, and say what is left.",
    "policy": "Test policy files by their own examples.",
    "init": "Write .steward/, the pre-commit entry and the files of CI; overwrite nothing.",
    "baseline": "Take the findings of today as known, so that only new ones block.",
    "waive": "Propose that one finding may stand until a day.",
}


@click.group(
    cls=LazyGroup,
    package="stewardship.cli",
    helps=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="steward")
def cli() -> None:
    """Keep open-source AI inside your own rules.

    Policies on licenses, ownership and manifests are evaluated the same way on a laptop and in
    CI. Exit codes: 0 pass, review or nothing governed; 1 something blocks; 2 a mistake in the
    call, a policy or the configuration; 3 the gate itself failed.
    """


def run() -> int:
    """The exit code of the command that was called; 2 for a call that is none."""
    try:
        code = cli.main(prog_name="steward", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
