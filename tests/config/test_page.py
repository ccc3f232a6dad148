"""What the page on configuration and a fresh configuration show is understood as it is shown."""

from __future__ import annotations

import re
from datetime import timedelta

from stewardship.cli.init_files import config as drafted
from stewardship.decisions import waivers
from stewardship.decisions.limits import DEFAULT
from stewardship.memory import Memory
from stewardship.organization import config
from stewardship.organization import files as organization
from stewardship.organization.config import KEYS
from stewardship.organization.floor import KEYS as FLOOR_KEYS
from stewardship.organization.floor import MAY, load
from tests.source import ROOT

PAGE = (ROOT / "docs/configuration.md").read_text()
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
CONFIGS = [one for one in BLOCKS if one.startswith("mode:")]
(FLOOR,) = [one for one in BLOCKS if one.startswith("organization:")]
PATH = ".steward/config.yaml"


def test_the_configurations_of_the_page_are_understood_and_name_every_key() -> None:
    whole, dated = CONFIGS
    assert all(re.search(rf"^{key}:", whole, re.MULTILINE) for key in KEYS)
    assert all(f"| `{key}` |" in PAGE for key in KEYS)
    for text in (whole.replace("extends:", "#"), dated):
        files = {PATH: text.encode()}
        organization.load(files, files, Memory())


def test_the_floor_of_the_page_is_understood_and_names_every_key() -> None:
    floor = load("org", {"config.yaml": FLOOR.encode()}, outside=True)
    found = organization.load({}, {}, Memory(), floors=(floor,))
    assert found.modes.of("licenses/stated") == "enforce"
    assert found.modes.of("lineage/commit-stated") == "observe"
    left_out = {key for key in FLOOR_KEYS if not re.search(rf"^{key}:", FLOOR, re.MULTILINE)}
    assert left_out == {"edition"}
    assert all(re.search(rf"^  {key}:", FLOOR, re.MULTILINE) for key in MAY)


def test_the_waivers_of_the_page_are_understood() -> None:
    entries = [one for one in BLOCKS if one.startswith("waivers:")]
    assert len(entries) == 2
    for text in entries:
        found = waivers.load(text.encode())
        assert (len(found.entries), found.problems) == (1, ())


def test_the_limits_of_the_page_are_the_defaults() -> None:
    assert "waiver: block 90d, review 180d, else 1y; approval: 1y" in PAGE
    spans = {(what, severity): limit.span.days for what, severity, limit in DEFAULT.all()}
    assert spans.pop(("waiver", "block")) == 90
    assert spans.pop(("waiver", "review")) == 180
    assert set(spans.values()) == {timedelta(days=365).days}


def test_what_a_fresh_configuration_leaves_to_be_uncommented_is_understood() -> None:
    text = drafted(observe=False)
    lines = [line.removeprefix("#") if re.match(r"#(  |\w+:)", line) else line
             for line in text.splitlines()]  # fmt: skip
    whole = "\n".join(lines).replace("exclude: []", "exclude:") + "\n"
    found = config.load({PATH: whole.encode()})
    assert found.extends
    assert found.exclude
    assert set(found.severities) == {"ownership/reachable", "lineage/commit-stated"}
    assert found.modes.planned["licenses"]
    plain = config.load({PATH: text.encode()})
    assert not plain.extends
    assert not plain.severities
    assert not plain.modes.planned
