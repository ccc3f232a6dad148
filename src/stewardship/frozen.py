"""Dataclasses as this house uses them, slotted and most often frozen, made quickly.

The standard decorator writes, compiles and runs six methods for each class while it is imported,
half a millisecond each time: for the 80 classes of a run that is 45 ms of a waiting person's time,
more than all of click, and it imports ``inspect`` for it. Here classes share all methods but
``__init__``, which is compiled once a few instances were made, and makes one in three quarters of
the time. To a type checker they are dataclasses, and so they are to ``dataclasses`` itself
(``replace``, ``asdict``, ``fields``), which is asked only by those who import it.

What nothing here needs is not there: no inheritance, no ``__post_init__``, no order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

__all__ = ["dataclass", "field", "replace"]

_T = TypeVar("_T")
_MISSING: Final[Any] = object()
FEW: Final = 8
"""So many instances of a class are made without a compiled ``__init__``, which takes as long."""


class _Field(NamedTuple):
    """What is known of one field: how it comes to a value, and what that is used for."""

    default: Any = _MISSING
    factory: Any = _MISSING
    compare: bool = True
    repr: bool = True


class _Standard:
    """What ``dataclasses`` looks for in a class that is one of its own, made when it looks."""

    def __get__(self, instance: object, owner: type[_Record]) -> Mapping[str, Any]:
        import dataclasses

        names = {"default": "default", "factory": "default_factory"}
        fields = []
        for name, given in owner._fields.items():
            stated = {key: getattr(given, own) for own, key in names.items()}
            stated = {key: value for key, value in stated.items() if value is not _MISSING}
            one = dataclasses.field(compare=given.compare, repr=given.repr, **stated)
            fields.append((name, owner.__annotations__[name], one))
        twin: Any = dataclasses.make_dataclass(owner.__name__, fields)
        found: Mapping[str, Any] = twin.__dataclass_fields__
        return found


class _Record:
    """What all of these classes share."""

    __slots__ = ()
    _fields: Mapping[str, _Field] = {}
    _made = 0
    _compared: Callable[[Any], Any] = staticmethod(lambda record: ())
    __dataclass_fields__ = _Standard()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        made: Any = type(self)
        made._made = made._made + 1
        if made._made > FEW or not _set(self, made, arguments, named):
            made.__init__ = _initializer(made)  # from now on the class has its own
            made.__init__(self, *arguments, **named)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._compared(self) == self._compared(other))

    def __repr__(self) -> str:
        shown = (name for name, one in self._fields.items() if one.repr)
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({said})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in self._fields)


class _Frozen(_Record):
    """The same, and nothing can be set after it was made."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(self._compared(self))

    def __setattr__(self, name: str, value: object) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")


def _dataclass(*, frozen: bool = False, slots: bool) -> Callable[[type[_T]], type[_T]]:
    assert slots, "nothing here has a dict"
    return lambda made: _made(made, _Frozen if frozen else _Record)


def _made(written: type[_T], base: type[_Record]) -> type[_T]:
    """The class as it is written, over again with slots in place of its fields."""
    assert written.__bases__ == (object,), "fields are not inherited"
    body: dict[str, Any] = dict(written.__dict__)
    fields = {name: _given(body.pop(name, _MISSING)) for name in written.__annotations__}
    compared = [name for name, one in fields.items() if one.compare]
    for own in ("__dict__", "__weakref__"):
        body.pop(own, None)
    body |= {
        "__slots__": tuple(fields),
        "__match_args__": tuple(fields),
        "__qualname__": written.__qualname__,
        "_fields": fields,
    }
    if compared:
        body["_compared"] = staticmethod(attrgetter(*compared))
    made: type[_T] = type(written.__name__, (base,), body)
    return made


def _given(stated: object) -> _Field:
    return stated if isinstance(stated, _Field) else _Field(stated)


def _initializer(made: type[_Record]) -> Callable[..., None]:
    """The ``__init__`` of a class: it sets each slot by its descriptor, past ``__setattr__``."""
    parameters, lines, scope = [], [], {"_missing": _MISSING}
    for name, one in made._fields.items():
        scope[f"_set_{name}"] = made.__dict__[name].__set__
        value = name
        if one.factory is not _MISSING:
            parameters.append(f"{name}=_missing")
            scope[f"_make_{name}"] = one.factory
            value = f"_make_{name}() if {name} is _missing else {name}"
        elif one.default is not _MISSING:
            parameters.append(f"{name}=_default_{name}")
            scope[f"_default_{name}"] = one.default
        else:
            parameters.append(name)
        lines.append(f"    _set_{name}(self, {value})\n")
    source = f"def __init__(self, {', '.join(parameters)}):\n{''.join(lines) or '    pass'}"
    exec(source, scope)  # noqa: S102 - names of fields, written in our own classes
    scope["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
    initializer: Callable[..., None] = scope["__init__"]
    return initializer


def _set(record: object, made: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> bool:
    """Set the fields of one record, one by one; False for a call that is not right, or odd."""
    stated = dict(zip(made._fields, arguments, strict=False))
    if len(arguments) > len(stated) or stated.keys() & named or named.keys() - made._fields.keys():
        return False
    stated |= named
    for name, one in made._fields.items():
        if name in stated:
            value = stated[name]
        elif one.factory is not _MISSING:
            value = one.factory()
        elif one.default is not _MISSING:
            value = one.default
        else:
            return False
        made.__dict__[name].__set__(record, value)
    return True


def _replace(record: _T, /, **changes: object) -> _T:
    made: Any = type(record)
    kept = {name: getattr(record, name) for name in made._fields if name not in changes}
    replaced: _T = made(**kept, **changes)
    return replaced


def _field(
    *,
    default: Any = _MISSING,
    default_factory: Any = _MISSING,
    compare: bool = True,
    repr: bool = True,
) -> Any:
    return _Field(default, default_factory, compare, repr)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _field, _replace
