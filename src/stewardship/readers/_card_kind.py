"""What a front matter describes: a model, a dataset, an app, or something that is no card.

Many tools put YAML at the head of a Markdown file (Jekyll, Hugo, Docusaurus, Obsidian, R). A
card is told by the keys that the Hugging Face hub defines
(https://github.com/huggingface/hub-docs, ``modelcard.md``, ``datasetcard.md``,
``spaces-config-reference``), the weaker ones only where no key of another tool stands beside
them. The same function judges parsed keys and, in a broken front matter, what looks like keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from stewardship.model import Kind
from stewardship.pattern import pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODEL = _words(
    """base_model base_model_relation pipeline_tag library_name model-index model_name
    model_creator quantized_by co2_eq_emissions new_version instance_prompt
    """
)
DATASET = _words(
    """task_categories task_ids size_categories annotations_creators language_creators
    source_datasets dataset_info pretty_name multilinguality paperswithcode_id configs
    language_details license_details train-eval-index
    """
)
APP = frozenset(("emoji", "colorFrom", "colorTo", "app_file", "app_port", "sdk_version"))
# What models, datasets and apps share, and what other tools may write as well.
SHARED = _words(
    """license license_name license_link licenses language languages datasets metrics tags
    thumbnail extra_gated_prompt extra_gated_fields extra_gated_heading gated arxiv doi version
    widget inference viewer
    """
)
# Keys by which other tools' pages are known.
FOREIGN = _words(
    """layout permalink nav_order parent has_children has_toc redirect_from sidebar_position
    sidebar_label sidebar slug draft weight categories category page_type urlFragment products
    output title_meta hide_title toc aliases cssclass cssclasses publish series author authors
    date lastmod image keywords order icon cover allowed-tools hero head search id
    """
)
HUB_TAGS = _words(
    """transformers pytorch tensorflow tf jax onnx safetensors gguf peft lora adapter diffusers
    sentence-transformers sklearn scikit-learn xgboost keras timm text-generation
    text-classification token-classification fill-mask feature-extraction image-classification
    object-detection automatic-speech-recognition translation summarization question-answering
    tabular-classification tabular-regression reinforcement-learning generated_from_trainer
    """
)
_HEADING = pattern(r"^#+ .*?\b(model|data[ -]?set|data)[ -]?card\b", re.IGNORECASE | re.MULTILINE)
# A line that looks like a key of a front matter's top level, or of a list in its place.
_KEY = pattern(r"^(?:- )?([A-Za-z_][A-Za-z0-9_-]*) *:", re.MULTILINE)
# Names that make a card whatever it says; lower-case, as patterns of ``fnmatch``.
_MODEL_NAMES = ("model_card.md", "modelcard.md", "model-card.md")
_DATASET_NAMES = tuple(
    f"{what}{dash}card.md" for what in ("dataset", "data") for dash in ("_", "", "-")
)
CARD_NAMES = (
    *_MODEL_NAMES, *_DATASET_NAMES, "*_model_card.md", "*-model-card.md", "model_card_*.md",
    "*_dataset_card.md", "*-dataset-card.md", "*_data_card.md", "dataset_card_*.md",
)  # fmt: skip
# What a card's name says beside that it is one: ``OWL_MODEL_CARD.md``, ``model_card_owl.md``.
_OWN = pattern(r"(?:(.+?)[_-])?(?:model|data(?:set)?)[_-]?card(?:[_-](.+?))?\.md", re.IGNORECASE)
_TONGUE = pattern(r"[a-z]{2}(?:[_-][a-z]{2})?", re.IGNORECASE)
HEAD = 16_384  # Characters of a body, or of a broken front matter, that are looked at.


def of_name(path: str) -> Kind | None:
    """What a card's own name says it is about; None for a ``README.md``."""
    name = path.lower().rpartition("/")[2]
    if "card" not in name:
        return None
    return "dataset" if "data" in name else "model"


def own_name(path: str) -> str:
    """What a card is about by its own name, where a folder holds several; else ``""``.

    What follows the word card (``model_card_vision.md``) tells one of a family from the others, so
    the folder's name goes before it. A language code tells nothing: it is a translation.
    """
    folders, _, name = path.rpartition("/")
    found = _OWN.fullmatch(name)
    before, after = (found[1] or "", found[2] or "") if found else ("", "")
    if before:
        return before
    if not after or _TONGUE.fullmatch(after):
        return ""
    return "-".join(filter(None, (folders.rpartition("/")[2], after)))


def keys_in(text: str) -> frozenset[str]:
    """What looks like top-level keys in the text of a front matter that cannot be parsed."""
    block, _, _ = text[:HEAD].lstrip("\ufeff \t\r\n").removeprefix("---").partition("\n---")
    return frozenset(_KEY.findall(block))


def kind_of(
    keys: Iterable[str], path: str, body: str = "", tags: Iterable[str] = ()
) -> Kind | None:
    """The kind of the card with these top-level keys; None for a front matter of another tool."""
    stated = frozenset(keys)
    if "sdk" in stated and stated & APP:
        return "service"
    models, datasets = len(stated & MODEL), len(stated & DATASET)
    heading = _heading(body)
    if models or datasets:
        if models == datasets:
            return heading or _by_folder(path)
        return "model" if models > datasets else "dataset"
    if "stewardship" in stated:
        return heading or _by_folder(path)
    if stated & FOREIGN:
        return None
    if heading:
        return heading
    if "title" in stated:
        return None
    return _weak(stated, path, frozenset(tags))


def _weak(stated: frozenset[str], path: str, tags: frozenset[str]) -> Kind | None:
    """A card by shared keys alone: ``license``, or ``tags`` that only the hub would use."""
    if "datasets" in stated:
        return "model"
    claims = bool(stated & {"license", "licenses", "license_name", "license_link"})
    claims |= bool(tags & HUB_TAGS) or {"language", "metrics"} <= stated
    claims |= bool(stated & SHARED) and _folder(path) is not None
    return _by_folder(path) if claims else None


def _heading(body: str) -> Kind | None:
    found = _HEADING.search(body[:HEAD])
    if found is None:
        return None
    return "model" if found[1].lower() == "model" else "dataset"


def _folder(path: str) -> Kind | None:
    """What the nearest telling folder of the path says it holds."""
    for part in reversed(path.lower().split("/")[:-1]):
        if part in ("models", "model", "checkpoints", "weights"):
            return "model"
        if part in ("datasets", "dataset", "data", "corpora", "corpus"):
            return "dataset"
    return None


def _by_folder(path: str) -> Kind:
    """The word of the file's name, or its folder's; a bare card is a model's, as on the hub."""
    return of_name(path) or _folder(path) or "model"
