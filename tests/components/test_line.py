"""Lines tell their numbers by their heights."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from components.line.line import LABEL_GAP
from tests.components.conftest import read_back


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def lines(chart, series: dict[str, list], args=()):
    rows = [(year, name, value) for name, values in series.items() for year, value in zip(range(2000, 2100), values)]  # noqa: B905
    frame = pd.DataFrame(rows, columns=["year", "name", "size"])
    return chart(frame.to_dict("list"), "line:year,mean(size),name", args).drawing


@pytest.mark.parametrize(
    "values",
    [
        [10.0, 14.5, 12.25, 40.0, 38.0],
        [-5.0, -2.5, -9.0],
        [-50.0, 0.0, 75.0],
        [0.001, 0.0025, 0.002],
        [1000.5, 1001.25],
    ],
)
def test_heights_are_the_values_on_the_axis(chart, values):
    drawing = lines(chart, {"a": values})
    height = read_back(drawing.frame.y)
    tolerance = abs(height(0.1) - height(0)) * 2
    assert [height(y) for _, y in points(drawing.series[0].path)] == pytest.approx(values, abs=tolerance)


def test_places_are_the_years_on_the_axis(chart):
    drawing = lines(chart, {"a": [float(i % 7) for i in range(30)]})
    year = read_back(drawing.frame.x)
    assert [round(year(x)) for x, _ in points(drawing.series[0].path)] == list(range(2000, 2030))


def test_axes_of_years_have_no_separators(chart):
    drawing = lines(chart, {"a": [1.0, 2.0, 3.0] * 5})
    assert all(re.fullmatch(r"20\d\d", tick.label) for tick in drawing.frame.x)


def test_everything_stays_inside_the_picture(chart):
    drawing = lines(chart, {f"n{i}": [float(i), float(-i), i * 1e6] for i in range(8)})
    frame = drawing.frame
    for series in drawing.series:
        assert all(frame.left <= x <= frame.right and frame.top <= y <= frame.bottom for x, y in points(series.path))
        assert 0 <= series.label_y <= frame.height


@pytest.mark.parametrize(
    "ends", [[5.0] * 8, [1.0, 1.1, 1.2, 9.0], [0.0, 0.0, 100.0, 100.0], [float(i) for i in range(8)]]
)
def test_labels_never_lie_on_each_other(chart, ends):
    drawing = lines(chart, {f"n{i}": [50.0 * (i % 2), end] for i, end in enumerate(ends)})
    heights = sorted(series.label_y for series in drawing.series)
    assert all(below - above >= 12 for above, below in pairwise(heights))
    assert heights[-1] - heights[0] >= LABEL_GAP * (len(ends) - 1) - 0.2


def test_a_gap_breaks_the_line_and_a_lone_value_is_a_dot(chart):
    (series,) = lines(chart, {"a": [1.0, 2.0, None, 4.0, None, 6.0, 7.0]}).series
    assert [part.count("L") for part in series.path.split("M")[1:]] == [1, 0, 1]
    assert re.search(r"h\d*\.?\d+$", series.path.split("M")[2])


def test_one_point_is_a_dot(chart):
    drawing = lines(chart, {"a": [3.0]})
    assert re.search(r"h\d*\.?\d+$", drawing.series[0].path)
    assert len(drawing.stops) == 1


def test_stops_cover_the_plot_without_gaps_or_overlaps(chart):
    drawing = lines(chart, {"a": [float(i) for i in range(12)]})
    edges = [(stop.x, stop.x + stop.width) for stop in drawing.stops]
    assert edges[0][0] == pytest.approx(drawing.frame.left, abs=0.1)
    assert edges[-1][1] == pytest.approx(drawing.frame.right, abs=0.1)
    assert all(abs(a[1] - b[0]) <= 0.11 for a, b in pairwise(edges))


def test_eight_series_with_most_rows_are_drawn_and_the_rest_is_told(chart):
    drawing = lines(chart, {f"n{i:02}": [1.0] * (i + 1) for i in range(12)})
    assert [series.label for series in drawing.series] == [f"n{i:02}" for i in range(4, 12)]
    assert drawing.note == "8 of 12 series"


def test_no_value_is_no_drawing(chart):
    assert lines(chart, {"a": [1.0, 2.0]}, [("name", "nobody")]) is None


def test_the_sentence_goes_from_the_first_value_to_the_last(chart):
    drawing = lines(chart, {"a": [1.0, 2.0, 3.5], "b": [None, 5.0, 4.0]})
    assert drawing.sentence == "2 series, 2000 to 2002. a goes from 1 to 3.50; b goes from 5 to 4."


def test_months_are_named_and_linked(chart):
    values = {"day": pd.to_datetime(["2020-01-31", "2020-02-29", "2020-04-01"]), "size": [1, 2, 3]}
    drawing = chart(values, "line:month(day),count()").drawing
    assert [stop.title for stop in drawing.stops] == ["2020-01: 1", "2020-02: 1", "2020-04: 1"]
    assert [stop.link.href for stop in drawing.stops][1] == "/table?day=2020-02"
