"""Every value can be shown where the file says it: that is what a finding points at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from stewardship.model import Value
from tests.readers.cases import Case, cases

# The reader's own words in records; keys and labels, which stand before their place.
OWN = {"role", "kind", "alg", "path", "flavors", "metric", "format"}
# What is worked out from several places.
DERIVED = {
    "dvc-mine-a-lock-of-two-stages": {"prepared", "data/raw"},
    "catalog_info-mine-a-service-with-its-api": {"resource:feature-store"},
    "catalog_info-mine-a-model-server-and-its-model": {"resource:granite"},
    "prose_card-mine-a-sentence-that-names-one-license": {"llama3.3"},
    "prose_card-mine-a-section-in-russian": {"CC-BY-4.0"},
    "card-mine-a-dataset-with-several-licenses": {"cc-by-4.0 AND odc-by AND (gpl-2.0-only or mit)"},
}
PLACED = [
    case
    for case in cases("mine")
    if case.path.lower().endswith((".md", ".dvc", "mlmodel", "dvc.lock", "info.yaml", "info.yml"))
]


def leaves(value: Value, name: str = "") -> Iterator[Value]:
    """The scalars that the file itself states."""
    if isinstance(value.data, Mapping):
        for key, item in value.data.items():
            yield from leaves(item, key)
    elif isinstance(value.data, tuple):
        for item in value.data:
            yield from leaves(item, name)
    elif isinstance(value.data, str) and name not in OWN:
        yield value


@pytest.mark.parametrize("case", PLACED, ids=str)
def test_the_text_stands_at_its_place(case: Case) -> None:
    lines = case.content.decode(errors="replace").removeprefix("\ufeff").splitlines()
    for fragment in case.reader.read(case.path, case.content) or ():
        for name, field in fragment.fields.items():
            if name == "schema-errors":  # The reader's own words about the place.
                continue
            for value in leaves(field, name):
                if value.data in DERIVED.get(str(case), ()):
                    continue
                line, column = value.location.line, value.location.column
                assert line is not None
                assert column is not None
                here = lines[line - 1][column - 1 :]
                if here[:1] in ">|":  # A block scalar: its text begins on the next line.
                    here = lines[line]
                assert str(value.data).split()[0].strip(".,") in here, value


@pytest.mark.parametrize("case", PLACED, ids=str)
def test_every_fragment_begins_inside_its_file(case: Case) -> None:
    lines = case.content.decode(errors="replace").splitlines()
    for fragment in case.reader.read(case.path, case.content) or ():
        assert fragment.place.path == case.path
        assert 1 <= (fragment.place.line or 0) <= len(lines)
