"""The generated parts of docs/appetite.md: what the commands say of the example today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lineage_page import seen


def answer() -> str:
    """What `steward appetite claims-summarizer` prints."""
    from stewardship.cli.appetite_ import answers, one_text
    from stewardship.sources import Sources

    (one,) = seen().universe.named("claims-summarizer", "model")
    lines = one_text(seen(), one, answers(seen(), one), Sources(seen().tree))
    return "\n".join(["```console", "$ steward appetite claims-summarizer", *lines, "```"])


def answers_of_all() -> str:
    """What `steward appetite` prints."""
    from stewardship.cli.appetite_ import all_text, answers

    found = [(one, said) for one in seen().universe.all() if (said := answers(seen(), one))]
    return "\n".join(["```console", "$ steward appetite", *all_text(seen(), found), "```"])


def reviews() -> str:
    """What `steward oversight fraud-v3` prints."""
    from stewardship.cli.oversight_ import log_of, text

    (one,) = seen().universe.named("fraud-v3", "model")
    log = log_of(seen(), one)
    assert log is not None
    lines = [line for line in text(one, log) if line]
    return "\n".join(["```console", "$ steward oversight fraud-v3", *lines, "```"])


BLOCKS: Mapping[str, Any] = {"answer": answer, "answers": answers_of_all, "reviews": reviews}
