"""What an environment holds, beside what the tree asks for and pins."""

from __future__ import annotations

from pathlib import Path

from stewardship.environment import read_environment
from stewardship.joining.join import join
from stewardship.joining.universe import Universe
from stewardship.model import Fragment
from stewardship.readers import requirements, uv_lock


def installed(tmp_path: Path, **versions: str) -> tuple[Fragment, ...]:
    for name, version in versions.items():
        home = tmp_path / "site-packages" / f"{name}-{version}.dist-info"
        home.mkdir(parents=True)
        text = f"Name: {name}\nVersion: {version}\nLicense-Expression: MIT\n"
        (home / "METADATA").write_text(text)
    return read_environment(tmp_path / "site-packages")


def asked(text: str, path: str = "requirements.txt") -> tuple[Fragment, ...]:
    return requirements.read(path, text.encode()) or ()


def licenses(universe: Universe) -> dict[str, object]:
    return {one.id: one.value("license").data for one in universe.all() if one.kind == "dependency"}


def test_a_pinned_package_gets_the_license_of_the_same_version(tmp_path: Path) -> None:
    found = join([*asked("numpy==2.1.0\n"), *installed(tmp_path, numpy="2.1.0")])
    assert licenses(found) == {"pkg:pypi/numpy@2.1.0": "MIT"}


def test_the_finding_is_placed_where_the_tree_asks_for_it(tmp_path: Path) -> None:
    found = join(
        [*asked("numpy==2.1.0\n", "z/requirements.txt"), *installed(tmp_path, numpy="2.1.0")]
    )
    assert [one.place.path for one in found.all()] == ["z/requirements.txt"]


def test_the_license_of_another_version_says_nothing(tmp_path: Path) -> None:
    found = join([*asked("numpy==1.26.4\n"), *installed(tmp_path, numpy="2.1.0")])
    assert licenses(found) == {"pkg:pypi/numpy@1.26.4": None, "pkg:pypi/numpy@2.1.0": "MIT"}


def test_what_nothing_pins_is_what_is_installed(tmp_path: Path) -> None:
    found = join([*asked("numpy>=2\n"), *installed(tmp_path, numpy="2.1.0")])
    assert licenses(found) == {"pkg:pypi/numpy@2.1.0": "MIT"}


def test_what_a_lock_file_beside_it_pins_is_not_what_is_installed(tmp_path: Path) -> None:
    lock = b'version = 1\n\n[[package]]\nname = "numpy"\nversion = "1.26.4"\n'
    found = join(
        [
            *asked("numpy\n"),
            *(uv_lock.read("uv.lock", lock) or ()),
            *installed(tmp_path, numpy="2.1.0"),
        ]
    )
    assert licenses(found) == {"pkg:pypi/numpy@1.26.4": None, "pkg:pypi/numpy@2.1.0": "MIT"}
