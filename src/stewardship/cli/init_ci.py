"""What ``steward init`` writes for CI: the workflows of GitHub, the job of GitLab.

The texts are those of the folder ``hooks``, which explain each of their lines, for this folder and,
where that is known, pinned to the commit of this very steward.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

HOME = "https://github.com/stewardship/stewardship"
WORKFLOW = ".github/workflows/steward.yml"
REVIEW = ".github/workflows/steward-review.yml"
SIGNAL = ".github/workflows/steward-signal.yml"
GITLAB = ".gitlab-ci.yml"
JOB = ".gitlab/steward.yml"


def platforms(top: Path, host: str) -> tuple[bool, bool]:
    """Whether GitHub's files are wanted here, and GitLab's: by the host that the repository was
    cloned from and by the files of each. Where nothing tells, GitHub's."""
    gitlab = "gitlab" in host or (top / GITLAB).exists()
    github = "github" in host or (top / ".github").exists()
    return github or not gitlab, gitlab


def workflow(root: str) -> str:
    """The workflow of ``hooks/github-gate.yml``, for this folder, pinned where that is known."""
    text = _hook("github-gate.yml")
    commit = installed_from()
    if commit:
        text = re.sub(
            r"(?m)^ +# A tag can be moved.*\n(?: +#.*\n)*( +- uses: )([^@\s]+)@(\S+).*$",
            rf"\g<1>\g<2>@{commit} # \g<3>",
            text,
        )
    return text + (f"        with:\n          root: {json.dumps(root)}\n" if root else "")


def asking(root: str, forks: bool = False) -> str:
    """The workflow of ``hooks/github-review.yml``, likewise; ``forks``: the one that hears an
    approval on a fork's pull request at once, and waits for ``signal``."""
    text = _hook("github-review-forks.yml" if forks else "github-review.yml")
    if commit := installed_from():
        text = re.sub(r"(STEWARD: git\+\S+?)@(v\S+)", rf"\g<1>@{commit} # \g<2>", text)
    text = text.replace("github-signal.yml", SIGNAL.rpartition("/")[2])
    return text.replace('STEWARD_ROOT: ""', f"STEWARD_ROOT: {json.dumps(root)}")


def signal() -> str:
    """The workflow that the one for forks runs after."""
    return _hook("github-signal.yml").replace("github-review-forks.yml", REVIEW.rpartition("/")[2])


def hears_forks(existing: str) -> bool:
    """Whether a workflow runs after another one, as the one for forks does."""
    return re.search(r"^ +workflow_run *:", existing, re.MULTILINE) is not None


def job(root: str) -> str:
    """The job of ``hooks/gitlab-gate.yml``, likewise."""
    text = _hook("gitlab-gate.yml")
    if commit := installed_from():
        text = re.sub(r"(stewardship @ git\+\S+?)@v[0-9][^\"]*", rf"\g<1>@{commit}", text)
    return text.replace('STEWARD_ROOT: ""', f"STEWARD_ROOT: {json.dumps(root)}")


def pipeline() -> str:
    """A pipeline for a repository that has none: it includes our job and nothing else."""
    return (
        "# The jobs of this pipeline stand in files of their own.\n"
        "include:\n"
        "  # The gate of merge requests.\n"
        f"  - local: {JOB}\n"
    )


def step(text: str) -> list[str]:
    """The step of a workflow that judges: from its `uses:` on."""
    return text[text.rindex("      - uses: ") :].rstrip("\n").split("\n")


def has_step(existing: str, root: str) -> bool:
    """Whether a workflow judges this folder."""
    return f"root: {json.dumps(root)}" in existing


def second_job(root: str) -> list[str]:
    """A job beside ours that judges one more folder."""
    name = json.dumps(f"steward {root}")
    folder = f"    STEWARD_ROOT: {json.dumps(root)}"
    return [f"{name}:", "  extends: steward", "  variables:", folder]


def has_job(existing: str, root: str) -> bool:
    """Whether the jobs of this file judge this folder."""
    return f"STEWARD_ROOT: {json.dumps(root)}" in existing


def inclusion(existing: str) -> list[str]:
    """What a pipeline lacks that does not include our job; empty where it does."""
    if JOB in existing:
        return []
    listed = re.search(r"^include *:", existing, re.MULTILINE)
    return [f"  - local: {JOB}"] if listed else ["include:", f"  - local: {JOB}"]


def installed_from() -> str:
    """The commit that this very steward was installed from, if pip fetched a release by its tag.

    PEP 610 (``direct_url.json``): only then does the package know which commit it is.
    """
    from importlib.metadata import distribution

    from stewardship import __version__

    try:
        said = json.loads(distribution("stewardship").read_text("direct_url.json") or "{}")
        source = said.get("vcs_info", {})
        commit = str(source.get("commit_id", ""))
        ours = str(said.get("url", "")).removesuffix(".git") == HOME
        released = source.get("requested_revision") == f"v{__version__}"
    except (ImportError, ValueError, AttributeError):
        return ""
    return commit if ours and released and re.fullmatch("[0-9a-f]{40}", commit) else ""


def _hook(name: str) -> str:
    from stewardship.data import folder

    return (folder("hooks") / name).read_text()
