"""Every reporter's whole output on every sample, as it is kept in ``snapshots/``."""

from __future__ import annotations

import pytest

from stewardship.reporters import json_, load, names, sarif
from tests.reporters import snapshot
from tests.reporters.samples import SAMPLES

# Suffix of the snapshot: reporter, color, width.
FORMATS = {
    "text": ("text", False, 100),
    "60.text": ("text", False, 60),
    "github": ("github", False, 100),
    "json": ("json", False, 100),
    "sarif": ("sarif", False, 100),
    "gitlab": ("gitlab", False, 100),
    "junit": ("junit", False, 100),
    "markdown": ("markdown", False, 100),
}


@pytest.fixture(autouse=True)
def _any_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release changes no snapshot."""
    for module in (json_, sarif):
        monkeypatch.setattr(module, "__version__", "0.0.0")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("case", SAMPLES)
def test_prints_what_is_kept(case: str, suffix: str) -> None:
    name, color, width = FORMATS[suffix]
    snapshot.check(case, suffix, load(name).render(SAMPLES[case], color=color, width=width))


def test_colors_are_kept_too() -> None:
    output = load("text").render(SAMPLES["the sample of the issue"], color=True)
    snapshot.check("the sample of the issue", "color.text", output)


def test_no_snapshot_is_left_over() -> None:
    cases = {snapshot.path_of(case, suffix).name for case in SAMPLES for suffix in FORMATS}
    kept = {path.name for path in snapshot.FOLDER.iterdir()}
    assert kept == cases | {snapshot.path_of("the sample of the issue", "color.text").name}


def test_every_reporter_has_snapshots_and_a_manual_page() -> None:
    assert set(names()) == {name for name, _, _ in FORMATS.values()}
    assert all(load(name).__doc__ for name in names())


def test_a_format_that_does_not_exist_is_no_reporter() -> None:
    with pytest.raises(KeyError, match="clean"):
        load("clean")
