"""`ownership/coverage-kept`: what a change takes from somebody's care is named, and where.

Each row is a change to one repository, in which everything has a steward and every file of a
governed folder an owner; what the rule says of it, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.ownership.losses import went
from tests.gate.steward import Said, steward
from tests.repos import Repo, make_repo

CARD = "---\nlicense: mit\nlibrary_name: sklearn\n---\n# A model\n"
OWNED = "/models/a/ @acme/a\n/models/b/ @acme/b\n/data/c/ @acme/c\n"
MAP = """\
stewards:
  "@acme/a": {members: ["@dana"]}
  "@acme/b": {members: ["@lee"]}
  "@acme/c": {members: ["@kim"]}
assign:
  - {path: "models/a/", steward: "@acme/a"}
  - {path: "models/b/", steward: "@acme/b"}
  - {path: "data/", steward: "@acme/c"}
"""
FILES = {
    "CODEOWNERS": OWNED,
    ".steward/stewards.yaml": MAP,
    "models/a/README.md": CARD,
    "models/b/README.md": CARD,
    "models/b/train.py": "pass\n",
    "data/c/README.md": "---\nlicense: mit\nstewardship: {kind: dataset}\n---\n",
    "src/app.py": "pass\n",
}
RULE = "ownership/coverage-kept"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Everything is held, on ``main``."""
    repo = make_repo(tmp_path_factory.mktemp("losses") / "repo")
    repo.commit("base", FILES)
    return repo


def said(repo: Repo, *arguments: str) -> Said:
    return steward(repo, "ci", "--base", "main", "--only", RULE, *arguments)


def told(found: Said) -> list[tuple[str, str]]:
    """(place, what is said up to the counts) of each finding."""
    assert {one["rule"] for one in found.findings} <= {RULE}
    return sorted(
        (f"{one['path']}:{one['line']}", one["message"].partition(";")[0]) for one in found.findings
    )


def test_a_file_that_no_reader_knows_is_named_in_ci_and_costs_no_hook(repo: Repo) -> None:
    repo.commit("base", FILES | {"CODEOWNERS": OWNED.replace("/models/a/", "/models/a/README.md")})
    repo.branch("change")
    repo.stage({"models/a/plain.notes": "x\n"})
    hook = steward(repo, "check", "--staged")
    assert (hook.code, hook.notes) == (0, "nothing that this commit changes is governed")
    repo.commit("notes")
    assert told(said(repo)) == [("models/a/plain.notes:1", (
        "1 file of its folder came without an owner: `models/a/plain.notes`"))]  # fmt: skip


ROWS: list[tuple[str, Mapping[str, str | None], list[tuple[str, str]]]] = [
    ("nothing of it", {"src/app.py": "1\n"}, []),
    ("a model without a steward and an owner",
     {"models/new/README.md": CARD},
     [("models/new/README.md:1",
       "1 file of its folder came without an owner: `models/new/README.md`"),
      ("models/new/README.md:2", "it came without a steward")]),
    ("a file that a line covers", {"models/b/more.py": ""}, []),
    ("an assignment that is taken out",
     {".steward/stewards.yaml": MAP.replace('  - {path: "models/b/", steward: "@acme/b"}\n', ""),
      "CODEOWNERS": "/models/a/ @acme/a\n/models/b/train.py @acme/b\n/data/c/ @acme/c\n"},
     [(".steward/stewards.yaml:7",
       "it lost its steward `@acme/b` (`.steward/stewards.yaml:7` of the base)"),
      ("CODEOWNERS:2", ("1 file of its folder lost @acme/b (`CODEOWNERS:2` of the base): "
                       "`models/b/README.md`"))]),
    ("an assignment whose path is another one",
     {".steward/stewards.yaml": MAP.replace("models/b/", "models/bb/"), "CODEOWNERS":
      "/models/a/ @acme/a\n/models/b/train.py @acme/b\n/models/b/README.md\n/data/c/ @acme/c\n"},
     [(".steward/stewards.yaml:7",
       "it lost its steward `@acme/b` (`.steward/stewards.yaml:7` of the base)"),
      ("CODEOWNERS:3", ("1 file of its folder lost @acme/b (`CODEOWNERS:2` of the base): "
                       "`models/b/README.md`"))]),
    ("a line of CODEOWNERS that gives a folder to nobody",
     {"CODEOWNERS": OWNED + "/models/b/\n"},
     [("CODEOWNERS:4", ("2 files of its folder lost @acme/b (`CODEOWNERS:2` of the base): "
                       "`models/b/README.md`, `models/b/train.py`"))]),
    ("CODEOWNERS that is gone", {"CODEOWNERS": None},
     [("data/c/README.md:1", ("1 file of its folder lost @acme/c (`CODEOWNERS:3` of the base): "
                             "`data/c/README.md`")),
      ("models/a/README.md:1", ("1 file of its folder lost @acme/a (`CODEOWNERS:1` of the base): "
                               "`models/a/README.md`")),
      ("models/b/README.md:1", ("2 files of its folder lost @acme/b (`CODEOWNERS:2` of the base): "
                               "`models/b/README.md`, `models/b/train.py`"))]),
    ("a manifest that says somebody who is still to be named",
     {"models/a/README.md": CARD.replace("sklearn\n", "sklearn\nstewardship: {steward: TBD}\n")},
     [("models/a/README.md:4",
       "it lost its steward `@acme/a` (`.steward/stewards.yaml:6` of the base)")]),
    ("what goes with its steward is no loss",
     {"models/b/README.md": None, "models/b/train.py": None}, []),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_what_a_change_takes_away_is_named_where_it_was_taken(
    held: Repo, change: Mapping[str, str | None], expected: list[tuple[str, str]]
) -> None:
    held.git("checkout", "-q", "-B", "change", "main")
    for path in (path for path, text in change.items() if text is None):
        held.git("rm", "-q", path)
    held.commit("change", {path: text for path, text in change.items() if text is not None})
    found = said(held)
    assert told(found) == expected
    assert found.code == 0, "it is a warning"


def test_the_counts_of_both_sides_are_said(held: Repo) -> None:
    held.git("checkout", "-q", "-B", "change", "main")
    held.commit("change", {"models/new/README.md": CARD})
    counts = [one["message"].partition("; ")[2] for one in said(held).findings]
    assert sorted(counts) == [
        "files: 4 of 5 are held, where it was 4 of 4",
        "models: 2 of 3 are held, where it was 2 of 2",
    ]


def test_files_that_come_to_a_folder_are_looked_at_though_no_reader_knows_them(held: Repo) -> None:
    held.git("checkout", "-q", "-B", "other", "main")
    lines = (
        "/models/a/ @acme/a\n/models/b/*.md @acme/b\n/models/b/train.py @acme/b\n/data/ @acme/c\n"
    )
    held.commit("a narrower base", {"CODEOWNERS": lines})
    held.commit("change", {f"models/b/part-{number}.bin": "" for number in range(5)})
    found = steward(held, "ci", "--base", "other~1", "--only", RULE)
    assert told(found) == [(
        "models/b/part-0.bin:1",
        ("5 files of its folder came without an owner: `models/b/part-0.bin`, "
        "`models/b/part-1.bin`, `models/b/part-2.bin` and 2 more"),
    )]  # fmt: skip


def test_a_share_that_is_no_less_loses_nothing(held: Repo) -> None:
    held.git("checkout", "-q", "-B", "change", "main")
    held.commit("half", {".steward/stewards.yaml": MAP.replace("models/b/", "models/x/"),
                         "CODEOWNERS": "/models/a/ @acme/a\n/data/ @acme/c\n"})  # fmt: skip
    files = {
        ".steward/stewards.yaml": MAP.replace("models/a/", "models/x/"),
        "CODEOWNERS": "/models/b/ @acme/b\n/data/ @acme/c\n",
    }
    held.commit("the other half", files)
    assert steward(held, "ci", "--base", "HEAD~1", "--only", RULE).findings == []


def test_a_hook_says_it_of_what_is_staged(held: Repo) -> None:
    held.git("checkout", "-q", "-B", "change", "main")
    held.stage({"models/new/README.md": CARD})
    found = steward(held, "check", "--staged", "--only", RULE)
    held.git("reset", "-q", "--hard", "main")
    assert [place for place, _ in told(found)] == [
        "models/new/README.md:1",
        "models/new/README.md:2",
    ]


# A sentence, the lines before and after, the line that is asked about, and where it went.
WENT = [
    ("taken out of the middle", "abc", "ac", 2, 2),
    ("taken off the end", "abc", "ab", 3, 2),
    ("made another", "abc", "axc", 2, 2),
    ("below a line that is new", "abc", "nac", 2, 3),
    ("still there, further down", "abc", "xxabc", 2, 0),
    ("before anything changed", "abc", "abx", 1, 0),
    ("the only one", "a", "b", 1, 1),
    ("one of several that became one", "abcd", "axd", 3, 2),
]


@pytest.mark.parametrize(
    ("before", "after", "line", "where"), [r[1:] for r in WENT], ids=[r[0] for r in WENT]
)
def test_where_a_line_went(before: str, after: str, line: int, where: int) -> None:
    assert went(before, after, line) == where


@given(st.text("abc", min_size=1, max_size=8), st.text("abc", min_size=1, max_size=8), st.data())
def test_a_place_is_a_line_that_is_there(before: str, after: str, data: st.DataObject) -> None:
    line = data.draw(st.integers(1, len(before)))
    assert 0 <= went(before, after, line) <= len(after)
    assert went(before, before, line) == 0
