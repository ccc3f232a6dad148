"""What the readers of SPDX share: licenses of two minds, hashes, people, identities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stewardship.model import Kind, Location, Value
from stewardship.readers import _licensed, facts
from stewardship.vocabulary import digests, licenses, purl
from stewardship.vocabulary.license_urls import is_url

KINDS: Mapping[str, Kind] = {
    "model": "model",
    "data": "dataset",
    "dataset": "dataset",
    "container": "container",
}
OTHER: Kind = "dependency"


def licensed(declared: Value | None, concluded: Value | None) -> dict[str, Value]:
    """``license`` out of what is declared and what somebody concluded, and the latter by itself.

    Who declares nothing is spoken for by the conclusion; where both speak and differ, that is a
    conflict for people to settle.
    """
    fields = {} if concluded is None else {"license-concluded": concluded}
    stated = [one for one in (declared, concluded) if one is not None and one.state == "present"]
    if not stated:
        silent = declared or concluded
        return fields if silent is None else {"license": silent, **fields}
    first = stated[0]
    if len({licenses.normalize(str(one.data)) for one in stated}) > 1:
        sides = tuple(stated)
        first = Value(first.data, first.location, first.origin, "conflicting", sides)
    return {"license": first, **fields}


def meant(value: Value | None, texts: Mapping[str, str]) -> Value | None:
    """A license as written; a reference to a text of the document is what that text is known as."""
    if value is None or not isinstance(value.data, str):
        return value
    text = texts.get(value.data, "")
    known = _named(text)
    if text and not known:
        from stewardship.vocabulary.license_texts import recognized  # late: few bring texts

        known = recognized(text) or ""
    return facts.said(known, value.location, value.origin) if known else _licensed.by_address(value)


def _named(text: str) -> str:
    """The license whose name is all of the text, as some tools write it."""
    text = text.strip()
    return text if len(text) < 100 and licenses.resolve(text).kind == "license" else ""


def digest(alg: Value | None, content: Value | None, path: Value | None = None) -> Value | None:
    """One record of ``hashes``, with the algorithm in our spelling where it is one of ours."""
    if content is None:
        return None
    written = str(alg.data) if alg else ""
    name = digests.algorithm(written) or written.lower()
    return facts.record(content.location, content.origin, alg=name, content=content, path=path)


def strong(hashes: Iterable[Value]) -> tuple[str, ...]:
    """The digests of these records by which two descriptions of one thing may be joined."""
    found = []
    for one in hashes:
        plain = one.plain()
        if isinstance(plain, dict) and not plain.get("path"):
            parsed = digests.parse(str(plain.get("content")), str(plain.get("alg")))
            if parsed and not parsed.weak and not parsed.empty:
                found.append(str(parsed))
    return tuple(found)


def identities(kind: Kind, written: Iterable[str]) -> Iterator[str]:
    """Package URLs and hub ids among these texts, as joining compares them."""
    for text in written:
        parsed = purl.parse(text)
        hub = purl.hub_id(text) if kind in ("model", "dataset") else None
        if hub and (parsed or is_url(text)):
            yield hub
        elif parsed and parsed.type != "huggingface":
            yield str(parsed)


def kind_by(written: Iterable[str]) -> Kind | None:
    """The kind that a package URL tells: what is on the hub is a model, or a dataset."""
    for text in written:
        parsed = purl.parse(text)
        if parsed and parsed.type == "huggingface":
            return "dataset" if parsed.namespace.startswith("datasets") else "model"
        if parsed and parsed.type in ("mlflow", "docker", "oci"):
            return "model" if parsed.type == "mlflow" else "container"
    return None


def name_by(written: Iterable[str], title: str) -> str:
    """The name of a package: as its package URL has it, else its title."""
    parsed = next((found for text in written if (found := purl.parse(text))), None)
    if parsed is None or parsed.type == "huggingface":
        return " ".join(title.split())
    return f"{parsed.namespace}/{parsed.name}" if parsed.namespace else parsed.name


def linked(where: Location, origin: str, ref: str, **entries: str) -> Value:
    """One record of a link, at the place of the relationship that says it."""
    return facts.record(where, origin, ref=facts.said(ref, where, origin), **entries)
