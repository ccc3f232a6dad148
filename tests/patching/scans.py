"""Reports small enough to write by hand, and a repository with a history of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.repos import Repo, make_repo

PARAMS = ".steward/params/patching.yaml"
MAP = """\
stewards:
  "@acme/owls": {contact: owls@acme.example, members: ["@dana"]}
  "@dana": {contact: dana@acme.example}
assign:
  - path: services/owl/**
    steward: "@acme/owls"
"""
SERVICE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: owl}
spec: {type: service, owner: group:acme/owls, lifecycle: production}
"""
REPORT = "services/owl/reports/trivy.json"


def trivy(*found: tuple[str, str], image: str = "", fixed: str = "1.1") -> str:
    """A report of these ids and severities, each of a package of its own name."""
    rows = [
        {
            "VulnerabilityID": name,
            "PkgName": f"twig{name[-1]}",
            "InstalledVersion": "1.0",
            "FixedVersion": fixed,
            "Severity": severity,
            "Title": f"about {name}",
        }
        for name, severity in found
    ]
    data = {
        "SchemaVersion": 2,
        "ArtifactName": image or ".",
        "ArtifactType": "container_image" if image else "filesystem",
        "Results": [{"Target": "requirements.txt", "Type": "pip", "Vulnerabilities": rows}],
    }
    return json.dumps(data, indent=1)


def committed(repo: Repo, day: str, files: Mapping[str, str]) -> None:
    """A commit of a day of 2026 (``10-01``)."""
    when = f"2026-{day}T12:00:00Z"
    repo.write(files)
    repo.add()
    env = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    repo.git("commit", "--quiet", "--allow-empty", "--message", day, env=env)


def history(folder: Path) -> Repo:
    """Four scans of a service: one vulnerability stays, one is mended, one comes late, and the
    report moves."""
    repo = make_repo(folder)
    committed(repo, "08-01", {PARAMS: "{}\n", ".steward/stewards.yaml": MAP,
                              "services/owl/catalog-info.yaml": SERVICE})  # fmt: skip
    old = "services/owl/scan.json"
    committed(repo, "09-01", {old: trivy(("CVE-2026-1", "CRITICAL"), ("CVE-2026-2", "HIGH"))})
    committed(repo, "09-11", {old: trivy(("CVE-2026-1", "CRITICAL"))})
    (repo.path / "services/owl/reports").mkdir()
    repo.git("mv", old, REPORT)
    committed(repo, "10-01", {})
    committed(repo, "11-20", {REPORT: trivy(("CVE-2026-1", "CRITICAL"), ("CVE-2026-3", "UNKNOWN"))})
    return repo
