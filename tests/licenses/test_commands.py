"""The commands of ``steward licenses``: what they say, in JSON too, and how they exit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.gate.steward import Said, steward
from tests.licenses.build import LOCK, install, lock_text, package, uv_lock, venv
from tests.licenses.texts import ROOT, text_of
from tests.repos import Repo

PARAMS = ".steward/params/licenses.yaml"


def data(said: Said) -> Any:
    return json.loads(said.out)


# --- explain -----------------------------------------------------------------------------------

EXPLAINED = {
    "a branch that the list allows": (
        ("(MIT OR AGPL-3.0-only) AND Apache-2.0", "--allow", "MIT", "--allow", "Apache-2.0"),
        0, "pass", "MIT AND Apache-2.0",
    ),
    "a part that it does not": (("MIT AND GPL-3.0-only", "--allow", "MIT"), 1, "block", None),
    "a category": (("MIT OR GPL-3.0-only", "--allow", "category:permissive"), 0, "pass", "MIT"),
    "a family is no license": (("bsd", "--allow", "BSD-3-Clause"), 2, "error", None),
    "a word that says nothing": (("other", "--allow", "MIT"), 2, "error", None),
    "an expression that breaks off": (("MIT AND",), 2, "error", None),
    "a name that is not known": (("Limited Use License", "--allow", "MIT"), 2, "error", None),
    "the strictest of the contexts asked about": (
        ("AGPL-3.0-only", "--as", "internal", "--as", "networked"), 1, "block", "AGPL-3.0-only",
    ),
    "one context": (("AGPL-3.0-only", "--as", "internal"), 0, "review", "AGPL-3.0-only"),
    "the repository's own context": (("MIT",), 0, "pass", "MIT"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "verdict", "chosen"), EXPLAINED.values(), ids=EXPLAINED
)
def test_an_expression_is_explained(
    tmp_path: Path, arguments: tuple[str, ...], code: int, verdict: str, chosen: str | None
) -> None:
    said = steward(tmp_path, "licenses", "explain", *arguments, "--format", "json")
    found = data(said)
    assert (said.code, found["verdict"], found["chosen"]) == (code, verdict, chosen)
    assert set(found) == {"verdict", "expression", "chosen", "reasons", "by_context"}
    assert found["reasons"]


def test_a_fault_is_pointed_at(tmp_path: Path) -> None:
    said = steward(tmp_path, "licenses", "explain", "MIT AND")
    assert said.code == 2
    assert said.out.splitlines()[0] == "MIT AND"
    assert said.out.splitlines()[1].startswith("    ^ ")


def test_two_contexts_give_two_verdicts_with_reasons(tmp_path: Path) -> None:
    arguments = ("AGPL-3.0-only", "--as", "internal", "--as", "networked", "--format", "json")
    found = data(steward(tmp_path, "licenses", "explain", *arguments))["by_context"]
    assert {name: one["verdict"] for name, one in found.items()} == {
        "internal": "review",
        "networked": "block",
    }
    assert all(one["reasons"] for one in found.values())


def test_the_matrix_of_the_repository_decides(repo: Repo) -> None:
    repo.commit(files={PARAMS: "allowed: [AGPL-3.0-only]\n"})
    assert steward(repo, "licenses", "explain", "AGPL-3.0-only").code == 0
    repo.commit(files={PARAMS: "context: dev-only\n", "deep/er/x": ""})
    said = steward(
        repo, "licenses", "explain", "GPL-3.0-only", "--format", "json", folder="deep/er"
    )
    assert data(said)["verdict"] == "pass"


def test_the_defaults_are_those_of_the_pack() -> None:
    from stewardship.cli.licenses.in_force import NAMES, in_force

    stated = yaml.safe_load((ROOT / "policies/licenses.yaml").read_text())["params"]
    assert in_force(ROOT).params == {name: stated[name]["default"] for name in NAMES}


def test_a_package_is_explained_where_it_is_used(repo: Repo) -> None:
    repo.commit(
        files={
            "requirements.txt": "web==1.0\n",
            "requirements-dev.txt": "tool==1.0\nclash==1.0\nbare==1.0\n",
            LOCK: lock_text(
                package("web", "GPL-3.0-only"), package("tool", "GPL-3.0-only"),
                package("clash", "Limited Use License"),
            ),
        }
    )  # fmt: skip
    assert steward(repo, "licenses", "explain", "web").code == 1
    said = steward(repo, "licenses", "explain", "tool==1.0")
    assert said.code == 0
    assert said.out.startswith("dependency tool, dev-only (its scope is dev)\n")
    assert steward(repo, "licenses", "explain", "pkg:pypi/web@1.0", "--as", "internal").code == 0
    assert steward(repo, "licenses", "explain", "clash").code == 2
    assert "it states no license" in steward(repo, "licenses", "explain", "bare").out
    assert steward(repo, "licenses", "explain", "bare", "--allow", "MIT").code == 1
    assert steward(repo, "licenses", "explain", "web==2.0").code == 2


def test_a_conflict_is_no_license(repo: Repo) -> None:
    row = json.loads(lock_text(package("web", "MIT")))
    row["packages"][0]["declared"]["classifiers"] = "GNU General Public License v3 (GPLv3)"
    repo.commit(files={"requirements.txt": "web==1.0\n", LOCK: json.dumps(row)})
    said = steward(repo, "licenses", "explain", "web", "--allow", "MIT")
    assert said.code == 1
    assert "in conflict" in said.out


@pytest.mark.parametrize(
    "arguments",
    [("MIT", "--as", "on-the-moon"), ("MIT", "--format", "xml"), ("MIT", "--allow", "Foo")],
)  # fmt: skip
def test_a_mistake_of_the_call_is_no_verdict(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said = steward(tmp_path, "licenses", "explain", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err


# --- list --------------------------------------------------------------------------------------


def test_an_environment_is_listed_with_a_verdict_for_each(tmp_path: Path) -> None:
    folder = venv(
        tmp_path / "venv",
        good="License: MIT",
        choice="License-Expression: MIT OR GPL-3.0-only",
        copyleft="License-Expression: GPL-3.0-only",
        sly="License: Limited Use License",
    )
    arguments = ("--environment", str(folder), "--allow", "MIT", "--format", "json")
    said = steward(tmp_path, "licenses", "list", *arguments)
    assert said.code == 0
    rows = data(said)
    assert [set(row) for row in rows] == [
        {"name", "version", "declared", "expression", "category", "verdict", "reasons"}
    ] * 4
    assert [(r["name"], r["expression"], r["category"], r["verdict"]) for r in rows] == [
        ("choice", "GPL-3.0-only OR MIT", "permissive", "pass"),
        ("copyleft", "GPL-3.0-only", "strong-copyleft", "block"),
        ("good", "MIT", "permissive", "pass"),
        ("sly", None, "unstated", "block"),
    ]
    assert rows[3]["declared"] == {"license": "Limited Use License"}
    assert "not a license that is known" in rows[3]["reasons"][0]


def test_the_license_file_is_asked_where_the_metadata_settles_nothing(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv")
    install(folder, "family", headers="License: BSD", files={"LICENSE": text_of("BSD-3-Clause")})
    said = steward(tmp_path, "licenses", "list", "--environment", str(folder), "--format", "json")
    assert [row["expression"] for row in data(said)] == ["BSD-3-Clause"]


def test_the_lock_of_the_repository_is_listed_by_category(repo: Repo, tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv", web="License: MIT\nRequires-Dist: helper",
                  helper="License: GPL-3.0-only")  # fmt: skip
    repo.commit(files={"uv.lock": uv_lock(app=("web",), web=("helper",), helper=())})
    steward(repo, "licenses", "lock", "--environment", str(folder))
    lines = [line.split() for line in steward(repo, "licenses", "list").out.splitlines()]
    assert lines[:4] == [
        ["permissive", "(1)"],
        ["web", "1.0", "MIT", "pass", "direct"],
        ["strong-copyleft", "(1)"],
        ["helper", "1.0", "GPL-3.0-only", "block", "by", "web"],
    ]
    assert lines[-1] == ["2", "packages:", "1", "pass,", "0", "review,", "1", "block"]


def test_a_path_says_in_which_context_a_package_is_used(repo: Repo) -> None:
    repo.commit(
        files={
            PARAMS: "contexts: [{path: 'jobs/**', context: internal}]\n",
            "jobs/requirements.txt": "web==1.0\n",
            LOCK: lock_text(package("web", "GPL-3.0-only"), package("far", "GPL-3.0-only")),
        }
    )
    rows = data(steward(repo, "licenses", "list", "--format", "json"))
    assert {row["name"]: row["verdict"] for row in rows} == {"web": "pass", "far": "block"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "there is no license lock here"),
        (("--lock", "nowhere"), "cannot be read"),
        (("--environment", "nowhere"), "there is no folder"),
        (("--lock", "a", "--environment", "b"), "not both"),
        (("--lock", "a", "--format", "xml"), "no format"),
    ],
)
def test_a_list_of_nothing_is_a_mistake(
    repo: Repo, arguments: tuple[str, ...], message: str
) -> None:
    repo.commit()
    said = steward(repo, "licenses", "list", *arguments)
    assert (said.code, message in said.err) == (2, True)


def test_nothing_of_a_package_acts_on_the_terminal(tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv", demo="License: \x1b[2J Evil\x07")
    said = steward(tmp_path, "licenses", "list", "--environment", str(folder))
    assert said.code == 0
    assert not {"\x1b", "\x07"} & set(said.out)


# --- diff --------------------------------------------------------------------------------------


def test_a_license_that_changed_stands_first(repo: Repo) -> None:
    repo.commit(files={LOCK: lock_text(package("aa", "MIT"), package("db", "MIT"))})
    repo.write({LOCK: lock_text(package("aa", "MIT", "2.0"), package("db", "BUSL-1.1", "2.0"))})
    said = steward(repo, "licenses", "diff", f"HEAD:{LOCK}", LOCK)
    assert said.code == 0
    assert said.out.splitlines()[:2] == [
        "license changed (1)",
        "  db 1.0 -> 2.0: MIT (permissive) -> BUSL-1.1 (source-available)",
    ]
    rows = data(steward(repo, "licenses", "diff", f"HEAD:{LOCK}", LOCK, "--format", "json"))
    assert [(row["change"], row["name"]) for row in rows] == [("license", "db"), ("version", "aa")]


def test_a_lockfile_takes_its_licenses_from_the_locks(repo: Repo) -> None:
    repo.commit(files={"requirements.txt": "db==1.0\n", LOCK: lock_text(package("db", "MIT"))})
    repo.write({"requirements.txt": "db==2.0\n", LOCK: lock_text(package("db", "BUSL-1.1", "2.0"))})
    said = steward(repo, "licenses", "diff", "HEAD:requirements.txt", "requirements.txt")
    assert "db 1.0 -> 2.0: MIT (permissive) -> BUSL-1.1 (source-available)" in said.out


def test_what_no_lock_knows_is_said_to_be_unknown(repo: Repo) -> None:
    repo.commit(files={"a/requirements.txt": "db==1.0\n", "b/requirements.txt": "db==2.0\n"})
    said = steward(repo, "licenses", "diff", "a/requirements.txt", "b/requirements.txt")
    assert "  db 1.0 -> 2.0: not known here" in said.out.splitlines()


def test_two_sboms_are_compared(tmp_path: Path) -> None:
    for name, license in (("old.json", "MIT"), ("new.json", "SSPL-1.0")):
        row = {"name": "db", "purl": "pkg:pypi/db@1", "licenses": [{"license": {"id": license}}]}
        bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [row]}
        (tmp_path / name).write_text(json.dumps(bill))
    said = steward(tmp_path, "licenses", "diff", "old.json", "new.json")
    assert "db 1: MIT (permissive) -> SSPL-1.0 (network-copyleft)" in said.out
    same = steward(tmp_path, "licenses", "diff", "old.json", "old.json")
    assert same.out == "no difference\n"


@pytest.mark.parametrize("name", ["nowhere.lock", "HEAD:nowhere.lock", "README.md", "broken.lock"])
def test_what_cannot_be_compared_is_told(repo: Repo, name: str) -> None:
    repo.commit(files={"README.md": "Hello\n", "broken.lock": "{", LOCK: lock_text()})
    said = steward(repo, "licenses", "diff", name, LOCK)
    assert (said.code, said.out) == (2, "")


# --- notice ------------------------------------------------------------------------------------


def test_a_notice_hands_on_what_the_packages_that_ship_ask_for(repo: Repo, tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv")
    install(folder, "web", headers="License: MIT\nAuthor: Dana Doe",
            files={"LICENSE": text_of("MIT"), "NOTICE": "Made in Berlin."})  # fmt: skip
    install(folder, "tool")
    repo.commit(files={"requirements.txt": "web\n", "requirements-dev.txt": "tool\n"})
    steward(repo, "licenses", "lock", "--environment", str(folder))
    said = steward(repo, "licenses", "notice", "--environment", str(folder))
    assert said.code == 0
    for part in ("web 1.0", "License: MIT", "Author: Dana Doe", "Permission is hereby granted",
                 "Made in Berlin."):  # fmt: skip
        assert part in said.out
    assert "tool 1.0" not in said.out
    everything = steward(repo, "licenses", "notice", "--environment", str(folder), "--all")
    assert "tool 1.0" in everything.out
    steward(repo, "licenses", "notice", "--environment", str(folder), "--output", "NOTICE")
    assert (repo.path / "NOTICE").read_text() == said.out


def test_a_notice_says_whose_texts_are_missing(repo: Repo, tmp_path: Path) -> None:
    folder = venv(tmp_path / "venv", other="License: MIT")
    repo.commit(files={LOCK: lock_text(package("web", "MIT"))})
    said = steward(repo, "licenses", "notice", "--environment", str(folder))
    assert "not installed: web" in said.err


# --- matrix ------------------------------------------------------------------------------------


def test_the_matrix_names_the_file_that_says_so(repo: Repo) -> None:
    repo.commit()
    assert "set in policies/licenses.yaml" in steward(repo, "licenses", "matrix").out
    repo.commit(files={PARAMS: "matrix: {permissive: {internal: pass}}\n"})
    said = steward(repo, "licenses", "matrix")
    assert f"set in {PARAMS}" in said.out
    assert "block (not set)" in said.out
