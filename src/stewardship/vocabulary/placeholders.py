"""Text that stands where a value should be: what is still to be filled in, and "don't know".

A placeholder is told by its whole form (``TODO``, ``...``, ``<license>``) or by a token that only
templates have (``{{ license }}``, ``[More Information Needed]``, ``<your name>``), never by a word
that real text may hold: "A to-do list classifier" is a description. Sources of the tokens: the
Hugging Face card templates, cookiecutter and Jinja, and what people type.
"""

from __future__ import annotations

import re

from stewardship.pattern import pattern

_DONE = (
    r"added|announced|assigned|completed|confirmed|decided|defined|determined|done"
    r"|filled(?: in| out)?|provided|released|specified|updated|written"
)
_WORDS = (
    r"to ?-?do|t\.?b\.?[dac]|fix[ _-]?me|(?:change|replace|edit|set|write)[ _-]?(?:me|this)"
    r"|fill[ _-]?(?:me|this|it)(?:[ _-]?in)?|fill[ _-]?in|please (?:fill in|complete|specify)"
    r"|placeholder(?:[-_ ](?:license|value|text|name|model|version|description))?"
    rf"|coming soon|(?:to|will)[ _-]be[ _-](?:{_DONE})(?: (?:soon|later))?"
    r"|(?:more )?information needed|needs? more information"
    r"|(?:your|insert|enter|add|put|paste|write|type|fill)(?:[ _-].{0,60})?[ _-]?here"
    r"|.{1,60} goes here|lorem ipsum.*"
)
# The whole text, in brackets or quotes or not, with or without dots after it.
_WHOLE = pattern(rf"[\[(<*_`'\"]*(?:{_WORDS})[\])>*_`'\"]*[.!?…]*", re.I | re.S)
# The whole text is a sign for "something goes here"; XXX counts in capitals and at any length.
_SIGN = pattern(
    r"\.{2,}|…|_{2,}|\?{2,}|[xX]{3,}|#+|<!--.*-->|(?:sha-?\d+|md5)[:-] ?(?:\.{2,}|…|[xX]{3,}|<.*>)"
    r"|[xX]{2,4}[-/][xX]{2}[-/][xX]{2,4}|20[xX]{2}|yyyy[-/]mm[-/]dd|YYYY[-/]MM[-/]DD"
    r"|(?:dd|mm)[-/](?:dd|mm)[-/]yyyy|(?:DD|MM)[-/](?:DD|MM)[-/]YYYY",
    re.S,
)
# An instruction at the beginning: "TODO: write this", "FIXME(dana) ...", "TBD - ask legal".
_OPENING = pattern(
    r"\W{0,3}(?:TODO|TBD|FIXME|XXX|CHANGEME)(?: ?[:(;,/]| [-–—] | or "
    r"| (?:add|ask|check|describe|fill|license|soon|update|write)\b|\W{0,3}$)"
)
# A token of a template, anywhere; what is the text of a Markdown link is none.
_TOKEN = pattern(
    r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|#\{[a-z_.]{1,60}\}"
    r"|\[(?:more information needed|needs? more information)\]"
    r"|[<\[](?:(?:your|paste|todo|tbd|fixme)\b"
    r"|(?:insert|enter|fill|replace|add|put|describe|write|provide|specify) )"
    r"[^<>\[\]]{0,80}[>\]](?!\()"
    r"|\[(?:year|yyyy|fullname|name of copyright owner)\](?!\()"
    r"|://[^\s<>]*<[a-z][a-z0-9_ -]{0,40}>",
    re.I,
)
# The whole text is one or more slots: <license>, <org>/<name>, ${VERSION}, {name}, %(name)s.
_SLOT = (
    r"<[A-Za-z][A-Za-z0-9 _.|-]{0,60}>|\$?\{ ?[A-Za-z][A-Za-z0-9_. -]{0,60}\}|%\([a-z_]+\)s"
    r"|\$[A-Z][A-Z0-9_]{2,40}|__[A-Z][A-Z0-9_]{1,40}__|@[A-Z][A-Z0-9_]{2,40}@|%[A-Z][A-Z0-9_]{2,40}%"
    r"|\[\[[A-Za-z][A-Za-z0-9 _-]{0,40}\]\]"
    r"|(?i:\[(?:(?:model|dataset|project|license|author|owner|team|company|full)[ _-]?)?"
    r"(?:name|id|link|url|date|version|author|description|e-?mail|contact|optional|value|insert)\])"
)
_SLOTS = pattern(rf"[@/:\s]*(?:(?:{_SLOT})[@/:\s-]*)+")
# Names in capitals that stand for what a script puts in their place.
_CAPITALS = pattern(
    r"(?:TODO|TBD|FIXME|PLACEHOLDER|REPLACE[_-]WITH)[_-][A-Z0-9_-]+"
    r"|(?:REPLACE|INSERT|ENTER|YOUR)_[A-Z0-9_]+"
    r"|(?:MODEL|DATASET|REPO|LICENSE|ORG|USER)_(?:NAME|ID)"
)
# Names that manuals use for "your own": your-org/your-model, @your-team, you@example.com.
_YOURS = pattern(
    r"@?(?:(?:[a-z][a-z0-9+.-]*://|path/to/)(?:[^\s/]+/)*)?your[-_ ](?:own[-_ ])?"
    r"(?:name|user|user-?name|org|organi[sz]ation|team|company|model|dataset|data|repo|repository|project|service|license"
    r"|bucket|account|e-?mail)(?![a-z])[^\s,;]{0,80}"
    r"|(?:you|your-?name|your\.name|name|user)@(?:example|domain|company|your-?\w+)\.\w+"
    r"|(?:https?://)?(?:www\.)?your-?(?:domain|site|company|org)\b\S*|(?:\.?/)?path/to(?:/\S{0,80})?"
    r"|(?:user|username|org|organization|namespace)/(?:repo|repository|model|dataset)(?:[-_](?:name|id))?",
    re.I,
)
_SIGNS = frozenset("{<[%#$_@")  # each token and slot has one of these
_MARKS = ("TODO", "TBD", "FIXME", "XXX", "CHANGEME")
_LONGEST = 20_000  # characters looked at: a template shows itself early
_DIGITS = frozenset("0123456789")
_SAME = 8  # one sign this many times over is nobody's digest or name

_UNKNOWN = frozenset((
    "unknown", "none", "null", "nil", "n/a", "n.a.", "n.a", "#n/a", "noassertion", "unspecified",
    "undefined", "undisclosed", "undetermined", "unclear", "unstated", "unnamed", "unlisted",
    "not available", "not applicable", "not specified", "not stated", "not known", "not provided",
    "not disclosed", "not set", "not given", "not assigned", "unassigned", "nobody", "no one",
    "not yet known", "not yet decided", "not yet available", "unset", "nan", "no information",
    "no information available", "information not available", "no license specified", "no license",
    "-", "--", "---", "–", "—", "?",
))  # fmt: skip


def is_placeholder(text: str) -> bool:
    """Whether the text only marks a place that someone still has to fill in."""
    text = text.strip()[:_LONGEST]
    if not text:
        return False
    if len(text) >= _SAME and len(set(text.casefold())) == 1:
        return True
    signs = not _SIGNS.isdisjoint(text)  # a pattern that cannot match is never compiled
    inside = (signs and _TOKEN.search(text) is not None) or "lorem ipsum dolor" in text.casefold()
    if inside or _SIGN.fullmatch(text):
        return True
    # Dates, versions, ids and digests are most of what is asked about: no other form begins with a
    # digit, and one that is a single word holds none.
    if text[0] in _DIGITS or (text.isalnum() and not text.isalpha()):
        return False
    return bool(
        _WHOLE.fullmatch(text)
        or (_OPENING.match(text) if any(word in text for word in _MARKS) else None)
        or (_CAPITALS.fullmatch(text) if text.isupper() else None)
        or _YOURS.fullmatch(text)
        or (_SLOTS.fullmatch(text) if signs else None)
    )


def is_unknown(text: str) -> bool:
    """Whether the text says that its author does not know, or is blank."""
    words = " ".join(text.strip()[:_LONGEST].split())
    plain = words.strip("[]()<>*_`'\"").casefold().rstrip(".")
    return not words or plain in _UNKNOWN or words in ("NA", "[NA]")
