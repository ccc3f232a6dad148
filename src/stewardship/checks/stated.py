"""What a stated license means, with what stands beside it: ``license: other`` and its name."""

from __future__ import annotations

from stewardship.checks import wording
from stewardship.model import Plain, Resource, Value
from stewardship.vocabulary import licenses

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")


def meaning(item: Value, resource: Resource) -> licenses.Resolution:
    """What a license is, where ``resource`` states it.

    A word that says nothing (``other``) counts as what the resource's ``license-name`` says,
    where that is a license.
    """
    found = licenses.resolve(wording.text(item.data))
    if found.kind == "says-nothing":
        beside = licenses.resolve(name_beside(item, resource))
        if beside.kind == "license":
            return beside
    return found


def name_beside(item: Value, resource: Resource) -> str:
    """What ``license-name`` says, where the item is the resource's own license; else ""."""
    own = resource.value("license").location == item.location
    name = resource.value("license-name")
    return wording.text(name.data) if own and name.state == "present" else ""


def described(item: Value, resource: Resource) -> list[Plain]:
    """What tells a license of its own from the next one, where the item is the resource's own:
    the word that says nothing, then its name and link, as far as they are stated."""
    if resource.value("license").location != item.location:
        return []
    beside = [resource.value(name) for name in ("license-name", "license-link")]
    said = [one.plain() for one in beside if one.state == "present"]
    return [item.plain(), *said] if said else []


def reference(item: Value, resource: Resource) -> str:
    """The ``LicenseRef-`` that a license of its own goes by: made of its name; "" without one."""
    name = "".join(sign if sign in _PLAIN else "-" for sign in name_beside(item, resource)[:80])
    return f"LicenseRef-{name.strip('-.')}" if name.strip("-.") else ""


def text(resource: Resource) -> dict[str, Plain]:
    """``text-sha256``, the SHA-256 of the license's text, for the details of a finding.

    Nothing where no text is known, or where sources disagree on it.
    """
    said = resource.value("license-text")
    known = said.state == "present" and isinstance(said.data, str)
    return {"text-sha256": str(said.data)} if known else {}
