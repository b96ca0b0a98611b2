"""The plan of the house, where a machine can hold it: test files, circles, names."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "content", "control_server", "display_client")
FOLDERS = {"config": "config", "content": "", "control_server": "server", "display_client": "display"}
"""Package → its folder below `tests`."""

WITHOUT: dict[str, str] = {
    "control_server.assembly.pages": "puts the parts together: every test of the server stands on it",
    "control_server.assembly.programs": "puts the parts together: every test of the server stands on it",
    "control_server.assembly.surroundings": "decides nothing: what a server stands on, under one name",
    "control_server.http.readings": "is one road of pages and programs: test_source_page and test_readings_api walk it",
    "control_server.metrics": "decides nothing: names of counters, which test_health_api reads",
    "control_server.people.office": "puts the parts together: every test of people stands on it",
    "control_server.routes.api": "a table: tests/server/test_app and test_rights walk it",
    "control_server.routes.route": "decides nothing: the fields of a route, and patterns of addresses",
    "control_server.routes.studio": "a table: tests/server/test_app and test_rights walk it",
    "control_server.routes.wall": "a table: tests/server/test_app and test_rights walk it",
    "control_server.service": "puts the parts together: every test of the server stands on it (tests/server/simulator)",
    "control_server.storage.ground": "decides nothing: four parts under one name",
    "control_server.storage.tables": "decides nothing that test_database does not hold against the migrations",
}
"""Module → why it has no test file of its own."""

OTHERS = {"_asdict", "_exit", "_fields", "_mapping", "_replace"}
"""Names with an underscore that are public: of named tuples, of `os`, of SQLAlchemy's rows."""
TWO_OF_A_NAME = {"Options": "one for each importer, with one meaning: what a person may choose for it"}
"""Class name → why two rooms have one of that name."""


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name != "__init__.py" and "migrations" not in path.parts and "timisoara" not in path.parts:
                yield path.relative_to(ROOT)


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def beside(path: Path) -> list[Path]:
    """Where the tests of a module may be: in the folder that mirrors its own, or in one above it."""
    package, *rooms = path.parts[:-1]
    folder = ROOT / "tests" / FOLDERS[package]
    places = [folder.joinpath(*rooms[:depth]) for depth in range(len(rooms), -1, -1)]
    return [place / f"test_{path.stem.strip('_')}.py" for place in places if place != ROOT / "tests" or not rooms]


def has_tests(path: Path) -> bool:
    return path.is_file() and bool(re.search(r"^\s*(async )?def test_", path.read_text(), re.MULTILINE))


def test_every_module_that_decides_something_has_its_test_file() -> None:
    without = {dotted(path) for path in modules() if not any(has_tests(test) for test in beside(path))}
    assert without == WITHOUT.keys(), sorted(without ^ WITHOUT.keys())
    assert all(WITHOUT.values())


def test_no_test_reaches_into_a_private_name() -> None:
    reached = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names: list[str] = []
            if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id == "self"):
                names = [node.attr]
            elif isinstance(node, ast.ImportFrom):
                names = [name for alias in node.names for name in alias.name.split(".")]
                names += (node.module or "").split(".")
            for name in names:
                if re.fullmatch(r"_[a-zA-Z]\w*", name) and name not in OTHERS:
                    reached.append(f"{path.relative_to(ROOT)}:{node.lineno}: {name}")
    assert reached == []


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """The modules of this house that a module imports, wherever it does."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module


def test_no_module_imports_itself_by_whatever_way_round() -> None:
    paths = [path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    known = {dotted(path) for path in paths}
    graph = {dotted(path): set(imports(path, known)) & known - {dotted(path)} for path in paths}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_a_display_reads_plans_and_messages_and_nothing_that_is_authored() -> None:
    paths = [path for path in modules() if path.parts[0] == "display_client"]
    known = {dotted(path.relative_to(ROOT)) for path in (ROOT / "content").rglob("*.py")}
    rooms = {name.split(".")[1] for path in paths for name in imports(path, known) if name.startswith("content.")}
    assert rooms == {"findings", "live", "schedule", "strict_yaml", "wire"}


def test_a_class_has_a_name_of_its_own() -> None:
    classes = Counter[str]()
    for path in modules():
        tree = ast.parse((ROOT / path).read_text())
        classes.update(node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")
    twice = {name for name, count in classes.items() if count > 1}
    assert twice == TWO_OF_A_NAME.keys(), sorted(twice ^ TWO_OF_A_NAME.keys())


def test_a_name_says_what_was_found_or_said() -> None:
    """`found` and `said` say only that something was; what it was is the better name."""
    vague = []
    for path in modules():
        functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        for function in (
            node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, functions)
        ):
            for node in ast.walk(function):
                stored = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else None
                name = node.arg if isinstance(node, ast.arg) else stored
                if name in ("found", "said"):
                    vague.append(f"{path}:{getattr(node, 'lineno', 0)}")
    assert vague == []


def test_a_transaction_is_never_left_half_way_by_a_cancelled_caller() -> None:
    """A cancelled connection may keep its lock on the database: what writes is `uninterrupted`."""
    writers, open_to_cancellation = 0, []
    for path in modules():
        for function in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(function, ast.AsyncFunctionDef) and ".writing(" in ast.unparse(function):
                writers += 1
                if "uninterrupted" not in map(ast.unparse, function.decorator_list):
                    open_to_cancellation.append(f"{path}:{function.name}")
    assert writers and open_to_cancellation == []
