"""``steward ci --approvals``: what people approved is settled, by whom the base entitles.

One story: counsel must look at a dataset's new license (a rule of severity ``review``), and a model
that states none has a waiver proposed. The reviews come as a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stewardship.errors import UserError
from stewardship.pages import approvals as pages
from stewardship.reporters import json_
from stewardship.review import given
from tests.gate.steward import Said, steward
from tests.repos import Repo, make_repo
from tests.review.test_plan import BASE, MAP, change

POLICY = """\
policy: counsel
title: Counsel looks at licenses
owner: "@lex"
rules:
  - id: source-approved
    title: A dataset is under a license that counsel knows
    applies-to: dataset
    at: license
    check: one-of
    options: {values: [cc-by-4.0]}
    severity: review
    reviewers: ["@acme/legal", "@lex"]
    remedy: ask counsel
    examples: {pass: [{license: cc-by-4.0}], fail: [{license: mit}]}
  - id: stated
    title: A model states a license
    applies-to: model
    at: license
    check: required
    severity: block
    remedy: state it
    examples: {pass: [{license: mit}], fail: [{}]}
"""
LEGAL = MAP.replace(
    "stewards:\n",
    """\
stewards:
  "@acme/legal": {members: ["@rae", "@lex"], contact: legal@acme.example}
  "@lex": {contact: "mailto:lex@acme.example"}
""",
)
FILES = {
    **BASE,
    ".steward/stewards.yaml": LEGAL,
    ".steward/policies/counsel.yaml": POLICY,
}
RULE = "counsel/source-approved"
NOW = {"STEWARDSHIP_NOW": "2026-11-23T09:00:00+00:00"}


@pytest.fixture(scope="module")
def relicensed(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A base on ``main``, and a change of the dataset's license on ``change``."""
    repo = make_repo(tmp_path_factory.mktemp("settle") / "repo")
    repo.commit("base", FILES)
    repo.branch("change")
    return change(repo, "data/claims/README.md", "cc-by-4.0", "cc0-1.0")


@pytest.fixture(autouse=True)
def _as_it_was(relicensed: Repo) -> Iterator[None]:
    head = relicensed.head
    yield
    relicensed.git("checkout", "-q", "change")
    relicensed.git("reset", "-q", "--hard", head)


def review(user: str, state: str, commit: str, minute: int = 0) -> dict[str, Any]:
    when = f"2026-11-23T10:{minute:02}:00Z"
    return {"user": user, "state": state, "commit": commit, "submitted-at": when}


def ci(repo: Repo, reviews: object, *more: str, author: str = "mallory") -> Said:
    file = repo.path.parent / "reviews.json"
    file.write_text(reviews if isinstance(reviews, str) else json.dumps(reviews))
    call = ("ci", "--base", "main", "--only", "counsel", "--approvals", str(file))
    return steward(repo, *call, *(("--author", author) if author else ()), *more, env=NOW)


def both(commit: str) -> list[dict[str, Any]]:
    """What both who are asked have to say."""
    return [review("rae", "APPROVED", commit), review("@lex", "APPROVED", commit, 1)]


# A sentence, the reviews in their order (user, state), and the verdict.
ROWS: list[tuple[str, list[tuple[str, str]], str]] = [
    ("nobody has said anything", [], "review"),
    ("one of the two who are asked", [("rae", "APPROVED")], "review"),
    ("both: a member of the team, and the other reviewer",
     [("rae", "APPROVED"), ("lex", "APPROVED")], "pass"),
    ("one who is both a member and a reviewer", [("lex", "APPROVED")], "pass"),
    ("a comment takes nothing back", [("lex", "APPROVED"), ("lex", "COMMENTED")], "pass"),
    ("a dismissal does", [("lex", "APPROVED"), ("lex", "DISMISSED")], "review"),
    ("a wish for changes does", [("lex", "APPROVED"), ("lex", "CHANGES_REQUESTED")], "review"),
    ("the dataset's steward, who is no counsel", [("kim", "APPROVED")], "review"),
    ("the author", [("mallory", "APPROVED")], "review"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "verdict"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_a_finding_for_review_is_open_until_everybody_asked_has_approved(
    relicensed: Repo, said: list[tuple[str, str]], verdict: str
) -> None:
    reviews = [review(user, state, relicensed.head, at) for at, (user, state) in enumerate(said)]
    found = ci(relicensed, reviews)
    assert (found.report["verdict"], found.code) == (verdict, int(verdict == "review"))


def test_without_approvals_it_stays_open_and_the_report_is_as_it_was(relicensed: Repo) -> None:
    said = steward(relicensed, "ci", "--base", "main", "--only", "counsel", env=NOW)
    assert (said.code, said.report["verdict"]) == (1, "review")
    assert "approvals" not in said.report
    assert "approved" not in said.report["summary"]


def test_the_author_approves_nothing_even_as_counsel(relicensed: Repo) -> None:
    said = ci(relicensed, both(relicensed.head), author="@LEX")
    assert said.report["verdict"] == "review"


# A sentence, the author of the commit, what its message says besides, and whether the approval of
# @lex counts.
CO = "Co-authored-by: Lex <12+Lex@users.noreply.github.com>"
WROTE: list[tuple[str, str, str, bool]] = [
    ("the forge's own address", "12+lex@users.noreply.github.com", "", False),
    ("one of an own server, in another case", "LEX@users.noreply.ghe.acme.example", "", False),
    ("a co-author", "m@x.example", CO, False),
    ("an address that the map gives", "Lex@acme.example", "", False),
    ("somebody else's", "12+alex@users.noreply.github.com", "", True),
    ("an address that only begins so", "lex@users.noreply.github.com@x.example", "", True),
    ("the address of a team", "legal@acme.example", "", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mail", "more", "counts"), [r[1:] for r in WROTE], ids=[r[0] for r in WROTE]
)
def test_who_wrote_a_commit_approves_nothing_of_it_whoever_opened_the_change(
    relicensed: Repo, mail: str, more: str, counts: bool
) -> None:
    relicensed.git("commit", "-q", "--amend", "-m", f"change\n\n{more}", "--author", f"X <{mail}>")
    said = ci(relicensed, [review("lex", "APPROVED", relicensed.head)], author="builder[bot]")
    assert said.report["verdict"] == ("pass" if counts else "review")
    assert ("lex wrote a part of the change, and approves none of it" in said.notes) is not counts


def test_to_bring_a_branch_up_to_date_writes_nothing(relicensed: Repo) -> None:
    relicensed.git("checkout", "-q", "-B", "later", "main")
    relicensed.commit("elsewhere", {"src/app.py": "print(1)\n"})
    relicensed.git("checkout", "-q", "change")
    env = {"GIT_AUTHOR_EMAIL": "12+lex@users.noreply.github.com"}
    relicensed.git("merge", "-q", "--no-ff", "-m", "up to date", "later", env=env)
    reviews = [review("lex", "APPROVED", relicensed.head)]
    assert ci(relicensed, reviews).report["verdict"] == "pass"


def test_who_approved_when_and_which_commit_is_in_every_report(relicensed: Repo) -> None:
    head = relicensed.head
    outputs = {name: relicensed.path.parent / name for name in ("sarif", "junit", "markdown")}
    more = [f"--output={name}={file}" for name, file in outputs.items()]
    said = ci(relicensed, [review("lex", "APPROVED", head)], *more)
    who = f"lex at 2026-11-23T10:00:00+00:00 for {head[:12]}"
    assert f"approval: {RULE} on dataset claims: approved by {who}" in said.everything
    assert "pass, 1 approved" in said.everything
    for name in ("sarif", "markdown"):
        assert who in outputs[name].read_text().replace("\\u002b", "+"), name
    assert "approved: " in outputs["junit"].read_text()
    (finding,) = said.findings
    by = [{"user": "lex", "commit": head, "submitted-at": "2026-11-23T10:00:00+00:00"}]
    assert (finding["status"], finding["approved"]) == ("new", by)
    summary = said.report["summary"]
    assert (summary["approved"], summary["review"]) == (1, 0)
    ruled = [one for one in said.report["approvals"] if one["rule"] == RULE]
    assert [(one["handle"], one["met"], one["by"]) for one in ruled] == [
        ("@acme/legal", True, by), ("@lex", True, by),
    ]  # fmt: skip
    Draft202012Validator(json_.schema()).validate(said.report)


def test_the_change_of_the_dataset_itself_is_not_what_the_gate_waits_for(relicensed: Repo) -> None:
    said = ci(relicensed, both(relicensed.head))
    (need,) = (one for one in said.report["approvals"] if one["rule"] is None)
    assert (need["met"], said.code) == (False, 0)
    assert "1 approval of what changed is open besides" in said.notes


@pytest.mark.parametrize(
    ("path", "old", "new", "verdict"),
    [
        pytest.param("data/claims/README.md", "What was", "What is", "review", id="a file of it"),
        pytest.param("models/fraud/README.md", "production", "staging", "pass", id="another's"),
        pytest.param("data/claims/README.md", "cc0-1.0", "mit", "review", id="the same dataset"),
        pytest.param(".steward/stewards.yaml", '"@kim": {}', '"@kim": {}\n  "@mal": {}', "review",
                     id="what governs"),
    ],
)  # fmt: skip
def test_a_push_after_an_approval(
    relicensed: Repo, path: str, old: str, new: str, verdict: str
) -> None:
    reviews = both(relicensed.head)
    change(relicensed, path, old, new)
    said = ci(relicensed, reviews)
    assert said.report["verdict"] == verdict
    assert ("lapsed: approved by rae" in said.everything) is (verdict == "review")


@pytest.mark.parametrize(
    ("path", "verdict"), [("data/claims/LICENSE", "review"), ("src/LICENSE.py", "pass")]
)
def test_a_push_of_the_text_of_its_license_after_an_approval(
    relicensed: Repo, path: str, verdict: str
) -> None:
    reviews = both(relicensed.head)
    relicensed.commit("push", {path: "All rights reserved.\n"})
    assert ci(relicensed, reviews).report["verdict"] == verdict


# What is approved is a state and no history: the commit that was approved is not one of the head's.
@pytest.mark.parametrize(
    ("license", "verdict"), [("mit", "review"), ("cc0-1.0", "pass")], ids=["other", "the same"]
)
def test_a_forced_push_over_what_was_approved(relicensed: Repo, license: str, verdict: str) -> None:
    reviews = both(relicensed.head)
    relicensed.git("reset", "-q", "--hard", "main")
    change(relicensed, "data/claims/README.md", "cc-by-4.0", license)
    relicensed.git("commit", "-q", "--amend", "-m", "another")
    said = ci(relicensed, reviews)
    assert relicensed.head != reviews[0]["commit"]
    assert said.report["verdict"] == verdict
    assert ("lapsed: approved by rae" in said.everything) is (verdict == "review")


def test_a_change_does_not_entitle_its_own_judge(relicensed: Repo) -> None:
    change(relicensed, ".steward/stewards.yaml", '"@rae", "@lex"]', '"@rae", "@lex", "@eve"]')
    reviews = [review("eve", "APPROVED", relicensed.head), review("lex", "APPROVED", "a" * 40)]
    assert ci(relicensed, reviews).report["verdict"] == "review"


def test_who_is_in_a_team_may_come_with_the_reviews(relicensed: Repo) -> None:
    reviews = [review("nora", "APPROVED", relicensed.head), both(relicensed.head)[1]]
    more = {"version": 1, "author": "@mallory", "reviews": [reviews[0]]}
    assert ci(relicensed, more).report["verdict"] == "review"
    more |= {"members": {"@acme/legal": ["nora"]}, "reviews": reviews}
    assert ci(relicensed, more, author="").report["verdict"] == "pass"


# --- a proposed waiver ---------------------------------------------------------------------------


@pytest.fixture
def proposed(relicensed: Repo) -> Repo:
    """The model loses its license, and a waiver of that is proposed."""
    relicensed.git("reset", "-q", "--hard", "main")
    change(relicensed, "models/fraud/README.md", "license: apache-2.0\n", "")
    (finding,) = ci(relicensed, []).findings
    waiver = {
        "rule": finding["rule"], "resource": finding["resource"]["id"],
        "fingerprint": finding["fingerprint"], "reason": "it is being settled",
        "expires": "2027-01-01",
    }  # fmt: skip
    relicensed.commit("propose", {".steward/waivers.yaml": json.dumps({"waivers": [waiver]})})
    return relicensed


@pytest.mark.parametrize(
    ("user", "status", "verdict"),
    [
        pytest.param("lex", "waived", "pass", id="by the rule's owner it governs"),
        pytest.param("dana", "proposed", "review", id="by anybody else it does not"),
        pytest.param("mallory", "proposed", "review", id="nor by the author"),
    ],
)
def test_a_proposed_waiver_governs_once_it_is_approved(
    proposed: Repo, user: str, status: str, verdict: str
) -> None:
    said = ci(proposed, [review(user, "APPROVED", proposed.head)])
    assert said.report["verdict"] == verdict
    (finding,) = said.findings
    assert finding["status"] == status
    assert ("approved" in finding) is (status == "waived")


def test_a_waiver_that_is_edited_after_its_approval_is_another_one(proposed: Repo) -> None:
    reviews = both(proposed.head)
    assert ci(proposed, reviews).report["verdict"] == "pass"
    change(proposed, ".steward/waivers.yaml", "2027-01-01", "2027-01-09")
    assert ci(proposed, reviews).report["verdict"] == "review"


def test_what_blocks_is_settled_by_nobody(proposed: Repo) -> None:
    proposed.git("rm", "-q", ".steward/waivers.yaml")
    proposed.commit("withdrawn", {})
    said = ci(proposed, both(proposed.head))
    assert (said.code, said.report["verdict"]) == (1, "block")


def test_in_a_merge_group_the_approvals_of_the_queued_head_count(
    relicensed: Repo, tmp_path: Path
) -> None:
    base, head = relicensed.git("rev-parse", "main"), relicensed.head
    relicensed.git("checkout", "-q", "-B", "queue", "main")
    relicensed.git("merge", "-q", "--no-ff", "-m", "queued", "change")
    ref = f"refs/heads/gh-readonly-queue/main/pr-7-{base}"
    relicensed.git("update-ref", "refs/remotes/origin/main", base)
    sides = {"base_ref": "refs/heads/main", "base_sha": base, "head_sha": relicensed.head}
    group = {**sides, "head_ref": ref}
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"merge_group": group, "sender": {"login": "lex"}}))
    env = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "merge_group",
           "GITHUB_EVENT_PATH": str(event), **NOW}  # fmt: skip
    file = tmp_path / "reviews.json"
    call = ("ci", "--only", "counsel", "--approvals", str(file))
    file.write_text(json.dumps([review("lex", "APPROVED", head)]))
    untold = steward(relicensed, *call, env=env)
    assert untold.code == 2, "who queued it is not who made it"
    said = {"version": 1, "author": "@mallory", "reviews": [review("lex", "APPROVED", head)]}
    file.write_text(json.dumps(said))
    assert steward(relicensed, *call, env=env).report["verdict"] == "pass"


# --- where the file comes from -------------------------------------------------------------------


def elsewhere(repo: Repo, tmp_path: Path) -> Path:
    file = tmp_path / "reviews.json"
    file.write_text(json.dumps(both(repo.head)))
    return file


def placed(repo: Repo, tmp_path: Path, way: str) -> str:
    """A file of approvals in the tree, or one that the tree leads to."""
    file = elsewhere(repo, tmp_path)
    inside = repo.path / "ci" / "reviews.json"
    inside.parent.mkdir()
    if way.startswith("a link"):
        inside.symlink_to(file)
    else:
        inside.write_bytes(file.read_bytes())
    outside = tmp_path / "out.json"
    outside.symlink_to(inside)
    return {"from outside": str(outside), "by dots": f"{tmp_path}/../{repo.path.parent.name}/repo/"
            "ci/reviews.json"}.get(way, "ci/reviews.json")  # fmt: skip


@pytest.mark.parametrize("command", ["ci", "review check"])
@pytest.mark.parametrize("way", ["in it", "a link out of it", "from outside", "by dots"])
def test_a_file_that_the_change_could_bring_is_refused(
    relicensed: Repo, tmp_path: Path, way: str, command: str
) -> None:
    name = placed(relicensed, tmp_path, way)
    call = (*command.split(), "--base", "main", "--author", "mallory", "--approvals", name)
    said = steward(relicensed, *call, env=NOW)
    for one in (relicensed.path / "ci" / "reviews.json", relicensed.path / "ci"):
        one.rmdir() if one.is_dir() else one.unlink()
    assert said.code == 2
    assert "lies in the tree that is judged: a change could bring it along" in said.everything


def test_the_first_day_has_no_base_that_could_entitle_anybody(
    relicensed: Repo, tmp_path: Path
) -> None:
    file = elsewhere(relicensed, tmp_path)
    said = steward(relicensed, "ci", "--base", "main", "--trust-head", "--approvals", str(file))
    assert (said.code, "lets a change say who approves it" in said.everything) == (2, True)


def test_a_file_of_another_change_is_an_error(relicensed: Repo) -> None:
    said = ci(relicensed, {"version": 1, "author": "@kim", "reviews": both(relicensed.head)})
    assert said.code == 2
    assert "the file is of a change by @kim, not by mallory" in said.everything
    assert said.report["verdict"] == "block"


def test_a_run_over_no_change_looks_for_no_approval(relicensed: Repo, tmp_path: Path) -> None:
    file = elsewhere(relicensed, tmp_path)
    event = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "schedule", **NOW}
    said = steward(relicensed, "ci", "--approvals", str(file), env=event)
    assert "no change is judged here, so no approval was looked for" in said.notes


# --- the shape of the file -----------------------------------------------------------------------

GOOD = review("kim", "APPROVED", "a" * 40)
SHAPES: list[tuple[str, object, bool]] = [
    ("a list", [GOOD], True),
    ("an empty list", [], True),
    ("an object", {"version": 1, "reviews": [GOOD]}, True),
    ("all of it", {"version": 1, "author": "@x", "members": {"@a/b": ["@x"]}, "reviews": []}, True),
    ("nobody's change", {"version": 1, "author": None, "reviews": []}, True),
    ("a commit that is not known", [GOOD | {"commit": None}], True),
    ("SHA-256", [GOOD | {"commit": "B" * 64}], True),
    ("a state in lower case", [GOOD | {"state": "dismissed"}], True),
    ("an object without reviews", {"version": 1}, False),
    ("another version", {"version": 2, "reviews": []}, False),
    ("a version that is true", {"version": True, "reviews": []}, False),
    ("no version", {"reviews": []}, False),
    ("a key that nobody knows", {"version": 1, "reviews": [], "x": 1}, False),
    ("a review with a key that nobody knows", [GOOD | {"dismissed": True}], False),
    ("the name of a branch", [GOOD | {"commit": "main"}], False),
    ("a part of an id", [GOOD | {"commit": "abc1234"}], False),
    ("no commit at all", [{key: GOOD[key] for key in GOOD if key != "commit"}], False),
    ("no user", [GOOD | {"user": " "}], False),
    ("a state in mixed case", [GOOD | {"state": "Approved"}], False),
    ("a state of its own", [GOOD | {"state": "FINE"}], False),
    ("members that are a text", {"version": 1, "reviews": [], "members": {"@a/b": "@x"}}, False),
    ("an author that is a list", {"version": 1, "reviews": [], "author": ["@x"]}, False),
    ("a number", 1, False),
]


@pytest.mark.parametrize(("data", "fits"), [r[1:] for r in SHAPES], ids=[r[0] for r in SHAPES])
def test_the_schema_says_what_the_reader_takes(tmp_path: Path, data: object, fits: bool) -> None:
    schema = json.loads(given.SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(data) is fits
    (tmp_path / "reviews.json").write_text(json.dumps(data))
    top = tmp_path / "tree"
    top.mkdir()
    if fits:
        found = given.read(tmp_path / "reviews.json", top)
        (tmp_path / "copy.json").write_text(given.written(found))
        assert given.read(tmp_path / "copy.json", top) == found
    else:
        with pytest.raises(UserError, match="holds no reviews"):
            given.read(tmp_path / "reviews.json", top)


@pytest.mark.parametrize("text", ["", "{", "[" * 9000, '[{"user": "a", "user": "b"}]', "\xff"])
def test_what_is_no_json_is_an_error(relicensed: Repo, text: str) -> None:
    said = ci(relicensed, text)
    assert (said.code, "holds no reviews" in said.everything) == (2, True)


def test_a_forge_s_reviews_are_written_for_the_gate(relicensed: Repo, tmp_path: Path) -> None:
    file, copy = elsewhere(relicensed, tmp_path), tmp_path / "copy.json"
    call = ("--base", "main", "--author", "mallory", "--approvals", str(file), "--write", str(copy))
    said = steward(relicensed, "review", "check", *call, env=NOW)
    assert said.code == 1  # the dataset's own steward has said nothing
    assert ci(relicensed, copy.read_text(), author="").report["verdict"] == "pass"


def test_the_two_reports_use_the_same_words() -> None:
    assert json.loads(pages.as_json((), "a", ()))["needs"] == []
