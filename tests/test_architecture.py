"""The table of rooms of DESIGN §2, and the sizes and names of the house rules, read from the sources."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [
    path
    for folder in ("app", "components", "tests", "e2e", "bench", "scripts", "docs/examples")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
COLUMN_TYPES = {"app.datasets.Column", "app.datasets.Kind", "app.datasets.Schema", "app.datasets.column"}
REPORT_TYPES = {"app.datasets.ColumnReading", "app.datasets.Faults", "app.datasets.Report"}
ROOMS = {
    "app/datasets": {"app.datasets"},
    "app/query": {"app.query", "app.datasets"},
    "app/engine": {"app.engine", "app.query", "app.datasets"},
    "components": {"components", "app.query", "app.engine", *COLUMN_TYPES, *REPORT_TYPES},
    "app/views": {"app", "components"},
    "app": {"app"},
}
"""What of ours each room may import; the outermost room wires the others."""
FLASK = ("flask", "werkzeug", "jinja2", "htmx_flask", "flask_compress")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str | None:
    return next((room for room in ROOMS if name(path).startswith(f"{room}/")), None)


def imports(path: Path) -> Iterator[str]:
    """Every module or name that a file imports, in full: `app.datasets.Column`."""
    package = [*path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def within(imported: str, modules: set[str] | tuple[str, ...]) -> bool:
    return any(imported == module or imported.startswith(f"{module}.") for module in modules)


OURS = [path for path in SOURCES if room(path)]


@pytest.mark.parametrize("path", OURS, ids=name)
def test_a_room_imports_only_what_the_table_of_rooms_allows(path):
    found = {imported for imported in imports(path) if within(imported, ("app", "components"))}
    assert {imported for imported in found if not within(imported, ROOMS[room(path)])} == set()


@pytest.mark.parametrize("path", [path for path in OURS if room(path) not in ("app", "app/views")], ids=name)
def test_nobody_inside_imports_the_views_or_the_app(path):
    assert not [imported for imported in imports(path) if imported == "app" or within(imported, ("app.views",))]


@pytest.mark.parametrize("path", [path for path in OURS if room(path) not in ("app", "app/views")], ids=name)
def test_only_the_views_and_the_wiring_use_flask(path):
    assert not [imported for imported in imports(path) if within(imported, FLASK)]


def test_every_file_of_the_app_is_in_a_room():
    assert {room(path) for path in OURS} == set(ROOMS)
    assert {path.name for path in (ROOT / "app").iterdir() if path.is_dir() and path.name != "__pycache__"} == {
        "datasets",
        "engine",
        "query",
        "static",
        "templates",
        "views",
    }


def test_the_imports_of_a_file_are_found_wherever_they_stand(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    file = tmp_path / "app" / "query" / "x.py"
    file.parent.mkdir(parents=True)
    file.write_text("import os.path\nfrom . import bins\nfrom ..engine import Engine\ndef f():\n    import app.views\n")
    assert set(imports(file)) == {"os.path", "app.query.bins", "app.engine.Engine", "app.views"}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_has_at_most_400_lines_and_a_function_60(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions if node.end_lineno - node.lineno >= 60}
    assert long == {}


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("app/templates/**/*.html", 60), ("components/**/*.html", 60), ("components/**/*.css", 200)],
)
def test_templates_have_at_most_60_lines_and_stylesheets_200(pattern, most):
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sorted(ROOT.glob(pattern))}
    assert sizes
    assert {file: size for file, size in sizes.items() if size > most} == {}


@pytest.mark.parametrize("word", ["util", "helper", "manager", "handler"])
def test_no_file_or_folder_is_named_for_nothing(word):
    parts = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert {part for part in parts if re.search(rf"(^|_){word}s?($|_)", part)} == set()


COMPONENTS = [path for path in sorted((ROOT / "components").iterdir()) if path.is_dir() and path.name != "__pycache__"]


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda folder: folder.name)
def test_a_component_holds_a_template_or_a_module_of_its_own_name(folder):
    assert any((folder / f"{folder.name}{suffix}").is_file() for suffix in (".html", ".py", ".css"))


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda folder: folder.name)
def test_the_template_module_and_stylesheet_of_a_component_bear_its_name(folder):
    stems = {path.stem for path in folder.iterdir() if path.suffix in (".html", ".py", ".css")} - {"__init__"}
    assert stems == {folder.name}
