"""The generated parts of docs/lineage.md: what the example is made of, as the commands say it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/acme-ai"
SHOWN = ("license", "stage", "hashes")  # the fields of the excerpt


@cache
def seen() -> Any:
    from stewardship.cli.looking import picture

    return picture(EXAMPLE)


def graph() -> str:
    """The lineage of the example as a Mermaid flowchart."""
    from stewardship.cli.graph_ import mermaid
    from stewardship.joining import lineage

    return f"```mermaid\n{mermaid(lineage.graph(seen().universe))}```"


def tree() -> str:
    """What `steward show fraud-v3` prints: some of its values, and both trees."""
    from stewardship.cli.show_ import text
    from stewardship.sources import Sources

    (one,) = seen().universe.named("fraud-v3", "model")
    head, *lines = text(seen(), one, Sources(seen().tree))
    values, trees = lines[: lines.index("")], lines[lines.index("") :]
    kept = [line for line in values[1:] if line.startswith(SHOWN)]
    return "\n".join(
        ["```console", "$ steward show fraud-v3", head, values[0], *kept, *trees, "```"]
    )


BLOCKS: Mapping[str, Any] = {"graph": graph, "tree": tree}
