"""A change cannot weaken its own gate: in CI everything that decides comes from the base.

Each row edits one thing that decides, in the change that it is to excuse. On a laptop, where the
work tree governs, it works; in CI the verdict stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gate.hostile import CARD, NO_LICENSE, OWN, TOY
from tests.gate.steward import steward
from tests.repos import Repo

NOW = {"STEWARDSHIP_NOW": "2026-11-23"}
STEWARDS = 'stewards:\n  "@dana": {contact: dana@acme.example}\nassign: []\n'
NEEDED = {".steward/policies/own.yaml": OWN, ".steward/stewards.yaml": STEWARDS}
UNSTEWARDED = CARD.replace("# toy", "# toy\n\nIt classifies text.")


def write(files: dict[str, str | None]) -> Callable[[Repo], None]:
    def change(repo: Repo) -> None:
        for name, text in files.items():
            if text is None:
                (repo.path / name).unlink()
            else:
                repo.write({name: text})

    return change


def accept(repo: Repo) -> None:
    steward(repo, "baseline", "--accept")


def approve(repo: Repo) -> None:
    """Waivers that claim to be approved, one for each finding."""
    for one in steward(repo, "check").findings:
        if one["severity"] == "block":
            arguments = (one["rule"], one["resource"]["id"], "--reason=x", "--approved-by=@legal")
            steward(repo, "waive", *arguments, env=NOW)


WEAKENING = {
    "the mode": write({".steward/config.yaml": "mode: observe\n"}),
    "rules switched off": write(
        {
            ".steward/config.yaml": "mode:\n"
            + "".join(
                f"  {name}: {{mode: off, reason: x}}\n"
                for name in ("licenses", "ownership", "manifests", "own")
            )
        }
    ),
    "the packs": write({".steward/config.yaml": "packs: [manifests]\n"}),
    "the files left out": write(
        {".steward/config.yaml": 'exclude: [{path: "models/**", reason: x}]\n'}
    ),
    "what is a resource": write(
        {".steward/config.yaml": 'not-a-resource: [{path: "**", reason: x}]\n'}
    ),
    "a policy": write({".steward/policies/own.yaml": OWN.replace("block", "note")}),
    "a policy taken away": write({".steward/policies/own.yaml": None}),
    "the baseline": accept,
    "waivers that claim an approval": approve,
    "the map that a rule waits for": write({".steward/stewards.yaml": None}),
    "the map": write(
        {".steward/stewards.yaml": STEWARDS.replace(
            "assign: []", 'assign: [{path: "**", steward: "@dana"}]')}
    ),
    "CODEOWNERS": write({".github/CODEOWNERS": "* @dana\n"}),
}  # fmt: skip


@pytest.fixture
def acme(repo: Repo) -> Repo:
    """A base with a policy of its own and a map, and a change that breaks a rule of each pack."""
    repo.commit(
        "base", {TOY: UNSTEWARDED.replace("license", "steward: '@dana'\nlicense"), **NEEDED}
    )
    repo.branch("change")
    repo.write({TOY: NO_LICENSE.replace("# toy\n", "")})
    return repo


@pytest.mark.parametrize("edit", WEAKENING.values(), ids=WEAKENING)
def test_a_change_does_not_excuse_itself(acme: Repo, edit: Callable[[Repo], None]) -> None:
    honest = steward(acme, "check").found()
    assert honest == ["licenses/stated toy", "own/described toy", "ownership/steward-stated toy"]
    edit(acme)
    at_home = steward(acme, "check", env=NOW)
    assert (at_home.code, at_home.found()) != (1, honest)
    acme.commit("change")
    said = steward(acme, "ci", "--base=main", env=NOW)
    stands = {*said.found(), *said.found(status="proposed")}
    assert stands == set(honest)
    assert said.code == 1
    assert "until merged, the base's govern" in said.everything


def test_a_waiver_of_its_own_can_only_ask(acme: Repo) -> None:
    approve(acme)
    acme.commit("change")
    said = steward(acme, "ci", "--base=main", env=NOW)
    assert (said.report["verdict"], said.found(), said.code) == ("review", [], 1)
    assert len(said.found(status="proposed")) == 3


APPROVAL = """\
approvals:
  - rule: licenses/allowed
    license: llama3.1
    resources: ["models/**"]
    contexts: [internal]
    reason: far below the cap of users
    approved-by: "@legal"
    expires: 2027-05-31
    wildcard: they all come from one lab
"""
LLAMA = CARD.replace("license: mit", "license: llama3.1\nstewardship: {context: internal}")


def test_an_approval_of_its_own_can_only_ask(repo: Repo) -> None:
    repo.commit("base", {TOY: CARD})
    repo.commit("change", {TOY: LLAMA, ".steward/waivers.yaml": APPROVAL})
    said = steward(repo, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, said.found("review", "proposed")) == (1, ["licenses/allowed toy"])


@pytest.mark.parametrize("stands", ["waiver", "approval"])
def test_what_would_excuse_asks_even_where_the_change_holds_nothing_else(
    repo: Repo, stands: str
) -> None:
    """Its merge would grant it: a first change that excuses, a second that is excused."""
    repo.commit("base", {TOY: LLAMA})
    if stands == "waiver":
        steward(repo, "waive", "licenses/allowed", "toy", "--reason=x", env=NOW)
    else:
        repo.write({".steward/waivers.yaml": APPROVAL})
    repo.commit("excuse")
    said = steward(repo, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, said.found("review", "proposed")) == (1, ["licenses/allowed toy"])
    repo.commit("change", {TOY: f"{LLAMA}\nMore.\n"})
    said = steward(repo, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, said.found("review", "waived")) == (0, ["licenses/allowed toy"])


def test_params_come_from_the_base(repo: Repo) -> None:
    repo.commit("base", {".steward/params/licenses.yaml": "denied: [Apache-2.0]\n", TOY: CARD})
    repo.commit(
        "change",
        {TOY: CARD.replace("mit", "apache-2.0"), ".steward/params/licenses.yaml": "denied: []\n"},
    )
    assert steward(repo, "check").found() == []
    assert steward(repo, "ci", "--base=HEAD~1").found() == ["licenses/not-denied toy"]


def test_a_waiver_that_is_taken_out_governs_until_that_is_merged(repo: Repo) -> None:
    repo.commit("base", {TOY: NO_LICENSE})
    steward(repo, "waive", "licenses/stated", "toy", "--reason=x", env=NOW)
    repo.commit("waived")
    (repo.path / ".steward/waivers.yaml").unlink()
    repo.commit("change", {TOY: f"{NO_LICENSE}\nMore.\n"})
    assert steward(repo, "ci", "--base=HEAD~1", env=NOW).found(status="waived") == [
        "licenses/stated toy"
    ]


def test_a_growing_baseline_is_said_aloud(acme: Repo) -> None:
    accept(acme)
    acme.commit("change")
    said = steward(acme, "ci", "--base=main")
    assert "adds 3 to the baseline, which excuse nothing until it is merged" in said.everything


def test_an_old_fork_brings_no_old_policy_back(repo: Repo) -> None:
    """The branch left before there was a policy; the base has one now."""
    repo.commit("base", {TOY: CARD})
    repo.branch("change")
    repo.git("checkout", "--quiet", "main")
    repo.commit("a policy", {".steward/policies/own.yaml": OWN})
    repo.git("checkout", "--quiet", "change")
    repo.commit("change", {TOY: "---\nlicense: mit\nlibrary_name: x\n---\n"})
    assert steward(repo, "check").found() == []
    assert steward(repo, "ci", "--base=main").found() == ["own/described toy"]


def test_on_the_first_day_the_heads_own_policies_can_be_trusted(repo: Repo) -> None:
    repo.commit("base", {TOY: NO_LICENSE})
    steward(repo, "baseline")
    repo.commit("switch on", {".steward/config.yaml": "mode: new\n"})
    repo.commit("change", {TOY: f"{NO_LICENSE}\nMore.\n"})
    assert steward(repo, "ci", "--base=HEAD~2").found() == ["licenses/stated toy"]
    said = steward(repo, "ci", "--base=HEAD~2", "--trust-head")
    assert (said.code, said.found(status="baseline")) == (0, ["licenses/stated toy"])


def test_even_then_nobody_grants_his_own_waiver(repo: Repo) -> None:
    repo.commit("base", {TOY: CARD})
    repo.write({TOY: NO_LICENSE})
    steward(repo, "waive", "licenses/stated", "toy", "--reason=x", env=NOW)
    repo.commit("change")
    said = steward(repo, "ci", "--base=HEAD~1", "--trust-head", env=NOW)
    assert (said.code, said.found(status="proposed")) == (1, ["licenses/stated toy"])
