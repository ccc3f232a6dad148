"""The words that several checks and the engine share, so that a reader meets each only once.

Every function returns a clause without subject and full stop, as ``Problem.message`` wants it.
Text from the checked tree is always ``quote``d: on one line, shortened, between backticks;
what must not reach a terminal or a workflow is the reporters' to escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stewardship.model import Data, Plain, Scalar, Value
from stewardship.pattern import pattern

LONGEST = 80
_PLAIN = pattern(r"[A-Za-z0-9 -]{0,40}")
# Beyond this many bits Python refuses to print an integer in decimal.
PRINTABLE_BITS = 13_000


def text(scalar: Data) -> str:
    """A scalar as its source would say it; nothing for None, a list or a mapping."""
    if type(scalar) is str:
        return scalar
    if scalar is None or isinstance(scalar, tuple | Mapping):
        return ""
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    if isinstance(scalar, int) and scalar.bit_length() > PRINTABLE_BITS:
        return hex(scalar)
    return str(scalar)


def flat(plain: Plain) -> str:
    """Any data as one text that does not depend on the order of keys, for comparing."""
    if isinstance(plain, list):
        return f"[{', '.join(flat(item) for item in plain)}]"
    if isinstance(plain, dict):
        return f"{{{', '.join(f'{key}: {flat(plain[key])}' for key in sorted(plain))}}}"
    return text(plain)


def shorten(words: str, longest: int = LONGEST) -> str:
    """The words on one line, cut with an ellipsis where they are longer than ``longest``."""
    line = " ".join(words[: longest * 4].split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def quote(words: Data) -> str:
    """Untrusted words in backticks, short enough for a message, and unable to end the quote."""
    return f"`{shorten(text(words)).replace('`', 'ˋ')}`"


def shape(data: Data) -> str:
    """What kind of thing this is, in a reader's words: ``a list``, ``a mapping``, …"""
    if isinstance(data, Mapping):
        return "a mapping"
    if isinstance(data, tuple):
        return "a list"
    if data is None:
        return "empty"
    if isinstance(data, bool):
        return "a truth value"
    return "a text" if isinstance(data, str) else "a number"


def misshapen(value: Value, wanted: str) -> str:
    """The clause for a list or mapping where something simpler was meant."""
    return f"{wanted} is wanted here, and this is {shape(value.data)}"


def choices(options: Iterable[Scalar], most: int = 6, joint: str = "or") -> str:
    """Alternatives as a sentence has them, bounded: ```a`, `b` or 4 more``."""
    words = [quote(option) for option in options]
    rest = len(words) - most
    if rest > 0:
        words = [*words[:most], f"{rest} more"]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def meant(suggestion: str | None) -> str:
    """The closing question of a message, where something close to what was written exists."""
    return f"; did you mean {quote(suggestion)}?" if suggestion else ""


def verb(field: str) -> str:
    """``is`` or ``are``, by the last letters of a field's name (``owners``, but ``address``)."""
    return "are" if field.endswith("s") and not field.endswith(("ss", "us", "is")) else "is"


def named(field: str) -> str:
    """A field's name as a message says it: ``base-revision`` is ``base revision``.

    A way into a value (``sources[1].ref``), and a name that only a checked file can have thought
    of, is quoted.
    """
    return field.replace("-", " ") if _PLAIN.fullmatch(field) else quote(field)


def absent(field: str) -> str:
    """``no license is stated``, the clause for what nobody says."""
    name = named(field)
    return f"no {name} {verb(name)} stated" if name else "nothing is stated"


def placeholder(field: str, written: Data) -> str:
    """The clause for a template's text that nobody has filled in."""
    name = named(field)
    subject = f"the {name} {verb(name)} " if name else ""
    return f"{subject}still to be filled in: {quote(written)}"


def unknown(field: str, written: Data) -> str:
    """The clause for a value that says that it is not known."""
    name = named(field)
    subject = f"the {name} {verb(name)} " if name else ""
    return f"{subject}stated as not known: {quote(written)}"


def summary(value: Value) -> str:
    """A value in a few words: a scalar quoted, anything else by its shape and size."""
    if isinstance(value.data, tuple):
        return f"a list of {len(value.data)}"
    if isinstance(value.data, Mapping):
        return f"a mapping of {len(value.data)}"
    return quote(value.data) if value.data is not None else "nothing"
