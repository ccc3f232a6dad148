"""``steward verify``: what manifests promise of files, against the bytes that are there."""
