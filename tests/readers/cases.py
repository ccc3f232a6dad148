"""The example manifests, picked up by folder: ``examples/READER/{mine,not-mine,broken}/CASE/``.

A case is one file, at the path at which a tree would hold it, and ``expected.yaml`` beside it:
for ``mine`` and ``broken`` a list of the fragments that have to come out, in order; for
``not-mine`` the reason. Of a fragment only what is named is compared:

- ``kind``, ``name``, ``ids``, ``refs`` as such; ``fields`` by name, each as its plain data;
- ``states`` by field where it is not ``present``; ``places`` by field as [line, column];
- ``absent``: fields that must not be stated; ``problems``: a part of each message, in order
  (none, where it is left out); ``line`` of the fragment's place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stewardship.readers import Reader, built_in

EXAMPLES = Path(__file__).parent / "examples"
VERDICTS = ("mine", "not-mine", "broken")


@dataclass(frozen=True)
class Case:
    """One example: which reader reads it, the file's path and bytes, and what has to come out."""

    reader: Reader
    verdict: str
    title: str
    path: str
    content: bytes
    expected: Any

    def __str__(self) -> str:
        return f"{stem(self.reader)}-{self.verdict}-{self.title}"


def stem(reader: Reader) -> str:
    """The reader's module name, which is its folder of examples."""
    return reader.__name__.rpartition(".")[2]


def cases(*verdicts: str) -> list[Case]:
    """All examples of these verdicts, of all readers that have any."""
    return [case for case in _all() if case.verdict in verdicts]


@cache
def _all() -> tuple[Case, ...]:
    return tuple(case for reader in built_in() for case in _of(reader))


def _of(reader: Reader) -> Iterator[Case]:
    folder = EXAMPLES / stem(reader)
    for place in sorted(folder.glob("*/*/expected.yaml")):
        home = place.parent
        files = [f for f in sorted(home.rglob("*")) if f.is_file() and f != place]
        assert len(files) == 1, f"{home} has to hold one file besides expected.yaml"
        # Every scalar as it is written: what is compared is text, and a version stays one.
        expected = yaml.load(place.read_bytes(), yaml.CBaseLoader)
        path = files[0].relative_to(home).as_posix()
        yield Case(reader, home.parent.name, home.name, path, files[0].read_bytes(), expected)
