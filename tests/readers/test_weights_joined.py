"""What weights say of themselves meets what the card beside them says, in a repository."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from stewardship.cache.store import Cache
from stewardship.cli.looking import picture
from stewardship.joining.universe import Universe
from stewardship.picture import Request, look, opened
from stewardship.repository import git, trees
from stewardship.run import check
from tests.gate.steward import steward
from tests.readers import binary
from tests.readers.binary import OWL, STRING
from tests.repos import Files, Repo, make_repo

CARD = "---\nlicense: mit\nlibrary_name: owl\n---\n# Owl\n"
BASED = "---\nlicense: mit\nbase_model: acme/barn-owl\nstewardship: {base-revision: " + "a" * 40
OID = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{OID}\nsize 7\n"


def weights(license: str, **more: str) -> bytes:
    return binary.safetensors({"__metadata__": {"license": license, **more}})


def gguf(title: str, license: str) -> bytes:
    return binary.gguf(("general.name", STRING, title), ("general.license", STRING, license))


def repository(path: Path, files: Files) -> Repo:
    return make_repo(path / "repo", files)


def universe(path: Path, files: Files) -> Universe:
    return picture(repository(path, files).path).universe


def found(repo: Repo) -> list[tuple[str, str, str]]:
    findings = check(Request(repo.path)).verdict.findings
    return [(one.rule, one.location.path, one.message) for one in findings]


def test_a_card_and_a_header_that_disagree_are_shown_with_both_places(tmp_path: Path) -> None:
    files: Files = {"m/README.md": CARD, "m/owl.safetensors": weights("CC-BY-NC-4.0")}
    repo = repository(tmp_path, files)
    (one,) = [f for f in check(Request(repo.path)).verdict.findings if f.rule == "manifests/agrees"]
    assert one.severity == "block"
    places = {(place.location.path, place.location.line) for place in one.related}
    places.add((one.location.path, one.location.line))
    assert places == {("m/README.md", 2), ("m/owl.safetensors", None)}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"m/a.safetensors": weights("MIT")}, id="under another spelling"),
        pytest.param({"m/a.safetensors": weights("A License of Owls")}, id="under a title"),
        pytest.param({"m/a.safetensors": weights("unknown")}, id="where one does not know"),
        pytest.param(
            {f"m/m-{n}-of-3.safetensors": weights("mit", version=f"{n}") for n in (1, 2, 3)},
            id="in several parts, each with a version of its own",
        ),
        pytest.param(
            {"m/q4.gguf": gguf("Owl Q4", "mit"), "m/f16.gguf": gguf("Owl F16", "mit")},
            id="in two quantizations, each with a name of its own",
        ),
        pytest.param({"m/onnx/a.safetensors": weights("isc")}, id="in another folder"),
    ],
)
def test_what_agrees_is_one_model_without_a_finding(tmp_path: Path, files: Files) -> None:
    repo = repository(tmp_path, {"m/README.md": CARD, **files})
    joined = picture(repo.path).universe
    assert [one.name for one in joined.of_kind("model")] == ["m"]
    assert [one for one in found(repo) if not one[0].startswith("ownership")] == []


def test_two_models_in_one_folder_that_no_card_describes_are_two_files(tmp_path: Path) -> None:
    files: Files = {"m/a.gguf": gguf("Owl", "mit"), "m/b.gguf": gguf("Bat", "apache-2.0")}
    joined = universe(tmp_path, files)
    assert [(one.kind, one.name, one.value("license").plain()) for one in joined.all()] == [
        ("artifact", "m/a.gguf", "mit"), ("artifact", "m/b.gguf", "apache-2.0"),
    ]  # fmt: skip


def test_a_base_that_the_card_pins_is_one_source(tmp_path: Path) -> None:
    card = BASED + "}\nlibrary_name: owl\n---\n"
    files: Files = {
        "m/README.md": card,
        "m/a.safetensors": weights("mit", base_model="acme/barn-owl"),
    }
    (model,) = universe(tmp_path, files).of_kind("model")
    assert model.value("sources").plain() == [
        {"ref": "acme/barn-owl", "role": "base", "kind": "model", "revision": "a" * 40}
    ]


def test_a_pointer_gives_the_model_its_hash(tmp_path: Path) -> None:
    files: Files = {"m/README.md": CARD, "m/a.safetensors": POINTER, "d/x.parquet": POINTER}
    joined = universe(tmp_path, files)
    (model,) = joined.of_kind("model")
    assert model.value("hashes").plain() == [
        {"alg": "sha256", "content": OID, "path": "m/a.safetensors", "size": 7}
    ]
    assert [one.name for one in joined.of_kind("artifact")] == ["d/x.parquet"]


def test_a_copy_of_the_weights_makes_no_two_models_one(tmp_path: Path) -> None:
    """Copied for a service, or an encoder that two models share: each keeps its own card."""
    card = CARD.replace("library_name: owl", "library_name: owl\nstewardship: {version: %s}")
    files: Files = {
        **{f"{name}/README.md": card % name for name in ("a1", "b2")},
        **{f"{name}/w.bin": POINTER for name in ("a1", "b2")},
        "a1/part.safetensors": POINTER,
    }
    repo = repository(tmp_path, files)
    models = picture(repo.path).universe.of_kind("model")
    assert [one.value("version").plain() for one in models] == ["a1", "b2"]
    held = str(models[0].value("hashes").plain())
    assert "a1/w.bin" in held
    assert "a1/part.safetensors" in held
    assert "b2/" not in held
    assert [one for one in found(repo) if one[0].startswith("manifests/")] == []


def test_a_file_that_is_cut_short_blocks_and_is_named(tmp_path: Path) -> None:
    files: Files = {"m/README.md": CARD, "m/a.safetensors": weights("mit")[:-4]}
    assert ("manifests/readable", "m/a.safetensors") in {
        one[:2] for one in found(repository(tmp_path, files))
    }


@pytest.mark.parametrize("kind", ["index", "work tree", "commit"])
def test_a_large_file_is_known_by_its_head_in_every_tree(tmp_path: Path, kind: str) -> None:
    large = binary.gguf(*OWL, ("general.license", STRING, "mit")) + bytes(3 * 1024 * 1024)
    repo = repository(tmp_path, {"m/README.md": CARD, "m/owl.gguf": large})
    head = "HEAD" if kind == "commit" else ""
    request = Request(repo.path, staged=kind == "index", head=head, own=True)
    with Cache(None) as cache:
        seen = look(request, git.find(repo.path), cache, opened(git.find(repo.path))[1])
    (model,) = seen.universe.of_kind("model")
    assert {one.location.path for one in model.value("license").candidates} == set(model.paths)


def test_no_more_than_the_head_of_weights_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = weights("mit") + bytes(5 * 1024 * 1024)
    files: Files = {"m/a.safetensors": large, "m/b.pt": large, "m/c.csv": "a" * 9999}
    repo = repository(tmp_path, files)
    read = os.read
    most: list[int] = []

    def counted(file: int, count: int) -> bytes:
        content = read(file, count)
        most.append(len(content))
        return content

    monkeypatch.setattr(os, "read", counted)
    repo.git("rm", "--quiet", "--cached", "-r", ".")  # so that only the disk has them
    tree = trees.work_tree(git.find(repo.path))
    most.clear()
    assert dict(tree.read(["m/b.pt", "m/c.csv"], 1024, 0)).keys() == {"m/b.pt", "m/c.csv"}
    assert sum(most) == 0
    picture(repo.path)
    assert max(most) <= 1024 * 1024


def test_every_report_can_show_a_file_without_lines(tmp_path: Path) -> None:
    files: Files = {"m/README.md": CARD, "m/owl.safetensors": weights("CC-BY-NC-4.0")[:-1]}
    repo = repository(tmp_path, files)
    for form in ("text", "json", "sarif", "github"):
        said = steward(repo, "check", "--format", form)
        assert said.code == 1, form
        assert "owl.safetensors" in said.out, form
    assert json.loads(steward(repo, "check", "--format", "json").out)["findings"]
