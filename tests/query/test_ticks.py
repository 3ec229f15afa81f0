"""Ticks are round, evenly spaced and inside."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.query import nice_step, ticks
from app.query.ticks import multiple, steps, wider_step

ENDS = st.tuples(st.floats(-1e12, 1e12, allow_subnormal=False), st.floats(1e-6, 1e12)).map(
    lambda ends: (ends[0], ends[0] + ends[1])
)
WIDE = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 100, 5, [0, 20, 40, 60, 80, 100]),
        (0, 100, 10, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
        (1964, 2013, 5, [1970, 1980, 1990, 2000, 2010]),
        (-1, 1, 4, [-1, -0.5, 0, 0.5, 1]),
        (0, 0.003, 3, [0, 0.001, 0.002, 0.003]),
        (0, 1.3e9, 3, [0, 5e8, 1e9]),
        (12.3, 12.7, 2, [12.4, 12.6]),
    ],
)
def test_ticks_are_these(low, high, count, expected):
    assert ticks(low, high, count) == expected


@given(ENDS, st.integers(1, 20))
@example((0.0, 1.0), 10)
@WIDE
def test_ticks_are_inside_and_in_order(ends, count):
    low, high = ends
    found = ticks(low, high, count)
    slack = 1e-6 * nice_step(low, high, count) + 2 * math.ulp(max(abs(low), abs(high)))
    assert all(low - slack <= tick <= high + slack for tick in found)
    assert found == sorted(found)


@given(ENDS, st.integers(2, 20))
@WIDE
def test_there_are_about_as_many_ticks_as_asked_for(ends, count):
    if ends[1] - ends[0] > 1e-6 * max(map(abs, ends)):
        assert 0.6 * count - 1 <= len(ticks(*ends, count)) <= 1.6 * count + 1


@given(st.floats(1e-9, 1e12), st.integers(1, 50))
@WIDE
def test_a_step_is_1_2_or_5_times_a_power_of_ten(span, count):
    mantissa, _, power = f"{nice_step(0, span, count):e}".partition("e")
    assert float(mantissa) in (1, 2, 5)
    assert nice_step(0, span, count) == multiple(round(float(mantissa)), power=int(power))


@given(st.floats(1e-9, 1e12), st.integers(1, 50))
@WIDE
def test_a_wider_step_never_makes_more_parts_than_asked_for(span, most):
    step = wider_step(0, span, most)
    assert span / step <= most * (1 + 1e-9)
    assert float(f"{step:e}".partition("e")[0]) in (1, 2, 5)


@pytest.mark.parametrize("high", [3.0, math.inf, math.nan])
def test_without_a_span_the_step_is_one(high):
    assert nice_step(3.0, high, 5) == 1.0


@pytest.mark.parametrize(
    ("index", "step", "expected"), [(3, 0.1, 0.3), (7, 0.001, 0.007), (-3, 0.2, -0.6), (12, 50.0, 600.0), (0, 0.5, 0.0)]
)
def test_a_multiple_of_a_step_has_no_noise(index, step, expected):
    assert steps(index, step) == expected
