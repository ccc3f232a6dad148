"""The stages of a Dockerfile: what each is built on, with its variables put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from stewardship.document.dockerfile import Instruction
from stewardship.frozen import dataclass, field
from stewardship.pattern import pattern

_VARIABLE = pattern(
    r"\\\$|\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([^{}$]*))?\})"
)
SCRATCH = "scratch"


@dataclass(slots=True)
class Stage:
    """One stage: ``base`` is what it is built on, empty where that cannot be told; ``parent`` the
    earlier stage that this is; ``own`` its instructions, each with its variables put in."""

    name: str
    number: int
    start: Instruction
    base: str
    parent: Stage | None
    own: list[Instruction] = field(default_factory=list)

    def line(self) -> Iterator[Stage]:
        """The stage and those it is built on, the first one first."""
        if self.parent is not None:
            yield from self.parent.line()
        yield self

    @property
    def root(self) -> Stage:
        """The stage at which an image from outside begins."""
        return next(self.line())


def stages(instructions: Sequence[Instruction]) -> list[Stage]:
    """The stages in their order. What ``ARG`` says before the first one counts in ``FROM``."""
    outer: dict[str, str] = {}
    inner: dict[str, str] = {}
    found: list[Stage] = []
    for one in instructions:
        if one.keyword == "FROM":
            stage = _stage(one, outer, found)
            found.append(stage)
            inner = {}
            if stage.parent is not None:
                stage.own += [later for own in stage.parent.own if (later := own.triggered)]
            continue
        if not found:
            for key, said in arguments(one):
                default = resolved(said, outer) if said is not None else None
                if default is not None:
                    outer[key] = default
            continue
        stage = found[-1]
        if one.keyword == "ARG":
            for key, said in arguments(one):
                default = said if said is not None else outer.get(key)
                if default is not None:
                    inner[key] = default
        stage.own.append(one)
        if one.keyword == "ENV":
            inner |= {key: resolved(said, inner) or "" for key, said in pairs(one)}
    return found


def arguments(one: Instruction) -> Iterator[tuple[str, str | None]]:
    """The names of ``ARG`` with their defaults; None where there is none."""
    for word in one.words if one.keyword == "ARG" else ():
        key, equals, said = word.partition("=")
        yield key, said if equals else None


def pairs(one: Instruction) -> Iterator[tuple[str, str]]:
    """``KEY=value`` of ENV or LABEL; the old form ``ENV KEY value`` is one pair."""
    words = one.words
    if words and "=" not in words[0]:
        yield words[0], "".join(one.value.split(maxsplit=1)[1:]).strip().strip("\"'")
        return
    for word in words:
        key, equals, said = word.partition("=")
        if equals:
            yield key, said


def resolved(text: str, known: Mapping[str, str]) -> str | None:
    """The text with its variables put in; None where one of them is not known."""
    missing = False

    def put(found: re.Match[str]) -> str:
        nonlocal missing
        if found.group(0) == "\\$":
            return "$"
        name, how, other = found.group(1) or found.group(2), found.group(3) or "", found.group(4)
        said = known.get(name)
        if how.endswith("+"):
            return other or "" if said else ""
        if said is None or (how == ":-" and not said):
            if how.endswith("-"):
                return other or ""
            missing = True
        return said or ""

    filled = _VARIABLE.sub(put, text)
    return None if missing else filled


def _stage(one: Instruction, outer: Mapping[str, str], before: Sequence[Stage]) -> Stage:
    words = one.words
    written = words[0] if words else ""
    base = resolved(written, outer) or ""
    named = words[2] if len(words) == 3 and words[1].casefold() == "as" else ""
    parent = next((s for s in reversed(before) if s.name and s.name == base.casefold()), None)
    return Stage(named.casefold(), len(before), one, base, parent)
