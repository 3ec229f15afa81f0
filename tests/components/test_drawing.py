"""Paths of a drawing say what they were made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.axes.axes import Axes, Tick
from components.drawing.drawing import dot, rect, specks
from tests.components import geometry

PIXEL = st.floats(-900, 1800).map(lambda value: round(value, 1))
LENGTH = st.floats(0.5, 900).map(lambda value: round(value, 1))


@given(PIXEL, PIXEL, LENGTH, LENGTH)
def test_a_rectangle_is_where_it_was_put(x, y, width, height):
    found = geometry.box(rect(x, y, width, height))
    assert found == pytest.approx((x, y, x + width, y + height), abs=0.06)


@given(PIXEL, PIXEL, st.sampled_from([2.0, 3.6, 11.0]))
def test_a_dot_is_around_its_middle(x, y, radius):
    assert geometry.dot(dot(x, y, radius)) == pytest.approx((x, y, radius), abs=0.06)


@given(st.lists(st.tuples(PIXEL, PIXEL), max_size=9))
def test_many_dots_are_one_path_of_whole_pixels(places):
    x, y = (np.array([place[axis] for place in places]) for axis in (0, 1))
    assert set(geometry.specks(specks(x, y))) == {(round(x), round(y)) for x, y in places}


@pytest.mark.parametrize(
    ("changes", "grid"),
    [
        ({}, "M10 50H90M10 20H90"),
        ({"upright": True}, "M30 5V60"),
        ({"rules": False}, ""),
    ],
)
def test_grid_lines_stand_at_the_ticks(changes, grid):
    axes = Axes(10, 90, 5, 60, x=(Tick(30, "a"),), y=(Tick(50, "0"), Tick(20, "1")), **changes)
    assert axes.grid == grid


def test_a_bare_frame_has_the_same_room():
    axes = Axes(10, 90, 5, 60, x=(Tick(30, "a"),), y=(Tick(50, "0"),))
    bare = axes.bare()
    assert (bare.left, bare.right, bare.top, bare.bottom) == (10, 90, 5, 60)
    assert (bare.x, bare.y, bare.grid) == ((), (), "")
