"""What is known of licenses: which id a declaration means, its category and its clauses.

Nothing is matched by substring and nothing is guessed: a declaration is an SPDX expression, an
id of the Hugging Face Hub, a full name or a spelling out of a list, a Creative Commons license
written out; or it names a *family* without a version; or it says nothing; or it is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from stewardship.frozen import dataclass, field
from stewardship.vocabulary import hub_licenses, license_clauses, spdx
from stewardship.vocabulary.license_clauses import Clause, Terms, restrictive
from stewardship.vocabulary.license_mentions import spelled
from stewardship.vocabulary.license_table import Category, table
from stewardship.vocabulary.placeholders import is_unknown
from stewardship.vocabulary.spdx import ExpressionError, License, Node

__all__ = [
    "Category", "Clause", "Entry", "Kind", "Resolution", "Terms", "category", "clauses", "known",
    "normalize", "resolve", "restrictive", "terms",
]  # fmt: skip

Kind = Literal["license", "family", "says-nothing", "not-known"]

_SHORT = 1000  # characters of a declaration that may still be a name
_FAMILY = "LicenseRef-family-"
_NOTHING = "LicenseRef-nothing-"


@dataclass(frozen=True, slots=True)
class Entry:
    """A published license: ``id`` as an expression in today's spelling, and its category.

    ``deprecated`` is True when the id that was asked for is no longer SPDX's.
    """

    id: str
    category: Category
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a declaration means.

    ``license``: ``node`` is the expression and ``expression`` its canonical text. For the other
    kinds ``word`` is what is at fault, ``column`` where it begins (from 1), ``message`` why, as
    a clause without a full stop, and ``category`` what all members of a family share.
    """

    kind: Kind
    node: Node | None = None
    expression: str = ""
    word: str = ""
    column: int = 1
    message: str = ""
    error: ExpressionError | None = field(default=None, compare=False, repr=False)
    category: Category = "unstated"

    @property
    def hint(self) -> str:
        """What to write instead, in the imperative, or ""."""
        return self.error.hint if self.error else ""


def known(id: str) -> Entry | None:
    """The published license of this id, in any case of its letters; None where there is none.

    Known are SPDX ids, ``LicenseRef-scancode-…`` and our own ``LicenseRef-huggingface-…`` and
    ``LicenseRef-stewardship-…``.
    """
    key = id.strip().lower()
    old = table().deprecated.get(key)
    if old and old[1].partition(" WITH ")[0].lower() in table().licenses:
        node = spdx.parse(old[0])
        return Entry(old[1], category(node), True) if isinstance(node, License) else None
    found = table().licenses.get(key) or table().references.get(key)
    return Entry(*found, old is not None) if found else None


@lru_cache(maxsize=4096)
def category(license: License) -> Category:
    """The category of one license of an expression; ``unstated`` for a reference nobody knows.

    An exception that lets others link or generate freely makes a strong copyleft a weak one; no
    other exception changes the category.
    """
    entry = known(license.id)
    found: Category = entry.category if entry else "unstated"
    eased = license.exception.lower() in table().linking
    return "weak-copyleft" if eased and found == "strong-copyleft" else found


@lru_cache(maxsize=4096)
def clauses(license: License) -> tuple[Clause, ...]:
    """What one license of an expression asks of those who build on the work.

    Always in the same order. For a license whose terms nobody here has read, a reference of
    someone's own too, ``unread-terms`` is among them.
    """
    return license_clauses.of(license.id, category(license))


def terms(license: License) -> Terms:
    """The full name of a license and where its terms stand, as far as this project says so."""
    return license_clauses.terms(license.id)


def resolve(declared: str) -> Resolution:
    """What a declared license means; never raises.

    An expression may hold hub ids (``llama3.1 AND cc-by-4.0``): a card's list becomes one. If
    one of them is only a family, or says nothing, then so does the whole.
    """
    # A whole license text in the field is read, but not remembered.
    return _resolve(declared) if len(declared) <= _SHORT else _resolve.__wrapped__(declared)


@lru_cache(maxsize=4096)
def _resolve(declared: str) -> Resolution:
    text = " ".join(declared[:_SHORT].split())
    lower = text.casefold()
    if lower in hub_licenses.NOTHING or is_unknown(text):
        return _says_nothing(text, 1)
    try:
        node = spdx.parse(_names().get(lower) or spelled(text) or declared, _aliases())
    except ExpressionError as error:
        bare = error.with_traceback(None)
        return Resolution("not-known", None, "", error.word, error.column, error.message, bare)
    for license in spdx.licenses(node):
        incomplete = _incomplete(license)
        if incomplete:
            return incomplete
    return Resolution("license", node, spdx.render(spdx.canonical(node)))


def _incomplete(license: License) -> Resolution | None:
    place, word = license.position, license.written[:80]
    if license.id.startswith(_FAMILY):
        shared, name = hub_licenses.FAMILIES[license.id.removeprefix(_FAMILY)]
        message = f"`{word}` is a family of licenses ({name}), not a license"
        return Resolution("family", None, "", word, place, message, category=shared)
    if license.id.startswith(_NOTHING):
        return _says_nothing(word, place)
    return None


def _says_nothing(word: str, column: int) -> Resolution:
    message = f"`{word[:80]}` does not say which license"
    return Resolution("says-nothing", None, "", word[:80], column, message)


def normalize(text: str) -> str:
    """The form in which two declarations of one license are the same text.

    The canonical expression where the text resolves to one; a family or a word that says
    nothing in lower case; anything else as it stands, stripped.
    """
    found = resolve(text)
    if found.kind == "license":
        return found.expression
    return text.strip() if found.kind == "not-known" else " ".join(text.split()).casefold()


@cache
def _aliases() -> Mapping[str, str]:
    """Single words that may stand in an expression instead of an SPDX id."""
    aliases = {id: target for id, (target, _) in hub_licenses.CURATED.items()}
    aliases.update((name, _FAMILY + name) for name in hub_licenses.FAMILIES)
    aliases.update((name, _NOTHING + name) for name in hub_licenses.NOTHING)
    aliases.update((one, id) for one, id in hub_licenses.SPELLINGS.items() if " " not in one)
    return {**table().names, **aliases}


@cache
def _names() -> Mapping[str, str]:
    """Whole declarations, case-folded, that are names and not expressions."""
    names = dict(table().names)
    names.update((name.casefold(), id) for id, name in hub_licenses.SPDX_IDS.items())
    names.update((name.casefold(), id) for id, (_, name) in hub_licenses.CURATED.items())
    names.update((name.casefold(), id) for id, (_, name) in hub_licenses.FAMILIES.items())
    names.update(hub_licenses.SPELLINGS)
    return names
