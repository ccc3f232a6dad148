"""Logs of human reviews: what a model answered, and what a qualified human made of it.

CSV (RFC 4180, with a header) or JSON lines named ``*review-log*`` or ``*reviews.*``, with columns
for the ``item``, the model's ``answer``, the ``reviewer``, the ``decision`` and the ``time``;
``segment`` is one more where there is one. The names that labeling tools use for these count too
(``prediction``, ``annotator``, ``human_label``, ``timestamp``, ``slice``).

A decision is a label like the model's, or says what becomes of the answer (``accept``,
``overturn``, …). The log is an artifact of its path with

- ``reviews``: over all and for each segment, ``items``, ``decided`` reviews, ``agreed`` ones,
  their share as ``agreement``, Cohen's ``kappa`` where both sides give labels, the time of the
  ``latest`` one, and the ``pairs`` in which they differ;
- ``evaluations``: ``review-agreement`` and ``review-kappa`` over all, and ``reviewer-agreement``
  where several reviewers saw one item, so that a risk appetite can bound them.

How a single person decides is never told: no fact here names a reviewer, a review by nobody is a
problem of the file, and so are segments that are the reviewers. Answers and decisions that are free
text, or have the form of personal data, are not told either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import floor

from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers import facts
from stewardship.readers._review_rows import NEEDED, TELLING, Row, meanings, rows
from stewardship.vocabulary import agreement, personal
from stewardship.vocabulary.durations import date_of

VERSION = 4
NAMES = (
    *("*review-log*.csv", "*review_log*.csv", "*reviews.csv"),
    *("*review-log*.jsonl", "*review_log*.jsonl", "*reviews.jsonl"),
)
KIND: Kind = "artifact"
LIMIT = 32 * 1024 * 1024
ORIGIN = "review-log"
ACCEPTED = frozenset((
    "accept", "accepted", "agree", "agreed", "approve", "approved", "confirm", "confirmed",
    "correct", "keep", "kept", "ok", "upheld", "uphold", "yes",
))  # fmt: skip
REFUSED = frozenset((
    "reject", "rejected", "disagree", "disagreed", "deny", "denied", "incorrect", "wrong",
    "overturn", "overturned", "override", "overridden", "correct-it", "corrected", "no",
))  # fmt: skip
ANOTHER = "(overruled)"
SHOWN = 3  # broken rows that are told one by one
LABELS = 100  # different answers and decisions: more are free text, and not told
MOST = 1000  # segments: more are not segments but a column of free text

Pair = tuple[str, str]


def mine(path: str, head: bytes) -> bool:
    """Whether the first line has the columns of a log of reviews."""
    line = head.split(b"\n", 1)[0].decode(errors="replace")
    if not path.lower().endswith(".jsonl"):
        return (
            set(meanings([cell.strip(' "\r\ufeff') for cell in line.split(",")]).values())
            >= TELLING
        )
    return all(any(f'"{name}"' in line for name in names) for names in (
        ("answer", "model_answer", "model-answer", "prediction", "predicted", "model_output"),
        ("decision", "human_label", "human_decision", "verdict", "reviewer_decision"),
    ))  # fmt: skip


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One artifact, the log, with what its reviews come to."""
    found, problems, known = rows(path, content)
    if not known >= TELLING and not mine(path, content[:4096]):
        return None
    lacking = [name for name in NEEDED if name not in known]
    if lacking and not problems:
        said = f"the log has no column for {' and '.join(f'`{name}`' for name in lacking)}"
        problems.append(Problem(said, Location(path, 1, 1)))
    problems += _broken(path, found)
    people = {row.said.get("reviewer", "").casefold() for row in found} - {""}
    if not people.isdisjoint(row.said.get("segment", "").casefold() for row in found):
        said = "the segments are names of reviewers, and nothing is told by person"
        problems.append(Problem(said, Location(path, 1, 1)))
    fields = _fields(path, found) if found and not problems else {}
    return (Fragment(KIND, path, Location(path, 1, 1), ORIGIN, fields, problems=tuple(problems)),)


def _broken(path: str, found: Iterable[Row]) -> list[Problem]:
    """What is missing in rows, the first few of them told."""
    problems: list[Problem] = []
    more = 0
    for row in found:
        lacking = [name for name in ("item", "answer", "reviewer") if not row.said.get(name)]
        time = row.said.get("time", "")
        said = ""
        if lacking:
            said = f"the review states no {' and no '.join(lacking)}"
        elif date_of(time) is None:
            said = "the review states no time that can be read, such as 2026-11-26T09:30:00Z"
        if said and len(problems) < SHOWN:
            problems.append(Problem(said, Location(path, row.line, 1)))
        elif said:
            more += 1
    if more:
        last = problems[-1].location
        problems.append(Problem(f"{more} more reviews of this log cannot be read", last))
    return problems


def _fields(path: str, found: list[Row]) -> dict[str, Value]:
    segments: dict[str, list[Row]] = {}
    for row in found:
        segments.setdefault(row.said.get("segment", ""), []).append(row)
    parts = [_summary(path, "", found)]
    if len(segments) > 1 and len(segments) <= MOST:
        parts += [
            _summary(path, _told(name) or "(none)", segments[name]) for name in sorted(segments)
        ]
    place = Location(path, 1, 1)
    fields = {"reviews": facts.listing(parts, place, ORIGIN)}
    measured = list(_measured(path, parts[0], found))
    if measured:
        fields["evaluations"] = facts.listing(measured, place, ORIGIN)
    return fields


@lru_cache(maxsize=4096)
def _moment(written: str) -> float:
    found = date_of(written)
    return found.timestamp() if found else 0.0


def _pairs(found: Iterable[Row]) -> Counter[Pair]:
    """(the model's answer, the human's) of each decided review, labels in lower case."""
    decided = [row for row in found if row.said.get("decision")]
    answers = {row.said["answer"].casefold() for row in decided}
    words = {row.said["decision"].casefold() for row in decided}
    verdicts = words <= ACCEPTED | REFUSED and not words & answers
    pairs: Counter[Pair] = Counter()
    for row in decided:
        answer, word = row.said["answer"].casefold(), row.said["decision"].casefold()
        if verdicts:
            word = answer if word in ACCEPTED else ANOTHER
        pairs[answer, word] += 1
    return pairs


def _summary(path: str, segment: str, found: list[Row]) -> Value:
    """What the reviews of one segment come to; the segment is empty for all of them."""
    place = Location(path, 1, 1)  # a row of the log names a person, and is never quoted
    pairs = _pairs(found)
    share = agreement.share(pairs)
    labels = not any(other == ANOTHER for _, other in pairs)
    kappa = agreement.kappa(pairs) if labels else None
    agreed = sum(count for (one, other), count in pairs.items() if one == other)
    texts = len({label for pair in pairs for label in pair}) > LABELS
    differing = [
        (pair, count) for pair, count in pairs.most_common() if pair[0] != pair[1] and not texts
    ]
    latest = max((row.said["time"] for row in found), key=_moment)
    entries: dict[str, object] = {
        "segment": segment or None,
        "latest": latest,
        "items": len({row.said["item"] for row in found}),
        "decided": pairs.total(),
        "agreed": agreed,
        "agreement": None if share is None else _least(share),
        "kappa": None if kappa is None else _least(kappa),
    }
    stated = {name: _value(entry, place) for name, entry in entries.items() if entry is not None}
    stated["pairs"] = Value(
        tuple(_pair(pair, count, place) for pair, count in differing[:20]), place, ORIGIN
    )
    return Value(stated, place, ORIGIN)


def _pair(pair: Pair, count: int, place: Location) -> Value:
    named = {"answer": _told(pair[0]), "decision": _told(pair[1]), "count": count}
    return Value({name: _value(entry, place) for name, entry in named.items()}, place, ORIGIN)


def _value(data: object, place: Location) -> Value:
    assert isinstance(data, str | int | float)
    return Value(data, place, ORIGIN)


def _measured(path: str, overall: Value, found: list[Row]) -> Iterator[Value]:
    """Measurements of the whole log."""
    place = Location(path, 1, 1)
    said = overall.data if isinstance(overall.data, Mapping) else {}
    for name, metric in (("agreement", "review-agreement"), ("kappa", "review-kappa")):
        if name in said:
            yield facts.record(place, ORIGIN, metric=metric, value=said[name], dataset=path)
    between = _between(found)
    if between is not None:
        value = _value(_least(between), place)
        yield facts.record(place, ORIGIN, metric="reviewer-agreement", value=value, dataset=path)


def _between(found: Iterable[Row]) -> float | None:
    """The share of pairs of different reviewers of one item who decided alike; of each the last
    decision counts. None where no item was seen by two."""
    by_item: dict[str, dict[str, str]] = {}
    for row in sorted(found, key=lambda row: _moment(row.said["time"])):
        if row.said.get("decision"):
            decided = by_item.setdefault(row.said["item"], {})
            decided[row.said["reviewer"].casefold()] = row.said["decision"].casefold()
    pairs = alike = 0
    for decided in by_item.values():
        pairs += len(decided) * (len(decided) - 1) // 2
        alike += sum(count * (count - 1) // 2 for count in Counter(decided.values()).values())
    return alike / pairs if pairs else None


def _least(share: float) -> float:
    """A share to four digits, never above what it is: it is held against a least one."""
    return floor(share * 10_000 + 1e-6) / 10_000


def _told(label: str) -> str:
    """A label as it may be shown: free text could hold whom it is about."""
    return "(personal data)" if any(personal.scan(label)) else facts.clip(label)
