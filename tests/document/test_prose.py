"""Facts in Markdown prose: what states one, and what only looks as if it did."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.document.prose import Fact, facts
from stewardship.model import Location
from tests.document.loading import PATH, patient

# A sentence, the page, and (label, text) of each fact that it states, "section" facts aside.
STATED: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("a bold label with its colon", "- **License:** MIT", [("License", "MIT")]),
    ("a bold label without its colon", "- **License**: MIT", [("License", "MIT")]),
    ("a plain label", "* License: MIT", [("License", "MIT")]),
    ("underscores for bold", "+ __License__ : MIT", [("License", "MIT")]),
    ("a label in code", "- `license`: `mit`", [("license", "mit")]),
    ("a label and its text all bold", "- **License: MIT**", [("License", "MIT")]),
    ("a dash for a colon", "- License - MIT", [("License", "MIT")]),
    ("a long dash for a colon", "- **License** — MIT", [("License", "MIT")]),
    ("a numbered list", "1. License: MIT\n2) Owner: Dana", [("License", "MIT"), ("Owner", "Dana")]),
    ("a list of tasks", "- [x] License: MIT", [("License", "MIT")]),
    ("a label in another script", "- **许可证**：MIT", [("许可证", "MIT")]),
    ("a label on a line of its own", "**License**: MIT", [("License", "MIT")]),
    ("lines of labels", "**License:** MIT\n**Owner:** Dana",
     [("License", "MIT"), ("Owner", "Dana")]),
    ("a label without marks on a line", "License: MIT", [("License", "MIT")]),
    ("a bold label that no colon ends", "**License**  CC BY-NC\n\n**Owner** Dana",
     [("License", "CC BY-NC"), ("Owner", "Dana")]),
    ("a bold label before a sentence with a colon", "**License** Ours, see: LICENSE.txt",
     [("License", "Ours, see: LICENSE.txt")]),
    ("a bold label of a bullet that no colon ends", "- **License** MIT", [("License", "MIT")]),
    ("a whole sentence in bold labels nothing", "**The weights are not for sale** or rent", []),
    ("bold print with nothing behind it labels nothing", "**License**", []),
    ("a label in a heading", "## License: MIT ##", [("License", "MIT")]),
    ("a text over two lines", "- License: Apache\n  License 2.0\n\nMore.",
     [("License", "Apache License 2.0")]),
    ("a text below its label", "**License:**\nMIT", [("License", "MIT")]),
    ("bullets below a bullet", "- Owners:\n  - Dana\n  - Lee\n- License: MIT",
     [("Owners", "Dana"), ("Owners", "Lee"), ("License", "MIT")]),
    ("bullets below a bullet and a blank line", "- Owners:\n\n  - Dana\n", [("Owners", "Dana")]),
    ("bullets below a line", "**Owners:**\n\n- Dana\n- Lee",
     [("Owners", "Dana"), ("Owners", "Lee")]),
    ("labelled bullets below a bullet", "- Details\n  - License: MIT", [("License", "MIT")]),
    ("a label with nothing behind it", "- License:\n- Owner: Dana",
     [("License", ""), ("Owner", "Dana")]),
    ("a placeholder that looks like a link", "- License: [More Information Needed]",
     [("License", "[More Information Needed]")]),
    ("a placeholder that looks like a tag", "- License: <paste>", [("License", "<paste>")]),
    ("a placeholder of a template", "- License: {{ license | default('x: y') }}",
     [("License", "{{ license | default('x: y') }}")]),
    ("a name with underscores and stars", "- Name: my_model_v1 2 * 3 * 4",
     [("Name", "my_model_v1 2 * 3 * 4")]),
    ("marks that are escaped", r"- Name: \*a\_b\*", [("Name", "*a_b*")]),
    ("marks within marks", "- License: **_`MIT`_** and ~~GPL~~", [("License", "MIT and GPL")]),
    ("tags of HTML", "- License: <b>MIT</b><br/>or <a href='x'>BSD</a>",
     [("License", "MIT or BSD")]),
    ("a time of day is no label", "- at 12:30:45 sharp", []),
    ("an address is no label", "- https://example.org/a", []),
    ("a sentence with a dash is no label", "- a model that is small, even tiny - and quick", []),
    ("a rule is none", "---\n\n***\n\n- - -\n", []),
    ("a table of two columns", "| Field | Value |\n|---|---|\n| License | MIT |\n| Owner | Dana |",
     [("License", "MIT"), ("Owner", "Dana")]),
    ("a table without outer bars", "Field | Value\n:--|--:\n**License** | MIT\n",
     [("License", "MIT")]),
    ("a table with an escaped bar", "| F | V |\n|-|-|\n| A\\|B | c\\|d |", [("A|B", "c|d")]),
    ("a table with an empty cell", "| F | V |\n|-|-|\n| License | |\n| | MIT |", [("License", "")]),
    ("a table of three columns states none", "|D|L|S|\n|-|-|-|\n|x|MIT|3|", []),
    ("bars without a line of dashes are no table", "| License | MIT |\n", []),
    ("a table ends with a blank line", "|F|V|\n|-|-|\n|License|MIT|\n\n|a|b|",
     [("License", "MIT")]),
    ("a code block states nothing", "```yaml\n- License: MIT\n```\n- Owner: Dana",
     [("Owner", "Dana")]),
    ("a longer fence holds a shorter one", "````\n```\n- License: MIT\n````\n- Owner: Dana",
     [("Owner", "Dana")]),
    ("a fence of tildes holds backticks", "~~~\n```\n~~~\n- License: MIT", [("License", "MIT")]),
    ("a fence in a list", "- x\n  ```\n  License: MIT\n  ```\n", []),
    ("a block that is never closed is code to the end", "```\n- License: MIT\n", []),
    ("code within a line is no fence", "```x``` y\n- License: MIT", [("License", "MIT")]),
    ("a comment states nothing", "<!-- - License: MIT -->\n- Owner: Dana", [("Owner", "Dana")]),
    ("a comment over lines", "<!--\n- License: MIT\n-->\n- Owner: Dana", [("Owner", "Dana")]),
    ("a comment within a line", "- License: <!-- GPL --> MIT", [("License", "MIT")]),
    ("a fence in a comment is none", "<!--\n```\n-->\n- License: MIT", [("License", "MIT")]),
    ("a comment in code is text", "see `<!--`\n\n- License: MIT", [("License", "MIT")]),
    ("a labelled line above a rule", "**License**: MIT\n---\n", [("License", "MIT")]),
]  # fmt: skip


def stated(page: str) -> list[tuple[str, str]]:
    return [(fact.label, fact.text) for fact in facts(page, PATH) if fact.kind != "section"]


@pytest.mark.parametrize(
    ("page", "wanted"), [row[1:] for row in STATED], ids=[row[0] for row in STATED]
)
def test_labels_and_their_texts(page: str, wanted: list[tuple[str, str]]) -> None:
    assert stated(page) == wanted
    assert stated(page.replace("\n", "\r\n")) == wanted


SECTIONS: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    ("a section states its first paragraph", "# A\n\nOne\ntwo.\n\nThree.", [("A", "One two.", "")]),
    ("the section above is named", "# A\n## B ##\nText.", [("B", "Text.", "A")]),
    ("a section of the same level ends the one before", "# A\n## B\nx\n## C\ny",
     [("B", "x", "A"), ("C", "y", "A")]),
    ("a heading with an underline", "Title\n=====\nText.\n\nLicense\n---\nMIT",
     [("Title", "Text.", ""), ("License", "MIT", "Title")]),
    ("the first item of a list", "# License\n- MIT\n- BSD", [("License", "MIT", "")]),
    ("a badge is its text", "# License\n[![MIT](a.svg)](LICENSE)", [("License", "MIT", "")]),
    ("emphasis in a heading", "# **License** `x`\nMIT", [("License x", "MIT", "")]),
    ("a code block is no paragraph", "# A\n```\nx\n```\nText.", [("A", "Text.", "")]),
    ("a heading in a code block is none", "# A\n```\n# B\n```\nText.", [("A", "Text.", "")]),
    ("a number sign without a blank is no heading", "# A\n#B", [("A", "#B", "")]),
    ("a language whose name ends so", "# C#\nx", [("C#", "x", "")]),
    ("text above all headings is of no section", "Text.\n", []),
    ("an empty section states nothing", "# A\n# B\nx", [("B", "x", "")]),
    ("an empty heading states nothing", "#\nx", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "wanted"), [row[1:] for row in SECTIONS], ids=[row[0] for row in SECTIONS]
)
def test_sections_and_their_first_paragraphs(page: str, wanted: list[tuple[str, str, str]]) -> None:
    found = [fact for fact in facts(page, PATH) if fact.kind == "section"]
    assert [(fact.label, fact.text, fact.section) for fact in found] == wanted


CARD = textwrap.dedent("""\
    # Fraud

    - **Licénse 😀:** [MIT](LICENSE "the text") or BSD

    ## Details
    | Field | Value |
    |---|---|
    | Owner |  <https://example.org/dana> |
    **Steward**:
    @acme/risk
    """)


def test_a_fact_knows_its_place_its_section_and_its_link() -> None:
    assert facts(CARD, PATH, first_line=11) == [
        Fact("Licénse 😀", "MIT or BSD", Location(PATH, 13, 18), "Fraud", "LICENSE", "bullet"),
        Fact("Owner", "https://example.org/dana", Location(PATH, 18, 12), "Details",
             "https://example.org/dana", "row"),
        Fact("Details", "Steward: @acme/risk", Location(PATH, 19, 1), "Fraud", "", "section"),
        Fact("Steward", "@acme/risk", Location(PATH, 20, 1), "Details", "", "line"),
    ]  # fmt: skip


PIECES = st.lists(
    st.sampled_from(
        ["\n", "\n\n", " ", "  ", "- ", "* ", "1. ", "**", "__", "*", "_", "`", "```", "~~~", "# ",
         "## ", "---", "===", "|", "\n|-|-|\n", ":", ": ", " - ", "[", "](", ")", "![", "<!--",
         "-->", "<", ">", "<br>", "\\", "License", "MIT", "é", "😀", "\r", "\t", "\u2028", "："]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@patient
@given(PIECES | st.text(max_size=60))
def test_any_page_has_facts_with_labels_in_the_order_of_their_places(page: str) -> None:
    found = facts(page, PATH)
    lines = page.split("\n")
    places = [(fact.location.line or 0, fact.location.column or 0) for fact in found]
    assert places == sorted(places)
    for fact, (line, column) in zip(found, places, strict=True):
        assert fact.label
        assert 1 <= column <= len(lines[line - 1]) + 1


WORDS = st.text(st.sampled_from("abcXYZ019é😀"), min_size=1, max_size=9)


@patient
@given(WORDS, st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.integers(0, 3))
def test_a_fact_stands_where_its_text_is(label: str, text: str, above: int) -> None:
    page = "\n" * above + f"- **{label}:** {text}\n"
    (fact,) = facts(page, PATH)
    line, column = fact.location.line or 0, fact.location.column or 0
    assert (fact.label, fact.text) == (label, text)
    assert page.split("\n")[line - 1][column - 1 :] == text


HOSTILE = ["*", "_", "`", "`a", "[", "[](", "[a](b", "![a]", "_a", "**a", "<b", "<!--", "`<!--",
           "- ", "- a:\n", "- a:\n  - b\n", "|", "|a|b|\n|-|-|\n", "a\n", "#", "# a\n", "a:", "a: ",
           " - ", "\\", "~~a", "```\n", "a\n-\n", "<a ", "\t", "1. "]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_page_of_one_mark_over_and_over_takes_no_time_to_speak_of(piece: str) -> None:
    """At quadratic cost any of these would run for hours; the suite would never end."""
    count = 250_000 // len(piece)
    assert len(facts("x " + piece * count, PATH)) <= count + 1
