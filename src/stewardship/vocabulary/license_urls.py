"""Which license an address is the address of: Croissant and SPDX name licenses by their pages.

Only addresses whose form itself names the license, on the sites of those who publish it or lists
of them: spdx.org, choosealicense.com (where the hub's exports point, with the hub's own ids),
creativecommons.org, opensource.org, apache.org, gnu.org, opendatacommons.org, cdla.dev.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from stewardship.pattern import pattern
from stewardship.vocabulary.licenses import resolve

_END = pattern(r"\.(?:html?|txt|json|php|en)(?:\.html)?$")
_LISTS = {
    "spdx.org": "licenses",
    "choosealicense.com": "licenses",
    "opensource.org": "licenses",
    "apache.org": "licenses",
    "gnu.org": "licenses",
    "opendatacommons.org": "licenses",
}
_DATA_COMMONS = {"by": "ODC-By-1.0", "odbl": "ODbL-1.0", "pddl": "PDDL-1.0"}
_CDLA = {"permissive-2-0": "CDLA-Permissive-2.0", "permissive-1-0": "CDLA-Permissive-1.0",
         "sharing-1-0": "CDLA-Sharing-1.0"}  # fmt: skip
_LONGEST = 300


def is_url(text: str) -> bool:
    """Whether the text is a web address and nothing else."""
    return text.startswith(("https://", "http://")) and " " not in text


def license_at(url: str) -> str:
    """The license id that an address stands for; empty where it stands for none that is known."""
    try:
        split = urlsplit(url.strip())
        host = (split.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if len(url) > _LONGEST or split.scheme not in ("http", "https"):
        return ""
    parts = [part for part in split.path.split("/") if part]
    if host == "creativecommons.org":
        named = _creative_commons(parts)
    elif host == "cdla.dev" and parts:
        named = _CDLA.get(parts[0].lower(), "")
    elif host in _LISTS and len(parts) > 1 and parts[0] in (_LISTS[host], "license"):
        named = _listed(host, _END.sub("", parts[1]))
    else:
        return ""
    # The hub exports "undefined" as such an address: what it says is that nothing is said.
    told = ("license", "says-nothing") if host == "choosealicense.com" else ("license",)
    return named if named and resolve(named).kind in told else ""


def _listed(host: str, name: str) -> str:
    if host == "opendatacommons.org":
        return _DATA_COMMONS.get(name.lower(), "")
    return {"LICENSE-2.0": "Apache-2.0"}.get(name, name)


def _creative_commons(parts: list[str]) -> str:
    """``licenses/by-sa/4.0``, ``licenses/by/3.0/us``, ``publicdomain/zero/1.0``."""
    if len(parts) < 3:
        return ""
    kind, name, version = parts[0], parts[1].lower(), parts[2]
    if kind == "publicdomain":
        return {"zero": f"CC0-{version}", "mark": f"CC-PDM-{version}"}.get(name, "")
    land = parts[3].upper() if len(parts) > 3 and re.fullmatch(r"[a-z]{2,3}", parts[3]) else ""
    ported = f"-{land}" if land else ""
    return f"CC-{name.upper()}-{version}{ported}" if kind == "licenses" else ""
