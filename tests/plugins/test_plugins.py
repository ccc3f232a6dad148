"""Plugins run where the trusted configuration names them, and nowhere else; they fail closed.

Each test installs modules in a folder outside the repository, as pip would, and goes through the
console entry.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stewardship import checks, readers
from tests.gate.steward import PROGRAM, Said, program, steward
from tests.repos import Repo, make_repo

CONFIG = ".steward/config.yaml"
READER = '''\
"""Owl files."""
import json
from stewardship.model import Fragment, Location, Value

VERSION = 1
NAMES = ("*.owl",)
KIND = "model"


def read(path, content):
    if not content.startswith(b"owl"):
        return None
    license = Value(content.decode().split()[1], Location(path, 1, 5), "owls")
    return (Fragment("model", "hoot", Location(path, 1, 1), "owls", {"license": license}),)
'''
CHECK = '''\
"""A value is short."""
from stewardship.model import Problem

OPTIONS = {"type": "object", "properties": {"at-most": {"type": "integer"}},
           "additionalProperties": False}


def check(value, options, context):
    if len(str(value.plain())) > options.get("at-most", 3):
        yield Problem("it is long")
'''
POLICY = """\
policy: own
title: Own
rules:
  - id: short
    title: A license is short
    applies-to: model
    at: license
    check: brief
    options: {at-most: 3}
    severity: block
    remedy: shorten it
    examples: {pass: [{license: mit}], fail: [{license: apache-2.0}]}
"""
RULE = {".steward/policies/own.yaml": POLICY}
Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Put modules where an installer would; what they left in this process is taken out again."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))

    def put(**modules: str) -> Path:
        for name, text in modules.items():
            file = site.joinpath(*name.split("__")).with_suffix(".py")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return site

    yield put
    readers.plugged.clear()
    checks.plugged.clear()
    for name, module in list(sys.modules.items()):
        if str(tmp_path) in str(
            getattr(module, "__file__", None) or getattr(module, "__path__", "")
        ):
            del sys.modules[name]


def listing(*names: str) -> dict[str, str]:
    return {CONFIG: f"plugins: [{', '.join(names)}]\n"}


# A reader and a check


def test_a_reader_of_a_plugin_reads_and_a_check_of_one_judges(repo: Repo, install: Install) -> None:
    install(owls=READER, brief=CHECK)
    files = listing("owls", "brief") | RULE
    repo.commit("first", {**files, "a/x.owl": "owl mit", "b/y.owl": "owl apache-2.0"})
    said = steward(repo, "check", "--only", "own/short")
    assert said.found() == ["own/short hoot"]
    (finding,) = said.findings
    assert (finding["path"], finding["line"], finding["column"]) == ("b/y.owl", 1, 5)
    assert "it is long" in finding["message"]
    assert "owls" in steward(repo, "list", "readers").out
    assert "brief" in steward(repo, "list", "checks").out
    assert "owls: mine" in steward(repo, "why", "a/x.owl").out
    assert "2 examples hold" in steward(repo, "policy", "test", *RULE).out


def test_a_hook_sees_a_file_that_only_a_plugin_knows(repo: Repo, install: Install) -> None:
    install(owls=READER, brief=CHECK)
    repo.commit("first", listing("owls", "brief") | RULE)
    repo.stage({"b/y.owl": "owl apache-2.0"})
    assert steward(repo, "check", "--staged", "--only", "own").found() == ["own/short hoot"]
    repo.commit("second")
    repo.stage({"src/app.py": "print()\n"})
    assert "nothing that changed is governed" in steward(repo, "check", "--staged").notes


def test_what_a_plugin_said_is_asked_again_once_its_files_change(
    repo: Repo, install: Install
) -> None:
    install(owls=READER)
    repo.commit("first", {**listing("owls"), "a/x.owl": "owl mit"})
    assert "mit" in steward(repo, "show", "hoot").out
    del sys.modules["owls"]
    install(owls=READER.replace("content.decode().split()[1]", '"isc"'))
    out = steward(repo, "show", "hoot").out
    assert "isc" in out
    assert "mit" not in out


def test_a_policy_that_was_proved_with_a_plugin_is_not_trusted_without_it(
    repo: Repo, install: Install
) -> None:
    install(brief=CHECK)
    repo.commit("first", listing("brief") | RULE)
    assert steward(repo, "check").code == 0
    repo.commit("second", {CONFIG: "packs: [licenses]\n"})
    said = steward(repo, "check")
    assert (said.code, "`brief` is no check" in said.everything) == (2, True), said.err


def test_a_module_may_be_a_reader_and_a_check_and_lie_in_a_package(
    repo: Repo, install: Install
) -> None:
    both = READER + CHECK.partition('"""A value is short."""\n')[2]
    install(acme__plugins__owls=both.replace("import json", "from acme.plugins import helper"),
            acme__plugins__helper="X = 1\n")  # fmt: skip
    repo.commit("first", listing("acme.plugins.owls"))
    assert "owls" in steward(repo, "list", "readers").out
    assert "owls" in steward(repo, "list", "checks").out


# Never code of the checked tree


BOOM = "import pathlib\npathlib.Path(__file__).with_name('ran').write_text('')\n" + READER


@pytest.mark.parametrize("door", ["check", "list", "policy"])
def test_a_module_of_the_checked_tree_never_runs(repo: Repo, door: str) -> None:
    arguments = {"check": ["check"], "list": ["list", "readers"], "policy": ["policy", "test"]}
    repo.commit("first", {**listing("owls"), "owls.py": BOOM, "pack/owls.py": BOOM})
    for place in (".", str(repo.path), "pack"):
        said = program(repo, *arguments[door], env={"PYTHONPATH": place})
        assert said.code == 2, said.everything
        assert "there is no module `owls`" in said.err
        assert f"{CONFIG}:1:11" in said.err
    assert not list(repo.path.rglob("ran"))


def test_a_link_into_the_checked_tree_is_refused(repo: Repo, install: Install) -> None:
    site = install(other="")
    repo.commit("first", {**listing("owls"), "src/owls.py": BOOM})
    (site / "owls.py").symlink_to(repo.path / "src" / "owls.py")
    said = steward(repo, "check")
    assert said.code == 2
    assert "`owls` is `src/owls.py` in the checked tree, so it is not imported" in said.everything
    assert not list(repo.path.rglob("ran"))


def test_the_package_around_a_module_does_not_run_either(repo: Repo, install: Install) -> None:
    site = install(other="")
    repo.commit("first", {**listing("acme.owls"), "acme/__init__.py": BOOM, "acme/owls.py": READER})
    (site / "acme").symlink_to(repo.path / "acme")
    said = steward(repo, "check")
    assert said.code == 2
    assert "`acme` is `acme/__init__.py` in the checked tree" in said.everything
    assert not list(repo.path.rglob("ran"))


def test_an_environment_in_the_tree_serves_unless_git_tracks_the_file(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, install: Install
) -> None:
    install()
    home = repo.path / ".venv"
    monkeypatch.setattr(sys, "prefix", str(home))
    monkeypatch.syspath_prepend(str(home / "lib"))
    repo.commit("first", {**listing("owls"), ".gitignore": ".venv/\n", "a/x.owl": "owl mit"})
    repo.write({".venv/lib/owls.py": READER})
    assert "hoot" in steward(repo, "list", "resources").out
    repo.git("add", "--force", ".venv/lib/owls.py")
    del sys.modules["owls"]
    said = steward(repo, "list", "resources")
    assert (said.code, "no module `owls`" in said.err) == (2, True), said.everything


def test_a_change_does_not_run_what_it_brings(repo: Repo, install: Install) -> None:
    site = install(owls=BOOM, brief=CHECK)
    repo.commit("first", {"README.md": "# Acme\n", **listing("brief")})
    repo.branch("change")
    more = POLICY.replace("check: brief", "check: owls")
    repo.commit("second", {**listing("brief", "owls"), "a/x.owl": "owl mit",
                           ".steward/policies/more.yaml": more})  # fmt: skip
    said = steward(repo, "ci", "--base", "main", "--approvals-elsewhere")
    assert said.code == 0, said.everything
    assert (
        "this change brings the plugin `owls`, which does not run until it is merged" in said.notes
    )
    assert "cannot be tried without a plugin of this change: `owls` is no check" in said.notes
    assert not (site / "ran").exists()
    own = steward(repo, "ci", "--base", "main", "--trust-head")
    assert own.code == 2  # where the head is trusted it runs, and is no check
    assert (site / "ran").exists()


def test_a_mistake_in_a_policy_is_one_where_no_plugin_is_new(repo: Repo, install: Install) -> None:
    install(brief=CHECK)
    repo.commit("first", {"README.md": "# Acme\n", **listing("brief")})
    repo.branch("change")
    repo.commit("second", {".steward/policies/more.yaml": POLICY.replace(": brief", ": breif")})
    said = steward(repo, "ci", "--base", "main")
    assert (said.code, "did you mean `brief`?" in said.everything) == (2, True)


def test_a_plugin_of_the_base_that_is_not_installed_stops_ci(repo: Repo) -> None:
    repo.commit("first", listing("not_there_at_all"))
    repo.branch("change")
    repo.commit("second", {CONFIG: "packs: [licenses]\n"})
    said = steward(repo, "ci", "--base", "main")
    assert said.code == 2
    assert "there is no module `not_there_at_all`" in said.everything
    assert "(in the base," in said.everything


# What is no plugin


WRONG: dict[str, tuple[str, str]] = {
    "a module that breaks while it is imported": (
        "1 / 0\n", "`bad` cannot be imported: ZeroDivisionError: division by zero"),
    "a module that ends the process": (
        "raise SystemExit(0)\n", "`bad` cannot be imported: SystemExit: 0"),
    "a module that is no Python": ("def\n", "`bad` cannot be imported: SyntaxError"),
    "neither reader nor check": ('"""A page."""\n', "has neither `read` nor `check`"),
    "no docstring": (READER.replace('"""Owl files."""\n', ""), "has no docstring"),
    "no version": (READER.replace("VERSION = 1", ""), "needs `VERSION`"),
    "a version that is a text": (READER.replace("VERSION = 1", "VERSION = '1'"), "needs `VERSION`"),
    "no names": (READER.replace('("*.owl",)', "()"), "needs `NAMES`"),
    "one name that is no tuple": (READER.replace('("*.owl",)', '"*.owl"'), "needs `NAMES`"),
    "a name in capitals": (READER.replace("*.owl", "*.OWL"), "has a pattern in `NAMES` that no"),
    "an unknown kind": (READER.replace('KIND = "model"', 'KIND = "owl"'), "needs `KIND`, one of"),
    "a folder that is no tuple": (READER + "UNDER = 'a/'\n", "has an `UNDER`"),
    "a limit that is none": (READER + "LIMIT = 0\n", "has a `LIMIT`"),
    "a head that is none": (READER + "HEAD = -1\n", "has a `LIMIT` or a `HEAD`"),
    "a read that is none": (READER + "read = 5\n", "has a `read` that cannot be called"),
    "options that are none": (CHECK.replace('"type": "object", ', ""), "needs `OPTIONS`"),
    "open options": (CHECK.replace("False", "True"), '`"additionalProperties": False`'),
    "a mistakes that is none": (CHECK + "mistakes = 5\n", "has a `mistakes` that cannot be called"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG)
def test_what_is_no_plugin_stops_the_gate(
    repo: Repo, install: Install, text: str, says: str
) -> None:
    install(bad=text)
    repo.commit("first", {CONFIG: "packs: []\nplugins: [bad]\n"})
    for arguments in (["check"], ["check", "--staged"], ["list", "readers"]):
        said = steward(repo, *arguments)
        assert (said.code, says in said.everything) == (2, True), said.everything
        assert f"{CONFIG}:2:11" in said.everything
        assert "Traceback" not in said.everything


TAKEN = {"card": (READER, "there is a reader `card` already"),
         "required": (CHECK, "there is a check `required` already"),
         "UPPER": (CHECK, "gives the name `UPPER`")}  # fmt: skip


@pytest.mark.parametrize(("name", "row"), TAKEN.items(), ids=TAKEN)
def test_a_name_that_is_taken_is_refused(
    repo: Repo, install: Install, name: str, row: tuple[str, str]
) -> None:
    install(**{f"acme__{name}": row[0]})
    repo.commit("first", listing(f"acme.{name}"))
    said = steward(repo, "check")
    assert (said.code, row[1] in said.everything) == (2, True), said.everything


# What breaks while it runs


BREAKS: dict[str, tuple[str, str]] = {
    "it raises": ("    raise ValueError('no owl')\n", "ValueError: no owl"),
    "it ends the process": ("    raise SystemExit\n", "SystemExit"),
    "it never ends": ("    return read(path, content)\n", "RecursionError"),
    "it answers with a text": ("    return 'owl'\n", "something that is no Fragment"),
    "it answers with a number": ("    return 5\n", "TypeError"),
    "another origin": (
        "    return (Fragment('model', 'a', Location(path), 'card', {}),)\n",
        "have to say `bad` as their origin"),
    "another file": (
        "    return (Fragment('model', 'a', Location('b'), 'bad', {}),)\n",
        "it says what is not in this file"),
    "no value": (
        "    return (Fragment('model', 'a', Location(path), 'bad', {'license': 'mit'}),)\n",
        "AttributeError"),
    "a value of objects": (
        "    return (Fragment('model', 'a', Location(path), 'bad', {'a': Value({1}, 2)}),)\n",
        "AttributeError"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "says"), BREAKS.values(), ids=BREAKS)
def test_a_reader_that_breaks_is_a_finding(
    repo: Repo, install: Install, body: str, says: str
) -> None:
    install(bad=READER.partition("    if not")[0] + body)
    repo.commit("first", {**listing("bad"), "a/x.owl": "owl mit"})
    for _ in range(2):  # from the cache as well
        said = steward(repo, "check", "--only", "manifests/readable")
        (finding,) = said.findings
        assert (said.code, finding["path"]) == (1, "a/x.owl")
        assert "the reader `bad` failed on it: " in finding["message"]
        assert says in finding["message"]
        assert "Traceback" not in said.everything


def test_a_reader_that_cannot_tell_of_a_large_file_claims_it(repo: Repo, install: Install) -> None:
    install(owls=READER + "LIMIT = 9\n\n\ndef mine(path, head):\n    raise ValueError\n")
    repo.commit("first", {**listing("owls"), "a/x.owl": "owl mit and more"})
    said = steward(repo, "check", "--only", "manifests/readable")
    assert "the file has 16 bytes; a manifest may have 9" in said.findings[0]["message"]


def test_a_reader_may_ask_for_the_head_of_a_large_file(repo: Repo, install: Install) -> None:
    text = READER.replace("(path, content)", "(path, content, size=0)").replace(
        '"hoot"', "f'o{size}'"
    )
    install(owls=text + "LIMIT = 9\nHEAD = 8\n")
    repo.commit("first", {**listing("owls"), "a/x.owl": "owl mit and more"})
    assert "o16" in steward(repo, "list", "resources").out


JUDGES: dict[str, tuple[str, str]] = {
    "it raises": ("    raise ValueError('no')\n", "the check `brief` failed: ValueError: no"),
    "it returns nothing": ("    return None\n", "the check `brief` failed: TypeError"),
    "it yields a text": ("    yield 'a'\n", "`brief` failed: TypeError: it yielded a str"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "says"), JUDGES.values(), ids=JUDGES)
def test_a_check_that_breaks_is_a_finding(
    repo: Repo, install: Install, body: str, says: str
) -> None:
    install(brief=CHECK.partition("    if len")[0] + body)
    card = {"models/a/README.md": "---\nlicense: mit\npipeline_tag: x\n---\n"}
    repo.commit("first", listing("brief") | RULE | card)
    said = steward(repo, "check", "--only", "own")
    assert said.found() == ["own/short a"]
    assert says in said.findings[0]["message"]


def test_a_check_whose_options_are_no_schema_is_told_at_the_policy(
    repo: Repo, install: Install
) -> None:
    install(brief=CHECK.replace('{"type": "integer"}', '{"type": "owl"}'))
    repo.commit("first", listing("brief") | RULE)
    said = steward(repo, "check")
    assert (said.code, "options that are no JSON Schema" in said.everything) == (2, True)


def test_what_a_plugin_says_of_options_stops_a_policy(repo: Repo, install: Install) -> None:
    tells = CHECK + "\n\ndef mistakes(options):\n    yield 'three is too few'\n"
    install(brief=tells)
    repo.commit("first", listing("brief") | RULE)
    assert "three is too few" in steward(repo, "check").everything


# The price


def test_who_lists_no_plugin_imports_nothing_for_them(tmp_path: Path) -> None:
    repo = make_repo(
        tmp_path / "other", {CONFIG: "packs: [licenses]\n", "a/MLmodel": "run_id: a\n"}
    )
    repo.stage({"a/MLmodel": "run_id: b\n"})
    assert PROGRAM.exists()
    said: Said = program(repo, "check", "--staged", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert "stewardship.plugins\n" in said.err
    assert "stewardship.plugins.imports" not in said.err
    assert "importlib.util" not in said.err.partition("stewardship.cli")[2]
