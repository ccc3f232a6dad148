"""The flowchart: no name of a tree can end its label, and a gap is seen as one."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stewardship.cli.graph_ import mermaid
from stewardship.joining import lineage
from tests.world import universe

LABEL = r"(?:[\w .\-/,·…]|#\d+;|<br/>)*"
LINE = re.compile(
    "|".join(
        (
            "flowchart LR",
            "  classDef outside stroke-dasharray: 4 4",
            rf'  n\d+\["{LABEL}"\](?::::outside)?',
            rf'  n\d+\[\("{LABEL}"\)\]',
            rf'  n\d+\(\["{LABEL}"\]\)',
            rf'  n\d+ -->\|"{LABEL}"\| n\d+',
        )
    )
)
HOSTILE = (
    '"]\n  x --> y', 'a"; click n0 javascript:alert(1)', "%%{init: {}}%%", "end", "`**b**`",
    "<script>", "#quot;", "a\u2028b", "\ud800", "]:::x",
)  # fmt: skip


def chart(tree: dict[str, Any]) -> list[str]:
    lines = mermaid(lineage.graph(universe(tree))).split("\n")
    assert lines.pop() == ""
    for line in lines:
        assert LINE.fullmatch(line), line
    return lines


def test_a_chart_leads_from_data_to_model_to_service() -> None:
    assert chart(
        {
            "data/a/README.md": {"$kind": "dataset"},
            "m/README.md": {
                "license": "mit",
                "stage": "production",
                "sources": [
                    {"ref": "data/a", "role": "train"},
                    {"ref": "org/base", "role": "base"},
                ],
            },
            "s/catalog-info.yaml": {"$kind": "service", "serves": [{"ref": "m", "kind": "model"}]},
        }
    ) == [
        "flowchart LR",
        '  n0[("dataset a<br/>no license")]',
        '  n1["model m<br/>mit · production"]',
        '  n2(["service s"])',
        '  n0 -->|"train"| n1',
        '  n3["org/base<br/>not in this repository"]:::outside',
        '  n3 -->|"base"| n1',
        '  n1 -->|"serves"| n2',
        "  classDef outside stroke-dasharray: 4 4",
    ]


def test_a_conflict_is_shown_with_its_sides() -> None:
    lines = chart({"a/README.md": {"license": "mit"}, "a/MLmodel": {"license": "isc"}})
    assert lines[1] == '  n0["model a<br/>license in conflict#58; isc, mit"]'


def test_the_same_thing_outside_is_one_node() -> None:
    source = {"sources": [{"ref": "org/base", "role": "base"}]}
    lines = chart({"a/README.md": source, "b/README.md": source})
    assert sum(":::outside" in line for line in lines) == 1


def test_a_tree_without_resources_is_an_empty_chart() -> None:
    assert chart({}) == ["flowchart LR"]


@given(
    st.text(max_size=80) | st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=80) | st.sampled_from(HOSTILE),
)
def test_no_name_can_end_its_label(name: str, reference: str) -> None:
    chart(
        {
            "a/README.md": {
                "$name": name,
                "license": reference,
                "stage": name,
                "sources": [{"ref": reference, "role": name}],
            }
        }
    )
