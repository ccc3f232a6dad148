"""Dockerfiles and Containerfiles: what an image is built on, and what is put into it.

``Dockerfile``, ``Containerfile``, each with an ending of any sort, and ``*.dockerfile``; each is a
container, named by the image that its folder, or its ending, stands for:

- ``bases``: the images that its stages begin with, and those that are copied from: ``ref``,
  ``tag``, ``digest``, ``stage``, and ``final`` for the one that the finished image stands on. A
  base that depends on a variable without a default is not known;
- ``installs``: the packages of the operating system that are in the finished image, as its own
  stages install and remove them;
- ``user`` as which it runs; ``exposes``: the ports; ``secret-errors``: where a variable of the
  build or the image carries a secret, by its name or by the form of its value, which is not kept;
- of the labels of the OCI image specification, ``version``, ``commit`` (revision), ``repository``
  (source), ``date`` (created), ``license`` (licenses) and ``description``; ``stewardship.KEY`` is
  the field KEY, unless it is one that is read from the instructions.

A template (``{{ … }}``) is not mine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stewardship.document import DocumentError
from stewardship.document.dockerfile import Instruction, load
from stewardship.model import Fragment, Kind, Location, Problem, Value
from stewardship.readers import _files, facts
from stewardship.readers._dockerfile_stages import SCRATCH, Stage, arguments, pairs, stages
from stewardship.vocabulary import images, installs, secret_names

VERSION = 2
NAMES = ("dockerfile", "dockerfile.*", "*.dockerfile", "containerfile", "containerfile.*")
KIND: Kind = "container"
ORIGIN = "dockerfile"
LABELS = {
    "version": "version",
    "revision": "commit",
    "source": "repository",
    "created": "date",
    "licenses": "license",
    "description": "description",
}
OCI = "org.opencontainers.image."
OWN = "stewardship."
# What is read from the instructions themselves: a label of it would hide what the image is.
OBSERVED = frozenset(("bases", "installs", "exposes", "secret-errors", "user"))


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """One container, or what is wrong with its file."""
    if _files.scaffold(path, content) or path.lower().endswith((".md", ".dockerignore", ".j2")):
        return None
    try:
        found = stages(instructions := load(content, path))
    except DocumentError as error:
        return (facts.unreadable(KIND, path, error, ORIGIN, _name(path)),)
    if not found:
        wrong = Problem("the file has no FROM, so it builds nothing", Location(path, 1, 1))
        return (facts.unreadable(KIND, path, wrong, ORIGIN, _name(path)),)
    last = found[-1]
    fields = {
        "bases": facts.listing(_bases(path, found), _at(path, found[0].start), ORIGIN),
        "installs": facts.listing(_installs(path, last), _at(path, last.start), ORIGIN),
        "exposes": facts.listing(_exposes(path, last), _at(path, last.start), ORIGIN),
        "secret-errors": facts.listing(
            _secrets(path, instructions), _at(path, found[0].start), ORIGIN
        ),
        **_labels(path, last),
    }
    user = _user(path, last)
    if user is not None:
        fields["user"] = user
    return (Fragment(KIND, _name(path), Location(path, 1, 1), ORIGIN, fields,
                     refs=facts.refs_of(fields)),)  # fmt: skip


def _name(path: str) -> str:
    """What the image is called after: the folder, and what tells several files of it apart."""
    base = path.rpartition("/")[2]
    head, _, tail = base.partition(".")
    if head.lower() in ("dockerfile", "containerfile"):
        return f"{facts.folder_name(path)}-{tail}" if tail else facts.folder_name(path)
    return base[: -len(".dockerfile")] or facts.folder_name(path)


def _at(path: str, one: Instruction) -> Location:
    return Location(path, one.line, one.column)


def _bases(path: str, found: Sequence[Stage]) -> Iterator[Value]:
    final = found[-1].root
    for stage in found:
        if stage.parent is None and stage.base != SCRATCH:
            written = "".join(stage.start.words[:1])
            yield _base(_at(path, stage.start), stage.base, written, stage, stage is final)
        before = found[: stage.number]
        names = {one.name for one in before} | {str(one.number) for one in before}
        for one in stage.own:
            source = one.flag("from") if one.keyword in ("COPY", "ADD") else ""
            if source and source.casefold() not in names:
                known = "" if "$" in source else source
                yield _base(_at(path, one), known, source, stage, False)


def _base(place: Location, text: str, written: str, stage: Stage, final: bool) -> Value:
    image = images.read(text)
    if image is None:
        ref = Value(written or "nothing", place, ORIGIN, "unknown")
        return facts.record(place, ORIGIN, ref=ref, digest=ref, final=Value(final, place, ORIGIN))
    return facts.record(
        place,
        ORIGIN,
        ref=text.partition("@")[0],
        tag=image.tag or None,
        digest=image.digest or None,
        stage=stage.name or str(stage.number),
        final=Value(final, place, ORIGIN),
    )


def _installs(path: str, last: Stage) -> Iterator[Value]:
    """The packages that the finished image holds, beside those of its base."""
    held: dict[str, tuple[installs.Step, Location]] = {}
    for stage in last.line():
        for one in stage.own:
            for step in _steps(one):
                key = f"{step.name or one.line}"
                if step.added:
                    held.setdefault(key, (step, _at(path, one)))
                else:
                    held.pop(key, None)
                    held = {
                        k: v for k, v in held.items() if v[0].group != step.name or not step.name
                    }
    for step, place in held.values():
        name = facts.said(step.name, place, ORIGIN) if step.name else None
        unknown = Value("what a variable or a command says", place, ORIGIN, "unknown")
        yield facts.record(place, ORIGIN, name=name or unknown, manager=step.manager)


def _steps(one: Instruction) -> Iterator[installs.Step]:
    if one.keyword != "RUN":
        return
    listed = _listed(one.value)
    for script in (one.value, *one.texts) if listed is None else ():
        yield from installs.steps(script)
    if listed is not None:
        yield from installs.command(listed)


def _listed(value: str) -> list[str] | None:
    """The words of the form of JSON, ``RUN ["apt-get", "install", "gcc"]``; None for a shell's."""
    if not value.startswith("["):
        return None
    import json  # late: few files use this form

    try:
        listed = json.loads(value)
    except (ValueError, RecursionError):
        return None  # what is no JSON is the shell's, as BuildKit has it
    return [str(word) for word in listed] if isinstance(listed, list) else None


def _user(path: str, last: Stage) -> Value | None:
    """The user of the finished image, the last that a stage of its line names; not its group."""
    for stage in reversed(list(last.line())):
        for one in reversed(stage.own):
            if one.keyword == "USER":
                name = "".join(one.words[:1]).partition(":")[0].strip()
                if "$" in name:
                    return Value(name, _at(path, one), ORIGIN, "unknown")
                if name.isdecimal() and not name.strip("0"):
                    name = "0"  # `00` is root, too
                return facts.said(name, _at(path, one), ORIGIN)
    image = images.read(last.root.base)
    if image is not None and "nonroot" in image.tag:
        return Value("nonroot", _at(path, last.root.start), ORIGIN)
    return None


def _exposes(path: str, last: Stage) -> Iterator[Value]:
    for stage in last.line():
        for one in stage.own:
            for word in one.words if one.keyword == "EXPOSE" else ():
                port = word.partition("/")[0]
                if port.isdigit() and len(port) < 6:
                    yield Value(int(port), _at(path, one), ORIGIN)
                elif "$" in port:
                    yield Value(port, _at(path, one), ORIGIN, "unknown")


def _secrets(path: str, instructions: Sequence[Instruction]) -> Iterator[Value]:
    """Where a secret would stay in the image or in its history; its value is not kept."""
    for whole in instructions:
        one = whole.triggered or whole
        said = list(arguments(one)) if one.keyword == "ARG" else []
        said += list(pairs(one)) if one.keyword == "ENV" else []
        for key, value in said:
            why = secret_names.suspicion(key, value)
            if why:
                text = f"{one.keyword} `{facts.clip(key)}` {why}"
                yield Value(text, _at(path, one), ORIGIN)


def _labels(path: str, last: Stage) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for stage in last.line():
        for one in stage.own:
            for key, text in pairs(one) if one.keyword == "LABEL" else ():
                name = LABELS.get(key.removeprefix(OCI)) if key.startswith(OCI) else None
                if key.startswith(OWN) and key.removeprefix(OWN) not in OBSERVED:
                    name = key.removeprefix(OWN)
                if name and "$" not in text:
                    fields[name] = facts.said(text, _at(path, one), ORIGIN)
    return fields
