"""The names that a path in a policy may use: a typo is an error, not a rule that never fires.

A policy that speaks of facts of its own (any key under ``stewardship:`` in a manifest) declares
them in its ``fields:`` mapping of name to help.
"""

from __future__ import annotations

from collections.abc import Mapping

# Name -> (shape, what it says). Shapes: scalar, list (of scalars), records, record.
STANDARD: Mapping[str, tuple[str, str]] = {
    "license": ("scalar", "the license as declared, one SPDX expression or hub id"),
    "license-name": ("scalar", "the name of a license that has no id"),
    "license-link": ("scalar", "where the text of the license is"),
    "version": ("scalar", "the version, as written"),
    "date": ("scalar", "when it was built or created"),
    "commit": ("scalar", "the commit of the code that built it"),
    "repository": ("scalar", "the repository that the commit is of, where that is another one"),
    "training-script": ("scalar", "the script that trained it: a file of the tree or an address"),
    "data-filters": ("scalar", "how its data was filtered: a file of the tree or an address"),
    "evaluation-report": ("scalar", "how it was evaluated: a file of the tree or an address"),
    "description": ("scalar", "what it is, in a sentence"),
    "stage": ("scalar", "experimental, staging, production, retired, …"),
    "task": ("scalar", "what a model is for"),
    "language": ("list", "natural languages"),
    "tags": ("list", "free tags"),
    "library": ("scalar", "the library that loads it"),
    "steward": ("scalar", "the person or team that answers for it"),
    "owners": ("list", "the people whom a document or a CODEOWNERS line names"),
    "hashes": ("records", "digests: alg, content, path, and the size in bytes"),
    "sources": ("records", "what it was made from: ref, role, revision, license, kind, hashes"),
    "serves": ("records", "the models that a service serves: ref, kind, target"),
    "depends-on": ("records", "what a service needs: ref, kind, target"),
    "evaluations": ("records", "measurements: metric, value, dataset"),
    "artifacts": ("records", "files that belong to it, and what each says of itself"),
    "specifier": ("scalar", "the version range that a dependency asks for"),
    "scope": ("scalar", "runtime or dev"),
    "direct": ("scalar", "whether a dependency is asked for by the project itself"),
    "declared": ("record", "raw metadata fields of a dependency"),
    "pattern": ("scalar", "the pattern of an ownership entry"),
    "line-error": ("scalar", "why an ownership entry cannot be used"),
    "members": ("list", "the people of a team"),
    "contact": ("scalar", "how to reach a steward"),
    "deputy": ("scalar", "who answers when the steward is away"),
    "on-call": ("scalar", "who is on call, or where the schedule is"),
    "budget": ("scalar", "the budget for upkeep"),
    "roadmap": ("scalar", "where the roadmap is"),
    "reviewed-on": ("scalar", "when an entry was last confirmed"),
    "away": ("list", "dates on which a person is away"),
    "departed": ("scalar", "the first day on which a person is gone for good"),
    "holds": ("list", "the resources that an entry of the map answers for, by name"),
    "assigned": ("scalar", "the steward that a rule of the map's `assign` gives"),
    "code-owners": ("list", "the owners of the path where it is declared, by CODEOWNERS"),
    "matches": ("scalar", "how many files of the tree a line of CODEOWNERS matches"),
    "decides": ("scalar", "for how many of these no later line counts"),
    "section": ("scalar", "the section of GitLab's CODEOWNERS that a line stands in"),
    "retention": ("scalar", "how long data is kept"),
    "oversight": ("record", "who reviews a service's or a model's output"),
    "entity": ("scalar", "what a catalog calls it: component, api or resource"),
    "sector": ("scalar", "the field of use, such as pricing, medical, legal"),
    "personal-data": ("scalar", "whether it holds personal data"),
    "severity": ("scalar", "of a vulnerability: critical, high, medium, low, info or none"),
    "affects": ("records", "what a vulnerability is in: ref, kind, versions, target"),
    "analysis": ("scalar", "what was found of a vulnerability: exploitable, not_affected, …"),
    "first-seen": ("scalar", "when a vulnerability was published"),
    "fixed-in": ("list", "the versions that a vulnerability is not in"),
    "schema-errors": ("list", "where a manifest breaks the schema that its format publishes"),
    "predicate-type": ("scalar", "what sort of statement an attestation makes"),
    "payload-type": ("scalar", "what an envelope holds that is no in-toto statement"),
    "subjects": ("records", "what an attestation speaks of: name, alg, content"),
    "attests": ("records", "what of the tree that is: ref, kind, target"),
    "signed": ("scalar", "whether an attestation carries a signature, be it valid or not"),
    "key-ids": ("list", "the keys that a signature hints at"),
    "builder": ("scalar", "who built it, as its provenance says"),
    "context": ("scalar", "internal, networked, distributed or dev-only"),
}

# Steps that every resource answers besides its fields.
OWN = ("id", "name", "kind", "path")

# The records' own keys, so that a typo behind ``[]`` is found as well.
RECORD_KEYS: Mapping[str, tuple[str, ...]] = {
    "hashes": ("alg", "content", "path", "size", "nfiles", "hash"),
    "sources": ("ref", "role", "revision", "license", "kind", "hashes", "path", "target"),
    "serves": ("ref", "kind", "revision", "target"),
    "depends-on": ("ref", "kind", "revision", "target"),
    "affects": ("ref", "kind", "versions", "target"),
    "subjects": ("name", "alg", "content"),
    "attests": ("ref", "kind", "target"),
    "evaluations": (
        "metric",
        "value",
        "dataset",
        "split",
        "unit",
        "task",
        "config",
        "revision",
        "verified",
        "date",
        "source",
    ),
    "artifacts": (
        "path",
        "format",
        "alg",
        "content",
        "size",
        "title",
        "version",
        "date",
        "author",
        "organization",
        "finetune",
        "quantized-by",
        "file-type",
        "architecture",
        "tensor-hash",
    ),
}

# Fields whose records name another resource by ``ref``; a path may follow them with ``*``.
LINKS = ("sources", "serves", "depends-on", "affects", "attests")
