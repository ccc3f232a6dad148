"""``steward owners verify``: whether those who are named exist, and can be asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.forge.fake import Fake, reply
from tests.gate.steward import Said, steward
from tests.repos import Repo
from tests.review.test_plan import MAP

DEPARTED = """\
stewards:
  "@kim": {deputy: "@max", on-call: "https://pager.example/risk"}
  "@max": {departed: 2026-10-01}
"""


@pytest.fixture
def lone(relicensed: Repo) -> Repo:
    """A tree that names @kim alone, but for its manifests."""
    map_ = 'stewards:\n  "@kim": {}\n'
    relicensed.write({".steward/stewards.yaml": map_})
    return relicensed


def verify(repo: Repo, fake: Fake) -> Said:
    return steward(repo, "owners", "verify", env=fake.env)


# A sentence, the map, what the forge knows, and a line of what is said; exit 1 where it is bad.
MEMBERS = {"teams": {"data": ["kim", "lee"], "ml": ["dana"], "platform": ["ines"]}}
ROWS: list[tuple[str, str, dict[str, Any], str]] = [
    ("a user who may write", "@kim", {},
     "good         @kim can be asked (write) (.steward/stewards.yaml:2)"),
    ("a user who may read", "@kim", {"access": {"kim": "read"}},
     "good         @kim can be asked (read)"),
    ("a user without access", "@kim", {"access": {"kim": "none"}},
     "bad          @kim has no access here, and cannot be asked"),
    ("no user at all", "@kim", {"access": {"kim": "missing"}},
     "bad          @kim is no user of the forge"),
    ("a team with access", "@acme/data", MEMBERS,
     "good         @acme/data can be asked (2 members)"),
    ("a team without access", "@acme/data", MEMBERS | {"without": {"data"}},
     "bad          @acme/data has no access here, and cannot be asked"),
    ("no team at all", "@acme/data", {"teams": {"ml": ["dana"]}},
     "bad          @acme/data is no team of the organization"),
    ("a team of nobody", "@acme/data", {"teams": {"data": []}},
     "bad          @acme/data has no members"),
    ("teams that the token may not see", "@acme/data", {},
     "not checked  whether @acme/data can be asked: the token lacks `members: read`"),
    ("a team of another organization", "@other/data", {},
     "bad          @other/data is of another organization"),
    ("an address of mail", "data@acme.example", {},
     "not checked  data@acme.example is no user or team of the forge"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("handle", "known", "line"), [one[1:] for one in ROWS], ids=[one[0] for one in ROWS]
)
def test_it_says_of_each_whether_they_can_be_asked(
    lone: Repo, fake: Fake, handle: str, known: dict[str, Any], line: str
) -> None:
    lone.write({".steward/stewards.yaml": f'stewards:\n  "{handle}": {{}}\n'})
    for name, value in known.items():
        setattr(fake, name, value)
    said = verify(lone, fake)
    assert line in said.out, said.everything
    assert said.code == int(line.startswith("bad"))
    assert fake.writes == []
    assert "ghs_canary" not in said.everything


def test_everybody_whom_the_map_names_is_looked_for_once_with_their_places(
    relicensed: Repo, fake: Fake
) -> None:
    fake.teams = MEMBERS["teams"]
    said = verify(relicensed, fake)
    assert said.code == 0, said.everything
    assert [line.split()[1] for line in said.out.splitlines()] == [
        "@acme/data", "@acme/ml", "@acme/platform", "@dana", "@ines", "@kim", "@lee",
    ]  # fmt: skip
    assert "@kim can be asked (write) (.steward/stewards.yaml:2 and 1 more)" in said.out
    assert MAP.count("@kim") == 3, "two of them are on one line"


def test_who_has_departed_is_looked_for_only_where_somebody_still_names_them(
    lone: Repo, fake: Fake
) -> None:
    fake.access = {"max": "missing"}
    lone.write({".steward/stewards.yaml": DEPARTED})
    said = verify(lone, fake)
    assert said.code == 1
    assert "@max is no user of the forge (.steward/stewards.yaml:2)" in said.out
    lone.write({".steward/stewards.yaml": DEPARTED.replace('deputy: "@max", ', "")})
    assert "@max" not in verify(lone, fake).out


def test_a_code_owner_who_may_only_read_is_never_asked_by_github(lone: Repo, fake: Fake) -> None:
    fake.access = {"kim": "read"}
    fake.codeowners = []
    lone.write({".github/CODEOWNERS": "* @kim\n"})
    said = verify(lone, fake)
    assert (said.code, "bad          @kim may only read" in said.out) == (1, True)
    assert "good         GitHub finds no error in CODEOWNERS" in said.out


def test_what_github_finds_wrong_with_codeowners_is_said(lone: Repo, fake: Fake) -> None:
    error = {"line": 3, "kind": "Unknown owner", "message": "…", "path": ".github/CODEOWNERS"}
    fake.codeowners = [{**error, "column": 1}]
    lone.write({".github/CODEOWNERS": "* @kim\n"})
    said = verify(lone, fake)
    assert said.code == 1
    assert "bad          .github/CODEOWNERS:3: GitHub says: Unknown owner" in said.out
    fake.codeowners = None
    assert "not checked  what GitHub says of CODEOWNERS: GET /repos/" in verify(lone, fake).out


def test_where_the_token_may_not_see_access_that_is_said(lone: Repo, fake: Fake) -> None:
    fake.refuse["GET .*/permission"] = reply({"message": "no"}, 403)
    said = verify(lone, fake)
    assert said.code == 0
    assert "not checked  @kim is a user; whether they can be asked: the token may not" in said.out


def test_without_a_token_it_says_that_it_could_not_check(
    relicensed: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_TOKEN", "STEWARDSHIP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    said = steward(relicensed, "owners", "verify")
    line = "not checked  7 users and teams that are named here: there is no token, set GITHUB_TOKEN"
    assert (said.code, said.out.splitlines()) == (0, [line])
    data = json.loads(steward(relicensed, "owners", "verify", "--format", "json").out)
    assert data == {"checked": False, "named": []}


def test_programs_read_it_as_json(lone: Repo, fake: Fake) -> None:
    fake.access = {"kim": "none"}
    said = steward(lone, "owners", "verify", "--format", "json", env=fake.env)
    assert said.code == 1
    assert json.loads(said.out)["named"] == [
        {
            "handle": "@kim",
            "result": "bad",
            "said": "@kim has no access here, and cannot be asked",
            "places": [{"path": ".steward/stewards.yaml", "line": 2}],
        }
    ]
