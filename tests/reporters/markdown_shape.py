"""What a page of ours may be once a parser of CommonMark has read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

BLOCKS = frozenset(("heading", "paragraph", "bullet_list", "list_item", "inline", "html_block"))
INLINE = frozenset(("text", "code_inline", "softbreak", "hardbreak"))
OURS = re.compile(r"<details><summary>[\w ,]+</summary>|</details>")
# The words around the code spans; nothing that a host turns into a link or a mention.
WORDS = re.compile(r"[A-Za-z0-9 ,;:()-]*")


def foreign(page: str) -> list[str]:
    """What formats, links, mentions or embeds: empty where only our own words do."""
    return [said for token in MarkdownIt("commonmark").parse(page) for said in _token(token)]


def _token(token: Token) -> Iterator[str]:
    if re.sub("_(open|close)$", "", token.type) not in BLOCKS:
        yield f"{token.type}: {token.content!r}"
    if token.type == "html_block" and not OURS.fullmatch(token.content.strip()):
        yield f"html: {token.content!r}"
    for child in token.children or ():
        if child.type not in INLINE:
            yield f"{child.type}: {child.content!r}"
        if child.type == "text" and not WORDS.fullmatch(child.content):
            yield f"text: {child.content!r}"


def spans(page: str) -> list[str]:
    """The content of all code spans, in order."""
    tokens = MarkdownIt("commonmark").parse(page)
    inline = [child for token in tokens for child in token.children or ()]
    return [child.content for child in inline if child.type == "code_inline"]
