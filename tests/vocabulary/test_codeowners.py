"""GitHub's CODEOWNERS: which pattern matches which path, what a line says, who owns."""

from __future__ import annotations

import pytest

from stewardship.vocabulary.codeowners import LIMIT, Line, Owners, parse

# pattern | paths that it matches | paths that it does not match; - for none
PATTERNS = r"""
foo         | foo  foo/bar  bar/foo  bar/foo/baz            | foo.txt  bar/foo.txt  bar/baz  FOO
/foo        | foo  foo/bar  foo/bar/baz                     | fool.txt  bar/foo  bar/foo/baz
foo/        | foo/bar  foo/bar/baz  bar/foo/baz             | foo  bar/foo  bar/baz
/foo/       | foo/bar  foo/bar/baz                          | foo  bar/foo  bar/foo/baz
foo/bar     | foo/bar  foo/bar/baz                          | foo/bart  baz/foo/bar  foo
/foo/bar    | foo/bar  foo/bar/baz                          | foo/bart  baz/foo/bar
foo/bar/    | foo/bar/baz  foo/bar/baz/qux                  | foo/bar  baz/foo/bar/qux
*           | foo  foo/bar  a/b/c/d  .hidden                | -
/*          | foo  .gitignore                               | foo/bar  foo/bar/baz
f*          | foo  foo/bar  bar/foo/baz                     | bar/baz  xfoo
/f*         | foo  foo/bar  foo/bar/baz                     | bar/foo  xfoo
f*/         | foo/bar  bar/foo/baz                          | foo  bar/foo  bar/baz
/*/         | foo/bar  bar/foo/baz                          | foo
*/          | foo/bar  bar/foo/baz                          | foo
foo/*       | foo/bar                                       | foo  foo/bar/baz  bar/foo/baz
/docs/*     | docs/a.md                                     | docs/build/a.md  old/docs/a.md
foo/**      | foo/bar  foo/bar/baz                          | foo  bar/foo/baz
foo/**/*    | foo/bar  foo/bar/baz                          | foo  bar/foo/baz
foo/**/     | foo/bar  foo/bar/baz                          | foo  bar/foo/baz
**          | foo  a/b/c                                    | -
/**         | foo  a/b/c                                    | -
**/foo      | foo  a/foo  a/b/foo/c                         | afoo  a/foob
**/foo/bar  | foo/bar  qux/foo/bar  qux/foo/bar/baz         | foo/baz/bar  qux/foo/baz/bar
/**/foo     | foo  a/b/foo                                  | foob
foo/**/bar  | foo/bar  foo/qux/bar/baz  foo/a/b/bar         | qux/foo/bar  foo/barn
foo/*/baz   | foo/bar/baz  foo/bar/baz/qux                  | foo/baz  foo/a/b/baz
foo/*.txt   | foo/bar.txt                                   | foo/bar/baz.txt  qux/foo/bar.txt
*.js        | a.js  src/a.js  src/deep/a.js  a.js/readme    | a.jsx  js  a.JS
**/*.js     | a.js  src/deep/a.js                           | a.jsx
/src/*.js   | src/a.js                                      | src/deep/a.js  a.js
**/*bar*    | bar  foo/rebar  foo/qux/barrio                | foo/ba
f?o         | foo  fao  x/f.o                               | fo  fooo  f/o
*.tar.gz    | a.tar.gz  x/b.c.tar.gz                        | a.gz  a.tar
f\*o        | f*o                                           | foo  fo
f\?o        | f?o                                           | foo
file[1].py  | file[1].py  a/file[1].py                      | file1.py
[ab].py     | [ab].py                                       | a.py  b.py
(x)/{y}.py  | (x)/{y}.py                                    | x/y.py
@types/a    | @types/a  @types/a/b                          | types/a
a.b         | a.b  x/a.b                                    | axb
foo**bar    | fooxbar  foobar  a/foo-bar/x                  | foo/bar
a//b        | -                                             | a/b
"""


def rows() -> list[tuple[str, str, bool]]:
    found = []
    for row in PATTERNS.strip().splitlines():
        pattern, yes, no = (cell.strip() for cell in row.split("|"))
        found += [(pattern, path, True) for path in yes.split() if path != "-"]
        found += [(pattern, path, False) for path in no.split() if path != "-"]
    return found


@pytest.mark.parametrize(
    ("pattern", "path", "wanted"),
    rows(),
    ids=lambda cell: {True: "matches", False: "not"}[cell] if isinstance(cell, bool) else cell,
)
def test_a_pattern_matches_as_on_github(pattern: str, path: str, wanted: bool) -> None:
    lines = parse(f"{pattern} @acme/x")
    assert [line.error for line in lines] == [""]
    assert (Owners(lines).of(path) is not None) is wanted


LINES = [
    ("owners of all three kinds", "a @u @org/team d@acme.example", "a",
     ("@u", "@org/team", "d@acme.example"), ""),
    ("tabs and many blanks", "\ta  \t @u\t@v  ", "a", ("@u", "@v"), ""),
    ("a comment at the end", "a @u # for now @v", "a", ("@u",), ""),
    ("a comment after the pattern", "a # nobody", "a", (), ""),
    ("no owner takes ownership away", "/apps/github", "/apps/github", (), ""),
    ("an escaped blank", r"my\ docs/a\ b.md @u", r"my\ docs/a\ b.md", ("@u",), ""),
    ("a managed user", "a @dana_acme", "a", ("@dana_acme",), ""),
    ("an owner without the sign", "a dana", "a", ("dana",), "`dana` is no owner"),
    ("an e-mail address without a domain", "a dana@acme", "a", ("dana@acme",), "is no owner"),
    ("a team of a team", "a @org/team/sub", "a", ("@org/team/sub",), "is no owner"),
    ("one bad owner spoils the line", "a @u dana", "a", ("@u", "dana"), "`dana` is no owner"),
    ("a comment that sticks to an owner", "a @u#x", "a", ("@u#x",), "is no owner"),
    ("negation", "!a @u", "!a", ("@u",), "no negation"),
    ("an escaped number sign", r"\#a @u", r"\#a", ("@u",), "cannot express"),
    ("a number sign inside", "a#b @u", "a#b", ("@u",), "cannot express"),
    ("three stars", "***/a @u", "***/a", ("@u",), "write `**`"),
    ("the root alone", "/ @u", "/", ("@u",), "for everything write `*`"),
    ("a lone backslash", "a\\", "a\\", (), "lone backslash"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pattern", "owners", "error"), [r[1:] for r in LINES], ids=[r[0] for r in LINES]
)
def test_a_line_is_a_pattern_with_owners_or_an_error(
    text: str, pattern: str, owners: tuple[str, ...], error: str
) -> None:
    (line,) = parse(text)
    assert (line.pattern, line.owners) == (pattern, owners)
    assert error in line.error
    assert bool(error) is bool(line.error)


def test_lines_are_numbered_and_comments_and_blanks_left_out() -> None:
    text = "\ufeff# owners\r\n\r\n* @a\r\n  # more\r\n/docs/ @b\r\n"
    assert parse(text) == (Line(3, "*", ("@a",)), Line(5, "/docs/", ("@b",)))


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("*.[ch] @u", "GitHub knows no character ranges"),
        ("[Docs]", "sections are GitLab's"),
        ("a//b @u", "empty folder name"),
        ("a @u", ""),
    ],
)
def test_what_likely_does_not_do_what_was_meant_is_said(text: str, doubt: str) -> None:
    (line,) = parse(text)
    assert doubt in line.doubt
    assert bool(doubt) is bool(line.doubt)


def owner_of(text: str, path: str) -> str | None:
    line = Owners(parse(text)).of(path)
    return None if line is None else " ".join(line.owners)


OWNED = [
    ("the last match wins", "*.py @b\n* @a", "x.py", "@a"),
    ("whatever is more specific", "/src/x.py @b\n/src/ @a", "src/x.py", "@a"),
    ("an owner of everything", "* @a\n*.py @b", "docs/x.md", "@a"),
    ("a line without owners takes them away", "/apps/ @a\n/apps/github", "apps/github/x", ""),
    ("and leaves the rest", "/apps/ @a\n/apps/github", "apps/gitlab/x", "@a"),
    ("a path that no line matches", "/apps/ @a", "src/x", None),
    ("an invalid line is skipped, the one before counts", "* @a\n*.py nobody", "x.py", "@a"),
    ("an escaped blank", "my\\ docs/ @a", "my docs/x", "@a"),
    ("a name that is not UTF-8", "data/ @a", "data/\udcff", "@a"),
    ("an empty file", "", "x", None),
]


@pytest.mark.parametrize(
    ("text", "path", "owner"), [r[1:] for r in OWNED], ids=[r[0] for r in OWNED]
)
def test_a_path_is_owned_by(text: str, path: str, owner: str | None) -> None:
    assert owner_of(text, path) == owner


def test_a_file_of_three_megabytes_is_ignored_whole_and_that_is_said() -> None:
    lines = parse("* @a\n" + "#" * LIMIT)
    assert [(line.number, line.error) for line in lines] == [
        (1, "the file has 3 MB or more, so GitHub ignores all of it")
    ]
    assert Owners(lines).of("x") is None
    assert parse("* @a\n" + "#" * (LIMIT - 6))[0].error == ""
    assert parse("# " + "é" * (LIMIT // 2))[0].error, "bytes count, not characters"
