"""Which packages of the operating system a line of shell installs and removes.

Understood are apt, apt-get, aptitude, apk, yum, dnf, microdnf, tdnf, zypper, dpkg, rpm and pacman,
as their manual pages have it, also where a shell is told to call them (`sh -c`). What cannot be
told, a variable or the output of a command, is a package without a name: it may be any.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

ADDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("apt", "apt-get", "aptitude"), ("install", "reinstall", "build-dep", "satisfy")
    ),
    "apk": ("add",),
    **dict.fromkeys(
        ("yum", "dnf", "microdnf", "tdnf"),
        ("install", "localinstall", "groupinstall", "reinstall", "builddep", "builddeps"),
    ),
    "zypper": ("install", "in", "source-install", "si"),
    "dpkg": ("-i", "--install"),
    "rpm": ("-i", "-U", "-F", "--install", "--upgrade"),
    "pacman": ("-S", "-U", "--sync", "--upgrade"),
}
REMOVES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("apt", "apt-get", "aptitude"), ("remove", "purge")),
    "apk": ("del",),
    **dict.fromkeys(("yum", "dnf", "microdnf", "tdnf"), ("remove", "erase")),
    "zypper": ("remove", "rm"),
    "dpkg": ("-r", "-P", "--remove", "--purge"),
    "rpm": ("-e", "--erase"),
    "pacman": ("-R", "--remove"),
}
# What is installed is said by another package or a file, so it may be any.
_ANY = frozenset(("build-dep", "satisfy", "builddep", "builddeps", "source-install", "si"))
_DASHED = ("dpkg", "rpm", "pacman")
_GROUPS = frozenset(("group", "groups"))
# Options whose next word is theirs.
_TAKING = frozenset((
    "-o", "-t", "-c", "--target-release", "--option", "--config-file", "--virtual", "-X",
    "--repository", "--repositories-file", "-p", "--root", "--enablerepo", "--disablerepo",
    "--setopt", "--releasever", "--installroot", "-r", "--repo", "--keys-dir", "--from",
))  # fmt: skip
_BEFORE = frozenset((
    "sudo", "exec", "env", "command", "time", "nice", "ionice", "nohup", "eatmydata", "timeout",
    "retry", "chroot", "doas", "su", "eval", "fakeroot", "setarch", "flock", "unshare",
))  # fmt: skip
_SHELLS = frozenset(("sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"))
_NAME = pattern(r"[A-Za-z0-9@][A-Za-z0-9.+_@-]*")
_RELEASE = pattern(r"-[0-9][^/]*\.rpm$|\.rpm$")
NESTED = 3
_ENDS = frozenset((";", "&&", "||", "|", "&", "(", ")", "{", "}", ";;"))
_WORDS = frozenset(("then", "do", "else", "if", "elif", "while", "until", "!"))


@dataclass(frozen=True, slots=True)
class Step:
    """One package that is added or taken away; ``name`` is empty where it cannot be told.

    ``group`` is the virtual package of apk that it belongs to.
    """

    name: str
    added: bool
    manager: str
    group: str = ""


def steps(script: str) -> Iterator[Step]:
    """What a script does to the packages, in its order."""
    for words in _commands(script):
        yield from command(words)


def _commands(script: str) -> Iterator[list[str]]:
    """The simple commands of a script, as words; what shlex cannot cut is cut at white space."""
    for line in script.replace("\\\n", " ").split("\n"):
        lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|(){}")
        lexer.whitespace_split, lexer.commenters = True, ""
        try:
            words = list(lexer)
        except ValueError:
            words = line.split()
        command: list[str] = []
        for word in words:
            if word.startswith("#"):
                break  # a comment
            if word in _ENDS or set(word) <= set(";&|(){}"):
                yield command
                command = []
            else:
                command.append(word)
        yield command


def command(words: Sequence[str], depth: int = 0) -> Iterator[Step]:
    """What one command, given as words, does.

    What stands before it, as `sudo` or `xargs`, is passed over; what a shell is told by `-c` is a
    script of its own.
    """
    piped = before = False
    for at, word in enumerate(words):
        name = word.rpartition("/")[2]
        if name in ADDS:
            yield from _packages(name, words[at + 1 :], piped)
            return
        if name in _SHELLS or name in ("su", "eval"):
            yield from _told(words[at + 1 :], name == "eval", depth)
            return
        piped, before = piped or word == "xargs", before or word in _BEFORE
        if not (piped or before or "=" in word or word in _WORDS):
            return


def _told(words: Sequence[str], evaluated: bool, depth: int) -> Iterator[Step]:
    """What the scripts that a shell is told do; a few inside each other are looked into."""
    told = [" ".join(words)] if evaluated else [one for one in words if " " in one.strip()]
    for script in told if depth < NESTED else ():
        for inner in _commands(script):
            yield from command(inner, depth + 1)


def _packages(manager: str, words: Sequence[str], piped: bool) -> Iterator[Step]:
    action, group, skip = "", "", ""
    names: list[str] = []
    for word in words:
        if skip:
            group = word if skip in ("-t", "--virtual") and manager == "apk" else group
            skip = ""
        elif manager in _DASHED and not action and (told := _dashed(manager, word)):
            action = told
        elif word.startswith("-"):
            key, equals, said = word.partition("=")
            if key == "--virtual" and equals:
                group = said
            skip = key if key in _TAKING and not equals else ""
        elif not action and word not in _GROUPS:
            action = word
        elif not action:
            continue  # `dnf group install NAME`
        elif word in ("<", "<<", "<<<") or word.startswith((">", "2>", "<", "1>")):
            break
        else:
            names.append(word)
    added = action in ADDS[manager]
    if not added and action not in REMOVES[manager]:
        return
    if action in _ANY:
        names = [""]
    for name in names or ([""] if piped and added else []):
        yield _step(name, added, manager, group)


def _dashed(manager: str, word: str) -> str:
    """The action among the letters of an option, as in `rpm -Uvh` and `pacman -Syu`."""
    if word.startswith("--"):
        return word if word in (*ADDS[manager], *REMOVES[manager]) else ""
    if manager == "rpm" and not {"q", "V"}.isdisjoint(word):
        return ""  # a question
    for action in (*ADDS[manager], *REMOVES[manager]):
        if word.startswith("-") and len(action) == 2 and action[1] in word[1:]:
            return action
    return ""


def _step(word: str, added: bool, manager: str, group: str) -> Step:
    if manager in ("apt", "apt-get", "aptitude"):
        if word.endswith("-") and added:  # `apt-get install gcc-` takes gcc away
            word, added = word[:-1], False
        word = word.removesuffix("+") if word not in ("g++", "c++") else word
        word = word.partition("=")[0].partition("/")[0].partition(":")[0]
    elif manager == "apk":
        for mark in ("~=", "=", ">", "<", "~"):
            word = word.partition(mark)[0]
        word = word.partition("@")[0] if not word.startswith("@") else word
    elif (
        manager in _DASHED and "$" not in word and "*" not in word
    ):  # a file is called by its package
        word = word.rpartition("/")[2]
        word = word.partition("_")[0] if manager == "dpkg" else _RELEASE.sub("", word)
    known = _NAME.fullmatch(word) or (manager == "apk" and word.startswith("."))
    return Step(word if known else "", added, manager, group)
