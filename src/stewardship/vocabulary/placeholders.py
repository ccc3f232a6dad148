"""Text that stands where a value should be: what is still to be filled in, and "don't know".

A placeholder is told by its whole form (``TODO``, ``...``, ``<license>``) or by a token that only
templates have (``{{ license }}``, ``[More Information Needed]``, ``<your name>``), never by a word
that real text may hold: "A to-do list classifier" is a description. Sources of the tokens: the
Hugging Face card templates, cookiecutter and Jinja, and what people type.
"""

from __future__ import annotations

import re

from stewardship.pattern import pattern

_WORDS = (
    r"to ?-?do|tbd|tba|tbc|fix ?-?me|change ?-?me|replace ?-?me|fill ?-?me(?: ?-?in)?|fill ?-?in"
    r"|placeholder|insert ?here|coming soon"
    r"|to be (?:added|announced|assigned|completed|confirmed|decided|defined|determined|done"
    r"|filled(?: in| out)?|provided|specified|updated|written)"
    r"|(?:more )?information needed|needs? more information"
    r"|lorem ipsum.*"
)
# The whole text, in brackets or quotes or not, with or without dots after it.
_WHOLE = pattern(rf"[\[(<*_`'\"]*(?:{_WORDS})[\])>*_`'\"]*[.!?…]*", re.I | re.S)
# The whole text is a sign for "something goes here"; XXX counts in capitals and at any length.
_SIGN = pattern(r"\.{2,}|…|_{2,}|\?{2,}|[xX]{3,}|#+|<!--.*-->", re.S)
# An instruction at the beginning: "TODO: write this", "FIXME(dana) ...", "TBD - ask legal".
_OPENING = pattern(r"\W{0,3}(?:TODO|TBD|FIXME|XXX|CHANGEME)(?: ?[:(]| [-–—] )")
# A token of a template, anywhere; what is the text of a Markdown link is none.
_TOKEN = pattern(
    r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|\[(?:more information needed|needs? more information)\]"
    r"|[<\[](?:(?:your|paste|todo|tbd|fixme)\b|(?:insert|enter|fill|replace|add|put) )"
    r"[^<>\[\]]{0,80}[>\]](?!\()"
    r"|\blorem ipsum dolor\b",
    re.I,
)
# The whole text is one or more slots: <license>, <org>/<name>, ${VERSION}, {name}, %(name)s.
_SLOT = r"<[A-Za-z][A-Za-z0-9 _.|-]{0,60}>|\$?\{[A-Za-z][A-Za-z0-9_. -]{0,60}\}|%\([a-z_]+\)s"
_SLOTS = pattern(rf"[@/:\s]*(?:(?:{_SLOT})[@/:\s-]*)+")
# Names that manuals use for "your own": your-org/your-model, @your-team, you@example.com.
_YOURS = pattern(
    r"@?your[-_ ](?:own[-_ ])?(?:name|user|user-?name|org|organi[sz]ation|team|company"
    r"|model|dataset|repo|repository|project|service|license|e-?mail)(?![a-z])[^\s,;]{0,80}"
    r"|(?:you|your-?name|your\.name|name|user)@(?:example|domain|company|your-?\w+)\.\w+"
    r"|(?:https?://)?(?:www\.)?your-?(?:domain|site|company|org)\b\S*",
    re.I,
)
_LONGEST = 20_000  # characters looked at: a template shows itself early
_SAME = 8  # one sign this many times over is nobody's digest or name

_UNKNOWN = frozenset((
    "unknown", "none", "null", "nil", "n/a", "n.a.", "n.a", "#n/a", "noassertion", "unspecified",
    "undefined", "undisclosed", "undetermined", "unclear", "unstated", "unnamed", "unlisted",
    "not available", "not applicable", "not specified", "not stated", "not known", "not provided",
    "not disclosed", "not set", "not given", "not assigned", "unassigned", "nobody", "no one",
    "no license specified", "no license", "-", "--", "---", "–", "—", "?",
))  # fmt: skip


def is_placeholder(text: str) -> bool:
    """Whether the text only marks a place that someone still has to fill in."""
    text = text.strip()[:_LONGEST]
    if not text:
        return False
    if len(text) >= _SAME and len(set(text.casefold())) == 1:
        return True
    return bool(
        _WHOLE.fullmatch(text)
        or _SIGN.fullmatch(text)
        or _OPENING.match(text)
        or _SLOTS.fullmatch(text)
        or _YOURS.fullmatch(text)
        or _TOKEN.search(text)
    )


def is_unknown(text: str) -> bool:
    """Whether the text says that its author does not know, or is blank."""
    words = " ".join(text.strip()[:_LONGEST].split())
    plain = words.strip("[]()<>*_`'\"").casefold().rstrip(".")
    return not words or plain in _UNKNOWN or words in ("NA", "[NA]")
