"""Prose cards: ``MODEL_CARD.md``, ``DATASET_CARD.md`` and their like, without front matter.

Read from the text: ``- **License:** MIT`` bullets and ``| License | MIT |`` rows, their labels
taken by meaning (English and a few other languages). License, version, date, commit, owners,
steward, contact, task and stage are read outside the sections on data, training and evaluation;
training data, base model and test data are ``sources`` with a role, and with the license that
their section states; numbers beside a metric's name in a section of results are ``evaluations``,
and so are the cells of a table whose header tells metric, value, dataset and split apart.
A section "License" that holds a sentence is the license. The first paragraph is ``description``.
The name is what the card calls ``Name``, else what the file's adds (``OWL_MODEL_CARD.md`` is
``OWL``), else the folder's.

A card of this name *with* front matter is read by ``card``. The name claims the file whatever it
says: an empty model card describes a model of which nothing is known. Only a template in a folder
of templates is not mine.
"""

from __future__ import annotations

from stewardship.document import DocumentError, front_matter, prose
from stewardship.model import Fields, Fragment, Kind, Location
from stewardship.readers import _card_kind, _files, _prose, _tables, facts

VERSION = 4
NAMES = _card_kind.CARD_NAMES
KIND: Kind = "model"
ORIGIN = "prose-card"


def mine(path: str, head: bytes) -> bool:
    """Whether these first bytes are prose; a front matter is for ``card`` to claim."""
    return not _files.fronted(head)


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The one model or dataset that the card describes."""
    if _files.scaffold(path, content):
        return None
    kind = _card_kind.of_name(path) or KIND
    try:
        if front_matter.split(content, path) is not None:
            return None
        body = _files.text_of(content, path)
    except DocumentError as error:
        if _files.fronted(content):
            return None
        return (facts.unreadable(kind, path, error, ORIGIN),)
    if not body.strip():
        empty = DocumentError(_files.EMPTY, Location(path, 1, 1))
        return (facts.unreadable(kind, path, empty, ORIGIN),)
    fields = _prose.stated(prose.facts(body, path, 1), kind, ORIGIN)
    if kind == "model":
        fields = facts.merged(fields, _measured(body, path))
    named = fields.pop("name", None)
    name = _prose.slug(named.data) if named and isinstance(named.data, str) else ""
    place = Location(path, 1, 1)
    refs = facts.refs_of(fields)
    name = name or _card_kind.own_name(path) or facts.folder_name(path)
    return (Fragment(kind, name, place, ORIGIN, fields, refs=refs),)


def _measured(body: str, path: str) -> Fields:
    found = list(_tables.evaluations(body, path, 1, ORIGIN))
    return {"evaluations": facts.listing(found, None, ORIGIN)} if found else {}
