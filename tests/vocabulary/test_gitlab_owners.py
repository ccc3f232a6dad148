"""GitLab's CODEOWNERS: patterns, sections, and who owns what by each of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary.gitlab_owners import Owners, Section, is_dialect, parse

# pattern | paths that it matches | paths that it does not match; - for none
PATTERNS = r"""
*            | foo  foo/bar  a/b/.hidden              | -
/*           | foo  .gitignore                        | foo/bar
/README.md   | README.md                              | docs/README.md
README.md    | README.md  a/README.md  a/b/README.md  | README.md/x  xREADME.md  readme.md
a/README.md  | a/README.md  b/a/README.md             | a/b/README.md  README.md
docs/        | docs/a  docs/a/b  x/docs/a             | docs  docsx/a
/docs/       | docs/a  docs/a/b/c                     | x/docs/a  docs
docs         | docs  x/docs                           | docs/a
/docs        | docs                                   | docs/a  x/docs
/docs/*      | docs/a.md  docs/.a                     | docs/a/b.md
/docs/*.md   | docs/a.md                              | docs/x/a.md  docs/a.txt
/docs/index.* | docs/index.md  docs/index.           | docs/index
/docs/*spec* | docs/qa_specs.rb  docs/spec            | docs/x/spec
/docs/*/README.md | docs/api/README.md                | docs/README.md  docs/a/b/README.md
/docs/**/index.md | docs/index.md  docs/a/b/index.md  | x/docs/index.md
**/*.rb      | a.rb  a/b/c.rb                         | a.rbx
foo/**       | foo/a  x/foo/a                         | foo/a/b  foo
/foo/**/     | foo/a  foo/a/b                         | foo
f?o          | foo  fxo  a/fao                        | fo  f/o
file[1-3].py | file1.py  a/file3.py                   | file4.py  file[1-3].py
[^a].py      | b.py                                   | a.py  ab.py
[!a].py      | b.py                                   | a.py
file\[1].py  | file[1].py                             | file1.py
my\ docs/    | my docs/a                              | my/a
\#a          | #a                                     | a
"""


def rows() -> list[tuple[str, str, bool]]:
    found = []
    for row in PATTERNS.strip().splitlines():
        pattern, yes, no = (cell.strip() for cell in row.split("|"))
        words = {True: yes, False: no}
        for wanted, cell in words.items():
            paths = cell.replace("my docs", "my\0docs").split()
            found += [(pattern, path.replace("\0", " "), wanted) for path in paths if path != "-"]
    return found


@pytest.mark.parametrize(
    ("pattern", "path", "wanted"),
    rows(),
    ids=lambda cell: {True: "matches", False: "not"}[cell] if isinstance(cell, bool) else cell,
)
def test_a_pattern_matches_as_on_gitlab(pattern: str, path: str, wanted: bool) -> None:
    assert bool(Owners(parse(f"{pattern} @acme")).of(path)) is wanted


# A sentence, the file, a path, and what each section says: name: owners.
OWNED = [
    ("no section is a section without a name", "* @a", "x", [": @a"]),
    ("the last match of a section wins", "[D]\n*.md @a\nx.md @b", "x.md", ["D: @b"]),
    ("every section says its own", "* @a\n[D]\n*.md @d\n[E]\n*.md @e", "x.md",
     [": @a", "D: @d", "E: @e"]),
    ("a line without owners takes the section's", "[D] @d @e\n*.md", "x.md", ["D: @d @e"]),
    ("a line with owners does not", "[D] @d\n*.md @m", "x.md", ["D: @m"]),
    ("sections of one name are one", "[D]\nx.md @a\n[E]\n* @e\n[d]\n*.md @b", "x.md",
     ["D: @b", "E: @e"]),
    ("nobody is left of a line without owners", "* @a\nx", "x", [": "]),
    ("an exempted path", "* @a\n!x\n[D]\nx @d", "x", ["D: @d"]),
    ("what is exempted stays so", "* @a\n!*.rb\n/special/*.rb @r", "special/x.rb", []),
    ("words that are no owners are passed over", "x @a user @b", "x", [": @a @b"]),
    ("a comment behind an entry is no comment", "x @a # @b", "x", [": @a @b"]),
    ("a role", "x @@maintainers", "x", [": @@maintainers"]),
    ("a subgroup and an e-mail address", "x @g/s/t lee@acme.example", "x",
     [": @g/s/t lee@acme.example"]),
    ("a heading that cannot be read is an entry", "* @a\n[Section name\ndocs/ @d", "docs/x",
     [": @d"]),
    ("nothing matches", "/docs/ @d", "x", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "path", "wanted"), [r[1:] for r in OWNED], ids=[r[0] for r in OWNED]
)
def test_a_path_is_owned_section_by_section(text: str, path: str, wanted: list[str]) -> None:
    claims = Owners(parse(text)).of(path)
    assert [f"{one.section.name}: {' '.join(one.line.owners)}" for one in claims] == wanted


HEADINGS = [
    ("a name", "[Docs]", Section("Docs")),
    ("optional", "^[Docs]", Section("Docs", optional=True)),
    ("two approvals", "[Docs][2]", Section("Docs", 2)),
    ("none is one", "[Docs][0]", Section("Docs", 1)),
    ("owners behind it", "^[Docs][3] @a @g/s", Section("Docs", 3, True, ("@a", "@g/s"))),
    ("required once is required", "^[Docs] @a\n[DOCS][2] @b", Section("Docs", 2, False, ("@a",))),
    ("an absurd number", f"[Docs][{'9' * 5000}]", Section("Docs", 9999)),
]


@pytest.mark.parametrize(
    ("text", "wanted"), [r[1:] for r in HEADINGS], ids=[r[0] for r in HEADINGS]
)
def test_a_heading_says_how_a_section_is_asked(text: str, wanted: Section) -> None:
    assert parse(text).sections == {"docs": wanted}


@pytest.mark.parametrize(
    ("text", "said"),
    [("! @a", "no pattern"), ("a\\", "lone backslash"), ("a @b", "")],
)
def test_what_is_wrong_with_a_line_is_said(text: str, said: str) -> None:
    (line,) = parse(text).lines
    assert said in line.error
    assert bool(said) is bool(line.error)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("* @a\n[Docs]\nx @b", True), ("^[Docs][2] @a", True), ("* @a", False), ("[ab].py @a", False),
     ("# [Docs]", False), ("[Docs", False)],
)  # fmt: skip
def test_sections_tell_a_file_for_gitlab(text: str, wanted: bool) -> None:
    assert is_dialect(text) is wanted


@given(st.text(max_size=80), st.text("ab/.", max_size=8))
def test_any_text_is_read_and_answers(text: str, path: str) -> None:
    file = parse(text)
    for claim in Owners(file).of(path):
        assert claim.line in file.lines
        assert not claim.line.error
        assert not claim.line.excluded
