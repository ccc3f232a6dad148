"""The repository that the hooks come from, and the frameworks that run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs import find
from tests.repos import Repo
from tests.source import copied


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """This repository, as `repo:` of a hook configuration names it."""
    return copied(tmp_path_factory.mktemp("source") / "stewardship")


@pytest.fixture(scope="session", params=["pre-commit", "prek"])
def framework(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """A framework's program, and where it keeps the environments that it makes."""
    return find(request.param), tmp_path_factory.mktemp(request.param)
