"""The value is a digest of a content: well-formed, of a known algorithm, not of nothing.

A digest is a text (`sha256:…`, bare digits) or a record with `alg` and `content`. `algorithms`
names those that may be used; `at-least` asks for one as strong as that, where MD5 and SHA-1 are
the weakest, since two contents with one digest have been made for both. A weaker digest beside a
strong one of the same `path` does no harm. The digest of an empty file identifies nothing.
`quiet: true` leaves to another rule what is no digest at all, and judges the strength alone.

```pass
value: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
options: {at-least: sha256}
```

```pass
value:
- {alg: md5, content: acbd18db4cc2f85cedef654fccc4a4d8, path: a.bin}
- {alg: sha256, content: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae, path: a.bin}
options: {at-least: sha256}
```

```fail
value: [{alg: md5, content: acbd18db4cc2f85cedef654fccc4a4d8, path: a.bin}]
options: {at-least: sha256}
```

```fail
value: sha256:2c26b46b
```

```pass
value: sha256:2c26b46b
options: {at-least: sha256, quiet: true}
```

```fail
value: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
```
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stewardship.checks import Context, Options, given, walk, wording
from stewardship.model import Problem, Unjudged, Value
from stewardship.vocabulary import digests
from stewardship.vocabulary.suggest import closest

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "algorithms": {"type": "array", "minItems": 1, "items": {"enum": [*digests.LENGTHS]}},
        "at-least": {"enum": [*digests.LENGTHS]},
        "quiet": {"type": "boolean"},
    },
}


def check(value: Value, options: Options, context: Context) -> Iterable[Problem | Unjudged]:
    """A problem for each digest that proves less than is asked."""
    allowed = {digests.algorithm(name) for name in given.listed(options, "algorithms")}
    wanted = wording.text(options.get("at-least") if "at-least" in options else "")
    least = digests.algorithm(wanted) if wanted else None
    quiet = given.flag(options, "quiet")
    strong = {_path(item) for item in _items(value) if _strong(_parse(item), least)}

    def judge(item: Value) -> Iterator[Problem]:
        digest = _parse(item)
        quoted = wording.quote(_text(item, "content"))
        if digest is None:
            if not quiet:
                yield Problem(_malformed(item))
        elif digest.empty:
            if not quiet:
                yield Problem(f"{quoted} is the digest of an empty file, which identifies nothing")
        elif "algorithms" in options and digest.alg not in allowed:
            names = wording.choices(sorted(name for name in allowed if name))
            yield Problem(f"{quoted} is a digest by {digest.alg}, not by {names or 'any allowed'}")
        elif "at-least" in options and _path(item) not in strong:
            yield Problem(f"{quoted} is a digest by {digest.alg}, weaker than {least or 'asked'}")

    return walk.each(value, context.field, judge, needed=not quiet)


def _items(value: Value) -> tuple[Value, ...]:
    return value.data if isinstance(value.data, tuple) else (value,)


def _text(item: Value, key: str) -> str:
    """A record's entry as text; a value that is no record is its own content."""
    part = walk.entry(item, key) if isinstance(item.data, Mapping) else item
    if part is None or (part is item and key != "content"):
        return ""
    return wording.text(part.data)


def _path(item: Value) -> str:
    return _text(item, "path")


def _parse(item: Value) -> digests.Digest | None:
    return digests.parse(_text(item, "content"), _text(item, "alg") or None)


def _strong(digest: digests.Digest | None, least: str | None) -> bool:
    """Whether it is as strong as ``least``: by its length, but MD5 and SHA-1 below all others."""
    if digest is None or digest.empty or least is None:
        return False
    return _rank(digest.alg) >= _rank(least)


def _rank(alg: str) -> tuple[bool, int]:
    return alg not in digests.WEAK, digests.LENGTHS[alg]


def _malformed(item: Value) -> str:
    """Why this is no digest: nothing stated, an algorithm that is none, too few digits."""
    content, alg = _text(item, "content"), _text(item, "alg")
    if not content:
        return wording.absent("digest")
    known = digests.algorithm(alg) if alg else None
    if alg and not known:
        meant = wording.meant(closest(alg, digests.LENGTHS))
        return f"{wording.quote(alg)} is not an algorithm for digests{meant}"
    name = known or digests.algorithm(content.partition(":")[0])
    if name:
        return (
            f"{wording.quote(content)} is not a digest by {name},"
            f" which has {digests.LENGTHS[name]} hexadecimal digits"
        )
    return f"{wording.quote(content)} is not a digest; write it as `sha256:` and 64 digits"
