"""Files in the folders of tests: whether they hold what has the form of personal data.

Tables, JSON, YAML, texts and mails under ``tests``, ``fixtures``, ``testdata`` and their like. What
is found (e-mail addresses of persons, phone numbers, payment cards and IBANs by check digits) makes
the file an artifact with ``personal-found``: one text for each place, which names the kind and
never the value. What standards set aside for examples is not found, nor are the addresses of roles
(``vocabulary.personal``). A file with nothing of that is not mine, nor is one that is no text; of a
large file the first MiB is looked at.

Data that a generator made says so by ``privacy-technique: synthetic``, or by
``differentially-private``, in the card of its folder or in ``.steward/resources.yaml``.
"""

from __future__ import annotations

from collections import Counter

from stewardship.document import source
from stewardship.model import Fragment, Kind, Location, Value
from stewardship.readers import facts
from stewardship.vocabulary import personal

VERSION = 5
ENDINGS = ("csv", "tsv", "json", "jsonl", "ndjson", "txt", "sql", "xml", "log", "vcf", "eml", "ics",
           "yaml", "yml")  # fmt: skip
NAMES = tuple(f"*.{ending}" for ending in ENDINGS)
UNDER = tuple(
    f"/{name}/" for name in ("tests", "test", "testing", "fixtures", "fixture", "testdata",
                             "test_data", "test-data", "__fixtures__", "mocks", "__mocks__",
                             "cassettes")
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
    text = _text(content)
    places = list(personal.scan(text)) if text else []
    if not places:
        return None
    at = source.positions(text)
    told: Counter[str] = Counter()
    found: list[Value] = []
    for one in places:
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
    fields = {"personal-found": facts.listing(found, found[0].location, ORIGIN)}
    return (Fragment(KIND, path, Location(path, 1, 1), ORIGIN, fields),)


def _text(content: bytes) -> str:
    """The text; of spreadsheets that are saved as Unicode text, too. Empty for what is none."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content[:8192]:
        return ""
    return content.decode(errors="replace").removeprefix("\ufeff")
