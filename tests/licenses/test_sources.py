"""Packages out of SBOMs, listings of pip-licenses and environments: the same facts each time."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.packages import Package, listing, sbom
from stewardship.packages.folders import find
from stewardship.packages.headers import Headers
from stewardship.packages.installed import read_installed
from stewardship.packages.sources import environment
from tests.licenses.build import install, venv
from tests.licenses.texts import text_of

HEX = "0123456789abcdef" * 4


def cyclonedx(*components: dict[str, Any], **more: Any) -> list[Package]:
    data = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components), **more}
    bill = sbom.parse(Document("bom.json", data))
    assert bill is not None
    return list(bill.packages)


def component(name: str = "demo", **more: Any) -> dict[str, Any]:
    return {
        "type": "library",
        "name": name,
        "purl": f"pkg:pypi/{name}@1.0",
        "bom-ref": name,
        **more,
    }


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"license": {"name": name, **more}}


LICENSES: dict[str, tuple[list[dict[str, Any]], tuple[str, str | None]]] = {
    "an id": ([{"license": {"id": "MIT"}}], ("license", "MIT")),
    "an expression": ([{"expression": "MIT OR Apache-2.0"}], ("license", "Apache-2.0 OR MIT")),
    "a name": ([named("MIT License")], ("license", "MIT")),
    "a classifier and an id that agree": (
        [named("License :: OSI Approved :: BSD License"), {"license": {"id": "BSD-3-Clause"}}],
        ("license", "BSD-3-Clause"),
    ),
    "two ids, of which nobody says AND or OR": (
        [{"license": {"id": "MIT"}}, {"license": {"id": "GPL-3.0-only"}}],
        ("conflicting", None),
    ),
    "what was concluded and what is declared disagree": (
        [
            {"license": {"id": "MIT", "acknowledgement": "declared"}},
            {"license": {"id": "GPL-3.0-only", "acknowledgement": "concluded"}},
        ],
        ("conflicting", None),
    ),
    "a family and the text of a member": (
        [named("BSD", text={"content": text_of("BSD-3-Clause")})],
        ("license", "BSD-3-Clause"),
    ),
    "a text in base64": (
        [
            named(
                "see LICENSE",
                text={
                    "encoding": "base64",
                    "content": b64encode(text_of("MIT").encode()).decode(),
                },
            )
        ],
        ("license", "MIT"),
    ),
    "a name that only contains one": ([named("Limited Use License")], ("not-known", None)),
    "nothing": ([], ("nothing", None)),
}


@pytest.mark.parametrize(("licenses", "comes_to"), LICENSES.values(), ids=LICENSES)
def test_a_component_declares(
    licenses: list[dict[str, Any]], comes_to: tuple[str, str | None]
) -> None:
    (one,) = cyclonedx(component(licenses=licenses))
    assert (one.settled.kind, one.license) == comes_to


def test_components_within_components_and_what_they_require() -> None:
    inner = component("inner", hashes=[{"alg": "SHA-256", "content": HEX}])
    found = cyclonedx(
        component("outer", components=[inner]),
        {"type": "library", "name": "nameless"},
        dependencies=[{"ref": "outer", "dependsOn": ["inner", "gone"]}],
    )
    outer, held = sorted(found, key=lambda one: one.name, reverse=True)
    assert (outer.name, outer.requires) == ("outer", ("inner",))
    assert held.artifacts == (HEX,)


def test_the_text_of_a_license_is_hashed() -> None:
    text = text_of("MIT")
    (one,) = cyclonedx(component(licenses=[named("MIT", text={"content": text})]))
    assert one.text == sha256(text.strip().encode()).hexdigest()


def spdx(*packages: dict[str, Any], **more: Any) -> list[Package]:
    data = {"spdxVersion": "SPDX-2.3", "packages": list(packages), **more}
    bill = sbom.parse(Document("bom.spdx.json", data))
    assert bill is not None
    return list(bill.packages)


def spdx_package(name: str = "demo", **more: Any) -> dict[str, Any]:
    refs = [{"referenceType": "purl", "referenceLocator": f"pkg:pypi/{name}@1.0"}]
    return {"SPDXID": f"SPDXRef-{name}", "name": name, "externalRefs": refs, **more}


SPDX_LICENSES: dict[str, tuple[dict[str, str], tuple[str, str | None]]] = {
    "declared and concluded agree": (
        {"licenseDeclared": "MIT", "licenseConcluded": "MIT"},
        ("license", "MIT"),
    ),
    "declared alone": (
        {"licenseDeclared": "MIT", "licenseConcluded": "NOASSERTION"},
        ("license", "MIT"),
    ),
    "they disagree": (
        {"licenseDeclared": "MIT", "licenseConcluded": "GPL-3.0-only"},
        ("conflicting", None),
    ),
    "nobody says": (
        {"licenseDeclared": "NOASSERTION", "licenseConcluded": "NONE"},
        ("nothing", None),
    ),
    "a reference of the document whose text is well known": (
        {"licenseDeclared": "LicenseRef-1"},
        ("license", "MIT"),
    ),
    "a reference of the document that nobody knows": (
        {"licenseDeclared": "LicenseRef-2"},
        ("license", "LicenseRef-2"),
    ),
}


@pytest.mark.parametrize(("fields", "comes_to"), SPDX_LICENSES.values(), ids=SPDX_LICENSES)
def test_an_spdx_package_says(fields: dict[str, str], comes_to: tuple[str, str | None]) -> None:
    texts = [
        {"licenseId": "LicenseRef-1", "extractedText": text_of("MIT")},
        {"licenseId": "LicenseRef-2", "extractedText": "Ask Dana."},
    ]
    (one,) = spdx(spdx_package(**fields), hasExtractedLicensingInfos=texts)
    assert (one.settled.kind, one.license) == comes_to


def test_spdx_relationships_say_what_requires_what() -> None:
    found = spdx(
        spdx_package("a"),
        spdx_package("b"),
        spdx_package("c"),
        relationships=[
            {
                "spdxElementId": "SPDXRef-a",
                "relationshipType": "DEPENDS_ON",
                "relatedSpdxElement": "SPDXRef-b",
            },
            {
                "spdxElementId": "SPDXRef-c",
                "relationshipType": "DEPENDENCY_OF",
                "relatedSpdxElement": "SPDXRef-b",
            },
        ],
    )
    assert {one.name: one.requires for one in found} == {"a": ("b",), "b": ("c",), "c": ()}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["components", "licenses", "license", "id", "name", "purl", "text", "content", "hashes",
             "packages", "externalRefs", "relationships", "dependencies", "dependsOn", "ref",
             "hasExtractedLicensingInfos", "documentDescribes", "licenseDeclared"]
        ),
        inner | st.just("pkg:pypi/a@1"),
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["components", "packages", "dependencies"]), JSON))
def test_any_sbom_has_an_answer(data: dict[str, Any]) -> None:
    for head in ({"bomFormat": "CycloneDX"}, {"spdxVersion": "SPDX-2.3"}):
        bill = sbom.parse(Document("bom.json", {**data, **head}))
        assert bill is not None
        assert all(one.purl.startswith("pkg:") for one in bill.packages)


def listed(**row: str) -> Package:
    rows = [{"Name": "Demo_Pkg", "Version": "1.0", **row}]
    (one,) = listing.parse(Document("licenses.json", rows))
    return one


ROWS: dict[str, tuple[dict[str, str], tuple[str, str | None]]] = {
    "one license": ({"License": "MIT License"}, ("license", "MIT")),
    "several classifiers in one text": (
        {"License": "Apache Software License; BSD License"},
        ("conflicting", None),
    ),
    "nothing known": ({"License": "UNKNOWN"}, ("nothing", None)),
    "all fields": (
        {
            "License-Expression": "UNKNOWN",
            "License-Metadata": "BSD",
            "License-Classifier": "BSD License",
            "LicenseText": text_of("BSD-3-Clause"),
        },
        ("license", "BSD-3-Clause"),
    ),
    "an expression": ({"License": "MIT AND Apache-2.0"}, ("license", "Apache-2.0 AND MIT")),
}


@pytest.mark.parametrize(("row", "comes_to"), ROWS.values(), ids=ROWS)
def test_pip_licenses_says(row: dict[str, str], comes_to: tuple[str, str | None]) -> None:
    one = listed(**row)
    assert (one.name, one.purl) == ("demo-pkg", "pkg:pypi/demo-pkg@1.0")
    assert (one.settled.kind, one.license) == comes_to


@pytest.mark.parametrize("data", [{}, "text", [{"Name": "a"}], [1], None])
def test_what_pip_licenses_did_not_print_is_refused(data: Any) -> None:
    with pytest.raises(UserError, match="not what pip-licenses prints"):
        listing.parse(Document("x.json", data))


def test_pip_licenses_finds_the_texts_that_a_check_reads(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv")
    install(folder, "one", files={"LICENSE": text_of("MIT"), "NOTICE": "By Dana", "readme": "x"})
    install(folder, "two", files={"LICENSE.a": "a\r\n", "COPYING": "b", "licence-c": "c"})
    install(folder, "none", headers="License: MIT\nProject-URL: a label that is none")
    found = {one.name: one for one in environment(folder).packages}
    read = {one.name: one.package() for one in read_installed(folder)}
    assert found == read
    assert found["one"].text == sha256(text_of("MIT").encode()).hexdigest()
    assert found["two"].text
    assert not found["none"].text


def test_a_text_outside_of_the_environment_is_nobodys(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv")
    install(folder, "sly", headers="License: MIT\nLicense-File: ../../../../../../secret")
    (tmp_path / "secret").write_text(text_of("BSD-3-Clause"))
    home = folder / "lib/python3.11/site-packages/sly-1.0.dist-info"
    (home / "LICENSE").symlink_to(tmp_path / "secret")
    (one,) = environment(folder).packages
    assert (one.text, one.license) == ("", "MIT")


def test_an_interpreter_stands_for_its_environment(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv", demo="License: MIT")
    assert find(folder / "bin/python") == find(folder)


def test_an_interpreter_that_is_a_link_stands_for_where_it_lies(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv", demo="License: MIT")
    base = venv(tmp_path / "base", other="License: MIT")
    (folder / "bin/python").unlink()
    (folder / "bin/python").symlink_to(base / "bin/python")
    assert find(folder / "bin/python") == find(folder)


def test_an_environment_may_have_the_packages_of_its_installation(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv", demo="License: MIT")
    base = venv(tmp_path / "base", other="License: MIT")
    (folder / "pyvenv.cfg").write_text(
        f"home = {base / 'bin'}\nversion = 3.11.4\ninclude-system-site-packages = true\n"
    )
    assert [one.name for one in read_installed(folder)] == ["demo", "other"]


def test_an_installation_has_the_packages_of_its_own_version(tmp_path: Path) -> None:
    base = venv(tmp_path / "base", demo="License: MIT")
    (base / "pyvenv.cfg").unlink()
    old = base / "lib/python2.7/site-packages/old-1.dist-info"
    old.mkdir(parents=True)
    (base / "bin/python").rename(base / "bin/python3.11")
    assert [one.name for one in read_installed(base / "bin/python3.11")] == ["demo"]


HEADER = st.sampled_from(
    ["Name", "name", "License", "LICENSE", "License-Expression", "Requires-Dist", "Summary",
     "License-File", "Classifier"]
)  # fmt: skip
BREAKS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"
VALUE = st.text(st.characters(codec="utf-8", exclude_characters=BREAKS), max_size=12)


@given(st.lists(st.tuples(HEADER, VALUE, st.lists(VALUE, max_size=2)), max_size=6))
def test_the_quick_way_finds_what_the_thorough_way_finds(
    fields: list[tuple[str, str, list[str]]],
) -> None:
    text = "".join(
        f"{name}: {value}\n" + "".join(f"        {line}\n" for line in more)
        for name, value, more in fields
    )
    headers = Headers(f"{text}\nLicense: of the description\n")
    for name in {name.lower() for name, _, _ in fields} - {"classifier"}:
        assert headers.get_all(name, []) == [value for value, _ in headers.lines(name)]


def test_headers_end_with_the_first_empty_line() -> None:
    assert Headers("\nLicense: MIT\n").get("license") is None
    assert Headers("Name: a\r\n\r\nLicense: MIT\r\n").get("license") is None
    assert json.dumps(Headers("License: a\n        |b\n\nx").get("license")) == '"a\\nb"'
