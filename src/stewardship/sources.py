"""The lines behind findings: placing a pointer and quoting a line, read only when printed."""

from __future__ import annotations

from stewardship.document.place import place
from stewardship.frozen import replace
from stewardship.model import Finding, Location, Verdict
from stewardship.repository.trees import Tree
from stewardship.vocabulary.secret_names import covered

LIMIT = 32 * 1024 * 1024


class Sources:
    """The files of the judged tree and of its base, each read once and only when asked for."""

    def __init__(self, tree: Tree, base: Tree | None = None) -> None:
        self._trees = [tree] if base is None else [tree, base]
        self._contents: dict[str, bytes] = {}
        self._lines: dict[str, list[str]] = {}

    def _content(self, path: str) -> bytes:
        if path not in self._contents:
            self._contents[path] = b""
            for tree in self._trees:
                if path in tree.entries():
                    for _, content in tree.read([path], LIMIT):
                        self._contents[path] = content if isinstance(content, bytes) else b""
                    break
        return self._contents[path]

    def excerpt(self, location: Location) -> str | None:
        """The source line at a place, its secrets covered; None where there is none."""
        if location.line is None:
            return None
        if location.path not in self._lines:
            text = self._content(location.path).decode("utf-8", "replace")
            self._lines[location.path] = text.removeprefix("\ufeff").split("\n")
        lines = self._lines[location.path]
        if location.line > len(lines):
            return None
        return covered(lines[location.line - 1].rstrip("\r"))

    def placed(self, verdict: Verdict) -> Verdict:
        """The verdict with every pointer resolved into line and column."""
        return replace(verdict, findings=tuple(self._finding(one) for one in verdict.findings))

    def _finding(self, finding: Finding) -> Finding:
        related = tuple(replace(one, location=self.place(one.location)) for one in finding.related)
        return replace(finding, location=self.place(finding.location), related=related)

    def place(self, location: Location) -> Location:
        """A location with line and column, if its file has lines."""
        if location.pointer is None or location.line is not None:
            return location
        return place(location, self._content(location.path))
