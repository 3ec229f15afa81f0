"""Dots stand where their two numbers are."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.cloud import LARGEST, LINKED, SMALLEST
from tests.components.geometry import box, dot, dots, number, pixel, read_back, read_log, specks

FRAME = {
    "wide": [1.0, 2.5, -4.0, 9.75, None, float("inf")],
    "high": [10.0, 35.0, 22.5, 12.0, 5.0, 1.0],
    "name": ["b", "a", None, "b", "a", "a"],
}


def numbers(shown) -> list[tuple[float, float]]:
    """Both numbers of each dot, told by the labels of the axes."""
    across, up = read_back(shown.axes.x), read_back(shown.axes.y)
    return [(across(each.x), up(each.y)) for mark in shown.marks("point") for each in dots(mark.path)]


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[np.isfinite(frame[["wide", "high"]].astype(float)).all(axis=1)]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.floats(-1000, 1000, width=32), st.floats(0, 1, width=32)), max_size=20),
    st.sampled_from([1e-9, 1.0, 1e9]),
)
def test_positions_are_the_values_on_both_axes(plot, pairs, unit):
    frame = pd.DataFrame([(0.0, 0.0), (500.0, 1.0), *pairs], columns=["wide", "high"]) * unit
    shown = plot(frame, "scatter:wide,high")
    found = np.array(numbers(shown))
    assert np.abs(found[:, 0] - frame["wide"]).max() <= pixel(shown.axes.x)
    assert np.abs(found[:, 1] - frame["high"]).max() <= pixel(shown.axes.y)


def test_rows_without_both_numbers_have_no_dot(plot):
    shown = plot(FRAME, "scatter:wide,high,name")
    expected = drawn(shown.frame)
    assert [x for x, _ in numbers(shown)] == pytest.approx(expected["wide"].tolist(), abs=0.05)
    assert [y for _, y in numbers(shown)] == pytest.approx(expected["high"].tolist(), abs=0.2)


def test_colours_are_named_in_the_legend_and_in_the_title(plot):
    shown = plot(FRAME, "scatter:wide,high,name")
    assert [(mark.name, mark.title) for mark in shown.drawing.legend] == [("key s1", "a"), ("key s2", "b")]
    assert [mark.name for mark in shown.marks("point")] == ["point s2", "point s1", "point s0", "point s2"]
    assert shown.marks("point")[0].title.startswith("b, Wide 1")
    assert shown.marks("point")[2].title.startswith("Wide -4")


def test_colours_stay_when_rows_are_filtered(plot):
    (mark, *_) = plot(FRAME, "scatter:wide,high,name", [("name", "b")]).marks("point")
    assert mark.name == "point s2"


def test_a_dot_keeps_the_rows_that_lie_there(plot):
    shown = plot(FRAME, "scatter:wide,high")
    assert shown.marks("point")[2].link.href == "/table?high=22.5&wide=-4"
    assert [len(shown.kept(mark.link)) for mark in shown.marks("point")] == [1, 1, 1, 1]


def test_sizes_are_areas(plot):
    values = {"wide": [1, 2, 3, 4], "high": [1, 2, 3, 4], "size": [100.0, 25.0, 0.0, None]}
    shown = plot(values, "scatter:wide,high,size=size")
    assert [dot(mark.path).radius for mark in shown.marks("point")] == [LARGEST, LARGEST / 2, SMALLEST, SMALLEST]
    assert shown.drawing.note == "one dot a row, its size by size"


def test_many_dots_are_paths_and_a_grid_of_links_that_keep_them_all(plot):
    random = np.random.default_rng(1)
    frame = pd.DataFrame({"wide": random.normal(size=900), "high": random.normal(size=900)})
    shown = plot(frame, "scatter:wide,high")
    rows = [index for mark in shown.marks("cluster") for index in shown.kept(mark.link).index]
    assert sorted(rows) == list(frame.index)
    assert not shown.marks("point")


def test_many_dots_are_drawn_in_whole_pixels(plot):
    random = np.random.default_rng(1)
    frame = pd.DataFrame({"wide": random.normal(size=900), "high": random.normal(size=900)})
    shown = plot(frame, "scatter:wide,high")
    across, up = read_back(shown.axes.x), read_back(shown.axes.y)
    (shape,) = shown.drawing.panels[0].under
    found = np.array([(across(x), up(y)) for x, y in specks(shape.path)])
    room = np.array([pixel(shown.axes.x), pixel(shown.axes.y)]) * 3
    assert all((np.abs(found - place) <= room).all(axis=1).any() for place in frame.to_numpy())


def test_a_cluster_lies_over_its_dots(plot):
    frame = pd.DataFrame({"wide": [i % 40 for i in range(LINKED + 50)], "high": [i // 40 for i in range(LINKED + 50)]})
    shown = plot(frame, "scatter:wide,high")
    across, up = read_back(shown.axes.x), read_back(shown.axes.y)
    for mark in shown.marks("cluster"):
        area, rows = box(mark.area), shown.kept(mark.link)
        assert across(area.left) < rows["wide"].min() <= rows["wide"].max() < across(area.right)
        assert up(area.bottom) < rows["high"].min() <= rows["high"].max() < up(area.top)
        assert mark.title.partition(" ")[0] == str(len(rows))


def test_more_rows_than_can_be_told_apart_become_cells(plot):
    shown = plot({"wide": [i / 2 for i in range(2001)], "high": [i / 4 for i in range(2001)]}, "scatter:wide,high")
    said = [number(mark.title.rpartition(": ")[2]) for mark in shown.marks("cell")]
    assert said == [len(shown.kept(mark.link)) for mark in shown.marks("cell")]
    assert (sum(said), shown.drawing.note) == (2001, "rows in bins")


@pytest.mark.parametrize(("log", "axes"), [("log", "y"), ("log=x", "x"), ("log=xy", "xy")])
def test_logarithmic_axes_are_those_asked_for(plot, log, axes):
    values = {"wide": [1.0, 50.0, 3000.0], "high": [0.01, 2.0, 70.0]}
    shown = plot(values, f"scatter:wide,high,{log}")
    for axis, column in (("x", "wide"), ("y", "high")):
        read = (read_log if axis in axes else read_back)(getattr(shown.axes, axis))
        found = [read(getattr(dot(mark.path), axis)) for mark in shown.marks("point")]
        assert found == pytest.approx(values[column], rel=0.02, abs=0.01 * max(values[column]) * (axis not in axes))


def test_a_logarithm_of_nothing_is_refused(plot):
    view = plot(FRAME, "scatter:wide,high,log=x").view
    assert view.refusal == (
        "A logarithmic scale needs values above zero, and some here are not. Filter them, or leave log out."
    )
    assert plot(FRAME, "scatter:wide,high,log").view.drawing


@pytest.mark.parametrize(("option", "zero"), [("", False), (",zero", True), (",zero=no", False)])
def test_both_axes_begin_at_zero_as_asked(plot, option, zero):
    shown = plot({"wide": [90.0, 95.0], "high": [200.0, 230.0]}, f"scatter:wide,high{option}")
    assert [0 in [number(tick.label) for tick in side] for side in (shown.axes.x, shown.axes.y)] == [zero, zero]


@pytest.mark.parametrize(
    ("high", "said"),
    [
        ([1.0, 2.0, 3.0, 4.5], "Correlation 0.99, strong."),
        ([4.0, 3.0, 2.0, 1.0], "Correlation -1.00, strong."),
        ([1.0, 4.0, 1.0, 3.0], "Correlation 0.26, weak."),
        ([1.0, 3.0, 1.0, 3.0], "Correlation 0.45, moderate."),
        ([1e200, 2e200, 3e200, 4e200], "Correlation 1.00, strong."),
        ([5.0, 5.0, 5.0, 5.0], "High from 5 to 5."),
    ],
)
def test_the_sentence_tells_the_correlation_as_pandas_does(plot, high, said):
    shown = plot({"wide": [1.0, 2.0, 3.0, 4.0], "high": high}, "scatter:wide,high")
    assert shown.drawing.sentence.startswith("4 dots; Wide from 1 to 4; High from ")
    assert shown.drawing.sentence.endswith(said)
    expected = shown.frame["wide"].corr(shown.frame["high"] / max(high))
    assert expected != expected or f"{expected:.2f}" in said


def test_one_dot_is_drawn(plot):
    assert numbers(plot({"wide": [3.0], "high": [4.0]}, "scatter:wide,high")) == [pytest.approx((3, 4), abs=0.05)]


def test_no_row_with_both_numbers_is_no_drawing(plot):
    assert plot({"wide": [1.5, None], "high": [None, 2.5]}, "scatter:wide,high").view.drawing is None
