"""What a reader must know about a run itself, beside what it found."""

from __future__ import annotations

from collections.abc import Sequence

from stewardship.frozen import replace
from stewardship.model import Verdict
from stewardship.organization import files as organization
from stewardship.picture import Picture
from stewardship.repository.listings import SUBMODULE
from stewardship.repository.revisions import Change


def remarked(verdict: Verdict, picture: Picture, changes: tuple[Change, ...] | None) -> Verdict:
    """The verdict with what a reader must know about the run itself."""
    notes = list(verdict.notes)
    if not len(picture.universe) and not verdict.findings:
        notes.insert(0, "nothing is governed here: no file is a manifest that a reader knows")
    elif not verdict.judged and not verdict.findings and changes is not None:
        notes.insert(0, "nothing that changed is governed")
    if picture.tree.label == "index" and changes is None:
        notes.insert(0, "nothing is staged, so everything is judged")
    floors = picture.organization.folders
    edited = sorted({one.path for one in changes or () if organization.decides(one.path, floors)})
    if edited and picture.trusted is not picture.tree:
        more = f" and {len(edited) - 3} more" if len(edited) > 3 else ""
        notes.append(f"{', '.join(edited[:3])}{more} changed; until merged, the base's govern")
    notes += _submodules(picture, changes or ())
    if picture.gathered.left_out:
        notes.append(f"{len(picture.gathered.left_out)} files are excluded by .steward/config.yaml")
    if picture.cache.note:
        notes.append(picture.cache.note)
    return replace(verdict, notes=tuple(notes))


def _submodules(picture: Picture, changes: Sequence[Change]) -> list[str]:
    """What a change moves on without showing it."""
    files = picture.tree.entries()
    moved = [
        one.path
        for one in changes
        if one.old_mode == SUBMODULE or (one.path in files and files[one.path].mode == SUBMODULE)
    ]
    if not moved:
        return []
    number = "1 submodule" if len(moved) == 1 else f"{len(moved)} submodules"
    said = "is in it is for the gate of its own repository"
    if len(moved) > 1:
        said = "is in them is for the gates of their own repositories"
    return [f"{number} changed ({', '.join(moved[:3])}): what {said}"]
