"""The backlog as a page: what is overdue, whose it is, how old, and what was mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stewardship.backlog.gone import Gone
from stewardship.backlog.items import SCALE, Item, Owner, owners
from stewardship.backlog.trend import Trend
from stewardship.backlog.view import View, headline
from stewardship.pages import fill, text

MOST = 20
STATES = {
    "overdue": "overdue",
    "waived": "let stand by a waiver",
    "soon": "due within a week",
    "open": "in time",
}


def page(view: View) -> str:
    """The page."""
    found = view.backlog
    those = owners(found.items)
    return fill(
        "backlog",
        title=text(view.name),
        day=view.day.isoformat(),
        headline=text(headline(view)),
        scales="".join(f"<th>{word}</th>" for word in SCALE),
        owners="\n".join(map(_owner, those)),
        rows="\n".join(map(_row, found.items)),
        mended=_all_mended(view.gone) if view.gone else "",
        trend=_trend(view.trend) if view.trend else "",
        unreadable="".join(
            f'<p class="warn">{text(path)} cannot be read</p>' for path in found.unreadable
        ),
        options="".join(
            f'<option value="{text(one.name)}">{text(one.name)}</option>' for one in those
        ),
    )


def _owner(one: Owner) -> str:
    cells = "".join(f"<td>{one.severities[word] or ''}</td>" for word in SCALE)
    mark = ' class="warn"' if one.overdue else ""
    return (
        f"<tr><td>{text(one.name)}</td><td>{one.open}</td><td{mark}>{one.overdue or ''}</td>"
        f"{cells}<td>{one.oldest} days</td></tr>"
    )


def _row(one: Item) -> str:
    words = " ".join((one.name, one.title, one.owner, one.path, one.due.severity, *one.within))
    cells = (
        f"<b>{text(one.name)}</b><small>{text(one.title)}</small>",
        f'<span class="{text(one.due.severity)}">{text(one.due.severity)}</span>',
        text(", ".join(one.within)),
        text(one.owner),
        text(_age(one)),
        text(_state(one)),
        text(", ".join(one.fixed_in) or "no fix known"),
        text(one.path),
    )
    shown = "".join(f"<td>{cell}</td>" for cell in cells)
    return (
        f'<tr data-find="{text(words.casefold())}" data-state="{one.state}" '
        f'data-owner="{text(one.owner)}">{shown}</tr>'
    )


def _age(one: Item) -> str:
    since = one.due.since.date().isoformat() if one.due.since else "not committed yet"
    return f"{one.due.age.days}{' or more' if one.cut else ''} days ({since})"


def _state(one: Item) -> str:
    left = one.due.left
    said = STATES[one.state]
    if one.waived:
        return f"{said} until {one.waived}"
    if left is None:
        return "no time is set"
    return f"{said}: {abs(left.days)} days {'over' if left.days < 0 else 'left'}"


def _all_mended(gone: Sequence[Gone]) -> str:
    names = ("vulnerability", "severity", "owner", "was open for", "gone on", "report")
    head = "".join(f"<th>{name}</th>" for name in names)
    rows = "\n".join(map(_mended, gone[:MOST]))
    return (
        f"<section><h2>Mended fastest</h2><table><thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table></section>"
    )


def _mended(one: Gone) -> str:
    cells = (one.name, one.severity, one.owner or "nobody", f"{one.days} days",
             one.until.date().isoformat(), one.path)  # fmt: skip
    return f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr>"


def _trend(found: Trend) -> str:
    """What changed since a revision, in a sentence and lists."""
    return (
        f"<section><h2>Since {text(found.since)}</h2><p>{len(found.new)} new, "
        f"{len(found.gone)} gone, {len(found.left)} still open, of which {len(found.older)} became "
        f"overdue. Overdue: {found.overdue[0]} then, {found.overdue[1]} now; median age: "
        f"{found.age[0]} days then, {found.age[1]} now.</p>"
        + "".join(_listed(found))
        + "</section>"
    )


def _listed(found: Trend) -> Iterator[str]:
    for name, those in (("New", found.new), ("Gone", found.gone), ("Became overdue", found.older)):
        if those:
            names = ", ".join(f"{one.name} ({one.due.severity})" for one in those)
            yield f"<p><b>{name}:</b> {text(names)}</p>"
