"""Hugging Face cards: the front matter of ``README.md`` or ``MODEL_CARD.md``, and their like.

Read from the hub's metadata (https://github.com/huggingface/hub-docs, ``modelcard.md``,
``datasetcard.md``):

- ``license`` (a list is ``A AND B``), ``license_name``, ``license_link``, ``language``, ``tags``,
  ``version``, ``description``; ``pipeline_tag`` is ``task``, ``library_name`` is ``library``,
  ``pretty_name`` is ``title``;
- ``datasets`` are ``sources`` of role ``train``, ``base_model`` of role ``base`` (pinned by
  ``org/name@revision`` or ``stewardship: {base-revision: …}``), ``source_datasets`` of role
  ``source`` (``original`` alone: known to have none; ``extended|x`` is x);
- ``model-index`` holds ``evaluations``, and the name;
- a Space (``sdk``) is a service: ``models`` is ``serves``, ``datasets`` is ``depends-on``;
- every key under ``stewardship:`` is a field; ``kind``, ``name`` and ``id`` there settle those.

What the front matter leaves out is taken from bullets, tables and paragraphs, as in prose cards.
Front matter of another tool (Jekyll, Hugo, Docusaurus, …) is not mine; what looks like a card's
but cannot be parsed is mine, and unreadable.
"""

from __future__ import annotations

from stewardship.document import Document, DocumentError, front_matter, prose
from stewardship.document.front_matter import FrontMatter
from stewardship.model import Fields, Fragment, Kind, Location, Value
from stewardship.readers import _card_kind, _card_links, _files, _licensed, _prose, facts

VERSION = 4
NAMES = ("readme.md", *_card_kind.CARD_NAMES)
KIND: Kind = "model"
ORIGIN = "card"
SPOKEN_ORIGIN = "prose-card"

TOP = {
    "license_name": "license-name",
    "license_link": "license-link",
    "pipeline_tag": "task",
    "library_name": "library",
    "pretty_name": "title",
    "title": "title",
    "version": "version",
    "description": "description",
    "base_model_relation": "base-relation",
    "sdk": "sdk",
}
LISTS = {"language": "language", "tags": "tags"}
# What the prose may add to the front matter; a front matter speaks for all else by its silence.
SPOKEN = (
    *("license", "version", "date", "commit", "steward", "owners", "contact", "stage"),
    "description",
)


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes are those of a card."""
    return _files.fronted(head) and _sniffed(path, head) is not None


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The one model, dataset or service that the card describes."""
    if not _files.fronted(content) or _files.scaffold(path, content):
        return None
    try:
        front = front_matter.split(content, path)
        if front is not None and not isinstance(front.document.data, dict | None):
            raise DocumentError("the front matter has to be a mapping", front.document.location())
        if front is None:  # Blank lines before it, and then no YAML: prose, or a broken card.
            raise DocumentError(
                "what looks like front matter here is no YAML", Location(path, 1, 1)
            )
    except DocumentError as error:
        kind = _sniffed(path, content)
        return (facts.unreadable(kind, path, error, ORIGIN),) if kind else None
    return _card(path, front)


def _sniffed(path: str, content: bytes) -> Kind | None:
    """The kind by what looks like keys, for a front matter that cannot be parsed."""
    text = content[: 4 * _card_kind.HEAD].decode(errors="replace").replace("\r\n", "\n")
    return _card_kind.kind_of(_card_kind.keys_in(text), path) or _card_kind.of_name(path)


def _card(path: str, front: FrontMatter) -> tuple[Fragment, ...] | None:
    document, body = front.document, front.body
    stated = facts.stewardship_fields(document, "stewardship", origin=ORIGIN)
    tags = [str(tag.data) for tag in facts.texts(document, "tags", origin=ORIGIN)]
    keys = document.data or {}
    kind = stated.kind or _card_kind.kind_of(keys, path, body, tags) or _card_kind.of_name(path)
    if kind is None:
        return None
    told = facts.merged(
        _metadata(document), _card_links.links(document, kind, ORIGIN), stated.fields
    )
    fields = _with_prose(told, kind, path, front)
    fragment = Fragment(
        kind,
        stated.name or _name(document, path),
        document.location(),
        ORIGIN,
        fields,
        stated.ids,
        refs=facts.refs_of(fields),
        problems=stated.problems,
    )
    return (fragment,)


def _name(document: Document, path: str) -> str:
    """The declared name where it can stand for the card; a title only names the root's card."""
    for pointer in (("model_name",), ("model-index", 0, "name"), ("model-index", "name")):
        value = facts.text(document, *pointer, origin=ORIGIN)
        if value and value.state == "present" and _prose.slug(str(value.data)):
            return str(value.data)
    folder = _card_kind.own_name(path) or facts.folder_name(path)
    title = facts.text(document, "pretty_name", origin=ORIGIN)
    if folder == "." and title and title.state == "present":
        return str(title.data)
    return folder


def _metadata(document: Document) -> Fields:
    fields = facts.renamed(document, TOP, origin=ORIGIN)
    license = _license(document, "license") or _license(document, "licenses")
    if license is not None:
        fields["license"] = license
    for key, name in LISTS.items():
        values = facts.texts(document, key, origin=ORIGIN)
        if values:
            fields[name] = facts.listing(values, document.location(key), ORIGIN)
    for key in ("owners", "owner", "maintainers"):
        values = facts.texts(document, key, origin=ORIGIN)
        if values:
            fields["owners"] = facts.listing(values, document.location(key), ORIGIN)
            break
    return fields


def _license(document: Document, key: str) -> Value | None:
    """One expression; the licenses of a list all hold, each in parentheses where it needs them."""
    if not isinstance(document.get(key), list):
        return facts.text(document, key, origin=ORIGIN)
    values = facts.texts(document, key, origin=ORIGIN)
    if len(values) > 1 and not all(isinstance(value.data, str) for value in values):
        return facts.nested(document, key, origin=ORIGIN)
    return _licensed.all_of(values, document.location(key), ORIGIN)


def _with_prose(told: Fields, kind: Kind, path: str, front: FrontMatter) -> dict[str, Value]:
    """The front matter's fields, and of the rest what the text below states."""
    spoken = _prose.stated(prose.facts(front.body, path, front.body_line), kind, SPOKEN_ORIGIN)
    return {name: spoken[name] for name in SPOKEN if name in spoken} | dict(told)
