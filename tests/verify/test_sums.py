"""Lists of digests: what is written is what sha256sum writes, and it is read back."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.integrity import sums
from tests.programs import lacking

NAMES = st.binary(min_size=1, max_size=30).filter(lambda name: b"\0" not in name).map(os.fsdecode)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(st.dictionaries(NAMES, DIGESTS, max_size=8))
def test_a_list_is_read_back_whatever_the_names(files: dict[str, str]) -> None:
    text = sums.write((digest, name) for name, digest in files.items())
    found = sums.read(text)
    assert found.broken == ()
    assert {line.name: line.digest.hex for line in found.lines} == files
    assert text == sums.write((digest, name) for name, digest in sorted(files.items()))


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_broken_lines(content: bytes) -> None:
    found = sums.read(content, "stem")
    numbers = [*(line.number for line in found.lines), *found.broken]
    assert len(numbers) == len(set(numbers))
    kept = [
        number
        for number, line in enumerate(content.split(b"\n"), 1)
        if line.removesuffix(b"\r").strip() and not line.startswith(b"#")
    ]
    assert sorted(numbers) == kept


ODD = ["plain", "two words", " lead", "*star", "a\\b", "line\nend", "return\r", "é", "-rf"]


def test_sha256sum_takes_our_list_and_we_take_its(tmp_path: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        lacking("sha256sum", "install coreutils")
    odd = [*ODD, os.fsdecode(b"\xff")]
    files = {name: os.fsencode(name) * 3 for name in odd}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    pairs = [(hashlib.sha256(content).hexdigest(), name) for name, content in files.items()]
    ours = sums.write(pairs, "steward hashes")
    check = [program, "--check", "--strict", "--quiet"]
    assert subprocess.run(check, input=ours, cwd=tmp_path).returncode == 0
    for form in ([], ["--tag"], ["--binary"]):
        theirs = subprocess.run(
            [program, *form, "--", *odd], cwd=tmp_path, capture_output=True, check=True
        ).stdout
        found = sums.read(theirs)
        assert not found.broken, form
        assert [(line.digest.hex, line.name) for line in found.lines] == pairs


@pytest.mark.parametrize(
    "line",
    [
        b"abc  file",
        b"0" * 64,
        b"0" * 64 + b"  ",
        b"0" * 63 + b"  file",
        b"SHA256 (file) = " + b"0" * 63,
        b"CRC32 (file) = " + b"0" * 64,
        b"\\" + b"0" * 64 + b"  bad\\escape",
        b"0" * 64 + b"  nul\0name",
    ],
)
def test_a_line_that_is_none(line: bytes) -> None:
    assert sums.read(line + b"\n") == sums.Sums((), (1,))
