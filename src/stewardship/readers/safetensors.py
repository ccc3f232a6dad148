"""Safetensors: what the header of ``*.safetensors`` says; the tensors are never read.

Read from the format (https://huggingface.co/docs/safetensors): eight bytes of length, then JSON
with the tensors and a ``__metadata__`` of texts, in which is read, bare or under ``modelspec.``
(https://github.com/Stability-AI/ModelSpec):

- ``license``, ``license_name``, ``license_link``: a license that is not known by its text is its
  name or its link; ``base_model`` and ``merged_from`` are ``sources`` of role ``base``;
- of the one file, in its ``artifacts`` record: ``title`` (or ``name``), ``version``, ``date``,
  ``author``, ``architecture``, and ``hash_sha256`` as ``tensor-hash`` (it is that of the tensors
  and not of the file).

Header and offsets have to agree with the size of the file: one that is cut short, has a gap, or
goes on after its last tensor is broken. Of a header over a mebibyte only the metadata is read,
if it stands first (else the license is unknown), and the offsets are not. A pointer of Git LFS
under this name is not mine.
"""

from __future__ import annotations

from collections.abc import Mapping

from stewardship.model import Fragment, Kind, Location
from stewardship.readers import facts
from stewardship.readers._safetensors_head import parse
from stewardship.readers._weights import artifact, is_pointer, licensed, source, texts

VERSION = 3
NAMES = ("*.safetensors",)
KIND: Kind = "artifact"
LIMIT = HEAD = 1024 * 1024
ORIGIN = "safetensors"

LICENSE = ("license", "license_name", "license_link")
TOLD = {
    "title": ("title", "name"),
    "version": ("version",),
    "date": ("date",),
    "author": ("author",),
    "architecture": ("architecture",),
    "tensor-hash": ("hash_sha256",),
}


def read(path: str, content: bytes, size: int | None = None) -> tuple[Fragment, ...] | None:
    """The artifact; ``content`` is the whole file, or its head where ``size`` says that it is."""
    if is_pointer(content):
        return None
    header = parse(content, len(content) if size is None else size)
    metadata = header.metadata
    license, name, link = (_said(metadata, key) for key in LICENSE)
    fields = licensed(path, ORIGIN, license, name, link)
    if header.hidden:  # Not known is not the same as not stated.
        fields = texts(path, ORIGIN, {"license": "unknown"})
    named = [_said(metadata, "base_model"), *_said(metadata, "merged_from").split(",")]
    found = (source(path, ORIGIN, "base", "model", one.strip()) for one in named)
    if sources := [one for one in found if one is not None]:
        fields["sources"] = facts.listing(sources, Location(path), ORIGIN)
    told = {name: next(filter(None, (_said(metadata, key) for key in keys)), "")
            for name, keys in TOLD.items()}  # fmt: skip
    return (artifact(path, ORIGIN, "safetensors", told, fields, header.wrong),)


def _said(metadata: Mapping[str, str], key: str) -> str:
    return metadata.get(f"modelspec.{key}") or metadata.get(key) or ""
