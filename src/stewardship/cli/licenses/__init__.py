"""The commands of ``steward licenses``, one module each, imported when called."""
