"""The packs as they were proved beforehand: the same as their YAML, and never in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from stewardship import document
from stewardship.document import yaml_
from stewardship.errors import UserError
from stewardship.policy import load as loading
from stewardship.policy import proofs
from stewardship.policy.load import load, prove, stock

PACKS = {name: file.read_bytes() for name, file in stock().items()}
PACK = "ownership"
PATH = f"policies/{PACK}.yaml"
PARAMS = ".steward/params/ownership.yaml"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the YAML files that are parsed from now on."""
    found: list[str] = []
    kept = yaml_.load

    def watched(content: bytes, path: str, *bounds: Any) -> tuple[document.Document, ...]:
        found.append(path)
        return kept(content, path, *bounds)

    monkeypatch.setattr(yaml_, "load", watched)
    return found


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what was written of one pack, to be spoilt."""
    file = tmp_path / f"{PACK}.json"
    file.write_bytes((Path(proofs.FOLDER) / file.name).read_bytes())
    monkeypatch.setattr(proofs, "FOLDER", str(tmp_path))
    return file


@pytest.mark.parametrize("name", PACKS)
def test_what_was_written_of_a_pack_is_what_its_yaml_says(name: str, parsed: list[str]) -> None:
    path = f"policies/{name}.yaml"
    ready = load(PACKS[name], path)
    assert parsed == []
    fresh = loading._load(PACKS[name], path, None, loading.Memory(), None)
    assert parsed == [path]
    assert (ready.policy, ready.extra) == (fresh.policy, fresh.extra)
    for one, other in zip(ready.rules, fresh.rules, strict=True):
        assert [judge.options for judge in one.judges] == [judge.options for judge in other.judges]


def test_an_edited_pack_is_read_as_it_is_edited(parsed: list[str]) -> None:
    content = PACKS[PACK].replace(b"severity: block", b"severity: note")
    edited = load(content, PATH).policy
    assert parsed == [PATH]
    assert {rule.severity for rule in edited.rules} >= {"note"}
    assert {rule.severity for rule in load(PACKS[PACK], PATH).policy.rules} >= {"block"}


def test_an_edit_that_is_wrong_is_refused_at_its_line() -> None:
    content = PACKS[PACK].replace(b"    severity: block", b"    severity: blok", 1)
    with pytest.raises(UserError) as caught:
        load(content, PATH)
    assert caught.value.excerpt == "    severity: blok"


SPOILT = {
    "there is none": None,
    "it is no JSON": b"{",
    "it is cut short": b'{"version": "0.1.0",\n"yaml": "',
    "it is something else": b"[]",
    "it is of another version": b'"version": "0.0.0"',
    "it is of other bytes": b'"yaml": "0000"',
}


@pytest.mark.parametrize("sentence", SPOILT)
def test_the_yaml_is_read_where(sentence: str, written: Path, parsed: list[str]) -> None:
    found = json.loads(written.read_bytes())
    other = SPOILT[sentence]
    if other is None:
        written.unlink()
    elif other.startswith(b'"'):
        key, value = json.loads(b"{" + other + b"}").popitem()
        written.write_text(json.dumps(found | {key: value}))
    else:
        written.write_bytes(other)
    assert load(PACKS[PACK], PATH).policy.rules
    assert parsed == [PATH]


def test_a_policy_of_ones_own_is_no_pack(parsed: list[str]) -> None:
    for path in (".steward/policies/ownership.yaml", "policies/../ownership.yaml", PACK):
        assert load(PACKS[PACK], path).policy.place.path == path
    assert len(parsed) == 3


def test_with_params_a_pack_is_still_not_parsed(parsed: list[str]) -> None:
    name, param = next((name, one) for name, one in load(PACKS[PACK], PATH).policy.params.items()
                       if one.type == "duration")  # fmt: skip
    found = load(PACKS[PACK], PATH, (PARAMS, f"{name}: 17d\n".encode()))
    assert (found.policy.params[name].value, param.value != "17d") == ("17d", True)
    assert parsed == [PARAMS]


@pytest.mark.parametrize(
    ("pack", "params"),
    [
        ("licenses", "allowed: [MIT, nonsense-1.0]\n"),
        ("licenses", "nothing: 1\n"),
        ("licenses", "reviewers: [1]\n"),
        ("ownership", "review-every: soon\n"),
        ("registry", "weights: ['[']\n"),
    ],
)
def test_wrong_params_are_refused_as_they_are_of_the_yaml(
    pack: str, params: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for folder in (proofs.FOLDER, "/nowhere"):
        monkeypatch.setattr(proofs, "FOLDER", folder)
        given = (f".steward/params/{pack}.yaml", params.encode())
        with pytest.raises(UserError) as caught:
            load(PACKS[pack], f"policies/{pack}.yaml", given)
        error = caught.value
        said.append((error.message, error.location, error.hint, error.excerpt))
    assert said[0] == said[1]


def test_what_is_wrong_is_never_written_down() -> None:
    with pytest.raises(UserError):
        prove(PACKS[PACK].replace(b"check: required", b"check: requird", 1), PATH)


def test_one_file_is_written_a_pack() -> None:
    files = {file.stem for file in Path(proofs.FOLDER).iterdir()}
    assert files == set(PACKS)
