"""Untrusted text made harmless for a terminal, a workflow log, a shell, Markdown and JSON.

File names, messages, names of stewards: all of it may have been written to act on whoever
reads it. Everything that a reporter prints goes through one of these functions, once. What is
taken out stays visible as an escape, so that nothing hides: ``\\n``, ``\\x1b``, ``\\u202e``, and
``\\xff`` for a byte of a file name that is not UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from stewardship.model import Plain
from stewardship.pattern import pattern

NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# U+3000 is how Japanese and Chinese write a space. The others print as nothing, though Unicode
# counts them as letters or marks; the last is the range in which text has been smuggled.
SPACES = frozenset(" \u3000")
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
UNSEEN_FIRST, UNSEEN_LAST = "\U000e0000", "\U000e0fff"
# Log commands that runners obey anywhere in a line: `##[error]` (GitHub's first syntax, still
# parsed by actions/runner ActionCommand.TryParse) and `##vso[…]` (Azure), `##teamcity[…]`.
LOG_COMMAND = pattern(r"##(?=[A-Za-z]*\[)")
# GitHub's second syntax: `::error::`, first in a line but for white space and our own colors.
LINE_COMMAND = pattern(r"^((?:\s|\x1b\[[0-9;]*m)*):(?=:)")
PUNCTUATION = pattern(r"([!-/:-@\[-`{-~])")
BACKTICKS = pattern(r"`+")
PLAIN_WORD = pattern(r"[A-Za-z0-9_@%+:,./-]+")
LARGEST_BITS = 13_000


def terminal(text: str, longest: int = 0) -> str:
    """One line that does nothing to a terminal or a log: what acts or hides becomes visible.

    Escaped are C0, DEL, C1, marks of direction, zero-width and other unprintable characters,
    and the marks of log commands. With ``longest``, text beyond so many characters is cut.
    """
    if longest and len(text) > longest:
        text = text[: longest - 1] + "…"
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(visible, text))
    return LOG_COMMAND.sub(r"\\x23#", text) if "##" in text else text


def visible(char: str) -> str:
    """The character itself, or its escape when printing it would act or show nothing."""
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # os.fsdecode's stand-in for a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    unseen = char in UNSEEN or UNSEEN_FIRST <= char <= UNSEEN_LAST
    if (char.isprintable() or char in SPACES) and not unseen:
        return char
    if code < 0x80:
        return NAMED.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def lines(assembled: Iterable[str]) -> str:
    """Lines of cleaned parts as one text, none of which a runner takes for a ``::command``.

    Only the assembled line shows what stands first in it, and what its parts make together.
    """
    return "".join(uncommanded(line) + "\n" for line in assembled)


def uncommanded(line: str) -> str:
    """An assembled line that no runner takes for a command."""
    return LOG_COMMAND.sub(r"\\x23#", LINE_COMMAND.sub(r"\1\\x3a", line))


def command_data(*texts: str) -> str:
    """The message of a workflow command; several texts become its lines.

    ``%`` first, then ``\\r`` and ``\\n``: github.com/actions/toolkit, core/src/command.ts.
    """
    return "%0A".join(terminal(text).replace("%", "%25") for text in texts)


def command_property(text: str) -> str:
    """The value of a workflow command's property, in which ``:`` and ``,`` would end it."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def shell(word: str) -> str:
    """One word to paste into a shell; ``$'…'`` where the word itself may not be printed."""
    if PLAIN_WORD.fullmatch(word):
        return word
    shown = terminal(word)
    if shown == word:
        return "'" + word.replace("'", "'\\''") + "'"
    quoted = word.replace("\\", "\\\\").replace("'", "\\'").replace("#", "\\x23")
    return f"$'{terminal(quoted)}'"


def markdown(text: str) -> str:
    """Text as one paragraph of Markdown that formats nothing (CommonMark 2.4, escapes).

    A handle in it may still notify its bearer, and a URL become a link, since hosts look for
    them after rendering: what must stay inert goes into ``code_span``.
    """
    return PUNCTUATION.sub(r"\\\1", terminal(text).strip())


def code_span(text: str) -> str:
    """Text as inline code that it cannot end: fenced by more backticks than it holds in a row."""
    shown = terminal(text)
    fence = "`" * (1 + max((len(run) for run in BACKTICKS.findall(shown)), default=0))
    pad = " " if not shown.strip() or shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def plain(value: Plain) -> Plain:
    """Data that any JSON parser takes: no lone surrogate, no NaN, no endless integer."""
    if isinstance(value, str):
        return unicode(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {unicode(key): plain(item) for key, item in value.items()}
    if isinstance(value, float) and value - value != 0:
        return str(value)
    if isinstance(value, int) and value.bit_length() > LARGEST_BITS:
        return hex(value)
    return value


def unicode(text: str) -> str:
    """Text without surrogates; all else stays, for JSON escapes what is not printable."""
    if text.isascii():
        return text
    return "".join(visible(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def json_text(data: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Data as JSON in ASCII only, in which no character acts on a terminal or a log."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, indent=2)
    return LOG_COMMAND.sub(r"\\u0023#", text.replace("\x7f", "\\u007f")) + "\n"
