"""A survey for people: the checkouts, then the rules in the order in which to switch them on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stewardship.model import KINDS, Kind
from stewardship.reporters import cells, clean
from stewardship.reporters.tally import plural
from stewardship.survey import Asked, Surveyed, counting
from stewardship.survey.counting import RuleRow

OWN_COLUMN: tuple[Kind, ...] = ("model", "dataset", "service")
WIDEST = 60
MOST_WEEKS = 8
"""So many weeks are told one by one, and those before them as one sum."""
Row = tuple[str, ...]


def render(surveyed: Sequence[Surveyed], asked: Asked) -> str:
    """The survey as one text, as wide as its columns are."""
    rows = counting.order(surveyed, len(asked.since))
    return clean.lines([*_head(surveyed), "", *_checkouts(surveyed, asked), *_rules(rows, asked)])


def _head(surveyed: Sequence[Surveyed]) -> Iterator[str]:
    broken = sum(bool(one.error) for one in surveyed)
    kinds = counting.kinds(surveyed)
    found = [plural(kinds[kind], kind, _many(kind)) for kind in KINDS if kind in kinds]
    could_not = f", {broken} of them could not be judged" if broken else ""
    if broken == len(surveyed):
        yield f"{plural(broken, 'checkout')}, none of which could be judged"
        return
    listed = ", ".join(found) or "nothing governed"
    yield f"{plural(len(surveyed), 'checkout')}{could_not}: {listed}"
    blocks = sum(one.count("block") for one in surveyed)
    where = plural(counting.stopped(surveyed), "checkout")
    yield (
        f"{plural(blocks, 'finding')} would block, in {where}" if blocks else "nothing would block"
    )


def _many(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _checkouts(surveyed: Sequence[Surveyed], asked: Asked) -> Iterator[str]:
    weeks = ("NEW BY WEEK",) if asked.since else ()
    head = ("CHECKOUT", "COMMIT", "MODELS", "DATASETS", "SERVICES", "OTHER", "BLOCK", "REVIEW",
            "WARN", "EXCUSED", *weeks)  # fmt: skip
    rows = [_checkout(one, asked) for one in surveyed if not one.error]
    if rows:
        yield from _aligned([head, *rows], left=(0, 1, len(head) - 1 if weeks else 0))
        yield ""
    for one in surveyed:
        if one.error:
            yield f"error: {clean.terminal(one.name, WIDEST)}: {clean.terminal(one.error)}"
        elif one.note:
            yield f"note: {clean.terminal(one.name, WIDEST)}: {clean.terminal(one.note)}"
    if any(one.error or one.note for one in surveyed):
        yield ""


def _checkout(one: Surveyed, asked: Asked) -> Row:
    own = [one.kinds.get(kind, 0) for kind in OWN_COLUMN]
    counts = [*own, sum(one.kinds.values()) - sum(own)]
    counts += [one.count("block"), one.count("review"), one.count("warn")]
    counts.append(sum(rule.excused for rule in one.rules))
    weeks = [one.new(number) for number in range(len(asked.since))]
    return (one.name, one.commit[:10] or "-", *map(str, counts), *_by_week(weeks))


def _rules(rows: Sequence[RuleRow], asked: Asked) -> Iterator[str]:
    told = [row for row in rows if row.applies]
    idle = len(rows) - len(told)
    weeks = ("NEW BY WEEK",) if asked.since else ()
    head = ("", "RULE", "SEVERITY", "APPLIES", "CLEAN", "FINDS", "UNJUDGED", "FINDINGS", "STOPPED",
            *weeks)  # fmt: skip
    if told:
        yield "In which order to switch rules on, by how many checkouts each finds something in:"
        lines = [_rule(number, row) for number, row in enumerate(told, start=1)]
        yield from _aligned([head, *lines], left=(1, 2, len(head) - 1 if weeks else 1))
        yield ""
        yield from _legend(told, asked)
    if idle:
        yield f"{plural(idle, 'rule')} {'applies' if idle == 1 else 'apply'} to nothing here"


def _rule(number: int, row: RuleRow) -> Row:
    counts = (row.applies, row.clean, row.stopped, row.unjudged, row.findings, row.so_far)
    return (str(number), row.id, row.severity, *map(str, counts), *_by_week(row.new))


def _by_week(weeks: Sequence[int | None]) -> tuple[str, ...]:
    said = ["?" if count is None else str(count) for count in weeks[:MOST_WEEKS]]
    before = weeks[MOST_WEEKS:]
    if before:
        known = [count for count in before if count is not None]
        said.append(f"+{sum(known)}" if len(known) == len(before) else "+?")
    return (" ".join(said),) if weeks else ()


def _legend(told: Sequence[RuleRow], asked: Asked) -> Iterator[str]:
    free = sum(not row.stopped and not row.unjudged for row in told)
    if free:
        yield f"{plural(free, 'rule')} of these find nothing: switch them on first"
    yield "STOPPED: checkouts with a finding of this rule or of one above it, of those that block"
    if asked.since:
        last = asked.since[-1]
        yield f"NEW BY WEEK: findings that came, the latest week first, back to {last:%Y-%m-%d}"


def _aligned(rows: Sequence[Row], left: tuple[int, ...]) -> Iterator[str]:
    """Lines of columns: text to the left, numbers to the right."""
    shown = [[clean.terminal(cell, WIDEST) for cell in row] for row in rows]
    widths = [max(cells.width(row[at]) for row in shown) for at in range(len(shown[0]))]
    for row in shown:
        padded = []
        for at, cell in enumerate(row):
            gap = " " * (widths[at] - cells.width(cell))
            padded.append(cell + gap if at in left else gap + cell)
        yield "  ".join(padded).rstrip()
