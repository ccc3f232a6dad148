"""Our quick dataclasses are dataclasses: whatever the standard ones do, they do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from stewardship import frozen
from stewardship.frozen import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Ours:
    """A place."""

    path: str
    line: int | None = None
    notes: list[str] = field(default_factory=list)
    seen: int = field(default=0, compare=False, repr=False)

    @property
    def shown(self) -> str:
        """Path and line."""
        return f"{self.path}:{self.line}"


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """A place."""

    path: str
    line: int | None = None
    notes: list[str] = dataclasses.field(default_factory=list)
    seen: int = dataclasses.field(default=0, compare=False, repr=False)

    @property
    def shown(self) -> str:
        """Path and line."""
        return f"{self.path}:{self.line}"


@dataclass(slots=True)
class Open:
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bare:
    pass


CASES: dict[str, Callable[[Any], object]] = {
    "a field by its place": lambda made: made("a", 1).line,
    "a field by its name": lambda made: made(path="a", line=1).line,
    "a default": lambda made: made("a").line,
    "a fresh list for each": lambda made: made("a").notes is made("a").notes,
    "a property": lambda made: made("a", 1).shown,
    "equal to its equal": lambda made: made("a", 1) == made("a", 1),
    "not equal to another": lambda made: made("a", 1) == made("a", 2),
    "not equal to another kind": lambda made: made("a", 1) == ("a", 1, [], 0),
    "equal but for what is not compared": lambda made: made("a", seen=1) == made("a", seen=2),
    "the same hash for equals": lambda made: hash(made("a", 1, (), 1)) == hash(made("a", 1, (), 2)),
    "printed without what is hidden": lambda made: repr(made("a", 1)).partition("(")[2],
    "changed in one field": lambda made: dataclasses.replace(made("a", 1), line=2).line,
    "as a dict": lambda made: dataclasses.asdict(made("a", 1)),
    "its fields in order": lambda made: [one.name for one in dataclasses.fields(made)],
    "known as one": dataclasses.is_dataclass,
    "matched by place": lambda made: made.__match_args__,
    "documented": lambda made: made.__doc__,
    "copied": lambda made: copy.copy(made("a", 1)).shown,
    "copied in depth": lambda made: copy.deepcopy(made("a", 1, ["x"])).notes,
    "pickled": lambda made: pickle.loads(pickle.dumps(made("a", 1))).shown,
    "without a dict": lambda made: hasattr(made("a"), "__dict__"),
}


@pytest.mark.parametrize("sentence", CASES)
def test_ours_does_what_the_standard_one_does(sentence: str) -> None:
    assert CASES[sentence](Ours) == CASES[sentence](Theirs)


REFUSED: dict[str, Callable[[Any], object]] = {
    "setting a field": lambda made: setattr(made("a"), "line", 2),
    "deleting a field": lambda made: delattr(made("a"), "line"),
    "a field too few": lambda made: made(),
    "a field too many": lambda made: made("a", 1, [], 0, 5),
    "a name that is no field": lambda made: made("a", column=1),
    "hashing what cannot be hashed": lambda made: hash(made("a")),
    "changing what is no field": lambda made: dataclasses.replace(made("a"), column=1),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_ours_refuses_what_the_standard_one_refuses(sentence: str) -> None:
    raised = []
    for made in (Ours, Theirs):
        with pytest.raises((TypeError, AttributeError)) as caught:
            REFUSED[sentence](made)
        raised.append(caught.value)
    ours, theirs = raised
    assert isinstance(ours, type(theirs)) or isinstance(theirs, type(ours))


def test_what_is_no_field_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Ours("a").column = 2  # type: ignore[attr-defined]


def test_one_field_is_changed_and_the_rest_is_kept() -> None:
    assert replace(Ours("a", 1, ["x"]), path="b") == Ours("b", 1, ["x"])


def test_what_is_not_frozen_can_be_set_and_not_hashed() -> None:
    counter = Open()
    counter.count += 1
    assert counter == Open(1)
    with pytest.raises(TypeError):
        hash(counter)


def test_a_class_without_fields_has_one_value() -> None:
    assert Bare() == Bare()


def test_a_class_may_not_inherit_fields() -> None:
    class Nearer(Ours):
        column: int = 0

    with pytest.raises(AssertionError, match="inherited"):
        frozen.dataclass(frozen=True, slots=True)(Nearer)
