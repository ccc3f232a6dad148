"""The workflow names the commit of this very steward where pip knows it."""

from __future__ import annotations

import pytest
import yaml

import stewardship
from stewardship.cli import init_ci

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def test_the_gate_is_pinned_to_the_commit_where_that_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(init_ci, "installed_from", lambda: COMMIT)
    text = init_ci.workflow("")
    assert f"uses: stewardship/stewardship@{COMMIT} # v{stewardship.__version__}" in text
    assert "zizmor: ignore" not in text
    assert "A tag can be moved" not in text
    assert yaml.safe_load(text)["jobs"]["gate"]["steps"][-1]["uses"].endswith(COMMIT)


def test_the_asking_is_pinned_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init_ci, "installed_from", lambda: COMMIT)
    said = yaml.safe_load(text := init_ci.asking("teams/risk ml"))
    env = said["jobs"]["review"]["env"]
    assert env == {"STEWARD": f"git+{init_ci.HOME}@{COMMIT}", "STEWARD_ROOT": "teams/risk ml"}
    assert f"# v{stewardship.__version__}" in text


URL = f'"url": "{init_ci.HOME}.git"'
VCS = f'"vcs_info": {{"vcs": "git", "commit_id": "{COMMIT}", "requested_revision": "v%s"}}'
INSTALLED = {
    "a release fetched by its tag": (f"{{{URL}, {VCS % stewardship.__version__}}}", COMMIT),
    "another revision": (f"{{{URL}, {VCS % '9.9'}}}", ""),
    "a fork": (f'{{"url": "https://x.example/y", {VCS % stewardship.__version__}}}', ""),
    "a folder": ('{"url": "file:///x", "dir_info": {"editable": true}}', ""),
    "an index": (None, ""),
    "what is no JSON": ("{", ""),
    "what is no mapping": ("[]", ""),
}


@pytest.mark.parametrize(("said", "commit"), INSTALLED.values(), ids=INSTALLED.keys())
def test_the_commit_is_known_only_of_a_release(
    monkeypatch: pytest.MonkeyPatch, said: str | None, commit: str
) -> None:
    class Installed:
        def read_text(self, name: str) -> str | None:
            return said if name == "direct_url.json" else None

    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Installed())
    assert init_ci.installed_from() == commit
