"""A floor on real repositories: from where it is read, and what no change can do about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gate.hostile import CARD, NO_LICENSE, OWN, TOY
from tests.gate.steward import steward
from tests.repos import Repo

CONFIG = ".steward/config.yaml"
FLOOR = "organization: Acme\nmode: {licenses: enforce}\npacks: [licenses]\n"
EXTENDS = "extends: .steward/org/acme\n"
VENDORED = ".steward/org/acme/config.yaml"
NOW = {"STEWARDSHIP_NOW": "2026-11-23"}
STATED = ["licenses/stated toy"]


@pytest.fixture
def job(tmp_path: Path) -> Path:
    """A floor outside of the repository, as a CI job has it."""
    folder = tmp_path / "organization"
    folder.mkdir()
    (folder / "config.yaml").write_text(FLOOR)
    return folder


def files(text: str) -> Callable[[Repo], None]:
    return lambda repo: repo.write({CONFIG: text})


def vendored(text: str) -> Callable[[Repo], None]:
    return lambda repo: repo.write({VENDORED: text})


def gone(repo: Repo) -> None:
    (repo.path / CONFIG).unlink()


WEAKENED: dict[str, Callable[[Repo], None]] = {
    "drops `extends`": gone,
    "extends another floor": lambda repo: repo.write(
        {".steward/org/mild/config.yaml": "{}\n", CONFIG: "extends: .steward/org/mild\n"}
    ),
    "makes the floor milder": vendored("mode: {licenses: new}\n"),
    "lets itself loosen the floor": lambda repo: repo.write(
        {VENDORED: f"{FLOOR}may-override: {{modes: [licenses]}}\n",
         CONFIG: f"{EXTENDS}mode: {{licenses: observe}}\n"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", WEAKENED.values(), ids=WEAKENED)
def test_the_floor_of_the_base_holds_for_the_change(
    repo: Repo, edit: Callable[[Repo], None]
) -> None:
    repo.commit("base", {TOY: CARD, CONFIG: EXTENDS, VENDORED: FLOOR})
    edit(repo)
    repo.commit("change", {TOY: NO_LICENSE})
    said = steward(repo, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, said.found()) == (1, STATED)
    assert any(one.startswith("ownership/decisions-reviewed") for one in said.found("review"))


@pytest.mark.parametrize("edit", WEAKENED.values(), ids=WEAKENED)
def test_once_merged_the_floor_of_the_job_holds(
    repo: Repo, job: Path, edit: Callable[[Repo], None]
) -> None:
    repo.commit("base", {TOY: CARD, CONFIG: EXTENDS, VENDORED: FLOOR})
    edit(repo)
    repo.commit("merged")
    repo.commit("change", {TOY: NO_LICENSE})
    said = steward(repo, "ci", "--base=HEAD~1", f"--org-policy={job}", env=NOW)
    assert (said.code, said.found()) == (1, STATED)
    assert {one["mode"] for one in said.findings if one["rule"] == "licenses/stated"} == {"enforce"}


def test_a_change_that_asks_for_less_than_it_extends_is_an_error(repo: Repo) -> None:
    repo.commit("base", {TOY: CARD, CONFIG: EXTENDS, VENDORED: FLOOR})
    repo.commit("change", {CONFIG: f"{EXTENDS}mode: {{licenses: observe}}\n"})
    for said in (steward(repo, "ci", "--base=HEAD~1"), steward(repo, "check")):
        assert said.code == 2
        assert f"{CONFIG}:2" in said.everything
        assert (
            "`licenses` is `observe`, and the floor of Acme asks for `enforce`" in said.everything
        )
        assert "`may-override: modes:`" in said.everything


def test_what_the_base_asks_less_is_held_and_said_and_can_be_mended(repo: Repo) -> None:
    """Otherwise nobody's change would pass until somebody found the way round the gate."""
    looser = f"{EXTENDS}mode: {{licenses: observe}}\n"
    repo.commit("base", {TOY: CARD, CONFIG: looser, VENDORED: FLOOR})
    repo.commit("mend", {CONFIG: EXTENDS, TOY: NO_LICENSE})
    said = steward(repo, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, said.found()) == (1, STATED)
    assert "asks for `enforce`" in said.notes


def test_a_change_that_goes_below_the_floor_of_the_job_is_an_error(repo: Repo, job: Path) -> None:
    """What the base has so already is held and said: another change did not do it."""
    repo.commit("base", {TOY: CARD, CONFIG: "mode: new\n"})
    repo.commit("change", {CONFIG: "mode: {licenses: observe}\n"})
    said = steward(repo, "ci", "--base=HEAD~1", f"--org-policy={job}", env=NOW)
    assert said.code == 2
    assert f"{CONFIG}:1" in said.everything
    assert "`licenses` is `observe`, and the floor of Acme asks for `enforce`" in said.everything
    repo.commit("merged all the same")
    repo.commit("another", {TOY: NO_LICENSE})
    said = steward(repo, "ci", "--base=HEAD~1", f"--org-policy={job}", env=NOW)
    assert (said.code, said.found()) == (1, STATED)
    assert "asks for `enforce`" in said.notes
    assert ", above the floor of Acme" in said.everything


@pytest.mark.parametrize("how", ["option", "environment"])
def test_the_hook_and_check_take_the_floor_too(repo: Repo, job: Path, how: str) -> None:
    repo.commit("base", {TOY: NO_LICENSE, CONFIG: "mode: observe\n"})
    assert steward(repo, "check").code == 0
    option = (f"--org-policy={job}",) if how == "option" else ()
    env = {} if option else {"STEWARDSHIP_ORG_POLICY": str(job)}
    assert steward(repo, "check", *option, env=env).found() == STATED
    repo.stage({TOY: f"{NO_LICENSE}\nMore.\n"})
    assert steward(repo, "check", "--staged", *option, env=env).found() == STATED


def test_a_floor_that_is_not_there_stops_the_gate(repo: Repo, job: Path) -> None:
    repo.commit("base", {TOY: CARD})
    (job / "config.yaml").rename(job / "other.txt")
    for path, says in ((job, "there is no"), (job / "gone", "is not there"),
                       (job / "other.txt", "is a file")):  # fmt: skip
        said = steward(repo, "check", f"--org-policy={path}")
        assert said.code == 2
        assert says in said.everything


def test_a_folder_that_git_tracks_is_taken_from_the_base(repo: Repo) -> None:
    """What the change put there would be its own floor."""
    repo.commit("base", {TOY: CARD, "org/config.yaml": FLOOR})
    repo.commit("change", {TOY: NO_LICENSE, "org/config.yaml": "mode: {licenses: observe}\n"})
    said = steward(repo, "ci", "--base=HEAD~1", f"--org-policy={repo.path / 'org'}", env=NOW)
    assert said.found() == STATED
    assert {one["mode"] for one in said.findings if one["rule"] == "licenses/stated"} == {"enforce"}
    repo.commit("base", {TOY: CARD})
    repo.commit("brings a floor", {"mine/config.yaml": "{}\n", TOY: NO_LICENSE})
    said = steward(repo, "ci", "--base=HEAD~1", f"--org-policy={repo.path / 'mine'}")
    assert said.code == 2


@pytest.mark.parametrize(("root", "where"), [("", "."), ("services", "org"), ("services", ".")])
def test_wherever_it_lies_in_the_repository_it_is_the_bases(
    repo: Repo, root: str, where: str
) -> None:
    home = "" if where == "." else f"{where}/"
    toy = f"{root}/{TOY}" if root else TOY
    repo.commit("base", {toy: CARD, f"{home}config.yaml": FLOOR, "package.json": "{}\n"})
    repo.commit("change", {toy: NO_LICENSE, f"{home}config.yaml": "default-mode: observe\n"})
    option = (f"--root={repo.path / root}",) if root else ()
    floor = f"--org-policy={repo.path / where}"
    if where == ".":  # whatever else lies there is read as a part of it, or refused
        said = steward(repo, "ci", "--base=HEAD~1", floor, *option, env=NOW)
        assert said.code == 2
        assert "package.json" in said.everything
        return
    said = steward(repo, "ci", "--base=HEAD~1", floor, *option, env=NOW)
    assert {one["mode"] for one in said.findings if one["rule"] == "licenses/stated"} == {"enforce"}


def test_a_link_in_a_floor_is_not_left_out_in_silence(repo: Repo) -> None:
    (repo.path / "org/params").mkdir(parents=True)
    (repo.path / "org/params/licenses.yaml").symlink_to("/dev/null")
    repo.commit("base", {TOY: CARD, "org/config.yaml": FLOOR})
    said = steward(repo, "check", f"--org-policy={repo.path / 'org'}")
    assert said.code == 2
    assert "org/params/licenses.yaml" in said.everything
    assert "symbolic link" in said.everything


def test_a_checkout_of_the_organization_in_the_workspace_is_read_from_disk(repo: Repo) -> None:
    """``actions/checkout`` puts nothing outside of the workspace."""
    repo.commit("base", {TOY: CARD, ".gitignore": "org/\n"})
    repo.commit("change", {TOY: NO_LICENSE})
    repo.write({"org/config.yaml": FLOOR})
    said = steward(repo, "ci", "--base=HEAD~1", f"--org-policy={repo.path / 'org'}", env=NOW)
    assert {one["mode"] for one in said.findings if one["rule"] == "licenses/stated"} == {"enforce"}


def test_a_floor_anywhere_in_the_trusted_tree(repo: Repo) -> None:
    config = {CONFIG: "extends: governance/acme\n"}
    repo.commit("base", {TOY: NO_LICENSE, "governance/acme/config.yaml": FLOOR, **config})
    assert steward(repo, "check").found() == STATED
    repo.stage({"governance/acme/policies/own.yaml": OWN.replace("block", "review")})
    said = steward(repo, "check", "--staged")
    assert (said.found("review"), said.judged) == (["own/described toy"], 1)
    repo.commit("more")
    said = steward(repo, "ci", "--base=HEAD~1", env=NOW)
    assert said.found("review") == [
        "ownership/decisions-reviewed governance/acme/policies/own.yaml"
    ]
    repo.write({"governance/acme/config.yml": "{}\n"})
    assert "nothing reads this file" in steward(repo, "check").everything


def test_the_day_of_a_floor_is_told_before_it_comes(repo: Repo, job: Path) -> None:
    dated = FLOOR.replace("enforce", "[new, enforce from 2027-03-01]")
    (job / "config.yaml").write_text(dated)
    repo.commit("base", {TOY: NO_LICENSE})
    steward(repo, "baseline")
    said = steward(repo, "check", f"--org-policy={job}", env=NOW)
    assert (said.code, said.found(status="baseline")) == (0, STATED)
    told = "from 2027-03-01 on, in 98 days, 1 finding blocks: `enforce`"
    assert f"{told} ({job}/config.yaml:2)" in said.notes
    for day, code in (("2027-02-28", 0), ("2027-03-01", 1)):
        env = {"STEWARDSHIP_NOW": day, "STEWARDSHIP_ORG_POLICY": str(job)}
        assert steward(repo, "check", env=env).code == code
    explained = steward(
        repo, "explain", "licenses/stated", env={**NOW, "STEWARDSHIP_ORG_POLICY": str(job)}
    ).out
    assert f"mode        new, said by {job}/config.yaml:2 (floor of Acme)" in explained
    assert f"mode        enforce from 2027-03-01 on, said by {job}/config.yaml:2" in explained


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages, one of which is a floor that must never run."""
    package = tmp_path / "site" / "acme_floor" / "policy"
    package.mkdir(parents=True)
    for folder in (package, package.parent):
        (folder / "__init__.py").write_text("raise SystemExit('this ran')\n")
    (package / "config.yaml").write_text(FLOOR)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    return package


def test_an_installed_package_is_a_floor_and_nothing_of_it_runs(repo: Repo, site: Path) -> None:
    repo.commit("base", {TOY: NO_LICENSE, CONFIG: "extends: [{package: acme_floor.policy}]\n"})
    said = steward(repo, "check")
    assert (said.code, said.found()) == (1, STATED)
    assert {one["mode"] for one in said.findings if one["rule"] == "licenses/stated"} == {"enforce"}
    assert "package:acme_floor.policy/config.yaml" in steward(repo, "config").out


def test_a_package_in_the_checked_tree_is_none(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("base", {CONFIG: "extends: {package: mild_floor}\n", "mild_floor/__init__.py": "",
                         "mild_floor/config.yaml": "{}\n"})  # fmt: skip
    monkeypatch.setattr(sys, "path", [str(repo.path), *sys.path])
    said = steward(repo, "check")
    assert said.code == 2
    assert "in the checked tree" in said.everything
    repo.write({CONFIG: "extends: {package: no_such_floor}\n"})
    said = steward(repo, "check")
    assert said.code == 2
    assert "there is no package `no_such_floor` where steward is installed" in said.everything


def test_what_is_in_force_says_who_said_so_as_data_too(repo: Repo, job: Path) -> None:
    repo.write({CONFIG: "mode:\n  '*': [observe, new from 2027-01-01]\n", TOY: CARD})
    (job / "params").mkdir()
    (job / "params/licenses.yaml").write_text("denied: [GPL-3.0-only]\n")
    said = steward(repo, "config", "--format=json", f"--org-policy={job}", env=NOW)
    data = json.loads(said.out)
    assert data["rules"]["licenses/stated"] == {
        "mode": "enforce", "severity": "block", "waivable": True,
        "said-by": f"{job}/config.yaml:2",
    }  # fmt: skip
    assert data["rules"]["ownership/steward-stated"]["said-by"] == f"{CONFIG}:2"
    by_name = {one["setting"]: one for one in data["settings"]}
    assert by_name["mode licenses/*"]["value"] == "enforce"
    assert by_name["param licenses.denied"] == {
        "setting": "param licenses.denied", "value": ["GPL-3.0-only"], "why": "",
        "said-by": {"file": f"{job}/params/licenses.yaml", "line": 1},
    }  # fmt: skip
    planned = [one["value"] for one in data["settings"] if one["setting"] == "mode *"]
    assert planned == ["observe", "new from 2027-01-01"]


def test_the_params_of_a_floor_are_judged_by_again_when_they_change(repo: Repo, job: Path) -> None:
    """What rules had nothing to say of is remembered with all that it rested on."""
    cards = {f"models/m{number}/README.md": CARD for number in range(70)}
    repo.commit("base", cards)
    assert steward(repo, "check", f"--org-policy={job}").found() == []
    (job / "params").mkdir()
    (job / "params/licenses.yaml").write_text("denied: [MIT]\n")
    assert len(steward(repo, "check", f"--org-policy={job}").found()) == 70
