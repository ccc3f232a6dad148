"""``steward list``: what there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

WHAT = ("rules", "policies", "resources", "readers", "checks")


@click.command("list")
@click.argument("what", type=click.Choice(WHAT))
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(what: str, root: Path | None) -> None:
    """List rules or policies in force, resources found, readers or checks."""
    from stewardship.cli.table import columns

    rows = {
        "rules": _rules,
        "policies": _policies,
        "resources": _resources,
        "readers": _readers,
        "checks": _checks,
    }[what](root)
    for line in columns(list(rows)):
        click.echo(line)


def _rules(root: Path | None) -> Iterator[tuple[str, ...]]:
    from stewardship.cli.looking import organization

    decided = organization(root)
    yield "RULE", "SEVERITY", "MODE", "WHAT IT ASKS"
    for rule in decided.rules.values():
        yield rule.id, rule.severity, decided.modes.of(rule.id), rule.title


def _policies(root: Path | None) -> Iterator[tuple[str, ...]]:
    from stewardship.cli.looking import organization

    yield "POLICY", "OWNER", "RULES", "FILE", "TITLE"
    for one in organization(root).policies:
        policy = one.policy
        yield policy.name, policy.owner, str(len(policy.rules)), policy.place.path, policy.title


def _resources(root: Path | None) -> Iterator[tuple[str, ...]]:
    from stewardship.cli.looking import picture

    seen = picture(root)
    yield "KIND", "NAME", "STEWARD", "FILE", "ID"
    for one in seen.universe.all():
        steward = seen.ownership.steward_of(one)
        yield (
            one.kind,
            one.name,
            str(steward.data or "") if steward.state == "present" else "",
            one.place.path + (f" (+{len(one.paths) - 1})" if len(one.paths) > 1 else ""),
            one.id,
        )


def _readers(root: Path | None) -> Iterator[tuple[str, ...]]:
    from stewardship.cli.looking import organization
    from stewardship.readers import built_in, name_of, plugged

    organization(root)  # whose configuration names the plugins
    yield "READER", "FILES", "WHAT IT READS"
    for reader in (*built_in(), *plugged.values()):
        under = getattr(reader, "UNDER", ("",))
        files = " ".join(prefix + name for prefix in under for name in reader.NAMES)
        yield name_of(reader), files, _first_line(reader.__doc__)


def _checks(root: Path | None) -> Iterator[tuple[str, ...]]:
    from stewardship import checks
    from stewardship.cli.looking import organization

    organization(root)  # whose configuration names the plugins
    yield "CHECK", "OPTIONS", "WHAT IT SAYS"
    for name in checks.names():
        module = checks.load(name)
        options = " ".join(module.OPTIONS.get("properties", {}))
        yield name, options, _first_line(module.__doc__)


def _first_line(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].replace("``", "")
