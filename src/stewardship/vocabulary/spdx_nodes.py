"""What a license expression consists of once it is read (SPDX specification 2.3, annex D)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, product

from stewardship.frozen import dataclass, field


class ExpressionError(ValueError):
    """The text is not a license expression: why, and in which column (from 1).

    ``word`` is the word that is at fault, shortened; ``hint`` says what to do, and is worked out
    only when somebody asks, since it compares the word with some hundreds of ids.
    """

    def __init__(self, message: str, column: int, word: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.word = word
        self._hint = hint

    @property
    def hint(self) -> str:
        """The next step, in the imperative, or ""."""
        if self._hint or not self.word:
            return self._hint
        from stewardship.vocabulary.license_table import table
        from stewardship.vocabulary.suggest import closest

        names = table()
        ids = [id for id, _ in names.licenses.values()]
        # Strict, or "Limited" would be answered with MIT; `Apache` still finds `Apache-2.0`.
        near = closest(self.word, [*ids, *names.exceptions.values()], 0.75)
        if near:
            return f"did you mean `{near}`?"
        return "use an id of the SPDX License List, or `LicenseRef-` and a name of your own"


@dataclass(frozen=True, slots=True)
class License:
    """One license of an expression, in canonical spelling.

    ``plus`` means "or any later version" for an id that does not say so itself; GNU ids always
    do (``GPL-2.0+`` is read as ``GPL-2.0-or-later``). ``exception`` is what follows WITH, or "".
    ``position`` is the column of its first character, ``written`` what stood there; neither
    counts when nodes are compared.
    """

    id: str
    plus: bool = False
    exception: str = ""
    position: int = field(default=1, compare=False)
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of the items bind together; at least two, none of them an And."""

    items: tuple[Node, ...]
    position: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Any one of the items may be chosen; at least two, none of them an Or."""

    items: tuple[Node, ...]
    position: int = field(default=1, compare=False)


Node = License | And | Or


def licenses(node: Node) -> tuple[License, ...]:
    """All licenses of an expression, in the order in which they are written."""
    if isinstance(node, License):
        return (node,)
    return tuple(license for item in node.items for license in licenses(item))


def ways(node: Node, most: int) -> Iterator[tuple[License, ...]]:
    """Each choice of branches that satisfies the expression, as the licenses that then bind.

    Of each part of an AND only the first ``most`` choices are gone through.
    """
    if isinstance(node, License):
        yield (node,)
    elif isinstance(node, Or):
        for item in node.items:
            yield from ways(item, most)
    else:
        bounded = (tuple(islice(ways(item, most), most)) for item in node.items)
        yield from (tuple(chain.from_iterable(way)) for way in product(*bounded))


def quoted(text: str) -> str:
    """Source text for a message: in backticks, 80 characters at most."""
    return f"`{text if len(text) <= 80 else text[:79] + '…'}`"
