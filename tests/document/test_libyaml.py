"""libyaml's parser is had without the rest of PyYAML, and nobody is the worse for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

READ = "from stewardship.document import DocumentError, yaml_; yaml_.load(b'a: [1, {b: c}]', 'x')"
LOADED = "import sys; assert ('yaml.constructor' in sys.modules) == {}"
BROKEN = """
try:
    yaml_.load({!r}, 'x')
except DocumentError as error:
    assert {!r} in error.message, error.message
else:
    raise SystemExit('read')
"""


def python(*lines: str) -> str:
    """What a Python of its own says against these lines; nothing where it is content."""
    command = [sys.executable, "-c", "\n".join(lines)]
    return subprocess.run(command, capture_output=True, text=True).stderr


CASES = {
    "a manifest is read without the rest of PyYAML": [READ, LOADED.format(False)],
    "whoever wants the rest afterwards has it": [
        READ,
        "import yaml",
        "assert yaml.safe_load('a: 2026-01-01')['a'].year == 2026",
        "assert yaml.reader.ReaderError is yaml.loader.ReaderError",
        "assert yaml.__with_libyaml__",
        READ,
    ],
    "a name is asked of the package itself": [READ, "from yaml import safe_dump, nodes, YAMLError"],
    "an error of ours is one to the rest of PyYAML": [
        READ,
        "import yaml",
        "try: yaml.load('a: ]', yaml.CSafeLoader)",
        "except yaml.MarkedYAMLError as error: found = error.problem_mark.line",
        "assert found == 0",
    ],
    "what was all there before is taken as it is": ["import yaml", READ, LOADED.format(True)],
    "an extension that asks for more is given all of PyYAML": [
        "import sys, types",
        "sys.modules['yaml.events'] = types.ModuleType('yaml.events')",
        READ,
        LOADED.format(True),
    ],
    "what cannot be parsed is told": [READ, BROKEN.format(b"a: [", "expected here")],
    "what cannot be printed is told": [READ, BROKEN.format(b"a: \x01", "U+0001 is not YAML")],
    "an anchor that is not there is told": [READ, BROKEN.format(b"a: *b", "has no anchor")],
}


@pytest.mark.parametrize("sentence", CASES)
def test_libyaml_alone(sentence: str) -> None:
    assert python(*CASES[sentence]) == ""
