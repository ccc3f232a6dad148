"""How a repository is set up on GitHub: what a merge waits for, what is wrong with CODEOWNERS."""

from __future__ import annotations

from urllib.parse import quote

from stewardship.forge.answers import items, number, text
from stewardship.forge.github import GitHub


class Settings:
    """Those of one repository."""

    def __init__(self, github: GitHub) -> None:
        self._client = github.client
        self._path = github.path

    def default_branch(self) -> str:
        """The branch that pull requests go to unless they say otherwise."""
        return text(self._client.get(self._path), "default_branch")

    def required(self, branch: str) -> set[str]:
        """The status checks that must succeed before anything is merged to a branch: those of
        rulesets and those of its protection."""
        found = set()
        for rule in self._client.all(f"{self._path}/rules/branches/{quote(branch, '')}"):
            if isinstance(rule, dict) and rule.get("type") == "required_status_checks":
                checks = items(rule.get("parameters"), "required_status_checks")
                found |= {text(one, "context") for one in checks}
        data = self._client.get(f"{self._path}/branches/{quote(branch, '')}")
        protection = data.get("protection") if isinstance(data, dict) else None
        limits = protection.get("required_status_checks") if isinstance(protection, dict) else None
        if isinstance(limits, dict) and limits.get("enforcement_level") != "off":
            found |= set(map(str, items(limits, "contexts")))
        return found

    def codeowners_errors(self) -> list[tuple[str, int, str]]:
        """What GitHub finds wrong with CODEOWNERS on the default branch: path, line, what."""
        data = self._client.get(f"{self._path}/codeowners/errors")
        found = items(data, "errors")
        return [(text(one, "path"), number(one, "line"), text(one, "kind")) for one in found]
