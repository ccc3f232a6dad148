"""GitHub and GitHub Enterprise: the only code that opens a connection, and only for a command that
is about a pull request (``steward review check``, ``apply``)."""
