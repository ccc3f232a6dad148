"""Whatever is in a file that decides: it is understood, or refused at a place of that file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewardship.decisions import approvals, baseline, waivers
from stewardship.document import DocumentError, dockerfile
from stewardship.errors import UserError
from stewardship.incoming import APPROVALS
from stewardship.incoming import approvals as incoming
from stewardship.model import Location, Problem
from stewardship.organization import charter, config, floor
from stewardship.packages import lock_file
from stewardship.review import given as reviews
from stewardship.vocabulary import codeowners, gitlab_owners
from tests.damage import mutated

ROOT = Path(__file__).parent.parent.parent
ACME = ROOT / "examples/acme-ai"
READERS = ROOT / "tests/readers/examples"
LOOSE = settings(suppress_health_check=list(HealthCheck), database=None)
FLOOR = b"""\
organization: Acme
packs: [licenses, manifests]
mode: {licenses: enforce from 2027-03-01, "*": new}
severity: {licenses/stated: block}
longest: {waiver: {block: 90d}, approval: 1y}
not-waivable: [licenses/not-denied]
edition: "0.1"
may-override: {exclude: ["third_party/**"], modes: [licenses], longest: [waiver]}
"""
LOCAL = b"""\
mode: {"*": observe, licenses: {mode: off, reason: not yet}}
extends: [.steward/org/acme]
exclude: [{path: "third_party/**", reason: vendored}]
not-a-resource: [{path: README.md, reason: a page}]
plugins: [acme.checks]
hints: [{together: [a/README.md, b/MLmodel]}]
severity: {licenses/stated: {severity: note, reason: small}}
"""
SIGNED = b"""\
incoming:
  - {folder: incoming/owl,
     signature: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     approved-by: "@risk", on: 2026-10-01, ticket: ACME-1, expires: 2027-10-01}
"""
GIVEN = json.dumps({
    "version": 1, "author": "@dana", "members": {"@acme/owls": ["@dana", "@lee"]},
    "reviews": [{"user": "@lee", "state": "APPROVED", "commit": "9f" * 20,
                 "submitted-at": "2026-11-26T12:00:00Z"}],
}).encode()  # fmt: skip


def owners(
    parse: Callable[[str], Any], of: Callable[[Any], Any]
) -> Callable[[bytes, Path], object]:
    def read(content: bytes, folder: Path) -> object:
        lines = parse(content.decode("utf-8", "surrogateescape"))
        of(lines)
        return lines

    return read


def in_a_file(content: bytes, folder: Path) -> object:
    (folder / "reviews.json").write_bytes(content)
    return reviews.read(folder / "reviews.json", folder / "tree")


def files(*folders: str) -> list[bytes]:
    """The example files of some readers."""
    found = [one for folder in folders for one in sorted((READERS / folder).rglob("*"))]
    return [one.read_bytes() for one in found if one.is_file() and one.name != "expected.yaml"]


def acme(name: str, *more: bytes) -> list[bytes]:
    return [(ACME / name).read_bytes(), *more]


Read = Callable[[bytes, Path], Any]
KINDS: Mapping[str, tuple[Read, str, list[bytes]]] = {
    "configuration": (lambda content, _: config.load({config.PATH: content}), config.PATH,
                      acme(config.PATH, LOCAL)),
    "waivers": (lambda content, _: waivers.load(content), waivers.PATH, acme(waivers.PATH)),
    "approvals": (lambda content, _: approvals.load(content), waivers.PATH, acme(waivers.PATH)),
    "baseline": (lambda content, _: baseline.load(content), baseline.PATH, acme(baseline.PATH)),
    "charter": (lambda content, _: charter.load(content), charter.PATH, acme(charter.PATH)),
    "floor": (lambda content, _: floor.load("org", {floor.CONFIG: content}), "org/config.yaml",
              [FLOOR]),
    "deliveries": (lambda content, _: incoming.load(content), APPROVALS,
                   [SIGNED]),
    "lock": (lambda content, _: lock_file.read(content), lock_file.PATH,
             files("licenses_lock")),
    "reviews": (in_a_file, "", [GIVEN]),
    "Dockerfile": (lambda content, _: dockerfile.load(content, "Dockerfile"), "Dockerfile",
                   files("dockerfile")),
    "CODEOWNERS of GitHub": (
        owners(codeowners.parse, lambda lines: codeowners.Owners(lines).of("models/a/README.md")),
        "", [*files("codeowners"), *acme(".github/CODEOWNERS")]),
    "CODEOWNERS of GitLab": (
        owners(gitlab_owners.parse,
               lambda file: gitlab_owners.Owners(file).of("models/a/README.md")),
        "", [*files("codeowners"), *acme(".github/CODEOWNERS")]),
}  # fmt: skip


def sound(message: str, place: Location | None, path: str, content: bytes) -> None:
    """A refusal is one bounded line at a place that the file has."""
    assert message
    assert "\n" not in message
    assert len(message) < 400
    if path:
        assert place is not None
        assert place.path == path
    if place is not None:
        lines = content.decode("utf-8", "replace").replace("\r", "\n").count("\n") + 1
        assert 1 <= (place.line or 1) <= lines + 1
        assert (place.column or 1) >= 1


def judge(kind: str, content: bytes, folder: Path) -> None:
    read, path, _ = KINDS[kind]
    try:
        found = read(content, folder)
    except (UserError, DocumentError) as error:
        sound(error.message, error.location, path, content)
        return
    for one in getattr(found, "problems", ()):
        assert isinstance(one, Problem)
        sound(one.message, one.location, path, content)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_written_is_understood_or_refused(kind: str, tmp_path: Path) -> None:
    @LOOSE
    @given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode) | mutated(KINDS[kind][2]))
    def check(content: bytes) -> None:
        judge(kind, content, tmp_path)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_what_they_are_made_from_is_understood(kind: str, tmp_path: Path) -> None:
    read, _, originals = KINDS[kind]
    assert originals
    if kind not in ("Dockerfile", "lock"):  # their examples hold broken ones, too
        for content in originals:
            assert not getattr(read(content, tmp_path), "problems", ())
