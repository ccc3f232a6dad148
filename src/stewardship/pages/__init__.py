"""Pages that can be published as they are: one HTML file each, which loads nothing.

A page is a template beside its module, filled with escaped text; its script only filters what is
there already, so that everything can be read without it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from stewardship.reporters.clean import terminal


def text(said: str) -> str:
    """Untrusted text for a page: nothing in it is markup, and nothing hides or turns around."""
    return escape(terminal(said), quote=True)


def fill(name: str, **parts: str) -> str:
    """The template of this name with its parts, which are markup already."""
    file = Path(__file__).with_name(f"{name}.html")
    return Template(file.read_text(encoding="utf-8")).substitute(parts)
