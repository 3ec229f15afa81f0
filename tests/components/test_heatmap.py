"""Cells hold rows in bins of two columns."""

import re

import pytest

FRAME = {"wide": [float(i % 10) for i in range(300)], "high": [float(i % 7) * 1.5 for i in range(300)]}


def counts(drawing) -> list[int]:
    return [int(cell.title.rsplit(": ", 1)[1].replace(",", "")) for cell in drawing.cells]


def box(path: str) -> tuple[float, ...]:
    left, top, width, height = re.fullmatch(r"M(\S+) (\S+)h(\S+)v(\S+)h-\S+z", path).groups()
    return float(left), float(top), float(left) + float(width), float(top) + float(height)


def test_every_row_is_in_one_cell(chart):
    drawing = chart(FRAME, "heatmap:wide,high").drawing
    assert sum(counts(drawing)) == 300
    assert sum(int(text or 0) for row in drawing.rows for text in row[1:]) == 300


def test_more_rows_are_never_a_lighter_shade(chart):
    drawing = chart({"wide": [0.5] * 50 + [5.5] * 10 + [9.5], "high": [1.5] * 61}, "heatmap:wide,high").drawing
    shades = [shade for _, shade in sorted(zip(counts(drawing), (cell.shade for cell in drawing.cells), strict=True))]
    assert shades == sorted(shades)
    assert shades[-1] == 6
    assert shades[0] >= 1


def test_cells_stay_in_the_plot_and_do_not_overlap(chart):
    drawing = chart(FRAME, "heatmap:wide,high").drawing
    boxes = [box(cell.path) for cell in drawing.cells]
    frame = drawing.frame
    assert all(frame.left <= l < r <= frame.right and frame.top <= t < b <= frame.bottom for l, t, r, b in boxes)  # noqa: E741
    apart = [a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a in boxes for b in boxes if a is not b]
    assert all(apart)


def test_higher_values_stand_higher(chart):
    drawing = chart({"wide": [1.5, 1.5], "high": [1.5, 8.5]}, "heatmap:wide,high").drawing
    low, high = sorted(drawing.cells, key=lambda cell: cell.title)
    assert box(high.path)[1] < box(low.path)[1]


@pytest.mark.parametrize("frame", [{"wide": [2.5], "high": [3.5]}, {"wide": [2.5] * 9, "high": [-3.5] * 9}])
def test_one_value_is_one_cell(chart, frame):
    drawing = chart(frame, "heatmap:wide,high").drawing
    assert counts(drawing) == [len(frame["wide"])]


def test_no_row_with_both_is_no_drawing(chart):
    assert chart({"wide": [1.5, None], "high": [None, 2.5]}, "heatmap:wide,high").drawing is None
