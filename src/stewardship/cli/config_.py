"""``steward config``: what is in force, and which file said so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stewardship.model import Location
    from stewardship.organization.config import Config
    from stewardship.organization.files import Organization

LONGEST = 60
DEFAULT = "default"


@click.command("config")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(root: Path | None) -> None:
    """Print modes, packs, exclusions, plugins, edition and params, each with who said so.

    A mode is that of the most specific line: a rule's wins over its pack's, that over `*`. This is
    the work tree's; in CI, the base's governs.
    """
    from stewardship.cli.looking import organization
    from stewardship.cli.table import columns

    decided = organization(root)
    rows = [("SETTING", "VALUE", "SAID BY", "WHY")]
    rows += [*_modes(decided), *_settings(decided.config), *_params(decided)]
    for line in columns(rows):
        click.echo(line)


def _modes(decided: Organization) -> Iterator[tuple[str, str, str, str]]:
    """Every line on modes; rules that are newer than the edition have one of their own."""
    settings = decided.modes.settings
    if "*" not in settings:
        yield "mode *", decided.modes.of("*"), DEFAULT, ""
    for name in sorted(settings):
        one = settings[name]
        yield f"mode {name}", one.mode, _place(one.place), one.reason


def _settings(settings: Config) -> Iterator[tuple[str, str, str, str]]:
    stated = settings.at().entries("the configuration") if settings.source else {}

    def said(key: str) -> str:
        return _place(stated[key].location) if key in stated else DEFAULT

    yield "edition", settings.edition or "none: every rule counts", said("edition"), ""
    for pack in settings.packs:
        yield "pack", pack, said("packs"), ""
    for plugin in settings.plugins:
        yield "plugin", plugin, said("plugins"), ""
    for key, ones in (
        ("exclude", settings.exclude),
        ("not-a-resource", settings.not_a_resource),
    ):
        for one in ones:
            yield key, one.glob, _place(one.place), one.reason
    for hint in settings.hints:
        yield "hint", ", ".join(sorted(hint.paths)), _place(hint.place), ""


def _params(decided: Organization) -> Iterator[tuple[str, str, str, str]]:
    """The organization's own policies, and every param with the file that its value is from."""
    for one in decided.policies:
        policy = one.policy
        if policy.name not in decided.config.packs:
            yield "policy", policy.name, _place(policy.place), ""
        for param in policy.params.values():
            value = json.dumps(param.value, ensure_ascii=False)
            shown = value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
            yield f"param {policy.name}.{param.name}", shown, _place(param.place), ""


def _place(place: Location | None) -> str:
    if place is None:
        return DEFAULT
    return f"{place.path}:{place.line}" if place.line else place.path
