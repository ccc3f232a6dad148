"""A file is replaced wholly or not at all, and only if it is what was read."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stewardship.edit import EditError, files
from stewardship.errors import GateError

PATH = "models/owl/README.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    file = tmp_path / "tree" / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(b"old\r\n")
    return tmp_path / "tree"


def names(root: Path) -> list[str]:
    return sorted(os.listdir((root / PATH).parent))


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664], ids=oct)
def test_the_new_content_has_the_mode_of_the_old(root: Path, mode: int) -> None:
    (root / PATH).chmod(mode)
    files.write(root, PATH, b"old\r\n", b"new")
    assert (root / PATH).read_bytes() == b"new"
    assert (root / PATH).stat().st_mode & 0o7777 == mode
    assert names(root) == ["README.md"]


def test_a_new_file_and_its_folder_are_made_as_others_are(root: Path) -> None:
    mask = os.umask(0o027)
    try:
        files.write(root, ".steward/resources.yaml", None, b"new")
    finally:
        os.umask(mask)
    file = root / ".steward/resources.yaml"
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_file_that_changed_in_between_stays_as_it_became(root: Path) -> None:
    (root / PATH).write_bytes(b"another")
    with pytest.raises(EditError, match="changed while it was edited"):
        files.write(root, PATH, b"old\r\n", b"new")
    assert (root / PATH).read_bytes() == b"another"
    assert names(root) == ["README.md"]


def test_a_file_that_appeared_in_between_is_not_replaced(root: Path) -> None:
    with pytest.raises(EditError, match="changed while it was edited"):
        files.write(root, PATH, None, b"new")
    assert (root / PATH).read_bytes() == b"old\r\n"


def test_a_link_is_neither_read_nor_replaced(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"theirs")
    (root / PATH).unlink()
    (root / PATH).symlink_to(outside)
    with pytest.raises(EditError, match="is a symbolic link"):
        files.read(root, PATH)
    with pytest.raises(EditError, match="is a symbolic link"):
        files.write(root, PATH, b"theirs", b"new")
    assert outside.read_bytes() == b"theirs"
    assert (root / PATH).is_symlink()


def test_a_folder_that_is_a_link_is_not_entered(root: Path, tmp_path: Path) -> None:
    (root / "models").rename(tmp_path / "elsewhere")
    (root / "models").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EditError, match="symbolic link"):
        files.read(root, PATH)
    with pytest.raises(GateError, match="cannot be written"):
        files.write(root, PATH, b"old\r\n", b"new")
    assert (tmp_path / "elsewhere/owl/README.md").read_bytes() == b"old\r\n"


def test_a_file_that_is_not_there_is_none_and_a_folder_is_refused(root: Path) -> None:
    assert files.read(root, "models/owl/none.md") is None
    with pytest.raises(EditError, match="not a regular file"):
        files.read(root, "models/owl")


def test_a_full_disk_leaves_the_old_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(file: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", short)
    with pytest.raises(GateError, match="No space left"):
        files.write(root, PATH, b"old\r\n", b"new")
    assert (root / PATH).read_bytes() == b"old\r\n"
    assert names(root) == ["README.md"]


def test_a_short_write_is_gone_on_with(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, content[:2]))
    files.write(root, PATH, b"old\r\n", b"much longer")
    assert (root / PATH).read_bytes() == b"much longer"


KILLED = """
import os, signal, sys
from pathlib import Path
from stewardship.edit import files
at = sys.argv[2]
def kill(*arguments, **more):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, at, kill)
files.write(Path(sys.argv[1]), "models/owl/README.md", b"old\\r\\n", b"new" * 100_000)
"""


@pytest.mark.parametrize("at", ["write", "fsync", "rename"])
def test_whoever_is_killed_leaves_the_old_file(root: Path, at: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(root), at])
    assert done.returncode == -signal.SIGKILL
    assert (root / PATH).read_bytes() == b"old\r\n"
    # What is left over beside it is in nobody's way, the next edit's neither.
    files.write(root, PATH, b"old\r\n", b"new")
    assert (root / PATH).read_bytes() == b"new"
