"""Croissant: a dataset in JSON-LD, ``croissant.json`` and its like.

Read from the format (https://docs.mlcommons.org/croissant/docs/croissant-spec.html, 0.8 to 1.1, and
its RAI vocabulary), whatever prefixes its keys have:

- ``license`` (a text, an address, a CreativeWork; a list is ``A AND B``; the address of a license
  that is known is its id) and ``license-link``; ``sdLicense``, which is the description's own, is
  ``metadata-license``;
- ``creator`` and ``publisher`` are ``owners``; ``version``, ``description``; ``keywords`` are
  ``tags``, ``inLanguage`` is ``language``; ``dateModified``, else ``datePublished`` or
  ``dateCreated``, is ``date``;
- files of ``distribution`` are ``hashes`` (``sha256``, ``md5``), with the path that ``contentUrl``
  means from the root, or the address; ``data.zip!/a.csv`` is a file in another one; local ones are
  ``artifacts``, too. A repository (``git+https``) has no hash;
- ``isBasedOn`` and ``prov:wasDerivedFrom`` are ``sources`` of role ``source``;
- ``rai:…`` is kept under ``rai``; what ``rai:personalSensitiveInformation`` names without a "no" in
  it makes ``personal-data`` true, and a plain "none" makes it false;
- ``url``, ``sameAs``, ``identifier`` and ``@id`` are identities where they are a dataset of the hub
  or a DOI. Every key of an object ``stewardship`` is a field.

A file of these names that holds no dataset in JSON-LD is not mine; a ``metadata.json`` is mine only
where it says that it is Croissant's. One that cannot be parsed is told by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from stewardship.document import Bounds, DocumentError, json_
from stewardship.model import Fields, Fragment, Kind, Value
from stewardship.pattern import pattern
from stewardship.readers import _jsonld, _licensed, facts
from stewardship.readers._jsonld import Node
from stewardship.vocabulary import purl
from stewardship.vocabulary.license_urls import is_url

VERSION = 1
NAMES = ("croissant.json", "croissant*.json", "*croissant.json", "*croissant.jsonld",
         "metadata.json", "dataset.json")  # fmt: skip
KIND: Kind = "dataset"
ORIGIN = "croissant"
LIMIT = 16 * 1024 * 1024
BOUNDS = Bounds(size=LIMIT, nodes=1_000_000)

WORDS = (b"mlcommons.org/croissant", b"mlcommons.github.io/croissant", b"mlcommons.org/schema")
LIKE = ("FileObject", "FileSet", "RecordSet")
TEXTS = {"version": "version", "description": "description", "citeAs": "citation", "url": "url"}
LISTS = {"keywords": "tags", "inLanguage": "language", "conformsTo": "conforms-to"}
DATES = ("dateModified", "datePublished", "dateCreated")
NAMED = ("url", "sameAs", "identifier", "@id")
# Terms of the RAI vocabulary that the usual contexts let stand without a prefix.
BARE = ("dataBiases", "dataCollection", "personalSensitiveInformation")
_DOI = pattern(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_NONE = pattern(r"(?:none|no|false)\.?", re.IGNORECASE)
_DENIES = pattern(r"\b(?:no|not|non|none|never|without|free of)\b|n't\b|\banonymi", re.IGNORECASE)


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes speak of Croissant."""
    return any(word in head for word in WORDS)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The one dataset that the file describes."""
    if b"ataset" not in content and not mine(path, content):
        return None
    try:
        document = json_.load(content, path, BOUNDS)
    except DocumentError as error:
        broken = mine(path, content)
        return (facts.unreadable(KIND, path, error, ORIGIN),) if broken else None
    named = "croissant" in path.rpartition("/")[2].lower()
    sure = mine(path, content)
    found = [node for node in _jsonld.find(document, ORIGIN, _is_dataset) if sure or named]
    if found:
        best = max(found, key=lambda node: ("distribution" in node, "license" in node))
        return (_fragment(path, best),)
    if sure and isinstance(document.data, dict) and "@context" in document.data:
        wrong = facts.wrong_shape(document, path, "a dataset: an object of type `sc:Dataset`")
        return (facts.unreadable(KIND, path, wrong, ORIGIN),)
    return None


def _is_dataset(node: Node) -> bool:
    typed = "Dataset" in node.types or (not node.types and "conformsTo" in node)
    return typed and ("name" in node or "distribution" in node)


def _fragment(path: str, node: Node) -> Fragment:
    document = node.document
    own = node.keys.get("stewardship")
    stated = facts.stewardship_fields(document, *node.pointer, own, origin=ORIGIN) if own else None
    fields = facts.merged(
        _texts(node), _terms(node), _files(path, node), _origins(node), _responsible(node),
        stated.fields if stated else {},
    )  # fmt: skip
    name = node.text("name")
    title = name.data if name and name.state == "present" and isinstance(name.data, str) else ""
    return Fragment(
        (stated and stated.kind) or KIND,
        (stated and stated.name) or " ".join(title.split()) or facts.folder_name(path),
        document.location(*node.pointer),
        ORIGIN,
        fields,
        tuple(dict.fromkeys((*(stated.ids if stated else ()), *_ids(node)))),
        refs=facts.refs_of(fields),
        problems=stated.problems if stated else (),
    )


def _texts(node: Node) -> Fields:
    found = {name: node.text(key) for key, name in TEXTS.items()}
    found["date"] = next((date for key in DATES if (date := node.text(key))), None)
    fields = {name: value for name, value in found.items() if value is not None}
    for key, name in LISTS.items():
        if values := node.texts(key):
            fields[name] = facts.listing(values, None, ORIGIN)
    people: dict[str, Value] = {}
    for one in (*node.texts("creator"), *node.texts("publisher")):
        people.setdefault(str(one.data), one)
    if people:
        fields["owners"] = facts.listing(people.values(), None, ORIGIN)
    return fields


def _terms(node: Node) -> Fields:
    fields: dict[str, Value] = {}
    for key, name in (("license", "license"), ("sdLicense", "metadata-license")):
        said = node.texts(key)
        if said:
            place = node.document.location(*node.pointer, node.keys[key])
            fields[name] = _licensed.all_of([_licensed.by_address(v) for v in said], place, ORIGIN)
        elif empty := node.text(key):
            fields[name] = empty
    links = [value for value in _addresses(node) if is_url(str(value.data))]
    if len(links) == 1:
        fields["license-link"] = links[0]
    return fields


def _addresses(node: Node) -> Iterator[Value]:
    for place in node.items("license"):
        value = _jsonld.said(node.document, place, ORIGIN, ("url", "@id"))
        if value is not None:
            yield value


def _files(path: str, node: Node) -> Fields:
    """Digests and local files of the distribution; each place is one that ``path`` can mean."""
    files = [one for one in node.nodes("distribution") if "FileObject" in one.types or
             not set(LIKE).intersection(one.types)]  # fmt: skip
    places = {one.identity: where for one in files if (where := _where(path, one, {}))}
    hashes, artifacts = [], []
    for one in files:
        where = _where(path, one, places)
        format = one.text("encodingFormat")
        if format is not None and str(format.data).startswith("git+"):
            continue
        for alg in ("sha256", "md5"):
            digest = one.text(alg)
            if digest is not None:
                here = where or Value("", digest.location, ORIGIN, "absent")
                hashes.append(facts.record(digest.location, ORIGIN, alg=alg, content=digest,
                                           path=here))  # fmt: skip
        if where is not None and not is_url(str(where.data)) and "!/" not in str(where.data):
            artifacts.append(facts.record(where.location, ORIGIN, path=where))
    fields = {"hashes": hashes, "artifacts": artifacts}
    return {name: facts.listing(found, None, ORIGIN) for name, found in fields.items() if found}


def _where(path: str, file: Node, places: Fields) -> Value | None:
    """The path from the root (or the address) of a file; in another file, after ``!/``."""
    url = file.text("contentUrl") or file.text("name")
    if url is None or not isinstance(url.data, str) or url.state != "present":
        return None
    outer = next((places[one.identity] for one in file.nodes("containedIn")
                  if one.identity in places), None)  # fmt: skip
    if outer is not None:
        return Value(f"{outer.data}!/{url.data}", url.location, ORIGIN)
    if "containedIn" in file or "://" in url.data or "contentUrl" not in file:
        return url
    return Value(normpath(join(dirname(path), url.data.lstrip("/"))), url.location, ORIGIN)


def _origins(node: Node) -> Fields:
    found = []
    for key in ("isBasedOn", "isBasedOnUrl", "prov:wasDerivedFrom", "wasDerivedFrom"):
        for place in node.items(key):
            ref = _jsonld.said(node.document, place, ORIGIN, ("@id", "url", "prov:label", "name"))
            if ref is None or ref.state == "absent":
                continue
            named = purl.hub_id(ref.data) if isinstance(ref.data, str) and is_url(ref.data) else ""
            ref = facts.said(named, ref.location, ORIGIN) if named else ref
            license = Node(node.document, place, ORIGIN).text("license")
            terms = _licensed.by_address(license) if license else None
            found.append(facts.record(ref.location, ORIGIN, ref=ref, role="source", license=terms))
    return {"sources": facts.listing(found, None, ORIGIN)} if found else {}


def _responsible(node: Node) -> Fields:
    entries: dict[str, Value] = {}
    for key in node.keys:
        values = node.texts(key) if key.startswith("rai:") or key in BARE else []
        if values:
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", key.removeprefix("rai:")).lower()
            entries[name] = values[0] if len(values) == 1 else facts.listing(values, None, ORIGIN)
    if not entries:
        return {}
    first = next(iter(entries.values())).location
    return {"rai": Value(entries, first, ORIGIN), **_personal(node)}


def _personal(node: Node) -> Fields:
    """Whether it holds personal data, only where that is said beyond doubt."""
    said = node.texts("rai:personalSensitiveInformation", "personalSensitiveInformation")
    texts = [str(value.data) for value in said]
    if said and all(_NONE.fullmatch(text.strip()) for text in texts):
        return {"personal-data": Value(False, said[0].location, ORIGIN)}
    plain = all(value.state == "present" for value in said)
    if said and plain and not any(_DENIES.search(text) for text in texts):
        return {"personal-data": Value(True, said[0].location, ORIGIN)}
    return {}


def _ids(node: Node) -> Iterator[str]:
    """The identities that hold anywhere: a dataset of the hub, a DOI."""
    for key in NAMED:
        for value in node.texts(key):
            text = str(value.data)
            doi = _DOI.fullmatch(text)
            if "/datasets/" in text and is_url(text) and (hub := purl.hub_id(text)):
                yield hub
            elif doi:
                yield f"doi:{doi[1].lower()}"
