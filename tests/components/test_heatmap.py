"""Cells hold rows in bins or values of two columns."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.components.geometry import box, number, pixel, read_back

GRID = {"wide": [float(i % 10) for i in range(300)], "high": [float(i % 7) * 1.5 for i in range(300)]}
NAMES = {
    "shop": ["a", "a", "b", "b", "c", None],
    "kind": ["x", "y", "x", "x", None, "y"],
    "size": [1.5, -2.5, 30.0, None, 5.0, 6.0],
}
MEASURES = {
    "mean(size)": "mean",
    "sum(size)": "sum",
    "min(size)": "min",
    "max(size)": "max",
    "distinct(size)": "nunique",
}


def said(shown) -> dict[str, float]:
    found = [mark.title.rpartition(": ") for mark in shown.marks("cell")]
    return {name: number(value) for name, _, value in found}


def check(shown) -> None:
    """Each cell lies where the rows that it keeps are, and says how many."""
    across, up = read_back(shown.axes.x), read_back(shown.axes.y)
    x_room, y_room = 5 * pixel(shown.axes.x), 5 * pixel(shown.axes.y)
    for mark in shown.marks("cell"):
        cell, rows = box(mark.path), shown.kept(mark.link)
        assert number(mark.title.rpartition(": ")[2]) == len(rows)
        assert across(cell.left) - x_room <= rows["wide"].min() <= rows["wide"].max() <= across(cell.right) + x_room
        assert up(cell.bottom) - y_room <= rows["high"].min() <= rows["high"].max() <= up(cell.top) + y_room


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(-50, 50, width=16), st.integers(-9, 200)), max_size=30),
    st.sampled_from([1.0, 1e-6, 1e8]),
)
def test_every_row_is_in_the_cell_where_it_lies(plot, pairs, unit):
    frame = pd.DataFrame([(0, 0), (20, 9), *pairs], columns=["wide", "high"]).astype(float)
    shown = plot(frame.assign(wide=frame["wide"] * unit), "heatmap:wide,high")
    check(shown)
    assert sum(said(shown).values()) == len(frame)


def test_the_table_has_all_rows(plot):
    cells = plot(GRID, "heatmap:wide,high").cells()
    assert sum(int(text or 0) for row in cells for text in row[1:]) == 300


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_of_names_are_those_of_pandas(plot, measure):
    shown = plot(NAMES, f"heatmap:shop,kind,{measure}")
    expected = shown.frame.groupby(["shop", "kind"])["size"].agg(MEASURES[measure])
    assert said(shown) == pytest.approx(
        {f"{shop}, {kind}": value for (shop, kind), value in expected.items()}, rel=0.005
    )


def test_names_stand_at_their_cells_and_keep_their_rows(plot):
    shown = plot(NAMES, "heatmap:shop,kind")
    columns = {tick.label: tick.position for tick in shown.axes.x}
    lines = {tick.label: tick.position for tick in shown.axes.y}
    for mark in shown.marks("cell"):
        (shop, kind), cell, rows = mark.title.partition(":")[0].split(", "), box(mark.path), shown.kept(mark.link)
        assert cell.left < columns[shop] < cell.right
        assert cell.top < lines[kind] < cell.bottom
        assert set(zip(rows["shop"], rows["kind"], strict=True)) == {(shop, kind)}


def test_weekdays_and_hours_are_those_of_pandas(plot):
    random = np.random.default_rng(3)
    days = pd.to_datetime("2024-01-01") + pd.to_timedelta(random.integers(0, 60 * 24 * 21, 120), unit="m")
    shown = plot({"day": days}, "heatmap:weekday(day),hour(day)")
    expected = shown.frame["day"].dt.strftime("%a, %H:00").value_counts().to_dict()
    assert said(shown) == expected
    assert [len(shown.kept(mark.link)) for mark in shown.marks("cell")] == list(said(shown).values())


@pytest.mark.parametrize("measure", ["", ",mean(size)"])
def test_more_is_never_a_lighter_shade(plot, measure):
    values = {"wide": [0.5] * 50 + [5.5] * 10 + [9.5], "high": [1.5] * 61, "size": [3.0] * 50 + [-2.0] * 10 + [1.0]}
    shown = plot(values, f"heatmap:wide,high{measure}")
    shades = [(value, mark.name[-1]) for value, mark in zip(said(shown).values(), shown.marks("cell"), strict=True)]
    assert [shade for _, shade in sorted(shades)] == sorted(shade for _, shade in shades)
    assert {"1", "6"} <= {shade for _, shade in shades}


def test_the_key_tells_the_ends_of_the_shades(plot):
    panel = plot(NAMES, "heatmap:shop,kind,mean(size)").drawing.panels[0]
    assert [text.text for text in panel.texts] == ["-2.50", "30"]
    assert [shape.name for shape in panel.over] == [f"cell cell--{i} key" for i in range(1, 7)]


def test_cells_stay_in_the_plot_and_do_not_overlap(plot):
    shown = plot(GRID, "heatmap:wide,high")
    cells, axes = [box(mark.path) for mark in shown.marks("cell")], shown.axes
    assert all(axes.left <= each.left < each.right <= axes.right for each in cells)
    assert all(axes.top <= each.top < each.bottom <= axes.bottom for each in cells)
    apart = [
        a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top
        for a in cells
        for b in cells
        if a is not b
    ]
    assert all(apart)


def test_cells_that_a_filter_of_their_own_column_leaves_out_are_muted(plot):
    shown = plot(NAMES, "heatmap:shop,kind", [("shop", "b")])
    assert [(mark.title[0], mark.muted) for mark in shown.marks("cell")] == [("a", True), ("a", True), ("b", False)]


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ("heatmap:shop,kind", "4 rows in 3 cells; highest, 2, at b and x; lowest, 1, at a and x."),
        (
            "heatmap:shop,kind,max(size)",
            "Max size in 3 cells; highest, 30, at b and x; lowest, -2.50, at a and y.",
        ),
    ],
)
def test_the_sentence_tells_the_ends(plot, spec, sentence):
    assert plot(NAMES, spec).drawing.sentence == sentence


@pytest.mark.parametrize("frame", [{"wide": [2.5], "high": [3.5]}, {"wide": [2.5] * 9, "high": [-3.5] * 9}])
def test_one_value_is_one_cell(plot, frame):
    assert list(said(plot(frame, "heatmap:wide,high")).values()) == [len(frame["wide"])]


def test_no_row_with_both_is_no_drawing(plot):
    assert plot({"wide": [1.5, None], "high": [None, 2.5]}, "heatmap:wide,high").view.drawing is None
