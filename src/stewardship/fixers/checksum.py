"""A digest computed again, of a file that is here: one that is malformed, of nothing, or too weak.

Well-formed digests stay as they are, whatever the file now holds: a file that is no longer what
was promised is a matter for `steward verify`, and not to be written over. Beside MD5 or SHA-1 the
SHA-256 is added. The digest of a Git LFS pointer is that of what it points at.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.edit import EditError
from stewardship.fixers import _digests
from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Finding, Resource

TAKES = (("digest", "hashes*"), ("digest", "*.hashes*"))


def fix(finding: Finding, at: str, resource: Resource, site: Site) -> Iterator[Fix | Left]:
    """The record's digest in the place of what stands there, or one more record beside it."""
    try:
        yield from _digests.again(site, resource, finding.location)
    except EditError as error:
        yield Left(error.message, _digests.BY_HAND)
