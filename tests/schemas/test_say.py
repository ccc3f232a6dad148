"""What a user is told of a document that breaks its schema: place, words, what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from stewardship.document import json_
from stewardship.document.place import place
from stewardship.readers._schema import MOST, schema_errors
from stewardship.schemas.compiled import faults
from stewardship.schemas.say import distinct, path
from tests.schemas.test_compiled import SEEDS, schema_of

Change = Callable[[Any], object]
CASES: dict[str, tuple[str, Change, list[str]]] = {
    "a license id that SPDX does not list": (
        "cyclonedx-1.6",
        lambda d: d["components"][0].update(licenses=[{"license": {"id": "Apache 2.0"}}]),
        [
            (
                "`components[0].licenses[0].license.id` is `Apache 2.0`, which is no id of the SPDX"
                " list; did you mean `Apache-2.0`?"
            )
        ],
    ),
    "an expression beside a license": (
        "cyclonedx-1.6",
        lambda d: d["components"][0]["licenses"].append({"expression": "MIT"}),
        ["`components[0].licenses[1]` has a key `expression` that the format does not know"],
    ),
    "an algorithm in other letters, and a digest that is none": (
        "cyclonedx-1.6",
        lambda d: d["components"][0].update(hashes=[{"alg": "sha256", "content": "xyz"}]),
        [
            (
                "`components[0].hashes[0].alg` is `sha256`, none of the 12 values of the format;"
                " did you mean `SHA-256`?"
            ),
            (
                "`components[0].hashes[0].content` is `xyz`, not a digest of 32, 40, 64, 96 or 128"
                " hexadecimal digits"
            ),
        ],
    ),
    "a component without a name": (
        "cyclonedx-1.6",
        lambda d: d["components"][0].pop("name"),
        ["`components[0]` lacks `name`"],
    ),
    "a text for a list": (
        "cyclonedx-1.6",
        lambda d: d["services"][0].update(endpoints="https://a.example"),
        ["`services[0].endpoints` has to be a list, not `https://a.example`"],
    ),
    "a service twice": (
        "cyclonedx-1.6",
        lambda d: d["services"].append(d["services"][0]),
        ["`services[1]` is the same as item 0, and stands there twice"],
    ),
    "a serial number that is no UUID": (
        "cyclonedx-1.4",
        lambda d: d.update(serialNumber="1234"),
        ["`serialNumber` is `1234`, not a `urn:uuid:` and a UUID in small letters"],
    ),
    "a confidence over one": (
        "cyclonedx-1.6",
        lambda d: d["components"][0].update(
            evidence={"identity": {"field": "name", "confidence": 2}}
        ),
        ["`components[0].evidence.identity.confidence` is over 1"],
    ),
    "a list of nothing where the schema wants something": (
        "cyclonedx-1.7",
        lambda d: d["citations"][0].update(pointers=[]),
        ["`citations[0].pointers` has fewer than 1 items"],
    ),
    "an unknown class of SPDX 3": (
        "spdx-3.0.1",
        lambda d: d["@graph"][2].update(type="AIPackage"),
        ["`@graph[2]` has none of the forms that the format allows (its type is `AIPackage`)"],
    ),
    "one value out of three": (
        "spdx-3.0.1",
        lambda d: d["@graph"][2].update(ai_autonomyType="maybe"),
        ["`@graph[2].ai_autonomyType` is `maybe`, not `no`, `noAssertion` or `yes`"],
    ),
    "deep inside the form that was meant": (
        "spdx-3.0.1",
        lambda d: d["@graph"][2]["verifiedUsing"][0].update(algorithm="SHA-256"),
        [
            (
                "`@graph[2].verifiedUsing[0].algorithm` is `SHA-256`, none of the 22 values of the"
                " format; did you mean `sha256`?"
            )
        ],
    ),
    "a key of nobody's": (
        "spdx-3.0.1",
        lambda d: d["@graph"][2].update(foo=1),
        ["`@graph[2]` has a key `foo` that the format does not know"],
    ),
    "the whole of another shape": (
        "spdx-2.3",
        lambda d: d.clear(),
        [
            *(
                f"the document lacks `{key}`"
                for key in (
                    "SPDXID",
                    "creationInfo",
                    "dataLicense",
                    "name",
                    "spdxVersion",
                    "documentNamespace",
                )
            ),
        ],
    ),
}


@pytest.mark.parametrize("says", CASES)
def test_a_fault_is_told_in_words(says: str) -> None:
    seed, change, expected = CASES[says]
    document = json.loads(SEEDS[seed].read_text())
    change(document)
    found = [text for _, text, _ in distinct(faults(schema_of(seed), document))]
    assert found == expected


def test_what_is_wrong_many_times_is_told_once_and_at_its_first_line() -> None:
    lines = [f'{{"type": "libary", "name": "a{n}"}}' for n in range(50)]
    head = '{"bomFormat": "CycloneDX", "specVersion": "1.4", "version": 1, "components": [\n'
    content = (head + ",\n".join(lines) + "]}").encode()
    document = json_.load(content, "bom.json")
    errors = schema_errors(document, "cyclonedx-1.4", "test")["schema-errors"].data
    assert isinstance(errors, tuple)
    (error,) = errors
    assert str(error.data) == (
        "`components[0].type` is `libary`, none of the 8 values of the format;"
        " did you mean `library`? (49 more like it)"
    )
    assert place(error.location, content).line == 2


def test_so_many_kinds_of_faults_are_told_and_no_more() -> None:
    components = [{"type": "library", "name": "a", f"x{n}": 1} for n in range(MOST + 5)]
    data = {"bomFormat": "CycloneDX", "specVersion": "1.4", "version": 1, "components": components}
    document = json_.load(json.dumps(data).encode(), "bom.json")
    errors = schema_errors(document, "cyclonedx-1.4", "test")["schema-errors"].data
    assert isinstance(errors, tuple)
    assert len(errors) == MOST + 1
    assert errors[-1].data == "there are further kinds of faults"


def test_what_fits_has_no_such_field() -> None:
    document = json_.load(SEEDS["cyclonedx-1.6"].read_bytes(), "bom.json")
    assert schema_errors(document, "cyclonedx-1.6", "test") == {}


def test_the_end_of_a_long_path_is_what_is_shown() -> None:
    assert path(("a", 3, "b`c")) == "a[3].bˋc"
    assert path(("x" * 200, "end")).startswith("…")
    assert path(("x" * 200, "end")).endswith("x.end")
    assert len(path(("x" * 200, "end"))) == 120
