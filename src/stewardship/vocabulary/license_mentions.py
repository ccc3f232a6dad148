"""Licenses as people write them out: a Creative Commons name in words, an id within a sentence.

``spelled`` takes a whole declaration and decides; ``mentions`` only finds what a sentence names,
for a message, or for a reader that has looked at the rest of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from stewardship.pattern import pattern
from stewardship.vocabulary import hub_licenses

_END = r"[- ]v?([1-4]\.[05])(?: International| Unported)?"
_SHORT = r"CC[- ]BY((?:[- ](?:NC|SA|ND)){0,2})" + _END
_LONG = (
    r"Creative Commons[- ]Attribution"
    r"((?:[- ](?:Non-?Commercial|Share-?Alike|No-?Deriv(?:ative)?s)){0,2})(?: License)?"
    rf"{_END}(?: Public)?(?: License)?"
)
_CC = (pattern(_SHORT, re.I), pattern(_LONG, re.I))
_PART = pattern(r"n(?:c|on)|s(?:a|hare)|n(?:d|o-?d)", re.I)
# What is told from a word by its form; names written out are added from the hub's list.
_IDS = (
    r"MIT|ISC|Unlicense|Apache(?:[- ](?:Software )?License)?,?[- ](?:Version[- ]|v\.? ?)?2(?:\.0)?"
    r"|BSD[- ][0-4][- ]Clause|[0-4][- ]Clause[- ]BSD|CC0(?:[- ]1\.0)?|ODC-By|ODbL(?:-1\.0)?"
    r"|[AL]?GPL[- ]?v?[0-9](?:\.[0-9])?(?:-only|-or-later|\+)?|MPL[- ]2\.0|EUPL-1\.2"
)


def spelled(text: str) -> str:
    """The SPDX id of a Creative Commons license written with blanks or in words, else ``""``.

    Without a version it is the name of the family that the hub has: ``CC BY-NC`` is ``CC-BY-NC``.
    """
    plain = " ".join(text.split())
    family = plain.replace(" ", "-")
    if family.casefold() in hub_licenses.FAMILIES:
        return family
    if plain[:2].casefold() not in ("cc", "cr"):  # the patterns take longer than the answer
        return ""
    for form in _CC:
        found = form.fullmatch(plain)
        if found:
            parts = (part.casefold() for part in _PART.findall(found.group(1)))
            letters = ("SA" if p[0] == "s" else "NC" if p in ("nc", "non") else "ND" for p in parts)
            return "-".join(("CC-BY", *letters, found.group(2)))
    return ""


def mentions(sentence: str) -> tuple[str, ...]:
    """What licenses a text names, each once: by its id where that is clear, else as written."""
    return tuple(dict.fromkeys(_id(match.group()) for match in _named().finditer(sentence)))


def _id(written: str) -> str:
    plain = " ".join(written.split()).casefold()
    known = _names().get(plain.removesuffix(" agreement")) or hub_licenses.SPELLINGS.get(plain)
    return known or spelled(written) or written


@cache
def _names() -> Mapping[str, str]:
    """The hub's ids by their full names, folded; an agreement is often named without the word."""
    names = {id: name for id, (_, name) in hub_licenses.CURATED.items()}
    names.update(hub_licenses.SPDX_IDS)
    return {n.casefold().removesuffix(" agreement"): id for id, n in names.items() if " " in n}


@cache
def _named() -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    either = rf"(?:{_LONG}|(?:{known})(?: Agreement)?|{_SHORT}|{_IDS})"
    return re.compile(rf"(?<![\w.-]){either}(?![\w+])(?!-\w)", re.I)
