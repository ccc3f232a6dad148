"""Reviews as a file: who approved a change, when, in which state, and which commit of it.

Any system can write it; ``steward review check --write`` writes what a forge said. The shape is
that of ``approvals-1.schema.json`` beside this module: a list of reviews, or an object that says
besides whose change it is and who is in which team.

Whoever can write the file can approve. So it is never taken from the tree that is judged, for a
change would bring its own approval: no part of the way to it, links included, may lead through the
work tree. What is not understood is an error; a review left out in silence may be a dismissal.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stewardship.errors import UserError
from stewardship.frozen import dataclass, field
from stewardship.model.review import Review
from stewardship.repository.git import shorten
from stewardship.review.standing import DECISIVE, folded

SCHEMA = Path(__file__).with_name("approvals-1.schema.json")
VERSION = 1
LARGEST = 10_000_000
MOST_LINKS = 40
STATES = (*sorted(DECISIVE), "COMMENTED")
KEYS = ("user", "state", "commit", "submitted-at")
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
STDIN = Path("-")
ELSEWHERE = 'write it to a folder of the job\'s own, such as "$RUNNER_TEMP", or pipe it to `-`'


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says: the reviews, whose change it is (empty: not said), and the members of
    teams by the handle of each."""

    reviews: tuple[Review, ...] = ()
    author: str = ""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read(file: Path, top: Path) -> Given:
    """The reviews of a file, ``-`` for what is piped in; ``top`` is the work tree that is judged.

    ``UserError`` where the file lies in that tree, cannot be read, or is not of this shape.
    """
    path = Path("/dev/stdin") if file == STDIN else file
    if _leads_through(path, top):
        said = f"`{_name(file)}` lies in the tree that is judged: a change could bring it along"
        raise UserError(said, None, ELSEWHERE)
    try:
        if file == STDIN:
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with path.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _broken(file, f"it has more than {LARGEST} bytes")
        data = json.loads(content, object_pairs_hook=_once)
    except (OSError, ValueError, RecursionError):
        raise _broken(file, "it cannot be read as JSON") from None
    return _given(file, data)


def written(given: Given) -> str:
    """The same as the text of a file; ASCII, ends in a newline."""
    data = {
        "version": VERSION,
        "author": given.author or None,
        "members": {team: list(names) for team, names in given.members.items()},
        "reviews": [
            {
                "user": one.user,
                "state": one.state,
                "commit": one.commit or None,
                "submitted-at": one.submitted_at,
            }
            for one in given.reviews
        ],
    }
    return json.dumps(data, indent=2) + "\n"


def author_of(given: Given, named: str, event: str) -> str:
    """Whose change it is: who is ``named``, else who the file says, else who the ``event`` does.

    ``UserError`` where the first two are not one, or nobody says it.
    """
    if given.author and named and folded(given.author) != folded(named):
        said = f"the file is of a change by {shorten(given.author)}, not by {shorten(named)}"
        raise UserError(said, None, "give the file of this change")
    if whose := named or given.author or event:
        return whose
    raise UserError(
        "whose change it is cannot be told here, and nobody approves their own",
        None,
        "name them: `--author @user`",
    )


def _leads_through(path: Path, top: Path) -> bool:
    """Whether the way to a file comes by the folder ``top``, following one link at a time."""
    try:
        tree = os.stat(top)
        return any(os.path.samestat(os.stat(step), tree) for step in _steps(path))
    except (OSError, ValueError):
        return False  # there is no such file, which its reader says better


def _steps(path: Path) -> Iterator[str]:
    """Every folder on the way to a file, each without links in it."""
    here, links = "/", 0
    parts = [*reversed(os.path.join(os.getcwd(), path).split("/"))]
    while parts:
        part = parts.pop()
        if part in ("", "."):
            continue
        there = os.path.dirname(here) if part == ".." else os.path.join(here, part)
        if os.path.islink(there):
            links += 1
            if links > MOST_LINKS:
                raise OSError("too many links")
            target = os.readlink(there)
            here = "/" if target.startswith("/") else here
            parts += reversed(target.split("/"))
            continue
        here = there
        if os.path.isdir(here):
            yield here


def _given(file: Path, data: Any) -> Given:
    if isinstance(data, list):
        return Given(_reviews(file, data))
    if not isinstance(data, dict):
        raise _broken(file, "it is neither a list nor an object")
    if unknown := sorted(data.keys() - {"version", "author", "members", "reviews"}):
        raise _broken(file, f"`{shorten(unknown[0])}` is not known there")
    if data.get("version") != VERSION or isinstance(data.get("version"), bool):
        raise _broken(file, f"its `version` is not {VERSION}")
    if not isinstance(data.get("reviews"), list):
        raise _broken(file, "it has no list `reviews`")
    author = data.get("author") or ""
    if not isinstance(author, str):
        raise _broken(file, "its `author` is no text")
    members = data.get("members", {})
    if not isinstance(members, dict) or not all(map(_are_names, members.values())):
        raise _broken(file, "its `members` are not teams with a list of names each")
    teams = {team: tuple(names) for team, names in members.items()}
    return Given(_reviews(file, data["reviews"]), author, teams)


def _are_names(said: object) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) and one.strip() for one in said)


def _reviews(file: Path, data: Sequence[Any]) -> tuple[Review, ...]:
    return tuple(_review(file, number, one) for number, one in enumerate(data, 1))


def _review(file: Path, number: int, one: Any) -> Review:
    said = one if isinstance(one, dict) else {}
    if unknown := sorted(said.keys() - set(KEYS)):
        raise _broken(file, f"`{shorten(unknown[0])}` of review {number} is not known there")
    for key in KEYS:
        missing = key not in said or not isinstance(said[key], str) or not said[key].strip()
        if missing and not (key == "commit" and said.get(key, "") is None):
            raise _broken(file, f"review {number} has no `{key}`")
    state, commit = said["state"].upper(), (said["commit"] or "").lower()
    if state not in STATES or said["state"] not in (state, state.lower()):
        raise _broken(file, f"review {number} has a `state` that is none of {', '.join(STATES)}")
    if commit and not COMMIT.fullmatch(commit):
        raise _broken(file, f"review {number} has a `commit` that is no whole id of one")
    when = _utc(said["submitted-at"])
    if not when:
        raise _broken(file, f"review {number} has a `submitted-at` that is no time with a zone")
    return Review(said["user"], state, commit, when)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of which no key is said twice: of two, programs disagree on which counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _utc(text: str) -> str:
    """A time of ISO 8601 as one of UTC, so that times compare as texts; empty for none."""
    try:
        when = datetime.fromisoformat(text.strip())
        return when.astimezone(UTC).isoformat() if when.tzinfo else ""
    except (ValueError, OverflowError):
        return ""


def _name(file: Path) -> str:
    return "standard input" if file == STDIN else shorten(str(file))


def _broken(file: Path, why: str) -> UserError:
    return UserError(
        f"`{_name(file)}` holds no reviews: {why}",
        None,
        'such as [{"user": "@dana", "state": "APPROVED", "commit": "<id>", '
        '"submitted-at": "2026-11-26T12:00:00Z"}]',
    )
