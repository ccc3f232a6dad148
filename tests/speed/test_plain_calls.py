"""What is understood without click means what click makes of it, and costs no click."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.cli import group, plain
from stewardship.cli.licenses import explain_, explaining, list_, listing
from tests.gate.steward import PROGRAM

WORDS = (
    "MIT", "MIT OR Apache-2.0", "--allow", "--as", "--format", "--root", "--environment", "--lock",
    "json", "internal", ".venv", "--format=json", "-h", "--", "-", "",
)  # fmt: skip
COMMANDS: dict[str, tuple[Any, Any, Callable[[Sequence[str]], Callable[[], int] | None]]] = {
    "explain": (explain_, explaining, plain.explaining),
    "list": (list_, listing, plain.listing),
}


def caught(patch: pytest.MonkeyPatch, module: Any) -> list[tuple[Any, ...]]:
    """The calls of ``run`` in this module from now on; none of them is run."""
    found: list[tuple[Any, ...]] = []

    def run(*arguments: Any) -> int:
        found.append(arguments)
        return 0

    patch.setattr(module, "run", run)
    return found


@pytest.mark.parametrize("name", COMMANDS)
@given(words=st.lists(st.sampled_from(WORDS), max_size=6))
def test_what_is_understood_is_what_click_understands(name: str, words: list[str]) -> None:
    command, module, understood = COMMANDS[name]
    with pytest.MonkeyPatch.context() as patch:
        ours = caught(patch, module)
        call = understood(words)
        if call is None:
            return
        call()
        theirs = caught(patch, command)
        group.cli.main(["licenses", name, *words], standalone_mode=False)
    assert ours == theirs


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "MIT OR Apache-2.0"],
        ["explain", "MIT", "--allow", "MIT", "--allow", "Apache-2.0", "--format", "json"],
        ["explain", "MIT", "--as", "internal", "--as", "networked", "--root", "."],
        ["list", "--environment", ".venv"],
        ["list", "--lock", "licenses.lock", "--allow", "MIT", "--format", "json", "--root", "."],
    ],
    ids=" ".join,
)
def test_every_option_is_understood(arguments: list[str]) -> None:
    assert plain.command(["licenses", *arguments]) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["licenses"],
        ["licenses", "explain"],
        ["licenses", "explain", "--help"],
        ["licenses", "explain", "MIT", "Apache-2.0"],
        ["licenses", "explain", "MIT", "--allow"],
        ["licenses", "explain", "MIT", "--allow=MIT"],
        ["licenses", "explain", "MIT", "--format", "text", "--format", "json"],
        ["licenses", "explain", "MIT", "--lock", "x"],
        ["licenses", "list", "x"],
        ["licenses", "list", "--environment", "--lock"],
        ["licenses", "matrix"],
    ],
    ids=" ".join,
)
def test_all_else_is_left_to_click(arguments: list[str]) -> None:
    assert plain.command(arguments) is None


NEEDLESS = (
    "click",
    "yaml",
    "subprocess",
    "tomllib",
    "stewardship.repository.git",
    "stewardship.joining.join",
)


def test_a_license_is_explained_without_what_it_does_not_need(tmp_path: Path) -> None:
    command = (sys.executable, "-X", "importtime", PROGRAM, "licenses", "explain", "MIT OR GPL-2.0")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "stewardship.vocabulary.spdx" in imported
    assert imported & set(NEEDLESS) == set()
