"""What a run knows of readers without importing them: labels, and whose a file may be."""

from __future__ import annotations

import os
import shutil
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship import readers
from stewardship.joining.names import Names
from stewardship.memory import Memory
from stewardship.readers import Label, built_in, label_of, labels

LABELS = tuple(label_of(reader) for reader in built_in())
PARTS = ("requirements", "model_card", "-dev", "pylock.", "pyproject", "dvc", ".", "a", "readme")
ENDINGS = (".txt", ".in", ".md", ".toml", ".dvc", ".lock", ".yaml", "", ".MD")


class Kept:
    """A memory in a dict, which counts what is put into it."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.puts = 0
        self.memory = Memory(self.held.get, self.put)

    def put(self, key: str, value: bytes) -> None:
        self.held[key] = value
        self.puts += 1


def test_labels_are_remembered_as_they_were_told() -> None:
    kept = Kept()
    assert labels(kept.memory) == LABELS
    assert labels(kept.memory) == LABELS
    assert kept.puts == 1


def test_labels_are_told_again_once_a_file_of_a_reader_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept()
    monkeypatch.setattr(readers, "FOLDER", str(tmp_path))
    file = tmp_path / "card.py"
    file.write_text("NAMES = ()\n")
    monkeypatch.setattr(readers, "built_in", lambda: built_in()[:1])
    assert len(labels(kept.memory)) == 1
    monkeypatch.setattr(readers, "built_in", lambda: built_in()[:2])
    assert len(labels(kept.memory)) == 1
    os.utime(file, (1, 1))
    assert len(labels(kept.memory)) == 2


def test_a_first_run_takes_them_as_they_were_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "built_in", lambda: ())
    assert labels(Memory()) == LABELS


@pytest.mark.parametrize("how", ["edited", "one more", "one less", "no labels", "no JSON"])
def test_what_was_written_of_other_readers_is_not_taken(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "readers"
    shutil.copytree(readers.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(readers, "FOLDER", str(folder))
    monkeypatch.setattr(readers, "built_in", lambda: built_in()[:1])
    assert labels(Memory()) == LABELS
    card, written = folder / "card.py", folder / readers.WRITTEN
    if how == "edited":  # of the same size
        card.write_text(card.read_text().replace("VERSION = ", "VERSION =\t"))
    elif how == "one more":
        (folder / "more.py").write_text("")
    elif how == "one less":
        card.unlink()
    elif how == "no labels":
        written.unlink()
    else:
        written.write_text("{")
    assert labels(Memory()) == LABELS[:1]


@given(st.lists(st.sampled_from(PARTS), max_size=3), st.sampled_from(ENDINGS))
def test_a_name_is_owned_by_those_whose_patterns_it_fits(parts: list[str], ending: str) -> None:
    name = "".join(parts) + ending
    for folder in ("", "models/a/", ".steward/", ".eval_results/", "a/.eval_results/b/"):
        owners = Names(LABELS).owners(folder + name)
        assert owners == sorted(
            (one for one in LABELS if _fits(one, folder, name)),
            key=lambda one: not any(name.lower() == pattern for pattern in one.names),
        )


def _fits(label: Label, folder: str, name: str) -> bool:
    anywhere = [part for part in label.under if part.startswith("/")]
    under = not label.under or folder.startswith(label.under)
    under = under or any(part in f"/{folder}" for part in anywhere)
    return under and any(fnmatchcase(name.lower(), pattern) for pattern in label.names)


@pytest.mark.parametrize(
    "pattern", ["*", "a*", "*.a", "a*a.b", "[ab]*.c", "a?.c", "**.c", "x*y*z.c", "[.a]b", "*.?"]
)
@given(name=st.text("abcxyz.", max_size=8))
def test_any_pattern_means_what_fnmatch_makes_of_it(pattern: str, name: str) -> None:
    one = Label("one", "model", (pattern,), (), 1, 1)
    assert bool(Names([one]).owners(name)) == fnmatchcase(name, pattern)
