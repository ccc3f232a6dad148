"""``steward licenses lock``: facts are written down once, and judged without what they are from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gate.steward import steward
from tests.licenses.build import LOCK, install, locked, uv_lock, venv
from tests.licenses.texts import text_of
from tests.repos import Repo

APP = uv_lock(app=("web",), web=("helper",), helper=())


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment with what the project uses, and with what only lies in it."""
    return venv(
        tmp_path / "venv",
        web="License: MIT\nRequires-Dist: helper",
        helper="License-Expression: AGPL-3.0-only",
        pip="License: MIT",
    )


def test_the_lock_holds_what_the_lockfile_lists(repo: Repo, environment: Path) -> None:
    repo.commit(files={"uv.lock": APP})
    said = steward(repo, "licenses", "lock", "--environment", str(environment))
    assert said.code == 0
    assert "2 packages from environment, 1 of them direct, 0 dev" in said.out
    assert "used by nothing here: pip" in said.err
    packages = locked(repo)
    assert sorted(packages) == ["helper", "web"]
    assert packages["helper"] == {
        "name": "helper",
        "version": "1.0",
        "purl": "pkg:pypi/helper@1.0",
        "artifacts": [],
        "declared": {"license-expression": "AGPL-3.0-only"},
        "license": "AGPL-3.0-only",
        "text-sha256": None,
        "scope": "runtime",
        "direct": False,
        "via": ["web"],
    }


def test_nothing_of_the_environment_is_run(repo: Repo, environment: Path) -> None:
    repo.commit(files={"uv.lock": APP})
    interpreter = str(environment / "bin/python")
    assert steward(repo, "licenses", "lock", "--environment", interpreter).code == 0
    assert sorted(locked(repo)) == ["helper", "web"]
    assert not list(repo.path.glob("was-run"))


def test_the_same_facts_give_the_same_bytes(repo: Repo, environment: Path, tmp_path: Path) -> None:
    repo.commit(files={"uv.lock": APP})
    steward(repo, "licenses", "lock", "--environment", str(environment))
    first = (repo.path / LOCK).read_bytes()
    other = venv(
        tmp_path / "elsewhere",
        helper="License-Expression: AGPL-3.0-only",
        web="License: MIT\nRequires-Dist: helper",
    )
    steward(repo, "licenses", "lock", "--environment", str(other))
    assert (repo.path / LOCK).read_bytes() == first


def test_a_hook_judges_by_the_lock_alone(repo: Repo, environment: Path) -> None:
    repo.commit(files={"uv.lock": APP})
    steward(repo, "licenses", "lock", "--environment", str(environment))
    said = steward(repo, "check")
    assert said.found("block") == ["licenses/dependency-not-denied helper"]
    assert said.code == 1


def test_what_is_for_development_only_is_judged_as_that(repo: Repo, environment: Path) -> None:
    repo.commit(files={"requirements.txt": "web==1.0\n", "requirements-dev.txt": "tool==1.0\n"})
    install(environment, "tool", headers="License: AGPL-3.0-only")
    steward(repo, "licenses", "lock", "--environment", str(environment))
    assert locked(repo)["tool"]["scope"] == "dev"
    assert steward(repo, "check").found("block") == ["licenses/dependency-not-denied helper"]


def test_what_runs_is_no_tool_because_a_tool_file_names_it(repo: Repo, environment: Path) -> None:
    repo.commit(files={"requirements.txt": "web==1.0\n", "requirements-dev.txt": "helper==1.0\n"})
    steward(repo, "licenses", "lock", "--environment", str(environment))
    assert locked(repo)["helper"]["scope"] == "runtime"
    assert steward(repo, "check").found("block") == ["licenses/dependency-not-denied helper"]


def test_an_extra_brings_in_what_it_is_for_and_no_other_does(repo: Repo, environment: Path) -> None:
    repo.commit(files={"requirements.txt": "big[fast]\n"})
    wanted = 'Requires-Dist: quick; extra == "fast"\nRequires-Dist: spare; extra == "slow"'
    install(environment, "big", headers=f"License: MIT\n{wanted}")
    for name in ("quick", "spare"):
        install(environment, name)
    steward(repo, "licenses", "lock", "--environment", str(environment))
    assert sorted(locked(repo)) == ["big", "quick"]


def test_the_license_texts_are_hashed_and_compared(repo: Repo, environment: Path) -> None:
    repo.commit(files={"requirements.txt": "vague==1.0\nfalse==1.0\n"})
    text = text_of("MIT")
    install(environment, "vague", headers="Classifier: License :: OSI Approved :: BSD License",
            files={"LICENSE": text_of("BSD-3-Clause")})  # fmt: skip
    install(environment, "false", headers="License: Apache-2.0", files={"LICENSE": text})
    said = steward(repo, "licenses", "lock", "--environment", str(environment))
    packages = locked(repo)
    assert packages["vague"]["license"] == "BSD-3-Clause"
    assert packages["false"]["license"] is None
    assert len(packages["false"]["text-sha256"]) == 64
    assert "false 1.0: the license field says `Apache-2.0`; the license file is `MIT`" in said.err


class TestCheck:
    """With ``--check`` nothing is written, and any difference is told and exits 1."""

    @pytest.fixture
    def up_to_date(self, repo: Repo, environment: Path) -> Repo:
        """A repository whose lock is what its environment says."""
        repo.commit(files={"uv.lock": APP})
        steward(repo, "licenses", "lock", "--environment", str(environment))
        return repo

    def test_a_lock_that_is_up_to_date(self, up_to_date: Repo, environment: Path) -> None:
        said = steward(up_to_date, "licenses", "lock", "--environment", str(environment), "--check")
        assert (said.code, said.out) == (0, "")

    def test_no_lock_at_all(self, repo: Repo, environment: Path) -> None:
        repo.commit(files={"uv.lock": APP})
        said = steward(repo, "licenses", "lock", "--environment", str(environment), "--check")
        assert said.code == 1
        assert "there is no .steward/licenses.lock" in said.out
        assert not (repo.path / LOCK).exists()

    def test_a_package_that_changed_its_license(self, up_to_date: Repo, tmp_path: Path) -> None:
        other = venv(tmp_path / "other", web="License: MIT\nRequires-Dist: helper",
                     helper="License-Expression: BUSL-1.1")  # fmt: skip
        before = (up_to_date.path / LOCK).read_bytes()
        said = steward(up_to_date, "licenses", "lock", "--environment", str(other), "--check")
        assert said.code == 1
        assert said.out == "~ helper 1.0: AGPL-3.0-only -> BUSL-1.1\n"
        assert (up_to_date.path / LOCK).read_bytes() == before

    def test_an_entry_that_nothing_uses_any_more(self, up_to_date: Repo, environment: Path) -> None:
        up_to_date.commit(files={"uv.lock": uv_lock(app=("web",), web=())})
        said = steward(up_to_date, "licenses", "lock", "--environment", str(environment), "--check")
        assert said.code == 1
        assert said.out.startswith("- helper 1.0: nothing uses it")

    def test_a_license_that_was_edited_by_hand(self, up_to_date: Repo, environment: Path) -> None:
        lock = up_to_date.path / LOCK
        said = lock.read_text().replace('"license": "AGPL-3.0-only"', '"license": "MIT"')
        lock.write_text(said)
        checked = steward(
            up_to_date, "licenses", "lock", "--environment", str(environment), "--check"
        )
        assert checked.code == 1
        assert "helper 1.0: written as MIT, which is not what it declares" in checked.out
        assert steward(up_to_date, "check").code == 1

    def test_a_lock_that_is_none(self, up_to_date: Repo, environment: Path) -> None:
        (up_to_date.path / LOCK).write_text('{"version": 2, "source": "", "packages": []}')
        said = steward(up_to_date, "licenses", "lock", "--environment", str(environment), "--check")
        assert said.code == 1
        assert "cannot be read" in said.out


def test_a_package_that_is_not_there_is_told(repo: Repo, environment: Path) -> None:
    repo.commit(files={"requirements.txt": "web==2.0\nabsent==1\n"})
    said = steward(repo, "licenses", "lock", "--environment", str(environment))
    assert "in another version than is pinned: web 1.0 (pinned: 2.0)" in said.err
    assert "named here, and not in the environment: absent 1" in said.err
    assert locked(repo) == {}


MISTAKES = {
    "no source": ((), "name one source"),
    "two sources": (("--environment", "x", "--sbom", "y"), "name one source"),
    "a folder that is not there": (("--environment", "nowhere"), "there is no folder"),
    "a file that is no interpreter": (("--environment", "README.md"), "neither a folder nor"),
    "an SBOM that is none": (("--sbom", "package.json"), "neither CycloneDX nor SPDX"),
    "an SBOM that is no JSON": (("--sbom", "README.md"), "not JSON"),
    "a listing that is none": (("--pip-licenses", "package.json"), "not what pip-licenses prints"),
    "a file that is not there": (("--sbom", "nowhere.json"), "cannot be read"),
}


@pytest.mark.parametrize(("arguments", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_of_the_call_is_told(
    repo: Repo, arguments: tuple[str, ...], message: str
) -> None:
    repo.commit(files={"README.md": "Hello\n", "package.json": json.dumps({"name": "x"})})
    said = steward(repo, "licenses", "lock", *arguments)
    assert said.code == 2
    assert message in said.err
    assert not (repo.path / LOCK).exists()
