"""What the command line says of a call: help for each command, completion for a shell, and for a
mistake what is wrong and what to do, with exit code 2 and nothing on stdout."""

from __future__ import annotations

from pathlib import Path

import pytest

from stewardship.cli.group import COMMANDS
from tests.gate.hostile import NO_LICENSE, TOY
from tests.gate.steward import program, steward
from tests.repos import Repo


@pytest.fixture
def bad(repo: Repo) -> Repo:
    """A repository with one model, which states no license."""
    repo.commit("bad", {TOY: NO_LICENSE})
    return repo


def test_help_names_every_command_and_every_command_has_help(tmp_path: Path) -> None:
    text = steward(tmp_path, "--help").out
    for name in COMMANDS:
        assert f"\n  {name} " in text
        said = steward(tmp_path, name, "--help")
        assert said.code == 0
        assert said.out.startswith(f"Usage: steward {name} [OPTIONS]")
    assert "--trust-head" in steward(tmp_path, "ci", "--help").out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["chekc"], "No such command 'chekc'", id="an unknown command"),
        pytest.param(["check", "--outptu=x"], "Did you mean '--output'?", id="an unknown option"),
        pytest.param(["check", "--format=jsn"], "did you mean `json`?", id="an unknown format"),
        pytest.param(["check", "--output=x"], "`x` is not FORMAT=FILE", id="no format"),
        pytest.param(["check", "--output=jsn=x"], "did you mean `json`?", id="a wrong format"),
        pytest.param(["check", "--output=json=."], "`.` is a folder", id="a folder for a report"),
        pytest.param(["check", "--root=nope"], "`nope` is not a folder", id="no such root"),
        pytest.param(["check", "--policy=nope"], "policy file cannot be read", id="no such policy"),
        pytest.param(["check", "--environment=nope"], "no folder `nope`", id="no environment"),
        pytest.param(["check", "--only=licences"], "did you mean `licenses`?", id="no such pack"),
        pytest.param(["check", "/etc"], "is outside of repo/", id="a path outside"),
        pytest.param(["ci"], "`steward ci --base <revision>`", id="ci without an event"),
        pytest.param(["ci", "--base=nope"], "the base `nope` is not in", id="no such base"),
        pytest.param(["ci", "--base=-x"], "`-x` is not a revision", id="an option for a base"),
        pytest.param(["ci", "x"], "unexpected extra argument (x)", id="ci with a path"),
        pytest.param(
            ["fix", "licences/stated"], "did you mean `licenses/stated`?", id="fix a typo"
        ),
        pytest.param(["fix", "nope"], "`nope` is no rule and no path", id="fix nothing there is"),
        pytest.param(["stamp", "tyo"], "did you mean `toy`?", id="stamp a typo"),
        pytest.param(["stamp", "models/toy", "--version"], "requires an argument", id="no version"),
        pytest.param(["stamp", ".git"], "no model and no dataset is declared", id="stamp no model"),
        pytest.param(["waive", "a/b"], "Missing argument 'RESOURCE'", id="an argument missing"),
        pytest.param(["why", "nope"], "there is no file `nope`", id="why of nothing"),
        pytest.param(["show", "tyo"], "did you mean `toy`?", id="show of nothing"),
        pytest.param(["explain", "licenses/statd"], "`licenses/stated`?", id="explain a typo"),
    ],
)
def test_a_mistake_in_the_call_is_exit_2_and_says_what_to_do(
    bad: Repo, arguments: list[str], message: str
) -> None:
    said = steward(bad, *arguments)
    assert said.code == 2
    assert message in said.err
    assert said.out == ""


def test_a_time_that_is_none_is_refused(bad: Repo) -> None:
    said = steward(bad, "check", env={"STEWARDSHIP_NOW": "yesterday"})
    assert (said.code, "no date: `yesterday`" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("steward ch", "check"), ("steward check --fo", "--format"), ("steward ci --b", "--base")],
)
def test_a_shell_completes_commands_and_options(bad: Repo, words: str, wanted: str) -> None:
    script = program(bad, env={"_STEWARD_COMPLETE": "bash_source"})
    assert (script.code, "_steward_completion()" in script.out) == (0, True)
    env = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    completed = program(bad, env={"_STEWARD_COMPLETE": "bash_complete", **env})
    assert f"plain,{wanted}" in completed.out.split("\n")
