"""Text that was written to act on whoever reads it, for every place that a report has."""

from __future__ import annotations

import os

from stewardship.model import Finding, Location, Reach, Related, Report, Rule, Unchecked, Verdict
from tests.reporters.samples import excerpts, rule

TEXTS = {
    "a workflow command after a newline": "a\n::error file=x::forged",
    "a workflow command of its own": "::set-output name=x::y",
    "a workflow command behind spaces": "   ::stop-commands::x",
    "a command behind a wide space": "\u3000::error::x",
    "the older command, anywhere in a line": "x ##[add-path]/evil",
    "a command of Azure": "##vso[task.setvariable variable=x]y",
    "properties of a command": "a,title=x::forged",
    "escapes of a command": "%0A::error::x %25 %3A",
    "carriage returns": "fine\r\nBLOCK\rforged",
    "colors and cursor moves": "\x1b[31m\x1b[2J\x1b]0;title\x07",
    "a hyperlink": "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "C1 control": "\x9b31mred\x85next",
    "backspaces and DEL": "safe\x08\x08\x08\x08evil\x7f\x7f",
    "NUL": "a\x00b",
    "text from right to left": "\u202egnp.exe\u202c \u2067x\u2069 \u200f",
    "zero-width characters": "pay\u200bpal\u200d\ufeff\u2060",
    "line separators": "a\u2028::error::x\u2029b\x0b\x0c\x1c\x1d\x1e",
    "hidden tags": "\U000e0001\U000e0041\U000e007f",
    "bytes that are not UTF-8": os.fsdecode(b"\xff\xfe\x9b31m.md"),
    "a lone surrogate": "\ud800x\udfff",
    "Markdown": "`</code>` | **b** [a](javascript:x) <img src=x onerror=y> ![i](//e)",
    "mentions and links that need no brackets": "@everyone @acme/all https://evil.example "
    "www.evil.example a@evil.example #1 acme/x#2 GH-3",
    "images": "![x](https://evil.example/x.png) <img src=https://evil.example/x.png>",
    "HTML that closes ours": "</summary></details></code></pre><script>alert(1)</script><!--",
    "braces": "{0} {{1}} ${{ secrets.TOKEN }} }{",
    "quotes for a shell": "'; touch evil; echo $(id) `id` \"",
    "an option for a command": "--reason=x -rf",
    "nothing at all": "",
    "very long": "A" * 5_000,
    "marks without end": "e" + "\u0301" * 3_000,
}


def hostile(text: str) -> Report:
    """A report that has the text in every place a tree or a policy could have put it."""
    place = Location(text, 2, 3)
    found = [
        Finding(
            rule=text,
            severity=severity,
            kind="model",
            id=text,
            name=text,
            location=place,
            message=text,
            fingerprint="0" * 32,
            remedy=text,
            steward=text,
            reviewers=(text, text),
            related=(Related(place, text), Related(Location(text), text)),
            details={text: [text, {text: text}], "on-call": text},
        )
        for severity in ("block", "review", "warn", "note")
    ]
    own = rule("acme/named", text, help_=text)
    rules: dict[str, Rule] = {
        "acme/named": own,
        text: Rule(
            text,
            text,
            ("model",),
            own.alternatives,
            "block",
            own.place,
            remedy=text,
            help=text,
            owner=text,
            controls={text: (text, text)},
        ),
    }
    verdict = Verdict("block", tuple(found), (Unchecked(text, text, 2),), (text,), 1, 1, 1)
    lines = {text: f"first\n{text}".replace("\n", " ") + f"\n{text}"}
    shown = excerpts({text: "first\n" + "".join(text.splitlines()), **lines})
    reach = Reach(text, (("model", text, text, text),))
    return Report(verdict, rules, text, 0.1, (text,), shown, reach=reach, looked={text: 1})
