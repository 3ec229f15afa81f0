"""Histograms tell their counts by their heights."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from tests.components.conftest import read_back

NUMBERS = {"size": [0.5, 1.5, 1.6, 1.7, 2.5, 9.5, 9.9, 10.0]}


def titles(drawing) -> dict[str, int]:
    return {name: int(count) for name, count in (each.title.rsplit(": ", 1) for each in drawing.bins)}


@pytest.mark.parametrize("numbers", [NUMBERS["size"], [-9.0, -8.5, -1.25], [i % 13 for i in range(500)], [7.0] * 4])
def test_heights_are_the_counts_on_the_axis(chart, numbers):
    drawing = chart({"size": numbers}, "histogram:size").drawing
    count = read_back(drawing.frame.y)
    said = list(titles(drawing).values())
    assert [count(each.y) for each in drawing.bins] == pytest.approx(said, abs=0.02 * max(said))
    assert [count(drawing.frame.bottom - each.height) for each in drawing.bins] == pytest.approx(
        said, abs=0.02 * max(said)
    )
    assert sum(said) == len(numbers)


def test_bins_do_not_overlap_and_stay_in_the_plot(chart):
    drawing = chart({"size": [i * 0.37 for i in range(100)]}, "histogram:size").drawing
    edges = [(each.x, each.x + each.width) for each in drawing.bins]
    assert all(a[1] <= b[0] + 0.01 for a, b in pairwise(edges))
    assert drawing.frame.left <= edges[0][0] < edges[-1][1] <= drawing.frame.right


def test_one_value_is_one_bin(chart):
    drawing = chart({"size": [4.25, 4.25, 4.25]}, "histogram:size").drawing
    assert [each.width > 0 for each in drawing.bins] == [True]
    assert list(titles(drawing).values()) == [3]


def test_bins_of_whole_numbers_are_named_by_the_values_in_them(chart):
    drawing = chart({"size": [0, 1, 1, 100]}, "histogram:size").drawing
    assert all(re.fullmatch(r"\d+( to \d+)?", name) for name in titles(drawing))


def test_infinities_and_missing_values_are_in_no_bin(chart):
    drawing = chart({"size": [1.5, 2.5, float("inf"), float("-inf"), None]}, "histogram:size").drawing
    assert sum(titles(drawing).values()) == 2


def test_dates_are_binned_and_named_by_their_first_and_last_day(chart):
    days = pd.date_range("2020-01-01", "2020-12-31")
    drawing = chart({"day": days}, "histogram:day").drawing
    assert sum(titles(drawing).values()) == 366
    assert all(re.match(r"\d{4}-\d\d", name) for name in titles(drawing))


def test_no_value_is_no_drawing(chart):
    view = chart({"size": [1.5, None], "name": ["a", "b"]}, "histogram:size", [("name", "b")])
    assert view.drawing is None


def test_the_sentence_tells_the_fullest_bin(chart):
    drawing = chart(NUMBERS, "histogram:size").drawing
    fullest = max(drawing.bins, key=lambda each: each.height).title.partition(":")[0]
    assert drawing.sentence.startswith("8 rows in ")
    assert drawing.sentence.endswith(f"at {fullest}.")
