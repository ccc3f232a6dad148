"""Write what is generated from other files of this repository, or check that it is up to date.

``python tools/generate.py`` writes; ``--check`` exits 1 and names the files that differ.
Generated: ``.pre-commit-hooks.yaml`` from ``hooks/pre-commit.yaml``, ``offline/action.yml`` from
``action.yml``, the packs as they were proved and the labels of the readers (no run then has to
parse what we ship), the defaults of the license pack as JSON, and the tables between markers in
``README.md`` and ``docs/``.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import appetite_page
import essay_page
import license_pages
import lineage_page
import offline_action
import security_page
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROOFS = ROOT / "src/stewardship/policy/packs"


def hooks() -> str:
    """The hook manifest that pre-commit and prek read."""
    catalog = yaml.safe_load((ROOT / "hooks/pre-commit.yaml").read_text())
    # Through JSON, so that no two entries share a list: YAML would print it as an alias.
    entries = [
        json.loads(json.dumps(one | {**catalog["common"], **one})) for one in catalog["hooks"]
    ]
    head = "# Generated from hooks/pre-commit.yaml by tools/generate.py; edit that file.\n"
    return head + yaml.safe_dump(entries, sort_keys=False, width=200)


def rules() -> str:
    """A table of every rule of the packs."""
    from stewardship.organization.files import load
    from stewardship.policy.load import Memory

    rows = ["| rule | severity | what it asks |", "| --- | --- | --- |"]
    rows += [
        f"| `{rule.id}` | {rule.severity} | {rule.title} |"
        for rule in load({}, {}, Memory()).rules.values()
    ]
    return "\n".join(rows)


def packs() -> str:
    """A line for each pack that is on by default: its title, and its rules by severity."""
    from stewardship.model import SEVERITIES
    from stewardship.organization.files import load
    from stewardship.policy.load import Memory

    rows = ["| pack | what it asks | rules |", "| --- | --- | --- |"]
    for one in load({}, {}, Memory()).policies:
        counts = Counter(rule.severity for rule in one.policy.rules)
        said = ", ".join(f"{counts[key]} {key}" for key in SEVERITIES if counts[key])
        rows.append(f"| `{one.policy.name}` | {one.policy.title} | {said} |")
    return "\n".join(rows)


def readers() -> str:
    """A table of the readers: which files each one claims."""
    from stewardship.readers import built_in, name_of

    rows = ["| reader | files | what it reads |", "| --- | --- | --- |"]
    for one in built_in():
        files = " ".join(f"`{u}{n}`" for u in getattr(one, "UNDER", ("",)) for n in one.NAMES)
        rows.append(f"| {name_of(one)} | {files} | {_first(one.__doc__)} |")
    return "\n".join(rows)


def checks() -> str:
    """A table of the checks and their options."""
    from stewardship import checks as modules

    rows = ["| check | options | what it says |", "| --- | --- | --- |"]
    for name in modules.names():
        one = modules.load(name)
        options = " ".join(f"`{key}`" for key in one.OPTIONS.get("properties", {}))
        rows.append(f"| {name} | {options} | {_first(one.__doc__)} |")
    return "\n".join(rows)


def fields() -> str:
    """A table of the fields that a path in a policy may use."""
    from stewardship.policy.fields import RECORD_KEYS, STANDARD

    rows = ["| field | shape | what it says |", "| --- | --- | --- |"]
    for name, (shape, text) in STANDARD.items():
        keys = ", ".join(f"`{key}`" for key in RECORD_KEYS.get(name, ()))
        rows.append(f"| `{name}` | {shape}{f' of {keys}' if keys else ''} | {text} |")
    return "\n".join(rows)


def fixers() -> str:
    """A table of the rules of the packs that are mended by an edit, and by which."""
    from stewardship.fixers import fixer_of
    from stewardship.organization.files import load
    from stewardship.policy.load import Memory

    rows = ["| rule | mended with |", "| --- | --- |"]
    for rule in load({}, {}, Memory()).rules.values():
        fixer = fixer_of(rule)
        if fixer and rule.remedy.startswith("steward "):
            rows.append(f"| `{rule.id}` | {_paragraph(fixer.__doc__)} |")
    return "\n".join(rows)


def license_defaults() -> str:
    """The params of the license pack as JSON: `steward licenses explain` reads no YAML."""
    from stewardship.cli.licenses.in_force import NAMES

    params = yaml.safe_load((ROOT / "policies/licenses.yaml").read_text())["params"]
    return json.dumps({name: params[name]["default"] for name in NAMES}, indent=1) + "\n"


def proofs() -> dict[Path, str]:
    """Each pack as it was proved, so that no run parses it: `stewardship.policy.proofs`."""
    from stewardship.policy import load, proofs

    files = {}
    for name, file in load.stock().items():
        content = file.read_bytes()
        proof = load.prove(content, f"{proofs.PACKS}{name}.yaml")
        text = proofs.written(sha256(content).hexdigest(), proof)
        files[PROOFS / f"{name}.json"] = text
    return files


def labels() -> str:
    """What each reader says of itself, so that a first run imports only those it needs."""
    from stewardship.readers import written

    return written()


def _first(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].replace("``", "`")


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().partition("\n\n")[0].split())


BLOCKS: Mapping[str, Callable[[], str]] = {
    "packs": packs,
    "rules": rules,
    "readers": readers,
    "checks": checks,
    "fields": fields,
    "fixers": fixers,
    **appetite_page.BLOCKS,
    **essay_page.BLOCKS,
    **license_pages.BLOCKS,
    **lineage_page.BLOCKS,
    **security_page.BLOCKS,
}


def filled(text: str) -> str:
    """A Markdown text with every generated block made anew."""

    def block(match: re.Match[str]) -> str:
        name = match.group(1)
        body = BLOCKS[name]() if name in BLOCKS else match.group(2).strip("\n")
        return f"<!-- generated: {name} -->\n{body}\n<!-- end: {name} -->"

    return re.sub(r"<!-- generated: (\w+) -->\n(.*?)<!-- end: \1 -->", block, text, flags=re.S)


def wanted() -> dict[Path, str]:
    """Every generated file with the content that it should have."""
    files = {
        ROOT / ".pre-commit-hooks.yaml": hooks(),
        ROOT / "offline/action.yml": offline_action.offline((ROOT / "action.yml").read_text()),
        ROOT / "src/stewardship/cli/licenses/defaults.json": license_defaults(),
        ROOT / "src/stewardship/readers/labels.json": labels(),
        **proofs(),
    }
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = page.read_text()
        if "<!-- generated: " in text:
            files[page] = filled(text)
    return files


def main() -> int:
    """Write, or with ``--check`` compare."""
    check, files = "--check" in sys.argv, wanted()
    stale = [p for p, text in files.items() if not p.exists() or p.read_text() != text]
    for path in stale:
        print(f"{'differs' if check else 'wrote'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(files[path])
    left = [path for path in sorted(PROOFS.glob("*")) if path not in files]
    for path in left:  # of a pack that is gone
        print(f"{'is of no pack' if check else 'removed'}: {path.relative_to(ROOT)}")
        if not check:
            path.unlink()
    return int(bool(stale or left) and check)


if __name__ == "__main__":
    sys.exit(main())
