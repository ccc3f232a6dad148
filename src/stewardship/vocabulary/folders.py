"""What a folder's name says of the things in it."""

from __future__ import annotations

# Folders that say what sort of file lies in them: the folder above names the thing.
DULL = frozenset(("docs", "doc", "artifacts", ".github", ".eval_results"))
# Folders that hold reports: what is in them is about the folder above.
REPORTS = frozenset((
    "report", "reports", "result", "results", "output", "out", "scan", "scans", "scan-results",
    "scanning", "security", "security-reports", "sec", "audit", "audits", "vulnerabilities", "vuln",
    "vulns", "vex", "sbom", "sboms", "sarif", "trivy", "grype", "osv", "osv-scanner", "pip-audit",
    "npm-audit", "npm", "bandit", "checkov", "hadolint", "codeql", "artifacts", "docs", ".github",
    ".steward", "ci",
))  # fmt: skip


def name_of(folder: str) -> str:
    """The name that a folder gives to what it holds: ``.`` for the root, or a dull folder in it."""
    parts = folder.split("/")
    while parts and parts[-1].lower() in DULL:
        parts.pop()
    return (parts[-1] if parts else "") or "."


def report_about(path: str) -> str:
    """The folder that a report at this path is about: its own, or the one above a folder of
    reports; ``.`` for the root."""
    parts = path.split("/")[:-1]
    while parts and parts[-1].casefold() in REPORTS:
        parts.pop()
    return "/".join(parts) or "."
