"""Ticks are round values at their pixels."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets import Column
from components.axes.axes import CHARACTER, TICKS_X, Tick, apart, name_ticks, number_ticks, time_ticks, y_axis
from components.scale import LogScale, linear, logarithmic, nice
from tests.components.geometry import number, overlapping, read_back

THIN = "\u202f"
SIZE = st.floats(-1e12, 1e12) | st.floats(-10, 10)


def column(style: str) -> Column:
    return Column("size", "size", "number", "Size", format=style, numeric=True)


def days(text: str) -> float:
    return float(np.datetime64(text, "m").astype("int64")) / 1440


@pytest.mark.parametrize(
    ("low", "high", "style", "labels"),
    [
        (0, 100, "", ["0", "20", "40", "60", "80", "100"]),
        (0, 1, "", ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-1, 1, "", ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
        (0, 5e6, "", ["0", "1 M", "2 M", "3 M", "4 M", "5 M"]),
        (0, 5000, "", ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]),
        (1990, 2010, "plain", ["1990", "1995", "2000", "2005", "2010"]),
        (0, 1, "percent", ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (0, 0.01, "percent", ["0.0 %", "0.2 %", "0.4 %", "0.6 %", "0.8 %", "1.0 %"]),
        (0, 20, "eur", ["€0", "€5", "€10", "€15", "€20"]),
        (-2, 2, "usd", ["-$2", "-$1", "$0", "$1", "$2"]),
        (0, 1, "gbp", ["£0.0", "£0.2", "£0.4", "£0.6", "£0.8", "£1.0"]),
        (0, 2e6, "eur", ["€0", "€500 k", "€1 M", "€1.5 M", "€2 M"]),
    ],
)
def test_numbers_have_round_ticks_in_their_columns_style(low, high, style, labels):
    found = number_ticks(linear(low, high, start=0, stop=100), 5, column=column(style))
    assert [tick.label.replace(THIN, " ") for tick in found] == labels
    assert (found[0].position, found[-1].position) == (0, 100)


@pytest.mark.parametrize(
    ("style", "labels"), [("", ["1", "10", "100", "1,000"]), ("eur", ["€1", "€10", "€100", "€1,000"])]
)
def test_logarithmic_ticks_have_their_columns_style(style, labels):
    found = number_ticks(LogScale(1, 1000, 0, 300), 5, column=column(style))
    assert [(tick.position, tick.label) for tick in found] == list(zip([0, 100, 200, 300], labels, strict=True))


@given(SIZE, SIZE)
def test_labels_say_where_their_ticks_stand(a, b):
    """Domains that are narrow beside their distance from zero are below."""
    low, high = min(a, b), max(a, b)
    if high - low < 0.02 * max(abs(low), abs(high)) or max(abs(low), abs(high)) < 1e-6:
        return
    scale = nice(low, high, start=0, stop=400, count=5)
    read = read_back(number_ticks(scale, 5))
    for tick in number_ticks(scale, 5):
        assert abs(scale(number(tick.label)) - tick.position) <= 3
        assert abs(read(scale(low)) - low) <= (scale.high - scale.low) * 0.01


@pytest.mark.parametrize(("low", "high"), [(1_000_000, 1_010_000), (1.175e9, 1.2e9), (20_000, 20_050)])
def test_no_two_ticks_have_the_same_label(low, high):
    labels = [tick.label for tick in number_ticks(linear(low, high, start=0, stop=400), 5)]
    assert len(set(labels)) == len(labels)


@given(SIZE, SIZE, st.sampled_from(["", "eur", "percent", "plain", "si"]), st.floats(150, 900))
def test_labels_of_numbers_do_not_lie_on_each_other(a, b, style, width):
    if abs(a - b) < 0.02 * max(abs(a), abs(b), 1e-3):
        return
    scale = nice(min(a, b), max(a, b), start=30, stop=30 + width, count=TICKS_X)
    count = max(2, round(TICKS_X * width / 480))
    assert not overlapping(apart(number_ticks(scale, count, column=column(style))))


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        ("1900-01-01", "2020-01-01", ["1900", "1920", "1940", "1960", "1980", "2000", "2020"]),
        ("2015-03-01", "2020-01-01", ["2016", "2017", "2018", "2019", "2020"]),
        ("2018-03-05", "2020-02-10", ["Jul 2018", "2019", "Jul", "2020"]),
        ("2019-03-05", "2019-12-31", ["May 2019", "Jul", "Sep", "Nov"]),
        ("2019-03-05", "2019-03-25", ["5 Mar 2019", "10 Mar", "15 Mar", "20 Mar", "25 Mar"]),
        ("2019-03-05T08:00", "2019-03-05T20:00", ["5 Mar 09:00", "12:00", "15:00", "18:00"]),
        ("2019-03-05T18:00", "2019-03-06T06:00", ["5 Mar 18:00", "21:00", "6 Mar", "03:00", "06:00"]),
        ("2019-03-05T08:00", "2019-03-05T08:05", ["5 Mar 08:00", "08:01", "08:02", "08:03", "08:04", "08:05"]),
    ],
)
def test_times_choose_their_units(low, high, labels):
    found = apart(time_ticks(linear(days(low), days(high), start=0, stop=600), 6))
    assert [tick.label for tick in found if tick.label] == labels


@given(st.floats(-200_000, 200_000), st.floats(0.01, 300_000), st.integers(2, 8), st.floats(150, 900))
def test_times_stay_inside_and_do_not_lie_on_each_other(start, length, count, width):
    found = apart(time_ticks(linear(start, start + length, start=0, stop=width), count))
    assert len(found) <= 2 * count + 3
    assert all(0 <= tick.position <= round(width, 1) for tick in found)
    assert all(a.position <= b.position for a, b in pairwise(found))
    assert not overlapping(found)


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=60), st.floats(5, 60))
def test_names_do_not_lie_on_each_other(labels, pitch):
    found = name_ticks(tuple(labels), left=20, pitch=pitch)
    assert not overlapping(found)
    assert found[0].label == labels[0]
    assert len(found) == len(labels)


def test_ticks_without_room_keep_their_place_without_a_label():
    found = apart([Tick(0, "long label"), Tick(20, "near"), Tick(100, "far")])
    assert [(tick.position, tick.label) for tick in found] == [(0, "long label"), (20, ""), (100, "far")]


def test_the_left_margin_has_room_for_the_longest_label():
    _, narrow = y_axis(linear(0, 5, start=200, stop=0))
    _, wide = y_axis(linear(0, 5000, start=200, stop=0))
    assert wide - narrow == pytest.approx(4 * CHARACTER)


@given(st.floats(1e-6, 1e12), st.floats(1e-6, 1e12))
def test_logarithmic_labels_say_where_their_ticks_stand(a, b):
    scale = logarithmic(min(a, b), max(a, b), start=0, stop=300)
    for tick in number_ticks(scale, 5):
        assert scale(number(tick.label)) == pytest.approx(tick.position, abs=0.2)
