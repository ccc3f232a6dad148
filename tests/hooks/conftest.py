"""The repository that the hooks come from, and the frameworks that run them."""

from __future__ import annotations

import pytest

from tests.repos import Repo
from tests.source import copied


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """This repository, as `repo:` of a hook configuration names it."""
    return copied(tmp_path_factory.mktemp("source") / "stewardship")
