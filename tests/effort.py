"""How many examples a law is tried on: by profile, so that one word makes the whole search longer.

``make test`` tries each law on some, a new draw in each run; ``make fuzz`` on very many
(``--hypothesis-profile=thorough``); a mutant (``=mutants``) on few and always the same, since
whether it is noticed must not be luck. A law whose examples are dear takes a ``share``.
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings

EXAMPLES = {"everyday": 40, "thorough": 500, "mutants": 12}


def load_profiles() -> None:
    """Make the profiles known, and take the everyday one where the command line names none."""
    for name, examples in EXAMPLES.items():
        fixed = {"derandomize": True, "database": None} if name == "mutants" else {}
        # A busy machine is no defect: no law is timed.
        settings.register_profile(
            name, settings.default, deadline=None, max_examples=examples, print_blob=True, **fixed
        )
    settings.load_profile("everyday")


def share(part: float, **others: Any) -> settings:
    """So many times the examples of the profile: below one where each is dear, above where each
    is cheap and what is looked for is rare."""
    examples = max(1, round(settings().max_examples * part))
    return settings(max_examples=examples, **others)
