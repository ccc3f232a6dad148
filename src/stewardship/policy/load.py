"""Policy files and the params that an organization sets become ``Policy`` objects.

A file is validated once for each content and version of the tool; the proof is kept in the
cache, as the plain data that was proved, so that the next run neither parses nor validates it.
The packs that come installed bring theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stewardship import __version__, checks, strict
from stewardship.data import folder
from stewardship.document import Document
from stewardship.errors import UserError
from stewardship.frozen import dataclass
from stewardship.memory import Memory
from stewardship.model import Alternative, Kind, Location, Param, Pointer, Policy, Rule
from stewardship.policy import params as declaring
from stewardship.policy.compile import Compiled, compile_policy
from stewardship.policy.paths import PathError
from stewardship.policy.places import place_of
from stewardship.policy.proofs import Proof, document_of, proof_of, shipped
from stewardship.policy.references import param

if TYPE_CHECKING:
    from stewardship.policy.tighten import Layer, Loosened

__all__ = ["Loaded", "Memory", "load", "prove", "stock"]

PARAMS = ".steward/params/"
OWN = ".steward/policies/"
Params = Mapping[str, Param]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A policy with its compiled rules; ``extra`` are the fields that it declares itself."""

    policy: Policy
    rules: tuple[Compiled, ...]
    extra: frozenset[str] = frozenset()
    loosened: tuple[Loosened, ...] = ()


def stock() -> dict[str, Path]:
    """The packs that come with the tool, by name."""
    return {file.stem: file for file in sorted(folder("policies").glob("*.yaml"))}


def load(
    content: bytes,
    path: str,
    params: tuple[str, bytes] | None = None,
    memory: Memory | None = None,
    floors: Sequence[Layer] = (),
) -> Loaded:
    """One policy file, with its organization's params (path and content) where there are any.

    ``floors`` are params below which those may not go. Raises UserError, with place and line, for
    whatever is wrong with any of these files.
    """
    known = shipped(path, _digest(content))
    try:
        try:
            return _load(content, path, params, memory or Memory(), known, floors)
        except UserError:
            if known is None:
                raise
            # with every place
            return _load(content, path, params, memory or Memory(), None, floors)
    except UserError as error:
        layers = [(one.path, one.content) for one in floors]
        for name, source in ((path, content), params or (path, content), *layers):
            if error.excerpt is None and error.location and error.location.path == name:
                error.excerpt = strict.excerpt(source, error.location)
        raise


def prove(content: bytes, path: str) -> Proof:
    """What is kept of a policy file, once everything in it was proved; UserError as ``load``."""
    kept: dict[str, bytes] = {}
    _load(content, path, None, Memory(put=kept.__setitem__), None)
    (proof,) = kept.values()
    found: Proof = json.loads(proof)
    return found


def _load(
    content: bytes,
    path: str,
    params: tuple[str, bytes] | None,
    memory: Memory,
    known: Proof | None,
    floors: Sequence[Layer] = (),
) -> Loaded:
    """``known`` is what was proved of the file before any params were set."""
    digest = _digest(content)
    proved, key = known, ""
    if params or floors or not known:
        given_by = _digest(params[1]) if params else ""
        if floors:
            given_by += _digest(repr([one.named for one in floors]).encode())
        key = f"proved:{__version__}:{digest}:{given_by}:{checks.state()}"
        kept = memory.get(key)
        proved = json.loads(kept) if kept else None
    held = proved or known
    document = document_of(held, path) if held else _parsed(content, path)
    defaults = declaring.declared(document)
    own = declaring.given(defaults, *params) if params else {}
    below = [(one.authority, _layer(defaults, one)) for one in floors]
    given = own
    loosened: tuple[Loosened, ...] = ()
    if below:
        from stewardship.policy import tighten  # late: most repositories have no floor

        given, loosened = tighten.held(document.data["policy"], below, own)
    if not proved:
        _prove(document, content, given)
    extra = frozenset(document.data.get("fields", ()))
    policy = _policy(document, defaults | given, digest + _values(given))
    numbers = {rule.id: number for number, rule in enumerate(policy.rules)}

    def locate(rule: Rule, error: PathError) -> Location:
        return place_of(error, strict.Node(document, content, ("rules", numbers[rule.id])))

    rules = compile_policy(policy, extra, locate, proved=bool(proved))
    if not proved:
        memory.put(key, json.dumps(proof_of(document)).encode())
    return Loaded(policy, rules, extra, loosened)


def _layer(defaults: Params, one: Layer) -> Params:
    """What a floor sets; of a policy of its own, the defaults count as well."""
    said = declaring.given(defaults, one.path, one.content) if one.content else {}
    return {**defaults, **said} if one.defaults else said


def _values(given: Params) -> str:
    """What names the values that were given; empty where none was."""
    if not given:
        return ""
    said = json.dumps([[name, one.value] for name, one in sorted(given.items())])
    return ":" + _digest(said.encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _parsed(content: bytes, path: str) -> Document:
    """The one document of a policy file, of the right shape."""
    from stewardship.policy import shape

    document = strict.read(content, path).document
    if document.data is None:
        raise UserError("the policy file is empty", Location(path), "begin with `policy: <name>`")
    shape.validate(document, content)
    return document


def _prove(document: Document, content: bytes, given: Params) -> None:
    """Each param that the organization sets has to work in the rules that use it."""
    from stewardship.policy import shape

    for name, one in given.items():
        try:
            shape.validate(document, content, {name: one.value})
        except UserError as error:
            raise UserError(f"`{name}`: {error.message}", one.place, error.hint) from None


def _policy(document: Document, params: Params, digest: str) -> Policy:
    data = document.data
    name = data["policy"]
    owner = data.get("owner", "")
    rules: dict[str, Rule] = {}
    for number, one in enumerate(data["rules"]):
        place = document.location("rules", number)
        if one["id"] in rules:
            message = f"two rules are named `{name}/{one['id']}`"
            raise UserError(
                f"{message}; the other is in line {rules[one['id']].place.line}",
                document.location("rules", number, "id"),
                "give one another id",
            )
        reviewers = _reviewers(one, params, document, ("rules", number, "reviewers", "param"))
        rules[one["id"]] = _rule(name, one, place, reviewers, owner)
    return Policy(
        name, data["title"], owner, tuple(rules.values()), params, document.location(), digest
    )


def _reviewers(
    one: Mapping[str, Any], params: Params, document: Document, pointer: Pointer
) -> tuple[str, ...]:
    stated = one.get("reviewers", ())
    if not isinstance(stated, dict):
        return tuple(stated)
    place = document.location(*pointer)
    try:
        found = param(stated["param"], params)
    except PathError as error:
        raise UserError(str(error), place, error.hint) from None
    names = declaring.texts(found)
    if names is None:
        where = place if found.place.path == document.path else found.place
        raise UserError(f"`{found.name}` names reviewers, so it has to be a list of texts", where)
    return names


def _rule(
    pack: str, one: Mapping[str, Any], place: Location, reviewers: tuple[str, ...], owner: str
) -> Rule:
    kinds: Kind | list[Kind] = one["applies-to"]
    alternatives = one.get("any-of") or [one]
    return Rule(
        id=f"{pack}/{one['id']}",
        title=one["title"],
        applies_to=(kinds,) if isinstance(kinds, str) else tuple(kinds),
        alternatives=tuple(
            Alternative(part["check"], part.get("at", one.get("at", "")), part.get("options", {}))
            for part in alternatives
        ),
        severity=one["severity"],
        place=place,
        each=one.get("each", ""),
        when=one.get("when", {}),
        if_present=one.get("if-present", False),
        settled_in_ci=one.get("settled-in-ci", False),
        message=one.get("message", ""),
        remedy=one.get("remedy", ""),
        help=one.get("help", ""),
        reviewers=reviewers,
        owner=owner,
        controls={key: tuple(ids) for key, ids in one.get("controls", {}).items()},
        needs=tuple(one.get("needs", ())),
        waivable=one.get("waivable", True),
        since=one.get("since", ""),
        examples={key: tuple(cases) for key, cases in one["examples"].items()},
    )
