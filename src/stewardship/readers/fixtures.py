"""Files in the folders of tests: whether they hold what has the form of personal data.

Tables, JSON, texts and mails under ``tests``, ``fixtures``, ``testdata`` and their like. What is
found (e-mail addresses, phone numbers, payment cards by their check digit, IBANs by theirs) makes
the file an artifact with ``personal-found``: one text for each place, which names the kind and
never the value. What standards set aside for examples is not found (``vocabulary.personal``). A
file with nothing of that is not mine, nor is one that is no text; of a large file the first MiB is
looked at.

Data that a generator made says so by ``privacy-technique: synthetic``, or by
``differentially-private``, in the card of its folder or in ``.steward/resources.yaml``.
"""

from __future__ import annotations

from collections import Counter

from stewardship.document import source
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.readers import facts
from stewardship.vocabulary import personal

VERSION = 1
ENDINGS = ("csv", "tsv", "json", "jsonl", "ndjson", "txt", "sql", "xml", "log", "vcf", "eml", "ics")
NAMES = tuple(f"*.{ending}" for ending in ENDINGS)
UNDER = tuple(
    f"/{name}/" for name in ("tests", "test", "testing", "fixtures", "fixture", "testdata",
                             "test_data", "test-data", "__fixtures__")
)  # fmt: skip
KIND: Kind = "artifact"
HEAD = 1024 * 1024
ORIGIN = "fixtures"
MOST = 20  # places of one kind that are told of one file
_ARTICLE = {personal.EMAIL: "an"}


def mine(path: str, head: bytes) -> bool:
    """Whether something in these first bytes has the form of personal data."""
    return read(path, head) is not None


def read(path: str, content: bytes, size: int = 0) -> tuple[Fragment, ...] | None:
    """The file, where something in it has the form of personal data."""
    if b"\0" in content[:8192]:
        return None
    text = content.decode(errors="replace").removeprefix("\ufeff")
    at = source.positions(text)
    told: Counter[str] = Counter()
    found: list[Value] = []
    for one in personal.scan(text):
        told[one.kind] += 1
        if told[one.kind] <= MOST:
            article = _ARTICLE.get(one.kind, "a")
            found.append(
                Value(f"it holds {article} {one.kind}", Location(path, *at(one.offset)), ORIGIN)
            )
    for kind, count in told.items():
        if count > MOST:
            said = f"it holds {count - MOST} more of the kind: {kind}"
            found.append(Value(said, Location(path, 1, 1), ORIGIN))
    if not found:
        return None
    fields = {"personal-found": facts.listing(found, found[0].location, ORIGIN)}
    return (Fragment(KIND, path, Location(path, 1, 1), ORIGIN, fields),)
