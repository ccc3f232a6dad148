"""``steward backlog``: what is still to be patched, by whom and until when, and what was mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stewardship.backlog.items import Backlog, Item
    from stewardship.backlog.view import View
    from stewardship.picture import Picture

PACK = "patching"
FORMS = ("text", "json", "html")
MOST = 10


@click.command("backlog")
@click.option("--since", metavar="REV", help="Show what changed since that revision.")
@click.option("--format", "form", type=click.Choice(FORMS), default="text")
@click.option("--output", "file", type=Path, metavar="FILE", help="Write it there.")
@click.option("--root", type=Path, metavar="DIR", help="A folder to look at alone.")
def command(since: str | None, form: str, file: Path | None, root: Path | None) -> None:
    """Show the open vulnerabilities by owner, age and severity; what is overdue; what was mended.

    They are what scanners' reports in the tree tell of, as old as their history says, held against
    the params of the pack `patching`. A table, JSON, or one HTML page to publish.
    """
    from stewardship.backlog.view import as_data
    from stewardship.cli.output import write
    from stewardship.picture import today
    from stewardship.reporters import clean

    view = looked(since, root, today())
    if form == "html":
        from stewardship.pages.backlog import page

        text = page(view)
    elif form == "json":
        text = clean.json_text(as_data(view))
    else:
        text = clean.lines(shown(view))
    if file is None:
        click.echo(text, nl=False)
    else:
        write(file, text.encode())


def looked(since: str | None, root: Path | None, now: datetime) -> View:
    """Everything that there is to show, at a moment."""
    from stewardship.backlog.gone import gone
    from stewardship.backlog.trend import trend
    from stewardship.backlog.view import View
    from stewardship.cli.looking import at_revision, picture
    from stewardship.joining.seen import Seen
    from stewardship.ownership.answering import answering
    from stewardship.repository.revisions import commit_id

    seen = picture(root)
    history = Seen(seen.repo, seen.names, seen.cache, "HEAD")
    found = _backlog(seen, history, now, _excused(seen, root, now))
    mended = gone(
        history,
        seen.universe,
        _reports(seen),
        lambda one: answering(seen.ownership, seen.universe, one),
    )
    changed = None
    if since:
        old = at_revision(since, root)
        commit = commit_id(old.repo, since)
        past = Seen(old.repo, old.names, old.cache, commit)
        then = _backlog(old, past, _committed(old, commit), {})
        changed = trend(since, (then, old.universe), (found, seen.universe))
    return View(seen.repo.root.name, now.date(), found, mended, changed)


def _backlog(seen: Picture, history: object, now: datetime, excused: Mapping[str, str]) -> Backlog:
    from stewardship.backlog.items import backlog
    from stewardship.joining.seen import FirstSeen, Seen

    assert isinstance(history, Seen)
    first = FirstSeen(history, seen.universe)
    return backlog(seen.universe.of_kind("vulnerability"), _within(seen), first.of, now, excused)


def _within(seen: Picture) -> Mapping[str, str]:
    """The durations by severity, by the params in force; the pack's own where it is off."""
    from stewardship.policy.load import load, stock

    policies = [one.policy for one in seen.organization.policies if one.policy.name == PACK]
    if not policies:
        policies = [load(stock()[PACK].read_bytes(), f"policies/{PACK}.yaml").policy]
    value = policies[0].params["within"].value
    table = value if isinstance(value, dict) else {}
    return {str(name): str(length) for name, length in table.items()}


def _excused(seen: Picture, root: Path | None, now: datetime) -> dict[str, str]:
    """Until which day a waiver that holds lets an overdue vulnerability stand, by id."""
    from stewardship.backlog.items import RULE
    from stewardship.picture import Request
    from stewardship.run import check

    waivers = [one for one in seen.organization.waivers if one.rule == RULE]
    if not waivers:
        return {}
    verdict = check(Request(Path.cwd(), root, only=(PACK,), now=now)).verdict
    waived = [one for one in verdict.findings if one.rule == RULE and one.status == "waived"]
    return {
        one.id: max((w.expires for w in waivers if w.resource in (one.id, one.name)), default="*")
        for one in waived
    }


def _reports(seen: Picture) -> list[str]:
    """The reports in the tree: what tells of a vulnerability, and what a scanner wrote that finds
    none any more."""
    from stewardship.readers import signed
    from stewardship.repository.contents import TooLarge

    found = {path: None for one in seen.universe.of_kind("vulnerability") for path in one.paths}
    asked = [
        path
        for path in seen.gathered.asked
        if path not in found and any(one.signs for one in seen.names.owners(path))
    ]
    limit = max((one.limit for one in seen.names.labels if one.signs), default=0)
    for path, content in seen.tree.read(asked, limit, 0):
        held = isinstance(content, bytes) and signed(seen.names.owners(path), content)
        if held or isinstance(content, TooLarge):
            found[path] = None
    return list(found)


def _committed(seen: Picture, commit: str) -> datetime:
    """When a revision was committed."""
    from stewardship.repository.git import ask

    stamp = ask(seen.repo, "log", "-1", "--format=%ct", commit, "--").decode().strip()
    return datetime.fromtimestamp(int(stamp), UTC)


def shown(view: View) -> Iterator[str]:
    """The backlog as tables for a terminal."""
    from stewardship.backlog.items import SCALE, owners
    from stewardship.backlog.view import headline
    from stewardship.cli.table import columns

    found = view.backlog
    yield headline(view)
    if found.items:
        yield ""
        rows = [("OWNER", "OPEN", "OVERDUE", *(word.upper() for word in SCALE), "OLDEST")]
        rows += [
            (one.name, str(one.open), str(one.overdue or "-"),
             *(str(one.severities[word] or "-") for word in SCALE), _days(one.oldest))
            for one in owners(found.items)
        ]  # fmt: skip
        yield from columns(rows)
    for title, those in (
        ("overdue", found.overdue),
        ("overdue, and let stand by a waiver", [o for o in found.items if o.state == "waived"]),
        ("due within a week", [o for o in found.items if o.state == "soon"]),
    ):
        yield from _items(title, list(those))
    if view.gone:
        yield ""
        yield "mended fastest:"
        rows = [(f"  {one.name}", one.severity, _days(one.days), one.owner or "nobody", one.path)
                for one in view.gone[:MOST]]  # fmt: skip
        yield from columns(rows)
    if view.trend:
        yield from _trend(view)
    for path in found.unreadable:
        yield f"cannot be read: {path}"


def _items(title: str, those: list[Item]) -> Iterator[str]:
    from stewardship.cli.table import columns

    if not those:
        return
    yield ""
    yield f"{title}:"
    yield from columns([
        (f"  {one.name}", one.due.severity, _age(one), ", ".join(one.within[:2]) or "-",
         one.owner, _way(one))
        for one in those[:MOST]
    ])  # fmt: skip
    if len(those) > MOST:
        yield f"  and {len(those) - MOST} more; `--format json` has all"


def _age(one: Item) -> str:
    more = "+" if one.cut else ""
    return f"{one.due.age.days}{more} of {one.due.limit.days if one.due.limit else '-'} days"


def _way(one: Item) -> str:
    fixed = f"fixed in {', '.join(one.fixed_in[:2])}" if one.fixed_in else "no fix known"
    return f"{fixed}; waived until {one.waived}" if one.waived else fixed


def _trend(view: View) -> Iterator[str]:
    found = view.trend
    if found is None:
        return
    yield ""
    yield (
        f"since {found.since}: {len(found.new)} new, {len(found.gone)} gone, "
        f"{len(found.left)} still open, of which {len(found.older)} became overdue"
    )
    yield (
        f"  overdue: {found.overdue[0]} then, {found.overdue[1]} now; "
        f"median age: {_days(found.age[0])} then, {_days(found.age[1])} now"
    )


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
