"""How a repository is set up on GitHub: what a merge waits for, what is wrong with CODEOWNERS."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from stewardship.forge.answers import items, number, text
from stewardship.forge.github import GitHub
from stewardship.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Waits:
    """Status checks that must succeed before a merge, each with what requires it; and whether a
    merge goes through a queue."""

    checks: Mapping[str, str]
    queue: bool


class Settings:
    """Those of one repository."""

    def __init__(self, github: GitHub) -> None:
        self._client = github.client
        self._path = github.path

    def default_branch(self) -> str:
        """The branch that pull requests go to unless they say otherwise."""
        return text(self._client.get(self._path), "default_branch")

    def waits(self, branch: str) -> Waits:
        """What a merge to a branch waits for, by the rulesets in force and by its protection."""
        checks: dict[str, str] = {}
        queue = False
        for rule in self._client.all(f"{self._path}/rules/branches/{quote(branch, '')}"):
            kind = rule.get("type") if isinstance(rule, dict) else None
            queue = queue or kind == "merge_queue"
            if kind == "required_status_checks":
                for one in items(rule.get("parameters"), "required_status_checks"):
                    checks[text(one, "context")] = "by a ruleset"
        data = self._client.get(f"{self._path}/branches/{quote(branch, '')}")
        protection = data.get("protection") if isinstance(data, dict) else None
        limits = protection.get("required_status_checks") if isinstance(protection, dict) else None
        level = limits.get("enforcement_level") if isinstance(limits, dict) else "off"
        if level != "off":
            how = "by its protection"
            if level == "non_admins":
                how += ", which does not hold administrators"
            for name in items(limits, "contexts"):
                checks.setdefault(str(name), how)
        return Waits(checks, queue)

    def codeowners_errors(self) -> list[tuple[str, int, str]]:
        """What GitHub finds wrong with CODEOWNERS on the default branch: path, line, what."""
        data = self._client.get(f"{self._path}/codeowners/errors")
        found = items(data, "errors")
        return [(text(one, "path"), number(one, "line"), text(one, "kind")) for one in found]
