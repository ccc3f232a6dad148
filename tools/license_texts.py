"""Makes src/stewardship/vocabulary/license_texts.json from ScanCode's license texts; by hand.

    python tools/license_texts.py FOLDER

FOLDER is ``src/licensedcode/data`` of a checkout of scancode-toolkit (data CC-BY-4.0, Copyright
(c) nexB Inc. and others). Taken are the text of each license that our own table knows, and the
further copies of it that ScanCode's rules mark as the whole text of that one license. Kept is
only the digest that ``vocabulary/license_texts.py`` makes of each. Two licenses of one digest
cannot be told apart by their text: neither is kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from stewardship.vocabulary.license_texts import KEPT, digest, words
from stewardship.vocabulary.licenses import known

TARGET = Path(__file__).parents[1] / "src/stewardship/vocabulary/license_texts.json"
# A notice says "under the terms of", and often which versions; files named LICENSE hold some.
NOTICES = ("Apache-2.0", "MIT")
LEAST = 25  # words; what is shorter is a remark and not a license


def main(folder: Path) -> None:
    """Read the texts and write the table."""
    import yaml

    ids: dict[str, str] = {}  # ScanCode key -> our id
    own: dict[str, set[str]] = {}  # digest -> ids, of the licenses' own texts
    copies: dict[str, set[str]] = {}  # the same, of the rules

    def take(found: dict[str, set[str]], id: str, text: str) -> None:
        for part in (text, *_cut(text)):
            if len(words(part).split()) >= LEAST:
                found.setdefault(digest(part), set()).add(id)

    for front, text in _read(folder / "licenses", "*.LICENSE"):
        data = yaml.safe_load(front)
        entry = known(str(data.get("spdx_license_key", "")))
        if entry and not data.get("is_exception") and not data.get("is_deprecated"):
            ids[data["key"]] = entry.id
            take(own, entry.id, text)
    for front, text in _read(folder / "rules", "*.RULE"):
        if not any(f"is_license_{what}: yes" in front for what in ("text", "notice")):
            continue
        data = yaml.safe_load(front)
        id = ids.get(str(data["license_expression"]))
        if data.get("is_license_notice") and id not in NOTICES:
            continue
        if id and data.get("relevance", 100) == 100 and not data.get("is_deprecated"):
            take(copies, id, text)
    texts: dict[str, list[str]] = {}
    for one, owners in sorted((copies | own).items()):  # a license's own text is its own
        if len(owners) == 1:
            texts.setdefault(owners.pop(), []).append(one)
        else:
            print(f"one text, several licenses: {', '.join(sorted(owners))}")
    rows = ",\n".join(
        f"{json.dumps(id)}: {json.dumps(' '.join(digests))}"
        for id, digests in sorted(texts.items())
    )
    notice = "Made by tools/license_texts.py from ScanCode data, CC-BY-4.0; see NOTICE."
    TARGET.write_text(f'{{"notice": {json.dumps(notice)}, "texts": {{\n{rows}\n}}}}\n')
    print(f"{len(texts)} licenses, {sum(map(len, texts.values()))} texts of {KEPT} characters")


def _cut(text: str) -> Iterator[str]:
    """The text without the advice on how to apply it, which many copies leave out."""
    before, end, _ = text.partition("END OF TERMS AND CONDITIONS")
    if end:
        yield before
        yield before + end


def _read(folder: Path, pattern: str) -> Iterator[tuple[str, str]]:
    """The front matter and the text of each file."""
    for file in sorted(folder.glob(pattern)):
        _, front, text = file.read_text(encoding="utf-8").split("---", 2)
        yield front, text.partition("\n")[2]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
