"""The brief of one finding as lines of text, the approval to be pasted last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.model import Plain

FILE = ".steward/waivers.yaml"


def lines(brief: Mapping[str, Plain]) -> Iterator[str]:
    """What a brief of ``counsel.brief`` says, a blank line after it."""
    yield f"license     {brief['license']} ({brief['category']})"
    yield from _under("read it", [str(text) for text in _items(brief, "texts")])
    if "text-sha256" in brief:
        yield f"its SHA-256 {brief['text-sha256']}"
    yield from _under("asks for", list(_clauses(brief)))
    if "drops" in brief:
        yield f"drops       {', '.join(map(str, _items(brief, 'drops')))} of {brief['of']}"
    used, by = brief["context"] or "not known", brief["decided-by"] or "nothing says so"
    yield f"used as     {used}: {by}"
    yield from _under("used by", [_resource(one) for one in _items(brief, "uses")])
    yield from _under("reaches", [_resource(one) for one in _items(brief, "reaches")])
    if "not-listed" in brief:
        yield f"            and {brief['not-listed']} more"
    if brief["instead"]:
        less = "keeps its terms" if "drops" in brief else "asks for less"
        yield f"instead     take {brief['instead']}, the branch that {less}"
    yield ""
    if brief["approval"]:
        yield f"To approve it, add this to the list `approvals:` in {FILE}:"
        yield ""
        yield from (f"  {line}" for line in str(brief["approval"]).splitlines())
    else:
        yield f"No entry of {FILE} could approve it."
    yield ""


def _items(brief: Mapping[str, Plain], name: str) -> list[Plain]:
    found = brief[name]
    return found if isinstance(found, list) else []


def _under(label: str, said: list[str]) -> Iterator[str]:
    """The label before the first line, and nothing before those that follow."""
    for number, text in enumerate(said):
        yield f"{'' if number else label:<12}{text}"


def _clauses(brief: Mapping[str, Plain]) -> Iterator[str]:
    clauses = [one for one in _items(brief, "clauses") if isinstance(one, dict)]
    several = len({str(one["license"]) for one in clauses}) > 1
    for one in clauses:
        whose = f" ({one['license']})" if several else ""
        yield f"{one['name']}{whose}" + (f": {one['value']}" if one["value"] else "")


def _resource(one: Plain) -> str:
    if not isinstance(one, dict):
        return str(one)
    stage = f", {one['stage']}" if "stage" in one else ""
    return f"{one['kind']} {one['name']}{stage} ({one['path']})"
