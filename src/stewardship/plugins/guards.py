"""What a plugin has to offer, and a fence around it while it runs.

A plugin is trusted to run, and not trusted to be right: what it raises, and what it returns that
is no answer, becomes a finding on the file or the value in hand. So it fails closed, and the rest
of the run goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, cast

from stewardship.cache.codec import pack, unpack
from stewardship.checks import Check, Context, Options
from stewardship.model import KINDS, Fragment, Kind, Location, Problem, Unjudged, Value
from stewardship.pattern import pattern
from stewardship.readers import Reader, facts

_NAME = pattern(r"[a-z][a-z0-9-]*")
_READER = ("NAMES", "UNDER", "KIND", "LIMIT", "HEAD")
_CHECK = ("OPTIONS", "ABSENT", "UNREADABLE", "REMOVED")
Read = Callable[[str, bytes], tuple[Fragment, ...] | None]


def told(error: BaseException) -> str:
    """An exception in a line: its type, and the beginning of what it says."""
    return f"{type(error).__name__}: {facts.clip(str(error))}" if str(error) else type(
        error).__name__  # fmt: skip


def mistake(module: ModuleType, name: str) -> str | None:
    """Why a module is no plugin, as a clause; None where it is one."""
    if not _NAME.fullmatch(name):
        return f"gives the name `{facts.clip(name)}`: small letters, digits and dashes make one"
    if not hasattr(module, "read") and not hasattr(module, "check"):
        return "has neither `read` nor `check`, so it is no reader and no check"
    if not (module.__doc__ or "").strip():
        return "has no docstring, which is its manual page"
    if hasattr(module, "read") and (wrong := _wrong_reader(module)):
        return wrong
    return _wrong_check(module) if hasattr(module, "check") else None


def _wrong_reader(module: ModuleType) -> str | None:
    version, names = getattr(module, "VERSION", None), getattr(module, "NAMES", None)
    under, limit = getattr(module, "UNDER", ()), getattr(module, "LIMIT", 1)
    head = getattr(module, "HEAD", 0)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        return "needs `VERSION`, a whole number from 1 that rises when its answers change"
    if not _texts(names) or not names:
        return "needs `NAMES`, a tuple of patterns of file names"
    if any(not one or one != one.lower() or "/" in one for one in names):
        return "has a pattern in `NAMES` that no file fits: small letters, and no `/`"
    if getattr(module, "KIND", None) not in KINDS:
        return f"needs `KIND`, one of {', '.join(KINDS)}"
    if not _texts(under):
        return "has an `UNDER` that is no tuple of path prefixes"
    if not isinstance(limit, int) or limit < 1 or not isinstance(head, int) or head < 0:
        return "has a `LIMIT` or a `HEAD` that is no number of bytes"
    return _uncallable(module, "read", "mine")


def _wrong_check(module: ModuleType) -> str | None:
    options = getattr(module, "OPTIONS", None)
    try:
        plain = json.loads(json.dumps(options))
    except (TypeError, ValueError):
        plain = None
    if not isinstance(plain, dict) or plain.get("type") != "object":
        return 'needs `OPTIONS`, a JSON Schema of `"type": "object"`'
    if plain.get("additionalProperties") is not False:
        return 'needs `"additionalProperties": False` in `OPTIONS`, so that no typo passes'
    return _uncallable(module, "check", "mistakes")


def _texts(found: Any) -> bool:
    return isinstance(found, tuple) and all(isinstance(one, str) for one in found)


def _uncallable(module: ModuleType, *names: str) -> str | None:
    for name in names:
        if hasattr(module, name) and not callable(getattr(module, name)):
            return f"has a `{name}` that cannot be called"
    return None


def reader(module: ModuleType, name: str, state: int) -> Reader:
    """The plugin's reader, fenced; its version changes with its files."""
    fenced = _fenced(module, _READER)
    kind: Kind = module.KIND

    def read(path: str, content: bytes, *size: int) -> tuple[Fragment, ...] | None:
        try:
            found = module.read(path, content, *size)
            if found is None:
                return None
            kept = tuple(found)
            wrong = _unsound(kept, path, name)
        except (Exception, SystemExit) as error:
            wrong = told(error)
        if not wrong:
            return kept
        problem = Problem(f"the reader `{name}` failed on it: {wrong}", Location(path))
        return (facts.unreadable(kind, path, problem, name),)

    def mine(path: str, head: bytes) -> bool:
        try:
            return bool(module.mine(path, head))
        except (Exception, SystemExit):
            return True  # too large to read, and perhaps its own: that is said

    fenced.__dict__.update(read=read, VERSION=state ^ module.VERSION)
    if hasattr(module, "mine"):
        fenced.__dict__["mine"] = mine
    return cast(Reader, fenced)


def _unsound(found: Sequence[Any], path: str, name: str) -> str | None:
    """Why an answer is none: everything said must stand in the file, and survive the cache."""
    for one in found:
        if not isinstance(one, Fragment) or one.kind not in KINDS or not one.name:
            return "it answers with something that is no Fragment with a kind and a name"
        if one.origin != name:
            return f"its fragments have to say `{name}` as their origin"
    heads, body = pack(found)
    again = unpack(path, json.loads(json.dumps(heads)), lambda: body)
    for one, other in zip(found, again, strict=True):
        same = (one.place, one.ids, one.digests, one.refs, one.problems) == (
            other.place, other.ids, other.digests, other.refs, other.problems)  # fmt: skip
        if not same or dict(one.fields) != dict(other.fields):
            return "it says what is not in this file, or what no Value holds"
    return None


def check(module: ModuleType, name: str, state: int) -> Check:
    """The plugin's check, fenced."""
    fenced = _fenced(module, _CHECK)

    def judge(value: Value, options: Options, context: Context) -> Iterator[Problem | Unjudged]:
        try:
            for said in module.check(value, options, context):
                if not isinstance(said, Problem | Unjudged):
                    raise TypeError(f"it yielded a {type(said).__name__}")
                yield said
        except (Exception, SystemExit) as error:
            yield Problem(f"cannot be judged: the check `{name}` failed: {told(error)}")

    def mistakes(options: Mapping[str, Any]) -> Iterable[str]:
        try:
            yield from map(str, module.mistakes(options))
        except (Exception, SystemExit) as error:
            yield f"the check `{name}` failed on these options: {told(error)}"

    fenced.__dict__.update(check=judge, VERSION=state)
    if hasattr(module, "mistakes"):
        fenced.__dict__["mistakes"] = mistakes
    return cast(Check, fenced)


def _fenced(module: ModuleType, names: Sequence[str]) -> ModuleType:
    """A module of the same name with these parts of it; those that may run are put in apart."""
    fenced = ModuleType(module.__name__, module.__doc__)
    fenced.__dict__.update({one: getattr(module, one) for one in names if hasattr(module, one)})
    return fenced
