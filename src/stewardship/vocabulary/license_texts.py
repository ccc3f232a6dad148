"""Whole license texts, told by the hash of their words and by nothing less.

A text is one of the well-known ones when it says the same words in the same order. What may
differ is what differs between two copies of one license: line breaks, punctuation, the numbers
of list items, a title above it, lines that only say who holds the copyright, and the names in
the places where a license of the BSD family puts its holder. One word more or less, and it is a
text that nobody here has read: "MIT, but not for military use" is no MIT.

The hashes are in ``license_texts.json``, made by ``tools/license_texts.py``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256

LONGEST = 200_000  # characters; most licenses have less than a fifth of that
KEPT = 24  # hex digits of the SHA-256 that the table keeps: 96 bits

# "Copyright (c) 2019-2024 Dana Doe, Acme Inc.": a holder and years, and no sentence after it.
_HOLDER = re.compile(r"(?:portions )?(?:copyright\b|copr\.|\(c\)|©)|all rights reserved\b", re.I)
_HOLDER_BEGINS = frozenset("CcPp(©Aa")
_MOST_WORDS = 16
_TERMS = re.compile(
    r"licen|permi|grant|restrict|prohibit|commerc|exclu|\b(?:use|used|using|only|must|shall|may"
    r"|not|no|except|unless|if|provided|terms|subject|under|see|any|warrant\w*|is|are|be|for)\b",
    re.I,
)
_SENTENCE = re.compile(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)(?<!\bDr)(?<!\b\w)[.;!]\s+\w")
# "See AUTHORS" and "All rights reserved" are no terms of their own.
_NO_TERM = re.compile(
    r"[ ,.(]+see (?:the )?(?:AUTHORS|CONTRIBUTORS|CREDITS)(?:\.\w+)?(?: file)?\W*$"
    r"|[\s.,;]*all rights reserved\.?$",
    re.I,
)
# What stands before a line: the marks of a comment in a source file, the number of a list item.
_LEAD = re.compile(r"/?/?\*+|//+|#+|;+|[-•o]|\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]", re.I)
_PLAIN = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() or code > 127 else 32 for code in range(256)
)
_SIGNS = "\u201c\u201d\u2018\u2019\u2013\u2014\u2022\xa0\xa9\ufeff\xab\xbb"
_GAPS = re.compile(r"[\W_]+")
_TITLES = frozenset((
    "license", "mit", "mit license", "the mit license", "mit license mit", "the mit license mit",
    "mit license expat", "expat license", "mit expat license", "mit no attribution",
    "bsd license", "the bsd license", "new bsd license", "the new bsd license",
    "modified bsd license", "revised bsd license", "simplified bsd license", "bsd 2 clause",
    "bsd 2 clause license", "the bsd 2 clause license", "bsd 2 clause simplified license",
    "2 clause bsd license", "bsd 3 clause", "bsd 3 clause license", "the bsd 3 clause license",
    "the 3 clause bsd license", "3 clause bsd license", "three clause bsd license",
    "bsd 3 clause new or revised license", "bsd three clause license", "software license",
    "isc license", "the isc license", "isc license isc", "isc license iscl", "isc",
    "zlib license", "the zlib license", "bsd zero clause license", "zero clause bsd license",
    "0bsd", "boost software license", "the unlicense", "unlicense",
))  # fmt: skip

# Where the holder's name stands within the words of a license of the BSD family. No more than a
# name fits in, and between these words nothing but a name makes sense.
_NAME = r"[\w ]{1,80}?"
_NAMED = (
    (re.compile(rf"neither the names? of {_NAME} nor the names of (?:its|their|the|other) "),
     "neither the name of holder nor the names of its "),
    (re.compile(rf"this software is provided by {_NAME} as is and any express or implied"),
     "this software is provided by holder as is and any express or implied"),
    (re.compile(rf"in no event shall {_NAME} be liable for any"),
     "in no event shall holder be liable for any"),
)  # fmt: skip


def recognized(text: str) -> str | None:
    """The SPDX id of a whole license text; None for any other text."""
    if len(text) > LONGEST:
        return None
    return _known().get(digest(text))


def digest(text: str) -> str:
    """The beginning of the SHA-256, in hex, of what all copies of one license have in common."""
    return sha256(words(text).encode("utf-8", "replace")).hexdigest()[:KEPT]


def words(text: str) -> str:
    """The words that count, in lower case, with one blank between them."""
    plain = f" {_plain(chr(10).join(_lines(text)))} ".replace(" https ", " http ").strip()
    for pattern, named in _NAMED:
        plain = pattern.sub(named, plain)
    return plain


def _plain(text: str) -> str:
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
        if not text.isascii():  # words in another script count as any others
            return _GAPS.sub(" ", text).strip().casefold()
    return b" ".join(text.encode().translate(_PLAIN).split()).decode()


def body(text: str) -> str:
    """The text without its copyright lines, stripped: a mere title is then one line."""
    return "\n".join(line for line in text.splitlines() if not _names_holder(line)).strip()


def _lines(text: str) -> Iterator[str]:
    """The lines that count, without what stands before them."""
    top = True  # nothing but titles and copyright lines so far
    for line in text.splitlines():
        first, _, rest = line.strip().partition(" ")
        for _ in range(3):  # the marks of comments and boxes, then the number of an item
            if len(first) < 6 and _LEAD.fullmatch(first):
                first, _, rest = rest.lstrip().partition(" ")
        line = f"{first} {rest}"
        if not first or (first[0] in _HOLDER_BEGINS and _names_holder(line)):
            continue
        if top and _plain(line) in _TITLES:
            continue
        top = False
        yield line


def _names_holder(line: str) -> bool:
    """Whether the line says whose the copyright is, and nothing else."""
    if not _HOLDER.match(line) or len(line) > 200:
        return False
    plain = _NO_TERM.sub("", line)
    few = len(plain.split()) <= _MOST_WORDS
    return few and not _TERMS.search(plain) and not _SENTENCE.search(plain)


@cache
def _known() -> Mapping[str, str]:
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "license_texts.json"), "rb") as file:
        data = json.loads(file.read())
    return {one: id for id, digests in data["texts"].items() for one in digests.split()}
