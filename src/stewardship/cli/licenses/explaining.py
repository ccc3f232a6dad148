"""What becomes of a license, and why: the work of ``steward licenses explain``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stewardship.checks import appetite, matrix
from stewardship.cli.streams import say
from stewardship.errors import UserError
from stewardship.reporters.clean import terminal
from stewardship.vocabulary import licenses, spdx
from stewardship.vocabulary.spdx_caret import explained, pointed

if TYPE_CHECKING:
    from pathlib import Path

CODES = {"pass": 0, "review": 0, "block": 1, "error": 2}


def run(
    what: str, allow: tuple[str, ...], contexts: tuple[str, ...], form: str, root: str | None
) -> int:
    """Say it, and tell the exit code: 0 for pass or review, 1 for block, 2 for what is none."""
    if form not in ("text", "json"):
        raise UserError(f"there is no format `{form}`", None, "text or json")
    for context in contexts:
        if context not in matrix.CONTEXTS:
            known = ", ".join(matrix.CONTEXTS)
            raise UserError(f"there is no context `{context}`", None, f"known: {known}")
    found, asked = licenses.resolve(what), None
    text = what
    if found.node is None:
        from stewardship.cli.licenses import subject

        asked = subject.find(what, root)
        if asked and asked.license:
            text, found = asked.license, licenses.resolve(asked.license)
    if found.node is not None:
        used = (asked.context,) if asked and not contexts else contexts
        said = _allowed(found.node, text, allow) if allow else _by_context(
            found.node, text, used, root
        )  # fmt: skip
    elif asked is None or (asked.license and found.kind == "not-known"):
        said = _error(text, found)
    else:
        why = asked.why or found.message
        used = contexts or (asked.context,)
        said = _unstated(asked.license, why, used, root, bool(allow))
    lines = said.pop("lines")
    if asked:
        lines.insert(0, f"{asked.name}, {asked.context} ({asked.by})")
    if form == "json":
        say(json.dumps(said, indent=2))
    else:
        say("\n".join(terminal(part) for line in lines for part in line.split("\n")))
    return CODES[str(said["verdict"])]


def _unstated(
    text: str, why: str, contexts: tuple[str, ...], root: str | None, listed: bool
) -> dict[str, Any]:
    """What states a family of licenses, or none that is certain: no list allows it, and the
    matrix has a row for it."""
    verdict, by_context = "block", {}
    if not listed:
        from stewardship.cli.licenses.in_force import in_force

        now = in_force(_path(root)).params
        row = now["matrix"].get("unstated", {})
        cells = {one: str(row.get(one, "block")) for one in contexts or matrix.CONTEXTS}
        asked = [cells[one] for one in contexts] or [cells[_default(now["context"])]]
        verdict = max(asked, key=matrix.OUTCOMES.index)
        by_context = {
            context: {"verdict": cell, "chosen": None, "category": "unstated", "clauses": [],
                      "reasons": [why]}
            for context, cell in cells.items()
        }  # fmt: skip
    lines = [why, *(f"{context:<12} {one['verdict']}" for context, one in by_context.items())]
    if listed:
        lines.append("block: the list does not satisfy it")
    return {
        "verdict": verdict,
        "expression": text,
        "chosen": None,
        "reasons": [why],
        "by_context": by_context,
        "lines": lines,
    }


def _path(root: str | None) -> Path | None:
    if root is None:
        return None
    from pathlib import Path

    return Path(root)


def _error(text: str, found: licenses.Resolution) -> dict[str, Any]:
    message = found.message + (f"; {found.hint}" if found.hint else "")
    verdict: dict[str, Any] = {"verdict": "error", "expression": text, "chosen": None}
    lines = [pointed(text, found.column, message)]
    return {**verdict, "reasons": [message], "by_context": {}, "lines": lines}


def _allowed(node: spdx.Node, text: str, allow: tuple[str, ...]) -> dict[str, Any]:
    """The expression against a list alone."""
    entries = appetite.entries(allow)
    if entries.mistakes:
        raise UserError(entries.mistakes[0], None, "--allow takes one license id or category:name")
    verdict = appetite.judge(node, allow, (), ())
    passes = verdict.tier == "allowed"
    chosen = spdx.render(matrix.branch(node, verdict)) if passes else None
    reasons = [one.why for one in verdict.all]
    if entries.categories:
        lines = [spdx.render(node), *reasons]
    else:
        lines = [explained(text, spdx.satisfied(node, entries.licenses))]
    lines.append(f"pass, by {chosen}" if passes else "block: the list does not satisfy it")
    return {
        "verdict": "pass" if passes else "block",
        "expression": spdx.render(node),
        "chosen": chosen,
        "reasons": reasons,
        "by_context": {},
        "lines": lines,
    }


def _by_context(
    node: spdx.Node, text: str, contexts: tuple[str, ...], root: str | None
) -> dict[str, Any]:
    """The expression by the matrix in force; the verdict is that of the worst context asked."""
    from stewardship.cli.licenses.in_force import in_force

    now = in_force(_path(root)).params
    rulings = {
        context: matrix.judge(node, context, now["matrix"], now["allowed"], now["denied"])
        for context in contexts or matrix.CONTEXTS
    }
    asked = [rulings[one] for one in contexts] or [rulings[_default(now["context"])]]
    worst = max(asked, key=lambda one: matrix.OUTCOMES.index(one.verdict))
    lines = [text if text == spdx.render(node) else f"{text} is {spdx.render(node)}"]
    for license in spdx.licenses(node):
        clauses = "; ".join(f"{c.name}{f' ({c.value})' if c.value else ''}"
                            for c in licenses.clauses(license))  # fmt: skip
        lines.append(f"{spdx.render(license)}: {licenses.category(license)}; {clauses}")
    for context, ruling in rulings.items():
        lines.append(f"{context:<12} {ruling.verdict:<7} {'; '.join(ruling.reasons)}")
    return {
        "verdict": worst.verdict,
        "expression": spdx.render(node),
        "chosen": worst.chosen,
        "reasons": list(worst.reasons),
        "by_context": {context: _plain(ruling) for context, ruling in rulings.items()},
        "lines": lines,
    }


def _default(context: str) -> str:
    return context if context in matrix.CONTEXTS else matrix.STRICTEST


def _plain(ruling: matrix.Ruling) -> dict[str, Any]:
    return {
        "verdict": ruling.verdict,
        "chosen": ruling.chosen,
        "category": ruling.category,
        "clauses": list(ruling.clauses),
        "reasons": list(ruling.reasons),
    }
