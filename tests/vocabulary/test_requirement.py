"""Requirements are read as the ``packaging`` library reads them, which is pip's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Official
from packaging.utils import canonicalize_name

from stewardship.vocabulary.requirement import canonical, is_dev, parse

STATED = [
    ("numpy", "numpy", "", ""),
    ("numpy==1.26.4", "numpy", "==1.26.4", "1.26.4"),
    ("torch == 2.1.0+cu118", "torch", "== 2.1.0+cu118", "2.1.0+cu118"),
    ("torch==v2.1", "torch", "==v2.1", "2.1"),
    ("pandas>=2.1,<3", "pandas", ">=2.1,<3", ""),
    ("pandas ( >=2.1 )", "pandas", ">=2.1", ""),
    ("pandas==2.*", "pandas", "==2.*", ""),
    ("pandas~=2.1,==2.1.4", "pandas", "~=2.1,==2.1.4", "2.1.4"),
    ("legacy===1.0-custom", "legacy", "===1.0-custom", "1.0-custom"),
    ("uvicorn[standard, watch]==0.35.0", "uvicorn", "==0.35.0", "0.35.0"),
    ("  numpy  ", "numpy", "", ""),
]


@pytest.mark.parametrize(("text", "name", "specifier", "version"), STATED, ids=lambda v: str(v))
def test_a_requirement_says(text: str, name: str, specifier: str, version: str) -> None:
    found = parse(text)
    assert found is not None
    assert (found.name, found.specifier, found.version) == (name, specifier, version)
    if version:
        assert text[found.version_at :].startswith(version)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "numpy pandas", "numpy=1.2", "numpy==", "numpy==abc", "numpy>1<2", "-e .", "_x",
        "numpy;", "numpy[a", "numpy @", "numpy @ https://a b", "é", "pip install numpy", "#x",
    ],
)  # fmt: skip
def test_what_pip_would_refuse_is_no_requirement(text: str) -> None:
    assert parse(text) is None


def test_an_address_and_its_marker_are_told_apart() -> None:
    found = parse("clip[gpu] @ git+https://a.example/c;x.git ; python_version < '3.12'")
    assert found is not None
    assert found.url == "git+https://a.example/c;x.git"
    assert found.marker == "python_version < '3.12'"
    assert found.extras == ("gpu",)


names = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?", fullmatch=True)
versions = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}(rc1|\.post2)?", fullmatch=True)
clauses = st.lists(
    st.tuples(st.sampled_from(["==", "!=", "<=", ">=", "<", ">"]), versions), max_size=3
).map(lambda parts: [f"{sign}{version}" for sign, version in parts])
spaces = st.sampled_from(["", " ", "  "])


@st.composite
def requirements(draw: st.DrawFn) -> str:
    extras = draw(st.lists(names, max_size=2))
    marker = draw(st.sampled_from(["", "; python_version < '3.9'", " ; os_name == 'nt'"]))
    specifier = f"{draw(spaces)},{draw(spaces)}".join(draw(clauses))
    shown = f"[{','.join(extras)}]" if extras else ""
    return f"{draw(names)}{draw(spaces)}{shown}{draw(spaces)}{specifier}{marker}"


@given(requirements())
def test_it_says_what_the_official_reader_says(text: str) -> None:
    official, ours = Official(text), parse(text)
    assert ours is not None
    assert ours.name == official.name
    assert set(ours.extras) == official.extras
    assert Official(f"x{ours.specifier}").specifier == official.specifier
    assert bool(ours.marker) == (official.marker is not None)


@given(st.text(alphabet="ab1.,=<>!~ []();@-*_v'\"\t", max_size=20))
def test_it_refuses_no_text_that_the_official_reader_takes(text: str) -> None:
    try:
        official = Official(text)
    except InvalidRequirement:
        return
    ours = parse(text)
    assert ours is not None
    assert ours.name == official.name


@given(names)
def test_names_compare_as_the_index_compares_them(name: str) -> None:
    assert canonical(name) == canonicalize_name(name)


@pytest.mark.parametrize("group", ["dev", "dev-dependencies", "unit_tests", "docs", "Lint", "ci"])
def test_a_group_for_those_who_work_on_it(group: str) -> None:
    assert is_dev(group)


@pytest.mark.parametrize("group", ["", "gpu", "requirements", "latest", "device", "serving"])
def test_a_group_for_those_who_run_it(group: str) -> None:
    assert not is_dev(group)
