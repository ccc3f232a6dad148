"""How long a person waits for the gate: ``make bench`` measures it and writes ``RESULTS.md``.

Whole processes of installed wheels, in turn, on generated repositories, against a minimal click
command and against check-jsonschema with an equivalent set of rules. Before anything is timed,
both tools have to pass the same manifests and to refuse the same ten mistakes.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

import environments
import repository
from environments import Environment
from report import Claim, write
from timing import Command, in_turn

HERE = Path(__file__).resolve().parent
COUNT = 1_000
CHANGED = repository.path(COUNT // 2)
PEER = ("--schemafile", str(HERE / "schema.json"), "--default-filetype", "yaml")

CLAIMS = (
    Claim("one changed manifest among 1,000, in the hook", "hook", "peer: that one file", 0.5),
    Claim("1,000 manifests, nothing known before", "cold", "peer: the 1,000 files", 0.2),
    Claim("a commit that touches nothing governed", "nothing governed", "minimal click", 3.0),
)


def main() -> None:
    """Prepare, hold the two tools against each other, measure, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=11, help="how often each is timed")
    options.add_argument("--large", action="store_true", help="also 100 and 10,000 manifests")
    asked = options.parse_args()
    if asked.rounds < 7:
        options.error("fewer than 7 rounds tell nothing")
    work = HERE.parent / ".bench"
    product = environments.product(work)
    peer = environments.environment(work, "check-jsonschema", ["check-jsonschema"])
    click = environments.environment(work, "click", ["click"])
    measured = Measured(work, product, peer, click)
    measured.agree()
    commands = list(measured.commands())
    runs = in_turn(commands, asked.rounds)
    large = in_turn(list(measured.large()), asked.rounds) if asked.large else {}
    versions = {**click.versions(), **peer.versions(), **product.versions()}
    (HERE / "RESULTS.md").write_text(write(commands, runs, CLAIMS, versions, large))
    sys.stdout.write((HERE / "RESULTS.md").read_text())


class Measured:
    """The commands that are timed, and what they are run on."""

    def __init__(
        self, work: Path, product: Environment, peer: Environment, click: Environment
    ) -> None:
        self.product, self.peer, self.click = product, peer, click
        self.work = work / "repositories"
        shutil.rmtree(self.work, ignore_errors=True)
        self.home = self.work / "home"
        self.home.mkdir(parents=True)
        self.environment = self._environment("cache")
        self.folder = repository.make(self.work / "models", COUNT, self.environment)
        self.bare = repository.make(self.work / "code", COUNT, self.environment)
        self._numbers = count(1)

    def _environment(self, cache: str) -> Mapping[str, str]:
        """Nothing of the user's: no settings, no cache, the same author on every machine."""
        return {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / cache),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Bench",
            "GIT_AUTHOR_EMAIL": "bench@acme.example",
            "GIT_COMMITTER_NAME": "Bench",
            "GIT_COMMITTER_EMAIL": "bench@acme.example",
        }

    def agree(self) -> None:
        """Both tools pass what is right and refuse each mistake: else nothing is compared."""
        folder = repository.make(self.work / "agreement", 1, self.environment)
        file = folder / repository.path(0)
        if self._findings(folder) or not self._peer_passes(folder, repository.path(0)):
            raise SystemExit("what is right is refused")
        right = file.read_text()
        for rule, (text, instead) in repository.BREAKING.items():
            if text not in right:
                raise SystemExit(f"{rule}: there is no {text!r} to replace")
            file.write_text(right.replace(text, instead, 1))
            found = self._findings(folder)
            if found != {f"bench/{rule}"} or self._peer_passes(folder, repository.path(0)):
                raise SystemExit(f"{rule}: the product finds {found}, or the peer does not")

    def _findings(self, folder: Path) -> set[str]:
        """The rules of ours that the manifests of a folder break."""
        command = (self.product.program("steward"), "check", "--format", "json")
        done = subprocess.run(command, cwd=folder, env=self.environment, capture_output=True)
        rules = {one["rule"] for one in json.loads(done.stdout)["findings"]}
        return {rule for rule in rules if rule.startswith("bench/")}

    def _peer_passes(self, folder: Path, name: str) -> bool:
        command = (self.peer.program("check-jsonschema"), *PEER, name)
        done = subprocess.run(command, cwd=folder, env=self.environment, capture_output=True)
        return done.returncode == 0

    def commands(self) -> Iterator[Command]:
        """What is timed, in this order in each round."""
        python, steward = self.click.program("python"), self.product.program("steward")
        peer = (self.peer.program("check-jsonschema"), *PEER)
        every = [repository.path(number) for number in range(COUNT)]
        here = self.environment
        cold = self._environment("cold")
        subprocess.run([steward, "check"], cwd=self.folder, env=here, stdout=subprocess.DEVNULL)
        repository.change(self.bare, here, "src/app.py")
        yield Command("python -c pass", (python, "-c", "pass"), self.home, here)
        minimal = (python, str(HERE / "minimal.py"))
        yield Command("minimal click", minimal, self.home, here)
        hook = (steward, "check", "--staged")
        yield Command("nothing governed", hook, self.bare, here)
        yield Command("hook", hook, self.folder, here, before=self._changing(self.folder, CHANGED))
        yield Command("peer: that one file", (*peer, CHANGED), self.folder, here)
        yield Command("hook, cold", hook, self.folder, cold, before=self._forgetting(cold))
        yield Command("cold", (steward, "check"), self.folder, cold, before=self._forgetting(cold))
        yield Command("peer: the 1,000 files", (*peer, *every), self.folder, here)

    def large(self) -> Iterator[Command]:
        """The same change of five manifests among 100 and among 10,000, all known before."""
        steward = self.product.program("steward")
        for number in (100, 10_000):
            folder = repository.make(self.work / f"models-{number}", number, self.environment)
            check = [steward, "check"]
            subprocess.run(check, cwd=folder, env=self.environment, stdout=subprocess.DEVNULL)
            changed = [repository.path(one) for one in range(0, 100, 20)]
            yield Command(
                f"5 of {number:,}",
                (steward, "check", "--staged"),
                folder,
                self.environment,
                before=self._changing(folder, *changed),
            )

    def _changing(self, folder: Path, *names: str) -> Callable[[], None]:
        """Before each run another content: what a commit changes was never seen before."""

        def change() -> None:
            repository.change(folder, self.environment, *names, line=f"# {next(self._numbers)}")

        return change

    def _forgetting(self, environment: Mapping[str, str]) -> Callable[[], None]:
        return lambda: shutil.rmtree(environment["XDG_CACHE_HOME"], ignore_errors=True)


if __name__ == "__main__":
    main()
