"""The one error a user may see, and nothing else.

Everything that a *user* can mend (a typo in a policy, a path that is not there) is a
``UserError``; ``cli.main`` prints it and exits 2. What is wrong in a checked manifest is
never an error: it is a finding.
"""

from __future__ import annotations

from stewardship.model import Location


class UserError(Exception):
    """What is wrong, where, and what to do about it.

    ``message`` is one sentence without a full stop; ``location`` is a place in a file that the
    user can open; ``hint`` is the next step, in the imperative; ``excerpt`` is the source line,
    printed with a caret under ``location.column``.
    """

    def __init__(
        self,
        message: str,
        location: Location | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint
        self.excerpt = excerpt


class GateError(Exception):
    """The gate itself could not do its work (git failed, the disk is full): exit 3."""
