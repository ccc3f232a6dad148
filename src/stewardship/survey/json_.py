"""A survey for programs: version 1. Fields may be added to it; none changes its meaning.

``weeks`` are the spans that ``new`` counts by, the latest first; a count is null where history does
not reach back. ``rules`` stand in the order in which to switch them on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stewardship import __version__
from stewardship.model import Plain
from stewardship.reporters import clean
from stewardship.survey import Asked, RuleHere, Surveyed, counting

VERSION = 1


def render(surveyed: Sequence[Surveyed], asked: Asked) -> str:
    """The survey as one JSON object, indented, in ASCII."""
    told: dict[str, Any] = {
        "version": VERSION,
        "steward": __version__,
        "weeks": [
            {"since": since.isoformat(), "until": until.isoformat()}
            for since, until in zip(asked.since, (asked.now, *asked.since), strict=False)
        ],
        "summary": {
            "checkouts": len(surveyed),
            "errors": sum(bool(one.error) for one in surveyed),
            "stopped": counting.stopped(surveyed),
            "kinds": counting.kinds(surveyed),
        },
        "rules": [_row(row) for row in counting.order(surveyed, len(asked.since))],
        "checkouts": [_checkout(one) for one in surveyed],
    }
    plain: Any = clean.plain(told)
    return clean.json_text(plain)


def _row(row: counting.RuleRow) -> dict[str, Plain]:
    return {
        "rule": row.id,
        "severity": row.severity,
        "title": row.title,
        "applies": row.applies,
        "clean": row.clean,
        "finds": row.stopped,
        "unjudged": row.unjudged,
        "findings": row.findings,
        "excused": row.excused,
        "new": list(row.new),
        "stopped": row.so_far,
    }


def _checkout(one: Surveyed) -> dict[str, Any]:
    return {
        "checkout": one.name,
        "commit": one.commit or None,
        "kinds": dict(one.kinds),
        "rules": [_rule(rule) for rule in one.rules],
        "note": one.note or None,
        "error": one.error or None,
    }


def _rule(rule: RuleHere) -> dict[str, Plain]:
    return {
        "rule": rule.id,
        "severity": rule.severity,
        "resources": rule.resources,
        "findings": rule.findings,
        "excused": rule.excused,
        "unjudged": rule.unjudged,
        "lacks": rule.lacks or None,
        "new": list(rule.new),
    }
