"""What all subjects are measured on: fresh environments, a home of their own, repositories."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import count
from pathlib import Path

import environments
import repository
from environments import Environment


class Stage:
    """Environments are made when a subject asks for them; folders are those of this run alone."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self.folder = work / "repositories"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.home = self.folder / "home"
        self.home.mkdir(parents=True)
        self.environment = self.with_cache("cache")
        self._numbers = count(1)

    @cached_property
    def product(self) -> Environment:
        """The wheel of this tree, installed."""
        return environments.product(self._work)

    @cached_property
    def peer(self) -> Environment:
        """check-jsonschema, installed."""
        return environments.environment(self._work, "check-jsonschema", ["check-jsonschema"])

    @cached_property
    def click(self) -> Environment:
        """click alone."""
        return environments.environment(self._work, "click", ["click"])

    def installed(self, name: str, requirements: Path) -> Environment:
        """An environment of just the packages of this file, and pip-licenses; made anew when the
        file has changed."""
        digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
        alone = ("--no-deps", "pip-licenses", "prettytable", "-r", str(requirements))
        return environments.environment(self._work, f"{name}-{digest}", alone)

    @property
    def steward(self) -> str:
        """The program that is measured."""
        return self.product.program("steward")

    def versions(self) -> dict[str, str]:
        """What is installed, by name."""
        return {**self.click.versions(), **self.peer.versions(), **self.product.versions()}

    def with_cache(self, name: str) -> Mapping[str, str]:
        """Nothing of the user's: no settings, no cache, the same author on every machine."""
        return {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / name),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Bench",
            "GIT_AUTHOR_EMAIL": "bench@acme.example",
            "GIT_COMMITTER_NAME": "Bench",
            "GIT_COMMITTER_EMAIL": "bench@acme.example",
        }

    def models(self, name: str, number: int) -> Path:
        """A repository with so many models and the ten rules, all committed."""
        return repository.make(self.folder / name, number, self.environment)

    def known(self, folder: Path) -> None:
        """Let everything in a repository be read once, into the cache."""
        check = [self.steward, "check"]
        subprocess.run(check, cwd=folder, env=self.environment, stdout=subprocess.DEVNULL)

    def changing(self, folder: Path, *names: str) -> Callable[[], None]:
        """Before each run another content: what a commit changes was never seen before."""

        def change() -> None:
            repository.change(folder, self.environment, *names, line=f"# {next(self._numbers)}")

        return change

    def branching(self, folder: Path, *names: str, line: str = "# {}") -> Callable[[], None]:
        """Before each run a branch of one commit, which adds the line with another number to each
        of these files."""

        def branch() -> None:
            said = line.format(next(self._numbers))
            repository.branch(folder, self.environment, *names, line=said)

        return branch

    def forgetting(self, environment: Mapping[str, str]) -> Callable[[], None]:
        """Before each run an empty cache."""
        return lambda: shutil.rmtree(environment["XDG_CACHE_HOME"], ignore_errors=True)
