"""Results of evaluations as the hub keeps them: ``.eval_results/*.yaml`` beside a model's card.

Read from the hub's format (https://huggingface.co/docs/hub/eval-results): a list of results, each
with ``dataset`` (``id``, ``task_id``, ``revision``), ``value``, ``date``, ``source`` and ``notes``.
They are ``evaluations`` of the model in whose folder ``.eval_results`` lies: ``task_id`` is
``metric`` and ``task``, since a benchmark's task has one measure; ``metrics`` with ``metric_id``
are read where a result lists them. A ``verifyToken`` is no proof here, since nothing asks the hub:
``verified`` is left out.

A file of the folder that is no list of results with a ``dataset`` is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stewardship.document import Document
from stewardship.model import Fragment, Kind, Problem, Value
from stewardship.readers import _files, facts

VERSION = 1
NAMES = ("*.yaml", "*.yml")
UNDER = ("/.eval_results/",)
KIND: Kind = "model"
ORIGIN = "eval-results"
Pointer = tuple[str | int, ...]


def read(path: str, content: bytes) -> tuple[Fragment, ...] | None:
    """The one model whose results these are."""
    document, error = _files.one_document(content, path)
    name = facts.folder_name(path)
    if document is None or not isinstance(document.data, list | dict):
        shape = error or facts.wrong_shape(document, path, "a list of results")
        return (facts.unreadable(KIND, path, shape, ORIGIN),)
    places: list[Pointer] = [()]
    if isinstance(document.data, list):
        places = [(index,) for index in range(len(document.data))]
    problems = [wrong for place in places if (wrong := _wrong(document, place))]
    found = [one for place in places for one in _results(document, place)]
    fields = {"evaluations": facts.listing(found, None, ORIGIN)} if found else {}
    fragment = Fragment(KIND, name, document.location(), ORIGIN, fields, problems=tuple(problems))
    return (facts.with_problem(fragment, error),)


def _wrong(document: Document, at: Pointer) -> Problem | None:
    node = document.get(*at)
    if not isinstance(node, dict):
        return Problem("a result has to be a mapping with `dataset` and `value`",
                       document.location(*at))  # fmt: skip
    if "dataset" not in node:
        return Problem("a result names no `dataset`", document.location(*at))
    return None


def _results(document: Document, at: Pointer) -> Iterator[Value]:
    node = document.get(*at)
    if not isinstance(node, dict) or "dataset" not in node:
        return
    about = _about(document, at)
    metrics = node.get("metrics")
    for index in range(len(metrics) if isinstance(metrics, list) else 0):
        place = (*at, "metrics", index)
        name = facts.text(document, *place, "metric_id", origin=ORIGIN) or about["metric"]
        yield _record(document, place, {**about, "metric": name})
    if not isinstance(metrics, list):
        yield _record(document, at, about)


def _record(document: Document, at: Pointer, about: Mapping[str, Value | None]) -> Value:
    value = None
    if facts.has(document, *at, "value"):
        value = facts.nested(document, *at, "value", origin=ORIGIN)
    return facts.record(document.location(*at), ORIGIN, value=value, **about)


def _about(document: Document, at: Pointer) -> dict[str, Value | None]:
    place = (*at, "dataset")
    named = facts.text(document, *place, "id", origin=ORIGIN)
    if not isinstance(document.get(*place), dict):
        named = facts.text(document, *place, origin=ORIGIN)
    task = facts.text(document, *place, "task_id", origin=ORIGIN)
    return {
        "dataset": named,
        "metric": task,
        "task": task,
        "revision": facts.text(document, *place, "revision", origin=ORIGIN),
        "date": facts.text(document, *at, "date", origin=ORIGIN),
        "source": facts.text(document, *at, "source", "url", origin=ORIGIN),
    }
