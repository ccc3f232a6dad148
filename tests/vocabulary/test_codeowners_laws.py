"""CODEOWNERS against a slow obvious reference: every pattern tried, sign by sign."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.codeowners import Owners, parse


def signs(pattern: str, text: str) -> bool:
    """One name: ``*`` is any run of characters, ``?`` one of them."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return signs(pattern[1:], text) or (bool(text) and signs(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and signs(pattern[1:], text[1:])


def folders(pattern: list[str], parts: list[str]) -> bool:
    """Names in order; ``**`` is any number of folders, at the end at least one name."""
    if not pattern:
        return not parts
    head, *rest = pattern
    if head == "**":
        least = 0 if rest else 1
        return any(folders(rest, parts[at:]) for at in range(least, len(parts) + 1))
    if not parts or not signs(head, parts[0]):
        return False
    if not rest and head != "*":
        return True  # a file, or a folder with all that is beneath
    return folders(rest, parts[1:])


def matches(pattern: str, path: str) -> bool:
    names = pattern.strip("/").split("/")
    anchored = pattern.startswith("/") or "/" in pattern.rstrip("/")
    if not anchored and names != ["**"]:
        names = ["**", *names]
    if pattern.endswith("/"):
        names = names if names[-1] == "**" else [*names, "**"]
    return folders(names, path.split("/"))


def of(rules: list[tuple[str, str]], path: str) -> str | None:
    owners = [owner for pattern, owner in rules if matches(pattern, path)]
    return owners[-1] if owners else None


NAMES = st.sampled_from(("*", "**", "a", "b", "a.py", "*.py", "b*", "?.md")) | st.text(
    "ab.*?", min_size=1, max_size=4
).filter(lambda name: "***" not in name)
PATTERNS = st.builds(
    lambda head, names, tail: head + "/".join(names) + tail,
    st.sampled_from(("", "/")),
    st.lists(NAMES, min_size=1, max_size=4),
    st.sampled_from(("", "/")),
)
PATHS = st.lists(
    st.sampled_from(("a", "b", "ab", "a.py", "b.md", ".py"))
    | st.text("ab.", min_size=1, max_size=4),
    min_size=1,
    max_size=5,
).map("/".join)


@given(PATTERNS, PATHS)
def test_a_pattern_matches_as_the_reference_does(pattern: str, path: str) -> None:
    lines = parse(f"{pattern} @a")
    assert lines[0].error == ""
    assert (Owners(lines).of(path) is not None) is matches(pattern, path)


@given(st.lists(PATTERNS, max_size=12), st.lists(PATHS, min_size=1, max_size=6))
def test_the_last_matching_line_wins_whatever_else_is_in_the_file(
    patterns: list[str], paths: list[str]
) -> None:
    rules = [(pattern, f"@u{number}") for number, pattern in enumerate(patterns)]
    owners = Owners(parse("\n".join(f"{pattern} {owner}" for pattern, owner in rules)))
    for path in paths:
        line = owners.of(path)
        assert (line.owners[0] if line else None) == of(rules, path)


@given(st.text(max_size=60), PATHS)
def test_any_text_is_read_and_answers(text: str, path: str) -> None:
    lines = parse(text)
    line = Owners(lines).of(path)
    assert line is None or (line in lines and not line.error)
    assert all(line.pattern or line.error for line in lines)


@given(st.lists(PATTERNS, max_size=8), PATHS)
def test_a_line_in_error_changes_nothing(patterns: list[str], path: str) -> None:
    good = "\n".join(f"{pattern} @a" for pattern in patterns)
    bad = "\n".join(f"!{pattern} @b\n{pattern} nobody" for pattern in patterns)
    assert (Owners(parse(good)).of(path) is None) is (
        Owners(parse(f"{good}\n{bad}")).of(path) is None
    )
    assert Owners(parse(bad)).of(path) is None
