"""Reports as an organization would meet them, by name; every reporter is shown each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from stewardship.model import (
    Alternative,
    Finding,
    Kind,
    Location,
    Mode,
    Outcome,
    Plain,
    Related,
    Report,
    Rule,
    Severity,
    Status,
    Unchecked,
    Verdict,
)

CARD = """\
---
language: en
license: mit
library_name: transformers
base_model: meta-llama/Llama-3.1-8B
pipeline_tag: text-classification
---
# fraud-v3
"""
WIDE = "description: 客服意图分类模型，\tv2 — naïve re\u0301sume\u0301\n"
LONG = "tags: [" + ", ".join(f"tag-{number}" for number in range(60)) + "] # the end\n"
FILES = {
    "models/fraud-v3/README.md": CARD,
    "datasets/意图/README.md": f"---\n{WIDE}license: other\n{LONG}---\n",
    "CODEOWNERS": "models/  @acme/risk-ml @nobody\n",
}


def excerpts(files: Mapping[str, str]) -> Callable[[Location], str | None]:
    """What ``Report.excerpt`` does, over files that are held in memory."""

    def excerpt(location: Location) -> str | None:
        lines = files.get(location.path, "").splitlines()
        number = location.line or 0
        return lines[number - 1] if 0 < number <= len(lines) else None

    return excerpt


def rule(
    id_: str, title: str, severity: Severity = "block", kind: Kind = "model", help_: str = ""
) -> Rule:
    """A rule in force, as a policy of Acme's would have it."""
    return Rule(
        id_,
        title,
        (kind,),
        (Alternative("required", "license"),),
        severity,
        Location("policies/pack.yaml", 1, 1),
        help=help_,
        remedy=f"steward fix {id_}",
        owner="@acme/ml-platform",
        controls={"eu-ai-act": ("Annex IV", "Art. 11"), "iso-42001": ("A.6.2.3",)},
    )


RULES = {
    one.id: one
    for one in (
        rule(
            "lineage/base-pinned",
            "A model names the revision of its base",
            help_="A name alone moves: the bytes behind it may change any day.",
        ),
        rule("licenses/parent-kept", "A model keeps its base's terms", "review"),
        rule("licenses/stated", "A resource states its license"),
        rule("manifests/kept", "A registered resource is not removed in silence"),
        rule("ownership/listed", "A code owner is known", "warn", "ownership-entry"),
    )
}


def finding(
    rule_: str = "lineage/base-pinned",
    *,
    severity: Severity = "block",
    kind: Kind = "model",
    name: str = "fraud-v3",
    place: tuple[str, int | None, int | None] = ("models/fraud-v3/README.md", 5, 13),
    message: str = "the base model has no revision",
    remedy: str | None = None,
    steward: str = "@acme/risk-ml",
    reviewers: tuple[str, ...] = (),
    related: tuple[Related, ...] = (),
    on_call: str = "@dana",
    waivable: bool = True,
    mode: Mode = "new",
    status: Status = "new",
) -> Finding:
    """One finding about ``fraud-v3``, unless something else is said."""
    path, line, column = place
    folder = path.rpartition("/")[0] or "."
    return Finding(
        rule_,
        severity,
        kind,
        f"path:{folder}#{name}",
        name,
        Location(path, line, column),
        message,
        f"{abs(sum(map(ord, rule_ + path + message))) + (line or 0):032x}",
        f"steward fix {rule_}" if remedy is None else remedy,
        steward,
        reviewers,
        related,
        {"on-call": on_call} if on_call else {},
        waivable,
        mode,
        status,
    )


def report(
    *findings: Finding,
    outcome: Outcome = "block",
    unchecked: tuple[Unchecked, ...] = (),
    notes: tuple[str, ...] = (),
    judged: int = 2,
    universe: int = 417,
    errors: tuple[str, ...] = (),
    files: Mapping[str, str] = FILES,
) -> Report:
    """A report over Acme's repository."""
    verdict = Verdict(outcome, findings, unchecked, notes, judged, universe, len(RULES))
    return Report(verdict, RULES, "acme@v7", 0.21, errors, excerpts(files))


BASE_PINNED = finding()
PARENT_KEPT = finding(
    "licenses/parent-kept",
    severity="review",
    place=("models/fraud-v3/README.md", 3, 10),
    message="drops terms of Llama 3.1",
    remedy="",
    reviewers=("@acme/legal",),
)
COUNSEL = finding(
    "licenses/allowed",
    severity="review",
    place=("models/fraud-v3/README.md", 3, 10),
    message="`llama3.1` is responsible-ai (user-cap), which goes to review when networked",
    remedy="",
    reviewers=("@acme/legal",),
)
BRIEF: dict[str, Plain] = {
    "license": "llama3.1",
    "category": "responsible-ai",
    "clauses": [{"license": "llama3.1", "name": "user-cap", "value": "700 million monthly users"}],
    "texts": ["Llama 3.1 Community License Agreement"],
    "context": "networked",
    "decided-by": "`contexts` for `models/**`",
    "uses": [],
    "reaches": [],
    "instead": "",
    "approval": '- rule: "licenses/allowed"\n',
}
REOPENED = (
    Related(
        Location(".steward/waivers.yaml", 7, 5),
        "was approved for `llama3.1` until the license changed to `llama4`",
    ),
)
KNOWN = tuple(
    finding(
        "licenses/stated",
        name=f"old-{n}",
        place=(f"models/old-{n}/README.md", 1, 1),
        message="no license is stated",
        status="baseline",
    )
    for n in range(9)
)
WALL = tuple(
    finding(
        "licenses/stated",
        name=f"model-{n}",
        place=(f"models/model-{n}/README.md", 2, 1),
        message="no license is stated",
        remedy=f"steward fix licenses/stated models/model-{n}",
    )
    for n in range(21)
)

SAMPLES: dict[str, Report] = {
    "the sample of the issue": report(BASE_PINNED, PARENT_KEPT, *KNOWN),
    "a clean change passes in one line": report(outcome="pass"),
    "a pass over a baseline, warnings and observed rules": report(
        *KNOWN,
        finding(
            "ownership/listed",
            severity="warn",
            kind="ownership-entry",
            name="models/",
            place=("CODEOWNERS", 1, 25),
            message="`@nobody` is in no team of this organization",
            remedy="name somebody of .steward/stewards.yaml, or add `@nobody` there",
            steward="",
            on_call="",
        ),
        finding(mode="observe"),
        finding("licenses/stated", severity="note", message="no year is stated", mode="observe"),
        outcome="pass",
    ),
    "nothing governed in the change": report(outcome="pass", judged=0),
    "nothing governed in the tree": report(outcome="pass", judged=0, universe=0),
    "review alone stops nobody": report(
        PARENT_KEPT,
        finding(message="the base model has no revision", status="proposed"),
        outcome="review",
    ),
    "a license goes to counsel": report(
        replace(COUNSEL, details={**COUNSEL.details, "brief": BRIEF}, related=REOPENED),
        replace(
            COUNSEL,
            location=Location("models/fraud-v3/README.md", 5, 13),
            fingerprint="5" * 32,
            details={"brief": BRIEF, "approval": {"expires": "2027-05-31"}},
            status="proposed",
        ),
        outcome="review",
    ),
    "no way round a rule that cannot be waived": report(finding(waivable=False)),
    "a file that is gone, and one as a whole": report(
        finding(
            "manifests/kept",
            name="churn",
            place=("models/churn/README.md", None, None),
            message="the base had this model; its card is gone and nothing says that it is retired",
            remedy="steward retire models/churn",
        ),
        finding(
            "licenses/stated",
            name="weights",
            kind="artifact",
            place=("models/fraud-v3/README.md", None, None),
            message="no license is stated",
            related=tuple(
                Related(Location(f"models/x{n}/LICENSE", n or None), "says `MIT`") for n in range(5)
            ),
        ),
    ),
    "wide characters, tabs and a long line": report(
        finding(
            "licenses/stated",
            kind="dataset",
            name="意图",
            place=("datasets/意图/README.md", 2, 36),
            message="`résumé` is a placeholder",
            remedy="write what the data set holds, for whom it was gathered, and what it must not "
            "be used for; a reader who knows nothing of it should be able to tell",
        ),
        finding(
            "manifests/kept",
            kind="dataset",
            name="意图",
            place=("datasets/意图/README.md", 4, 240),
            message="`tag-28` is no known tag",
            remedy="steward fix manifests/kept datasets/意图",
        ),
        finding(
            "licenses/stated",
            kind="dataset",
            name="意图",
            place=("datasets/意图/README.md", 3, 10),
            message="`other` needs license-name and license-link",
        ),
        finding(
            "licenses/known",
            severity="review",
            kind="dataset",
            name="意图",
            place=("datasets/意图/README.md", 3, 10),
            message="`other` is no SPDX license",
            remedy="",
        ),
    ),
    "a wall of findings is grouped by rule": report(
        *WALL, BASE_PINNED, PARENT_KEPT, *KNOWN, judged=417
    ),
    "unchecked rules and many notes": report(
        outcome="pass",
        unchecked=(
            Unchecked("licenses/compatible", "there is no license map yet (`steward init`)", 12),
            Unchecked("lineage/commit-known", "this clone is shallow: fetch more history", 3),
        ),
        notes=tuple(f"rule `acme/rule-{n}` matched nothing" for n in range(8)),
    ),
    "a run that could not be judged": report(
        errors=(".steward/config.yaml:3:5: unknown key `moode`; did you mean `mode`?",), judged=0
    ),
}
