"""``steward doctor``: whether a merge waits for the gate and for the approvals."""

from __future__ import annotations

from typing import Any

import pytest

from stewardship.forge.wiring import wired
from tests.forge.fake import Fake, reply
from tests.gate.steward import Said, steward
from tests.repos import Repo
from tests.source import ROOT


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
RULES, PROTECTION = "by a ruleset", "by its protection"
NON_ADMINS = f"{PROTECTION}, which does not hold administrators"
# A sentence, rules, protection, and which of both are required, by what.
ROWS: list[tuple[str, list[dict[str, Any]], dict[str, Any], dict[str, str]]] = [
    ("nothing", [], {}, {}),
    ("both by a ruleset", ruleset(*BOTH), {}, dict.fromkeys(BOTH, RULES)),
    ("both by two rulesets", [*ruleset("steward"), *ruleset(BOTH[1])], {},
     dict.fromkeys(BOTH, RULES)),
    ("both by protection", [], protection("everyone", *BOTH), dict.fromkeys(BOTH, PROTECTION)),
    ("protection that administrators pass by", [], protection("non_admins", *BOTH),
     dict.fromkeys(BOTH, NON_ADMINS)),
    ("one by each", ruleset("steward"), protection("everyone", BOTH[1]),
     {"steward": RULES, BOTH[1]: PROTECTION}),
    ("one by both", ruleset("steward"), protection("non_admins", *BOTH),
     {"steward": RULES, BOTH[1]: NON_ADMINS}),
    ("protection that is off", [], protection("off", *BOTH), {}),
    ("rules of other kinds", [{"type": "deletion"}, {"type": "pull_request"}], {}, {}),
    ("a name that is longer", ruleset("steward / gate", "steward/approvals (main)"), {}, {}),
    ("the gate alone", ruleset("steward", "test"), {}, {"steward": RULES}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "protects", "wanted"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_it_says_which_of_both_a_merge_waits_for(
    relicensed: Repo,
    fake: Fake,
    rules: list[dict[str, Any]],
    protects: dict[str, Any],
    wanted: dict[str, str],
) -> None:
    fake.rules, fake.protection, fake.teams = rules, protects, {}
    said = doctor(relicensed, fake)
    for name in BOTH:
        how = wanted.get(name)
        assert (f"good         `{name}` is required on main, {how}\n" in said.out) is bool(how)
        assert (f"bad          `{name}` is not required on main" in said.out) is (how is None)
    assert said.code == (0 if len(wanted) == 2 else 1)
    assert fake.writes == []


def test_a_permission_that_is_lacking_is_named(relicensed: Repo, fake: Fake) -> None:
    fake.rules = ruleset(*BOTH)
    fake.refuse["GET /repos/acme/models/pulls"] = reply({"message": "no"}, 403)
    said = doctor(relicensed, fake)
    assert said.code == 1
    assert "bad          the token lacks `pull-requests: read`" in said.out
    assert "good         the token may read commit statuses" in said.out
    assert "not checked  the token lacks `members: read`" in said.out
    assert "not checked  `pull-requests: write`" in said.out


def test_what_may_not_be_looked_at_is_not_called_good(relicensed: Repo, fake: Fake) -> None:
    fake.refuse["GET .*/branches/main"] = reply({"message": "no"}, 403)
    said = doctor(relicensed, fake)
    assert said.out.count("not checked  whether `steward") == 2
    assert "is required on" not in said.out
    fake.refuse["GET /repos/acme/models"] = reply({"message": "no"}, 404)
    assert "not checked  whether the token may read commit statuses" in doctor(relicensed, fake).out


def test_without_a_token_it_says_what_it_could_not_check(
    relicensed: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GITHUB_TOKEN", "STEWARDSHIP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    said = steward(relicensed, "doctor")
    assert said.code == 0
    lines = said.out.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("not checked  ") for line in lines)
    assert "no workflow here runs `steward review`" in lines[0]
    assert all("there is no token, set GITHUB_TOKEN" in line for line in lines[1:])


def test_a_token_that_may_not_read_statuses_is_told_so(relicensed: Repo, fake: Fake) -> None:
    fake.rules = ruleset(*BOTH)
    fake.refuse["GET .*/statuses"] = reply({"message": "no"}, 403)
    said = doctor(relicensed, fake)
    assert (said.code, "bad          the token lacks `statuses: read`" in said.out) == (1, True)


REVIEW = (ROOT / "hooks" / "github-review.yml").read_text()
NEEDS = "`pull-requests: write`, `statuses: write`"
# A sentence, what of the workflow is another text, and what is said of it.
WIRED: list[tuple[str, tuple[str, str], str]] = [
    ("as it is written by init", ("", ""), "good         the job `review` of"),
    ("no status may be set", ("statuses: write", "statuses: read"),
     "its token lacks `statuses: write`"),
    ("nobody can be asked", ("      pull-requests: write", "      #"),
     "its token lacks `pull-requests: write`"),
    ("the workflow's permissions hold",
     ("    permissions:\n      contents: read", "    x:\n      y: z"),
     "its token lacks `contents: read`"),
    ("all is given to a job that states its own", ("permissions: {}", "permissions: write-all"),
     "good         the job `review`"),
    ("another token is used",
     ("      STEWARD_ROOT: ", "      STEWARDSHIP_TOKEN: x\n      STEWARD_ROOT: "),
     "with permissions that its file does not state"),
    ("it is no YAML", ("jobs:", "jobs: ]"), "not checked  .github/workflows/review.yml: "),
    ("it runs something else", ('steward" review', 'steward" look'), "no workflow here runs"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line"), [(*r[1], r[2]) for r in WIRED], ids=[r[0] for r in WIRED]
)
def test_it_says_what_the_token_of_the_workflow_lacks(
    relicensed: Repo, monkeypatch: pytest.MonkeyPatch, old: str, new: str, line: str
) -> None:
    for name in ("GITHUB_TOKEN", "STEWARDSHIP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    text = REVIEW.replace(old, new) if old else REVIEW
    relicensed.write({".github/workflows/review.yml": text})
    said = steward(relicensed, "doctor")
    assert line in said.out, said.out
    assert said.code == int(", and its token lacks" in line or line.startswith("its token"))


def test_a_workflow_that_states_no_permissions_at_all_is_not_called_good() -> None:
    steps = "[{run: steward review check --status}]"
    text = f"on: push\njobs: {{a: {{runs-on: x, steps: {steps}}}}}\n"
    found = [(one.job, one.lacks, one.queued) for one in wired("a.yml", text.encode())]
    assert found == [("a", None, False)]
    for said in ("read-all", "{}", "{contents: read, statuses: write}"):
        (one,) = wired("a.yml", f"permissions: {said}\n{text}".encode())
        assert one.lacks == {
            "read-all": ("statuses: write",),
            "{}": ("contents: read", "pull-requests: read", "statuses: write"),
        }.get(said, ("pull-requests: read",))


@pytest.mark.parametrize("runs", [True, False])
def test_a_merge_queue_that_no_workflow_answers_is_said(
    relicensed: Repo, fake: Fake, runs: bool
) -> None:
    fake.rules = [*ruleset(*BOTH), {"type": "merge_queue"}]
    text = REVIEW if runs else REVIEW.replace("  merge_group:\n", "")
    relicensed.write({".github/workflows/review.yml": text})
    said = doctor(relicensed, fake)
    assert ("bad          main has a merge queue" in said.out) is not runs
    assert said.code == int(not runs)
