"""Random license expressions for the property tests, as trees and as text."""

from __future__ import annotations

from hypothesis import strategies as st

from stewardship.vocabulary.spdx import And, License, Node, Or

IDS = (
    "MIT", "Apache-2.0", "Apache-1.1", "BSD-2-Clause", "BSD-3-Clause", "GPL-1.0-only",
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only",
    "LGPL-2.1-or-later", "MPL-1.1", "MPL-2.0", "EPL-2.0", "CC-BY-4.0", "CC-BY-NC-4.0",
    "LicenseRef-Acme", "LicenseRef-scancode-llama-3.1-license-2024",
)  # fmt: skip
EXCEPTIONS = ("", "", "", "Classpath-exception-2.0", "LLVM-exception")


def _license(id: str, plus: bool, exception: str) -> License:
    has_versions = not id.startswith(("LicenseRef-", "GPL", "AGPL", "LGPL"))
    return License(id, plus and has_versions, exception)


LICENSES = st.builds(_license, st.sampled_from(IDS), st.booleans(), st.sampled_from(EXCEPTIONS))


def _group(kind: type[And] | type[Or], items: list[Node]) -> Node:
    flat: list[Node] = []
    for item in items:
        flat.extend(item.items if isinstance(item, And | Or) and type(item) is kind else [item])
    return kind(tuple(flat))


def _extend(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(_group, st.sampled_from((And, Or)), st.lists(children, min_size=2, max_size=3))


NODES: st.SearchStrategy[Node] = st.recursive(LICENSES, _extend, max_leaves=12)
ALLOWED = st.frozensets(LICENSES, max_size=6)
