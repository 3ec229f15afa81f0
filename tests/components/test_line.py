"""Lines tell their numbers by their heights."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.line.line import LABEL_GAP, MOST_STOPS
from tests.components.geometry import box, dots, number, pixel, points, read_back, read_log, runs

MEASURES = {
    "sum(size)": "sum",
    "mean(size)": "mean",
    "min(size)": "min",
    "max(size)": "max",
    "distinct(size)": "nunique",
}


def frame_of(series: dict[str, list]) -> pd.DataFrame:
    """A row for each value, by year from 2000 on."""
    rows = [(2000 + i, name, value) for name, values in series.items() for i, value in enumerate(values)]
    return pd.DataFrame(rows, columns=["year", "name", "size"])


def shapes(shown, kind: str):
    panel = shown.drawing.panels[0]
    return [shape for shape in (*panel.under, *panel.over) if shape.name.split()[0] == kind]


def read_line(shown, path: str) -> dict[int, float]:
    across, up = read_back(shown.axes.x), read_back(shown.axes.y)
    return {round(across(x)): up(y) for x, y in points(path)}


@pytest.mark.parametrize(
    "values",
    [
        [10.0, 14.5, 12.25, 40.0, 38.0],
        [-5.0, -2.5, -9.0],
        [-50.0, 0.0, 75.0],
        [0.001, 0.0025, 0.002],
        [1000.5, 1001.25],
        [1e15, 3e15, 2.5e15],
        [1e-9, 4e-9, 2e-9],
        [5.0, 5.0, 5.0],
    ],
)
def test_heights_are_the_values_on_the_axis(plot, values):
    shown = plot(frame_of({"a": values}), "line:year,mean(size),name")
    expected = {2000 + i: value for i, value in enumerate(values)}
    assert read_line(shown, shown.marks("line")[0].path) == pytest.approx(expected, abs=pixel(shown.axes.y))


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1990, 1999), st.sampled_from("abc"), st.none() | st.floats(-1e4, 1e4, width=32)),
        max_size=30,
    ),
    st.sampled_from([*MEASURES]),
)
def test_lines_are_those_of_pandas(plot, rows, measure):
    frame = pd.DataFrame([(1995, "a", 1.5), (1996, "b", 2.0), *rows], columns=["year", "name", "size"])
    shown = plot(frame.astype({"size": float}), f"line:year,{measure},name")
    some = shown.frame if measure.startswith("distinct") else shown.frame.dropna()
    expected = some.groupby(["year", "name"])["size"].agg(MEASURES[measure])
    lines = {mark.title: read_line(shown, mark.path) for mark in shown.marks("line")}
    found = {(year, name): value for name, line in lines.items() for year, value in line.items()}
    assert found == pytest.approx(expected.to_dict(), abs=pixel(shown.axes.y))


def test_a_single_line_has_no_name_and_no_link(plot):
    shown = plot({"year": [2000, 2001, 2001]}, "line:year,count()")
    (line,) = shapes(shown, "line")
    assert read_line(shown, line.path) == pytest.approx({2000: 1, 2001: 2}, abs=0.01)
    assert not shown.marks("line")


@pytest.mark.parametrize(
    ("column", "function", "stretches"),
    [
        (range(2000, 2010), "", 1),
        ([2000, 2001, 2005, 2006], "", 2),
        ([1950, 1960, 1970, 1990], "", 2),
        (pd.bdate_range("2020-01-01", periods=30), "", 1),
        (pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-03", "2020-03-01", "2020-03-02"]), "", 2),
        (pd.date_range("2020-01-01", periods=24, freq="MS"), "month", 1),
        (pd.to_datetime(["2020-01-31", "2020-02-29", "2020-04-01"]), "month", 2),
        (pd.date_range("2015-01-01", periods=8, freq="YS"), "year", 1),
        (pd.to_datetime(["2015-05-01", "2016-05-01", "2019-05-01"]), "year", 2),
        (pd.date_range("2020-01-01", periods=9, freq="QS"), "quarter", 1),
        (pd.date_range("2020-01-01", periods=9, freq="W"), "week", 1),
    ],
)
def test_a_line_breaks_where_places_are_missing_but_not_at_weekends(plot, column, function, stretches):
    x = f"{function}(day)" if function else "day"
    (line,) = shapes(plot({"day": list(column)}, f"line:{x},count()"), "line")
    assert len(runs(line.path)) == stretches


def test_a_gap_breaks_the_line_and_a_lone_value_is_a_dash(plot):
    frame = frame_of({"a": [1.0, 2.0, None, 4.0, None, 6.0, 7.0], "b": [1.0] * 7})
    mark = plot(frame, "line:year,mean(size),name").marks("line")[0]
    assert [len(run) for run in runs(mark.path)] == [2, 1, 2]
    assert mark.path.count("m-1.5 0h3") == 1
    assert len(dots(mark.path)) == 1


def test_a_gap_of_all_series_breaks_the_line_too(plot):
    (line,) = shapes(plot(frame_of({"a": [1.0, 2.0, None, 4.0, None, 6.0, 7.0]}), "line:year,mean(size)"), "line")
    assert [len(run) for run in runs(line.path)] == [2, 1, 2]


def test_everything_stays_inside_the_picture(plot):
    shown = plot(frame_of({f"n{i}": [float(i), float(-i), i * 1e6] for i in range(8)}), "line:year,mean(size),name")
    axes = shown.axes
    for mark in shown.marks("line"):
        assert all(axes.left <= x <= axes.right and axes.top <= y <= axes.bottom for x, y in points(mark.path))
        assert 0 <= mark.texts[0].y <= shown.drawing.height


@pytest.mark.parametrize(
    "ends", [[5.0] * 8, [1.0, 1.1, 1.2, 9.0], [0.0, 0.0, 100.0, 100.0], [float(i) for i in range(8)]]
)
def test_labels_never_lie_on_each_other(plot, ends):
    series = {f"n{i}": [50.0 * (i % 2), end] for i, end in enumerate(ends)}
    heights = sorted(mark.texts[0].y for mark in plot(frame_of(series), "line:year,mean(size),name").marks("line"))
    assert all(below - above >= LABEL_GAP - 0.11 for above, below in pairwise(heights))


def test_stops_cover_the_plot_and_keep_their_rows(plot):
    shown = plot(frame_of({"a": [1.0] * 12, "b": [2.0] * 12}), "line:year,sum(size),name")
    strips = [box(mark.area) for mark in shown.marks("stop")]
    assert (strips[0].left, strips[-1].right) == pytest.approx((shown.axes.left, shown.axes.right), abs=0.1)
    assert all(abs(a.right - b.left) <= 0.11 for a, b in pairwise(strips))
    assert [set(shown.kept(mark.link)["year"]) for mark in shown.marks("stop")] == [
        {year} for year in range(2000, 2012)
    ]
    assert shown.marks("stop")[0].title == "2000: a 1, b 2"


@pytest.mark.parametrize(
    ("column", "x"),
    [
        (range(1700, 2020), "day"),
        (pd.date_range("2020-01-01", periods=250), "day"),
        (pd.date_range("1990-01-01", periods=300, freq="MS"), "month(day)"),
        (pd.date_range("2000-01-01", periods=120, freq="QS"), "quarter(day)"),
        (pd.date_range("2000-01-03", periods=300, freq="7D"), "week(day)"),
        (np.linspace(0, 50, 777), "bin(day)"),
    ],
)
def test_more_than_a_hundred_stops_share_strips_that_keep_all_of_their_rows(plot, column, x):
    shown = plot({"day": list(column)}, f"line:{x},count()")
    strips = shown.marks("stop")
    rows = [index for mark in strips for index in shown.kept(mark.link).index]
    assert len(strips) <= MOST_STOPS
    assert sorted(rows) == list(shown.frame.index)


def test_the_kept_range_is_a_window_and_its_part_of_the_line_is_bright(plot):
    args = [("year.min", "2003"), ("year.max", "2005")]
    shown = plot(frame_of({"a": [float(i) for i in range(10)]}), "line:year,sum(size),name", args)
    across = read_back(shown.axes.x)
    window, muted = box(shapes(shown, "window")[0].path), shapes(shown, "line")[0]
    assert (across(window.left), across(window.right)) == pytest.approx((2002.5, 2005.5), abs=0.02)
    assert [*read_line(shown, shown.marks("line")[0].path)] == [2003, 2004, 2005]
    assert muted.name == "line s1 is-muted"
    assert [*read_line(shown, muted.path)] == [*range(2000, 2010)]


def test_series_that_a_filter_leaves_out_are_muted_and_keep_their_colours(plot):
    frame = frame_of({"a": [1.0, 2.0], "b": [2.0, 3.0], "c": [3.0, 1.0]})
    marks = plot(frame, "line:year,sum(size),name", [("name", "b")]).marks("line")
    assert [(mark.name, mark.title, mark.muted, mark.link.selected) for mark in marks] == [
        ("line s1", "a", True, False),
        ("line s2", "b", False, True),
        ("line s3", "c", True, False),
    ]
    shown = plot(frame, "line:year,sum(size),name", [("size.min", "2.5")])
    assert [(mark.name, mark.title) for mark in shown.marks("line")] == [("line s2", "b"), ("line s3", "c")]


@pytest.mark.parametrize(("option", "names"), [("", range(4, 12)), (",top=2", range(10, 12))])
def test_the_series_with_most_rows_are_drawn_and_the_rest_is_told(plot, option, names):
    frame = frame_of({f"n{i:02}": [1.0] * (i + 1) for i in range(12)})
    shown = plot(frame, f"line:year,mean(size),name{option}")
    assert [mark.title for mark in shown.marks("line")] == [f"n{i:02}" for i in names]
    assert shown.drawing.note == f"{len(names)} of 12 series"


@pytest.mark.parametrize(
    ("measure", "option", "zero"),
    [
        ("mean(size)", "", False),
        ("mean(size)", ",zero", True),
        ("mean(size)", ",zero=no", False),
        ("sum(size)", "", True),
        ("sum(size)", ",zero=no", False),
    ],
)
def test_the_axis_begins_at_zero_as_asked(plot, measure, option, zero):
    shown = plot(frame_of({"a": [95.0, 101.0, 99.0]}), f"line:year,{measure}{option}")
    assert (0 in [number(tick.label) for tick in shown.axes.y]) is zero


@pytest.mark.parametrize("values", [[1.0, 30.0, 5000.0], [2e-6, 7.0], [3.0, 3.0]])
def test_logarithmic_heights_are_the_values(plot, values):
    shown = plot(frame_of({"a": values}), "line:year,sum(size),name,log")
    up = read_log(shown.axes.y)
    assert [up(y) for _, y in points(shown.marks("line")[0].path)] == pytest.approx(values, rel=0.02)


def test_a_logarithm_of_nothing_is_refused(plot):
    view = plot(frame_of({"a": [1.0, -0.5]}), "line:year,sum(size),log").view
    assert view.refusal == "A logarithmic scale needs values above zero; the least here is -0.500."


def test_days_of_the_week_are_named_in_their_order(plot):
    days = pd.date_range("2024-01-01", periods=17)
    shown = plot({"day": days}, "line:weekday(day),count()")
    (line,) = shapes(shown, "line")
    up = read_back(shown.axes.y)
    assert [tick.label for tick in shown.axes.x] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [round(up(y)) for _, y in points(line.path)] == [3, 3, 3, 2, 2, 2, 2]
    assert [len(shown.kept(mark.link)) for mark in shown.marks("stop")] == [3, 3, 3, 2, 2, 2, 2]
