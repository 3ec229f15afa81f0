"""The kernels that a page of the table is found by: keys, how many rows have which rank, and rows within."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.kernels.kernels import MISSING, Keys, keys_of_numbers, numbers_of_keys, order_keys
from tests.engine.kernels import naive_kernels as naive
from tests.engine.kernels.naive_kernels import chosen, floats, kept, sizes, stored
from tests.engine.strategies import check, chosen_kernels

whole = st.integers(-5, 5) | st.integers(naive.LEAST + 1, naive.GREATEST - 1)
MOMENTS = ["NaT", "0001-01-01", "1969-12-31T23:59:59.999999", "1970-01-01", "9999-12-31"]


@st.composite
def keyed(draw, size: int) -> tuple[Keys, list[int | None]]:
    """What a block may be sorted by, and the keys that it stands for; None: missing."""
    what = draw(st.sampled_from(["codes", "dates", "longs", "floats"]))
    if what == "codes":
        codes = draw(stored(draw(st.lists(st.integers(-1, 100), min_size=size, max_size=size)), np.int8))
        return Keys(codes, floats=False, missing=-1), [None if code < 0 else code for code in codes.tolist()]
    if what == "dates":
        dates = np.array(draw(st.lists(st.sampled_from(MOMENTS), min_size=size, max_size=size)), "datetime64[us]")
        numbers = dates.view(np.int64)
        keys = [None if np.isnat(date) else int(number) for date, number in zip(dates, numbers, strict=True)]
        return Keys(numbers, floats=False, missing=naive.LEAST), keys
    if what == "longs":
        numbers = draw(stored(draw(st.lists(whole, min_size=size, max_size=size)), np.int64))
        return Keys(numbers, floats=False, missing=None), numbers.tolist()
    numbers = draw(stored(draw(st.lists(floats, min_size=size, max_size=size)), np.float64))
    keys = Keys(numbers.copy().view(np.int64), floats=True, missing=None)
    return keys, [None if key == MISSING else key for key in order_keys(keys).tolist()]


def window(keys: list[int | None], data: st.DataObject) -> tuple[int, int]:
    some = [key for key in keys if key is not None] or [0]
    low, high = sorted((data.draw(st.sampled_from(some)), data.draw(st.sampled_from(some))))
    return low, high


@check(max_examples=100)
@given(one=floats, other=floats)
def test_keys_of_floats_are_in_their_order(one, other):
    first, second = order_keys(Keys(np.array([one, other]).view(np.int64), floats=True, missing=None)).tolist()
    if math.isnan(one):
        assert first == MISSING >= second
    elif not math.isnan(other):
        assert (first < second, first == second) == (one < other, one == other)


@check(max_examples=60)
@given(data=st.data(), size=sizes)
def test_each_kept_row_has_its_sort_key(data, size):
    keys, expected = data.draw(keyed(size))
    rows = data.draw(chosen(size))
    found = chosen_kernels().order(keys, rows)
    assert [found[row] for row in kept(rows, size)] == [
        MISSING if expected[row] is None else expected[row] for row in kept(rows, size)
    ]


@check(max_examples=100)
@given(numbers=st.lists(floats.filter(lambda number: number == number), max_size=20))
def test_a_key_tells_the_float_that_it_is_of(numbers):
    keys = keys_of_numbers(np.array(numbers, dtype=float))
    assert numbers_of_keys(keys, np.dtype(float)).tolist() == numbers


@check(max_examples=100)
@given(data=st.data(), size=sizes)
def test_rows_are_within_a_window_of_keys(data, size):
    keys, expected = data.draw(keyed(size))
    rows = data.draw(chosen(size))
    low, high = window(expected, data)
    found = chosen_kernels().within(keys, rows, low=low, high=high)
    assert found.tolist() == [
        row for row in kept(rows, size) if expected[row] is not None and low <= expected[row] <= high
    ]


@check(max_examples=40)
@given(data=st.data(), size=sizes)
def test_the_rows_without_a_key_are_a_window_of_their_own(data, size):
    keys, expected = data.draw(keyed(size))
    rows = data.draw(chosen(size))
    found = chosen_kernels().within(keys, rows, low=MISSING, high=MISSING)
    assert found.tolist() == [row for row in kept(rows, size) if expected[row] is None]


@check(max_examples=100)
@given(data=st.data(), size=sizes)
def test_rows_are_counted_by_the_leading_digits_of_their_keys(data, size):
    keys, expected = data.draw(keyed(size))
    rows = data.draw(chosen(size))
    low, high = window(expected, data)
    shift = max(0, (high - low).bit_length() - data.draw(st.integers(1, 12)))
    found = chosen_kernels().ranks(keys, rows, low=low, high=high, shift=shift)
    assert found.tolist() == naive.ranks(expected, kept(rows, size), low=low, high=high, shift=shift)


@pytest.mark.parametrize("shift", [0, 1, 7])
def test_keys_are_read_in_place(shift):
    codes = np.arange(100, dtype=np.int16) - 1
    codes.flags.writeable = False
    keys = Keys(codes, floats=False, missing=-1)
    found = chosen_kernels().ranks(keys, None, low=0, high=98, shift=shift)
    assert found.sum() == 100
    assert found[-1] == 1
    assert codes.tolist() == list(range(-1, 99))
