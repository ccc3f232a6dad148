"""One module a check. A check says what is wrong with one value, and nothing else.

A check module has:

- a docstring: its manual page. Fenced ``pass`` and ``fail`` blocks of YAML in it, each
  ``{value: …, options: …}``, are run by the tests;
- ``OPTIONS``: the JSON Schema of its options (an object schema, ``additionalProperties: false``);
- ``ABSENT`` (optional, default False): True when it wants to see absent, placeholder and
  conflicting values itself; otherwise the engine has already turned those into problems, and a
  conflicting value is checked candidate by candidate;
- ``UNREADABLE`` (optional, default False): True when it has something to say of a resource whose
  manifest cannot be read; all other rules leave such a resource to ``readable``;
- ``REMOVED`` (optional, default False): True when it judges what the base had and the head lost,
  and nothing else;
- ``mistakes(options)`` (optional): yields what is wrong with the options that stand in a policy
  beyond what a schema can say (a pattern that does not compile), one clause each; asked when a
  policy is validated, without the options that are references, so that it stops there;
- ``check(value, options, context)``: yields ``Problem``s, or ``Unjudged`` where it cannot tell.

What a check says follows from the value (not from where it stands, or who read it), the options,
and what it asks of the context; so where it had nothing to say, an equal value need not be asked
about again. Options arrive with their references already resolved. Whatever is costly to prepare
from them is kept by ``functools.lru_cache`` on a function of plain hashable arguments. The engine
stamps rule, severity, location (when the problem names none), steward and fingerprint.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from stewardship.model import Kind, Problem, Resource, Unjudged, Value

if TYPE_CHECKING:
    from datetime import datetime

Options = Mapping[str, Any]

# Modules of this folder that are no checks: what checks share.
HELPERS = frozenset((
    "__init__", "appetite", "cluster", "given", "lineage", "matrix", "measured", "pool", "stated",
    "walk", "way", "wording",
))  # fmt: skip


class Context(Protocol):
    """All that a check may ask about the surroundings of a value."""

    @property
    def now(self) -> datetime:
        """The time of the run, in UTC."""

    @property
    def resource(self) -> Resource:
        """The resource that is being judged."""

    def value(self, name: str) -> Value:
        """What another field of the resource says. A check that names it in ``BESIDE`` and looks at
        nothing else of the resource says the same of all resources in which these are equal."""

    @property
    def field(self) -> str:
        """The name of the field for messages: the last name of the rule's ``at``."""

    def exists(self, path: str) -> bool:
        """Whether the tree (as judged: index, commit or work tree) holds this file or folder."""

    def digest(self, path: str) -> str | None:
        """The SHA-256, in hex, of a file of the tree as judged; None where it holds no such file,
        or one that is a link, cannot be read, or is larger than a text of that kind is."""

    def commit(self, name: str) -> bool | None:
        """Whether this repository holds the commit; None where that cannot be told (shallow)."""

    def first_seen(self) -> tuple[datetime | None, bool]:
        """When the history of the reports first told of the resource (None: no commit does), and
        whether that may be later than it was, for history is not known to its beginning."""

    def owners(self, path: str) -> tuple[str, ...]:
        """The code owners of a path, by the CODEOWNERS in force; empty where there are none."""

    def steward(self, handle: str) -> Resource | None:
        """The person or team of this handle in the ownership map."""

    def resolve(
        self, reference: str, kind: str = "", source: Resource | None = None
    ) -> Resource | None:
        """The resource that a reference means, if the tree has it: one that is written in
        ``source``, or in the resource that is judged."""

    def resources(self, kind: Kind) -> Sequence[Resource]:
        """All resources of a kind in the universe, for rules across files."""

    def before(self) -> Resource | None:
        """The same resource at the base, where this run knows a base that had it."""


class Check(Protocol):
    """What a check module offers."""

    __name__: str
    __doc__: str | None
    OPTIONS: Mapping[str, Any]
    check: Callable[[Value, Options, Context], Iterable[Problem | Unjudged]]


plugged: dict[str, Check] = {}
"""The checks of plugins, by name; ``stewardship.plugins`` fills it for one run."""


def names() -> tuple[str, ...]:
    """The names of all checks: the files of this folder, without importing any, and plugins'."""
    files = os.listdir(os.path.dirname(os.path.abspath(__file__)))
    stems = (name.removesuffix(".py") for name in files if name.endswith(".py"))
    own = (stem.replace("_", "-") for stem in stems if stem not in HELPERS)
    return tuple(sorted((*own, *plugged)))


def load(name: str) -> Check:
    """The check of this name: a plugin's, or a module of this folder, imported only now."""
    return plugged.get(name) or _own(name)


@cache
def _own(name: str) -> Check:
    return cast(Check, import_module(f"{__name__}.{name.replace('-', '_')}"))


def state() -> str:
    """What changes when the plugins' checks do; empty without any."""
    return ",".join(f"{name}={getattr(one, 'VERSION', '')}" for name, one in plugged.items())
