"""A verification as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from stewardship.model import Location
from stewardship.reporters.clean import terminal
from stewardship.verify.asked import Answer
from stewardship.verify.promises import Fault, Promise

SHOWN = 5  # names of files that are not here
UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def text(answer: Answer) -> str:
    """What is at fault, one file after the other, then what it all came to."""
    lines = [line for one in answer.faults for line in _fault(one)]
    lines += _absent(answer.absent)
    lines += [f"note: {note}" for note in answer.notes]
    lines.append(summary(answer))
    return "".join(f"{terminal(line)}\n" for line in lines)


def _fault(one: Fault) -> Iterator[str]:
    at = one.place.line if one.kind == "manifest" and one.place else None
    yield f"{one.path}{f':{at}' if at else ''} {one.message}"
    if one.promised:
        yield f"  promised {one.alg}:{one.promised} {_at(one.place)}".rstrip()
    elif one.place and one.place.path != one.path:
        yield f"  by {_at(one.place)}"
    if one.found:
        yield f"  found    {one.alg}:{one.found}"


def _at(place: Location | None) -> str:
    if place is None:
        return ""
    return f"({place.path}:{place.line})" if place.line else f"({place.path})"


def _absent(absent: tuple[Promise, ...]) -> Iterator[str]:
    """How many promised files are not here, the first of them, and how to get them."""
    paths = {one.path: one for one in absent}
    if not paths:
        return
    named = sorted(paths)[:SHOWN]
    more = f" and {len(paths) - SHOWN:,} more" if len(paths) > SHOWN else ""
    ways = sorted({way for one in absent if (way := _way(one))})
    hint = f" ({'; '.join(ways)})" if ways else ""
    yield f"not here: {len(paths):,}{hint}: {', '.join(named)}{more}"


def _way(one: Promise) -> str:
    return {"dvc": "dvc pull", "weights": "git lfs pull"}.get(one.origin, "")


def summary(answer: Answer) -> str:
    """One sentence: what was read, what matches, what does not."""
    reused = f", {answer.reused:,} of them not read again" if answer.reused else ""
    kinds = Counter(one.kind for one in answer.faults)
    wrong = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    return (
        f"{_count(answer.files, 'file')}, {amount(answer.size)}{reused}, in {answer.seconds:.1f} s:"
        f" {_count(answer.matched, 'promise')} kept, {wrong or 'none broken'}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def amount(size: float) -> str:
    """Bytes in the unit in which they are below 1,024."""
    for unit in UNITS:
        if size < 1024 or unit == UNITS[-1]:
            break
        size /= 1024
    return f"{size:,.0f} {unit}" if unit == UNITS[0] else f"{size:,.1f} {unit}"


def data(answer: Answer, code: int) -> dict[str, Any]:
    """The verification as JSON data, version 1: additions keep the version."""
    return {
        "version": 1,
        "command": "verify",
        "exit-code": code,
        "summary": {
            "files": answer.files,
            "bytes": answer.size,
            "not-read-again": answer.reused,
            "kept": answer.matched,
            "broken": len(answer.faults),
            "not-here": len({one.path for one in answer.absent}),
            "seconds": round(answer.seconds, 3),
            "notes": list(answer.notes),
        },
        "faults": [
            {
                "kind": one.kind,
                "path": one.path,
                "message": one.message,
                "algorithm": one.alg or None,
                "promised": one.promised or None,
                "found": one.found or None,
                "manifest": _place(one.place),
            }
            for one in answer.faults
        ],
        "not-here": [
            {
                "path": one.path,
                "algorithm": one.digest.alg,
                "promised": one.digest.hex,
                "manifest": one.place.path,
            }
            for one in answer.absent
        ],
    }


def _place(place: Location | None) -> dict[str, Any] | None:
    return {"path": place.path, "line": place.line} if place else None


def as_json(answer: Answer, code: int) -> str:
    """The verification as JSON text; names of no valid text are escaped."""
    return json.dumps(data(answer, code), indent=2) + "\n"
