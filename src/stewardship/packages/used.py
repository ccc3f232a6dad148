"""Which packages of a source the tree uses, for what, and what brought each of them in.

The tree's own files say what is asked for, and lockfiles what all of that comes to. Where no
lockfile lists what a package requires, the source itself is asked (``Requires-Dist``, the
``dependencies`` of an SBOM).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from stewardship.frozen import dataclass, replace
from stewardship.packages import Package
from stewardship.vocabulary.requirement import canonical, parse

SCOPES = ("runtime", "", "dev")  # the strictest first; "" is what nobody states
_EXTRA = re.compile(r"""\bextra\s*==\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass(frozen=True, slots=True)
class Use:
    """One package that the tree names.

    ``version`` is "" where nothing pins it; ``complete`` where a lockfile lists all that it
    requires as well; ``scope`` and ``direct`` as in ``Package``; ``artifacts`` are SHA-256;
    ``extras`` what is asked for along with it.
    """

    name: str
    version: str = ""
    complete: bool = False
    scope: str = ""
    direct: bool | None = None
    artifacts: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """What a lock is made of: the packages that are used, and what did not meet.

    ``unused`` are packages of the source that nothing uses; ``other`` those whose version is not
    the one that the tree pins, with that one; ``missing`` what the source does not have.
    """

    packages: tuple[Package, ...]
    unused: tuple[Package, ...] = ()
    other: tuple[tuple[Package, str], ...] = ()
    missing: tuple[Use, ...] = ()


def match(packages: Sequence[Package], uses: Sequence[Use]) -> Matched:
    """The packages that the tree uses, with their scope and what brought them in.

    A tree that names no package at all uses whatever the source has: there is nothing to tell it
    by.
    """
    if not uses:
        return Matched(tuple(packages))
    pinned = {(use.name, use.version): use for use in uses if use.version}
    loose = {use.name: use for use in uses if not use.version}
    names = {name for name, _ in pinned}
    direct: dict[str, Use] = {}
    for package in packages:
        use = pinned.get((package.name, package.version))
        if use is None and package.name not in names:
            use = loose.get(package.name)
        if use:
            direct[package.purl] = use
    graph = _Graph(packages)
    used, via = _followed(packages, direct, graph)
    kept = [one for one in packages if one.purl in used]
    rest = [one for one in packages if one.purl not in used]
    held = {one.name for one in packages}
    met = set(direct.values())
    return Matched(
        tuple(_as_used(one, used[one.purl], via.get(one.purl, ())) for one in kept),
        tuple(one for one in rest if one.name not in names),
        tuple((one, _wanted(one.name, pinned)) for one in rest if one.name in names),
        tuple(
            use
            for use in uses
            if use not in met and use.name not in held and (use.version or use.name not in names)
        ),
    )


def _wanted(name: str, pinned: Mapping[tuple[str, str], Use]) -> str:
    return ", ".join(sorted(version for one, version in pinned if one == name))


class _Graph:
    """Who requires whom, by the names of packages."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self.by_name: dict[str, list[Package]] = {}
        self._wanted = {package.purl: list(_requirements(package)) for package in packages}
        for package in packages:
            self.by_name.setdefault(package.name, []).append(package)

    def children(self, package: Package, extra: str) -> Iterator[tuple[Package, tuple[str, ...]]]:
        """What the package requires for an extra (or "" for itself), each with its extras."""
        for name, asked, extras in self._wanted[package.purl]:
            if extra in asked or (not extra and not asked):
                for child in self.by_name.get(name, ()):
                    yield child, extras


def _requirements(package: Package) -> Iterator[tuple[str, frozenset[str], tuple[str, ...]]]:
    """(name, the extras that it is for, the extras that it asks for) of each requirement."""
    for text in package.requires:
        requirement = parse(text)
        if requirement:
            asked = frozenset(map(canonical, _EXTRA.findall(requirement.marker)))
            yield canonical(requirement.name), asked, tuple(map(canonical, requirement.extras))


def _followed(
    packages: Sequence[Package], direct: Mapping[str, Use], graph: _Graph
) -> tuple[dict[str, Use], dict[str, set[str]]]:
    """The uses of all packages by package URL, those named and those that they brought in; and
    the names of what brought each in."""
    used, via = dict(direct), dict[str, set[str]]()
    seen: set[tuple[str, str]] = set()
    # Whatever runs is followed first: what it brings in runs too, whoever else wants it.
    for scope in SCOPES:
        waiting = [
            (package, extra)
            for package in packages
            if (use := direct.get(package.purl)) and use.scope == scope
            for extra in ("", *use.extras)
        ]
        while waiting:
            package, extra = waiting.pop()
            if (package.purl, extra) in seen:
                continue
            seen.add((package.purl, extra))
            listed = direct.get(package.purl)
            for child, extras in graph.children(package, extra):
                if child.purl not in direct:
                    if listed and listed.complete:
                        continue  # a lockfile lists all that it brings in, and not this
                    use = Use(child.name, child.version, False, scope, False)
                    used.setdefault(child.purl, use)
                elif _softer(used[child.purl].scope, scope) and not direct[child.purl].complete:
                    used[child.purl] = replace(direct[child.purl], scope=scope)
                if child.purl != package.purl:
                    via.setdefault(child.purl, set()).add(package.name)
                waiting += [(child, one) for one in ("", *extras)]
    return used, via


def _softer(one: str, other: str) -> bool:
    return SCOPES.index(one) > SCOPES.index(other)


def _as_used(package: Package, use: Use, via: Iterable[str]) -> Package:
    return replace(
        package,
        scope=use.scope,
        direct=use.direct,
        artifacts=tuple(sorted({*package.artifacts, *use.artifacts})),
        via=tuple(sorted(via)),
    )
