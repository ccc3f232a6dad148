"""The license lock adds to the packages that the tree uses, and makes none of its own."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stewardship.joining.join import join
from stewardship.model import Fragment, Resource
from stewardship.readers import licenses_lock, pyproject, requirements, uv_lock

LOCK = ".steward/licenses.lock"


def package(name: str, version: str, license: str = "MIT", **more: Any) -> dict[str, Any]:
    """A package of a lock as ``steward licenses lock`` writes it."""
    return {
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "artifacts": [],
        "declared": {"license": license},
        "license": license,
        "text-sha256": None,
        "scope": None,
        "direct": None,
        **more,
    }


def lock(*packages: dict[str, Any]) -> tuple[Fragment, ...]:
    content = json.dumps({"version": 1, "source": "environment", "packages": packages})
    return licenses_lock.read(LOCK, content.encode()) or ()


def uv(*names: str, path: str = "uv.lock") -> tuple[Fragment, ...]:
    packages = "".join(f'[[package]]\nname = "{name}"\nversion = "1"\n\n' for name in names)
    return uv_lock.read(path, f"version = 1\n\n{packages}".encode()) or ()


def asked(text: str, path: str = "requirements.txt") -> tuple[Fragment, ...]:
    return requirements.read(path, text.encode()) or ()


def dependencies(*fragments: Fragment) -> dict[str, Resource]:
    return {one.id: one for one in join(fragments).all() if one.kind == "dependency"}


def test_a_locked_package_gets_its_license() -> None:
    found = dependencies(*uv("a"), *lock(package("a", "1", "Apache-2.0")))
    assert found["pkg:pypi/a@1"].value("license").data == "Apache-2.0"
    assert found["pkg:pypi/a@1"].place.path == "uv.lock"


def test_an_entry_for_another_version_says_nothing() -> None:
    found = dependencies(*uv("a"), *lock(package("a", "2")))
    assert list(found) == ["pkg:pypi/a@1"]
    assert found["pkg:pypi/a@1"].value("license").state == "absent"


def test_an_entry_that_nothing_uses_is_no_dependency() -> None:
    assert list(dependencies(*uv("a"), *lock(package("a", "1"), package("b", "1")))) == [
        "pkg:pypi/a@1"
    ]
    assert dependencies(*lock(package("a", "1"))) == {}


def test_what_nothing_pins_is_what_the_lock_has() -> None:
    found = dependencies(*asked("a>=1\n"), *lock(package("a", "7")))
    assert {one: each.value("license").data for one, each in found.items()} == {
        "pkg:pypi/a@7": "MIT"
    }


def test_what_nothing_pins_and_the_lock_has_twice_is_neither() -> None:
    found = dependencies(*asked("a\n"), *lock(package("a", "7"), package("a", "8")))
    assert list(found) == ["pkg:pypi/a"]


def test_what_a_bare_requirement_brought_in_is_used_as_well() -> None:
    found = dependencies(
        *asked("a\n"),
        *lock(
            package("a", "1"),
            package("b", "1", via=["a"]),
            package("c", "1", "AGPL-3.0-only", via=["b"]),
            package("d", "1", via=["e"]),
            package("e", "1", via=["d"]),
        ),
    )
    assert sorted(found) == ["pkg:pypi/a@1", "pkg:pypi/b@1", "pkg:pypi/c@1"]


def test_what_a_lockfile_lists_is_all_that_its_packages_brought_in() -> None:
    found = dependencies(*uv("a"), *lock(package("a", "1"), package("b", "1", via=["a"])))
    assert list(found) == ["pkg:pypi/a@1"]


def test_a_lockfile_of_one_folder_does_not_speak_for_the_requirements_of_another() -> None:
    found = dependencies(
        *uv("a", path="web/uv.lock"),
        *asked("b\n", "jobs/requirements.txt"),
        *lock(package("a", "1"), package("b", "1"), package("c", "1", via=["b"])),
    )
    assert sorted(found) == ["pkg:pypi/a@1", "pkg:pypi/b@1", "pkg:pypi/c@1"]


def test_a_stale_dev_in_the_lock_does_not_soften_what_ships_now() -> None:
    shipped = pyproject.read("pyproject.toml", b'[project]\nname = "p"\ndependencies = ["a==1"]\n')
    found = dependencies(
        *(shipped or ()), *lock(package("a", "1", scope="dev", direct=False))
    )  # fmt: skip
    assert found["pkg:pypi/a@1"].value("scope").data == "runtime"
    assert found["pkg:pypi/a@1"].value("direct").data is True


def test_what_one_project_ships_is_not_dev_because_another_only_builds_with_it() -> None:
    found = dependencies(
        *asked("a==1\n", "aa/requirements-dev.txt"), *asked("a==1\n", "zz/requirements.txt")
    )
    assert found["pkg:pypi/a@1"].value("scope").data == "runtime"


def test_the_lock_and_a_tree_that_states_another_license_are_in_conflict() -> None:
    found = dependencies(*uv("a"), *lock(package("a", "1", "MIT") | {"license": "Apache-2.0"}))
    license = found["pkg:pypi/a@1"].value("license")
    assert license.state == "conflicting"
    assert [one.data for one in license.candidates] == ["Apache-2.0", "MIT"]


PACKAGES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("12"), st.sets(st.sampled_from("abcdef"))),
    unique_by=lambda one: one[:2],
    max_size=8,
)


@given(PACKAGES, st.sets(st.sampled_from("abcdef")), st.randoms())
def test_the_lock_never_makes_a_package_of_which_nobody_speaks(
    packages: list[tuple[str, str, set[str]]], names: set[str], random: Any
) -> None:
    rows = [package(name, version, via=sorted(via)) for name, version, via in packages]
    fragments = [*lock(*rows), *asked("".join(f"{name}\n" for name in sorted(names)))]
    found = dependencies(*fragments)
    random.shuffle(fragments)
    assert set(dependencies(*fragments)) == set(found)
    if not names:
        assert found == {}
    for one in found.values():
        vias = {name for row in rows if row["purl"] == one.id for name in row["via"]}
        assert one.name in names or vias & {each.name for each in found.values()}
