"""Facts that a Markdown page states in prose: bullets, labelled lines, two-column tables, sections.

Model cards without front matter say ``- **License:** MIT`` or ``| License | MIT |``, or have a
section "License" whose first paragraph says it; further bullets there are items. What a label means
is the reader's business.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from stewardship.document import markdown
from stewardship.frozen import dataclass
from stewardship.model import Location
from stewardship.pattern import pattern

FactKind = Literal["bullet", "line", "row", "section", "item"]

_HEADING: Final = pattern(r" {0,3}(#{1,6})(?:[ \t]++(.*))?\Z")
_UNDERLINE: Final = pattern(r" {0,3}(=++|-++)[ \t]*+\Z")
_BULLET: Final = pattern(r"([ \t]*+)(?:[-*+]|[0-9]{1,9}[.)])([ \t]++(?:\[[ xX]\][ \t]++)?)(?=\S)")
_COLON: Final = pattern(r":(?=[\s*_`]|\Z)|：")
_DASH: Final = pattern(r"(?<=\S)[ \t]++[-–—][ \t]++(?=\S)")
_BOLD: Final = pattern(r"(\*\*|__)(?=[^\s*_])([^*_:：]{1,80}+)\1[ \t]++(?![-–—:：])")
_MARKS: Final = ("***", "**", "__", "*", "_", "`")
_LONGEST_LABEL: Final = 80
_FEW: Final = 4  # words of a label that no bullet or colon marks as one


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is said under it, both without emphasis, code and link marks.

    ``location`` is where the text begins (where the label ends, if there is none); ``section`` is
    the heading above, for a section's own fact the heading above that; ``link`` is the target of
    the first link in the text. ``text`` may be empty: a label with nothing behind it.
    """

    label: str
    text: str
    location: Location
    section: str
    link: str = ""
    kind: FactKind = "bullet"


@dataclass(slots=True)
class _Draft:
    """A fact or a paragraph whose next lines may still come."""

    label: str
    parts: list[str]
    line: int
    column: int
    kind: FactKind
    indent: int = 0

    def add(self, text: str, line: int, column: int) -> None:
        """One more line; the first that says anything is where the text begins."""
        if not any(self.parts):
            self.line, self.column = line, column
        self.parts.append(text)


def facts(body: str, path: str, first_line: int = 1) -> list[Fact]:
    """All facts of a page, in order; ``first_line`` is the line of the file the body begins on.

    Code blocks and HTML comments state nothing. Any text will do; nothing is raised.
    """
    page = _Page(path)
    lines = list(markdown.visible(body))
    table = False
    for index, line in enumerate(lines):
        header = "|" in line and markdown.is_delimiter("".join(lines[index + 1 : index + 2]))
        table = "|" in line and (table or header)
        page.number = first_line + index
        if header:
            page.end()
        elif table:
            page.row(line)
        else:
            page.line(line)
    page.end()
    return sorted(page.facts, key=lambda fact: (fact.location.line or 0, fact.location.column or 0))


class _Page:
    """What has been read so far, line by line."""

    def __init__(self, path: str) -> None:
        self.facts: list[Fact] = []
        self.number = 1
        self._path = path
        self._headings: list[tuple[int, str]] = []
        self._bare = False  # whether the section has no text yet
        self._labelled: _Draft | None = None
        self._paragraph: _Draft | None = None
        self._above: _Draft | None = None  # a label whose values are the bullets below it
        self._empty: int | None = None  # the index of its own fact, while that is all there is

    def row(self, line: str) -> None:
        """A row of a table; one with two cells is a label and its text."""
        found = markdown.cells(line)
        if len(found) == 2 and not markdown.is_delimiter(line):
            (label, _), (text, offset) = found
            self._add(_Draft(markdown.plain(label)[0], [text], self.number, offset + 1, "row"))

    def line(self, line: str) -> None:
        """Any line that is not of a table."""
        text = line.strip()
        heading = _HEADING.match(line)
        underline = _UNDERLINE.match(line)
        bullet = _BULLET.match(line)
        if heading:
            self.end()
            title = self._heading(len(heading.group(1)), heading.group(2) or "")
            if labelled := _split(title, words=_FEW):
                label, value, at = labelled
                column = heading.start(2) + at + 1
                self._add(_Draft(label, [value], self.number, column, "line"))
        elif underline and self._is_title():
            title = " ".join(self._paragraph.parts if self._paragraph else ())
            self._paragraph = None
            self._heading(1 if text[0] == "=" else 2, title)
        elif not text or not text.strip("*-_ "):
            self.end()
        elif bullet:
            self._bullet(bullet, line)
        else:
            self._text(line, text)

    def _is_title(self) -> bool:
        """Whether the paragraph before an underline is a heading, and states nothing itself."""
        paragraph = self._paragraph
        return bool(paragraph and paragraph.kind == "section" and not self._labelled)

    def _heading(self, level: int, title: str) -> str:
        """Begin a section, and return its title without closing marks."""
        title = title.rstrip()
        bare = title.rstrip("#")
        if not bare or bare[-1] in " \t":
            title = bare.rstrip()
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._headings.append((level, markdown.plain(title)[0]))
        self._bare = True
        self._above = None
        return title

    def _bullet(self, bullet: re.Match[str], line: str) -> None:
        self.end()
        indent, start = bullet.end(1), bullet.end()
        if self._above and indent <= self._above.indent:
            self._above = None
        item = line[start:]
        labelled = _bold(item) or _split(item) or _split(item, _DASH, words=_FEW)
        if labelled:
            label, text, at = labelled
            draft = _Draft(label, [text], self.number, start + at + 1, "bullet", indent)
            self._labelled = draft
        elif self._above:
            if self._empty is not None:
                self.facts.pop(self._empty)
                self._empty = None
            label = self._above.label
            self._labelled = _Draft(label, [item], self.number, start + 1, "bullet", indent)
        else:
            self._paragraph = _Draft("", [item], self.number, start + 1, "bullet", indent)

    def _text(self, line: str, text: str) -> None:
        column = len(line) - len(line.lstrip()) + 1
        labelled = _bold(text) or _split(text, words=_FEW)
        draft = self._labelled or self._paragraph
        if draft and draft.kind == "bullet" and not (labelled and text[0] in "*_"):
            draft.add(text, self.number, column)
            return
        if self._paragraph:
            self._paragraph.parts.append(text)
        else:
            self._above = None
            self._paragraph = _Draft("", [text], self.number, column, "section")
        if labelled:
            self._finish_labelled()
            label, value, at = labelled
            self._labelled = _Draft(label, [value], self.number, column + at, "line", -1)
        elif self._labelled:
            self._labelled.add(text, self.number, column)

    def end(self) -> None:
        """A block ends: what it says is complete."""
        paragraph, self._paragraph = self._paragraph, None
        if paragraph and self._headings and (self._bare or paragraph.kind == "bullet"):
            paragraph.label = self._headings[-1][1]
            paragraph.kind, self._bare = "section" if self._bare else "item", False
            self._add(paragraph)
        self._finish_labelled()

    def _finish_labelled(self) -> None:
        draft, self._labelled = self._labelled, None
        if draft is None:
            return
        self._add(draft)
        if not any(draft.parts):
            self._above, self._empty = draft, len(self.facts) - 1
        elif draft.kind == "line":
            self._above = None

    def _add(self, draft: _Draft) -> None:
        if not draft.label:  # an empty cell or heading
            return
        text, link = markdown.plain(" ".join(draft.parts))
        own = draft.kind in ("section", "item")
        above = self._headings[:-1] if own else self._headings
        section = above[-1][1] if above else ""
        place = Location(self._path, draft.line, draft.column)
        self.facts.append(Fact(draft.label, text, place, section, link, draft.kind))


def _bold(text: str) -> tuple[str, str, int] | None:
    """As ``_split``, for a label that only bold print sets apart: ``**Owner** Dana``."""
    found = _BOLD.match(text)
    if found is None or found.group(2).strip().count(" ") >= _FEW:
        return None
    label = markdown.plain(found.group(2))[0]
    return (label, text[found.end() :].rstrip(), found.end()) if label else None


def _split(
    text: str, mark: re.Pattern[str] = _COLON, words: int = 12
) -> tuple[str, str, int] | None:
    """The label, what follows it, and the offset of that; None where no label begins the text."""
    found = mark.search(text, 0, 2 * _LONGEST_LABEL)
    if found is None:
        return None
    raw, offset = text[: found.start()], found.end()
    end = len(text.rstrip())
    for emphasis in _MARKS:
        if raw.count(emphasis) % 2 and text.startswith(emphasis, offset):
            raw, offset = raw.replace(emphasis, "", 1), offset + len(emphasis)
            break
        if raw.startswith(emphasis) and raw.count(emphasis) == 1 and text[:end].endswith(emphasis):
            raw, end = raw.removeprefix(emphasis), max(offset, end - len(emphasis))
            break
    label = markdown.plain(raw)[0]
    if not label or len(label) > _LONGEST_LABEL or label.count(" ") >= words:
        return None
    value = text[offset:end]
    return label, value.strip(), offset + len(value) - len(value.lstrip())
