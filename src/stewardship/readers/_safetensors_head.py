"""The head of a safetensors file, and whether the file is as long as it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from typing import Any

from stewardship.document import Bounds, DocumentError, json_
from stewardship.frozen import dataclass, field

LARGEST = 100_000_000
"""Bytes of a header, by the format's own limit."""
RANK = 64
BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F4": 4, "U16": 16,
    "I16": 16, "F16": 16, "BF16": 16, "U32": 32, "I32": 32, "F32": 32, "U64": 64, "I64": 64,
    "F64": 64, "C64": 64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """The ``__metadata__`` that could be read, and what is wrong with the file; ``hidden`` where
    they may stand beyond the bytes that were read."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    hidden: bool = False


def parse(content: bytes, size: int) -> Header:
    """The header at the start of a file of ``size`` bytes, of which ``content`` is the head."""
    if not size:
        return Header(wrong="the file is empty")
    if size < 8:
        return Header(wrong=f"the file is cut short: it has {size} bytes")
    length = int.from_bytes(content[:8], "little")
    if length > LARGEST:
        said = f"the header is said to have {length:,} bytes; at most {LARGEST:,} are allowed"
        return Header(wrong=f"{said}: it is no safetensors file, or a damaged one")
    if 8 + length > size:
        said = f"its header alone has {length:,} bytes, and the file {size:,}"
        return Header(wrong=f"the file is cut short: {said}")
    if 8 + length > len(content):
        return _beginning(content[8:])
    try:
        bounds = Bounds(size=len(content), nodes=400_000)
        data = json_.load(content[8 : 8 + length].rstrip(b" \0"), "", bounds).data
    except DocumentError as error:
        return Header(wrong=f"in the header, {error.message}")
    if not isinstance(data, dict):
        return Header(wrong="the header has to be a mapping of tensors")
    stated = data.pop("__metadata__", None)
    if stated is not None and not isinstance(stated, dict):
        return Header(wrong="`__metadata__` has to be a mapping of texts")
    wrong = _tensors(data, size - 8 - length)
    return Header(_texts(stated or {}), wrong)


def _beginning(text: bytes) -> Header:
    """The metadata of a header too long to read, where they stand first, as they are written."""
    head = text.decode("utf-8", "replace").lstrip()
    start = head.find("{", 1)
    if not head.startswith("{") or head[1:start].strip().rstrip(":").strip() != '"__metadata__"':
        return Header(hidden=True)
    try:
        data, _ = json.JSONDecoder().raw_decode(head, start)
    except (ValueError, RecursionError):
        return Header(hidden=True)
    return Header(_texts(data))


def _texts(stated: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, text in stated.items() if isinstance(text, str) and "\0" not in text}


def _tensors(data: Mapping[str, Any], room: int) -> str:
    """What is wrong with the tensors: together they have to fill the rest of the file, each with
    as many bytes as its shape and type need, and no two in one place."""
    spans = []
    for name, one in data.items():
        span = one.get("data_offsets") if isinstance(one, dict) else None
        if not isinstance(span, list) or not _naturals(span) or len(span) != 2:
            return f"the tensor `{name[:60]}` has no two `data_offsets`"
        shape, bits = one.get("shape"), BITS.get(str(one.get("dtype")))
        if not isinstance(shape, list) or not _naturals(shape) or len(shape) > RANK:
            return f"the tensor `{name[:60]}` has no `shape`"
        if bits and span[1] - span[0] != (prod(shape) * bits + 7) // 8:
            return f"the tensor `{name[:60]}` has another number of bytes than its shape asks for"
        spans.append((span[0], span[1]))
    end = 0
    for start, stop in sorted(spans):
        if start != end or stop < start:
            return "the tensors do not follow one another without a gap"
        end = stop
    if end > room:
        return f"the file is cut short: of its tensors, {end - room:,} bytes are missing"
    if end < room:
        return f"the file goes on after its last tensor: {room - end:,} bytes too many"
    return ""


def _naturals(listed: list[Any]) -> bool:
    """Whether these are sizes, none so large that no file could have it."""
    return all(type(n) is int and 0 <= n < 1 << 63 for n in listed)
