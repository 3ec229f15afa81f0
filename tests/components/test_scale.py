"""Scales map values to pixels."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.scale import LogScale, finite, linear, logarithmic, nice

POSITIVE = st.floats(1e-9, 1e12)


@pytest.mark.parametrize(("value", "pixel"), [(0, 100), (10, 0), (5, 50), (2.5, 75), (20, -100)])
def test_values_are_mapped_in_proportion_even_downwards(value, pixel):
    assert linear(0, 10, start=100, stop=0)(value) == pixel


@pytest.mark.parametrize("value", [0.0, 7.0, -7.0, 1e-9, 1e12])
def test_a_domain_of_one_value_is_widened(value):
    for scale in (linear(value, value, start=0, stop=100), nice(value, value, start=0, stop=100, count=5)):
        assert scale.low <= value <= scale.high
        assert scale.low < scale.high
        assert 0 <= scale(value) <= 100


@pytest.mark.parametrize(
    ("low", "high", "bottom", "top"),
    [
        (0, 97, 0, 100),
        (-3, 97, -20, 100),
        (1.2, 3.4, 1, 3.5),
        (0.11, 0.19, 0.1, 0.2),
        (-9, -1, -10, 0),
        (0, 100, 0, 100),
    ],
)
def test_a_nice_domain_ends_at_ticks(low, high, bottom, top):
    scale = nice(low, high, start=0, stop=100, count=5)
    assert (scale.low, scale.high) == pytest.approx((bottom, top))
    assert scale.ticks(5)[0] == pytest.approx(scale.low)
    assert scale.ticks(5)[-1] == pytest.approx(scale.high)


def test_ticks_of_whole_numbers_are_whole():
    assert nice(0, 2, start=0, stop=100, count=5, whole=True).ticks(5) == [0, 1, 2]


def test_only_finite_numbers_are_kept():
    assert finite([1.0, float("nan"), float("inf"), -2.0, float("-inf")]) == [1.0, -2.0]


@pytest.mark.parametrize(
    ("value", "pixel"), [(1, 0), (10, 100), (100, 200), (1000, 300), (31.6227766, 150), (0.1, -100)]
)
def test_powers_of_ten_are_equally_far_apart(value, pixel):
    assert LogScale(1, 1000, 0, 300)(value) == pixel


def test_a_logarithm_of_nothing_stays_nothing():
    (place,) = LogScale(1, 10, 0, 100).places([float("nan")])
    assert place != place


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (1, 1000, (1, 1000)),
        (3, 700, (2, 1000)),
        (0.0004, 0.07, (0.0002, 0.1)),
        (5, 5, (2.5, 5)),
        (7, 7, (5, 10)),
        (6e8, 1.5e9, (5e8, 2e9)),
    ],
)
def test_a_logarithmic_domain_ends_at_one_two_or_five(low, high, ends):
    scale = logarithmic(low, high, start=0, stop=100)
    assert (scale.low, scale.high) == ends


@pytest.mark.parametrize(
    ("low", "high", "count", "ticks"),
    [
        (1, 1000, 5, [1, 10, 100, 1000]),
        (1, 10, 5, [1, 2, 5, 10]),
        (2, 50, 5, [2, 5, 10, 20, 50]),
        (1, 1e12, 4, [1, 1e3, 1e6, 1e9, 1e12]),
    ],
)
def test_logarithmic_ticks_are_powers_of_ten_with_two_and_five_where_few(low, high, count, ticks):
    assert LogScale(low, high, 0, 100).ticks(count) == ticks


@given(POSITIVE, POSITIVE, st.integers(2, 8))
def test_logarithmic_ticks_are_few_ascending_and_inside(a, b, count):
    scale = logarithmic(min(a, b), max(a, b), start=0, stop=100)
    ticks = scale.ticks(count)
    assert 1 <= len(ticks) <= max(7, count + 2)
    assert all(before < after for before, after in pairwise(ticks))
    assert all(-0.1 <= place <= 100.1 for place in scale.places([*ticks, a, b]))
