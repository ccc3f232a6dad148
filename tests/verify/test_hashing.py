"""The hashing engine: every algorithm, every size, and files that do not hold still."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from stewardship.errors import GateError
from stewardship.integrity import algorithms, hashing
from stewardship.integrity.hashing import BUFFER, CHANGED, Failed, Hashed, Pool, Seen
from tests.programs import lacking


def hashed(root: Path, *names: str, algs: Sequence[str] = ("sha256",)) -> dict[str, object]:
    wanted = dict.fromkeys(names, (0, algs))
    return {one.path: one for one in Pool(root, wanted, 2).results()}


@pytest.mark.parametrize("size", [0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER + 17])
def test_every_size_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    (tmp_path / "f").write_bytes(content)
    one = hashed(tmp_path, "f")["f"]
    assert isinstance(one, Hashed)
    assert one.digests == {"sha256": hashlib.sha256(content).hexdigest()}
    assert one.seen.size == size


KNOWN = {
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha224": "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha3-256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "blake2b-512": "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
    algorithms.DOS2UNIX: "900150983cd24fb0d6963f7d28e17f72",
}  # of `abc`: RFC 1321, FIPS 180-4 and 202, RFC 7693


def test_several_digests_of_one_file_in_one_read(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    one = hashed(tmp_path, "abc", algs=tuple(KNOWN))["abc"]
    assert isinstance(one, Hashed)
    assert one.digests == KNOWN


def test_blake3_where_its_package_is(tmp_path: Path) -> None:
    if algorithms.lacking("blake3"):
        lacking("blake3", "make test installs it: python -m pip install --editable '.[dev]'")
    (tmp_path / "abc").write_bytes(b"abc")
    one = hashed(tmp_path, "abc", algs=("blake3",))["abc"]
    assert isinstance(one, Hashed)
    expected = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85"
    assert one.digests == {"blake3": expected}


def test_every_algorithm_has_the_length_that_its_digests_have() -> None:
    from stewardship.vocabulary.digests import LENGTHS

    for name, length in LENGTHS.items():
        if not algorithms.lacking(name):
            assert len(algorithms.hasher(name).hexdigest()) == length, name
    assert algorithms.lacking("crc32")


class Meddler:
    """A digest that does something to the file while it is read."""

    def __init__(self, act: object) -> None:
        self._act = act

    def update(self, data: memoryview) -> None:
        act, self._act = self._act, None
        if callable(act):
            act()

    def hexdigest(self) -> str:
        return "0"


MEDDLING: dict[str, Callable[[Path], object]] = {
    "grows": lambda file: written(file, 4 * BUFFER),
    "shrinks": lambda file: os.truncate(file, BUFFER + 1),
    "is written to in place": lambda file: written(file, 2 * BUFFER),
    "is replaced by another": lambda file: os.replace(file.with_name("other"), file),
    "is removed": lambda file: file.unlink(),
    "is written to and its time set back": lambda file: rewrite(file),
}


def written(file: Path, offset: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(offset)
        opened.write(b"x")


def rewrite(file: Path) -> None:
    before = file.stat()
    written(file, 0)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("sentence", MEDDLING)
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sentence: str
) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"a" * 4 * BUFFER)
    (tmp_path / "other").write_bytes(b"b" * 4 * BUFFER)
    old = (1_000_000_000, 1_000_000_001)
    os.utime(file, ns=old)
    act = MEDDLING[sentence]
    monkeypatch.setattr(hashing, "hasher", lambda name: Meddler(lambda: act(file)))
    assert hashed(tmp_path, "f") == {"f": Failed("f", CHANGED, "changed")}


def test_a_file_that_grows_for_ever_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"a")

    class Feeder(Meddler):
        def update(self, data: memoryview) -> None:
            with file.open("ab") as opened:
                opened.write(b"more")

    monkeypatch.setattr(hashing, "hasher", lambda name: Feeder(None))
    assert hashed(tmp_path, "f") == {"f": Failed("f", CHANGED, "changed")}


def test_a_failure_within_a_thread_reaches_the_caller(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"a")
    with pytest.raises(GateError, match="crc32"):
        hashed(tmp_path, "f", algs=("crc32",))


def test_a_file_that_may_not_be_read() -> None:
    """As somebody who is not root, to whom nothing is refused."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "f").write_bytes(b"a")
        (folder / "f").chmod(0)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(65534)
            found = hashed(folder, "f")
        finally:
            if root:
                os.seteuid(0)
    assert found == {"f": Failed("f", "may not be read", "unreadable")}


def test_many_files_end_once_each_and_no_thread_stays(tmp_path: Path) -> None:
    names = [f"d{number % 7}/f{number}" for number in range(300)]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    before = threading.active_count()
    found = hashed(tmp_path, *names, "gone", "d0/gone", "no/folder")
    assert {type(found[name]) for name in names} == {Hashed}
    gone = [found[name] for name in ("gone", "d0/gone", "no/folder")]
    assert [one.kind for one in gone if isinstance(one, Failed)] == ["missing"] * 3
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(5)
    assert threading.active_count() <= before


def test_the_size_of_a_file_is_not_its_weight_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(400 * BUFFER)
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from stewardship.integrity.hashing import Pool\n"
        "wanted = {'sparse': (0, ('sha256', 'md5'))}\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = peak(); [one] = Pool(Path(sys.argv[1]), wanted, 2).results()\n"
        "print(one.seen.size, peak() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    size, grown = map(int, done.stdout.split())
    assert size == 400 * BUFFER
    assert grown < 16, "MiB, of which two are buffers"


@pytest.mark.parametrize(
    ("age", "settled"),
    [(0, False), (50_000_000, False), (200_000_000, True), (3_000_000_000, True)],
)
def test_what_was_written_just_now_is_not_remembered(age: int, settled: bool) -> None:
    assert Seen(1, 2, 3, 0, 123_456_789).settled(123_456_789 + age) is settled


def test_a_file_system_of_whole_seconds_is_given_two() -> None:
    coarse = Seen(1, 2, 3, 0, 5_000_000_000)
    assert not coarse.settled(6_900_000_000)
    assert coarse.settled(7_100_000_000)
