"""The generated tables of docs/licenses.md: categories, clauses, and the rows of licenses.yaml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

OURS = Path(__file__).parents[1] / "src/stewardship/vocabulary/licenses.yaml"


def categories() -> str:
    """A table of the categories: what each means, how many ids it has, what it asks."""
    from stewardship.vocabulary.license_table import table

    known = (*table().licenses.values(), *table().references.values())
    count = Counter(category for _, category in known)
    rows = ["| category | what it means | ids | asks, where nothing else is said |"]
    rows += ["| --- | --- | --- | --- |"]
    for name, meaning in _ours()["categories"].items():
        usual = ", ".join(f"`{clause}`" for clause in _ours()["by-category"][name]) or "nothing"
        rows.append(f"| `{name}` | {meaning} | {count[name]} | {usual} |")
    return "\n".join(rows)


def clauses() -> str:
    """A table of the clauses, the ones that bind downstream first."""
    rows = ["| clause | what it means |", "| --- | --- |"]
    rows += [f"| `{name}` | {meaning} |" for name, meaning in _ours()["clauses"].items()]
    return "\n".join(rows)


def licenses() -> str:
    """A table of every row and rule of licenses.yaml, by category, with its source."""
    from stewardship.vocabulary.license_table import table

    known = {**table().licenses, **table().references}
    rows = ["| license | category | clauses | source |", "| --- | --- | --- | --- |"]
    for row in _ours()["licenses"]:
        ids = [row["id"]] if "id" in row else row["ids"]
        category = known[ids[0].lower()][1]
        said = row.get("clauses", _ours()["by-category"][category])
        rows.append(_row(row.get("name", ""), ids, category, said, row))
    rows += [
        _row("", rule["ids"], rule.get("category", ""), rule["clauses"], rule)
        for rule in _ours()["rules"]
    ]
    return "\n".join(rows)


def _row(
    name: str, ids: Iterable[str], category: str, said: Mapping[str, str], row: Mapping[str, Any]
) -> str:
    shown = " ".join(f"`{id}`" for id in ids)
    words = "; ".join(f"**{key}**{f': {value}' if value else ''}" for key, value in said.items())
    doubt = f" *Uncertain: {row['uncertain']}.*" if "uncertain" in row else ""
    title = f"{name} {shown}".strip()
    return f"| {title} | {category} | {words or 'none'} | {row['source']}{doubt} |"


@cache
def _ours() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(OURS.read_text(encoding="utf-8"))
    return data


BLOCKS = {"categories": categories, "clauses": clauses, "licenses": licenses}
