"""What the prose of a card states: its bullets and tables, by the meaning of their labels.

Eight of eight sampled ``MODEL_CARD.md`` files have no front matter: the values stand in
``- **License:** MIT`` or ``| License | MIT |``. A label means a field only outside the sections
that speak of something else: the license under "Training data" is not the model's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from stewardship.document.prose import Fact
from stewardship.model import Kind, Location, Value
from stewardship.pattern import pattern
from stewardship.readers import facts
from stewardship.vocabulary.license_mentions import mentions
from stewardship.vocabulary.licenses import resolve

# Field -> labels, the most telling first; "model " or "dataset " before a label is cut off.
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "license": (
        *("license", "licence", "licenses", "license type", "licencia", "licença", "lizenz"),
        *("licenza", "лицензия", "ліцензія", "许可证", "许可协议", "ライセンス", "라이선스"),
        *("licensing", "licensing information", "license information", "license and citation"),
        *("licence and citation", "license & citation"),
    ),
    "version": ("version", "current version", "release", "versión", "versão"),
    "date": (
        *("date", "release date", "released", "date released", "released on", "build date"),
        *("training date", "creation date", "date created", "created", "created on", "fecha"),
        *("last updated", "last update", "updated", "last modified"),
    ),
    "commit": ("commit", "git commit", "commit hash", "training commit", "code commit"),
    "steward": ("steward", "owner / steward", "steward / owner", "owner/steward", "steward/owner"),
    "owners": (
        *("owners", "owner", "owning team", "owned by", "maintainers", "maintainer"),
        *("maintained by", "responsible team", "responsible"),
    ),
    "contact": ("contact", "point of contact", "contact email"),
    "task": ("task", "task type", "problem type"),
    "stage": ("stage", "lifecycle stage", "lifecycle"),
    "name": ("name", "nombre", "nome", "nom"),
}
_RANKS = {
    label: (field, rank) for field, names in IDENTITY.items() for rank, label in enumerate(names)
}
ROLES: Mapping[str, str] = {
    **dict.fromkeys(
        ("base", "base model", "finetuned from", "finetuned from model", "fine-tuned from",
         "parent model", "pretrained model", "foundation model", "modele de base"), "base"),
    **dict.fromkeys(
        ("training data", "training dataset", "training datasets", "training set", "trained on",
         "training corpus", "dataset", "datasets", "data", "data source", "data sources"), "train"),
    **dict.fromkeys(("validation data", "validation dataset", "validation set"), "validation"),
    **dict.fromkeys(
        ("test data", "test dataset", "test set", "evaluation data", "evaluation dataset",
         "eval dataset"), "test"),
}  # fmt: skip
ORIGINS = ("source", "sources", "source data", "source dataset", "source datasets", "data source",
           "data sources", "derived from", "original dataset")  # fmt: skip
LAST = 100  # More than any rank.
LONGEST = 300  # Characters kept of what a paragraph says.
# Words by which a sentence holds back something of the one license that it names.
_RESERVED = pattern(
    r"\b(?:not|no|non|except|excluding|unless|but|only|however|separate|some|parts?|others?"
    r"|different|unclear|unknown|depends?|restrict\w*|similar|compatible|based"
    r"|nur|nicht|seulement|uniquement|sauf|solo|sólo|excepto|только|кроме|не)\b",
    re.IGNORECASE,
)
_OF_CODE = pattern(r"\b(?:code|software|scripts?|repository)\b", re.IGNORECASE)
_OF_ITSELF = pattern(r"\b(?:models?|weights?|checkpoints?|data|datasets?)\b", re.IGNORECASE)
METRIC = pattern(
    r"\b(?:accuracy|precision|recall|sensitivity|specificity|f1|f-1|f-score|auc|auroc|auprc|rmse"
    r"|mae|mse|mape|r2|r²|bleu|rouge\S*|meteor|wer|cer|perplexity|map|iou|miou|dice|ndcg\S*|mrr"
    r"|hit ?rate\S*|log ?loss|brier|exact match|pass@\d+)\b"
)
_ELSEWHERE = pattern(
    r"data|train|evaluat|depend|software|environment|requirement|hardware|citation|change ?log"
    r"|history|input|output|previous|related|compar|tokeni"
)
_DESCRIBES = pattern(r"descri|summary|overview|about|introduc|abstract|purpose|intended use")
_TRAINING = pattern(r"train|data")
_TESTING = pattern(r"evaluat|test|benchmark")
MEASURED = pattern(r"metric|evaluat|result|performance|benchmark|score|test|valida|accura")
AIMED = pattern(r"target|threshold|goal|gate|criteri|requirement|baseline")
_NUMBER = pattern(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_HUB = pattern(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:datasets/)?([^/\s]+/[^/\s?#]+)")
_SLUG = pattern(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?")


def stated(found: Iterable[Fact], kind: Kind, origin: str) -> dict[str, Value]:
    """The fields that these facts of a card state; ``name`` and ``description`` among them."""
    listed = list(found)
    kept = [fact for fact in listed if fact.kind != "item"]
    best: dict[str, tuple[int, Fact]] = {}
    for index, fact in enumerate(kept):
        field, rank = _meaning(fact, kind, opens=index < 2)
        if field and rank < best.get(field, (LAST, fact))[0]:
            best[field] = (rank, fact)
    fields = {
        name: facts.said(_text(name, fact), fact.location, origin)
        for name, (_, fact) in best.items()
    }
    if "owners" in fields:
        more = [one for one in listed if one.kind == "item" and _is_below(one, best["owners"][1])]
        said = [fields["owners"], *(facts.said(one.text, one.location, origin) for one in more)]
        people = [person for one in said for person in _people(one)]
        fields["owners"] = facts.listing(people, None, origin)
    if sources := list(_sources(kept, kind, origin)):
        fields["sources"] = facts.listing(sources, None, origin)
    if kind == "model" and (measured := list(_evaluations(kept, origin))):
        fields["evaluations"] = facts.listing(measured, None, origin)
    return fields


def _meaning(fact: Fact, kind: Kind, opens: bool) -> tuple[str, int]:
    """The field that a fact states, and how tellingly: a label before a section of its name.

    ``opens`` says that the fact is among a card's first, where a paragraph is about the whole.
    """
    label = _label(fact, kind)
    field, rank = _RANKS.get(label, ("", 0))
    if fact.kind != "section":
        return (field, rank) if field and _speaks_of_itself(fact, kind) else ("", 0)
    if field:
        return (field, rank + LAST // 2) if _speaks_of_itself(fact, kind) else ("", 0)
    tells = (opens and not fact.section) or _DESCRIBES.search(label)
    return ("description", 0 if tells else LAST) if label not in ROLES else ("", 0)


def _text(name: str, fact: Fact) -> str:
    """What is said, without what a line goes on to say of something else."""
    if name == "description":
        return fact.text[:LONGEST]
    if name == "license":
        return _license(fact)
    return fact.text.partition(" · ")[0]


def _license(fact: Fact) -> str:
    """The one license that a sentence names without holding anything back; else its words."""
    text = fact.text.partition(" · ")[0] if fact.kind != "section" else fact.text[:LONGEST]
    text = text[:-1] if text.endswith(".") and not text.endswith("..") else text
    if " " not in text or resolve(text).kind == "license":
        return text
    named = mentions(text)
    of_code = _OF_CODE.search(text) and not _OF_ITSELF.search(text)
    plain = len(named) == 1 and not of_code and not _RESERVED.search(text)
    return named[0] if plain else text


def slug(text: str) -> str:
    """A name that can stand for a resource; a title ("Our new model, v2") cannot."""
    return text if _SLUG.fullmatch(text) else ""


def _label(fact: Fact, kind: Kind) -> str:
    """The label without case, brackets, and the word for what the card is about anyway."""
    label = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|[:*`#]|^[0-9.]+ ", " ", fact.label.lower())
    label = " ".join(label.split())
    for word in ("model ",) if kind == "model" else ("dataset ", "data "):
        bare = label.removeprefix(word)
        if bare != label and bare in _RANKS:
            return bare
    return label


def _speaks_of_itself(fact: Fact, kind: Kind) -> bool:
    section = fact.section.lower()
    if kind == "dataset":
        section = section.replace("dataset", "").replace("data", "")
    return not _ELSEWHERE.search(section)


def _is_below(item: Fact, fact: Fact) -> bool:
    """Whether a bullet goes on with the list that a section's own fact began."""
    return fact.kind == "section" and (item.label, item.section) == (fact.label, fact.section)


def _people(value: Value) -> list[Value]:
    """The owners that a text lists with commas or "and"."""
    if not isinstance(value.data, str):
        return [value]
    parts = re.split(r",|;| and | & ", value.data)
    return [facts.said(part, value.location, value.origin) for part in parts if part.strip()]


def _sources(found: list[Fact], kind: Kind, origin: str) -> Iterator[Value]:
    """What it was made from; a paragraph is heard only where no label says the same."""
    terms = {f.section: f for f in found if _label(f, kind) in ("license", "licence")}
    labelled = {_role(fact, kind) for fact in found if fact.kind != "section"}
    for fact in found:
        role = _role(fact, kind)
        if not role or (fact.kind == "section" and role in labelled):
            continue
        term = terms.get(fact.section)
        apart = term is not None and not _speaks_of_itself(term, kind)
        license = facts.said(term.text, term.location, origin) if term and apart else None
        for ref in _references(fact, origin):
            yield facts.record(ref.location, origin, ref=ref, role=role, license=license)


def _role(fact: Fact, kind: Kind) -> str:
    label, section = _label(fact, kind), fact.section.lower()
    if kind != "model":
        return "source" if label in ORIGINS else ""
    if label in ("source", "sources", "dataset name", "name"):
        return "train" if _TRAINING.search(section) else ""
    role = ROLES.get(label, "")
    return "test" if role == "train" and _TESTING.search(section) else role


def _references(fact: Fact, origin: str) -> list[Value]:
    """What a fact refers to: the hub id behind its link, a path, several ids, or its words."""
    link = fact.link or ""
    hub = _HUB.match(link) or _HUB.match(fact.text)
    if hub:
        return [facts.said(hub[1], fact.location, origin)]
    if link and "://" not in link and not link.startswith(("#", "mailto:")):
        return [facts.said(link, fact.location, origin)]
    parts = [part.strip() for part in fact.text.split(",")]
    if len(parts) > 1 and all(_SLUG.fullmatch(part) for part in parts):
        return [facts.said(part, fact.location, origin) for part in parts]
    return [facts.said(fact.text[:LONGEST] or link, fact.location, origin)]


def _evaluations(found: list[Fact], origin: str) -> Iterator[Value]:
    for fact in found:
        section = fact.section.lower()
        if not METRIC.search(fact.label.lower()) or not MEASURED.search(section):
            continue
        if AIMED.search(section):
            continue
        value = measure(fact.text, fact.location, origin)
        if value is not None:
            metric = facts.said(fact.label, fact.location, origin)
            yield facts.record(fact.location, origin, metric=metric, value=value)


def measure(text: str, location: Location, origin: str) -> Value | None:
    """A measured number, or the placeholder for one; None for what is no measurement."""
    value = facts.said(text, location, origin)
    if value.state == "placeholder":
        return value
    if _NUMBER.fullmatch(text.strip()):
        return Value(float(text), location, origin)
    return value if _NUMBER.match(text.strip()) else None
