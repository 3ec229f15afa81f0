"""Dots stand where their two numbers are."""

import pytest

from components.heatmap.heatmap import Cells
from tests.components.conftest import read_back

FRAME = {
    "wide": [1.0, 2.5, -4.0, 9.75, None, float("inf")],
    "high": [10.0, 35.0, 22.5, 12.0, 5.0, 1.0],
    "name": ["b", "a", None, "b", "a", "a"],
}


def test_positions_are_the_values_on_both_axes(chart):
    drawing = chart(FRAME, "scatter:wide,high,name").drawing
    x, y = read_back(drawing.frame.x), read_back(drawing.frame.y)
    assert [x(point.x) for point in drawing.points] == pytest.approx([1.0, 2.5, -4.0, 9.75], abs=0.05)
    assert [y(point.y) for point in drawing.points] == pytest.approx([10.0, 35.0, 22.5, 12.0], abs=0.2)


def test_dots_stay_inside_the_plot(chart):
    drawing = chart(FRAME, "scatter:wide,high").drawing
    frame = drawing.frame
    assert all(frame.left <= p.x <= frame.right and frame.top <= p.y <= frame.bottom for p in drawing.points)


def test_colors_are_named_in_the_legend_and_in_the_title(chart):
    drawing = chart(FRAME, "scatter:wide,high,name").drawing
    assert [tick.label for tick in drawing.legend] == ["a", "b"]
    assert [point.series for point in drawing.points] == [2, 1, 0, 2]
    assert drawing.points[0].title.startswith("b, Wide 1")
    assert drawing.points[2].title.startswith("Wide -4")


def test_one_dot_is_drawn(chart):
    drawing = chart({"wide": [3.0], "high": [4.0]}, "scatter:wide,high").drawing
    assert len(drawing.points) == 1


def test_no_row_with_both_numbers_is_no_drawing(chart):
    assert chart({"wide": [1.5, None], "high": [None, 2.5]}, "scatter:wide,high").drawing is None


def test_too_many_rows_become_cells(chart):
    numbers = [float(i) for i in range(501)]
    drawing = chart({"wide": numbers, "high": numbers}, "scatter:wide,high").drawing
    assert isinstance(drawing, Cells)
    assert drawing.note == "rows in bins"


@pytest.mark.parametrize(
    ("high", "said"), [([1.0, 2.0, 3.0], "Correlation 1.00"), ([3.0, 2.0, 1.0], "Correlation -1.00")]
)
def test_the_sentence_tells_the_correlation(chart, high, said):
    assert said in chart({"wide": [1.0, 2.0, 3.0], "high": high}, "scatter:wide,high").drawing.sentence


def test_there_is_no_correlation_with_a_constant(chart):
    assert (
        "Correlation" not in chart({"wide": [1.5] * 3, "high": [1.0, 2.0, 3.0]}, "scatter:wide,high").drawing.sentence
    )


def test_a_dot_keeps_the_rows_that_lie_there(chart):
    drawing = chart(FRAME, "scatter:wide,high").drawing
    assert drawing.points[2].link.href == "/table?high=22.5&wide=-4"
