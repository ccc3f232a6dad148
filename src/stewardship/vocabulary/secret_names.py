"""Names of variables that carry secrets, and the forms of secrets that are known by sight."""

from __future__ import annotations

from stewardship.pattern import pattern

# By its words: `API_KEY` and `dbPassword` are, `TOKENIZERS_PARALLELISM` and `KEY_FILE` are not.
_WORD = pattern(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_?KEY|"
    r"ACCESS_?KEY|ACCESS_?KEY_?ID|CREDENTIALS?|AUTH_?KEY|CLIENT_?SECRET)$"
)
_CAMEL = pattern(r"([a-z0-9])([A-Z])")
# GitHub (ghp_ …), GitLab (glpat-), AWS (AKIA), Slack (xox), Hugging Face (hf_), Google (AIza), PEM.
_FORM = pattern(
    r"(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}|glpat-[A-Za-z0-9_-]{20}|"
    r"AKIA[0-9A-Z]{16}|xox[baprs]-[A-Za-z0-9-]{10}|hf_[A-Za-z0-9]{30}|AIza[A-Za-z0-9_-]{35}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----)"
)


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
