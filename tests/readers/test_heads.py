"""Weights are described by their heads: whatever those claim, little is read and nothing hangs."""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stewardship.readers import Reader, gguf, load, safetensors, weights
from tests.readers import attested, binary
from tests.readers.binary import ARRAY, F32, I8, LICENSE, MADE, OWL, STRING
from tests.readers.cases import EXAMPLES
from tests.readers.test_any_bytes import sound

MIB = 1024 * 1024
HEADS: dict[str, Any] = {"safetensors": safetensors, "gguf": gguf, "weights": weights}
EVERY = MADE | attested.MADE
MADE_OF = {name: [c for path, c in MADE.items() if path.startswith(name)] for name in HEADS}
QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def said(name: str, content: bytes, size: int | None = None) -> tuple[dict[str, Any], list[str]]:
    """The fields and the problems of the one artifact that these bytes are."""
    (found,) = HEADS[name].read(f"x.{name}", content, size)
    fields = {key: value.plain() for key, value in found.fields.items()}
    return fields, [problem.message for problem in found.problems]


@pytest.mark.parametrize("path", EVERY)
def test_the_examples_that_a_helper_makes_are_what_it_makes(path: str) -> None:
    assert (EXAMPLES / path).read_bytes() == EVERY[path]


@pytest.mark.parametrize("name", HEADS)
def test_any_head_of_a_file_of_any_size_is_answered(name: str) -> None:
    reader: Reader = load(name)

    @QUICK
    @given(
        st.sampled_from([b"", b"GGUF\3\0\0\0", *MADE_OF[name]]),
        st.integers(0, 200),
        st.binary(max_size=80),
        st.integers(0, 1 << 64),
    )
    def check(start: bytes, cut: int, rest: bytes, more: int) -> None:
        content = start[:cut] + rest
        sound(f"x.{name}", HEADS[name].read(f"x.{name}", content, len(content) + more))
        sound(f"x.{name}", reader.read(f"x.{name}", content))

    check()


def many(count: int, kind: int, item: bytes) -> bytes:
    """A list that claims so many, of which a mebibyte is there."""
    return binary.gguf(("tokenizer.ggml.x", ARRAY, (kind, count))) + item * (MIB // len(item))


TEXT = binary.text("")
HOSTILE = {
    "2^60 texts, of which a mebibyte is there": ("gguf", many(1 << 60, STRING, TEXT)),
    "2^60 numbers": ("gguf", many(1 << 60, F32, bytes(4))),
    "2^60 lists of lists": ("gguf", many(1 << 60, ARRAY, bytes(12))),
    "2^60 entries": ("gguf", binary.gguf(count=1 << 60) + binary.text("a") * (MIB // 9)),
    "entries of nothing": (
        "gguf", binary.gguf(*((f"{n}", I8, 0) for n in range(MIB // 20)), count=1 << 40)),
    "tags of a mebibyte": ("gguf", binary.gguf(("general.tags", ARRAY, (STRING, [""] * 130_000)))),
    "a thousand bases": ("gguf", binary.gguf(
        *((f"general.base_model.{n}.name", STRING, "x") for n in range(20_000)))),
    "a header of 2^63 bytes": ("safetensors", binary.safetensors({}, length=1 << 63)),
    "a header as long as the format allows": (
        "safetensors", binary.safetensors(b'{"__metadata__":{"a":"' + b"x" * MIB, length=10**8)),
    "a header of brackets": ("safetensors", binary.safetensors(b"[" * (MIB - 8))),
    "metadata of brackets": (
        "safetensors", binary.safetensors(b'{"__metadata__":' + b'{"a":' * 200_000, length=10**7)),
    "shapes of large numbers": ("safetensors", binary.safetensors(
        {"a": {"dtype": "F4", "shape": [(1 << 63) - 1] * 64, "data_offsets": [0, 1]}}, b"x")),
    "tensors without end": ("safetensors", binary.safetensors(
        {str(n): binary.tensor(n, n + 1, [1], "I8") for n in range(14_000)})),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("size", [None, 1 << 40, 1 << 64])
def test_what_a_head_claims_costs_neither_time_nor_memory(
    name: str, content: bytes, size: int | None
) -> None:
    tracemalloc.start()
    try:
        began = time.process_time()
        HEADS[name].read("x", content[:MIB], size)
        took = time.process_time() - began
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert took < 10  # some tenths of a second, on a machine with others at work
    assert peak < 64 * MIB


@st.composite
def tensors(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    """A header that holds together, and how many bytes its tensors have."""
    header: dict[str, Any] = {}
    end = 0
    for number, shape in enumerate(draw(st.lists(st.lists(st.integers(0, 4), max_size=3)))):
        bytes_ = 2
        for size in shape:
            bytes_ *= size
        header[str(number)] = binary.tensor(end, end + bytes_, shape, "BF16")
        end += bytes_
    names = draw(st.permutations(list(header)))
    return {"__metadata__": {"license": "mit"}, **{name: header[name] for name in names}}, end


@QUICK
@given(tensors(), st.integers(-3, 3))
def test_a_file_is_whole_when_its_tensors_fill_it(whole: tuple[Any, int], more: int) -> None:
    header, end = whole
    content = binary.safetensors(header, bytes(max(0, end + more)))
    fields, problems = said("safetensors", content)
    assert fields["license"] == "mit"
    assert bool(problems) == (max(0, end + more) != end)


@QUICK
@given(st.data())
def test_gguf_cut_anywhere_is_broken_and_whole_anywhere_else(data: st.DataObject) -> None:
    content = binary.gguf(*OWL, *LICENSE, ("t", ARRAY, (STRING, ["a", "bc"])))
    cut = data.draw(st.integers(0, len(content) - 1))
    assert said("gguf", content[:cut])[1]
    assert not said("gguf", content[:cut] if cut > 4 else content, len(content) + 99)[1]


def test_what_stands_in_the_head_is_known_however_large_the_file_is() -> None:
    tokens = ("tokenizer.ggml.tokens", ARRAY, (STRING, ["hoo"] * 200_000))
    content = binary.gguf(*OWL, *LICENSE, tokens)
    fields, problems = said("gguf", content[:MIB], len(content))
    assert (fields["license"], fields["license-name"], problems) == ("other", "owl-license", [])


def test_a_license_that_may_stand_further_on_is_unknown_and_not_unstated() -> None:
    late = binary.gguf(("tokenizer.ggml.tokens", ARRAY, (STRING, ["hoo"] * 200_000)), *LICENSE)
    (found,) = gguf.read("x.gguf", late[:MIB], len(late)) or ()
    assert found.fields["license"].state == "unknown"
    header = {"a" * MIB: binary.tensor(0, 0, [0]), "__metadata__": {"license": "mit"}}
    content = binary.safetensors(header)
    (found,) = safetensors.read("x.safetensors", content[:MIB], len(content)) or ()
    assert found.fields["license"].state == "unknown"


def test_metadata_before_a_header_of_many_tensors_are_read() -> None:
    names = {f"{n}": binary.tensor(n, n + 1, [1], "I8") for n in range(30_000)}
    content = binary.safetensors({"__metadata__": {"license": "mit"}, **names}, bytes(30_000))
    assert len(content) > MIB
    assert said("safetensors", content[:MIB], len(content))[0]["license"] == "mit"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        pytest.param("a/last.pt", "pickle", id="weights that run when they are loaded"),
        pytest.param("a/Model.ONNX", "onnx", id="in whatever case"),
        pytest.param("pytorch_model-00001-of-00002.bin", "pickle", id="a part of a model"),
        pytest.param("ggml-model-q4_0.bin", "binary", id="a model of some form"),
    ],
)
def test_a_large_file_by_the_name_of_weights_is_claimed_unread(path: str, form: str) -> None:
    (found,) = weights.read(path, b"", 1 << 40) or ()
    assert found.fields["artifacts"].plain() == [{"path": path, "format": form}]


@pytest.mark.parametrize("path", ["a.csv", "firmware.bin", "graph.pb", "x.safetensors", "x.gguf"])
def test_another_large_file_is_not(path: str) -> None:
    assert weights.read(path, b"", 1 << 40) is None
