"""Histograms tell their counts by their heights."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.components.geometry import box, number, pixel, read_back, read_log

INF = float("inf")


def counts(shown) -> dict[str, int]:
    return {
        mark.title.rpartition(": ")[0]: round(number(mark.title.rpartition(": ")[2])) for mark in shown.marks("bar")
    }


def check(shown, column: str) -> None:
    """Each bar is over the rows that it keeps, and as high as they are many."""
    across, up, wide = read_back(shown.axes.x), read_back(shown.axes.y), pixel(shown.axes.x)
    for mark in shown.marks("bar"):
        bar, rows = box(mark.path), shown.kept(mark.link)[column]
        assert up(bar.top) == pytest.approx(len(rows), abs=5 * pixel(shown.axes.y))
        assert across(bar.left) - 5 * wide <= rows.min() <= rows.max() <= across(bar.right) + 5 * wide


@pytest.mark.parametrize(
    "numbers",
    [
        [0.5, 1.5, 1.6, 1.7, 2.5, 9.5, 9.9, 10.0],
        [-9.0, -8.5, -1.25],
        [i % 13 for i in range(500)],
        [i * 1e11 for i in range(70)],
        [i * 2.5e-8 for i in range(70)],
        [1.5],
        [-4],
        [1.5, 2.5, INF, -INF, None],
    ],
)
def test_bars_stand_over_their_rows_as_high_as_these_are_many(plot, numbers):
    shown = plot({"size": numbers}, "histogram:size")
    check(shown, "size")
    assert sum(counts(shown).values()) == np.isfinite(np.array(numbers, dtype=float)).sum()


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-300, 300) | st.floats(-300, 300, width=16), min_size=2, max_size=40))
def test_every_row_is_in_one_bar(plot, numbers):
    shown = plot({"size": numbers}, "histogram:size")
    check(shown, "size")
    rows = [index for mark in shown.marks("bar") for index in shown.kept(mark.link).index]
    assert sorted(rows) == list(shown.frame.index)


@pytest.mark.parametrize("days", [pd.date_range("2020-01-01", "2020-12-31"), pd.date_range("1950", "2020", freq="97D")])
def test_dates_are_binned_too(plot, days):
    shown = plot({"day": days}, "histogram:day")
    rows = [index for mark in shown.marks("bar") for index in shown.kept(mark.link).index]
    assert sorted(rows) == list(shown.frame.index)
    assert [len(shown.kept(mark.link)) for mark in shown.marks("bar")] == list(counts(shown).values())
    assert all(re.match(r"\d{4}", name) for name in counts(shown))


def test_colours_are_stacked(plot):
    values = {"size": [1.0, 1.1, 1.2, 5.0, 5.1, 9.0], "kind": ["a", "b", "a", "b", None, "a"]}
    shown = plot(values, "histogram:size,kind")
    up = read_back(shown.axes.y)
    for mark in shown.marks("bar"):
        assert up(box(mark.path).top) - up(box(mark.path).bottom) == pytest.approx(len(shown.kept(mark.link)), abs=0.05)
    assert [(mark.name, mark.title) for mark in shown.drawing.legend] == [
        ("key s1", "a"),
        ("key s2", "b"),
        ("key s0", "Missing"),
    ]
    assert max(up(box(mark.path).top) for mark in shown.marks("bar")) == pytest.approx(3, abs=0.05)


def test_shares_are_of_all_rows(plot):
    shown = plot({"size": [1, 1, 2, 4]}, "histogram:size,normalize")
    up = read_back(shown.axes.y)
    assert [up(box(mark.path).top) for mark in shown.marks("bar")] == pytest.approx([0.5, 0.25, 0.25], abs=0.003)


def test_shares_of_colours_are_of_each_bin(plot):
    shown = plot({"size": [1, 1, 2, 4], "kind": ["a", "b", "a", "b"]}, "histogram:size,kind,normalize")
    assert [mark.title.partition("(")[2] for mark in shown.marks("bar")] == [
        "50.0 %)",
        "50.0 %)",
        "100.0 %)",
        "100.0 %)",
    ]


def test_a_logarithmic_scale_tells_counts_apart(plot):
    shown = plot({"size": [1] * 1000 + [2] * 10 + [3]}, "histogram:size,log")
    up = read_log(shown.axes.y)
    tops = [up(box(mark.path).top) for mark in shown.marks("bar")]
    assert tops == pytest.approx([1000, 10, 1], rel=0.05)


def test_bars_do_not_overlap_and_stay_in_the_plot(plot):
    shown = plot({"size": [i * 0.37 for i in range(100)]}, "histogram:size")
    bars = [box(mark.path) for mark in shown.marks("bar")]
    assert all(a.right <= b.left + 0.01 for a, b in pairwise(bars))
    assert shown.axes.left <= bars[0].left < bars[-1].right <= shown.axes.right


def test_the_kept_range_is_a_window_over_the_same_bars(plot):
    numbers, args = {"size": [i / 2 for i in range(41)]}, [("size.min", "5"), ("size.max", "9")]
    whole, part = plot(numbers, "histogram:size"), plot(numbers, "histogram:size", args)
    (window,) = [box(shape.path) for shape in part.drawing.panels[0].under]
    across = read_back(part.axes.x)
    assert across(window.left) == pytest.approx(5, abs=0.05)
    assert 9 <= across(window.right) + 0.05 <= 10.1
    assert [mark.path for mark in whole.marks("bar")] == [mark.path for mark in part.marks("bar")]
    assert {mark.muted for mark in whole.marks("bar")} == {False}
    bright = [mark for mark in part.marks("bar") if not mark.muted]
    assert all(across(box(mark.path).left) > 4.9 and across(box(mark.path).right) < 10.1 for mark in bright)


def test_a_bar_is_let_go_by_clicking_it_again(plot):
    numbers = {"size": [1, 1, 2, 4]}
    (first, *_) = plot(numbers, "histogram:size").marks("bar")
    args = [tuple(pair.split("=")) for pair in first.link.href.partition("?")[2].split("&")]
    again = plot(numbers, "histogram:size", args)
    assert next((mark.link.selected, mark.link.href) for mark in again.marks("bar")) == (True, "/table")


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ([1, 1, 2, 4], "4 rows in 3 bins from 1 on to 4. Most, 2, at 1; the middle row at 1."),
        ([7, 7, 7], "3 rows, all at 7."),
        ([1], "1 row, all at 1."),
    ],
)
def test_the_sentence_tells_the_fullest_bin_and_the_middle(plot, numbers, sentence):
    assert plot({"size": numbers}, "histogram:size").drawing.sentence == sentence


def test_one_value_is_one_bin(plot):
    shown = plot({"size": [4.25, 4.25, 4.25]}, "histogram:size")
    assert list(counts(shown).values()) == [3]


def test_no_value_is_no_drawing(plot):
    assert plot({"size": [1.5, None], "name": ["a", "b"]}, "histogram:size", [("name", "b")]).view.drawing is None
