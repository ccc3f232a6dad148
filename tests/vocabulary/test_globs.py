"""Path globs of the configuration: a table, and a slow obvious reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.globs import compile_glob, literal, matches

YES = [
    ("a name matches in any folder", "README.md", "models/fraud/README.md"),
    ("a name matches at the root", "README.md", "README.md"),
    ("a folder's name covers what is beneath", "vendor", "src/vendor/lib/a.py"),
    ("a star stays within a name", "*.csv", "data/train.csv"),
    ("a star may be empty", "a*b", "ab"),
    ("two stars in a name", "*fraud*", "models/my-fraud-v3/x"),
    ("a question mark is one character", "v?", "v3"),
    ("with a slash it is anchored", "models/fraud", "models/fraud/README.md"),
    ("a leading slash anchors too", "/README.md", "README.md"),
    ("a star for a folder", "models/*/README.md", "models/fraud/README.md"),
    ("a star at the end covers what is beneath", "models/*", "models/fraud/README.md"),
    ("two stars for any folders", "models/**/card.md", "models/a/b/c/card.md"),
    ("two stars for no folder", "models/**/card.md", "models/card.md"),
    ("two stars first", "**/tests/data", "a/b/tests/data/x.yaml"),
    ("two stars last", "data/**", "data/a/b"),
    ("two stars alone are everything", "**", "a/b/c"),
    ("a slash at the end is everything beneath", "models/fraud-*/", "models/fraud-v3/card.md"),
    ("a folder asked for as a folder", "models/fraud-*/", "models/fraud-v3/"),
    ("a name with a slash at the end, in any folder", "build/", "a/build/x"),
    ("an escaped bracket is itself", r"\[id\].tsx", "app/[id].tsx"),
    ("an escaped star is itself", r"a\*", "a*"),
    ("a name that is not UTF-8", "data/*", "data/\udcff.csv"),
]
NO = [
    ("a star does not cross a slash", "models/*.md", "models/fraud/README.md"),
    ("letters have a case", "readme.md", "README.md"),
    ("an anchored pattern does not match deeper", "models/fraud", "old/models/fraud"),
    ("a name is matched whole", "fraud", "models/fraud-v3/x"),
    ("a slash at the end does not name the file itself", "build/", "a/build"),
    ("a star within a path is one folder", "models/*/card.md", "models/a/b/card.md"),
    ("a star is at least one character as a whole name", "models/*", "models/"),
    ("a question mark is not nothing", "v?", "v"),
    ("a question mark is no slash", "a?b", "a/b"),
    ("two stars last need something beneath", "data/*/**/x", "data/x"),
    ("an escaped star is no wildcard", r"a\*", "ab"),
    ("the root's name is not in a folder", "/README.md", "docs/README.md"),
]


@pytest.mark.parametrize(("glob", "path"), [r[1:] for r in YES], ids=[r[0] for r in YES])
def test_a_glob_covers(glob: str, path: str) -> None:
    assert matches(glob, path)


@pytest.mark.parametrize(("glob", "path"), [r[1:] for r in NO], ids=[r[0] for r in NO])
def test_a_glob_does_not_cover(glob: str, path: str) -> None:
    assert not matches(glob, path)


@pytest.mark.parametrize(
    ("glob", "said"),
    [
        ("", "names nothing"),
        ("/", "names nothing"),
        ("!keep", "no negation"),
        ("[ab].py", r"no character ranges here: write `\\\["),
        ("*.{yml,yaml}", "no alternatives here"),
        ("a//b", "empty folder name"),
        ("a\\", "lone backslash"),
        ("a" * 2000, "longer than 1000"),
    ],
)
def test_what_is_not_supported_is_refused_in_words(glob: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        compile_glob(glob)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("a", "a"), (r"a\*", "a*"), (r"\?", "?"), (r"a\\b", "a\\b"), ("a*", None), ("?", None)],
)
def test_a_segment_without_wildcards_is_a_literal(pattern: str, text: str | None) -> None:
    assert literal(pattern) == text


def test_a_glob_that_would_hang_a_backtracking_engine_answers() -> None:
    assert not matches("*a" * 300 + "b", "a" * 20_000)
    assert not matches("/".join(["**", "a"] * 100) + "/b", "/".join(["a"] * 2_000))


def covers(glob: str, path: str) -> bool:
    """The reference: try everything, sign by sign, straight from the rules in the manual."""

    def signs(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return signs(pattern[1:], text) or (bool(text) and signs(pattern, text[1:]))
        return bool(text) and pattern[0] in ("?", text[0]) and signs(pattern[1:], text[1:])

    def folders(pattern: list[str], parts: list[str]) -> bool:
        if not pattern:
            return True  # what a glob names, with all that is beneath
        if pattern[0] == "**":
            return any(folders(pattern[1:], parts[at:]) for at in range(len(parts) + 1))
        return bool(parts) and signs(pattern[0], parts[0]) and folders(pattern[1:], parts[1:])

    wanted, parts = glob.strip("/").split("/"), path.split("/")
    if "/" not in glob.rstrip("/"):
        wanted = ["**", *wanted]
    if glob.endswith("/"):
        wanted = [*wanted, "*"]
    return folders(wanted, parts)


SEGMENTS = st.sampled_from(("*", "**")) | st.text("ab*?", min_size=1, max_size=4)
GLOBS = st.builds(
    lambda head, parts, tail: head + "/".join(parts) + tail,
    st.sampled_from(("", "/")),
    st.lists(SEGMENTS, min_size=1, max_size=4),
    st.sampled_from(("", "/")),
)
PATHS = st.lists(st.text("ab", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)


@given(GLOBS, PATHS)
def test_matching_agrees_with_trying_everything(glob: str, path: str) -> None:
    assert matches(glob, path) is covers(glob, path)
