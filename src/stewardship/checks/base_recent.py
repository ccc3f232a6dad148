"""The image that something is built on was released no longer ago than is allowed.

`released` is a table of images with their versions and the day on which each came out:
`nvidia/cuda:11.8` fits every tag that begins with that version (`11.8.0-runtime-ubuntu22.04`), the
longest entry that fits counts. `within` says for how long, by image, `*` for any other. A version
that the table does not know is told as unchecked, or found where `unknown` is `find`. The value is
a record with `ref` and `tag`, or the text of a reference.

```pass
value: {ref: nvidia/cuda, tag: 12.8.0-runtime-ubuntu24.04}
options: {released: {"nvidia/cuda:12.8": 2025-01-01}, within: {"*": 3y}}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: nvidia/cuda:11.8.0-cudnn8-runtime-ubuntu22.04
options: {released: {"nvidia/cuda:11.8": 2022-10-01}, within: {"nvidia/cuda": 3y}}
context: {now: "2026-11-23T12:00:00Z"}
```

```fail
value: {ref: acme/base, tag: "7"}
options: {released: {}, within: {"*": 3y}, unknown: find}
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from stewardship.checks import Context, Options, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import durations, images

_TABLE = {"type": "object", "additionalProperties": {"type": "string"}}

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "released": _TABLE,
        "within": _TABLE,
        "unknown": {"enum": ["find", "leave"]},
    },
}
# Registries that serve a hub's images under its own names.
MIRRORS = ("nvcr.io/", "public.ecr.aws/docker/library/", "mirror.gcr.io/library/")


def mistakes(options: Options) -> Iterator[str]:
    """Days and durations that are none."""
    for name, day in _table(options, "released").items():
        if durations.date_of(wording.text(day)) is None:
            yield f"`released` has no date for {wording.quote(name)}, such as `2025-01-01`"
    for name, length in _table(options, "within").items():
        if _length(length) is None:
            yield f"`within` has no duration for {wording.quote(name)}, such as `3y`"


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for a base that is too old, or that nobody knows where that is to be found."""
    released, within = _table(options, "released"), _table(options, "within")
    if wrong := next(mistakes(options), ""):
        return [Problem(wrong)]

    def judge(item: Value) -> Iterator[Problem | Unjudged]:
        name, tag = _named(item)
        found = _released(name, tag, released)
        length = within.get(name, within.get("*"))
        limit = _length(length)
        if not name or found is None:
            said = f"{wording.quote(f'{name}:{tag}' if tag else name)} is no version of which"
            if options.get("unknown") == "find":
                yield Problem(f"{said} the day is known")
            else:
                yield Unjudged("a base is of a version of which the day is not known")
            return
        key, day = found
        age = context.now - day
        if limit is not None and age > limit:
            quoted, came = wording.quote(key), day.date().isoformat()
            yield Problem(f"{quoted} came out on {came}, more than {wording.quote(length)} ago")

    return walk.each(value, context.field, judge)


def _named(item: Value) -> tuple[str, str]:
    """Name and tag of an image, as its hub has them."""
    record = item.data if isinstance(item.data, Mapping) else {}
    written = record["ref"].data if "ref" in record else item.data
    image = images.read(wording.text(written))
    if image is None:
        return "", ""
    tag = wording.text(record["tag"].data) if "tag" in record else image.tag
    prefix = next((one for one in MIRRORS if image.name.startswith(one)), "")
    return image.name.removeprefix(prefix), tag


def _released(name: str, tag: str, released: Mapping[str, Any]) -> tuple[str, datetime] | None:
    """The longest entry of the table that an image's version begins with, and its day."""
    for key in sorted(released, key=len, reverse=True):
        image, _, version = str(key).rpartition(":")
        rest = tag[len(version) :] if tag.startswith(version) and version else None
        if image == name and rest is not None and not rest[:1].isdigit():
            day = durations.date_of(wording.text(released[key]))
            return (str(key), day) if day else None
    return None


def _table(options: Options, name: str) -> Mapping[str, Any]:
    found = options.get(name)
    return found if isinstance(found, Mapping) else {}


def _length(written: object) -> timedelta | None:
    try:
        return durations.parse(written) if isinstance(written, str) else None
    except ValueError:
        return None
