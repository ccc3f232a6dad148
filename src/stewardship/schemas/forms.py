"""The keywords of JSON Schema that hold one node against several schemas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stewardship.schemas.fault import FITS, Check, Compile, Fault, Faults

# What a form fails by that was never meant: it asks for another value or type altogether.
_STRANGE = frozenset(("const", "enum", "type", "false"))


def every(checks: Iterable[Check]) -> Check:
    """All of these hold."""
    parts = tuple(checks)
    if len(parts) == 1:
        return parts[0]

    def check(found: Any) -> Faults:
        said: list[Fault] = []
        for one in parts:
            if wrong := one(found):
                said += wrong
        return said

    return check


def all_of(wanted: Sequence[Any], schema: Any, compile: Compile) -> Check:
    """The node fits all of these schemas."""
    return every([compile(one) for one in wanted])


def any_of(wanted: Sequence[Any], schema: Any, compile: Compile) -> Check:
    """The node fits at least one of these schemas."""
    parts = [compile(one) for one in wanted]

    def check(found: Any) -> Faults:
        failed = []
        for one in parts:
            wrong = one(found)
            if not wrong:
                return FITS
            failed.append(wrong)
        return [Fault((), "anyOf", len(parts), found, _meant(failed))]

    return check


def one_of(wanted: Sequence[Any], schema: Any, compile: Compile) -> Check:
    """The node fits exactly one of these schemas; ``wanted`` of the fault is how many it fits."""
    parts = [compile(one) for one in wanted]

    def check(found: Any) -> Faults:
        failed = [wrong for wrong in (one(found) for one in parts) if wrong]
        fit = len(parts) - len(failed)
        if fit == 1:
            return FITS
        return [Fault((), "oneOf", fit, found, () if fit else _meant(failed))]

    return check


def not_(wanted: Any, schema: Any, compile: Compile) -> Check:
    """The node does not fit this schema."""
    inner = compile(wanted)
    return lambda found: FITS if inner(found) else [Fault((), "not", None, found)]


def if_(wanted: Any, schema: Any, compile: Compile) -> Check:
    """The node fits ``then`` where it fits ``if``, else ``else``."""
    test = compile(wanted)
    then, otherwise = compile(schema.get("then", True)), compile(schema.get("else", True))
    return lambda found: otherwise(found) if test(found) else then(found)


def _meant(failed: Sequence[Faults]) -> tuple[Fault, ...]:
    """The faults of the form that came nearest: it fails deepest, by something that is about the
    form and not about which form it is. Empty where every form asks for something else."""

    def nearness(wrong: Faults) -> tuple[bool, int, int]:
        return not any(map(_strange, wrong)), max(map(_depth, wrong)), -len(wrong)

    best = max(failed, key=nearness)
    return tuple(best) if nearness(best)[0] else ()


def _strange(fault: Fault) -> bool:
    """Whether a form fails as one that was never meant."""
    alternatives = fault.keyword in ("anyOf", "oneOf") and not fault.inner
    return not fault.pointer and (alternatives or fault.keyword in _STRANGE)


def _depth(fault: Fault) -> int:
    return len(fault.pointer) + max(map(_depth, fault.inner), default=0)
