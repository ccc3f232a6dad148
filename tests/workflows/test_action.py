"""The action's own steps, run by bash in real checkouts of pull requests and merge groups."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.repos import Files, Repo, make_repo
from tests.source import copied
from tests.workflows.runner import Runner

pytestmark = pytest.mark.slow

INSTALL, JUDGE = "install", "gate"
GOOD = "---\nlicense: apache-2.0\nlibrary_name: transformers\n---\n# Fraud\nFinds fraud.\n"
BAD = GOOD.replace("license: apache-2.0\n", "")
CARD = "models/fraud/README.md"
BASE = {CARD: GOOD, ".steward/config.yaml": "mode: enforce\n", "CODEOWNERS": "* @acme/ml\n"}
TRAP = "open('was-run', 'w').close()\n"
TRAPS = {
    f"{name}.py": TRAP for name in ("venv", "pip", "json", "yaml", "sitecustomize", "setuptools")
}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the first step has run, in a checkout that would like to be imported."""
    folder = tmp_path_factory.mktemp("runner")
    action = copied(folder / "action").path
    (folder / "temp").mkdir()
    runner = Runner(action, folder / "temp")
    checkout = make_repo(folder / "hostile", TRAPS)
    done = runner.run(checkout, steps=[INSTALL])
    assert done.code == 0, done.log
    assert not (checkout.path / "was-run").exists()
    return runner


Pull = Callable[..., tuple[Runner, Repo]]


@pytest.fixture
def pull(installed: Runner, tmp_path: Path) -> Pull:
    """Makes a pull request on top of ``BASE``, and the checkout of its merge, as CI has it."""

    def make(change: Files, base: Files = BASE, depth: int = 0) -> tuple[Runner, Repo]:
        origin = make_repo(tmp_path / "origin", base)
        start = origin.head
        origin.branch("feature")
        head = origin.commit("the change", change)
        origin.git("checkout", "--quiet", "main")
        origin.commit("the base goes on", {"docs/other.md": "# Other\n"})
        origin.git("merge", "--quiet", "--no-ff", "--message", "merge", "feature")
        clone = ["clone", "--quiet", *([f"--depth={depth}"] if depth else [])]
        origin.git(*clone, origin.path.as_uri(), str(tmp_path / "checkout"))
        temp = tmp_path / "temp"
        temp.mkdir()
        (temp / "steward-environment").symlink_to(installed.temp / "steward-environment")
        ends = {"base": {"sha": start}, "head": {"sha": head}}
        event = {"pull_request": {**ends, "user": {"login": "dana"}}}
        return Runner(installed.action, temp, payload=event), Repo(tmp_path / "checkout")

    return make


def test_a_good_change_passes_and_says_so_to_later_steps(pull: Pull) -> None:
    runner, checkout = pull({"models/claims/README.md": GOOD.replace("Fraud", "Claims")})
    ran = runner.run(checkout, steps=[JUDGE])
    assert (ran.code, ran.errors) == (0, []), ran.log
    assert ran.outputs == {
        "verdict": "pass",
        "block": "0",
        "review": "0",
        "warn": "0",
        "note": "0",
        "report": str(runner.temp / "steward.json"),
        "sarif": str(runner.temp / "steward-reports/steward.sarif"),
        "junit": str(runner.temp / "steward-reports/steward-junit.xml"),
    }
    assert ran.summary.startswith("### Stewardship: pass\n")
    report = json.loads(Path(ran.outputs["report"]).read_text())
    assert (report["verdict"], report["findings"]) == ("pass", [])


def test_a_bad_change_fails_with_an_annotation_at_the_line(pull: Pull) -> None:
    runner, checkout = pull({CARD: BAD})
    ran = runner.run(checkout, steps=[JUDGE])
    assert ran.code == 1, ran.log
    (error,) = ran.errors
    assert f"file={CARD},line=2" in error
    assert "licenses/stated" in error
    assert (ran.outputs["verdict"], ran.outputs["block"]) == ("block", "1")
    assert f"`{CARD}:2`" in ran.summary
    report = json.loads(Path(ran.outputs["report"]).read_text())
    assert [one["rule"] for one in report["findings"]] == ["licenses/stated"]
    (result,) = json.loads(Path(ran.outputs["sarif"]).read_text())["runs"][0]["results"]
    assert result["ruleId"] == "licenses/stated"
    assert "licenses/stated" in Path(ran.outputs["junit"]).read_text()


def test_a_card_that_the_change_deletes_fails(pull: Pull) -> None:
    runner, checkout = pull({"docs/new.md": "# New\n"})
    checkout.git("rm", "--quiet", CARD)
    checkout.git("commit", "--quiet", "--amend", "--no-edit")
    ran = runner.run(checkout, steps=[JUDGE])
    assert ran.code == 1, ran.log
    assert "manifests/kept" in ran.log


OFF = "licenses: {mode: off, reason: in a hurry}"
WEAKER = {
    "the pack is switched off": {".steward/config.yaml": f"mode: {{{OFF}}}\n"},
    "everything only observes": {".steward/config.yaml": "mode: observe\n"},
    "the pack is taken out": {".steward/config.yaml": "packs: [ownership]\n"},
    "the file is excluded": {
        ".steward/config.yaml": f"exclude: [{{path: {CARD}, reason: in a hurry}}]\n"
    },
    "the file is said to be no resource": {
        ".steward/config.yaml": f"not-a-resource: [{{path: {CARD}, reason: in a hurry}}]\n"
    },
}


@pytest.mark.parametrize("weaker", WEAKER.values(), ids=WEAKER.keys())
def test_a_change_cannot_weaken_its_own_gate(pull: Pull, weaker: Files) -> None:
    runner, checkout = pull({CARD: BAD, **weaker})
    ran = runner.run(checkout, steps=[JUDGE])
    assert ran.code == 1, ran.log
    assert ran.outputs["verdict"] == "block"


def test_a_merge_group_is_judged_against_its_own_base(pull: Pull) -> None:
    made, checkout = pull({CARD: BAD})
    base = checkout.git("rev-parse", "HEAD^1")
    checkout.git("update-ref", "refs/remotes/origin/main", base)
    group = {"base_ref": "refs/heads/main", "base_sha": base, "head_sha": checkout.head}
    runner = Runner(made.action, made.temp, "merge_group", {"merge_group": group})
    ran = runner.run(checkout, steps=[JUDGE])
    assert ran.code == 1
    assert ran.outputs["verdict"] == "block"


def test_without_the_base_the_gate_stays_shut_and_says_the_way_out(pull: Pull) -> None:
    runner, checkout = pull({CARD: BAD}, depth=1)
    (runner.temp / "steward.json").write_text('{"verdict": "pass"}')
    ran = runner.run(checkout, steps=[JUDGE])
    assert ran.code == 2, ran.log
    assert ran.outputs["verdict"] == "block", "an earlier step's report is not this one's answer"
    assert "fetch-depth: 0" in ran.errors[0]
    assert "#### Nothing was judged" in ran.summary


def test_a_gate_that_fails_itself_gives_no_verdict(pull: Pull) -> None:
    runner, checkout = pull({CARD: GOOD + "More.\n"})
    (runner.temp / "steward.json").write_text('{"verdict": "pass"}')
    (runner.temp / "steward-reports").mkdir()
    (runner.temp / "steward-reports/summary.md").write_text("pass")
    (runner.temp / "steward-environment").unlink()
    ran = runner.run(checkout, steps=[JUDGE])
    assert ran.code == 127, ran.log
    assert (ran.outputs, ran.summary) == ({}, "")
    assert "the gate itself failed" in ran.errors[0]


def test_a_folder_can_be_governed_alone(pull: Pull) -> None:
    files = {f"team/{name}": content for name, content in BASE.items()}
    runner, checkout = pull({f"team/{CARD}": BAD, "models/x/README.md": BAD}, base=files)
    ran = runner.run(checkout, {"root": "team"}, steps=[JUDGE])
    assert ran.code == 1, ran.log
    report = json.loads(Path(ran.outputs["report"]).read_text())
    assert [one["path"] for one in report["findings"]] == [CARD]


def test_one_pack_can_be_asked_alone(pull: Pull) -> None:
    runner, checkout = pull({CARD: BAD})
    assert runner.run(checkout, {"only": "ownership"}, steps=[JUDGE]).code == 0
    assert runner.run(checkout, {"only": "licenses"}, steps=[JUDGE]).code == 1


def test_the_organization_s_floor_is_that_of_the_job_and_never_of_the_tree(
    pull: Pull, tmp_path: Path
) -> None:
    runner, checkout = pull({CARD: BAD, ".steward/config.yaml": "mode: observe\n"})
    floor = tmp_path / "floor"
    floor.mkdir()
    (floor / "config.yaml").write_text("organization: Acme\nmode: enforce\npacks: [licenses]\n")
    ran = runner.run(checkout, {"org-policy": str(floor)}, steps=[JUDGE])
    assert (ran.code, ran.outputs["verdict"]) == (2, "block"), ran.log
    assert "asks for `enforce`" in ran.log
    floor.rename(checkout.path / "floor")
    checkout.add("floor")
    checkout.git("commit", "--quiet", "--amend", "--no-edit")
    ran = runner.run(checkout, {"org-policy": "floor"}, steps=[JUDGE])
    assert (ran.code, ran.outputs["verdict"]) == (2, "block"), ran.log


def test_approvals_are_read_from_outside_of_the_tree_only(pull: Pull, tmp_path: Path) -> None:
    runner, checkout = pull({CARD: GOOD.replace("apache-2.0", "llama3.1")})
    (tmp_path / "reviews.json").write_text("[]")
    ran = runner.run(checkout, {"approvals": str(tmp_path / "reviews.json")}, steps=[JUDGE])
    assert (ran.code, ran.outputs["verdict"]) == (1, "review"), ran.log
    checkout.write({"reviews.json": "[]"})
    ran = runner.run(checkout, {"approvals": "reviews.json"}, steps=[JUDGE])
    assert (ran.code, ran.outputs["verdict"]) == (2, "block"), ran.log


def test_what_asks_for_a_review_waits_unless_approvals_are_seen_to_elsewhere(pull: Pull) -> None:
    runner, checkout = pull({CARD: GOOD.replace("apache-2.0", "llama3.1")})
    waiting = runner.run(checkout, steps=[JUDGE])
    assert (waiting.code, waiting.outputs["verdict"]) == (1, "review"), waiting.log
    assert runner.run(checkout, {"approvals-elsewhere": "true"}, steps=[JUDGE]).code == 0


def test_a_named_base_goes_before_the_event(pull: Pull) -> None:
    made, checkout = pull({CARD: BAD})
    runner = Runner(made.action, made.temp, "workflow_call", {})
    assert runner.run(checkout, {"base": "HEAD^1"}, steps=[JUDGE]).code == 1
    assert runner.run(checkout, {"base": "HEAD"}, steps=[JUDGE]).code == 0


NO_INDEX = {
    "PIP_INDEX_URL": "https://127.0.0.1:9/none",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
}


@pytest.fixture
def wheels(installed: Runner, tmp_path: Path) -> Path:
    """A copy of the wheels that the first step downloaded."""
    return shutil.copytree(installed.temp / "steward-wheels", tmp_path / "wheels")


def fresh(installed: Runner, tmp_path: Path) -> tuple[Runner, Repo]:
    """Another machine with the same action."""
    (tmp_path / "temp").mkdir()
    return Runner(installed.action, tmp_path / "temp"), make_repo(tmp_path / "checkout", {})


def test_a_folder_of_wheels_is_all_that_an_installation_needs(
    installed: Runner, wheels: Path, tmp_path: Path
) -> None:
    online, checkout = fresh(installed, tmp_path)
    runner = Runner(online.action / "offline", online.temp)
    ran = runner.run(checkout, {"install-from": "../wheels"}, [INSTALL], NO_INDEX)
    assert ran.code == 0, ran.log
    assert (runner.temp / "steward-environment/bin/steward").exists()


def test_a_cache_with_another_wheel_than_the_one_that_is_stated_installs_nothing(
    installed: Runner, wheels: Path, tmp_path: Path
) -> None:
    runner, checkout = fresh(installed, tmp_path)
    (click,) = wheels.glob("click-*.whl")
    with zipfile.ZipFile(click, "a") as archive:
        archive.writestr("click/evil.py", "")
    wheels.rename(runner.temp / "steward-wheels")
    ran = runner.run(checkout, {}, [INSTALL], NO_INDEX)
    assert ran.code != 0
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in ran.log
    assert not list(runner.temp.rglob("evil.py"))
    assert not (runner.temp / "steward-environment/bin/steward").exists()


NOWHERE = ["wheels-that-are-not-there", "-rf", "$(touch was-run)", "a\nb", "ftp://index.example"]


@pytest.mark.parametrize("where", NOWHERE)
def test_what_is_neither_an_index_nor_a_folder_installs_nothing(
    installed: Runner, tmp_path: Path, where: str
) -> None:
    runner, checkout = fresh(installed, tmp_path)
    ran = runner.run(checkout, {"install-from": where}, [INSTALL], NO_INDEX)
    assert ran.code == 2, ran.log
    assert "'install-from' has to be" in ran.errors[0]
    assert list(tmp_path.rglob("*was-run*")) == []


HOSTILE = {
    "a report beside the temporary folder": {"report": "../was-run"},
    "a report at the root": {"report": "/was-run"},
    "a report that is an option": {"report": "-rf"},
    "a report that is hidden": {"report": ".."},
    "a report without a name": {"report": ""},
    "a report that writes an output of its own": {"report": "a.json\nverdict=pass"},
    "a report that is a command": {"report": "$(touch was-run)"},
    "a base that is a command": {"base": "$(touch was-run)"},
    "a base that ends the word": {"base": '"; touch was-run; "'},
    "a base that is an option": {"base": "--output=json=was-run"},
    "a base of two lines": {"base": "HEAD^1\ntouch was-run"},
    "a pack that is a command": {"only": "`touch was-run`"},
    "a pack that is an option": {"only": "--trust-head"},
    "a floor that is a command": {"org-policy": "$(touch was-run)"},
    "approvals that are an option": {"approvals": "/nowhere --trust-head"},
    "a folder outside": {"root": "../.."},
    "a folder that is a command": {"root": "$(touch was-run)"},
}


@pytest.mark.parametrize("inputs", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_input_is_data(pull: Pull, tmp_path: Path, inputs: Mapping[str, str]) -> None:
    runner, checkout = pull({CARD: BAD})
    ran = runner.run(checkout, inputs, steps=[JUDGE])
    assert ran.code == 2, ran.log
    assert ran.outputs.get("verdict") != "pass"
    assert ran.errors
    assert "Traceback" not in ran.log
    assert list(tmp_path.rglob("*was-run*")) == []
