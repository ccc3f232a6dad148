"""What people write in the ``License`` field of a package, where an id belongs.

A name is known as a whole or not at all: its words, in lower case, without punctuation and
without "the", "license" and "version", have to be exactly those of a row. So "MIT Licence",
"The MIT License (MIT)" and "License: MIT" are one name, and "MIT-like" and "Limited Use License"
are none. The names are those met in the metadata of packages on the Python Package Index; where
people use one name for several licenses ("MIT/X11", "Python", "BSD style") there is no row, and a
person has to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

NOTHING = ""  # what is said points elsewhere, or only says that there is a license
PROPRIETARY = "LicenseRef-scancode-proprietary-license"
PUBLIC_DOMAIN = "LicenseRef-scancode-public-domain"

# An id or the word for a family, and its names between bars.
_ROWS: Mapping[str, str] = {
    "MIT": "mit|expat|mit expat|expat mit|mit/expat|expat/mit",
    "MIT-0": "mit no attribution|mit no attribution mit 0|mit 0",
    "MIT-CMU": "mit cmu|cmu mit cmu",
    "Apache-2.0": (
        "apache 2|apache 2.0|apache software 2|apache software 2.0|asl 2|asl 2.0|al 2.0|apl 2.0"
        "|apache public 2.0|apache software foundation 2.0|apache 2.0 apache 2.0|apache 2 apache 2"
        "|apache software apache 2.0|apache software 2.0 apache 2.0|apache 2.0 january 2004"
    ),
    "Apache": "apache|apache software|asl|apache software foundation",
    "BSD": "bsd|berkeley software distribution|bsd software",
    "BSD-3-Clause": (
        "bsd 3|3 clause bsd|bsd 3 clause|bsd three clause|three clause bsd|new bsd|bsd new"
        "|modified bsd|bsd modified|revised bsd|bsd revised|bsd 3 clause new|new 3 clause bsd"
        "|bsd 3 clause new or revised|new bsd 3 clause|3 clause new bsd|bsd 3 clause bsd 3 clause"
        "|bsd 3 clause new or revised bsd 3 clause"
    ),
    "BSD-2-Clause": (
        "bsd 2|2 clause bsd|bsd 2 clause|bsd two clause|two clause bsd|simplified bsd"
        "|bsd simplified|bsd 2 clause simplified|bsd 2 clause bsd 2 clause"
    ),
    "BSD-4-Clause": "bsd 4 clause|4 clause bsd|original bsd|bsd original|bsd four clause",
    "0BSD": "zero clause bsd|bsd zero clause|bsd 0 clause|0 clause bsd|zero clause bsd 0bsd",
    "ISC": "isc|iscl|isc iscl",
    "PSF-2.0": (
        "psf|psfl|psf 2|psf 2.0|python software foundation|python software foundation 2"
        "|python software foundation psf|python software foundation 2.0"
    ),
    "MPL-2.0": (
        "mpl 2|mpl 2.0|mozilla public 2|mozilla public 2.0|mozilla public 2.0 mpl 2.0|mozilla 2.0"
        "|mozilla public mpl 2.0"
    ),
    "MPL-1.1": "mpl 1.1|mozilla public 1.1|mozilla public 1.1 mpl 1.1",
    "MPL": "mpl|mozilla public|mozilla|mozilla public mpl",
    "GPL": "gpl|gnu gpl|gnu general public|general public|gnu general public gpl|gnu public",
    "LGPL": (
        "lgpl|gnu lgpl|gnu lesser general public|lesser general public|gnu lesser general public"
        " lgpl|gnu library or lesser general public|gnu library or lesser general public lgpl"
    ),
    "AGPL": "agpl|gnu agpl|gnu affero general public|affero general public|affero gpl",
    "ZPL-2.1": "zpl 2.1|zope public 2.1|zope public 2.1 zpl 2.1|zope public zpl 2.1",
    "ZPL": "zpl|zope public|zope",
    "AFL": "afl|academic free|academic free afl",
    "Artistic": "artistic|perl artistic",
    "Artistic-2.0": "artistic 2.0|artistic 2",
    "Unlicense": "unlicense|unlicence",
    PUBLIC_DOMAIN: "public domain|publicdomain|in public domain|released to public domain",
    "CC0-1.0": "cc0|cc0 1.0|cc0 1.0 universal|creative commons zero|creative commons cc0",
    "WTFPL": "wtfpl|do what fuck you want to public|do what f*ck you want to public|wtfpl 2",
    "BSL-1.0": "boost|boost software|boost 1.0|boost software 1.0|boost software 1.0 bsl 1.0",
    "Zlib": "zlib|zlib/libpng|zlib libpng",
    "HPND": (
        "hpnd|historical permission notice and disclaimer"
        "|historical permission notice and disclaimer hpnd"
    ),
    "EPL-1.0": "epl 1.0|eclipse public 1.0|eclipse public 1.0 epl 1.0",
    "EPL-2.0": "epl 2.0|eclipse public 2.0|eclipse public 2.0 epl 2.0",
    "EUPL-1.1": "eupl 1.1|european union public 1.1|european union public 1.1 eupl 1.1",
    "EUPL-1.2": "eupl 1.2|european union public 1.2|european union public 1.2 eupl 1.2",
    "NCSA": "ncsa|university of illinois/ncsa open source|illinois/ncsa open source",
    "UPL-1.0": "upl|upl 1.0|universal permissive|universal permissive upl",
    "PostgreSQL": "postgresql",
    "ECL-2.0": "educational community 2.0|ecl 2.0|educational community 2.0 ecl 2.0",
    "CECILL-2.1": "cecill 2.1",
    "CECILL-B": "cecill b",
    "CECILL-C": "cecill c",
    "OFL-1.1": "sil open font 1.1|ofl 1.1|sil ofl 1.1|sil open font 1.1 ofl 1.1",
    "BUSL-1.1": "busl 1.1|business source 1.1|business source 1.1 busl 1.1",
    "SSPL-1.0": "sspl|sspl 1.0|server side public|server side public 1",
    "Elastic-2.0": "elastic 2.0|elastic 2",
    PROPRIETARY: (
        "proprietary|commercial|closed source|private|all rights reserved|proprietary software"
        "|other/proprietary|proprietary commercial|unlicensed|nvidia proprietary software"
        "|nvidia proprietary|copyright all rights reserved|proprietary all rights reserved"
    ),
    NOTHING: (
        "see|see file|file|in file|license.txt|see license.txt|license.md|see license.md"
        "|license.rst|see license.rst|copying|see copying|see copying file|copying.txt"
        "|see copying.txt|readme|see readme|readme.md|see readme.md|file license.txt"
        "|see in repository|see file for details|see for details|see file for more details"
        "|osi approved|dfsg approved|other|open source initiative approved"
    ),
}  # fmt: skip

_IGNORED = frozenset(("the", "license", "licenses", "version", "v", ""))
_MARKS = re.compile(r"[\"'`“”‘’,;:()\[\]_-]+")
_NUMBERED = re.compile(
    r"(v|[al]?gpl|mpl|epl|eupl|bsd|apache|asl|al|apl|psf|zpl|upl)?v?([0-9][0-9.]*)(\+?)"
)
_ABBREVIATION = r"(?:gpl|lgpl|agpl)"
_GNU = re.compile(
    rf"(?:gnu )?(?P<kind>{_ABBREVIATION}|(?:affero |lesser |library |library or lesser )?general"
    rf" public|affero gpl|lesser gpl)(?: (?P<short>{_ABBREVIATION}))?"
    r"(?P<least> >=| >)? (?P<number>[1-3](?:\.[01])?)"
    r"(?P<later> \+| or \+| (?:or|and) (?:any )?(?:later|newer|greater|above)| only)?"
    rf"(?: (?P<again>{_ABBREVIATION}) (?P<number_again>[1-3](?:\.[01])?)(?P<later_again> \+)?)?"
)


def lookup(name: str) -> str | None:
    """The id of the license, or the word for the family, that a whole text names.

    NOTHING for a text that only points elsewhere; None for one that is not known.
    """
    words = " ".join(_words(name)).removeprefix("osi approved ")
    if not words:  # "License", "The license", or nothing at all
        return NOTHING
    found = _names().get(words)
    return _gnu(words) if found is None else found


def _words(text: str) -> Iterator[str]:
    """The words that count; ``GPLv3+`` is three of them, and a word said twice running is one."""
    before = ""
    for word in _MARKS.sub(" ", text.casefold().replace("licence", "license")).split():
        word = word.rstrip(".")
        number = _NUMBERED.fullmatch(word)
        parts = [part for part in number.groups() if part not in (None, "v")] if number else [word]
        for part in parts:
            if part not in _IGNORED and part != before:
                yield part
                before = part


def _gnu(words: str) -> str | None:
    """The GNU license of a name with its version: ``GNU Lesser General Public License v3+``."""
    found = _GNU.fullmatch(words)
    if not found:
        return None
    kinds = {_kind(found[part]) for part in ("kind", "short", "again") if found[part]}
    numbers = {_number(found[part]) for part in ("number", "number_again") if found[part]}
    if len(kinds) > 1 or len(numbers) > 1:
        return None
    stated = found["later"] or ""
    if found["least"] == " >" or (stated == " only" and (found["least"] or found["later_again"])):
        return None
    later = bool(found["least"] or found["later_again"] or (stated and stated != " only"))
    return f"{kinds.pop()}-{numbers.pop()}-{'or-later' if later else 'only'}"


def _kind(words: str) -> str:
    if words.startswith("a"):
        return "AGPL"
    return "LGPL" if words.startswith("l") else "GPL"


def _number(text: str) -> str:
    return text if "." in text else f"{text}.0"


@cache
def _names() -> Mapping[str, str]:
    return {name: id for id, names in _ROWS.items() for name in names.split("|")}
