"""The charts that Winnow chooses by itself, drawn for every built-in and shared table: none is empty or nonsense."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from app.datasets import Catalog, Dataset, Schema
from app.engine import Engine, plan_chart
from app.query import Query
from app.query.choice import ADDITIVE, RELATIVE, SUM_OF, choose_charts, choose_figures, is_panel, measured
from components.axes.axes import CHARACTER, Axes, Tick
from components.chart.chart import ChartView, build_charts
from components.drawing.drawing import Drawing
from components.page import Page

ROOT = Path(__file__).resolve().parents[1]
SHARED = next((path for path in (ROOT.parent / "shared/data", Path("/work/shared/data")) if path.is_dir()), None)
FOLDERS = [folder for folder in (ROOT / "data", SHARED) if folder]
LINE = 11.0
"""The height of a label."""
NUMBER = r"-?\d*\.?\d+(?:e[+-]?\d+)?"
STEP = re.compile(rf"([a-zA-Z])((?:[\s,]*{NUMBER})*)")
PLACES = re.compile(r"(^|_)(id|year|lat|latitude|lon|long|longitude|code|zip|upc|phone|month)$")


@cache
def catalogs() -> dict[str, tuple[Catalog, str]]:
    """Every dataset by a name that no other has; scripts are left alone."""
    found = {}
    for folder in FOLDERS:
        catalog = Catalog(folder, run_code=False)
        entries = {name: entry for name, entry in catalog.entries().items() if entry.path.suffix != ".py"}
        found |= {f"{folder.parent.name}/{name}": (catalog, name) for name in entries}
    return found


@cache
def opened(table: str) -> Dataset:
    catalog, name = catalogs()[table]
    return catalog.open(catalog.entries()[name])


@cache
def drawn(table: str) -> tuple[ChartView, ...]:
    """The charts that the columns alone get, whatever the owner says."""
    dataset, query = opened(table), Query()
    engine = Engine(cache_bytes=1 << 20)
    plans = [(chart, plan_chart(chart, dataset, query, rows=dataset.rows)) for chart in choose_charts(dataset.schema)]
    answers = engine.run(dataset, query, [plan.summary for _, plan in plans if plan.summary])
    return build_charts(plans, answers, Page("/table", query, dataset.schema))


def drawings(table: str) -> list[tuple[str, Drawing]]:
    return [(view.spec, view.drawing) for view in drawn(table) if view.drawing]


def overlapping(ticks: tuple[Tick, ...], *, upright: bool) -> list[tuple[str, str]]:
    shown = sorted((tick for tick in ticks if tick.label), key=lambda tick: tick.position)
    return [
        (a.label, b.label)
        for a, b in pairwise(shown)
        if b.position - a.position < (LINE if upright else CHARACTER * (len(a.label) + len(b.label)) / 2)
    ]


def points(path: str) -> list[tuple[float, float]]:
    """Where the steps of an SVG path lead."""
    found, x, y, start = [], 0.0, 0.0, (0.0, 0.0)
    for letter, rest in STEP.findall(path):
        numbers = [float(text) for text in re.findall(NUMBER, rest)]
        kind, size = letter.lower(), {"h": 1, "v": 1, "a": 7}.get(letter.lower(), 2)
        if kind == "z":
            x, y = start
        for at in range(0, len(numbers), size):
            step = numbers[at : at + size]
            right, down = {"h": (step[0], None), "v": (None, step[0])}.get(kind, tuple(step[-2:]))
            here = (x, y) if letter.islower() else (0.0, 0.0)
            x = x if right is None else here[0] + right
            y = y if down is None else here[1] + down
            start = (x, y) if kind == "m" else start
            found.append((x, y))
    return found


def outside(path: str, frame: Axes, *, room: float) -> list[tuple[float, float]]:
    return [
        (x, y)
        for x, y in points(path)
        if not (frame.left - room <= x <= frame.right + room and frame.top - room <= y <= frame.bottom + room)
    ]


def is_usable(schema: Schema) -> bool:
    """Whether a column measures something, is a time, or has values that return."""
    some = [column for column in schema.visible() if column.distinct > 1]
    return bool(measured(schema)) or any(
        column.kind == "date" or (column.kind in ("category", "boolean") and 2 * column.distinct < schema.rows)
        for column in some
    )


every_table = pytest.mark.parametrize("table", sorted(catalogs()))


@every_table
def test_each_chart_is_drawn_and_shows_more_than_one_thing(table):
    for view in drawn(table):
        assert view.drawing, f"{view.spec}: {view.refusal}"
        assert len(view.drawing.marks) > 1, view.spec


@every_table
def test_an_axis_of_names_has_30_at_most(table):
    for spec, drawing in drawings(table):
        for panel in drawing.panels:
            if spec.startswith(("bar", "box", "heatmap")):
                assert len([text for text in panel.texts if text.name == "bar__name"]) <= 30, spec
                assert len({tick.label for tick in panel.frame.x}) <= 30, spec


@every_table
def test_labels_of_an_axis_do_not_overlap(table):
    for spec, drawing in drawings(table):
        for panel in drawing.panels:
            assert overlapping(panel.frame.x, upright=False) == [], spec
            assert overlapping(panel.frame.y, upright=True) == [], spec
            names = tuple(Tick(text.y, text.text) for text in panel.texts if text.name == "bar__name")
            assert overlapping(names, upright=True) == [], spec


@every_table
def test_marks_are_inside_of_their_frame(table):
    for spec, drawing in drawings(table):
        for panel in drawing.panels:
            room = 6.0 if spec.startswith(("map", "scatter", "line", "countries")) else 1.5
            for mark in panel.marks:
                assert outside(mark.path, panel.frame, room=room) == [], (spec, mark.title)


@every_table
def test_what_names_or_places_rows_is_not_measured(table):
    schema = opened(table).schema
    for field in [*(field for chart in choose_charts(schema) for field in chart.fields), *choose_figures(schema)]:
        if field.function in ("sum", "mean"):
            column = schema.columns[field.column]
            assert not PLACES.search(column.key), field
            assert column.kind in ("integer", "number"), field
            assert not column.place, field
            assert column.distinct > 1, field


@every_table
def test_only_what_adds_up_is_summed_and_nothing_in_a_panel(table):
    schema = opened(table).schema
    for field in [*(field for chart in choose_charts(schema) for field in chart.fields), *choose_figures(schema)]:
        if field.function == "sum":
            assert ADDITIVE.search(field.column), field
            assert not RELATIVE.search(SUM_OF.sub("_", field.column)), field
            assert not is_panel(schema), field


@every_table
def test_no_bar_chart_only_counts_what_is_there_once(table):
    for view in drawn(table):
        if view.spec.startswith("bar") and view.spec.endswith("count()"):
            counts = {row.cells[-1] for row in view.drawing.rows} if view.drawing else set()
            assert len(counts) > 1, view.spec


@every_table
def test_a_line_is_of_several_points(table):
    for view in drawn(table):
        if view.spec.startswith("line"):
            assert view.drawing, view.spec
            assert len(view.drawing.rows) > 3, view.spec


@every_table
def test_a_table_with_a_column_to_show_has_a_chart(table):
    schema = opened(table).schema
    assert drawn(table) or not is_usable(schema)


def test_the_steps_of_a_path_are_read():
    assert points("M1 2h3v-4h-3z") == [(1, 2), (4, 2), (4, -2), (1, -2)]
    assert points("M5 5a2 2 0 1 0 4 0m1 1h0") == [(5, 5), (9, 5), (10, 6), (10, 6)]
    assert outside("M1 2h30", Axes(0, 20, 0, 10), room=1) == [(31, 2)]
