"""The house: floors, sizes, and what a hook may import. Each test reads the code as text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "stewardship"

# Lowest first. A module imports only from floors below its own, or from its own folder.
FLOORS = (
    ("frozen", "pattern", "beside", "model", "errors", "data", "memory", "__init__"),
    ("document", "vocabulary", "repository", "fingerprint", "records", "merge", "strict",
     "edit", "schemas", "integrity"),
    ("readers", "checks", "environment", "packages"),
    ("joining", "cache", "incoming", "organization", "plugins", "decisions", "ownership",
     "policy", "scope", "newcomers", "context", "sources"),
    ("findings", "judging", "quiet", "alike", "idle", "engine", "decide", "counsel", "bills",
     "backlog"),
    ("rule_examples", "reporters", "pages"),
    ("governing", "picture", "around", "authors", "remarks", "withdrawn"),
    ("fixers",),
    ("run", "review", "forge", "verify"),
    ("survey",),
    ("ci", "cli"),
)  # fmt: skip
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
# Floors 2 and 4 hold several modules that build on one another; the order is checked for circles.


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, at any depth of its code but for types."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "stewardship":
                yield from (alias.name for alias in node.names)
            elif node.module.startswith("stewardship."):
                base = node.module.removeprefix("stewardship.")
                for alias in node.names:
                    inner = SOURCE.joinpath(*base.split("."), f"{alias.name}.py")
                    yield f"{base}.{alias.name}" if inner.exists() else base
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("stewardship."):
                    yield alias.name.removeprefix("stewardship.")


def room(name: str) -> str:
    return name.partition(".")[0]


def test_every_room_has_its_floor() -> None:
    assert {room(name_of(path) or "__init__") for path in modules()} - LEVEL.keys() == set()


def test_a_module_imports_only_from_floors_below() -> None:
    reaching_up = [
        f"{own} reaches up to {other}"
        for path in modules()
        for own in [name_of(path) or "__init__"]
        for other in imports(path)
        if room(other) not in ("policies", "hooks") and not other.startswith("__")
        if LEVEL[room(other)] > LEVEL[room(own)]
    ]
    assert reaching_up == []


def test_no_import_goes_in_a_circle() -> None:
    graph = {name_of(path): set(imports(path)) for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "a circle: " + " -> ".join((*trail, name))
        if name in done:
            return
        for other in graph.get(name, ()):
            if other != name:
                visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def test_a_file_holds_one_thought() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > 250} == {}


def functions() -> list[tuple[str, int]]:
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((f"{name_of(path)}.{node.name}", length))
    return found


def test_a_function_fits_a_screen() -> None:
    assert [(name, length) for name, length in functions() if length > 60] == []


def test_readers_and_checks_meet_only_in_the_resource() -> None:
    for path in (SOURCE / "readers").glob("*.py"):
        assert not any(room(other) == "checks" for other in imports(path)), path.name
    for path in (SOURCE / "checks").glob("*.py"):
        assert not any(room(other) == "readers" for other in imports(path)), path.name


def test_a_reader_does_not_import_another_reader() -> None:
    shared = {"readers", "readers.facts"}
    for path in (SOURCE / "readers").glob("*.py"):
        others = {one for one in imports(path) if room(one) == "readers"} - shared
        assert all(one.partition(".")[2].startswith("_") for one in others), path.name
