"""Bytes on disk against what was promised of them: digests, lists of digests, signatures."""
