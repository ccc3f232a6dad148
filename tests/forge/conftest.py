"""A repository with a change to a dataset's license, and the forge where it is a pull request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.forge.fake import Fake
from tests.repos import Repo, make_repo
from tests.review.test_plan import BASE, change


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as every test of a forge begins with it; each works in a copy."""
    repo = make_repo(tmp_path_factory.mktemp("forge") / "repo")
    repo.commit("base", BASE)
    repo.branch("change")
    return change(repo, "data/claims/README.md", "cc-by-4.0", "cc0-1.0").path


@pytest.fixture
def relicensed(made_once: Path, tmp_path: Path) -> Repo:
    """A base on ``main``, and the change on the branch ``change``."""
    copy = shutil.copytree(made_once, tmp_path / "repo", symlinks=True)
    return Repo(copy)


@pytest.fixture
def fake(httpserver: HTTPServer, relicensed: Repo) -> Iterator[Fake]:
    """Its pull request, number 7, by @mallory; every call has to be one that GitHub knows."""
    base = relicensed.git("rev-parse", "main")
    made = Fake(httpserver, head=relicensed.head, base=base)
    yield made
    assert made.wrong == []
