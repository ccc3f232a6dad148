"""Policies: from a YAML file to rules that run.

``load`` reads a file into a ``Policy``, ``shape`` holds its JSON Schema, ``fields`` the names a
path may use, ``paths`` and ``references`` the two small grammars inside a rule, ``compile`` turns
rules into closures, ``examples`` runs a rule's own examples.
"""
