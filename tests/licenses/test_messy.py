"""What real metadata declares comes to one license or to none, and never to one too many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stewardship.packages.installed import read_installed
from stewardship.vocabulary import declared, spdx
from stewardship.vocabulary.declared import FIELDS, settle
from stewardship.vocabulary.licenses import resolve
from tests.licenses.texts import text_of

HERE = Path(__file__).parent
PERMISSIVE = spdx.allowance(
    ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "ISC",
     "PSF-2.0", "ZPL-2.1", "CNRI-Python"]
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One package: its headers and license files, and what they come to."""

    case: str
    metadata: str
    files: Mapping[str, str] = field(default_factory=dict)
    says: str = "license"
    license: str = ""
    word: str = ""
    passes: bool = False

    def __str__(self) -> str:
        return self.case


CASES = [Case(**one) for one in yaml.load((HERE / "messy.yaml").read_text(), yaml.CSafeLoader)]


def found(case: Case, tmp_path: Path) -> declared.Settled:
    """What an environment with this one package comes to."""
    home = tmp_path / "demo-1.0.dist-info"
    (home / "licenses").mkdir(parents=True)
    headers = re.sub(r"\{([A-Z][\w. -]+)\}", lambda one: folded(text_of(one[1])), case.metadata)
    (home / "METADATA").write_text(f"Name: demo\nVersion: 1.0\n{headers}\n\nA description.\n")
    for name, text in case.files.items():
        (home / "licenses" / name).write_text(text_of(text))
    (package,) = read_installed(tmp_path)
    return package.package().settled


def folded(text: str) -> str:
    """A text as a header holds it: every line but the first begins with blanks."""
    return "\n".join(f"        {line}" for line in text.splitlines()).strip()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_metadata_comes_to(case: Case, tmp_path: Path) -> None:
    settled = found(case, tmp_path)
    assert (settled.kind, settled.expression, settled.word) == (
        case.says,
        case.license,
        case.word,
    ), settled
    assert bool(settled.why) == (settled.kind != "license")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_passes_that_should_not(case: Case, tmp_path: Path) -> None:
    node = resolve(found(case, tmp_path).expression).node
    assert (node is not None and spdx.satisfied(node, PERMISSIVE).ok) == case.passes


def test_there_are_as_many_cases_as_metadata_has_ways() -> None:
    assert len(CASES) >= 100
    assert len({case.case for case in CASES}) == len(CASES)


FRAGMENTS = st.sampled_from(
    ["MIT", "GPL", "MIT License", "BSD License", "BSD-3-Clause", "GPL-3.0-only", "AGPL-3.0-only",
     "Apache-2.0 OR MIT", "Limited Use License", "see LICENSE", "UNKNOWN", "Other/Proprietary",
     "MIT AND GPL-3.0-or-later", "BSD; MIT License", "\n\n", "License :: OSI Approved"]
)  # fmt: skip
DECLARED = st.dictionaries(st.sampled_from(FIELDS), FRAGMENTS | st.text(max_size=30), max_size=5)


@given(DECLARED)
def test_what_is_declared_has_an_answer(texts: dict[str, str]) -> None:
    settled = settle(texts)
    assert (settled.kind == "license") == bool(settled.expression)
    if settled.expression:
        assert resolve(settled.expression).expression == settled.expression


@given(DECLARED, st.sampled_from(FIELDS), FRAGMENTS)
def test_one_more_statement_never_turns_one_license_into_an_unrelated_one(
    texts: dict[str, str], name: str, more: str
) -> None:
    """Whoever adds a field can make a conflict, or name a license more exactly, but no other."""
    before, after = settle(texts), settle({**texts, name: more})
    if name in texts or before.kind != "license" or after.kind != "license":
        return
    if name == "license-expression":
        return  # it wins, as PEP 639 says
    one, other = (
        {each.id.removesuffix("-only").removesuffix("-or-later") for each in ids}
        for ids in (_ids(before.expression), _ids(after.expression))
    )
    assert one & other


def _ids(expression: str) -> tuple[spdx.License, ...]:
    return spdx.licenses(spdx.parse(expression))
