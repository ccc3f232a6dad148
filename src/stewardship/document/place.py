"""Lines and columns for the values of JSON and TOML documents, once they are to be printed.

Neither parser keeps places, and hardly any value is ever printed; so a value keeps its pointer,
and the text is looked at again for the few that are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from stewardship.document import source
from stewardship.frozen import replace
from stewardship.model import Location, Pointer

if TYPE_CHECKING:
    from stewardship.document.place_json import JsonPlaces
    from stewardship.document.place_toml import TomlPlaces

_TOML = (".toml", ".lock")


def place(location: Location, content: bytes) -> Location:
    """The location with line and column, from 1 and in code points; one that has a line as is.

    A pointer that leads nowhere is placed at its nearest parent. The pointer is kept. Never
    raises: a text that is neither JSON nor TOML is placed at its beginning.
    """
    if location.line is not None or location.pointer is None:
        return location
    line, column = placer(content, location.path)(location.pointer)
    return replace(location, line=line, column=column)


@lru_cache(maxsize=4)
def placer(content: bytes, path: str) -> Callable[[Pointer], tuple[int, int]]:
    """A function from pointer to (line, column) in one file; it remembers what it has read."""
    text = content.removeprefix(source.BOM).decode("utf-8", "replace")
    places = _places(text, path)
    at = source.positions(text)

    def resolve(pointer: Pointer) -> tuple[int, int]:
        return at(min(places.offset(pointer), len(text)))

    return resolve


def _places(text: str, path: str) -> JsonPlaces | TomlPlaces:
    if _is_json(text, path):
        from stewardship.document.place_json import JsonPlaces

        return JsonPlaces(text)
    from stewardship.document.place_toml import TomlPlaces

    return TomlPlaces(text)


def _is_json(text: str, path: str) -> bool:
    """Told from the text, for ``Pipfile.lock`` is JSON and ``uv.lock`` is not."""
    start = text.lstrip()[:1]
    return start == "{" or (start == "[" and not path.endswith(_TOML)) or path.endswith(".json")
