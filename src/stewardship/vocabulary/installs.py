"""Which packages of the operating system a line of shell installs and removes.

Understood are apt, apt-get, aptitude, apk, yum, dnf, microdnf, tdnf and zypper, as their manual
pages have it. What cannot be told, a variable or the output of a command, is a package without a
name: it may be any.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from stewardship.frozen import dataclass
from stewardship.pattern import pattern

ADDS = {
    **dict.fromkeys(("apt", "apt-get", "aptitude"), ("install", "reinstall")),
    "apk": ("add",),
    **dict.fromkeys(
        ("yum", "dnf", "microdnf", "tdnf"), ("install", "localinstall", "groupinstall")
    ),
    "zypper": ("install", "in"),
}
REMOVES = {
    **dict.fromkeys(("apt", "apt-get", "aptitude"), ("remove", "purge")),
    "apk": ("del",),
    **dict.fromkeys(("yum", "dnf", "microdnf", "tdnf"), ("remove", "erase")),
    "zypper": ("remove", "rm"),
}
# Options whose next word is theirs.
_TAKING = frozenset((
    "-o", "-t", "-c", "--target-release", "--option", "--config-file", "--virtual", "-X",
    "--repository", "--repositories-file", "-p", "--root", "--enablerepo", "--disablerepo",
    "--setopt", "--releasever", "--installroot", "-r", "--repo", "--keys-dir", "--from",
))  # fmt: skip
_BEFORE = frozenset(("sudo", "exec", "env", "command", "time", "nice", "eatmydata"))
_NAME = pattern(r"[A-Za-z0-9@][A-Za-z0-9.+_@-]*")
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
    for command in _commands(script):
        yield from _of(command)


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
            if word in _ENDS or set(word) <= set(";&|(){}"):
                yield command
                command = []
            else:
                command.append(word)
        yield command


def _of(words: Sequence[str]) -> Iterator[Step]:
    """What one simple command does; what stands before it, and `xargs` with it, is passed over."""
    piped = False
    for at, word in enumerate(words):
        manager = word.rpartition("/")[2]
        if manager in ADDS:
            yield from _packages(manager, words[at + 1 :], piped)
            return
        piped = piped or word == "xargs"
        if not (piped or "=" in word or word in _BEFORE or word in _WORDS):
            return


def _packages(manager: str, words: Sequence[str], piped: bool) -> Iterator[Step]:
    action, group, skip = "", "", ""
    names: list[str] = []
    for word in words:
        if skip:
            group = word if skip in ("-t", "--virtual") and manager == "apk" else group
            skip = ""
        elif word.startswith("-"):
            key, equals, said = word.partition("=")
            if key == "--virtual" and equals:
                group = said
            skip = key if key in _TAKING and not equals else ""
        elif not action:
            action = word
        elif word in ("<", "<<", "<<<") or word.startswith((">", "2>", "<", "1>")):
            break
        else:
            names.append(word)
    added = action in ADDS[manager]
    if not added and action not in REMOVES[manager]:
        return
    for name in names or ([""] if piped and added else []):
        yield _step(name, added, manager, group)


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
    known = _NAME.fullmatch(word) or (manager == "apk" and word.startswith("."))
    return Step(word if known else "", added, manager, group)
