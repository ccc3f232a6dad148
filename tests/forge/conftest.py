"""A repository with a change to a dataset's license, and the forge where it is a pull request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer

from tests.forge.fake import Fake
from tests.repos import Repo
from tests.review.test_plan import BASE, change


@pytest.fixture
def relicensed(repo: Repo) -> Repo:
    """A base on ``main``, and the change on the branch ``change``."""
    repo.commit("base", BASE)
    repo.branch("change")
    return change(repo, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")


@pytest.fixture
def fake(httpserver: HTTPServer, relicensed: Repo) -> Iterator[Fake]:
    """Its pull request, number 7, by @mallory; every call has to be one that GitHub knows."""
    base = relicensed.git("rev-parse", "main")
    made = Fake(httpserver, head=relicensed.head, base=base)
    yield made
    assert made.wrong == []
