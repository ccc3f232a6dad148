"""docs/essay.md: what is asked of an organization, and which rules answer (tools/essay.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("essay.yaml")
HEAD = ("| asked | answered by | files that are read | what proves it | what it cannot see |",
        "| --- | --- | --- | --- | --- |")  # fmt: skip


def sections() -> list[Mapping[str, Any]]:
    """The asks as they are written, section by section."""
    found: list[Mapping[str, Any]] = yaml.safe_load(FILE.read_text())
    return found


def registered() -> list[str]:
    """The ids of all rules of the stock packs."""
    from stewardship.policy.load import stock

    rules = []
    for path in stock().values():
        data = yaml.safe_load(path.read_bytes())
        rules += [f"{data['policy']}/{rule['id']}" for rule in data["rules"]]
    return rules


def answering(patterns: Sequence[str], rules: Sequence[str]) -> list[str]:
    """The registered rules that an ask names, by themselves or by their pack."""
    return [rule for rule in rules if any(fnmatchcase(rule, one) for one in patterns)]


def table() -> str:
    """All asks, a table a section."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    rules = registered()
    for section in sections():
        yield from ("", f"## {section['section']}", "", *HEAD)
        for one in section["asks"]:
            if why := one.get("not-checkable"):
                yield f"| {one['ask']} | not checkable: {why} | | | |"
                continue
            names = [f"`{rule}`" for rule in answering(one.get("rules", ()), rules)]
            names += [f"`{command}`" for command in one.get("commands", ())]
            cells = (one["ask"], ", ".join(names), one["reads"], one["proves"], one["blind"])
            yield f"| {' | '.join(cells)} |"


BLOCKS: Mapping[str, Any] = {"essay": table}
