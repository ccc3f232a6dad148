"""What counsel needs to decide on a license without opening the repository: a brief.

It says what the license asks, how the thing is used and what decided that, what would carry the
license further, and how to say yes: an approval ready to be pasted, that fits this finding and
nothing else. Pure; the day is passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import chain, islice

from stewardship.checks.matrix import CONTEXTS
from stewardship.decisions.approvals import package_range
from stewardship.decisions.covering import SCHEMES, WILD
from stewardship.edit.scalars import quoted
from stewardship.frozen import replace
from stewardship.joining.universe import PLACED, Universe
from stewardship.model import Finding, Plain, Resource
from stewardship.strict import short
from stewardship.vocabulary import globs, licenses, purl, spdx
from stewardship.vocabulary.license_names import familiar

LASTS = timedelta(days=180)
MOST = 20  # resources of one list, and branches of one expression
# A version in its normal form (PEP 440), as lockfiles have it: public, epoch, major, and a build.
_NORMAL = (
    r"(([1-9][0-9]{0,8}!)?(0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8}))*"
    r"(?:(?:a|b|rc)[0-9]{1,9})?(?:\.post[0-9]{1,9})?(?:\.dev[0-9]{1,9})?)(?:\+[a-z0-9.]{1,80})?"
)
ASKING = ("block", "review")


def briefed(findings: Iterable[Finding], universe: Universe, today: date) -> Iterator[Finding]:
    """The findings, each with a ``brief`` in its details that asks somebody about a license."""
    for finding in findings:
        asks = finding.severity in ASKING and isinstance(finding.details.get("expression"), str)
        said = brief(finding, universe, today) if asks else {}
        details = {**finding.details, "brief": said}
        yield replace(finding, details=details) if said else finding


def brief(finding: Finding, universe: Universe, today: date) -> dict[str, Plain]:
    """What there is to know about one finding that carries an ``expression`` in its details.

    ``license`` by the names that people use; ``clauses`` as {license, name, value}; ``texts``
    where each license is to be read, what stands in the tree first, and its ``text-sha256`` where
    one is known; ``category``, ``context`` and ``decided-by`` as the check
    has them; ``uses`` and ``reaches`` as {kind, name, id, stage, path}: what links to the
    resource, and what links to those; ``instead`` the branch of an OR that asks for less, or "";
    ``drops`` and ``of``, only where terms are dropped: which terms, and of what source, where
    ``instead`` is the branch of the resource's own OR that would keep them;
    ``approval`` one item of ``approvals:`` as YAML, or "" where none can be written.
    """
    expression = str(finding.details["expression"])
    chosen = str(finding.details.get("chosen") or expression)
    node = licenses.resolve(chosen).node
    parts = spdx.licenses(node) if node is not None else ()
    uses, reaches = _downstream(finding, universe)
    texts: list[Plain] = [text for part in parts if (text := _text(part))]
    if "text-file" in finding.details:
        texts.insert(0, finding.details["text-file"])
    elif "read-it" in finding.details:
        texts = texts or [finding.details["read-it"]]
    found: dict[str, Plain] = {
        "license": familiar(expression),
        "category": finding.details.get("category"),
        "clauses": [clause for part in parts for clause in _clauses(part)],
        "texts": texts,
        "context": finding.details.get("context"),
        "decided-by": finding.details.get("decided-by"),
        "uses": _listed(uses),
        "reaches": _listed(reaches),
        "instead": _instead(expression, chosen),
        "approval": _approval(finding, today),
    }
    if "text-sha256" in finding.details:
        found["text-sha256"] = finding.details["text-sha256"]
    if "parent" in finding.details:
        found |= {
            "drops": finding.details.get("dropped"),
            "of": finding.details["parent"],
            "instead": familiar(str(finding.details.get("instead", ""))),
        }
    more = max(len(uses) - MOST, 0) + max(len(reaches) - MOST, 0)
    return found | ({"not-listed": more} if more else {})


def _clauses(license: spdx.License) -> Iterator[Plain]:
    name = familiar(spdx.render(license))
    for clause in licenses.clauses(license):
        yield {"license": name, "name": clause.name, "value": clause.value}


def _text(license: spdx.License) -> str:
    """Where its terms stand, and what of them nobody here has verified."""
    terms = licenses.terms(license)
    return f"{terms.source} (not verified: {terms.uncertain})" if terms.uncertain else terms.source


def _downstream(finding: Finding, universe: Universe) -> tuple[list[Resource], list[Resource]]:
    """What links to the resource, and what is reached from there, each in a stable order."""
    own = universe.by_key(f"{finding.kind}|{finding.id}")
    if own is None:
        return [], []
    reached = universe.reaching([own.key, *(one.key for one in _beside(own, universe))])
    found = [one for key in sorted(reached - {own.key}) if (one := universe.by_key(key))]
    direct = {one.key for one in _beside(own, universe)} | {
        one.key for one in found if own.key in chain.from_iterable(one.links.values())
    }
    uses = [one for one in found if one.key in direct]
    return uses, [one for one in found if one.key not in direct]


def _beside(own: Resource, universe: Universe) -> list[Resource]:
    """Nothing links to a package: it is used by what lies in the folder of its lock file."""
    if own.kind != "dependency":
        return []
    folder = own.place.path.rpartition("/")[0]
    return [one for kind in sorted(PLACED) for one in universe.lying_in(folder, kind)]


def _listed(resources: Iterable[Resource]) -> list[Plain]:
    items: list[Plain] = []
    for one in islice(resources, MOST):
        stage = one.value("stage")
        said = {"kind": one.kind, "name": one.name, "id": one.id, "path": one.place.path}
        stated = stage.state == "present" and isinstance(stage.data, str)
        items.append({**said, **({"stage": str(stage.data)} if stated else {})})
    return items


def _instead(expression: str, chosen: str) -> str:
    """A way through the expression that has fewer terms than the chosen one, and no others."""
    node, taken = licenses.resolve(expression).node, licenses.resolve(chosen).node
    if node is None or taken is None:
        return ""
    asked = _terms(spdx.licenses(taken))
    ways = [way for way in islice(spdx.ways(node, MOST), MOST) if _terms(way) < asked]
    mildest = min(ways, key=lambda way: len(_terms(way)), default=())
    return familiar(" AND ".join(dict.fromkeys(spdx.render(one) for one in mildest)))


def _terms(parts: Iterable[spdx.License]) -> frozenset[str]:
    named = (clause.name for part in parts for clause in licenses.clauses(part))
    return frozenset(name for name in named if name != "notice")


def _approval(finding: Finding, today: date) -> str:
    """One item of ``approvals:``, at the margin; "" where the rule cannot be waived, or the id or
    the context cannot be told."""
    if not finding.waivable:
        return ""
    context = finding.details.get("context")
    coverage = _coverage(finding)
    if context not in CONTEXTS or not coverage or not _printable(finding.rule + finding.id):
        return ""
    digest = finding.details.get("text-sha256")
    fields = {
        "rule": quoted(finding.rule),
        "license": quoted(familiar(str(finding.details["expression"]))),
        "text-sha256": quoted(digest) if isinstance(digest, str) and digest else "",
        **coverage,
        "contexts": f"[{quoted(str(context))}]",
        "reason": quoted(_reason(finding)),
        "# evidence": "the ticket in which it was decided",
        "approved-by": quoted(finding.reviewers[0]) if finding.reviewers else "",
        "expires": quoted((today + LASTS).isoformat()),
    }
    return "- " + "\n  ".join(f"{name}: {said}" for name, said in fields.items() if said) + "\n"


def _coverage(finding: Finding) -> dict[str, str]:
    """This resource alone; of a package the versions up to the next major one."""
    package = purl.parse(finding.id) if finding.kind == "dependency" else None
    if package and package.type == "pypi" and package.version:
        within = _within(package.name, package.version)
        if within:
            return {"packages": f"[{quoted(within)}]"}
    entry = finding.id
    if not WILD.isdisjoint(entry):  # it would be read as a glob, and cover more than this
        entry = "".join(f"\\{sign}" if sign in "\\*?[{" else sign for sign in entry)
        if not _is_glob(entry):
            return {}
    return {"resources": f"[{quoted(entry)}]"} if entry.startswith(SCHEMES) else {}


def _within(name: str, stated: str) -> str:
    """From this version of a package up to the next major one; "" for a version that is none."""
    normal = re.fullmatch(_NORMAL, stated, re.A)
    if normal:
        return f"{name}>={normal[1]},<{normal[2] or ''}{int(normal[3]) + 1}"
    from packaging.version import InvalidVersion, Version  # late: it is a third of a short run

    with suppress(InvalidVersion, ValueError):
        version = Version(stated)
        ceiling = f"{version.epoch}!" if version.epoch else ""
        within = f"{name}>={version.public},<{ceiling}{version.major + 1}"
        return within if package_range(within) else ""
    return ""


def _is_glob(text: str) -> bool:
    try:
        globs.compile_glob(text)
    except ValueError:
        return False
    return True


def _printable(text: str) -> bool:
    """Whether YAML can say it: a file name need not be UTF-8."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _reason(finding: Finding) -> str:
    """What is known of it, so that an entry pasted as it is says no more than that."""
    said = finding.details
    terms = said.get("clauses")
    names = [str(name) for name in terms if name != "notice"] if isinstance(terms, list) else []
    clauses = f" ({', '.join(names)})" if names else ""
    what = f"{said.get('category') or 'a license'}{clauses}"
    if "parent" in said:
        what = f"terms of {short(str(said['parent']))} dropped{clauses},"
    by = f" ({said['decided-by']})" if said.get("decided-by") else ""
    text = f"{what} used as {said.get('context')}{by}"
    return "".join(sign if _printable(sign) else "?" for sign in text)
