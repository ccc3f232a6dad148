"""What ``steward init`` writes: the drafts, made of what the repository already says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from stewardship.cli import init_ci
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.picture import Picture
from stewardship.repository.git import Repository, run

CONFIG = ".steward/config.yaml"
STEWARDS = ".steward/stewards.yaml"
PRE_COMMIT = ".pre-commit-config.yaml"
STEWARDED = ("model", "dataset", "service", "container")
LARGEST = 1_000_000  # bytes of a hook configuration that are looked at


@dataclass(frozen=True, slots=True)
class Draft:
    """One file to write: its path below git's top level, its text, what it is for."""

    path: str
    text: str
    what: str


def drafts(seen: Picture, observe: bool, forks: bool = False) -> list[Draft]:
    """The files for this repository. A map of stewards only beside a CODEOWNERS: as soon as
    either exists every resource needs somebody, so that without names a draft would only stop.
    ``forks``: with the workflows that hear approvals on pull requests of forks."""
    prefix = seen.repo.prefix
    if not prefix.isprintable():
        raise UserError("the folder's name cannot be written to a file", hint="rename it first")
    handles = _named(seen)
    files = [Draft(prefix + CONFIG, config(observe), "how hard each rule stops, what is left out")]
    if handles:
        text = stewards(handles, _host(seen.repo))
        what = "who answers for what: a draft of those named so far"
        files.append(Draft(prefix + STEWARDS, text, what))
    root = prefix.rstrip("/")
    files.append(Draft(PRE_COMMIT, pre_commit(root), "the hook of every commit"))
    github, gitlab = init_ci.platforms(seen.repo.top, _host(seen.repo))
    if github:
        what = "the gate of pull requests: require its job `steward`"
        files.append(Draft(init_ci.WORKFLOW, init_ci.workflow(root), what))
    if github and handles:  # without anybody to ask it would have nothing to do
        what = "asks the stewards for their reviews"
        files.append(Draft(init_ci.REVIEW, init_ci.asking(root, forks), what))
    if github and handles and forks:
        what = "does nothing: that it ended is what the one before runs after"
        files.append(Draft(init_ci.SIGNAL, init_ci.signal(), what))
    if gitlab:
        what = "the gate of merge requests: let pipelines have to succeed"
        files.append(Draft(init_ci.JOB, init_ci.job(root), what))
        files.append(Draft(init_ci.GITLAB, init_ci.pipeline(), "the pipeline that runs it"))
    return files


def config(observe: bool) -> str:
    """The configuration with its defaults, each explained."""
    from stewardship import __version__
    from stewardship.organization.config import PACKS

    mode = "observe" if observe else "new"
    return f"""\
# How hard the gate stops: `observe` says what would, `new` what the baseline lacks
# (`steward baseline` writes it), `enforce` stops all that breaks a rule. Most specific wins.
mode:
  "*": {mode}
#  licenses: enforce from 2027-03-01
#  ownership/steward-stated: observe

# How bad what a rule finds is, where you see it otherwise; a milder one has a reason.
#severity:
#  ownership/reachable: block
#  lineage/commit-stated: {{severity: warn, reason: most models predate the rule}}

# The packs in force. Own rules go into .steward/policies/, their numbers into .steward/params/.
packs: [{", ".join(PACKS)}]

# Rules that came after this version of steward observe until you have looked at them.
edition: "{__version__}"

# Files that do not count, each with a reason.
exclude: []
#  - {{path: "third_party/**", reason: "vendored; governed at its source"}}

# The organization's floor: a folder of this repository, or `{{package: acme_policy}}`.
#extends: .steward/org/acme
"""


def stewards(handles: list[str], host: str) -> str:
    """The map of stewards with these handles in it."""
    lines = [
        "# Who answers for what: the people and teams that CODEOWNERS and the manifests name.",
        "# A first draft. Say how each is really reached, who is in a team, who stands in:",
        '#  "@acme/risk": {contact: risk@acme.example, members: ["@dana", "@lee"], deputy: "@lee"}',
        "stewards:",
    ]
    for handle in handles:
        contact = _contact(handle, host)
        entry = f"{{contact: {json.dumps(contact)}}}" if contact else "{}"
        lines.append(f"  {json.dumps(handle)}: {entry}")
    return "\n".join(
        [
            *lines,
            "",
            "# What they hold where neither the manifest nor CODEOWNERS says so; first match wins.",
            "assign: []",
            f'#  - {{path: "models/**", steward: {json.dumps(handles[0])}}}',
            "",
        ]
    )


def _named(seen: Picture) -> list[str]:
    """The handles that CODEOWNERS gives paths to, and those that resources state; each once."""
    found: dict[str, str] = {}
    for entry in seen.universe.of_kind("ownership-entry"):
        listed = entry.value("owners").data
        if isinstance(listed, tuple) and entry.value("line-error").state == "absent":
            found |= {str(one.data).casefold(): str(one.data) for one in listed}
    if not found:
        return []
    for resource in seen.universe.all():
        if resource.kind in STEWARDED and resource.value("steward").state == "present":
            said = str(resource.value("steward").data)
            found.setdefault(said.casefold(), said)
    return [found[key] for key in sorted(found) if _handle(found[key])]


def _handle(text: str) -> bool:
    from stewardship.checks.steward import FORMS

    return any(FORMS[form][0].fullmatch(text) for form in ("user", "team", "email"))


def _host(repo: Repository) -> str:
    """The host that the repository was cloned from; GitHub's own while it has no remote."""
    asked = run(repo.top, ("config", "--get", "remote.origin.url"))
    url = asked.stdout.decode(errors="replace").strip()
    found = re.match(r"(?:[a-z+]+://)?(?:[^@/\s]*@)?([A-Za-z0-9.-]+\.[A-Za-z]+)[:/]", url)
    return found[1].lower() if found else "" if url else "github.com"


def _contact(handle: str, host: str) -> str:
    """A page or address where they are reached, for a beginning; empty where none is known."""
    name = handle.removeprefix("@")
    if name == handle:
        return handle
    if "github" in host and "/" in name:
        organization, _, team = name.partition("/")
        return f"https://{host}/orgs/{organization}/teams/{team}"
    return f"https://{host}/{name}" if "github" in host or "gitlab" in host else ""


def pre_commit(root: str) -> str:
    """The configuration of pre-commit (and prek) with our hook alone in it."""
    from stewardship import __version__

    arguments = f"        args: [{json.dumps(f'--root={root}')}]\n" if root else ""
    return (
        "# Run `pre-commit install` once in each clone, or `prek install`.\n"
        "repos:\n"
        f"  - repo: {init_ci.HOME}\n"
        "    # A release; `pre-commit autoupdate` writes the latest.\n"
        f"    rev: v{__version__}\n"
        "    hooks:\n"
        "      # Judges what a commit changes, and what links to that.\n"
        f"      - id: steward\n{arguments}"
    )


def beginning(file: Path) -> str:
    """The text of a plain file, as far as it may be looked at; empty for anything else."""
    try:
        if file.is_symlink() or not file.is_file():
            return ""
        with file.open("rb") as stream:
            return stream.read(LARGEST).decode(errors="replace")
    except OSError:
        return ""


def has_hook(existing: str, root: str) -> bool:
    """Whether a hook configuration names one of our hooks, for this folder."""
    named = re.search(r"^[ -]*id: *[\"']?steward", existing, re.MULTILINE)
    return bool(named) and (not root or f"--root={root}" in existing)


def entry(text: str, existing: str) -> list[str]:
    """Our entry of ``text`` as it has to stand in the configuration that is there."""
    found = re.search(r"^( *)-( +)(?:repo|hooks|rev):", existing, re.MULTILINE)
    wanted = text[text.index("repos:\n") :].rstrip("\n").split("\n")
    if not found:
        return wanted
    indent, gap = found[1], found[2]
    lines = [line.removeprefix("  ") for line in wanted[1:]]
    first, *rest = lines
    body = [line.removeprefix("  ") for line in rest]
    return [f"{indent}-{gap}{first[2:]}", *(f"{indent} {gap}{line}" for line in body)]
