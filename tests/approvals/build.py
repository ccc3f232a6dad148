"""Approvals and findings about licenses in a line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from stewardship.model import Approval, Finding, Kind, Location, Severity

TODAY = date(2026, 11, 23)
MARK = "0123456789abcdef0123456789abcdef"
OTHER = "f" * 32
TEXT = "ab" * 32

CHAT = "path:models/chat#chat"
TORCH = "pkg:pypi/torch@2.4.1"


def licensed(
    rule: str = "licenses/allowed",
    severity: Severity = "review",
    *,
    license: str = "llama3.1",
    context: str | None = "networked",
    kind: Kind = "model",
    id: str = CHAT,
    name: str = "chat",
    path: str = "models/chat/README.md",
    text: str = "",
    fingerprint: str = MARK,
    waivable: bool = True,
    former: tuple[tuple[str, str], ...] = (),
) -> Finding:
    """A finding about the license of the model ``chat``, as the engine would hand it over."""
    details = {"expression": license, "context": context, "text-sha256": text}
    return Finding(
        rule,
        severity,
        kind,
        id,
        name,
        Location(path, 2, 10),
        f"`{license}` goes to review",
        fingerprint,
        details={name: said for name, said in details.items() if said},
        waivable=waivable,
        former=former,
    )


def package(id: str = TORCH, **more: Any) -> Finding:
    """The same about a package of a lock file."""
    name = id.rpartition("/")[2].partition("@")[0]
    said = {"kind": "dependency", "id": id, "name": name, "path": "services/help/uv.lock"}
    return licensed(**(said | more))


def approval(**changed: Any) -> Approval:
    """The approval of that finding."""
    given = Approval(
        rule="licenses/allowed",
        license="llama3.1",
        contexts=("networked",),
        reason="far below the cap",
        expires="2027-05-31",
        place=Location(".steward/waivers.yaml", 2, 5),
        resources=(CHAT,),
    )
    return replace(given, **changed)


def for_packages(*packages: str, **changed: Any) -> Approval:
    """The approval of a license for ranges of packages."""
    return approval(resources=(), packages=packages, **changed)
