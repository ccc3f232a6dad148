"""The clauses of a license: what it asks of those who build on the work, beyond its category.

They come from ``licenses.yaml``, which also says where each stands in the license's text. What
nobody here has read has the clause ``unread-terms``, and never none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from stewardship.frozen import dataclass
from stewardship.vocabulary.license_table import Category, table

ClauseName = Literal[
    "non-commercial", "user-cap", "use-restrictions", "incorporated-use-policy",
    "output-restrictions", "territory", "no-derivatives", "share-alike", "network-trigger",
    "naming", "unread-terms", "notice",
]  # fmt: skip
CLAUSES: tuple[ClauseName, ...] = get_args(ClauseName)  # in the order in which they are given


class Clause(NamedTuple):
    """One duty or limit; ``value`` says in a few words of our own what it comes to, or is ""."""

    name: ClauseName
    value: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is said of a license: its full name, where its terms stand, what was not verified.

    Any of them is "" where nothing is said; ``clauses`` is None where only the category speaks.
    """

    name: str = ""
    source: str = ""
    uncertain: str = ""
    clauses: tuple[Clause, ...] | None = None


def terms(id: str) -> Terms:
    """What this project has to say of a license id, in any case of its letters."""
    entry = _entries().get(id.lower())
    if entry is None:
        return Terms()
    clauses = _ordered(entry["clauses"]) if "clauses" in entry else None
    return Terms(entry.get("name", ""), entry["source"], entry.get("uncertain", ""), clauses)


def of(id: str, category: Category) -> tuple[Clause, ...]:
    """The clauses of a license of this id, or, where it has none of its own, of its category."""
    own = terms(id).clauses
    return _ordered(table().usual[category]) if own is None else own


def restrictive(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Those that bind whoever gets the work, or what is made of it, later: all but the notice."""
    return tuple(clause for clause in clauses if clause.name != "notice")


def _ordered(stated: Mapping[str, str]) -> tuple[Clause, ...]:
    return tuple(Clause(name, stated[name]) for name in CLAUSES if name in stated)


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    return {
        id.lower(): entry for entry in table().terms for line in entry["ids"] for id in line.split()
    }
