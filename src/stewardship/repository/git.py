"""The questions asked of the git program: safe on a hostile repository, and quick.

Every call is plumbing with ``-z`` and ``--`` where names are involved, so that a file may have
any name; with nothing of a caller's ``GIT_*`` that redirects git; with fsmonitor, hooks, the
network and replaced objects switched off. What a repository's own configuration or attributes
could start is never started. Git 2.30 and later serve. On this module stand ``revisions`` (what
is this commit, what changed) and ``trees`` (which files are there, and what is in them).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from stewardship.errors import GateError, UserError
from stewardship.frozen import dataclass

SETTINGS = (
    "core.fsmonitor=false",  # would run a program on most questions
    "core.hooksPath=/dev/null",
    "core.bigFileThreshold=1m",  # larger blobs are streamed, not held in memory
    "protocol.allow=never",
)
SAFE = ("--literal-pathspecs", *(part for setting in SETTINGS for part in ("-c", setting)))
"""Options of every call; with literal pathspecs a file named ``*`` is one file."""

KEPT = frozenset(
    {
        *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"),
        *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
    }
)
"""The only ``GIT_*`` that git is given from outside: where the user's own settings are (they hold
``safe.directory``). All others go, among them every one that ``git rev-parse --local-env-vars``
lists, which git sets for its hooks."""

SET = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a blob id must mean its content: the cache rests on it
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The tree without files, which git knows in every repository, by object format."""

EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository with a work tree, and the folder of it that is governed.

    ``root`` is ``top`` (git's top level) or a folder below it; ``prefix`` is what git puts before
    a path of the root: empty, or ending in ``/``. ``index`` is the index that a hook was told to
    look at (``git commit -a`` makes a temporary one), None for the repository's own.
    """

    root: Path
    top: Path
    prefix: str
    git_dir: Path
    index: Path | None = None
    object_format: str = "sha1"

    @property
    def empty_tree(self) -> str:
        """The id of the tree without files."""
        return EMPTY_TREE[self.object_format]

    @property
    def pathspec(self) -> tuple[str, ...]:
        """The end of a command that keeps it to the root."""
        return ("--", self.prefix) if self.prefix else ("--",)


@cache
def program() -> str:
    """The absolute path of git. An empty or relative entry of PATH could name a checked file."""
    for folder in os.get_exec_path():
        file = os.path.join(folder, "git")
        if os.path.isabs(folder) and os.path.isfile(file) and os.access(file, os.X_OK):
            return file
    raise UserError("git is not installed", hint="install git 2.30 or later, and put it on PATH")


def environment(index: Path | None = None) -> dict[str, str]:
    """The environment that git is run in, with the index to look at where it is not its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in KEPT}
    return {**kept, **SET, **({"GIT_INDEX_FILE": os.fspath(index)} if index else {})}


def run(
    folder: Path, arguments: Sequence[str], data: bytes = b"", index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder, with ``data`` on its stdin, whatever it returns."""
    try:
        return subprocess.run(
            (program(), *SAFE, *arguments),
            cwd=folder,
            env=environment(index),
            input=data,
            capture_output=True,
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        raise GateError(f"git could not be run: {shorten(str(error))}") from None


def ask(repo: Repository, *arguments: str, data: bytes = b"", config: Sequence[str] = ()) -> bytes:
    """What git answers to one question about the repository; ``GateError`` when it fails.

    ``UserError`` where it would have to fetch: in a partial clone.

    ``config`` holds more ``-c`` settings, as ``key=value``.
    """
    settings = [part for setting in config for part in ("-c", setting)]
    done = run(repo.top, (*settings, *arguments), data, repo.index)
    if b"promisor remote" in done.stderr:  # git before 2.45 cannot be told to do without
        raise UserError(
            "this is a partial clone, which lacks objects that are to be checked",
            hint="clone without `--filter`",
        )
    if done.returncode:
        raise GateError(f"git {arguments[0]} failed: {complaint(done.stderr)}")
    return done.stdout


def filters_off(repo: Repository) -> tuple[str, ...]:
    """Settings that keep git from running content filters, for questions about the work tree.

    Comparing a file of the work tree with the index may run the ``clean`` command of a filter
    that ``.gitattributes`` names and the configuration defines. Git has no switch for that (before
    2.41), so each defined filter is overridden with nothing.
    """
    asked = ("config", "-z", "--name-only", "--get-regexp", r"^filter\.")
    done = run(repo.top, asked)
    if done.returncode > 1:  # 1: there is none
        raise GateError(f"git config failed: {complaint(done.stderr)}")
    names = {key.rpartition(".")[0] for key in fields(done.stdout)}
    if odd := [name for name in names if "=" in name]:  # -c would cut the key short
        raise UserError(
            f"the git filter `{shorten(odd[0])}` has a `=` in its name, so it cannot be kept off",
            hint="rename it in the git configuration",
        )
    off = ("clean=", "process=", "required=false")
    return tuple(f"{name}.{setting}" for name in sorted(names) for setting in off)


def complaint(stderr: bytes) -> str:
    """The last line of what git said on stderr, fit for a message."""
    lines = [line for line in os.fsdecode(stderr).splitlines() if line.strip()]
    text = lines[-1].removeprefix("fatal: ").removeprefix("error: ") if lines else "it said nothing"
    return shorten(text)


def shorten(text: str) -> str:
    """Text of unknown origin as a short piece of one line."""
    clean = "".join(c if c.isprintable() else "?" for c in text)
    return clean if len(clean) <= EXCERPT else clean[: EXCERPT - 1] + "…"


def fields(output: bytes) -> list[str]:
    """The NUL-ended fields of an answer to ``-z``, as paths are decoded."""
    return os.fsdecode(output).split("\0")[:-1]


def find(start: Path, root: Path | None = None) -> Repository:
    """The repository that holds ``root``, or ``start`` where no root is named.

    ``UserError`` when there is none, when it is bare, or when git does not trust its owner.
    """
    folder = Path(os.path.realpath(root or start))
    if not folder.is_dir():
        raise UserError(f"`{shorten(str(root or start))}` is not a folder", hint="name one that is")
    top, git_dir, object_format = _places(folder)
    if folder != top and top not in folder.parents:
        raise UserError(
            f"`{shorten(str(folder))}` is outside of its repository's work tree",
            hint="run this inside the work tree, or name it with `--root`",
        )
    governed = folder if root else top
    prefix = "" if governed == top else governed.relative_to(top).as_posix() + "/"
    return Repository(governed, top, prefix, git_dir, _hook_index(top, git_dir), object_format)


def _places(folder: Path) -> tuple[Path, Path, str]:
    """Top level, git folder and object format, all real."""
    wanted = ("--is-bare-repository", "--show-object-format", "--absolute-git-dir")
    done = run(folder, ("rev-parse", *wanted, "--show-toplevel"))
    if done.returncode:
        raise _refused(folder, done)
    answers = done.stdout.removesuffix(b"\n").split(b"\n")
    if len(answers) != 4:  # a folder on the way has a line end in its name: ask one by one
        asked = (run(folder, ("rev-parse", name)) for name in (*wanted, "--show-toplevel"))
        answers = [answer.stdout.removesuffix(b"\n") for answer in asked]
    _, object_format, git_dir, top = map(os.fsdecode, answers)
    if object_format not in EMPTY_TREE:
        raise GateError(f"git's object format `{shorten(object_format)}` is not known")
    return Path(os.path.realpath(top)), Path(os.path.realpath(git_dir)), object_format


def _refused(folder: Path, done: subprocess.CompletedProcess[bytes]) -> UserError | GateError:
    """Why git sees no work tree here, with the way out."""
    name = f"`{shorten(str(folder))}`"
    said = done.stderr.lower()
    if b"dubious ownership" in said or b"is owned by someone else" in said:
        return UserError(
            f"git does not trust the repository at {name}, since another user owns it",
            hint=f"if you do: git config --global --add safe.directory '{folder}'",
        )
    if b"not a git repository" in said:
        return UserError(
            f"{name} is not inside a git repository",
            hint="go to one, name one with `--root`, or make one with `git init`",
        )
    if done.stdout.startswith(b"true"):
        return UserError(
            f"{name} is a bare repository, which has no files to check",
            hint="clone it, and check the clone",
        )
    if b"must be run in a work tree" in said:
        return UserError(f"{name} is inside a git folder", hint="go to the work tree")
    return GateError(f"git rev-parse failed: {complaint(done.stderr)}")


def _hook_index(top: Path, git_dir: Path) -> Path | None:
    """The index named by GIT_INDEX_FILE, if it is one of this very repository.

    ``git commit -a`` and ``git commit PATH`` stage into a temporary index beside the real one
    and name it to their hooks, relative to the top level; what will be committed is in there.
    A name that leads elsewhere was left over by git at work on another repository.
    """
    named = os.environ.get("GIT_INDEX_FILE", "")
    if not named or "\0" in named:
        return None
    file = Path(os.path.realpath(top / named))
    return file if git_dir in file.parents and file.is_file() else None
