"""Which packages of a source are used, for what, and how two states of them differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stewardship.frozen import replace
from stewardship.packages import Package
from stewardship.packages.compare import Change, changes
from stewardship.packages.lock_file import read, render
from stewardship.packages.used import Use, match
from tests.licenses.build import package


def needing(name: str, *wanted: str) -> Package:
    return replace(package(name, "MIT"), requires=wanted)


def scopes(*uses: Use, packages: tuple[Package, ...]) -> dict[str, tuple[str, bool | None]]:
    return {one.name: (one.scope, one.direct) for one in match(packages, uses).packages}


CHAIN = (needing("a", "b"), needing("b", "c>=1"), needing("c"), needing("loose"))


def test_what_is_used_brings_in_what_it_requires() -> None:
    assert scopes(Use("a", scope="runtime", direct=True), packages=CHAIN) == {
        "a": ("runtime", True),
        "b": ("runtime", False),
        "c": ("runtime", False),
    }


def test_a_lockfile_has_said_all_that_there_is() -> None:
    assert list(scopes(Use("a", "1.0", complete=True), packages=CHAIN)) == ["a"]


def test_what_runs_and_is_built_with_runs() -> None:
    uses = (Use("loose", scope="dev"), Use("a", scope="runtime"), Use("c", scope="dev"))
    found = scopes(*uses, packages=CHAIN)
    assert found["c"] == ("runtime", None)
    assert found["loose"] == ("dev", None)


def test_a_scope_that_nobody_states_is_not_dev() -> None:
    assert scopes(Use("a"), Use("b", scope="dev"), packages=CHAIN)["b"][0] == ""


def test_requirements_that_go_in_a_circle() -> None:
    ring = (needing("a", "b"), needing("b", "a"))
    assert match(ring, [Use("a")]).packages[0].via == ("b",)


def test_a_tree_that_names_nothing_uses_whatever_there_is() -> None:
    assert match(CHAIN, []).packages == CHAIN


NAMES = st.sampled_from("abcde")
PACKAGES = st.dictionaries(NAMES, st.sets(NAMES, max_size=3), max_size=5).map(
    lambda found: tuple(needing(name, *sorted(wanted)) for name, wanted in found.items())
)
USES = st.dictionaries(
    NAMES, st.tuples(st.sampled_from(["runtime", "dev", ""]), st.booleans()), min_size=1, max_size=5
).map(lambda found: [Use(name, scope=scope, direct=True) for name, (scope, _) in found.items()])


@given(PACKAGES, USES)
def test_nothing_that_runs_is_ever_called_dev(
    packages: tuple[Package, ...], uses: list[Use]
) -> None:
    held = {one.name: one for one in packages}
    running = [use.name for use in uses if use.scope == "runtime" and use.name in held]
    reached = set(running)
    while running:
        for name in held[running.pop()].requires:
            if name in held and name not in reached:
                reached.add(name)
                running.append(name)
    found = {one.name: one.scope for one in match(packages, uses).packages}
    assert {name for name, scope in found.items() if scope == "runtime"} == reached


@given(PACKAGES, USES)
def test_every_package_is_told_once(packages: tuple[Package, ...], uses: list[Use]) -> None:
    found = match(packages, uses)
    names = [one.name for one in (*found.packages, *found.unused)]
    assert sorted(names) == sorted(one.name for one in packages)
    assert {use.name for use in found.missing} == {use.name for use in uses} - set(names)


def kinds(*found: Change) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in found]


def test_the_change_that_asks_most_stands_first() -> None:
    old = [package("a", "GPL-3.0-only"), package("b", "MIT"), package("c", "MIT"),
           package("d", "MIT"), package("gone", "MIT")]  # fmt: skip
    new = [package("a", "MIT", "2.0"), package("b", "BUSL-1.1", "2.0"), package("c", "MPL-2.0"),
           package("d", "MIT", "2.0"), package("new", "MIT")]  # fmt: skip
    assert kinds(*changes(old, new)) == [
        ("license", "b"),
        ("license", "c"),
        ("license", "a"),
        ("added", "new"),
        ("removed", "gone"),
        ("version", "d"),
    ]


def test_a_license_that_got_lost_is_a_change() -> None:
    assert kinds(*changes([package("a", "MIT")], [package("a", "custom")])) == [("license", "a")]


def test_what_is_only_listed_has_not_changed_its_license() -> None:
    listed = replace(package("a", "", "2.0"), known=False)
    assert kinds(*changes([package("a", "MIT")], [listed])) == [("version", "a")]


FACTS = st.builds(
    lambda name, version, license, scope, direct, via: replace(
        package(name, license, version), scope=scope, direct=direct, via=tuple(sorted(via))
    ),
    NAMES,
    st.sampled_from(["1.0", "2.0"]),
    st.sampled_from(["MIT", "GPL", "see LICENSE", "Acme terms\n\nof use", "x" * 500, ""]),
    st.sampled_from(["runtime", "dev", ""]),
    st.none() | st.booleans(),
    st.sets(NAMES, max_size=2),
)


@given(st.lists(FACTS, unique_by=lambda one: one.purl, max_size=6))
def test_a_lock_says_what_it_was_made_of(packages: list[Package]) -> None:
    content = render(packages, "environment")
    assert render(list(reversed(packages)), "environment") == content
    lock = read(content)
    assert not lock.problems
    assert [entry.package.purl for entry in lock.entries] == sorted(
        (one.purl for one in packages), key=lambda purl: purl
    )
    by_purl = {one.purl: one for one in packages}
    for entry in lock.entries:
        before = by_purl[entry.package.purl]
        assert entry.license == (before.license or "")
        assert entry.package.settled.kind == before.settled.kind
        assert (entry.package.scope, entry.package.direct) == (before.scope, before.direct)
    assert render([entry.package for entry in lock.entries], "environment") == content
