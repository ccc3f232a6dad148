"""``steward policy test``: what is wrong in a policy or its params is found where it is written,
before it governs anything; in a hook what is staged is tested, and not what is on disk."""

from __future__ import annotations

import pytest

from tests.gate.hostile import CARD, OWN, TOY
from tests.gate.steward import steward
from tests.repos import Repo

POLICY = ".steward/policies/own.yaml"
FALSE = OWN.replace("fail: [{}]", "fail: [{description: y}]")


@pytest.fixture
def acme(repo: Repo) -> Repo:
    """A repository with a policy of its own, whose examples hold."""
    repo.commit("base", {POLICY: OWN, TOY: CARD})
    return repo


def test_the_packs_and_the_repositorys_own_policies_are_tested(acme: Repo) -> None:
    said = steward(acme, "policy", "test", "--verbose")
    assert (said.code, said.err) == (0, "")
    assert "ok    licenses/stated: pass example 1\n" in said.out
    assert "ok    own/described: fail example 1\n" in said.out
    assert said.out.endswith(" examples hold\n")


def test_an_example_that_does_not_hold_is_exit_1_with_its_place(acme: Repo) -> None:
    acme.write({POLICY: FALSE})
    said = steward(acme, "policy", "test")
    assert said.code == 1
    assert f"FAIL  own/described: fail example 1: no finding\n      {POLICY}:6\n" in said.out
    assert said.out.endswith(" examples, 1 do not hold\n")
    named = steward(acme, "policy", "test", POLICY)
    assert (named.code, named.out.endswith("2 examples, 1 do not hold\n")) == (1, True)


def test_a_hook_tests_what_is_staged(acme: Repo) -> None:
    acme.stage({POLICY: FALSE})
    acme.write({POLICY: OWN})
    assert steward(acme, "policy", "test", "--staged").code == 1
    assert steward(acme, "policy", "test").code == 0


def test_a_commit_of_no_policy_tests_none(acme: Repo) -> None:
    acme.write({POLICY: FALSE})
    acme.stage({TOY: f"{CARD}\nMore.\n"})
    said = steward(acme, "policy", "test", "--staged")
    assert (said.code, said.out) == (0, "no policy changed\n")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({POLICY: OWN.replace("required", "requierd")}, "did you mean `required`?"),
        ({".steward/params/own.yaml": "taks: [a]\n"}, "did you mean `tasks`?"),
        ({".steward/params/licenses.yaml": "allowed: [mitt]\n"}, "did you mean `MIT`?"),
        ({".steward/params/nobody.yaml": "a: 1\n"}, "there is no policy `nobody`"),
        ({".steward/config.yaml": "mode: {own: of}\n"}, "did you mean `off`?"),
    ],
    ids=["a policy", "its params", "params of a pack", "params of nothing", "the configuration"],
)
@pytest.mark.parametrize("staging", [[], ["--staged"]], ids=["on disk", "staged"])
def test_what_cannot_govern_is_exit_2(
    acme: Repo, files: dict[str, str], message: str, staging: list[str]
) -> None:
    acme.stage({**files})
    said = steward(acme, "policy", "test", *staging)
    assert (said.code, message in said.err) == (2, True)
    assert ".steward/" in said.err


def test_a_policy_that_is_a_link_is_not_followed(acme: Repo) -> None:
    (acme.path / ".steward/policies/two.yaml").symlink_to("/dev/zero")
    said = steward(acme, "policy", "test")
    assert (said.code, "symbolic link" in said.err) == (2, True)


def test_a_file_that_is_not_there_is_a_mistake(acme: Repo) -> None:
    said = steward(acme, "policy", "test", "nope.yaml")
    assert (said.code, "the policy file cannot be read" in said.err) == (2, True)
