"""Where in a tree the text of a resource's license stands.

It is the file that ``license-link`` names, by a path from its manifest or from the root; else the
file beside the manifest that bears the name which hosts of models and of code give it. A link that
is an address leads out of the tree. Of packages a license lock knows the texts: what lies beside a
lockfile is not theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from stewardship.model import Kind, Resource

KINDS: tuple[Kind, ...] = ("model", "dataset", "service", "container", "repository")
NAMES = ("LICENSE", "LICENSE.md", "LICENSE.txt")
WORDS = ("licen", "terms", "copying", "agreement", "eula", "policy", "legal", "rights")


def tells(path: str) -> bool:
    """Whether a file's name alone says that terms may stand in it."""
    name = path[path.rfind("/") + 1 :].lower()
    return any(word in name for word in WORDS)


def places(resource: Resource) -> Iterator[str]:
    """The paths at which the text may stand; the first one that the tree has is it."""
    if resource.kind not in KINDS:
        return
    link = resource.value("license-link")
    if link.state == "present" and isinstance(link.data, str) and "://" not in link.data:
        path = link.data.partition("#")[0].strip()
        for folder in (dirname(link.location.path), "") if path.strip("/.") else ():
            yield normpath(join(folder, path.lstrip("/")) if folder else path.lstrip("/"))
    for name in NAMES:
        yield join(dirname(resource.place.path), name)
