"""Well-known families of models on the hub, and the license that each one carries.

A card names its base model and never the base's license. For the families that are fine-tuned
most, the name alone tells it. Each row is a prefix of ``org/name``, in lower case, and a hub id of
the license; the longest prefix that fits wins. The facts are those of the organizations' own
model cards. A name that is not here is not known: nothing is guessed from an organization alone.
"""

from __future__ import annotations

ROWS: dict[str, str] = {
    "bigcode/starcoder": "bigcode-openrail-m",
    "bigcode/starcoder2": "bigcode-openrail-m",
    "bigscience/bloom": "bigscience-bloom-rail-1.0",
    "compvis/stable-diffusion-v1": "creativeml-openrail-m",
    "google-bert/bert": "apache-2.0",
    "google/codegemma": "gemma",
    "google/flan-t5": "apache-2.0",
    "google/gemma-2": "gemma",
    "google/gemma-2b": "gemma",
    "google/gemma-3": "gemma",
    "google/gemma-7b": "gemma",
    "meta-llama/codellama": "llama2",
    "meta-llama/llama-2": "llama2",
    "meta-llama/llama-3.1": "llama3.1",
    "meta-llama/llama-3.2": "llama3.2",
    "meta-llama/llama-3.3": "llama3.3",
    "meta-llama/llama-4": "llama4",
    "meta-llama/meta-llama-3-": "llama3",
    "meta-llama/meta-llama-3.1": "llama3.1",
    "mistralai/mistral-7b": "apache-2.0",
    "mistralai/mixtral-8x7b": "apache-2.0",
    "openai/whisper-large-v3": "apache-2.0",
    "stabilityai/stable-diffusion-xl-base-1.0": "openrail++",
    "tiiuae/falcon-7b": "apache-2.0",
}


def license_of(reference: str) -> str:
    """The license id of a model reference such as ``meta-llama/Llama-3.1-8B``; empty for none."""
    name = reference.strip().removeprefix("hf:").casefold()
    fitting = [prefix for prefix in ROWS if name.startswith(prefix)]
    return ROWS[max(fitting, key=len)] if fitting else ""
