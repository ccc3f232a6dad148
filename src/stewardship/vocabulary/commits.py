"""What a git revision looks like: a full commit id pins content, everything else can move.

A full id is 40 hexadecimal digits (SHA-1) or 64 (SHA-256 repositories), gitglossary(7). Which
commits exist is for ``git`` to say; here only the form counts.
"""

from __future__ import annotations

from typing import Literal

from stewardship.pattern import pattern

Form = Literal["full", "null", "short", "branch", "version", "other"]

_FULL = pattern(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_SHORT = pattern(r"[0-9a-f]{7,39}|[0-9A-F]{7,39}")
_DIGIT = pattern(r"[0-9]")
_VERSION = pattern(r"(?:refs/tags/.+|[vV]?[0-9]+(?:\.[0-9]+)+(?:[-+._A-Za-z0-9]*)|[vV][0-9]+)")
_BRANCHES = frozenset((
    "main", "master", "head", "fetch_head", "orig_head", "trunk", "default", "develop",
    "development", "dev", "devel", "stable", "staging", "stage", "production", "prod", "release",
    "next", "nightly", "latest", "test", "testing", "gh-pages",
))  # fmt: skip
_FOLDERS = (
    "refs/heads/", "refs/remotes/", "refs/pr/", "origin/", "upstream/", "feature/", "feat/",
    "fix/", "bugfix/", "hotfix/", "release/", "releases/", "user/", "users/",
)  # fmt: skip


def is_full(text: str) -> bool:
    """Whether this is a whole commit id: it names one content for all time."""
    return form(text) == "full"


def form(text: str) -> Form:
    """What kind of revision the text looks like.

    ``null`` is an id of zeros only (git's word for "none"); ``short`` an abbreviated id, which
    must hold a digit and be at least 7 long, so that words such as `defaced` are no ids;
    ``branch`` a name that commonly moves; ``version`` what a tag looks like.
    """
    if _FULL.fullmatch(text):
        return "full" if text.strip("0") else "null"
    if text.casefold() in _BRANCHES or text.casefold().startswith(_FOLDERS):
        return "branch"
    if _SHORT.fullmatch(text) and _DIGIT.search(text):
        return "short"
    return "version" if _VERSION.fullmatch(text) else "other"


def describe(text: str) -> str:
    """A clause for messages on why the text pins no commit; empty for a full id."""
    return {
        "full": "",
        "null": "is all zeros, git's word for no commit",
        "short": "is a short id, which can become ambiguous: write all 40 digits",
        "branch": "is the name of a branch, which moves",
        "version": "looks like a tag or a version, which can be moved",
        "other": "is not a commit id of 40 or 64 hexadecimal digits",
    }[form(text)]
