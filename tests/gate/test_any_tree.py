"""Whatever happens to the files of a real repository, the gate judges it or says what is wrong:
never a traceback, never exit 3, and always a report that says what the exit code says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.effort import share
from tests.gate.steward import steward
from tests.repos import Repo, make_repo

ACME = Path(__file__).parents[2] / "examples" / "acme-ai"
FILES = sorted(str(file.relative_to(ACME)) for file in ACME.rglob("*") if file.is_file())
# What confuses parsers, shells, terminals and those who trust a number to be small.
PIECES = (
    *(b"\0", b"\xff", b"\n", b"\r", b"\t", b"\\", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\x1b[31m"),
    *(b": ", b"- ", b"? ", b"[", b"]", b"{", b"}", b"'", b'"', b"|", b">", b"#", b"%", b"@", b"`"),
    *(b"&a ", b"*a", b"<<: *a", b"!!python/name:os.system ", b"---\n", b"...\n", b"**", b"../"),
    *(b"9" * 5000, b"1e999", b".nan", b"null", b"true", b"2026-13-45", b"::error::x", b"{value}"),
)
Edit = tuple[str, int, int, bytes]
EDITS = st.tuples(
    st.sampled_from(FILES),
    st.integers(0, 3000),
    st.integers(0, 40) | st.just(100_000),
    st.sampled_from(PIECES) | st.just(b""),
)


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    folder = tmp_path_factory.mktemp("acme") / "repo"
    shutil.copytree(ACME, folder)
    return make_repo(folder, {})


@share(1 / 2, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=1, max_size=6))
def test_a_damaged_file_is_judged_or_refused(acme: Repo, edits: list[Edit]) -> None:
    acme.git("checkout", "--quiet", "--force", ".")
    for path, start, length, piece in edits:
        file = acme.path / path
        content = file.read_bytes()
        start = min(start, len(content))
        file.write_bytes(content[:start] + piece + content[start + length :])
    said = steward(acme, "check")
    assert "Traceback" not in said.err
    assert "\x1b" not in said.out + said.err
    assert said.code == {"pass": 0, "review": 0, "block": 1}[said.report["verdict"]] or (
        said.code == 2 and said.report["errors"]
    ), said.err
