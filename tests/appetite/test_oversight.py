"""``steward oversight`` and its pack: where a model fails, told by segment and never by person."""

from __future__ import annotations

import json

import pytest

from tests.gate.steward import steward
from tests.repos import Repo

NOW = {"STEWARDSHIP_NOW": "2026-11-26"}
CARD = """\
---
license: mit
pipeline_tag: text-classification
stewardship:
  stage: production
  sector: credit
  oversight: {reviewer: "@acme/credit", share: 5 %%, fallback: hold, log: models/m/reviews.csv%s}
---
# m
"""
HEAD = "item,answer,reviewer,decision,time,segment\n"


def log(**segments: tuple[int, int]) -> str:
    """A log with, for each segment, so many reviews that agree and so many that do not."""
    rows = []
    for segment, (agreeing, differing) in segments.items():
        for number in range(agreeing + differing):
            answer = "grant" if number % 2 else "decline"
            other = "decline" if number % 2 else "grant"
            decision = answer if number < agreeing else other
            rows.append(
                f"{segment}-{number},{answer},r{number % 3},{decision},2026-11-20,{segment}"
            )
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture
def acme(repo: Repo) -> Repo:
    files = {
        "models/m/README.md": CARD % "",
        "models/m/reviews.csv": log(cards=(38, 2), loans=(24, 16)),
    }
    repo.commit(files=files)
    return repo


def test_where_a_model_fails_is_shown_by_segment_the_worst_first(acme: Repo) -> None:
    out = steward(acme, "oversight", env=NOW).out
    assert [" ".join(line.split()) for line in out.splitlines()] == [
        "model m · models/m/reviews.csv",
        "SEGMENT ITEMS DECIDED AGREEMENT KAPPA WHERE IT FAILS: ANSWER → DECISION",
        "all 80 80 0.78 0.55 decline → grant (9), grant → decline (9)",
        "loans 40 40 0.60 0.20 decline → grant (8), grant → decline (8)",
        "cards 40 40 0.95 0.90 decline → grant (1), grant → decline (1)",
        "",
    ]


def test_no_reviewer_is_named_anywhere(acme: Repo) -> None:
    for arguments in (("oversight", "--format", "json"), ("check",), ("show", "m")):
        said = steward(acme, *arguments, env=NOW)
        assert not any(
            f"r{number}," in said.out or f'"r{number}"' in said.out for number in range(3)
        )


def test_a_segment_that_disagrees_blocks_although_another_agrees(acme: Repo) -> None:
    said = steward(acme, "check", "--only", "human-oversight", env=NOW)
    messages = [one["message"] for one in said.findings if one["severity"] == "block"]
    assert [message for message in messages if "segment" in message] == [
        (
            "the humans' agreement with the model in segment `loans` is 0.60 over 40 reviews "
            "and has to be at least 0.8"
        ),
        "Cohen's kappa in segment `loans` is 0.20 over 40 reviews and has to be at least 0.6",
    ]


def test_what_the_organization_agreed_on_counts_instead(acme: Repo) -> None:
    bounds = "[{metric: review-agreement, at-least: 55 %}, {metric: review-kappa, at-least: 0.1}]"
    charter = f'owner: "@acme/risk"\nreviewed-on: 2026-11-01\nbounds: {bounds}\n'
    acme.write({".steward/appetite.yaml": charter})
    said = steward(acme, "check", "--only", "human-oversight", env=NOW)
    assert said.found() == []
    assert (
        json.loads(steward(acme, "appetite", "m", "--format=json", env=NOW).out)["resources"][0][
            "answer"
        ]
        == "yes"
    )


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("fallback: hold", "fallback: answer anyway"), "fallback-planned"),
        (("share: 5 %", "share: 0 %"), "slice-stated"),
        (('reviewer: "@acme/credit", ', ""), "route-declared"),
        (("models/m/reviews.csv", "models/m/gone.csv"), "agreement-kept"),
    ],
)
def test_a_route_is_whole_or_stops(acme: Repo, change: tuple[str, str], rule: str) -> None:
    acme.write({"models/m/README.md": (CARD % "").replace(*change),
                "models/m/reviews.csv": log(cards=(40, 0))})  # fmt: skip
    said = steward(acme, "check", "--only", "human-oversight", env=NOW)
    assert said.found() == [f"human-oversight/{rule} m"]


def test_what_is_not_high_stakes_needs_no_route_and_has_no_log(repo: Repo) -> None:
    repo.commit(files={"models/m/README.md": "---\nlicense: mit\npipeline_tag: x\n---\n# m\n"})
    assert steward(repo, "check", "--only", "human-oversight", env=NOW).found() == []
    said = steward(repo, "oversight", env=NOW)
    assert (said.code, said.out.startswith("no log of reviews that can be read")) == (0, True)
