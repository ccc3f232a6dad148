"""What still has to be filled in, what says "don't know", and what is real text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stewardship.vocabulary import placeholders
from stewardship.vocabulary.placeholders import is_placeholder, is_unknown

PLACEHOLDERS = [
    "TODO", "todo", "TODO.", "[TODO]", "**TODO**", "<TODO>", "to do", "TBD", "tba", "FIXME",
    "XXX", "xxx",
    "TODO: describe the model", "TODO(dana) ask legal", "FIXME: number", "TBD - ask legal",
    "CHANGEME", "change-me", "REPLACE ME", "fill me in", "placeholder",
    "to be determined", "To be confirmed.", "to be filled in", "coming soon", "Coming soon!",
    "...", "…", "..", "____", "???", "#", "######",
    "[More Information Needed]", "More information needed", "[Needs More Information]",
    "[More Information Needed](https://example.org/how-to)",
    "Trained by [More Information Needed] on A100",
    "{{ license }}", "{{license|default('mit')}}", "v{{ version }}", "{% if x %}y{% endif %}",
    "${VERSION}", "{name}", "%(name)s", "{org}/{model}", "<license>", "<org>/<name>", "<Your Name>",
    "@<org>/<team>", "sha256:<paste>", "sha256: <paste the digest here>", "<your e-mail>",
    "[your name]", "[insert license here]", "contact [enter address] for access",
    "your-org/your-model", "your-username", "@your-team", "your_name_here", "YOUR ORG",
    "you@example.com", "https://your-domain.com/docs", "name@example.org",
    "lorem ipsum", "Lorem ipsum dolor sit amet, consectetur", "As such: lorem ipsum dolor sit.",
    "<!-- Provide a short summary of what the model is. -->", "<!-- one\ntwo -->",
    "0" * 40, "xxxxxxxxxxxxxxxx", "--------",
    # Forms met in cards, licenses, configurations and templates of other generators.
    "[year] [fullname]", "Copyright (c) [year] [fullname]",
    "Copyright [yyyy] [name of copyright owner]", "YOUR_API_KEY", "YOUR NAME HERE",
    "your name here", "Add description here", "ENTER HERE", "Your description here",
    "Description goes here", "T.B.D.", "t.b.a.", "xxxx-xx-xx", "YYYY-MM-DD", "dd/mm/yyyy", "20XX",
    "REPLACE_WITH_YOUR_LICENSE", "REPLACE-WITH-SHA256", "PLACEHOLDER_VALUE",
    "placeholder-license", "__VERSION__", "@VERSION@", "$VERSION", "%VERSION%", "v#{version}",
    "<%= name %>", "[[name]]", "[License Name]", "[model_id]", "[optional]", "[link]", "[insert]",
    "INSERT_NAME_HERE", "put license here", "sha256:...", "md5: xxxx", "sha256-<digest>",
    "TODO_LICENSE", "FIXME_LICENSE", "TODO add license", "@TODO", "@@TODO@@", "//TODO", "# TODO",
    "TODO; later", "TODO / unknown", "TBD or MIT", "TBD soon", "TBD (see roadmap)",
    "TBD, see roadmap", "Will be updated soon.", "To be released", "to be done later",
    "to-be-determined", "will be added", "Fill this in", "FILL_ME_IN", "CHANGE_ME", "change this",
    "EDIT ME", "set me", "please fill in", "MODEL_NAME", "username/repo", "org/model",
    "user/repo-name", "{ model_id }", "https://huggingface.co/your-username/your-model",
    "s3://your-bucket/data", "s3://<bucket>/x", "path/to/model", "/path/to/your/data",
    "[Describe the model]", "<provide a description>",
]  # fmt: skip


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_a_placeholder_is_told_by_its_form(text: str) -> None:
    assert is_placeholder(text)
    assert is_placeholder(f"  {text}\n")


REAL = [
    "A to-do list classifier", "Detects TODO comments in source code", "TODO-list",
    "todoist/scorer",
    "mit", "Apache-2.0", "cc-by-4.0", "none", "unknown", "n/a", "-", "--",
    "0", "1", "x", "?", "a...b",
    "fraud-v3", "my-model", "my-org/my-model", "production", "wip", "staging", "acme/claims",

    "We replace me too tweets with tokens", "Placeholder tokens are masked",
    "Work in progress at Acme",
    "@acme/risk-ml", "dana@acme.example", "https://huggingface.co/acme/x", "<https://acme.example>",
    "<dana@acme.example>", "Uses the [PAD] and [MASK] tokens",
    "see [Add a dataset](https://acme.example)",
    "[your guide](docs/guide.md) to the model", "List<int>", "a < b > c", "f(x) = {x | x > 0}",
    "Your data stays yours", "yours truly", "The quick... brown fox", "Wait, what??", "C#",
    "3.0.0",
    "9fceb02d0ae598e95dc970b74767f19372d61af8", "00000001", "aaaaaaab", "Hmm …", "lorem",
    '{"a": 1}', "{a: 1, b: 2}", "50%", "100 %(of all)", "XXL", "xx", "3xxx", "Toddler speech",
    "tbd-5",
    "Insertion sort", "enterprise", "set metrics", "fillers", "INSERT-2B",
    "Please fill in the gaps", "org/model-7b", "organization/modelling", "[PAD]", "[MIT]",
    "[LICENSE]", "[License](LICENSE)", "[link](docs/a.md)", "[year](a.md)", "your-mom/jokes",
    "TODO comment finder", "TBDNet", "$5", "100%", "the path/to/enlightenment",
    "data/path/to.csv", "__init__", "@VERSION", "https://acme.example/<x",
    "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "yyyy", "20XL",
    "nano", "it will be added to the index", "here", "come here", "US-EN-HERE",
    "information needed by drivers", "not yet decided to be added", "<!-- a --> text",
]  # fmt: skip


@pytest.mark.parametrize("text", REAL)
def test_real_text_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


UNKNOWN = [
    "unknown", "Unknown", "UNKNOWN.", "n/a", "N/A", "[N/A]", "NA", "none", "None", "NOASSERTION",
    "null", "unspecified", "not specified", "Not  Available", "undisclosed", "-", "--", "—",
    "?", "", "   ",
    "*unknown*", "(none)", "`unknown`",
]  # fmt: skip


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_text_can_say_that_its_author_does_not_know(text: str) -> None:
    assert is_unknown(text)
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["mit", "na", "other", "unknown-2.0", "no", "nonesuch", "Unknown Worlds Inc.", "0", "a - b",
     "the license is unknown to us", "TODO"],
)  # fmt: skip
def test_a_text_that_says_something_is_not_unknown(text: str) -> None:
    assert not is_unknown(text)


@pytest.mark.parametrize(
    "text",
    ["{{" * 50_000, "<your" * 50_000, "[" * 100_000, "<" * 100_000 + ">", "{a}" * 50_000 + "!",
     "<!--" * 50_000, "your-" * 50_000, "a@" * 50_000, " " * 100_000 + "x"],
    ids=["braces", "slots", "brackets", "angles", "names", "comments", "yours", "mails", "blanks"],
)  # fmt: skip
def test_hostile_text_is_answered_like_any_other(text: str) -> None:
    """On a pattern that backtracks this would not come back before the suite is killed."""
    assert is_placeholder(text) in (True, False)
    assert is_unknown(text) is False


@given(st.text(max_size=60))
def test_a_text_is_never_both(text: str) -> None:
    assert not (is_placeholder(text) and is_unknown(text))
    assert is_placeholder(text) == is_placeholder(f" {text} ")


FORMS = (
    placeholders._WHOLE, placeholders._SIGN, placeholders._SLOTS, placeholders._YOURS,
    placeholders._CAPITALS,
)  # fmt: skip
PIECES = st.sampled_from(
    ["[[", "name", "$MODEL", "MODEL_NAME", "path/to/", "%", "__", "20", "XX", "sha256-", "yyyy",
     "todo", "TODO: ", "xxx", "tbd", "your", "user", "@", "-", "_", " ", "{{", "}}", "<", ">", "[",
     "]", "(", "1", "0", "a", "é", "²", "٣", "lorem ipsum dolor", "example.com", "...", "?"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=6).map("".join))
def test_what_is_seen_at_the_first_look_is_what_all_forms_say(text: str) -> None:
    text = text.strip()
    same = len(text) >= 8 and len(set(text.casefold())) == 1
    formed = any(form.fullmatch(text) for form in FORMS)
    opened = placeholders._OPENING.match(text) or placeholders._TOKEN.search(text)
    wanted = same or formed or opened or "lorem ipsum dolor" in text.casefold()
    assert is_placeholder(text) == bool(text and wanted)
