"""The text of a model's license that lies in the tree: what was approved is that text alone."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.approvals.acme import CARD, TODAY, WAIVERS, acme, asked, ci, edit, hook, judged, merged
from tests.approvals.acme import paste as pasted
from tests.gate.steward import steward
from tests.repos import Repo

TERMS = "Terms of Meta, as counsel read them.\n"
OTHER = "Terms of Meta, with one clause more.\n"
BESIDE = "models/chat/LICENSE"
DOCS = "legal/llama.md"
LINKED = "license: llama3.1\nlicense_link: "


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def with_text(repo: Repo, path: str, link: str = "") -> None:
    """The text at a path, committed on the base; and the link to it on the card."""
    repo.write({path: TERMS})
    if link:
        edit(repo, CARD, "license: llama3.1\n", f"{LINKED}{link}\n")
    merged(repo)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Acme's repository, on a branch from the base."""
    return acme(tmp_path)


PLACES = {
    "beside the card": (BESIDE, ""),
    "beside the card, as Markdown": ("models/chat/LICENSE.md", ""),
    "beside the card, as plain text": ("models/chat/LICENSE.txt", ""),
    "beside the card, whose link leads to the hub": (BESIDE, "https://example.com/LICENSE"),
    "linked from the folder of the card": ("models/chat/terms/llama.md", "terms/llama.md"),
    "linked with a heading in it": ("models/chat/terms/llama.md", "./terms/llama.md#grant"),
    "linked from the root": (DOCS, DOCS),
    "linked from the root, with a slash": (DOCS, f"/{DOCS}"),
    "linked from above": (DOCS, f"../../{DOCS}"),
    "linked under a name that says nothing": ("docs/llama-3.pdf", "docs/llama-3.pdf"),
}


@pytest.mark.parametrize(("path", "link"), PLACES.values(), ids=PLACES)
def test_an_approval_is_pinned_to_the_text_and_ends_with_it(
    repo: Repo, path: str, link: str
) -> None:
    with_text(repo, path, link)
    found = asked(judged(repo, "check"))
    assert found["details"]["text-sha256"] == hash_of(TERMS)
    brief = found["details"]["brief"]
    assert (brief["text-sha256"], brief["texts"][0]) == (hash_of(TERMS), path)
    assert f'  text-sha256: "{hash_of(TERMS)}"\n' in brief["approval"]
    pasted(repo, brief["approval"])
    merged(repo)
    assert asked(judged(repo, "check"))["status"] == "waived"
    repo.write({path: OTHER})
    said = ci(repo)  # nothing but the text has changed
    assert (said.code, said.report["verdict"], asked(said)["status"]) == (1, "review", "new")
    (related,) = asked(said)["related"]
    reason = "was approved for a text of the license that has changed since"
    assert (related["path"], related["message"]) == (WAIVERS, reason)
    assert reason.removeprefix("was ") in said.notes


def test_a_hook_reads_the_text_that_is_staged(repo: Repo) -> None:
    with_text(repo, BESIDE)
    pasted(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    repo.write({BESIDE: OTHER})
    said = hook(repo)
    assert asked(said)["details"]["text-sha256"] == hash_of(OTHER)
    assert asked(said)["status"] == "new"
    (repo.path / BESIDE).write_text(TERMS)
    assert asked(judged(repo, "check", "--staged"))["status"] == "new", "the index counts"
    repo.add()
    edit(repo, CARD, "it talks", "it talks well")
    assert asked(hook(repo))["status"] == "waived"


def test_in_ci_the_text_of_the_head_counts_and_not_that_of_the_base(repo: Repo) -> None:
    with_text(repo, BESIDE)
    pasted(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    edit(repo, CARD, "it talks", "it talks well")
    assert asked(ci(repo))["status"] == "waived"
    repo.write({BESIDE: OTHER})
    said = ci(repo)
    assert (asked(said)["details"]["text-sha256"], said.code) == (hash_of(OTHER), 1)


def deleted(file: Path) -> None:
    file.unlink()


def linked(file: Path) -> None:
    file.unlink()
    file.symlink_to("../../README.md")


def too_large(file: Path) -> None:
    file.write_bytes(b"x" * (1024 * 1024 + 1))


GONE = {"it is deleted": deleted, "it is a link": linked, "it is too large for one": too_large}


@pytest.mark.parametrize("how", GONE)
def test_without_its_text_an_approval_holds_no_more(repo: Repo, how: str) -> None:
    with_text(repo, BESIDE)
    pasted(repo, asked(judged(repo, "check"))["details"]["brief"]["approval"])
    merged(repo)
    GONE[how](repo.path / BESIDE)
    said = ci(repo)
    assert asked(said)["status"] == "new"
    assert "text-sha256" not in asked(said)["details"]
    (reason,) = asked(said)["details"]["reopened"]
    assert reason == "was approved for a text of the license that is not known here"


def test_a_text_elsewhere_is_not_the_models(repo: Repo) -> None:
    files = ("LICENSE", "models/LICENSE", "models/chat/weights/LICENSE", "services/help/LICENSE")
    repo.write(dict.fromkeys(files, TERMS))
    merged(repo)
    assert "text-sha256" not in asked(judged(repo, "check"))["details"]
    repo.write(dict.fromkeys(files, OTHER))
    assert not ci(repo).findings, "and a change of it touches no model"


def test_a_link_out_of_the_tree_is_not_followed(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text(TERMS)
    with_text(repo, "notes.md", "../../../LICENSE")
    assert "text-sha256" not in asked(judged(repo, "check"))["details"]


def test_explain_prints_where_the_text_is_and_its_hash(repo: Repo) -> None:
    with_text(repo, BESIDE)
    mark = asked(judged(repo, "check"))["fingerprint"][:8]
    shown = steward(repo, "explain", mark, env={"STEWARDSHIP_NOW": TODAY}).out
    for line in (
        f"read it     {BESIDE}",
        f"its SHA-256 {hash_of(TERMS)}",
        f'    text-sha256: "{hash_of(TERMS)}"',
    ):
        assert line in shown.splitlines()
