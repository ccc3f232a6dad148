"""All resources of one tree, found by id, name, path or link.

References are resolved in this order: a declared id, a path (relative to the file that says it,
then to the root), a name that only one resource of the kind has. Nothing is guessed beyond that:
a reference that two resources could mean resolves to neither.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from posixpath import dirname, normpath
from typing import TypeVar

from stewardship.frozen import replace
from stewardship.joining.late import Alone, Changed, Late
from stewardship.model import Kind, Resource

Refs = tuple[tuple[str, str, str], ...]
_Name = TypeVar("_Name", bound=Hashable)


class Universe:
    """The joined resources, indexed; made once a run and read by everything above."""

    def __init__(
        self,
        resources: Sequence[Resource | str],
        aliases: Mapping[str, Iterable[str]],
        refs: Mapping[str, Refs],
        alone: Alone | None = None,
    ) -> None:
        """``aliases`` holds, by resource key, declared ids and digests; ``refs`` the unresolved
        links. Where only a key stands for a resource, ``alone`` makes it when it is looked at."""
        held = {one if isinstance(one, str) else one.key: one for one in resources}
        self._late = Late(held, alone)
        self._alone = alone
        self._of_kind: dict[str, list[str]] = {}
        self._by_key: Mapping[str, Resource] = self._late
        self._by_alias: dict[str, set[str]] = {}
        for key, names in aliases.items():
            for name in names:
                self._by_alias.setdefault(name, set()).add(key)
        self._reached_by: dict[str, set[str]] = {}
        self._dangling: dict[str, list[tuple[str, str]]] = {}
        if refs:
            self._by_key = self._late = self._late.with_(dict(self._linked(refs)))

    # Each way of finding is indexed when somebody first goes it: a hook goes few of them.

    @cached_property
    def _by_id(self) -> Mapping[str, list[str]]:
        return _index((key.partition("|")[2], key) for key in self._late)

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[str]]:
        return _index(
            ((kind, fold(one.name)), one.key)
            for one in self._late.cards()
            for kind in (one.kind, "")
        )

    @cached_property
    def _by_path(self) -> Mapping[str, Sequence[str]]:
        """By a file of its own, where a resource has but that; by each of its files otherwise."""
        alone = self._alone.paths.items() if self._alone else ()
        several = _index((path, key) for key, one in self._late.joined() for path in one.paths)
        return {path: (key,) for key, path in alone} | several

    @cached_property
    def _by_folder(self) -> Mapping[str, list[str]]:
        placed = (one for one in self._late.cards() if one.kind in PLACED)
        return _index((dirname(one.path), one.key) for one in placed)

    def _linked(self, refs: Mapping[str, Refs]) -> Iterator[tuple[str, Resource]]:
        """The resources that state links, with the keys those lead to."""
        for key, outgoing in refs.items():
            source = self._by_key[key]
            links: dict[str, list[str]] = {}
            for name, reference, kind in outgoing:
                target = self.resolve(source, reference, kind)
                if target is None:
                    self._dangling.setdefault(key, []).append((reference, kind))
                if target is not None and target.key not in links.setdefault(name, []):
                    links[name].append(target.key)
                    self._reached_by.setdefault(target.key, set()).add(key)
            linked = {name: tuple(keys) for name, keys in links.items() if keys}
            yield key, replace(source, links=linked)

    def __len__(self) -> int:
        return len(self._by_key)

    def all(self) -> list[Resource]:
        """Every resource, in a stable order."""
        return list(self._by_key.values())

    def get(self, identity: str, kind: str = "") -> Resource | None:
        """The one resource of this id or declared id (and kind); None for none or several."""
        exact = self._by_key.get(f"{kind}|{identity}")
        if exact is not None:
            return exact
        keys = self._by_id.get(identity) or sorted(self._by_alias.get(identity, ()))
        found = [self._by_key[key] for key in keys]
        fit = [resource for resource in found if kind in ("", resource.kind)]
        return fit[0] if len(fit) == 1 else None

    def by_key(self, key: str) -> Resource | None:
        """The resource of this key (kind and id), as ``links`` and ``reaching`` hold them."""
        return self._by_key.get(key)

    def among(self, keys: Collection[str]) -> list[Resource]:
        """The resources of these keys, in the same order as all of them."""
        return [self._by_key[key] for key in self._by_key if key in keys]

    def of_kind(self, kind: Kind) -> list[Resource]:
        """All resources of a kind."""
        if kind not in self._of_kind:
            start = f"{kind}|"
            self._of_kind[kind] = [key for key in self._late if key.startswith(start)]
        return [self._by_key[key] for key in self._of_kind[kind]]

    def speaking_from(self, path: str) -> list[Resource]:
        """The resources that this file speaks of."""
        return [self._by_key[key] for key in self._by_path.get(path, ())]

    def lying_in(self, folder: str, kind: str) -> list[Resource]:
        """The resources of a kind that are declared in this folder itself."""
        found = (self._by_key[key] for key in self._by_folder.get(folder, ()))
        return [resource for resource in found if resource.kind == kind]

    def named(self, name: str, kind: str = "") -> list[Resource]:
        """The resources of this name, spelled with any case, dash or underscore."""
        keys = sorted(self._by_name.get((kind, fold(name)), ()))
        return [self._by_key[key] for key in keys]

    def resolve(self, source: Resource, reference: str, kind: str = "") -> Resource | None:
        """What a reference written in ``source`` means, if this tree holds it."""
        reference = reference.strip()
        if not reference:
            return None
        found = self.get(reference, kind) or self.get(f"hf:{reference}", kind)
        if found is None:
            found = self._at_path(source, reference, kind)
        if found is None:
            named = self.named(reference.rpartition(":")[2], kind)
            found = named[0] if len(named) == 1 and named[0].key != source.key else None
        return found

    def _at_path(self, source: Resource, reference: str, kind: str) -> Resource | None:
        bases = (dirname(source.place.path), "")
        for base in bases:
            path = normpath(f"{base}/{reference}" if base else reference).lstrip("/")
            path = "" if path == "." else path
            keys = self._by_path.get(path) or self._by_folder.get(path, [])
            fit = [k for k in keys if k != source.key and kind in ("", self._by_key[k].kind)]
            if len(fit) == 1:
                return self._by_key[fit[0]]
        return None

    def reach(self, source: Resource, link: str) -> list[Resource]:
        """Everything reached from a resource over one link field, to the end, each once."""
        seen: dict[str, None] = {}
        queue = list(source.links.get(link, ()))
        while queue:
            key = queue.pop(0)
            if key not in seen and key != source.key:
                seen[key] = None
                queue.extend(self._by_key[key].links.get(link, ()))
        return [self._by_key[key] for key in seen]

    def linking_to(self, key: str) -> frozenset[str]:
        """The keys of those whose own links lead to this one."""
        return frozenset(self._reached_by.get(key, ()))

    def bereft(self, base: Universe, gone: Collection[str]) -> set[str]:
        """The keys whose links lead nowhere now and led to one of ``gone`` in ``base``."""
        found: set[str] = set()
        for key, references in self._dangling.items() if gone else ():
            for reference, kind in references:
                target = base.resolve(self._by_key[key], reference, kind)
                if target is not None and target.key in gone:
                    found.add(key)
        return found

    def reaching(self, keys: Iterable[str]) -> set[str]:
        """These keys and all whose links lead to them: what a change re-judges."""
        seen: set[str] = set()
        queue = [key for key in keys if key in self._by_key]
        while queue:
            key = queue.pop()
            if key not in seen:
                seen.add(key)
                queue.extend(self._reached_by.get(key, ()))
        return seen

    def changed(self, change: Callable[[Resource], Resource]) -> Universe:
        """The same universe with each resource as ``change`` returns it, under its old key.

        It is changed when somebody asks for it.
        """
        other = copy(self)
        other._by_key = Changed(self._by_key, change)
        return other


def _index(pairs: Iterable[tuple[_Name, str]]) -> dict[_Name, list[str]]:
    """Keys by what they are found by, in their order."""
    index: dict[_Name, list[str]] = {}
    for name, key in pairs:
        index.setdefault(name, []).append(key)
    return index


# Kinds that a folder can hold one of, so that a reference to the folder means it.
PLACED = frozenset({"model", "dataset", "service", "container"})


def fold(name: str) -> str:
    """A name with the differences removed that people do not mean: case, dash, underscore."""
    return name.casefold().replace("_", "-").replace(" ", "-")
