"""A runner of composite actions, as small as ours needs: it runs the steps for real.

What GitHub's documentation ("Metadata syntax", "Variables", "Workflow commands") says of
composite steps: bash is called as ``bash --noprofile --norc -eo pipefail FILE`` in the workspace,
``${{ }}`` is filled in before that, a failed step ends the action, and outputs are what the steps
write to the file that GITHUB_OUTPUT names. Steps that call another action are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.programs import Done, run
from tests.repos import Repo

INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


@dataclass(frozen=True, slots=True)
class Ran:
    """What an action came to: exit code of its last step, log, outputs, page of the summary."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str = ""

    @property
    def errors(self) -> list[str]:
        """The error annotations."""
        return [line for line in self.log.splitlines() if line.startswith("::error ")]


@dataclass(frozen=True, slots=True)
class Runner:
    """One job on a runner: the action's folder, the runner's temporary one, the event."""

    action: Path
    temp: Path
    event: str = "pull_request"
    payload: Mapping[str, Any] = field(default_factory=dict)

    def run(
        self,
        workspace: Repo,
        inputs: Mapping[str, str] | None = None,
        steps: Sequence[str] = (),
        more: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run the steps of the action (or those of these ids) in a checkout, with ``more`` in their
        environment."""
        said = yaml.safe_load((self.action / "action.yml").read_text())
        given = {name: one["default"] for name, one in said["inputs"].items()} | dict(inputs or {})
        output = self.temp / "output"
        output.write_text("")
        summary = self.temp / "summary"
        summary.write_text("")
        env = self._environment(output)
        log, done = "", Done(0, "")
        for step in said["runs"]["steps"]:
            if "run" not in step or (steps and step["id"] not in steps):
                continue
            script = self.temp / f"step-{step['id']}.sh"
            script.write_text(step["run"])
            filled = {name: self._filled(text, given) for name, text in step.get("env", {}).items()}
            command = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script))
            done = run(workspace.path, *command, env=env | filled | dict(more or {}))
            log += done.text
            if done.code:
                break
        lines = [line.partition("=") for line in output.read_text().splitlines()]
        outputs = {name: value for name, _, value in lines}
        return Ran(done.code, log, outputs, summary.read_text())

    def _environment(self, output: Path) -> dict[str, str]:
        event = self.temp / "event.json"
        event.write_text(json.dumps(self.payload))
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_EVENT_NAME": self.event,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(output.with_name("summary")),
            "RUNNER_TEMP": str(self.temp),
        }

    @staticmethod
    def _filled(text: str, given: Mapping[str, str]) -> str:
        return INPUT.sub(lambda found: given[found[1]], text)
