"""pip's requirements files: what a program asks pip to install.

Which files: ``requirements*.txt`` and ``*requirements.txt`` anywhere, and files with a telling
name (``base.txt``, ``dev.txt``, ...) in a folder ``requirements/``. A file in which hardly any
line is a requirement (a list of wishes in prose) is not pip's and is left alone.

Each requirement is a ``dependency`` with ``direct: true``: ``specifier``, ``version`` where it is
pinned with ``==``, ``hashes``, ``marker``, ``source`` (for an address in place of a version) and
``scope``, which is ``dev`` where the file's name says dev, test, docs or lint. Comments, line
continuations and pip's options are understood as pip's requirements file format says; ``-r`` and
``-c`` are not followed, since the files that they name are read by themselves; the project's own
folder (``-e .``) is no dependency. Of a line whose version a template still has to fill in
(``owl=={{latest}}``) the name is read. A line that pip would refuse is a problem on that line, and
the rest of the file is read all the same.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.pattern import pattern
from stewardship.readers._dependency import (
    dependency,
    hashes,
    is_dev_file,
    required,
    scope,
    source_of,
    split_hash,
)
from stewardship.readers._pip_lines import Line, logical_lines
from stewardship.readers.facts import clip, said, unreadable
from stewardship.vocabulary.distribution import describe, github_id, is_reference, repository_name
from stewardship.vocabulary.requirement import parse

VERSION = 3
KIND: Kind = "dependency"
ORIGIN = "requirements"

_ANYWHERE = ("requirements*.txt", "*requirements.txt")
_IN_FOLDER = tuple(
    f"{stem}.txt"
    for stem in (
        "base", "build", "ci", "common", "core", "default", "dev", "develop", "development",
        "docs", "extra", "extras", "full", "gpu", "inference", "lint", "local", "main",
        "minimal", "optional", "prod", "production", "requirements", "runtime", "serve",
        "test", "testing", "tests", "train", "training",
    )
)  # fmt: skip
NAMES = (*_ANYWHERE, *_IN_FOLDER)

_OPTIONS_START = pattern(r"\s--?[A-Za-z]")
_CONDA = pattern(r"[A-Za-z0-9_.-]+=[A-Za-z0-9_.*+!-]+(?:=[A-Za-z0-9_.]+)?")
_TELLING = pattern(r"[=<>~@\[]")
_SLOT = pattern(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[A-Za-z0-9,._ -]*\])?(?=\s*[=<>~!@;])")
_HASH = pattern(r"--hash(?:=|\s+)(\S+)")
_OPTIONS = frozenset((
    "-i", "--index-url", "--pypi-url", "--extra-index-url", "--no-index", "-c", "--constraint",
    "-r", "--requirement", "-f", "--find-links", "--no-binary", "--only-binary",
    "--prefer-binary", "--require-hashes", "--pre", "--trusted-host", "--use-feature",
    "--process-dependency-links", "--all-releases", "--only-final",
))  # fmt: skip
_MOST_PROBLEMS = 5


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One dependency for each requirement, and one fragment that holds the unreadable lines."""
    if not _named(path):
        return None
    text = _decode(content)
    if text is None:
        problem = Problem("the file is not UTF-8 text", Location(path, 1, 1))
        return (unreadable(KIND, path, problem, ORIGIN, _own_name(path)),)
    found: list[Fragment] = []
    problems: list[Problem] = []
    dev, telling = is_dev_file(path), False
    for line in logical_lines(text):
        stated = _read_line(path, line, dev)
        if isinstance(stated, Problem):
            problems.append(stated)
            telling = telling or bool(_CONDA.fullmatch(line.text))
            continue
        found.extend(stated)
        telling = telling or line.text.startswith("-") or bool(_TELLING.search(line.text))
    if len(problems) > len(found) and not telling:
        return None
    if problems:
        found.append(_broken(path, problems))
    return tuple(found)


def mine(path: str, head: bytes) -> bool:
    """Whether a file too large to read would have been pip's, by its name."""
    return _named(path)


def _named(path: str) -> bool:
    folder, _, name = path.lower().rpartition("/")
    if any(fnmatchcase(name, pattern) for pattern in _ANYWHERE):
        return True
    return folder.rpartition("/")[2] == "requirements" and name in _IN_FOLDER


def _own_name(path: str) -> str:
    return path.rpartition("/")[2]


def _decode(content: bytes) -> str | None:
    """UTF-8, or what a byte order mark says, as pip reads it; None for anything else."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def _read_line(path: str, line: Line, dev: bool) -> tuple[Fragment, ...] | Problem:
    if line.text.startswith("-"):
        return _option(path, line, dev)
    stated, options_at = _apart(line.text)
    requirement = parse(stated)
    if requirement is None and _SLOT.search(stated):  # a template states the name all the same
        bare = _NAME.match(stated)
        requirement = parse(bare.group()) if bare else None
        if requirement is None:
            return ()
    if requirement is None:
        return _address(path, line, stated, dev) if is_reference(stated) else _refused(path, line)
    place, more = line.place(path), {"hashes": _hashes(path, line, options_at)}
    found = None
    if requirement.url:
        found = describe(requirement.url)
        more["source"] = source_of(found, place, ORIGIN)
    version_place = line.place(path, max(requirement.version_at, 0))
    exact = found.version if found else ""
    return (required(requirement, place, ORIGIN, dev, version_place, more, exact),)


def _option(path: str, line: Line, dev: bool) -> tuple[Fragment, ...] | Problem:
    """An option of pip: only ``-e`` names something to install."""
    text = line.text
    name = text.replace("=", " ").partition(" ")[0] if text.startswith("--") else text[:2]
    if name in ("-e", "--editable"):
        return _address(path, line, text[len(name) :].lstrip(" ="), dev)
    if name in _OPTIONS:
        return ()
    return Problem(f"`{clip(text)}` is not an option of a requirements file", line.place(path))


def _apart(text: str) -> tuple[str, int]:
    """The requirement without its options, and where those start."""
    options = _OPTIONS_START.search(text)
    return (text[: options.start()].rstrip(), options.start()) if options else (text, len(text))


def _hashes(path: str, line: Line, start: int) -> Value | None:
    stated = [(m, split_hash(m.group(1))) for m in _HASH.finditer(line.text, start)]
    found = [(match, both) for match, both in stated if both]
    if not found:
        return None
    place = line.place(path, found[0][0].start())
    return hashes((("", *both) for _, both in found), place, ORIGIN)


def _address(path: str, line: Line, text: str, dev: bool) -> tuple[Fragment, ...] | Problem:
    """An address or a path in place of a name; the project's own folder is no dependency."""
    found = describe(text.partition(" ")[0].partition(";")[0])
    if not found.url:
        return _refused(path, line)
    if found.way == "path" and not found.name:
        return ()
    place = line.place(path)
    ids = None
    if not found.name:
        ids = tuple(filter(None, (github_id(found.url, found.revision),)))
    fields = {
        "version": said(found.version, place, ORIGIN) if found.version else None,
        "hashes": _hashes(path, line, 0),
        "source": source_of(found, place, ORIGIN),
        "direct": Value(True, place, ORIGIN),
        "scope": scope(dev, place, ORIGIN),
    }
    name = found.name or repository_name(found.url)
    return (dependency(name, place, ORIGIN, fields, version=found.version, ids=ids),)


def _refused(path: str, line: Line) -> Problem:
    shown = clip(line.text)
    hint = "; conda writes `=`, pip reads `==`" if _CONDA.fullmatch(line.text) else ""
    return Problem(f"`{shown}` is not a requirement that pip can read{hint}", line.place(path))


def _broken(path: str, problems: list[Problem]) -> Fragment:
    """What could not be read, as one fragment of the file's own name: a few, then a count."""
    shown = problems[:_MOST_PROBLEMS]
    if more := problems[_MOST_PROBLEMS:]:
        lines = "line is no requirement" if len(more) == 1 else "lines are no requirements"
        message = f"{len(more)} more {lines} that pip can read"
        shown.append(Problem(message, more[0].location))
    place = problems[0].location or Location(path, 1, 1)
    return Fragment(KIND, _own_name(path), place, ORIGIN, {}, problems=tuple(shown))
