"""Names and values of a repository that were written to act do nothing in any command that looks.

The reporters are held by ``tests/reporters/test_hostile.py``; this is everything else that prints:
each command on one repository that has hostile folders, values, stewards, owners and reasons.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from tests.gate.steward import Said, program, steward
from tests.reporters.markdown_shape import foreign
from tests.reporters.test_hostile import acting, commands
from tests.repos import Repo, make_repo

NOW = {"STEWARDSHIP_NOW": "2026-11-23"}
NAME = "a\n::error::forged\x1b[31m\u202e<img src=x onerror=y>@everyone"
TEXT = (
    "::set-output name=x::y\n::error file=x::forged\r\x1b]0;t\x07\u202e</td></script>"
    "<script>alert(1)</script> ![i](https://evil.example/i) [a](javascript:x) @everyone `|"
)
SAID = json.dumps(TEXT)
CARD = (
    f"---\nlicense: {SAID}\ndescription: {SAID}\ndatasets: [{SAID}]\ntags: [{SAID}]\n"
    f"pipeline_tag: {SAID}\nstewardship: {{stage: {SAID}, version: {SAID}}}\n---\n# x\n"
)
FILES = {
    f"models/{NAME}/README.md": CARD,
    "models/plain/README.md": CARD,
    "catalog-info.yaml": f"kind: Component\nmetadata: {{name: {SAID}, description: {SAID}}}\n"
    f"spec: {{type: service, owner: {SAID}}}\n",
    ".steward/stewards.yaml": f"stewards:\n  {SAID}: {{contact: {SAID}, deputy: {SAID}, "
    f'on-call: {SAID}, roadmap: {SAID}}}\nassign: [{{path: "models/", steward: {SAID}}}]\n',
    ".github/CODEOWNERS": "/models/ @a\x1b[31m\u202e\n* @acme/<img>\n",
    ".steward/config.yaml": f"exclude: [{{path: 'x/**', reason: {SAID}}}]\n",
    ".steward/waivers.yaml": f"waivers: [{{rule: {SAID}, resource: {SAID}, reason: {SAID}, "
    "fingerprint: 0123456789abcdef0123456789abcdef, expires: 2026-12-31}]\n",
}  # fmt: skip
COMMANDS = (
    "check", "ci --base=HEAD~1", "list resources", "list policies", "show plain",
    "why models/plain/README.md", "explain licenses/recognized", "owners map",
    "owners map --format=json", "owners map --format=mermaid", "owners coverage",
    "owners match models/plain/README.md catalog-info.yaml", "owners codeowners", "bom", "graph",
    "graph --format=json", "review plan --base=HEAD~1", "review plan --base=HEAD~1 --format=json",
    "licenses list", "config", "config --format=json", "oversight", "appetite", "baseline",
    "waive licenses/recognized plain --reason=x", "fix --diff", "survey .",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    repo = make_repo(tmp_path_factory.mktemp("hostile") / "repo", {"README.md": "# Acme\n"})
    repo.commit("hostile", FILES)
    return repo


def harmless(said: Said) -> None:
    """Nothing that a terminal obeys, and no line that a runner does."""
    assert "Traceback" not in said.err
    assert said.code != 3, said.err
    assert acting(said.out + said.err) == set()
    assert commands(said.out + said.err) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_acts_on_a_terminal_or_a_runner(hostile: Repo, command: str) -> None:
    said = steward(hostile, *command.split(), env=NOW)
    harmless(said)


def test_a_name_with_everything_in_it_can_be_shown(hostile: Repo) -> None:
    harmless(steward(hostile, "show", f"models/{NAME}/README.md", env=NOW))
    harmless(steward(hostile, "why", f"models/{NAME}/README.md", env=NOW))
    harmless(steward(hostile, "show", f"no\n::error::x\x1b[31m{NAME}", env=NOW))
    for option in ("--root", "--base"):
        harmless(steward(hostile, "ci", f"{option}=-x\n::error::forged\x1b[31m", env=NOW))


class Tags(HTMLParser):
    """The tags and the attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag} {name}" for name, _ in attrs)}
        self.targets |= {value or "" for name, value in attrs if name in ("href", "src")}


def tags(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    return parser


def test_the_page_of_the_map_holds_no_tag_of_theirs(hostile: Repo, repo: Repo) -> None:
    page = steward(hostile, "owners", "map", "--format=html", env=NOW)
    assert page.code == 0
    assert acting(page.out) == set()
    found = tags(page.out)
    assert not found.seen & {"img", "script src", "iframe", "object", "embed", "base"}
    assert {name for name in found.seen if " on" in name} <= {"form onsubmit"}  # our own
    assert not any(target.lower().startswith(("javascript:", "data:")) for target in found.targets)
    assert page.out.count("<script") <= 1
    assert "alert(1)</script>" not in page.out


def test_the_comment_of_a_review_formats_nothing_of_theirs(hostile: Repo) -> None:
    said = steward(hostile, "review", "plan", "--base=HEAD~1", "--format=markdown", env=NOW)
    harmless(said)
    found = foreign(said.out)
    assert [one for one in found if not one.startswith("text: ")] == []
    assert not any(part in one for one in found for part in ("everyone", "evil", "<", "::", "["))


def test_a_path_out_of_the_tree_leads_nowhere(hostile: Repo) -> None:
    """What a value or a call names is looked up below the root, and in no other place."""
    secret = hostile.path.parent / "secret.md"
    secret.write_text("---\nlicense: mit\n---\nsecret words\n")
    for out in (str(secret), "../secret.md", "models/../../secret.md", "/etc/passwd"):
        for command in (["why", out], ["show", out], ["check", out]):
            said = steward(hostile, *command, env=NOW)
            assert (said.code, "secret words" in said.out + said.err) == (2, False), command
            assert "root:" not in said.out + said.err
    hostile.git("checkout", "--quiet", "-B", "out")
    try:
        for out in (str(secret), "../../../secret.md", "/etc/passwd"):
            card = f"---\nlicense: other\nlicense_name: own\nlicense_link: {out}\n---\n# x\n"
            hostile.commit("out", {"models/out/README.md": card})
            said = steward(hostile, "ci", "--base=HEAD~1", env=NOW)
            assert "licenses/named" not in " ".join(said.found()), out
            assert "secret words" not in said.out + json.dumps(said.report)
        for glob in ("../**", "/etc/**"):
            config = f"exclude: [{{path: '{glob}', reason: x}}]\n"
            hostile.write({".steward/config.yaml": config})
            assert steward(hostile, "check", env=NOW).code == 2
    finally:
        hostile.git("checkout", "--quiet", "--force", "main")


PATTERN = """\
policy: own
title: Ours
rules:
  - id: plain
    title: A description is plain
    applies-to: model
    at: description
    check: matches
    options: {pattern: "(a+)+$"}
    if-present: true
    severity: block
    remedy: mend it
    examples: {pass: [{description: aaa}], fail: [{description: b}]}
"""


def test_a_pattern_that_explodes_elsewhere_is_answered(repo: Repo) -> None:
    """Of a backtracking engine, 40 letters would take days."""
    card = f"---\nlicense: mit\ndescription: {'a' * 5_000}!\nlibrary_name: x\n---\n# toy\n"
    repo.write({"models/toy/README.md": card, ".steward/policies/own.yaml": PATTERN})
    assert steward(repo, "check", env=NOW).found() == ["own/plain toy"]


@pytest.mark.slow
def test_modules_of_the_tree_are_not_imported_by_any_of_them(hostile: Repo) -> None:
    marker = hostile.path.parent / "marker"
    for name in ("click", "yaml", "git", "json", "stewardship"):
        hostile.write({f"{name}.py": f"open({str(marker)!r}, 'w')\n"})
    try:
        for command in ("check", "ci --base=HEAD~1", "show plain", "review plan --base=HEAD~1"):
            program(hostile, *command.split(), env=NOW)
        assert not marker.exists()
    finally:
        for name in ("click", "yaml", "git", "json", "stewardship"):
            (hostile.path / f"{name}.py").unlink()
