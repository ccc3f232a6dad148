"""What a stated license means, with what stands beside it: ``license: other`` and its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stewardship.checks import Context, wording
from stewardship.model import Plain, Resource, Value
from stewardship.vocabulary import license_files, licenses

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")


def meaning(item: Value, resource: Callable[[], Resource]) -> licenses.Resolution:
    """What a license is, where ``resource`` states it, which few words make it look at.

    A word that says nothing (``other``) counts as what the resource's ``license-name`` says,
    where that is a license.
    """
    found = licenses.resolve(wording.text(item.data))
    if found.kind == "says-nothing":
        beside = licenses.resolve(name_beside(item, resource()))
        if beside.kind == "license":
            return beside
    return found


def name_beside(item: Value, resource: Resource) -> str:
    """What ``license-name`` says, where the item is the resource's own license; else ""."""
    own = resource.value("license").location == item.location
    name = resource.value("license-name")
    return wording.text(name.data) if own and name.state == "present" else ""


def described(
    item: Value, kind: licenses.Kind, resource: Resource, text: Mapping[str, Plain]
) -> list[Plain]:
    """What tells a license that is not known from the next one, besides how it is written; nothing
    where there is no more to tell.

    Where it says nothing, that is its name and link, as far as they are stated beside it; and for
    any license of its own the hash of its text (``text``), so that what excuses it ends with it.
    """
    said: list[Plain] = []
    if kind == "says-nothing" and resource.value("license").location == item.location:
        beside = [resource.value(name) for name in ("license-name", "license-link")]
        said = [one.plain() for one in beside if one.state == "present"]
    if kind != "family" and "text-sha256" in text:  # of a family there is no text
        said.append(text["text-sha256"])
    return [item.plain(), *said] if said else []


def reference(item: Value, resource: Resource) -> str:
    """The ``LicenseRef-`` that a license of its own goes by: made of its name; "" without one."""
    name = "".join(sign if sign in _PLAIN else "-" for sign in name_beside(item, resource)[:80])
    return f"LicenseRef-{name.strip('-.')}" if name.strip("-.") else ""


def text(item: Value, context: Context) -> dict[str, Plain]:
    """``text-sha256``, the SHA-256 of the license's text, for the details of a finding, and
    ``text-file``, the file of the tree that it stands in, where it does.

    Nothing where no text is known, where sources disagree on it, or where the item is not the
    resource's own license.
    """
    resource = context.resource
    if not _is_own(item, resource):
        return {}
    said = resource.value("license-text")
    if said.state == "present" and isinstance(said.data, str):
        return {"text-sha256": said.data}
    for path in license_files.places(resource) if said.state == "absent" else ():
        if context.exists(path):
            digest = context.digest(path)
            return {"text-sha256": digest, "text-file": path} if digest else {}
    return {}


def _is_own(item: Value, resource: Resource) -> bool:
    """Whether the item is what the resource states as its license, one of several, or one side."""
    own = resource.value("license")
    parts = own.data if isinstance(own.data, tuple) else ()
    return any(item.location == one.location for one in (own, *own.candidates, *parts))
