"""A second opinion on license expressions that shares nothing with the code under test.

A license *is* a set of concrete texts: ``GPL-2.0-or-later`` is GPL 2, GPL 3 and whatever comes
after it. An allow list permits a set of texts. An expression is a truth table over texts, every
row one way to choose them; it passes when a row of permitted texts makes it true. Python's own
parser reads ``and``, ``or`` and parentheses, whose precedence is that of SPDX; the versions that
exist are written out by hand.
"""

from __future__ import annotations

import ast
import re
from itertools import chain, combinations

Text = tuple[str, str, str]  # family, version, exception

GNU = {
    "gpl": ["1.0", "2.0", "3.0"], "lgpl": ["2.0", "2.1", "3.0"], "agpl": ["1.0", "3.0"],
    "gfdl": ["1.1", "1.2", "1.3"],
}  # fmt: skip
VERSIONED = {
    "apache": ["1.0", "1.1", "2.0"], "mpl": ["1.0", "1.1", "2.0"], "epl": ["1.0", "2.0"],
    "eupl": ["1.0", "1.1", "1.2"], "lppl": ["1.0", "1.1", "1.2", "1.3a", "1.3c"],
    "cc-by": ["1.0", "2.0", "2.5", "3.0", "4.0"], "cc-by-sa": ["3.0", "4.0"],
    "cc-by-nc": ["3.0", "4.0"], "osl": ["1.0", "1.1", "2.0", "2.1", "3.0"], "afl": ["2.1", "3.0"],
    "cddl": ["1.0", "1.1"], "artistic": ["1.0", "2.0"], "php": ["3.0", "3.01"],
    "oldap": ["2.0", "2.0.1", "2.8"], "bsl": ["1.0"], "busl": ["1.1"], "odbl": ["1.0"],
    "cdla-permissive": ["1.0", "2.0"], "sspl": ["1.0"], "cc0": ["1.0"], "elastic": ["2.0"],
}  # fmt: skip
SINGLE = (
    "mit", "mit-0", "isc", "zlib", "0bsd", "bsd-2-clause", "bsd-3-clause", "unlicense", "ncsa",
    "cc-by-3.0-de", "ms-pl", "smlnj", "mpl-2.0-no-copyleft-exception", "bsd-2-clause-views",
    "wtfpl", "json", "postgresql", "artistic-1.0-perl", "gfdl-1.2-invariants-only",
    "gfdl-1.3-invariants-only",
)  # fmt: skip
OLD = {
    "gpl-2.0-with-classpath-exception": ("gpl-2.0", "classpath-exception-2.0"),
    "gpl-3.0-with-gcc-exception": ("gpl-3.0", "gcc-exception-3.1"),
    "ecos-2.0": ("gpl-2.0+", "ecos-exception-2.0"),
    "standardml-nj": ("smlnj", ""),
    "bsd-2-clause-freebsd": ("bsd-2-clause-views", ""),
}
EXCEPTIONS = (
    "classpath-exception-2.0", "gcc-exception-3.1", "gcc-exception-2.0", "ecos-exception-2.0",
    "llvm-exception", "bison-exception-2.2", "swift-exception", "linux-syscall-note",
)  # fmt: skip
REFERENCE = re.compile(r"(documentref-[a-z0-9.-]+:)?licenseref-[a-z0-9.-]+")
ADDITION = re.compile(r"(documentref-[a-z0-9.-]+:)?additionref-[a-z0-9.-]+")


def verdict(expression: str, allow: list[str]) -> str:
    """``pass``, ``block``, or ``error`` where the expression or an entry cannot be read."""
    try:
        permitted = set(chain.from_iterable(_allowed(entry) for entry in allow))
        tree, terms = _read(expression)
    except (SyntaxError, LookupError):
        return "error"
    code = compile(tree, "expression", "eval")
    usable = sorted(permitted & set().union(*terms.values()))
    rows = chain.from_iterable(combinations(usable, size) for size in range(len(usable) + 1))
    for row in map(set, rows):
        values = {name: bool(texts & row) for name, texts in terms.items()}
        if eval(code, {"__builtins__": {}}, values):  # our own names, and, or
            return "pass"
    return "block"


def _allowed(entry: str) -> set[Text]:
    tree, terms = _read(entry)
    if any(isinstance(node, ast.And) for node in ast.walk(tree)):
        raise SyntaxError
    return set().union(*terms.values())


def _read(expression: str) -> tuple[ast.Expression, dict[str, set[Text]]]:
    """The expression in Python's words, and the texts that each of its names stands for."""
    words = re.findall(r"[()]|[^\s()]+", expression)
    terms: dict[str, set[Text]] = {}
    python: list[str] = []
    while words:
        word = words.pop(0).lower()
        if word in ("and", "or", "(", ")"):
            python.append(word)
            continue
        exception = ""
        if words and words[0].lower() == "with":
            exception = words[1].lower() if len(words) > 1 else ""
            words = words[2:]
            if exception not in EXCEPTIONS and not ADDITION.fullmatch(exception):
                raise LookupError
        name = f"v{len(terms)}"
        terms[name] = _texts(word, exception)
        python.append(name)
    tree = ast.parse(" ".join(python), mode="eval")
    allowed = (ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.Name, ast.Load)
    if not all(isinstance(node, allowed) for node in ast.walk(tree)):
        raise SyntaxError  # a call, `a (b)`, or a tuple, `()`
    return tree, terms


def _texts(word: str, exception: str) -> set[Text]:
    if word in OLD:
        word, own = OLD[word]
        if own and exception:
            raise LookupError
        exception = exception or own
    if REFERENCE.fullmatch(word):
        return {(word, "", exception)}
    name, later = word.removesuffix("+"), word.endswith("+")
    for families in (GNU, VERSIONED):
        for family, versions in families.items():
            for at, version in enumerate(versions):
                last = [*versions[at + 1 :], "to come"]
                forms = {f"{family}-{version}": [version, *(last if later else [])]}
                if families is GNU:
                    forms[f"{family}-{version}-or-later"] = [version, *last]
                    if not later:
                        forms[f"{family}-{version}-only"] = [version]
                if name in forms:
                    return {(family, one, exception) for one in forms[name]}
    if name in SINGLE:
        return {(name, "", exception)} | ({(name, "to come", exception)} if later else set())
    raise LookupError(word)
