"""Ticks are round values at their pixels."""

from itertools import pairwise

import numpy as np
import pytest

from app.datasets import Column
from components.axes.axes import number_ticks, time_ticks, y_axis
from components.scale import linear

YEAR = Column("year", "year", "integer", "Year", format="plain")


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 100, ["0", "20", "40", "60", "80", "100"]),
        (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-1, 1, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
        (0, 5e6, ["0", "1\u202fM", "2\u202fM", "3\u202fM", "4\u202fM", "5\u202fM"]),
    ],
)
def test_numbers_have_round_ticks(low, high, labels):
    found = number_ticks(linear(low, high, start=0, stop=100), 5)
    assert [tick.label for tick in found] == labels
    assert (found[0].position, found[-1].position) == (0, 100)


def test_years_are_written_without_separators():
    assert number_ticks(linear(1990, 2010, start=0, stop=100), 4, column=YEAR)[0].label == "1990"


def days(text: str) -> float:
    return float(np.datetime64(text, "m").astype("int64")) / 1440


@pytest.mark.parametrize(
    ("low", "high", "first", "length"),
    [
        ("1900-01-01", "2020-01-01", "1900", 4),
        ("2015-03-01", "2020-01-01", "2016", 4),
        ("2019-03-05", "2019-12-31", "2019-05", 7),
        ("2019-03-05", "2019-03-25", "2019-03-05", 10),
        ("2019-03-05T08:00", "2019-03-05T20:00", "2019-03-05 09:00", 16),
        ("0001-01-01", "2020-01-01", None, 4),
        ("2019-03-05T08:00", "2019-03-05T08:01", None, 16),
    ],
)
def test_times_have_round_ticks_inside_the_scale(low, high, first, length):
    scale = linear(days(low), days(high), start=0, stop=400)
    found = time_ticks(scale, 6)
    assert len(found) <= 9
    assert all(0 <= tick.position <= 400 and len(tick.label) == length for tick in found)
    assert all(a.position < b.position for a, b in pairwise(found))
    assert first is None or found[0].label == first


def test_the_left_margin_has_room_for_the_longest_label():
    _, narrow = y_axis(linear(0, 5, start=200, stop=0))
    _, wide = y_axis(linear(0, 5000, start=200, stop=0))
    assert wide - narrow == pytest.approx(4 * 6.2)
