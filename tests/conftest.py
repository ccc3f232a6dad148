"""What holds for every test: an empty home that stays empty, a clean git, one author."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.effort import load_profiles
from tests.repos import Repo, make_repo

load_profiles()

GIT_CONFIG = """\
[user]
    name = Dana Example
    email = dana@acme.example
[commit]
    gpgSign = false
[gc]
    auto = 0
[protocol "file"]
    allow = always
"""

CALLERS = ("GIT_", "GITHUB_", "PREK", "PRE_COMMIT", "STEWARDSHIP_", "XDG_", "NO_COLOR", "COLUMNS",
           # Each process would compile all that it imports, as no installed one does.
           "PYTHONDONTWRITEBYTECODE")  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _closed_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the session a home of its own, and fail it if anything was written there.

    What may be written has its place: ``XDG_CACHE_HOME`` and its like point beside the home.
    Nothing of the caller (a hook or a workflow that runs the tests) reaches the tests.
    """
    base = tmp_path_factory.mktemp("user")
    home = base / "home"
    home.mkdir()
    config = base / "gitconfig"
    config.write_text(GIT_CONFIG)
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(CALLERS):
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        for kind in ("CACHE", "CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{kind}_HOME", str(base / kind.lower()))
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for date in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            patch.setenv(date, "2026-01-05T12:00:00+00:00")
        yield
    assert os.listdir(home) == [], "a test wrote to the home folder"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository without a commit, in a folder of its own."""
    return make_repo(tmp_path / "repo")
