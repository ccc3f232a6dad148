"""Which policies an organization's files put in force: packs, its floors' own, and its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stewardship import strict
from stewardship.decisions.modes import pack_of
from stewardship.errors import UserError
from stewardship.frozen import replace
from stewardship.model import Location, Problem, Rule, Severity
from stewardship.organization import config
from stewardship.policy import load as policy
from stewardship.policy.compile import Compiled
from stewardship.policy.load import Loaded, Memory
from stewardship.vocabulary.suggest import closest

if TYPE_CHECKING:
    from stewardship.organization.floor import Floor
    from stewardship.policy.tighten import Layer

Files = Mapping[str, bytes]


def load(
    settings: config.Config,
    files: Files,
    floors: Sequence[Floor],
    memory: Memory,
    more: Sequence[Path] = (),
) -> list[Loaded]:
    """All of them, the packs first; ``more`` are files named by hand.

    Raises ``UserError`` where one is not understood, where two have one name, and for params that
    no policy can take.
    """
    found = [*_packs(settings, files, floors, memory), *_of_floors(files, floors, memory)]
    found += [*_own(files, memory), *(_file(path, memory) for path in more)]
    _params_meet(files, floors)
    _one_name(found)
    return found


def _packs(
    settings: config.Config, files: Files, floors: Sequence[Floor], memory: Memory
) -> Iterator[Loaded]:
    stock = policy.stock()
    for number, name in enumerate(settings.packs):
        if name not in stock:
            raise _no_pack(settings, number, floors)
        layers = tuple(filter(None, (floor.layer(name) for floor in floors)))
        content = stock[name].read_bytes()
        yield policy.load(content, f"policies/{name}.yaml", _params(files, name), memory, layers)


def _no_pack(settings: config.Config, number: int, floors: Sequence[Floor]) -> UserError:
    name = settings.packs[number]
    message = f"there is no pack `{strict.short(name)}`"
    for floor in floors:
        if name in floor.packs:
            return strict.unknown(message, name, policy.stock(), floor.packs[name], floor.source)
    place = settings.at("packs", number).location
    return strict.unknown(message, name, policy.stock(), place, settings.source)


def _params(files: Files, name: str) -> tuple[str, bytes] | None:
    path = f"{policy.PARAMS}{name}.yaml"
    return (path, files[path]) if path in files else None


def _of_floors(files: Files, floors: Sequence[Floor], memory: Memory) -> Iterator[Loaded]:
    """The policies that an organization gives to all its repositories."""
    for floor in floors:
        for name, path in floor.policies.items():
            layer = floor.layer(name, own=True)
            layers: list[Layer] = [layer] if layer else []
            shown = f"{floor.folder}/{path}"
            yield policy.load(floor.files[path], shown, _params(files, name), memory, layers)


def _own(files: Files, memory: Memory) -> Iterator[Loaded]:
    for path in sorted(files):
        if path.startswith(policy.OWN) and path.endswith((".yaml", ".yml")):
            name = path.removeprefix(policy.OWN).rpartition(".")[0]
            yield policy.load(files[path], path, _params(files, name), memory)


def _params_meet(files: Files, floors: Sequence[Floor]) -> None:
    """Refuse params that no policy can take: their file is named like none."""
    own = [path.removeprefix(policy.OWN).rpartition(".")[0] for path in files
           if path.startswith(policy.OWN)]  # fmt: skip
    theirs = [name for floor in floors for name in floor.policies]
    known = (*policy.stock(), *own, *theirs)
    for path in sorted(files):
        name = path.removeprefix(policy.PARAMS).removesuffix(".yaml")
        if path.startswith(policy.PARAMS) and path.endswith(".yaml") and name not in known:
            raise _no_policy(name, known, Location(path))
    for floor in floors:
        for path in floor.files:
            name = path.removeprefix("params/").removesuffix(".yaml")
            there = (*policy.stock(), *floor.policies)
            if path.startswith("params/") and path.endswith(".yaml") and name not in there:
                raise _no_policy(name, there, Location(f"{floor.folder}/{path}"))


def _no_policy(name: str, known: Sequence[str], place: Location) -> UserError:
    message = f"there is no policy `{strict.short(name)}` that these params are for"
    return strict.unknown(message, name, known, place, b"")


def _file(path: Path, memory: Memory) -> Loaded:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            f"the policy file cannot be read: {error.strerror}", Location(str(path))
        ) from None
    return policy.load(content, str(path), None, memory)


def _one_name(policies: Sequence[Loaded]) -> None:
    seen: dict[str, Location] = {}
    for one in policies:
        name, place = one.policy.name, one.policy.place
        if name in seen:
            raise UserError(
                f"two policies are named `{name}`; the other is {seen[name].path}", place
            )
        seen[name] = place


def idle(settings: config.Config, files: Files, folder: str) -> Iterator[Problem]:
    """What is said of params whose pack is not on, and of a floor in ``folder`` that nobody
    extends: somebody believes in them."""
    for name in policy.stock():
        path = f"{policy.PARAMS}{name}.yaml"
        if path in files and name not in settings.packs:
            said = f"the pack `{name}` is not among `packs`, so these params ask nothing"
            yield Problem(said, Location(path))
    extended = tuple(f"{one.name}/" for one in settings.extends if not one.package)
    for path in sorted(files):
        floor = path.startswith(folder) and path.endswith("/config.yaml")
        if floor and not path.startswith(extended or "\0"):
            said = "no `extends:` in `.steward/config.yaml` names this floor, so it asks nothing"
            yield Problem(said, Location(path))


def narrowed(policies: Sequence[Loaded], only: Sequence[str], ids: Sequence[str]) -> list[Loaded]:
    """The rules asked for. A broken manifest is told whatever is asked for: no rule can pass it."""
    if not only:
        return list(policies)
    known = {*ids, *(rule_id.partition("/")[0] for rule_id in ids)}
    for name in only:
        if name not in known:
            near = closest(name, known)
            hint = f"did you mean `{near}`?" if near else "`steward list rules` shows them"
            raise UserError(f"there is no pack or rule `{name}`", None, hint)
    wanted: Callable[[Compiled], bool] = lambda one: (  # noqa: E731
        one.rule.id in only
        or one.rule.id.partition("/")[0] in only
        or any(alternative.check == "readable" for alternative in one.rule.alternatives)
    )
    kept = []
    for one in policies:
        rules = tuple(rule for rule in one.rules if wanted(rule))
        if rules:
            named = replace(one.policy, rules=tuple(rule.rule for rule in rules))
            kept.append(Loaded(named, rules, one.extra))
    return kept


def with_severities(
    one: Loaded, severities: Mapping[str, Severity], not_waivable: Collection[str]
) -> Loaded:
    """A policy whose rules have the severities in force, and can be waived or not."""

    def in_force(rule: Rule) -> Rule:
        severity = severities.get(rule.id, rule.severity)
        fixed = rule.id in not_waivable or pack_of(rule.id) in not_waivable
        return replace(rule, severity=severity, waivable=rule.waivable and not fixed)

    if not severities and not not_waivable:
        return one
    rules = tuple(compiled.ruled(in_force(compiled.rule)) for compiled in one.rules)
    stated = replace(one.policy, rules=tuple(compiled.rule for compiled in rules))
    return replace(one, policy=stated, rules=rules)
