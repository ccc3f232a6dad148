"""Makes the binary examples, byte by byte: ``python -m tests.readers.binary`` writes them.

Each is what a framework writes, or a fault of it, with tensors of a few bytes.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from tests.readers.cases import EXAMPLES

I8, U32, F32, STRING, ARRAY, U64 = 1, 4, 6, 8, 9, 10
_FORMS = {I8: "b", U32: "I", F32: "f", U64: "Q"}


def safetensors(header: Any, data: bytes = b"", length: int | None = None) -> bytes:
    """A file of this header (a mapping, or bytes as they are) and these tensors."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(start: int, end: int, shape: list[int], dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def gguf(
    *entries: tuple[str, int, Any], version: int = 3, order: str = "<", count: int = -1
) -> bytes:
    """A file of these metadata and no tensors; an entry is key, type, value."""
    head = b"GGUF" + struct.pack(f"{order}IQQ", version, 0, len(entries) if count < 0 else count)
    return head + b"".join(
        text(key, order) + struct.pack(f"{order}I", kind) + packed(kind, value, order)
        for key, kind, value in entries
    )


def text(value: str | bytes, order: str = "<") -> bytes:
    content = value if isinstance(value, bytes) else value.encode()
    return struct.pack(f"{order}Q", len(content)) + content


def packed(kind: int, value: Any, order: str = "<") -> bytes:
    """One value; of a list ``value`` is the type of its items and they, or how many are claimed."""
    if isinstance(value, bytes) and kind != STRING:
        return value
    if kind == STRING:
        return text(value, order)
    if kind == ARRAY:
        inner, items = value
        claimed = isinstance(items, int)
        head = struct.pack(f"{order}IQ", inner, items if claimed else len(items))
        return head + b"".join(packed(inner, one, order) for one in ([] if claimed else items))
    return struct.pack(order + _FORMS[kind], value)


SPEC = {
    "modelspec.sai_model_spec": "1.0.0",
    "modelspec.architecture": "owl-v1/lora",
    "modelspec.title": "Night Owl",
    "modelspec.author": "Dana",
    "modelspec.date": "2026-01-02T03:04:05",
    "modelspec.license": "CC-BY-NC-4.0",
    "modelspec.hash_sha256": "0x" + "ab" * 32,
    "ss_network_dim": "8",
}
OWL = ("general.architecture", STRING, "llama"), ("general.name", STRING, "Night Owl 1B")
LICENSE = (
    ("general.license", STRING, "other"),
    ("general.license.name", STRING, "owl-license"),
    ("general.license.link", STRING, "https://owl.example/LICENSE"),
)
BASES = (
    ("general.base_model.count", U32, 2),
    ("general.base_model.0.name", STRING, "Barn Owl"),
    ("general.base_model.0.repo_url", STRING, "https://huggingface.co/acme/barn-owl"),
    ("general.base_model.1.name", STRING, "Tawny Owl"),
    ("general.dataset.0.repo_url", STRING, "https://huggingface.co/datasets/acme/hoots"),
    ("general.datasets", ARRAY, (STRING, ["acme/hoots", "acme/wings"])),
)
TOKENS = ("tokenizer.ggml.tokens", ARRAY, (STRING, ["<s>", "hoo", "t"]))
TWO = {"a": tensor(0, 8, [2]), "b": tensor(8, 12, [1])}

MADE = {
    "safetensors/mine/no-metadata-at-all/models/owl/model.safetensors": safetensors(TWO, bytes(12)),
    "safetensors/mine/only-the-framework/model-00001-of-00002.safetensors": safetensors(
        {"__metadata__": {"format": "pt"}, "a": tensor(0, 2, [1], "BF16")}, bytes(2)
    ),
    "safetensors/mine/a-modelspec/loras/night.safetensors": safetensors(
        {"__metadata__": SPEC, **TWO}, bytes(12)
    ),
    "safetensors/mine/bare-keys-and-a-base/adapter_model.safetensors": safetensors(
        {"__metadata__": {"license": "mit", "base_model": "acme/barn-owl", "name": "Owl",
                          "version": "1.10"}}
    ),
    "safetensors/mine/merged-from-several/merge.safetensors": safetensors(
        {"__metadata__": {"modelspec.merged_from": "Barn Owl, https://huggingface.co/acme/tawny",
                          "modelspec.license": ""}}
    ),
    "safetensors/mine/no-tensors-and-a-padded-header/empty.safetensors": safetensors(
        b"{}" + b" " * 6
    ),
    "safetensors/mine/a-type-that-is-not-known-and-four-bits/x.safetensors": safetensors(
        {"a": tensor(0, 3, [5], "Q4_9"), "b": tensor(3, 5, [3], "F4"), "c": tensor(5, 5, [0, 7])},
        bytes(5),
    ),
    "safetensors/mine/a-license-by-its-title/x.safetensors": safetensors(
        {"__metadata__": {"modelspec.license": "The Owl & Bat License, version 3"}}
    ),
    "safetensors/mine/a-license-by-its-address/x.safetensors": safetensors(
        {"__metadata__": {"license": "https://owl.example/terms"}}
    ),
    "safetensors/mine/a-license-by-the-address-of-one-that-is-known/x.safetensors": safetensors(
        {"__metadata__": {"license": "https://opensource.org/licenses/MIT"}}
    ),
    "safetensors/mine/a-license-to-be-filled-in/x.safetensors": safetensors(
        {"__metadata__": {"license": "TODO"}}
    ),
    "safetensors/broken/cut-short-in-its-tensors/x.safetensors": safetensors(TWO, bytes(7)),
    "safetensors/broken/cut-short-in-its-header/x.safetensors": safetensors(TWO)[:40],
    "safetensors/broken/cut-short-in-its-length/x.safetensors": b"\x10\0\0",
    "safetensors/broken/empty/x.safetensors": b"",
    "safetensors/broken/a-length-beyond-all-files/x.safetensors": safetensors({}, length=1 << 63),
    "safetensors/broken/a-page-of-an-error/x.safetensors": b"<!DOCTYPE html>\n<title>404</title>\n",
    "safetensors/broken/a-header-that-is-no-json/x.safetensors": safetensors(b"{'a': 1}"),
    "safetensors/broken/a-header-that-is-a-list/x.safetensors": safetensors([1]),
    "safetensors/broken/a-tensor-twice/x.safetensors": safetensors(b'{"a": {}, "a": {}}'),
    "safetensors/broken/metadata-that-are-a-list/x.safetensors": safetensors({"__metadata__": []}),
    "safetensors/broken/a-tensor-without-offsets/x.safetensors": safetensors({"a": {"shape": [1]}}),
    "safetensors/broken/a-shape-that-is-a-text/x.safetensors": safetensors(
        {"a": {**tensor(0, 4, [1]), "shape": "1"}}, bytes(4)
    ),
    "safetensors/broken/a-shape-that-asks-for-more/x.safetensors": safetensors(
        {"a": tensor(0, 4, [2])}, bytes(4)
    ),
    "safetensors/broken/a-gap-between-two-tensors/x.safetensors": safetensors(
        {"a": tensor(0, 4, [1]), "b": tensor(8, 12, [1])}, bytes(12)
    ),
    "safetensors/broken/two-tensors-in-one-place/x.safetensors": safetensors(
        {"a": tensor(0, 8, [2]), "b": tensor(4, 12, [2])}, bytes(12)
    ),
    "safetensors/broken/something-after-the-last-tensor/x.safetensors": safetensors(
        {"__metadata__": {"license": "mit"}, **TWO}, bytes(13)
    ),
    "gguf/mine/a-name-and-no-license/owl-q4_k_m.gguf": gguf(*OWL, TOKENS),
    "gguf/mine/a-license-of-its-own/models/owl/owl-f16.gguf": gguf(
        *OWL, *LICENSE, ("general.version", STRING, "v1.10"), ("general.file_type", U32, 1),
        ("general.author", STRING, "Dana"), ("general.quantized_by", STRING, "Ravi"),
        ("general.organization", STRING, "Acme"), ("general.finetune", STRING, "Night"),
    ),
    "gguf/mine/bases-and-datasets/owl.gguf": gguf(*OWL, *BASES),
    "gguf/mine/converted-from-the-hub/owl.gguf": gguf(
        *OWL, ("general.license", STRING, "mit"),
        ("general.source.huggingface.repository", STRING, "https://huggingface.co/acme/owl"),
    ),
    "gguf/mine/the-second-version/owl.gguf": gguf(
        *OWL, ("general.license", STRING, "mit"), version=2
    ),
    "gguf/mine/big-endian/owl.gguf": gguf(
        *OWL, ("llama.rope.scale", F32, 0.5), ("general.license", STRING, "mit"), TOKENS, order=">"
    ),
    "gguf/mine/a-further-part-of-a-model-in-parts/owl-00002-of-00002.gguf": gguf(
        ("split.no", I8, 1), ("split.tensors.count", U64, 9)
    ),
    "gguf/mine/nothing-at-all/owl.gguf": gguf(),
    "gguf/broken/empty/owl.gguf": b"",
    "gguf/broken/an-older-format/owl.gguf": b"ggjt" + bytes(20),
    "gguf/broken/the-first-version/owl.gguf": gguf(*OWL, version=1),
    "gguf/broken/a-version-to-come/owl.gguf": gguf(*OWL, version=4),
    "gguf/broken/cut-short-in-its-beginning/owl.gguf": b"GGUF\3\0\0",
    "gguf/broken/cut-short-in-a-text/owl.gguf": gguf(*OWL)[:-3],
    "gguf/broken/more-entries-than-there-is-room-for/owl.gguf": gguf(*OWL, count=1 << 60),
    "gguf/broken/a-list-of-more-texts-than-there-is-room-for/owl.gguf": gguf(
        ("tokenizer.ggml.tokens", ARRAY, (STRING, 1 << 60))
    ),
    "gguf/broken/tags-of-more-texts-than-there-is-room-for/owl.gguf": gguf(
        ("general.tags", ARRAY, (STRING, 1 << 60))
    ),
    "gguf/broken/a-list-of-more-numbers-than-there-is-room-for/owl.gguf": gguf(
        ("tokenizer.ggml.scores", ARRAY, (F32, 1 << 62))
    ),
    "gguf/broken/a-list-of-lists/owl.gguf": gguf(("a", ARRAY, (ARRAY, 1))),
    "gguf/broken/a-type-that-there-is-not/owl.gguf": gguf(("a", 77, b"x")),
    "gguf/broken/a-key-twice/owl.gguf": gguf(*OWL, OWL[1]),
    "gguf/broken/a-name-that-is-not-utf8/owl.gguf": gguf(("general.name", STRING, b"\xff\xfe")),
    "weights/mine/a-framework/models/owl/pytorch_model.bin": b"\x80\x02}q\x00." + bytes(2),
    "weights/mine/a-pickle-in-a-zip/checkpoints/last.pt": b"PK\3\4" + bytes(30),
    "weights/mine/an-exchange-format/model.onnx": b"\x08\x07\x12\x07pytorch\xff",
    "weights/not-mine/bytes-that-may-be-anything/firmware.bin": bytes(range(200)),
}  # fmt: skip

if __name__ == "__main__":
    for path, content in MADE.items():
        file = EXAMPLES / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
