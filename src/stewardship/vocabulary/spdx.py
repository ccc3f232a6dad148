"""SPDX license expressions: read, printed and judged against a list of what is allowed.

The grammar is that of the SPDX specification, annex D: license ids with an optional ``+``,
``LicenseRef-`` and ``DocumentRef-…:LicenseRef-``, ``WITH`` an exception, ``AND`` before ``OR``,
parentheses. Operators and ids are taken in any case. Everything is bounded: what is longer than
LONGEST, has more than MOST licenses or is nested deeper than DEEPEST is refused, not tried.

>>> render(parse("mit or (gpl-2.0+ and apache-2.0)"))
'MIT OR (GPL-2.0-or-later AND Apache-2.0)'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from stewardship.pattern import pattern
from stewardship.vocabulary.spdx_allowed import Reason, Satisfaction, satisfied
from stewardship.vocabulary.spdx_nodes import (
    And,
    ExpressionError,
    License,
    Node,
    Or,
    licenses,
    quoted,
    ways,
)
from stewardship.vocabulary.spdx_terms import OPERATORS, exception_of, license_of

__all__ = [
    "And", "ExpressionError", "License", "Node", "Or", "Reason", "Satisfaction", "allowance",
    "canonical", "licenses", "normalize", "parse", "render", "satisfied", "ways",
]  # fmt: skip

LONGEST = 50_000  # characters
MOST = 2_000  # licenses
DEEPEST = 100  # parentheses within parentheses

_TOKEN = pattern(r"[()]|[^\s()]+")
_NO_ALIASES: Mapping[str, str] = MappingProxyType({})


def parse(text: str, aliases: Mapping[str, str] = _NO_ALIASES) -> Node:
    """The expression as a tree, every license in it canonical; or ExpressionError.

    ``aliases`` maps further names, lower-case, to the ids that they stand for.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"an expression has at most {LONGEST} characters", 1)
    parser = _Parser(text, aliases)
    node = parser.any_of(0)
    if parser.word == ")":
        raise ExpressionError("`)` closes nothing", parser.column)
    return node


class _Parser:
    """Recursive descent over the words of one text, one word ahead."""

    def __init__(self, text: str, aliases: Mapping[str, str]) -> None:
        self._words: Iterator[re.Match[str]] = _TOKEN.finditer(text)
        self._aliases = aliases
        self._count = 0
        self._before = ("", 1)  # the word already taken, and its column
        self.word, self.column = "", 1
        self._step()

    def any_of(self, depth: int) -> Node:
        """Branches joined by OR, which binds least."""
        start, items = self.column, [self._all_of(depth)]
        while self._take("or"):
            items.append(self._all_of(depth))
        return _flat(Or, items, start)

    def _all_of(self, depth: int) -> Node:
        start, items = self.column, [self._one(depth)]
        while self._take("and"):
            items.append(self._one(depth))
        return _flat(And, items, start)

    def _one(self, depth: int) -> Node:
        if self.word != "(":
            return self._license()
        opened = self.column
        if depth >= DEEPEST:
            raise ExpressionError(f"parentheses are nested more than {DEEPEST} deep", opened)
        self._step()
        node = self.any_of(depth + 1)
        if self.word != ")":
            raise ExpressionError("`(` is never closed", opened)
        self._step()
        if self.word.lower() == "with":
            raise ExpressionError("`WITH` applies to one license, not to a group", self.column)
        self._expect_no_term()
        return node

    def _license(self) -> Node:
        self._expect_term("a license id")
        word, column = self.word, self.column
        license = license_of(word, column, self._aliases)
        self._count += 1
        if self._count > MOST:
            raise ExpressionError(f"an expression has at most {MOST} licenses", column)
        self._step()
        if self.word.lower() == "with":
            license = self._with(license)
        self._expect_no_term()
        return license

    def _with(self, license: License) -> License:
        if license.exception:
            message = f"{quoted(license.written)} already names its exception"
            raise ExpressionError(message, self.column)
        self._step()
        self._expect_term("an exception")
        exception = exception_of(self.word, self.column)
        written = f"{license.written} WITH {self.word}"
        self._step()
        return License(license.id, license.plus, exception, license.position, written)

    def _expect_term(self, what: str) -> None:
        """Where a term must stand there is one, or the word before is what dangles."""
        before, column = self._before
        if not self.word:
            if not before:
                raise ExpressionError("the expression is empty", 1, hint="name the license")
            raise ExpressionError(f"{quoted(before)} has nothing after it", column)
        if self.word.lower() in OPERATORS or self.word in ("(", ")"):
            message = f"{quoted(self.word)} stands where {what} is expected"
            raise ExpressionError(message, self.column)

    def _expect_no_term(self) -> None:
        if self.word and self.word != ")" and self.word.lower() not in ("and", "or"):
            message = f"`AND`, `OR` or `WITH` is missing before {quoted(self.word)}"
            raise ExpressionError(message, self.column)

    def _take(self, operator: str) -> bool:
        if self.word.lower() != operator:
            return False
        self._step()
        return True

    def _step(self) -> None:
        self._before = (self.word, self.column)
        found = next(self._words, None)
        self.word, self.column = (found[0], found.start() + 1) if found else ("", self.column)


def _flat(kind: type[And] | type[Or], items: list[Node], position: int) -> Node:
    """One node of this kind; an item of the same kind, from parentheses, gives its own items."""
    if len(items) == 1:
        return items[0]
    flat: list[Node] = []
    for item in items:
        flat.extend(item.items if isinstance(item, And | Or) and type(item) is kind else [item])
    return kind(tuple(flat), position)


def render(node: Node) -> str:
    """The expression as canonical text; every group within a group is in parentheses."""
    if isinstance(node, License):
        id = f"{node.id}+" if node.plus else node.id
        return f"{id} WITH {node.exception}" if node.exception else id
    parts = (
        f"({render(item)})" if isinstance(item, And | Or) else render(item) for item in node.items
    )
    return (" AND " if isinstance(node, And) else " OR ").join(parts)


def canonical(node: Node) -> Node:
    """The same expression with the items of each group sorted, and none stated twice."""
    if isinstance(node, License):
        return node
    items: dict[str, Node] = {}
    for item in map(canonical, node.items):
        parts = () if isinstance(item, License) or type(item) is not type(node) else item.items
        items.update((render(part), part) for part in parts or (item,))
    ordered = sorted(items, key=lambda text: (text.lower(), text))
    return _flat(type(node), [items[text] for text in ordered], node.position)


def normalize(text: str) -> str:
    """The canonical expression, the same for `MIT or Apache-2.0` and `Apache-2.0 OR MIT`.

    A text that is no expression comes back stripped.
    """
    return _normalize(text) if len(text) <= 1000 else _normalize.__wrapped__(text)


@lru_cache(maxsize=4096)
def _normalize(text: str) -> str:
    try:
        return render(canonical(parse(text)))
    except ExpressionError:
        return text.strip()


def allowance(texts: Iterable[str]) -> frozenset[License]:
    """The entries of an allow list; each is one license, or several with OR between them.

    Raises ExpressionError for what is no expression or joins licenses with AND.
    """
    entries: set[License] = set()
    for text in texts:
        node = parse(text)
        for item in node.items if isinstance(node, Or) else (node,):
            if isinstance(item, And):
                message = "an allowed entry is one license; `AND` has no meaning in it"
                raise ExpressionError(message, item.position, hint="list each license by itself")
            entries.update(licenses(item))
    return frozenset(entries)
