"""Names of variables that carry secrets, and the forms of secrets that are known by sight."""

from __future__ import annotations

import re

from stewardship.pattern import pattern

# By its words: `API_KEY` and `dbPassword` are, `TOKENIZERS_PARALLELISM` and `KEY_FILE` are not.
_WORD = pattern(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_?KEY|"
    r"ACCESS_?KEY|ACCESS_?KEY_?ID|CREDENTIALS?|AUTH_?KEY|CLIENT_?SECRET)$"
)
_CAMEL = pattern(r"([a-z0-9])([A-Z])")
# GitHub (ghp_ …), GitLab (glpat-), AWS (AKIA), Slack (xox), Hugging Face (hf_), Google (AIza), PEM.
_KEYS = (
    r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}|glpat-[A-Za-z0-9_-]{20}|"
    r"AKIA[0-9A-Z]{16}|xox[baprs]-[A-Za-z0-9-]{10}|hf_[A-Za-z0-9]{30}|AIza[A-Za-z0-9_-]{35}"
)
_BLOCK = r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
_FORM = pattern(f"(?:{_KEYS}|{_BLOCK})")
_WHOLE = pattern(f"(?:(?:{_KEYS})[A-Za-z0-9_-]*|{_BLOCK}[^\"']*)")
# `NAME=value`, `"name": "value"`, and `ENV NAME value`, the value being what is left of a line.
_ASSIGNED = pattern(
    r"""(?:\b(?:ENV|ARG)\s+([A-Za-z]\w*)\s+|\b([A-Za-z][\w-]*)["']?\s*[=:]\s*)"""
    r"""("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,}"']+)"""
)


def masked(text: str) -> str:
    """A text to show, with every secret that is known by sight covered; as long as it was."""
    return _WHOLE.sub(lambda found: "•" * len(found[0]), text)


def covered(line: str) -> str:
    """A line of a file to show: as ``masked``, and what is assigned to a secret's name, too."""

    def over(found: re.Match[str]) -> str:
        whole, name, value = found[0], found[1] or found[2], found[3]
        hidden = suspicion(name, value)
        return whole[: -len(value)] + "•" * len(value) if hidden else whole

    return _ASSIGNED.sub(over, masked(line))


def suspicion(name: str, value: str | None) -> str:
    """Why a variable of this name and value carries a secret, as a clause; empty if it does not.

    ``value`` None means that it is given when the image is built, and then stays in its history.
    """
    if value is not None and _FORM.search(value):
        return "holds a secret: its value has the form of a key"
    plain = _CAMEL.sub(r"\1_\2", name).upper().replace("-", "_")
    if not _WORD.search(plain) or value == "":
        return ""
    if value is None:
        return "is a secret by its name, and stays in the history of the image"
    if "$" in value:
        return "is a secret by its name, and is copied into the image"
    return "is a secret by its name, and everybody who has the image can read it"
