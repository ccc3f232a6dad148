"""The commands of ``steward review``."""
