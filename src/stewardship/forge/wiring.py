"""Which workflows of a tree run ``steward review``, and what their token lacks for it.

A workflow's own token may do what ``permissions`` of the job, else of the workflow, say; what is
not named there is ``none``. Where neither says anything it is a setting of the repository.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stewardship.document.yaml_ import load
from stewardship.frozen import dataclass
from stewardship.pattern import pattern

FOLDER = ".github/workflows/"
RUNS = pattern(r"\breview\s+(apply|check)\b")
LEVELS = {"none": 0, "read": 1, "write": 2}
OTHER = "STEWARDSHIP_TOKEN"


@dataclass(frozen=True, slots=True)
class Wired:
    """One job that runs ``steward review``.

    ``lacks`` are permissions such as ``statuses: write``; None where they cannot be told from the
    file. ``queued``: the workflow runs for a merge queue as well.
    """

    path: str
    job: str
    lacks: tuple[str, ...] | None
    queued: bool


def wired(path: str, content: bytes) -> Iterator[Wired]:
    """The jobs of one workflow that do; a ``DocumentError`` for what is no YAML."""
    for document in load(content, path):
        data = document.data if isinstance(document.data, dict) else {}
        jobs = data.get("jobs")
        for name, job in jobs.items() if isinstance(jobs, dict) else ():
            needs = _needs(job)
            if needs:
                yield Wired(path, str(name), _lacks(data, job, needs), _queued(data))


def _needs(job: Any) -> dict[str, str]:
    """The permissions that the steps of a job need; empty where none is ours."""
    needs: dict[str, str] = {}
    for step in _steps(job):
        script = step.get("run")
        if not isinstance(script, str) or "steward" not in script:
            continue
        for command in RUNS.findall(script):
            needs |= {"contents": "read"}
            if command == "apply" or "pull-requests" not in needs:
                needs["pull-requests"] = "write" if command == "apply" else "read"
            if command == "check" and "--status" in script:
                needs["statuses"] = "write"
    return needs


def _lacks(data: Mapping[str, Any], job: Any, needs: Mapping[str, str]) -> tuple[str, ...] | None:
    environments = [one.get("env") for one in (data, job, *_steps(job))]
    if any(isinstance(one, dict) and OTHER in one for one in environments):
        return None
    granted = job["permissions"] if "permissions" in job else data.get("permissions")
    if granted is None and "permissions" not in job and "permissions" not in data:
        return None
    return tuple(
        f"{name}: {level}"
        for name, level in needs.items()
        if LEVELS.get(_granted(granted, name), 0) < LEVELS[level]
    )


def _granted(permissions: Any, name: str) -> str:
    if isinstance(permissions, dict):
        return str(permissions.get(name, "none"))
    return {"read-all": "read", "write-all": "write"}.get(str(permissions), "none")


def _queued(data: Mapping[str, Any]) -> bool:
    """Whether ``on`` names a merge group; YAML of old takes the key for a truth."""
    said = data.get("on")
    return "merge_group" in (said if isinstance(said, dict | list) else (said,))


def _steps(job: Any) -> list[dict[str, Any]]:
    steps = job.get("steps") if isinstance(job, dict) else None
    return [one for one in steps if isinstance(one, dict)] if isinstance(steps, list) else []
