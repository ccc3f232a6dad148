"""GGUF: the metadata at the start of ``*.gguf``; the tensors are never read.

Read from the format (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), versions 2 and
3, in either byte order:

- ``general.license``, ``general.license.name`` and ``general.license.link``: a license that is not
  known by its text is its name or its link;
- ``general.base_model.N`` and ``general.source`` are ``sources`` of role ``base``,
  ``general.dataset.N`` and ``general.datasets`` of role ``train``: the ``repo_url``, as
  ``org/name`` where that is a page of the hub, else the name;
- of the one file, in its ``artifacts`` record: ``name`` as ``title``, ``version``, ``author``,
  ``organization``, ``finetune``, ``quantized_by``, ``file_type``, ``architecture``.

The first mebibyte is read: the general entries stand first, and long lists of tokens come after
them. Where a license may stand further on, it is unknown. A file that ends within its metadata,
or counts what it has no room for, is broken. A pointer of Git LFS under this name is not mine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.model import Fragment, Kind, Location, Value
from stewardship.readers import facts
from stewardship.readers._gguf_head import Kept, parse
from stewardship.readers._weights import artifact, is_pointer, licensed, source, texts

VERSION = 3
NAMES = ("*.gguf",)
KIND: Kind = "artifact"
LIMIT = HEAD = 1024 * 1024
ORIGIN = "gguf"

LICENSE = ("license", "license.name", "license.link")
TOLD = {
    "title": "name",
    "version": "version",
    "author": "author",
    "organization": "organization",
    "finetune": "finetune",
    "quantized-by": "quantized_by",
    "file-type": "file_type",
    "architecture": "architecture",
}
MOST = 64
"""How many bases, and how many datasets, one file may name."""


def read(path: str, content: bytes, size: int | None = None) -> tuple[Fragment, ...] | None:
    """The artifact; ``content`` is the whole file, or its head where ``size`` says that it is."""
    if is_pointer(content):
        return None
    header = parse(content, len(content) if size is None else size)
    metadata = {key.removeprefix("general."): value for key, value in header.metadata.items()}
    license, name, link = (_said(metadata, key) for key in LICENSE)
    fields = licensed(path, ORIGIN, license, name, link)
    if not header.whole and not fields:  # Not known is not the same as not stated.
        fields |= texts(path, ORIGIN, {"license": "unknown"})
    if sources := list(_sources(path, metadata)):
        fields["sources"] = facts.listing(sources, Location(path), ORIGIN)
    told = {name: _said(metadata, key) for name, key in TOLD.items()}
    return (artifact(path, ORIGIN, "gguf", told, fields, header.wrong),)


def _sources(path: str, metadata: Mapping[str, Kept]) -> Iterator[Value]:
    """What it was made from, once each."""
    origin = _said(metadata, "source.huggingface.repository") or _said(metadata, "source.repo_url")
    named = [("base", "model", origin)]
    named += [("base", "model", one) for one in _listed(metadata, "base_model")]
    named += [("train", "dataset", one) for one in _listed(metadata, "dataset")]
    listed = metadata.get("datasets")
    named += [("train", "dataset", one) for one in listed] if isinstance(listed, list) else []
    found = (source(path, ORIGIN, *one) for one in named[: 2 * MOST])
    yield from {str(one.plain()): one for one in found if one is not None}.values()


def _listed(metadata: Mapping[str, Kept], what: str) -> Iterator[str]:
    """Where each of the numbered ones is, else its name."""
    for number in range(MOST):
        entry = f"{what}.{number}"
        said = _said(metadata, f"{entry}.repo_url") or _said(metadata, f"{entry}.name")
        if said:
            yield said


def _said(metadata: Mapping[str, Kept], key: str) -> str:
    value = metadata.get(key)
    if value is None or isinstance(value, list):
        return ""
    return str(value).replace("\0", "")
