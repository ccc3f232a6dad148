"""Write what is generated from other files of this repository, or check that it is up to date.

``python tools/generate.py`` writes; ``--check`` exits 1 and names the files that differ.
Generated: ``.pre-commit-hooks.yaml`` from ``hooks/pre-commit.yaml``, the defaults of the license
pack as JSON, and the tables between markers in ``README.md`` and ``docs/``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import license_pages
import lineage_page
import yaml

ROOT = Path(__file__).resolve().parent.parent


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


def _first(text: str | None) -> str:
    return (text or "").strip().partition("\n")[0].replace("``", "`")


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().partition("\n\n")[0].split())


BLOCKS: Mapping[str, Callable[[], str]] = {
    "rules": rules,
    "readers": readers,
    "checks": checks,
    "fields": fields,
    "fixers": fixers,
    **license_pages.BLOCKS,
    **lineage_page.BLOCKS,
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
        ROOT / "src/stewardship/cli/licenses/defaults.json": license_defaults(),
    }
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = page.read_text()
        if "<!-- generated: " in text:
            files[page] = filled(text)
    return files


def main() -> int:
    """Write, or with ``--check`` compare."""
    stale = [p for p, text in wanted().items() if not p.exists() or p.read_text() != text]
    for path in stale:
        print(f"{'differs' if '--check' in sys.argv else 'wrote'}: {path.relative_to(ROOT)}")
        if "--check" not in sys.argv:
            path.write_text(wanted()[path])
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
