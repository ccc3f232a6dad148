"""Changes to the front matter of Markdown; the text below it is not looked at."""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.document import LOCKFILE, Document, front_matter, source
from stewardship.edit import lines, yaml_
from stewardship.edit.intended import Change


def load(content: bytes, path: str) -> tuple[Document, ...]:
    """The front matter as the one document, none where there is none; raises ``DocumentError``."""
    front = front_matter.split(content, path, LOCKFILE)
    if front is None:
        source.decode(content, path, LOCKFILE)
        return ()
    return (front.document,)


def rest(content: bytes, path: str) -> str:
    """What of the file is no data: the Markdown."""
    front = front_matter.split(content, path, LOCKFILE)
    return _text(content) if front is None else front.body


def ways(content: bytes, path: str, document: Document, change: Change) -> Iterator[str]:
    """The texts that may say it; a file without front matter gets one."""
    mark = "\ufeff" if content.startswith(source.BOM) else ""
    text = _text(content)
    front = front_matter.split(content, path, LOCKFILE)
    if front is None:
        end = lines.line_end(text)
        for block in yaml_.of_text("", change):
            inner = block.replace("\n", end)
            yield f"{mark}---{end}{inner}---{end}{text}"
        return
    head = text[: len(text) - len(front.body)]
    fence = max(head.rstrip("\r\n").rfind("\n"), -1) + 1
    for way in yaml_.of_text(head[:fence], change):
        yield mark + way + text[fence:]


def _text(content: bytes) -> str:
    return content.removeprefix(source.BOM).decode()
