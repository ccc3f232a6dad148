"""A license by its id: `MIT License` becomes `mit` in a card, and `MIT` elsewhere.

Only what the vocabulary resolves to exactly one license is changed. A card gets the id of the
Hugging Face Hub, whose metadata knows no other, where the Hub has one; all else the SPDX id.
"""

from __future__ import annotations

from collections.abc import Iterator

from stewardship.edit import Change, EditError
from stewardship.fixers._site import Fix, Left, Site
from stewardship.model import Finding, Resource
from stewardship.vocabulary import licenses
from stewardship.vocabulary.license_names import familiar, hub_id

TAKES = (("license-id", "license"),)


def fix(finding: Finding, at: str, resource: Resource, site: Site) -> Iterator[Fix | Left]:
    """The id in the place of the name; the front matter of a card whose text states it."""
    place = finding.location
    hub = "card" in site.claims.get(place.path, ())
    try:
        found = site.pointer(place)
        if found is None:
            yield Left("it is stated in prose", "write its id there")
            return
        number, pointer = found
        written = str(site.node(place.path, number, pointer))
        wanted = canonical(written, hub)
        if not wanted:
            yield Left(f"`{written}` may mean more than one license", finding.remedy)
        else:
            change = Change(pointer, wanted, document=number)
            yield Fix(place.path, change, f"license: `{written}` is `{wanted}`")
    except EditError as error:
        yield Left(error.message, finding.remedy)


def canonical(written: str, hub: bool) -> str:
    """The id of the one license that a text means; empty where it may mean another."""
    found = licenses.resolve(written)
    if found.kind != "license":
        return ""
    return (hub and hub_id(found.expression)) or familiar(found.expression)
