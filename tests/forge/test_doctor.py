"""``steward doctor``: whether a merge waits for the gate and for the approvals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.forge.fake import Fake, reply
from tests.gate.steward import Said, steward
from tests.repos import Repo


def doctor(repo: Repo, fake: Fake) -> Said:
    return steward(repo, "doctor", env=fake.env)


def ruleset(*names: str) -> list[dict[str, Any]]:
    checks = [{"context": one, "integration_id": None} for one in names]
    return [
        {"type": "deletion"},
        {"type": "required_status_checks", "parameters": {"required_status_checks": checks}},
    ]


def protection(level: str, *names: str) -> dict[str, Any]:
    return {"required_status_checks": {"enforcement_level": level, "contexts": list(names)}}


BOTH = ("steward", "steward/approvals")
# A sentence, rules, protection, and which of both are required.
ROWS: list[tuple[str, list[dict[str, Any]], dict[str, Any], set[str]]] = [
    ("nothing", [], {}, set()),
    ("both by a ruleset", ruleset(*BOTH), {}, set(BOTH)),
    ("both by protection", [], protection("non_admins", *BOTH), set(BOTH)),
    ("one by each", ruleset("steward"), protection("everyone", BOTH[1]), set(BOTH)),
    ("protection that is off", [], protection("off", *BOTH), set()),
    ("the gate alone", ruleset("steward", "test"), {}, {"steward"}),
]


@pytest.mark.parametrize(
    ("rules", "protects", "wanted"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_it_says_which_of_both_a_merge_waits_for(
    relicensed: Repo,
    fake: Fake,
    rules: list[dict[str, Any]],
    protects: dict[str, Any],
    wanted: set[str],
) -> None:
    fake.rules, fake.protection, fake.teams = rules, protects, {}
    said = doctor(relicensed, fake)
    for name in BOTH:
        assert (f"`{name}` is required on main" in said.out) is (name in wanted)
        assert (f"`{name}` is not required on main" in said.out) is (name not in wanted)
    assert said.code == (0 if wanted == set(BOTH) else 1)
    assert fake.writes == []


def test_a_permission_that_is_lacking_is_named(relicensed: Repo, fake: Fake) -> None:
    fake.rules = ruleset(*BOTH)
    fake.refuse["GET /repos/acme/models/pulls"] = reply({"message": "no"}, 403)
    said = doctor(relicensed, fake)
    assert said.code == 1
    assert "bad          the token lacks `pull-requests: read`" in said.out
    assert "not checked  the token lacks `members: read`" in said.out
    assert "not checked  `pull-requests: write`" in said.out


def test_what_may_not_be_looked_at_is_not_called_good(relicensed: Repo, fake: Fake) -> None:
    fake.refuse["GET .*/branches/main"] = reply({"message": "no"}, 403)
    said = doctor(relicensed, fake)
    assert said.out.count("not checked  whether `steward") == 2
    assert "is required on" not in said.out


def test_without_a_token_it_says_what_it_could_not_check(
    relicensed: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_TOKEN", "STEWARDSHIP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    said = steward(relicensed, "doctor")
    assert said.code == 0
    lines = said.out.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("not checked  ") for line in lines)
    assert all("there is no token, set GITHUB_TOKEN" in line for line in lines)
