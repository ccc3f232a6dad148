"""The tables of ``docs/security.md``, from the rows that the tests run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

GATE = Path(__file__).resolve().parent.parent / "tests" / "gate"


def ways() -> str:
    """A table of the changes that try to pass their own gate, and what becomes of them."""
    rows = ["| a change that | verdict | found by | so |", "| --- | --- | --- | --- |"]
    for row in yaml.safe_load((GATE / "ways.yaml").read_text()):
        found = dict.fromkeys(
            f"`{text.split()[0]}`" for name in ("blocks", "asks") for text in row.get(name, ())
        )
        verdict = "review" if row.get("asks") else "pass, said"
        verdict = "block" if row.get("blocks") else "refused" if "error" in row else verdict
        rows.append(f"| {row['way']} | {verdict} | {' '.join(found)} | {row['so']} |")
    return "\n".join(rows)


def threats() -> str:
    """A table of what is tried on the gate, what happens, and which tests hold that."""
    rows = ["| what is tried | what happens | held by |", "| --- | --- | --- |"]
    for row in yaml.safe_load((GATE / "threats.yaml").read_text()):
        files = dict.fromkeys(one.split(":")[0].removeprefix("tests/") for one in row["held"])
        held = " ".join(f"`{file}`" for file in files)
        rows.append(f"| {row['tried']} | {row['so']} | {held} |")
    return "\n".join(rows)


BLOCKS: Mapping[str, Callable[[], str]] = {"ways": ways, "threats": threats}
