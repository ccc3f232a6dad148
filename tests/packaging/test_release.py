"""A release holds what the tree holds, and works where nothing else is installed."""

from __future__ import annotations

import tarfile
from email.parser import Parser
from pathlib import Path

import pytest

import stewardship
from tests.packaging.conftest import Built
from tests.programs import Done, run
from tests.repos import Repo, make_repo

pytestmark = pytest.mark.slow

# Folder of the tree -> where its files are in the package.
PACKAGED = {
    "src/stewardship": "stewardship",
    "policies": "stewardship/policies",
    "hooks": "stewardship/hooks",
}
CARD = {"models/fraud/README.md": "---\nlicense: apache-2.0\nlibrary_name: transformers\n---\n"}


def in_tree(tree: Path) -> set[str]:
    """The files that the package should have, by the names that they have in it."""
    found = set()
    for folder, package in PACKAGED.items():
        for file in (tree / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                found.add(f"{package}/{file.relative_to(tree / folder).as_posix()}")
    return found


def test_the_wheel_has_every_file_of_the_tree_and_no_other(built: Built) -> None:
    packaged = {name for name in built.names if ".dist-info/" not in name}
    assert packaged == in_tree(built.tree)


@pytest.mark.parametrize(
    "name",
    [
        "stewardship/py.typed",
        "stewardship/cli/__init__.py",
        "stewardship/policies/licenses.yaml",
        "stewardship/policy/packs/licenses.json",
        "stewardship/readers/labels.json",
        "stewardship/hooks/pre-commit.yaml",
        "stewardship/hooks/github-gate.yml",
        "stewardship/hooks/gitlab-gate.yml",
        "stewardship/hooks/github-review.yml",
        "stewardship/vocabulary/licenses.json",
    ],
)
def test_the_wheel_has_what_no_run_can_do_without(built: Built, name: str) -> None:
    assert name in built.names


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE"])
def test_the_terms_travel_with_the_wheel(built: Built, name: str) -> None:
    assert built.text(f".dist-info/licenses/{name}") == (built.tree / name).read_text()


def test_the_metadata_says_version_license_and_the_oldest_python(built: Built) -> None:
    said = Parser().parsestr(built.text(".dist-info/METADATA"))
    assert (said["Name"], said["Version"]) == ("stewardship", stewardship.__version__)
    assert said["License"] == "Apache-2.0" or said["License-Expression"] == "Apache-2.0"
    assert said["Requires-Python"] == ">=3.11"


def test_both_programs_are_the_same(built: Built) -> None:
    entries = built.text(".dist-info/entry_points.txt").splitlines()
    assert "steward = stewardship.cli:program" in entries
    assert "stewardship = stewardship.cli:program" in entries


def test_the_sdist_has_what_a_build_needs(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"setup.cfg", "pyproject.toml", "README.md", "LICENSE", "NOTICE"}
    assert needed <= names
    assert {"policies/licenses.yaml", "hooks/github-gate.yml", "src/stewardship/py.typed"} <= names


@pytest.mark.parametrize("name", ["steward", "stewardship"])
def test_a_fresh_environment_has_the_program(programs: Path, tmp_path: Path, name: str) -> None:
    said = run(tmp_path, programs / name, "--version")
    assert said == Done(0, f"steward, version {stewardship.__version__}\n")


def test_a_fresh_environment_judges_a_repository(programs: Path, repo: Repo) -> None:
    repo.commit("a model", CARD)
    assert run(repo.path, programs / "steward", "check").code == 0
    repo.write({"models/fraud/README.md": "---\nlibrary_name: transformers\n---\n"})
    refused = run(repo.path, programs / "steward", "check")
    assert refused.code == 1
    assert "licenses/stated" in refused.text


def test_a_fresh_environment_tests_the_packs(programs: Path, tmp_path: Path) -> None:
    tested = run(tmp_path, programs / "steward", "policy", "test")
    assert tested.code == 0, tested.text
    assert "examples hold" in tested.text


@pytest.mark.parametrize("what", ["rules", "policies", "readers", "checks"])
def test_a_fresh_environment_can_load_everything(programs: Path, tmp_path: Path, what: str) -> None:
    """Each reader and each check is a module of its own, imported late."""
    listed = run(tmp_path, programs / "steward", "list", what)
    assert listed.code == 0, listed.text
    assert len(listed.text.splitlines()) > 3


def test_every_module_can_be_imported_with_what_the_wheel_asks_for(
    programs: Path, tmp_path: Path
) -> None:
    script = (
        "import importlib, pkgutil, stewardship\n"
        "for one in pkgutil.walk_packages(stewardship.__path__, 'stewardship.'):\n"
        "    importlib.import_module(one.name)\n"
    )
    done = run(tmp_path, programs / "python", "-I", "-W", "error", "-c", script)
    assert done == Done(0, "")


def test_nothing_in_the_current_folder_is_imported(programs: Path, tmp_path: Path) -> None:
    """A checked repository may hold a `yaml.py`; running it would be running the change."""
    trap = "open('was-run', 'w').close()\n"
    modules = ("yaml", "click", "git", "re2", "jsonschema", "json", "sitecustomize", "packaging")
    traps = {f"{name}.py": trap for name in modules} | {"stewardship/__init__.py": trap}
    repo = make_repo(tmp_path / "hostile", CARD | traps)
    for command in (["check"], ["check", "--staged"], ["list", "rules"], ["policy", "test"]):
        done = run(repo.path, programs / "steward", *command)
        assert done.code == 0, done.text
    assert not (repo.path / "was-run").exists()
    run(repo.path, programs / "python", "-c", "import yaml")
    assert (repo.path / "was-run").exists(), "the traps do not work, so that nothing was shown"
