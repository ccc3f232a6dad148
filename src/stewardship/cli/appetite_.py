"""``steward appetite``: the numbers that were agreed and those that were measured, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stewardship.frozen import dataclass

if TYPE_CHECKING:
    from stewardship.checks.measured import Measurement
    from stewardship.model import Location, Resource, Value
    from stewardship.picture import Picture
    from stewardship.sources import Sources


@dataclass(frozen=True, slots=True)
class Answer:
    """One bound of one resource, with every measurement of its metric; none is a no."""

    metric: str
    limits: str
    bound: Value
    measured: tuple[Measurement, ...]

    @property
    def kept(self) -> bool:
        """Whether something measures it, and all that does lies within the bound."""
        return bool(self.measured) and all(one.answer == "kept" for one in self.measured)


@click.command("appetite")
@click.argument("resource", required=False)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(resource: str | None, form: str, root: Path | None) -> int:
    """Answer yes or no: does RESOURCE, or all that is bound, stay within the risk appetite?

    Exits 1 for a no: a number beyond its bound of .steward/appetite.yaml, or none at all.
    """
    from stewardship.cli.looking import one_resource, picture
    from stewardship.errors import UserError
    from stewardship.organization.charter import PATH
    from stewardship.reporters.clean import json_text, lines, plain
    from stewardship.sources import Sources

    seen = picture(root)
    if not seen.organization.charter.bounds:
        hint = "`steward explain risk-appetite/kept` says what it holds"
        raise UserError(f"there is no `{PATH}`, so nothing was agreed", None, hint)
    asked = [one_resource(seen, resource)] if resource else seen.universe.all()
    found = [(one, said) for one in asked if (said := answers(seen, one))]
    sources = Sources(seen.tree)
    if form == "json":
        shown = plain({"version": 1, "resources": [_data(*each, sources) for each in found]})
        assert isinstance(shown, dict)
        click.echo(json_text(shown), nl=False)
    elif not found:
        click.echo(lines([f"no bound of {PATH} covers {resource or 'anything here'}"]), nl=False)
    elif resource:
        click.echo(lines(one_text(seen, *found[0], sources)), nl=False)
    else:
        click.echo(lines(all_text(seen, found)), nl=False)
    return 0 if all(answer.kept for _, answers in found for answer in answers) else 1


def answers(seen: Picture, one: Resource) -> list[Answer]:
    from stewardship.checks import measured
    from stewardship.cli.looking import Tree

    bounds = one.value("bounds")
    if bounds.origin != "appetite" or one.kind == "repository":
        return []
    return [
        Answer(
            measured.metric(bound),
            measured.limits(bound),
            bound,
            tuple(measured.against(one, bound, Tree(seen.universe))),
        )
        for bound in (bounds.data if isinstance(bounds.data, tuple) else ())
    ]


def one_text(
    seen: Picture, one: Resource, answers: Sequence[Answer], sources: Sources
) -> Iterator[str]:
    """Every number of one resource, and the answer."""
    from stewardship.cli.table import columns
    from stewardship.reporters.clean import terminal

    steward = seen.ownership.steward_of(one)
    who = f"steward {steward.data}" if steward.state == "present" else "no steward"
    yield terminal(f"{one.kind} {one.name} · {who}")
    rows = [("METRIC", "BOUND", "MEASURED", "ANSWER", "WHERE", "AGREED")]
    for answer in answers:
        agreed = _at(sources.place(answer.bound.location))
        if not answer.measured:
            rows.append((answer.metric, answer.limits, "not at all", "no", "", agreed))
        for number in answer.measured:
            about = f" ({number.about})" if number.about else ""
            word = {"kept": "yes", "broken": "no", "unclear": "no: not comparable"}
            where = _at(sources.place(number.value.location))
            rows.append((answer.metric, answer.limits, f"{number.written or 'nothing'}{about}",
                         word[number.answer], where, agreed))  # fmt: skip
    yield from columns(rows)
    kept = sum(answer.kept for answer in answers)
    yield f"{'yes' if kept == len(answers) else 'no'}: {kept} of {len(answers)} bounds are kept"


def all_text(seen: Picture, found: Sequence[tuple[Resource, Sequence[Answer]]]) -> Iterator[str]:
    """One line for each resource that is bound."""
    from stewardship.cli.table import columns

    rows = [("ANSWER", "RESOURCE", "KEPT", "STEWARD", "NOT KEPT")]
    for one, answers in found:
        broken = [answer for answer in answers if not answer.kept]
        steward = seen.ownership.steward_of(one)
        who = str(steward.data) if steward.state == "present" else "nobody"
        why = [f"{a.metric}{'' if a.measured else ' (not measured)'}" for a in broken]
        kept = f"{len(answers) - len(broken)} of {len(answers)}"
        rows.append(
            ("no" if broken else "yes", f"{one.kind} {one.name}", kept, who, ", ".join(why))
        )
    yield from columns(rows)
    good = sum(all(answer.kept for answer in answers) for _, answers in found)
    yield f"{good} of {len(found)} resources stay within the appetite"


def _data(one: Resource, answers: Sequence[Answer], sources: Sources) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "name": one.name,
        "answer": "yes" if all(answer.kept for answer in answers) else "no",
        "bounds": [
            {
                "metric": answer.metric,
                "bound": answer.limits,
                "agreed": _at(sources.place(answer.bound.location)),
                "kept": answer.kept,
                "measured": [
                    {
                        "value": number.written,
                        "about": number.about or None,
                        "answer": number.answer,
                        "at": _at(sources.place(number.value.location)),
                    }
                    for number in answer.measured
                ],
            }
            for answer in answers
        ],
    }


def _at(place: Location) -> str:
    return f"{place.path}:{place.line}" if place.line else place.path
