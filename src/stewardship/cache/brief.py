"""Heads of files that say one thing, without an id, a digest, a link or a problem: in columns.

Most files of a large tree are such. As columns of plain texts they are read in a quarter of the
time, and a fragment is made only of those that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, KeysView, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from stewardship.cache.codec import Head, unpack
from stewardship.model import Fragment, Kind, Pointer


class Form(NamedTuple):
    """What many of them have in common: all but path, content and name."""

    kind: Kind
    origin: str
    line: int | None
    column: int | None
    pointer: Pointer | None


def is_brief(heads: Sequence[Head]) -> bool:
    """Whether the heads of a file can be kept so."""
    return len(heads) == 1 and not any(heads[0][4:])


class Brief(Mapping[str, Fragment]):
    """Fragments by path, each made when it is looked at. ``body`` finds the fields of a file."""

    __slots__ = ("_forms", "_heads", "_made", "body")

    def __init__(self, columns: Sequence[Any] = ((), (), (), (), ())) -> None:
        """``columns`` as they were told by the property."""
        forms, paths, contents, names, numbers = columns
        self._forms = [
            Form(kind, origin, line, column, None if pointer is None else tuple(pointer))
            for kind, origin, line, column, pointer in forms
        ]
        self._heads: dict[str, tuple[str, str, int]] = dict(
            zip(paths, zip(contents, names, numbers, strict=True), strict=True)
        )
        self._made: dict[str, Fragment] = {}
        self.body: Callable[[str], bytes] = lambda path: b""

    @property
    def columns(self) -> Sequence[Any]:
        """All of it as JSON holds it: the forms; path, content, name and form's number of each."""
        columns = list(zip(*self._heads.values(), strict=True)) or ((), (), ())
        return [self._forms, list(self._heads), *columns]

    def add(self, path: str, content: str, head: Head) -> None:
        """Take in one more."""
        kind, name, origin, (line, column, pointer) = head[:4]
        form = Form(kind, origin, line, column, None if pointer is None else tuple(pointer))
        if form not in self._forms:
            self._forms.append(form)
        self._heads[path] = content, name, self._forms.index(form)

    def drop(self, path: str) -> None:
        """Forget one, if it is there."""
        self._heads.pop(path, None)

    def only(self, paths: Collection[str]) -> None:
        """Forget all but these."""
        self._heads = {path: one for path, one in self._heads.items() if path in paths}

    @property
    def contents(self) -> Mapping[str, tuple[str, str, int]]:
        """What names the content of each file; the name of what it speaks of; its form's number."""
        return self._heads

    @property
    def kinds(self) -> Sequence[Kind]:
        """The kind of each form, by its number."""
        return [form.kind for form in self._forms]

    def head(self, path: str) -> Head:
        """The head of one file, as ``codec`` packs it."""
        _, name, number = self._heads[path]
        form = self._forms[number]
        place = [form.line, form.column, form.pointer]
        return [form.kind, name, form.origin, place, [], [], [], []]

    def fitting(self, wanted: Callable[[Form], bool]) -> Collection[str]:
        """The paths of those of such a form."""
        fits = {number for number, form in enumerate(self._forms) if wanted(form)}
        if len(fits) == len(self._forms):
            return self._heads.keys()
        if not fits:
            return ()
        return {path for path, (_, _, number) in self._heads.items() if number in fits}

    def without(self, paths: Collection[str]) -> Brief:
        """The same but for these."""
        if self._heads.keys().isdisjoint(paths):
            return self
        other = Brief()
        other._forms, other._made, other.body = self._forms, self._made, self.body
        other._heads = {path: one for path, one in self._heads.items() if path not in paths}
        return other

    def __getitem__(self, path: str) -> Fragment:
        found = self._made.get(path)
        if found is None:
            content, heads = self._heads[path][0], [self.head(path)]
            (found,) = unpack(path, heads, partial(self.body, path), content)
            self._made[path] = found
        return found

    def keys(self) -> KeysView[str]:
        """The paths."""
        return self._heads.keys()

    def __contains__(self, path: object) -> bool:
        return path in self._heads

    def __iter__(self) -> Iterator[str]:
        return iter(self._heads)

    def __len__(self) -> int:
        return len(self._heads)
