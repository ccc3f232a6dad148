"""The repository that the changes of ``ways.yaml`` start from, and the changes that need a hand.

It has everything that decides: params, a policy of its own, modes, an exclusion, a hint, stewards,
CODEOWNERS, a waiver, a baseline, a submodule, a workflow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from tests.gate.hostile import OWN
from tests.gate.steward import steward
from tests.patching.scans import trivy
from tests.repos import Repo, make_repo

NOW = {"STEWARDSHIP_NOW": "2026-11-23"}
SHA = "9fceb02d0ae598e95dc970b74767f19372d61af8"
CARD = """\
---
license: cc-by-nc-4.0
datasets: [acme/claims]
pipeline_tag: text-classification
stewardship:
  version: "3"
  stage: production
  date: 2026-09-14
---
# scorer

It classifies text.
"""
UNLICENSED = "---\npipeline_tag: text-classification\n---\n# old\n\nIt classifies text.\n"
WORKFLOW = """\
on: pull_request
jobs:
  steward:
    runs-on: ubuntu-latest
    steps:
      - uses: stewardship/stewardship@v0.1.0
"""
BASE: dict[str, str] = {
    "README.md": "# Acme\n",
    "models/scorer/README.md": CARD,
    "models/old/README.md": UNLICENSED,
    "models/waived/README.md": UNLICENSED.replace("old", "waived"),
    "data/claims/README.md": "---\nlicense: cc-by-nc-4.0\nsize_categories: [n<1K]\n"
    "stewardship: {id: 'hf:acme/claims'}\n---\n# claims\n\nClaims.\n",
    ".steward/config.yaml": "mode: new\nextends: [.steward/org/acme]\n"
    "packs: [licenses, ownership, manifests, lineage, provenance, registry, patching]\n"
    "exclude: [{path: 'third_party/**', reason: vendored}]\n"
    "hints: [{together: [data/claims/README.md, data/claims/croissant.json]}]\n",
    ".steward/org/acme/config.yaml": "organization: Acme\npacks: [manifests]\n"
    "may-override: {exclude: ['third_party/**', 'models/**']}\n",
    ".steward/params/licenses.yaml": "denied: [AGPL-3.0-only]\n",
    ".steward/params/patching.yaml": "{}\n",
    "scans/trivy.json": trivy(("CVE-2026-1", "LOW")),
    ".steward/params/lineage.yaml": "released: [staging, production]\n",
    ".steward/policies/own.yaml": OWN.replace("severity: block", "severity: warn"),
    ".steward/stewards.yaml": 'stewards:\n  "@dana": {contact: d@acme.example, deputy: "@lee"}\n'
    '  "@lee": {contact: l@acme.example, deputy: "@dana"}\n'
    'assign: [{path: "models/", steward: "@dana"}, {path: "data/", steward: "@lee"},\n'
    '  {path: "scans/", steward: "@lee"}]\n',
    ".github/CODEOWNERS": "* @lee\n/models/ @dana\n/.steward/ @lee\n/.steward/params/ @counsel\n",
    ".github/workflows/gate.yml": WORKFLOW,
}  # fmt: skip


def base(folder: Path) -> Repo:
    """The repository, on ``main``: its findings of the first day are in its baseline, one of them
    is waived until the end of the year."""
    repo = make_repo(folder, BASE)
    steward(repo, "waive", "licenses/stated", "waived", "--reason=x", "--expires=2026-12-31",
            env=NOW)  # fmt: skip
    repo.commit("waive")
    steward(repo, "baseline", env=NOW)
    assert steward(repo, "check", env=NOW).found() == []
    repo.commit("baseline")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{SHA},vendor/kit")
    repo.git("commit", "--quiet", "--message=ready")
    return repo


def in_text(repo: Repo, path: str, old: str, new: str) -> None:
    """Replace a text that has to be there."""
    text = (repo.path / path).read_text()
    assert old in text
    repo.write({path: text.replace(old, new)})


def grow_the_baseline(repo: Repo) -> None:
    repo.write({"models/new/README.md": UNLICENSED})
    steward(repo, "baseline", "--accept", env=NOW)


def shrink_the_baseline(repo: Repo) -> None:
    steward(repo, "baseline", env=NOW)


def waive(repo: Repo) -> None:
    repo.write({"models/new/README.md": UNLICENSED})
    steward(repo, "waive", "licenses/stated", "new", "--reason=x", "--approved-by=@counsel",
            env=NOW)  # fmt: skip


def rename_the_manifest(repo: Repo) -> None:
    repo.git("mv", "models/scorer/README.md", "models/scorer/card.txt")


def rename_by_case(repo: Repo) -> None:
    repo.git("mv", "models/scorer/README.md", "models/scorer/ReadMe.md.bak")
    repo.git("mv", "models/scorer", "models/Scorer")


def rename_the_dataset(repo: Repo) -> None:
    repo.git("mv", "data/claims", "data/cases")
    in_text(repo, "data/cases/README.md", "hf:acme/claims", "hf:acme/cases")
    in_text(repo, "models/scorer/README.md", "license: cc-by-nc-4.0", "license: mit")


def copy_a_card_of_the_baseline(repo: Repo) -> None:
    repo.write({"models/copy/README.md": (repo.path / "models/old/README.md").read_text()})


def rename_the_report(repo: Repo) -> None:
    repo.git("mv", "scans/trivy.json", "scans/trivy.txt")


def link_in_place_of_the_card(repo: Repo) -> None:
    (repo.path / "models/scorer/README.md").unlink()
    (repo.path / "models/scorer/README.md").symlink_to("/etc/hostname")


def submodule_in_place_of_the_folder(repo: Repo) -> None:
    repo.git("rm", "-r", "--quiet", "models/scorer")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{SHA},models/scorer")


def submodule_in_place_of_the_policies(repo: Repo) -> None:
    repo.git("rm", "-r", "--quiet", ".steward/policies")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{SHA},.steward/policies")


def link_in_place_of_the_decisions(repo: Repo) -> None:
    repo.git("mv", ".steward", "decisions")
    (repo.path / ".steward").symlink_to("decisions")


def submodule_moved(repo: Repo) -> None:
    repo.git("update-index", "--cacheinfo", f"160000,{SHA[::-1]},vendor/kit")


def name_in_another_form(repo: Repo) -> None:
    """Two folders that one file system takes for one, and two cards of which one is bad."""
    name = "mod\u00e8le"
    good = UNLICENSED.replace("---\n", "---\nlicense: mit\n", 1)
    repo.write({f"models/{unicodedata.normalize('NFC', name)}/README.md": good,
                f"models/{unicodedata.normalize('NFD', name)}/README.md": UNLICENSED})  # fmt: skip


def two_names_that_differ_in_case(repo: Repo) -> None:
    repo.write({"models/scorer/readme.md": CARD.replace("cc-by-nc-4.0", "mit")})


def two_thousand_files(repo: Repo) -> None:
    """More renames than git looks for, and one bad card among them."""
    repo.write({f"src/{number}.txt": f"{number}\n" * 9 for number in range(2000)})
    repo.write({"models/new/README.md": UNLICENSED})


def graft(repo: Repo) -> None:
    """A replacement of the base's commit by one whose config observes; and a note of it."""
    repo.git("checkout", "--quiet", "--detach", "main")
    weak = repo.commit("weak", {".steward/config.yaml": "mode: observe\n"})
    repo.git("checkout", "--quiet", "way")
    repo.git("replace", repo.git("rev-parse", "main"), weak)
    repo.write({"models/new/README.md": UNLICENSED})


def forget_the_graft(repo: Repo) -> None:
    for name in repo.git("for-each-ref", "--format=%(refname)", "refs/replace").split():
        repo.git("update-ref", "-d", name)


def skip_the_work_tree(repo: Repo) -> None:
    """The disk shows a good card, the commit holds a bad one."""
    repo.write({"models/scorer/README.md": CARD.replace("license: cc-by-nc-4.0\n", "")})
    repo.add()
    repo.git("update-index", "--skip-worktree", "models/scorer/README.md")
    repo.write({"models/scorer/README.md": CARD})


def skip_no_more(repo: Repo) -> None:
    repo.git("update-index", "--no-skip-worktree", "models/scorer/README.md")


MAKE: dict[str, Callable[[Repo], None]] = {
    name.replace("_", "-"): made
    for name, made in globals().items()
    if callable(made) and getattr(made, "__module__", "") == __name__ and name != "base"
}
