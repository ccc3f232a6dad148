"""What softens a finding: modes, the baseline, waivers; and that a change cannot soften its own.

Told on one repository with a model that states no license, `bad`, and one that does, `good`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gate.hostile import CARD, NO_LICENSE
from tests.gate.steward import Said, steward
from tests.repos import Repo

BAD = "models/bad/README.md"
CONFIG = ".steward/config.yaml"
WAIVERS = ".steward/waivers.yaml"
BASELINE = ".steward/baseline.json"
NOW = {"STEWARDSHIP_NOW": "2026-11-23"}


@pytest.fixture
def acme(repo: Repo) -> Repo:
    """One model that states no license, and one that does."""
    repo.commit("base", {BAD: NO_LICENSE, "models/good/README.md": CARD})
    return repo


def touched(repo: Repo, path: str = BAD) -> None:
    """Stage a change of words that no rule looks at."""
    text = (repo.path / path).read_text()
    repo.stage({path: f"{text}\nMore words.\n"})


def hook(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "check", "--staged", *arguments, env=NOW)


def standing(said: Said) -> list[tuple[str, str]]:
    """Mode and status of each finding that would block."""
    found = (one for one in said.findings if one["severity"] == "block")
    return sorted((one["mode"], one["status"]) for one in found)


# --- modes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "code", "stands"),
    [
        ("new", 1, [("new", "new")]),
        ("enforce", 1, [("enforce", "new")]),
        ("observe", 0, [("observe", "new")]),
        ("{'*': observe}", 0, [("observe", "new")]),
        ("{'*': observe, licenses: new}", 1, [("new", "new")]),
        ("{licenses: enforce, licenses/stated: observe}", 0, [("observe", "new")]),
        ("{licenses/stated: {mode: off, reason: we ask counsel}}", 0, []),
        ("{licenses: {mode: off, reason: we ask counsel}, licenses/stated: new}", 1,
         [("new", "new")]),
    ],
)  # fmt: skip
def test_the_most_specific_mode_decides(
    acme: Repo, mode: str, code: int, stands: list[tuple[str, str]]
) -> None:
    acme.write({CONFIG: f"mode: {mode}\n"})
    said = steward(acme, "check")
    assert (said.code, standing(said)) == (code, stands)


def test_what_is_observed_is_shown(acme: Repo) -> None:
    acme.write({CONFIG: "mode: observe\n"})
    said = steward(acme, "check")
    assert "WOULD BLOCK licenses/stated: no license is stated" in said.everything
    assert "pass, 1 would block" in said.everything


# --- the baseline --------------------------------------------------------------------------------


def baselined(repo: Repo) -> Any:
    return json.loads((repo.path / BASELINE).read_text())["fingerprints"]


def test_what_was_wrong_on_day_one_stops_nobody(acme: Repo) -> None:
    said = steward(acme, "baseline")
    assert said.out == (
        f"{BASELINE}: 1 finding known, 1 added, 0 dropped\n"
        "  added  licenses/stated  path:models/bad#bad\n"
    )
    assert [one["rule"] for one in baselined(acme).values()] == ["licenses/stated"]
    acme.commit("switch on")
    touched(acme)
    said = hook(acme)
    assert (said.code, standing(said)) == (0, [("new", "baseline")])
    assert "1 in the baseline" in said.out


def test_what_is_new_stops_even_where_the_baseline_has_its_like(acme: Repo) -> None:
    steward(acme, "baseline")
    acme.commit("switch on")
    acme.stage({"models/copy/README.md": NO_LICENSE})
    assert hook(acme).found() == ["licenses/stated copy"]
    assert steward(acme, "check").code == 1


def test_what_moves_is_known_still(acme: Repo) -> None:
    steward(acme, "baseline")
    acme.commit("switch on")
    acme.git("mv", "models/bad", "models/moved")
    assert standing(hook(acme)) == [("new", "baseline")]
    acme.commit("moved")
    assert steward(acme, "check").code == 0
    assert standing(steward(acme, "ci", "--base=HEAD~1")) == [("new", "baseline")]
    touched(acme, "models/moved/README.md")
    assert hook(acme).code == 0


def test_a_baseline_shrinks_by_itself_and_grows_only_when_told_to(acme: Repo) -> None:
    steward(acme, "baseline")
    acme.write({"models/new/README.md": NO_LICENSE})
    said = steward(acme, "baseline", "update")
    assert said.out == (
        f"{BASELINE}: 1 finding known, 0 added, 0 dropped\n"
        "1 new finding is not taken in: mend them, or run with --accept\n"
        "  new  licenses/stated  path:models/new#new\n"
    )
    said = steward(acme, "baseline", "update", "--accept")
    assert said.out == (
        f"{BASELINE}: 2 findings known, 1 added, 0 dropped\n"
        "  added  licenses/stated  path:models/new#new\n"
    )
    acme.write({BAD: CARD})
    said = steward(acme, "check")
    assert "1 entry of the baseline matched nothing: `steward baseline` drops" in said.everything
    said = steward(acme, "baseline", "update")
    assert said.out == (
        f"{BASELINE}: 1 finding known, 0 added, 1 dropped\n"
        "  dropped  licenses/stated  path:models/bad#bad\n"
    )


def test_there_is_nothing_to_update_before_the_first(acme: Repo) -> None:
    said = steward(acme, "baseline", "update")
    assert said.code == 2
    assert "there is no baseline to update" in said.everything
    assert not (acme.path / BASELINE).exists()
    assert "1 added" in steward(acme, "baseline", "update", "--accept").out


def test_many_are_told_by_their_rules(acme: Repo) -> None:
    acme.write({f"models/m{number}/README.md": NO_LICENSE for number in range(25)})
    assert "  added  licenses/stated  on 26\n" in steward(acme, "baseline").out


def test_what_a_rule_found_stays_known_while_it_is_off(acme: Repo) -> None:
    """Not having looked mends nothing."""
    steward(acme, "baseline")
    acme.write({CONFIG: "mode: {licenses/stated: {mode: off, reason: later}}\n"})
    assert "1 finding known, 0 added, 0 dropped" in steward(acme, "baseline", "update").out
    acme.write({CONFIG: "mode: {licenses: enforce}\n"})
    said = steward(acme, "baseline", "update").out
    assert said == f"{BASELINE}: 1 finding known, 0 added, 0 dropped\n"


def test_an_update_follows_what_was_renamed(acme: Repo) -> None:
    steward(acme, "baseline")
    acme.commit("switch on")
    acme.git("mv", "models/bad", "models/moved")
    acme.commit("moved")
    said = steward(acme, "baseline", "update").out
    assert said == f"{BASELINE}: 1 finding known, 0 added, 0 dropped\n"
    assert [one["path"] for one in baselined(acme).values()] == ["models/moved/README.md"]
    acme.commit("updated")
    acme.stage({"models/bad/README.md": NO_LICENSE})
    assert hook(acme).found() == ["licenses/stated bad"], "where it was before is free again"


def test_what_a_broken_manifest_hides_is_not_dropped_from_the_baseline(acme: Repo) -> None:
    steward(acme, "baseline")
    known = baselined(acme).keys()
    acme.write({BAD: "---\npipeline_tag: [x\n---\n"})
    steward(acme, "baseline")
    assert known <= baselined(acme).keys()


def test_what_is_enforced_the_baseline_does_not_excuse(acme: Repo) -> None:
    steward(acme, "baseline")
    acme.write({CONFIG: "mode: {licenses: enforce}\n"})
    assert standing(steward(acme, "check")) == [("enforce", "new")]


# --- how long a waiver lasts ---------------------------------------------------------------------


def test_a_waiver_is_written_for_no_longer_than_it_may_last(acme: Repo) -> None:
    acme.write({CONFIG: "longest: {waiver: {block: 30d}}\n"})
    now = {"STEWARDSHIP_NOW": "2026-11-23"}
    call = ("waive", "licenses/stated", "bad", "--reason=x")
    said = steward(acme, *call, "--expires=2026-12-24", env=now)
    assert said.code == 2
    assert "lasts 30 days at most (.steward/config.yaml:1)" in said.everything
    assert "name a day until 2026-12-23" in said.everything
    said = steward(acme, *call, env=now)
    assert (said.code, "may stand until 2026-12-23" in said.out) == (0, True)


# --- waivers -------------------------------------------------------------------------------------


def waive(repo: Repo, *arguments: str) -> Said:
    reason = ("--reason", "the authors are being asked")
    return steward(repo, "waive", "licenses/stated", "bad", *reason, *arguments, env=NOW)


def test_a_waiver_is_proposed_and_lets_the_hook_through(acme: Repo) -> None:
    said = waive(acme, "--expires=2026-12-31")
    assert "licenses/stated on bad may stand until 2026-12-31" in said.out
    touched(acme)
    acme.add()
    said = hook(acme)
    assert (said.code, said.report["verdict"]) == (0, "review")
    assert standing(said) == [("new", "proposed")]
    assert "a waiver is proposed; legal will be asked on the pull request" in said.everything
    assert hook(acme, "--require-approvals").code == 1


def test_a_proposed_waiver_awaits_an_approval_in_ci(acme: Repo) -> None:
    waive(acme)
    acme.commit("waive")
    said = steward(acme, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, said.report["verdict"], standing(said)) == (
        1,
        "review",
        [("new", "proposed")],
    )
    assert "awaits an approval" in said.err
    elsewhere = steward(acme, "ci", "--base=HEAD~1", "--approvals-elsewhere", env=NOW)
    assert (elsewhere.code, elsewhere.report["verdict"]) == (0, "review")


def test_once_it_is_in_the_base_a_waiver_governs(acme: Repo) -> None:
    waive(acme, "--expires=2026-12-31")
    acme.commit("waive")
    touched(acme)
    acme.commit("work")
    said = steward(acme, "ci", "--base=HEAD~1", env=NOW)
    assert (said.code, standing(said)) == (0, [("new", "waived")])
    assert "1 waived" in said.out


def test_on_a_branch_a_waiver_is_proposed_until_the_default_branch_has_it(acme: Repo) -> None:
    acme.git("update-ref", "refs/remotes/origin/main", "HEAD")
    acme.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    waive(acme)
    acme.commit("waive")
    touched(acme)
    assert standing(hook(acme)) == [("new", "proposed")]
    acme.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert standing(hook(acme)) == [("new", "waived")]


@pytest.mark.parametrize(
    ("today", "stands", "said_aloud"),
    [
        ("2026-12-20", "waived", "holds until 2026-12-31 (in 11 days)"),
        ("2026-12-31", "waived", "holds until 2026-12-31 (today)"),
        ("2027-01-01", "new", "lapsed on 2026-12-31 and excuses nothing any more"),
    ],
)
def test_a_waiver_holds_to_the_end_of_its_last_day(
    acme: Repo, today: str, stands: str, said_aloud: str
) -> None:
    waive(acme, "--expires=2026-12-31")
    acme.commit("waive")
    said = steward(acme, "check", env={"STEWARDSHIP_NOW": today})
    assert standing(said) == [("new", stands)]
    assert said_aloud in said.everything


def test_a_waiver_of_one_content_does_not_excuse_another(acme: Repo) -> None:
    waive(acme)
    acme.commit("waive")
    acme.stage({BAD: NO_LICENSE.replace("---\n# toy", "license: TODO\n---\n# toy")})
    assert standing(hook(acme)) == [("new", "new")]


def test_a_waiver_outlives_what_it_does_not_speak_of(acme: Repo) -> None:
    waive(acme)
    acme.commit("waive")
    acme.stage({BAD: f"---\nlibrary_name: y\n{NO_LICENSE.removeprefix('---')}\nMore.\n"})
    assert standing(hook(acme)) == [("new", "waived")]


def test_a_removal_can_be_waived_by_the_line_that_the_report_ends_with(acme: Repo) -> None:
    acme.git("rm", "-r", "--quiet", "models/good")
    said = hook(acme)
    assert said.out.endswith('steward waive manifests/kept good --reason "…"\n')
    steward(acme, "waive", "manifests/kept", "good", "--reason=replaced", env=NOW)
    acme.add()
    said = hook(acme)
    assert (said.code, standing(said)) == (0, [("new", "proposed")])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["licenses/statd", "bad", "--reason=x"], "did you mean `licenses/stated`?"),
        (["licenses", "bad", "--reason=x"], "`licenses` is not a rule"),
        (["licenses/stated", "good", "--reason=x"], "it has findings on: bad"),
        (["licenses/named", "bad", "--reason=x"], "it has no findings here"),
        (["licenses/stated", "bad", "--reason= "], "a waiver needs a reason"),
        (["licenses/stated", "bad", "--reason=x", "--expires=soon"], "`soon` is not a date"),
        (["licenses/stated", "bad", "--reason=x", "--expires=2026-01-01"], "has passed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_waiver_for_nothing_is_refused(acme: Repo, arguments: list[str], message: str) -> None:
    said = steward(acme, "waive", *arguments, env=NOW)
    assert (said.code, message in said.err) == (2, True)
    assert not (acme.path / WAIVERS).exists()


def test_a_name_that_two_resources_have_must_be_told_apart(acme: Repo) -> None:
    acme.write({"other/bad/README.md": NO_LICENSE})
    said = waive(acme)
    assert said.code == 2
    assert "name one by its id: path:models/bad#bad, path:other/bad#bad" in said.err


def test_what_is_waived_already_is_not_waived_again(acme: Repo) -> None:
    waive(acme)
    before = (acme.path / WAIVERS).read_bytes()
    assert "licenses/stated on `bad` is proposed already" in waive(acme).err
    assert (acme.path / WAIVERS).read_bytes() == before
