"""Who made a change, as git tells it, beside what the trusted tree knows of their training.

Asked only where a rule looks at ``changed-by``: most organizations have none. What a run keeps of a
resource rests on its content, and this does not: the ``content`` of what is told goes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence

from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.model import Location, Resource, Value
from stewardship.ownership.facts import with_field
from stewardship.picture import Picture, Request
from stewardship.readers import training
from stewardship.repository import git
from stewardship.repository.revisions import Change
from stewardship.scope import Scope
from stewardship.vocabulary.durations import date_of

FIELD = "changed-by"
ORIGIN = "git"
LIMIT = 1024 * 1024


def credited(request: Request, picture: Picture, judged: Scope, changes: Sequence[Change]) -> Scope:
    """The scope in which each resource that the change touches knows who touched it."""
    by_path = _by_path(request, picture, changes)
    known = _trained(picture)
    told = [_told(one, by_path, known) for one in judged.resources]
    return replace(judged, resources=tuple(told))


def _told(
    one: Resource, by_path: Mapping[str, Sequence[str]], known: Mapping[str, Value]
) -> Resource:
    people = dict.fromkeys(mail for path in one.paths for mail in by_path.get(path, ()))
    if not people:
        return one
    records = tuple(_record(one, mail, known.get(mail.casefold())) for mail in people)
    value = Value(records, one.place, ORIGIN)
    return replace(one, fields=with_field(one, FIELD, value), content="")


def _record(one: Resource, mail: str, trained: Value | None) -> Value:
    """One person: their address, and the latest training that is recorded for it."""
    entries: dict[str, Value] = {"person": Value(mail or "somebody", one.place, ORIGIN)}
    if trained is not None and isinstance(trained.data, Mapping):
        entries |= {key: trained.data[key] for key in ("completed", "topic") if key in trained.data}
    return Value(entries, one.place, ORIGIN)


def _trained(picture: Picture) -> dict[str, Value]:
    """The latest record for each address, of the tree that is trusted.

    Raises ``UserError`` for a file that cannot be understood: nobody is trained by a guess.
    """
    latest: dict[str, Value] = {}
    paths = [path for path in training.PATHS if path in picture.trusted.entries()]
    for path, content in picture.trusted.read(paths, LIMIT):
        if not isinstance(content, bytes):
            raise UserError("the records of training cannot be read", Location(path))
        for fragment in training.read(path, content) or ():
            for problem in fragment.problems:
                raise UserError(problem.message, problem.location)
            listed = fragment.fields["trained"].data
            for record in listed if isinstance(listed, tuple) else ():
                for mail in _mails(record):
                    if mail not in latest or _day(latest[mail]) < _day(record):
                        latest[mail] = record
    return latest


def _mails(record: Value) -> Iterator[str]:
    emails = record.data.get("emails") if isinstance(record.data, Mapping) else None
    for one in emails.data if emails and isinstance(emails.data, tuple) else ():
        yield str(one.data).casefold()


def _day(record: Value) -> float:
    said = record.data.get("completed") if isinstance(record.data, Mapping) else None
    found = date_of(str(said.data)) if said else None
    return found.timestamp() if found else 0.0


def _by_path(request: Request, picture: Picture, changes: Sequence[Change]) -> dict[str, list[str]]:
    """The addresses of those who changed each path; what is not committed is changed by whoever
    would commit it."""
    found: dict[str, list[str]] = {}
    if request.base and not request.staged:
        head = request.head or "HEAD"
        for mails, paths in commits(picture.repo, request.base, request.trusted, head):
            for path in paths:
                found.setdefault(path, []).extend(mails)
    if request.staged or not request.head:
        own = _committer(picture.repo)
        for change in changes:
            if request.staged or change.path not in found:
                found.setdefault(change.path, []).append(own)
    return found


def commits(
    repo: git.Repository, base: str, trusted: str, head: str
) -> Iterator[tuple[list[str], list[str]]]:
    """Author and co-authors of each commit of the change, with the paths that it changed; of a
    merge only what neither side had. A mark that nobody can foresee parts the commits: a file may
    have any name."""
    mark = secrets.token_hex(16)
    trailers = "%(trailers:key=Co-authored-by,valueonly,separator=%x02)"
    answer = git.ask(
        repo, "log", "-z", "-c", "--name-only", f"--format={mark}%ae%x02{trailers}%x03{mark}",
        f"{base}..{head}", *([f"^{trusted}"] if trusted else []), *repo.pathspec,
    )  # fmt: skip
    parts = answer.decode("utf-8", "surrogateescape").split(mark)[1:]
    for header, rest in zip(parts[::2], parts[1::2], strict=False):
        said = header.removesuffix("\x03").split("\x02")
        names = (name.lstrip("\n").removeprefix(repo.prefix) for name in rest.split("\0"))
        yield list(_addresses(said)), [name for name in names if name]


def _addresses(said: Sequence[str]) -> Iterator[str]:
    author, *others = said
    yield author.strip()
    for one in others:
        if "<" in one and ">" in one:
            yield one.rpartition("<")[2].partition(">")[0].strip()


def _committer(repo: git.Repository) -> str:
    """The address that git would write to a commit made here; empty where it knows none."""
    done = git.run(repo.top, ("var", "GIT_AUTHOR_IDENT"))
    ident = done.stdout.decode("utf-8", "surrogateescape")
    return ident.rpartition("<")[2].partition(">")[0].strip() if done.returncode == 0 else ""
