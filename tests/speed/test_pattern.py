"""A pattern is compiled when it is asked something, and is then what ``re`` makes of it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from stewardship.pattern import pattern

# Tells which of our modules compile a pattern while everything that judges is imported.
WATCHED = """
import re, sys
kept, said = re.compile, set()
def watched(*arguments):
    frame = sys._getframe(1)
    if frame.f_globals.get("__name__", "").startswith("stewardship."):
        said.add(frame.f_globals["__name__"])
    return kept(*arguments)
re.compile = watched
import stewardship.run
from stewardship import checks, readers
readers.built_in()
[checks.load(name) for name in checks.names()]
print(*sorted(said))
"""


def test_nothing_that_judges_compiles_a_pattern_to_be_imported() -> None:
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == ([], "")


def test_a_pattern_is_compiled_at_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    kept = re.compile

    def watched(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return kept(text, flags)

    monkeypatch.setattr(re, "compile", watched)
    made = pattern("a+b")
    assert compiled == []
    assert [bool(made.fullmatch(text)) for text in ("aab", "b", "ab")] == [True, False, True]
    assert compiled == ["a+b"]


def test_a_pattern_is_what_is_stated() -> None:
    made = pattern(r"(?P<word>\w+)", re.I | re.ASCII)
    assert made.pattern == r"(?P<word>\w+)"
    assert made.flags == re.compile(r"(?P<word>\w+)", re.I | re.ASCII).flags
    assert made.sub("x", "ab é") == "x é"
    assert [found["word"] for found in made.finditer("ab cd")] == ["ab", "cd"]


def test_what_no_pattern_has_is_an_error() -> None:
    with pytest.raises(AttributeError):
        pattern("a").fullmatched  # type: ignore[attr-defined]  # noqa: B018
