"""Stewardship: a policy-as-code gate for organizations that run open-source AI."""

__version__ = "0.1.0"
