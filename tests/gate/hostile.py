"""Changes that no YAML file can hold: raw bytes, bombs, links, names that git takes all the same.

Each function makes one change in the work tree of a repository; ``fails_closed.yaml`` names them.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from tests.repos import Repo

CARD = "---\nlicense: mit\npipeline_tag: text-classification\n---\n# toy\n"
NO_LICENSE = CARD.replace("license: mit\n", "")
TOY = "models/toy/README.md"
OWN = """\
policy: own
title: Ours
params:
  tasks: {type: list, default: [text-classification], help: what our models are for}
rules:
  - id: described
    title: A model is described
    applies-to: model
    at: description
    check: required
    severity: block
    remedy: describe it in {resource.path}
    examples:
      pass: [{description: x}]
      fail: [{}]
"""


def not_utf8(repo: Repo) -> None:
    repo.write({TOY: "---\nlicense: mit\nlibrary_name: caf\xe9\n---\n".encode("latin-1")})


def fifty_megabytes(repo: Repo) -> None:
    repo.write({TOY: CARD.encode() + b"x" * (50 * 1024 * 1024)})


def alias_bomb(repo: Repo) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    repo.write({TOY: "\n".join(["---", "license: mit", "library_name: x", *lines, "---", ""])})


def merge_key_bomb(repo: Repo) -> None:
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 25)]
    repo.write({TOY: "\n".join(["---", "license: mit", "library_name: x", *lines, "---", ""])})


def nested_yaml(repo: Repo) -> None:
    repo.write({TOY: f"---\nlicense: mit\ntags: {'[' * 100_000}\n---\n"})


def nested_toml(repo: Repo) -> None:
    deep = "[" * 100_000
    repo.write({"uv.lock": f'version = 1\n[[package]]\nname = "x"\nversion = {deep}\n'})


def nested_json(repo: Repo) -> None:
    head = '{"@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": '
    repo.write({"data/toy/croissant.json": f"{head}{'[' * 100_000}\n"})


def nested_mlmodel(repo: Repo) -> None:
    repo.write({"models/toy/MLmodel": f"flavors: {'{a: ' * 100_000}\n"})


def link_out_of_the_tree(repo: Repo) -> None:
    (repo.path / TOY).unlink()
    (repo.path / TOY).symlink_to("/etc/hostname")


def link_to_nowhere(repo: Repo) -> None:
    (repo.path / TOY).unlink()
    (repo.path / TOY).symlink_to("../../../../nothing")


def fold_is_a_link(repo: Repo) -> None:
    repo.git("mv", "models", "elsewhere")
    (repo.path / "models").symlink_to("elsewhere")


def name_with_a_newline(repo: Repo) -> None:
    repo.write({"models/a\n::error::forged/README.md": NO_LICENSE})


def name_with_a_dash(repo: Repo) -> None:
    repo.write({"-rf/README.md": NO_LICENSE, "--output=x/README.md": NO_LICENSE})


def name_that_is_not_utf8(repo: Repo) -> None:
    repo.write({os.fsdecode(b"models/caf\xe9/README.md"): NO_LICENSE})


def name_that_acts_on_a_terminal(repo: Repo) -> None:
    repo.write({"models/\x1b[31m\u202e/README.md": NO_LICENSE})


def deleted(repo: Repo) -> None:
    (repo.path / TOY).unlink()


def folder_deleted(repo: Repo) -> None:
    repo.git("rm", "-r", "--quiet", "models/toy")


def renamed_away(repo: Repo) -> None:
    repo.git("mv", TOY, "models/toy/README.txt")


def moved(repo: Repo) -> None:
    repo.git("mv", "models/toy", "models/renamed")


def moved_and_edited(repo: Repo) -> None:
    repo.git("mv", "models/toy", "models/renamed")
    repo.write({"models/renamed/README.md": CARD + "\nMore words.\n"})


def steward_is_a_link(repo: Repo) -> None:
    outside = repo.path.parent / "outside"
    outside.mkdir()
    (outside / "config.yaml").write_text("mode: observe\n")
    (repo.path / ".steward").symlink_to(outside)


def steward_is_a_link_inside(repo: Repo) -> None:
    repo.write({"other/config.yaml": "mode: observe\n"})
    (repo.path / ".steward").symlink_to("other")


def config_is_a_link(repo: Repo) -> None:
    repo.write({"other.yaml": "mode: observe\n", ".steward/README": ""})
    (repo.path / ".steward/config.yaml").symlink_to("../other.yaml")


def policy_is_not_utf8(repo: Repo) -> None:
    repo.write({".steward/policies/own.yaml": "policy: caf\xe9\n".encode("latin-1")})


def config_alias_bomb(repo: Repo) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    repo.write({".steward/config.yaml": "\n".join(lines)})


def config_of_fifty_megabytes(repo: Repo) -> None:
    repo.write({".steward/config.yaml": b"# " + b"x" * (50 * 1024 * 1024)})


MAKE: dict[str, Callable[[Repo], None]] = {
    name.replace("_", "-"): made
    for name, made in globals().items()
    if callable(made) and getattr(made, "__module__", "") == __name__
}
