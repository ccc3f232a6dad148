"""Where rules had nothing to say, so that what has not changed need not be judged again.

Of a resource is kept, for each rule of its kind, whether the rule applies, and that it had nothing
to say while it looked at nothing but the resource. A rule that found something, or could not tell,
or asked the time, the tree or another resource, is asked in every run. So what is kept follows
from the content of the resource, from the rules, and from the commits that the repository was found
to hold: it holds as long as all of these are what they were, and they are kept with it. Nothing is
kept of a finding.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Final, Literal

from stewardship import checks
from stewardship.cache.store import Cache
from stewardship.context import Surroundings
from stewardship.frozen import dataclass
from stewardship.model import Policy, Resource
from stewardship.policy.compile import Compiled
from stewardship.repository.trees import Tree
from stewardship.scope import governs

OPEN: Final = True
"""To be judged in every run."""
Outcome = str | None | Literal[True]
"""What was assumed where the rule applies (empty: nothing), None where it does not, or OPEN."""

FEW = 64
"""So many resources are judged sooner than it is looked up what is known of them."""
PART = 32
"""It is written again when more than one in so many of its resources is new or gone."""


@dataclass(slots=True)
class Known:
    """What is known of resources of one kind: which rules have to judge them again, which apply
    and have nothing to say (with what was assumed for that), and how many resources these were."""

    open: tuple[Compiled, ...]
    applied: tuple[tuple[Compiled, str], ...]
    count: int = 0


def digest(
    version: str, policies: Iterable[Policy], rules: Sequence[Compiled], around: Surroundings,
    trees: Iterable[Tree],
) -> str:  # fmt: skip
    """What names all that a judgment rests on besides its resource; empty where that is unknown.

    The tool itself, the rules with their params, the files that govern in the trees (policies,
    configuration, the ownership map), and which of the files that rules wait for are there.
    """
    if checks.plugged:  # whatever other people's checks look at is theirs
        return ""
    governing = {}
    for tree in trees:
        paths = [path for path in tree.entries() if governs(path)]
        found = {path: tree.content_id(path) for path in paths}
        if not all(found.values()):
            return ""
        governing[tree.label] = found
    there = around.files if around.provided is None else around.provided
    needed = {file for one in rules for file in one.rule.needs}
    named = [
        version, _code(), [one.digest for one in policies], [one.rule.id for one in rules],
        sorted(governing.items()), sorted(needed & there),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()


PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))


def _code() -> list[list[Any]]:
    """The state of the files that this tool is made of: a version may be in the making."""
    found, waiting = [], [PACKAGE]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for one in entries:
                if one.name.endswith((".py", ".yaml", ".json")):
                    state = one.stat()
                    found.append([one.path, state.st_mtime_ns, state.st_size])
                elif one.is_dir() and one.name != "__pycache__":
                    waiting.append(one.path)
    return sorted(found)


class Quiet:
    """What is known of the resources of one repository under one set of rules."""

    def __init__(self, cache: Cache, repository: str, rules: str) -> None:
        """``rules`` names everything but a resource that a judgment depends on."""
        self._cache, self._name, self._rules = cache, f"quiet:{repository}", rules
        kept = cache.bundle(self._name)
        held: dict[str, Any] = json.loads(kept) if kept else {}
        if held.get("rules") != rules:
            held = {"patterns": [], "known": {}}
        # Few patterns of outcomes fit all resources; each is kept once.
        self._patterns: list[tuple[Outcome, ...]] = [tuple(one) for one in held["patterns"]]
        self._numbers = {pattern: number for number, pattern in enumerate(self._patterns)}
        self._known: dict[str, list[Any]] = held["known"]
        self._found: dict[tuple[str, int], Known] = {}
        self._learnt = 0

    def of(
        self, resource: Resource, rules: Sequence[Compiled], commit: Callable[[str], bool | None]
    ) -> Known | None:
        """What is known of a resource; ``rules`` are all of its kind, ``commit`` tells whether the
        repository holds one. None where nothing is known."""
        held = self._known.get(resource.key)
        if held is None or held[0] != resource.content or not resource.content or resource.removed:
            return None
        if not all(map(commit, held[2:])):
            return None
        number: int = held[1]
        found = self._found.get((resource.kind, number))
        if found is None:
            outcomes = tuple(zip(rules, self._patterns[number], strict=True))
            found = self._found[resource.kind, number] = Known(
                tuple(rule for rule, outcome in outcomes if outcome is OPEN),
                tuple((rule, said) for rule, said in outcomes if isinstance(said, str)),
            )
        return found

    @property
    def found(self) -> Iterable[Known]:
        """All that ``of`` has answered."""
        return self._found.values()

    def learn(
        self, resource: Resource, outcomes: Sequence[Outcome], commits: Iterable[str]
    ) -> None:
        """Take in the outcomes of all rules of its kind for a resource that was judged, and the
        commits that the repository was found to hold for that."""
        if not resource.content or resource.removed:
            return
        pattern = tuple(outcomes)
        number = self._numbers.setdefault(pattern, len(self._patterns))
        if number == len(self._patterns):
            self._patterns.append(pattern)
        self._known[resource.key] = [resource.content, number, *sorted(commits)]
        self._learnt += 1

    def keep(self, keys: Collection[str]) -> None:
        """Write what is known of the resources of these keys, all that there are."""
        gone = len(self._known) - sum(map(self._known.__contains__, keys))
        if self._learnt + gone <= len(keys) // PART:
            return
        known = {key: self._known[key] for key in keys if key in self._known}
        held = {"rules": self._rules, "patterns": self._patterns, "known": known}
        self._cache.put_bundle(self._name, json.dumps(held).encode())
