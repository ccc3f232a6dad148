"""Where our category of a license differs from ScanCode's: judgements of this project.

ScanCode has no category for network copyleft, for non-commercial terms or for AI licenses with
restrictions on use; here each such id is named with the reason. Ids are lower-case. This is what
counsel should read first; it is not legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping

from stewardship.vocabulary.license_table import SCANCODE, Category

# Offering the software over a network already asks for its source.
NETWORK = (
    "agpl-1.0-only", "agpl-1.0-or-later", "agpl-3.0-only", "agpl-3.0-or-later",  # section 13
    "sspl-1.0",  # section 13: the whole service's source
    "osl-1.0", "osl-1.1", "osl-2.0", "osl-2.1", "osl-3.0", "nposl-3.0",  # External Deployment
    "eupl-1.0", "eupl-1.1", "eupl-1.2",  # "communication" covers providing online access
    "apsl-1.0", "apsl-1.1", "apsl-1.2", "apsl-2.0", "rpsl-1.0",  # Externally Deploy
    "rpl-1.1", "rpl-1.5",  # Deploy: any use but one's own research and personal use
    "cpal-1.0",  # section 15: External Deployment is distribution
    "watcom-1.0",  # Deploy
    "cal-1.0", "cal-1.0-combined-work-exception",  # Public Performance
    "parity-6.0.0", "parity-7.0.0",  # whatever is built with it
)  # fmt: skip
NETWORK_SCANCODE = ("agpl-2.0", "fair-ai-public-1.0")

# Commercial use is excluded. Every CC-BY-NC-* is one as well, see ``category``.
NON_COMMERCIAL = (
    "polyform-noncommercial-1.0.0", "ncgl-uk-2.0",
    "aladdin",  # distribution for a charge is excluded; ScanCode has it as copyleft
)  # fmt: skip
NON_COMMERCIAL_SCANCODE = (
    "llama-license-2023",  # LLaMA 1: research only
    "flux-1-nc", "chameleon-research-2024", "exaone-ai-model-1.1-nc",
    "stability-ai-nc-2023-12-06", "cc-nc-1.0", "cc-nc-sampling-plus-1.0",
    "dl-de-by-nc-1-0-de", "dl-de-by-nc-1-0-en", "ocamlpro-nc-v1", "prosperity-1.0.1",
    "prosperity-2.0", "prosperity-3.0", "ccg-research-academic", "ms-research-shared-source",
)  # fmt: skip

# AI licenses that allow much, commercial use too, but restrict uses, users or outputs.
RESPONSIBLE_AI_SCANCODE = (
    "bigscience-rail-1.0", "bigscience-open-rail-m", "bigscience-open-rail-m2",
    "bigcode-open-rail-m-v1", "stable-diffusion-2022-08-22",  # RAIL: use restrictions, passed on
    "responsible-ai-source-1.0", "responsible-ai-source-1.1", "fair-ai-public-1.0-sd",
    "llama-2-license-2023", "llama-3.1-license-2024", "llama-3.2-license-2024",
    "llama-3.3-license-2024", "llama-4-cla-2025",  # user cap, acceptable use, naming
    "llama-4-license-2025",  # under this key ScanCode has the acceptable use policy
    "gemma-tou-2024-04-01",  # prohibited use policy, may be changed and bind again
    "deepseek-la-1.0",  # use restrictions, passed on
    "falcon-2-11b-1.0",  # acceptable use policy, may be changed
    "tongyi-qianwen-2023",  # user cap, outputs
    "nvidia-open-model-2025-04-28",  # guardrails, litigation
    "tencent-hunyuan-3d-2.0-cla",  # user cap, territory, outputs
    "stability-ai-community-2024",  # revenue cap
    # User cap and branding, though it calls itself MIT; not yet in the data that the table is from.
    "moonshot-ai-modified-mit-2025",
)  # fmt: skip

# Ids of the Hugging Face Hub that neither SPDX nor ScanCode has a key for.
HUB = "licenseref-huggingface-"
HUB_CATEGORIES: Mapping[str, Category] = {
    "llama3": "responsible-ai",  # user cap, acceptable use, naming
    "grok2-community": "responsible-ai",  # revenue cap, acceptable use, outputs
    "h-research": "non-commercial",
    "intel-research": "non-commercial",
    "apple-amlr": "non-commercial",  # research only
    "deepfloyd-if-license": "non-commercial",  # research only, RAIL restrictions too
    "fair-noncommercial-research-license": "non-commercial",
    "apple-ascl": "proprietary",  # broad, but Apple's own and without a patent license
    "openmdw-1.1": "permissive",
}

OTHERS: Mapping[str, Category] = {
    "sissl": "weak-copyleft", "sissl-1.2": "weak-copyleft",  # changes to the standard are published
    "cecill-1.1": "strong-copyleft", "cecill-2.0": "strong-copyleft",
    "cecill-2.1": "strong-copyleft",  # as the GPL, which it is compatible with
    "cecill-c": "weak-copyleft",  # as the LGPL
}  # fmt: skip

# With one of these after WITH, the GPL does not reach what is linked or generated. All other
# exceptions are taken to change nothing about how far a license reaches.
LINKING_EXCEPTIONS = frozenset((
    "classpath-exception-2.0", "gcc-exception-2.0", "gcc-exception-2.0-note", "gcc-exception-3.1",
    "gnat-exception", "gnu-compiler-exception", "gpl-3.0-linking-exception",
    "autoconf-exception-2.0", "autoconf-exception-3.0", "autoconf-exception-generic",
    "autoconf-exception-generic-3.0", "autoconf-exception-macro", "bison-exception-1.24",
    "bison-exception-2.2", "libtool-exception", "font-exception-2.0", "ecos-exception-2.0",
    "freertos-exception-2.0", "linux-syscall-note", "bootloader-exception",
    "independent-modules-exception", "harbour-exception", "lzma-exception", "texinfo-exception",
))  # fmt: skip


def _overlay() -> dict[str, Category]:
    scancode = SCANCODE.lower()
    found: dict[str, Category] = dict(OTHERS)
    plain: tuple[tuple[Category, tuple[str, ...], tuple[str, ...]], ...] = (
        ("network-copyleft", NETWORK, NETWORK_SCANCODE),
        ("non-commercial", NON_COMMERCIAL, NON_COMMERCIAL_SCANCODE),
        ("responsible-ai", (), RESPONSIBLE_AI_SCANCODE),
    )
    for name, spdx, own in plain:
        found.update(dict.fromkeys(spdx, name))
        found.update(dict.fromkeys((scancode + key for key in own), name))
    found.update((HUB + key, category) for key, category in HUB_CATEGORIES.items())
    return found


_OVERLAY = _overlay()


def category(id: str) -> Category | None:
    """Our own category for a license id, or None where ScanCode's stands."""
    key = id.lower()
    if key.removeprefix(SCANCODE.lower()).startswith("cc-by-nc-"):
        return "non-commercial"
    return _OVERLAY.get(key)
