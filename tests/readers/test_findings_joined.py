"""What several scanners say of one vulnerability is one, and what they say of two is two."""

from __future__ import annotations

import json
from typing import Any

import pytest

from stewardship.joining.join import join
from stewardship.model import Fragment, Resource
from stewardship.readers import load


def grype(*rows: tuple[str, str, str, str], image: str = "") -> dict[str, Any]:
    """A report: id, related id, severity and purl of each match."""
    return {
        "matches": [
            {
                "vulnerability": {"id": one, "severity": severity},
                "relatedVulnerabilities": [{"id": other}] if other else [],
                "matchDetails": [],
                "artifact": {"name": "x", "purl": ref},
            }
            for one, other, severity, ref in rows
        ],
        "source": {"type": "image" if image else "directory", "target": {"userInput": image}},
        "descriptor": {"name": "grype"},
    }


def pip_audit(name: str, *aliases: str, package: str = "twig") -> dict[str, Any]:
    vuln = {"id": name, "aliases": list(aliases), "fix_versions": ["1.1"]}
    return {"dependencies": [{"name": package, "version": "1.0", "vulns": [vuln]}]}


def vex(name: str, ref: str, state: str) -> dict[str, Any]:
    affects = [{"ref": ref}]
    row = {"id": name, "affects": affects, "analysis": {"state": state, "justification": "why"}}
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "vulnerabilities": [row]}


TWIG = ("GHSA-aaaa-bbbb-cccc", "CVE-2026-1", "Low", "pkg:pypi/twig@1.0")
FILES: dict[str, tuple[str, dict[str, Any]]] = {
    "a/grype.json": ("grype", grype(TWIG)),
    "a/pip-audit.json": ("pip-audit", pip_audit("PYSEC-2026-7", "CVE-2026-1")),
    "a/reports/second.json": ("grype", grype(("CVE-2026-1", "", "High", "pkg:pypi/twig@1.0"))),
    "b/grype.json": ("grype", grype(TWIG)),
    "a/other.json": ("grype", grype(("CVE-2026-1", "", "High", "pkg:pypi/nest@1.0"))),
    "a/owl.vex.json": ("cyclonedx", vex("CVE-2026-1", "pkg:pypi/twig@1.0", "not_affected")),
    "a/two.vex.json": ("cyclonedx", vex("PYSEC-2026-7", "pkg:pypi/twig", "exploitable")),
    "x/image.json": ("grype", grype(TWIG, image="docker.io/acme/owl:1.4@sha256:00")),
    "y/image.json": ("grype", grype(TWIG, image="acme/owl:1.5")),
}


def joined(*names: str) -> list[Resource]:
    fragments: list[Fragment] = []
    for name in names:
        reader, data = FILES[name]
        fragments += load(reader).read(name, json.dumps(data).encode()) or ()
    return [one for one in join(fragments).all() if one.kind == "vulnerability"]


def test_scanners_that_share_one_alias_of_many_speak_of_one_vulnerability() -> None:
    (one,) = joined("a/grype.json", "a/pip-audit.json", "a/reports/second.json")
    assert one.id == "vuln:CVE-2026-1#a/twig"
    assert len(one.paths) == 3
    assert one.value("severity").data == "high"  # of three answers the worst that is known
    assert one.value("fixed-in").plain() == ["1.1"]


@pytest.mark.parametrize(
    "pair",
    [("a/grype.json", "b/grype.json"), ("a/grype.json", "a/other.json"),
     ("a/grype.json", "x/image.json")],
    ids=["in two folders", "in two packages", "in a folder and an image"],
)  # fmt: skip
def test_one_id_of_two_things_is_two_vulnerabilities(pair: tuple[str, str]) -> None:
    assert len(joined(*pair)) == 2


def test_an_image_is_one_whatever_its_tag_and_the_folder_of_the_report() -> None:
    (one,) = joined("x/image.json", "y/image.json")
    assert one.id == "vuln:CVE-2026-1#acme/owl/twig"


def test_a_vex_speaks_of_the_package_that_it_names_and_of_no_other() -> None:
    told = {one.id: one.value("analysis").data for one in joined(
        "a/grype.json", "a/other.json", "a/owl.vex.json"
    )}  # fmt: skip
    assert told == {"vuln:CVE-2026-1#a/twig": "not_affected", "vuln:CVE-2026-1#a/nest": None}


def test_two_vex_that_disagree_are_a_conflict() -> None:
    (one,) = joined("a/pip-audit.json", "a/owl.vex.json", "a/two.vex.json")
    assert one.value("analysis").state == "conflicting"


@pytest.mark.parametrize("names", [tuple(FILES), tuple(reversed(FILES))])
def test_the_order_of_the_reports_does_not_matter(names: tuple[str, ...]) -> None:
    assert sorted(one.id for one in joined(*names)) == [
        "vuln:CVE-2026-1#a/nest",
        "vuln:CVE-2026-1#a/twig",
        "vuln:CVE-2026-1#acme/owl/twig",
        "vuln:CVE-2026-1#b/twig",
    ]
