"""Shades are darker the more there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from components.shades import SHADES, key_of, shade
from tests.components.geometry import box

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "counts", "shades"),
    [
        ([0.0, 50.0, 100.0], False, [1, 3, 6]),
        ([1.0, 25.0, 100.0], True, [1, 3, 6]),
        ([-5.0, 5.0], False, [1, 6]),
        ([3.0, 3.0], False, [6, 6]),
        ([NAN, 1.0, 2.0], False, [0, 1, 6]),
        ([-1.7e308, 0.0, 1.7e308], False, [1, 3, 6]),
    ],
)
def test_counts_are_shaded_by_their_root_and_measures_evenly(values, counts, shades):
    assert shade(np.array(values), counts=counts).shades.tolist() == shades


@given(arrays(float, st.integers(1, 20), elements=st.floats(0, 1e9)), st.booleans())
def test_more_is_never_lighter(values, counts):
    shades = shade(values, counts=counts).shades
    assert (np.diff(shades[np.argsort(values)]) >= 0).all()
    assert 1 <= shades.min() <= shades.max() <= SHADES


def test_the_key_has_all_shades_and_both_ends_inside():
    shapes, texts = key_of(shade(np.array([1.0, 9.0]), counts=False), "{:g} units".format, right=400)
    boxes = [box(shape.path) for shape in shapes]
    assert len(boxes) == SHADES
    assert [text.text for text in texts] == ["1 units", "9 units"]
    assert texts[0].x < boxes[0].left < boxes[-1].right < texts[1].x == 400
