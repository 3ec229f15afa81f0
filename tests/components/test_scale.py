"""Scales map values to pixels."""

import pytest

from components.scale import finite, linear, nice


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


def test_only_finite_numbers_are_kept():
    assert finite([1.0, float("nan"), float("inf"), -2.0, float("-inf")]) == [1.0, -2.0]
