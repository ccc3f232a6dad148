"""What people have said of a change, in words: the same in every format."""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.model import Plain, Report
from stewardship.model.review import Review, Standing
from stewardship.reporters import clean

SHORT = 12
"""How much of a commit's id is shown."""


def said(review: Review) -> str:
    """Who, when, and which commit."""
    return f"{review.user} at {review.submitted_at} for {review.commit[:SHORT]}"


def spoken(report: Report) -> Iterator[str]:
    """A sentence for each approval that is there, and for each that does not count any more."""
    for one in report.approvals or ():
        by = ", ".join(map(said, one.by))
        if one.is_met:
            yield f"{one.need.because}: approved by {by}"
        elif by:
            wanted = one.need.approvals
            yield f"{one.need.because}: {len(one.by)} of {wanted} approvals, by {by}"
        yield from (f"{one.need.because}: {why}" for why in faded(one))


def faded(one: Standing) -> Iterator[str]:
    """What was said and does not count, or counts against it."""
    for review in one.lapsed:
        yield f"lapsed: approved by {said(review)}; what it is about changed since"
    yield from (f"changes asked for by {said(review)}" for review in one.against)


def as_data(one: Standing) -> dict[str, Plain]:
    """One need and how far it is met, as JSON would hold it."""
    need = one.need
    data: dict[str, Plain] = {
        "because": need.because,
        "resource": need.resource,
        "rule": need.rule or None,
        "handle": need.handle,
        "met": one.is_met,
        "approvals": need.approvals,
        "by": [review_data(review) for review in one.by],
        "lapsed": [review_data(review) for review in one.lapsed],
        "against": [review_data(review) for review in one.against],
        "asked": list(need.asked),
        "entitled": list(need.entitled),
    }
    return _printable(data)


def review_data(review: Review) -> dict[str, Plain]:
    """Who, when, and which commit, as JSON would hold it."""
    when: dict[str, Plain] = {"user": review.user, "commit": review.commit}
    return _printable(when | {"submitted-at": review.submitted_at})


def _printable(data: dict[str, Plain]) -> dict[str, Plain]:
    return {name: clean.plain(value) for name, value in data.items()}
