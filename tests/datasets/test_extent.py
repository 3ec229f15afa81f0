"""What is known of a column's cells is what pandas says of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets.column import Coded, Measured, coded
from app.datasets.extent import NARROW, Extent, _distinct, measure
from tests.engine.strategies import check

WIDE = 2**62
integers = st.integers(-5, 5) | st.integers(-WIDE, WIDE) | st.sampled_from([2**53, NARROW - 1, NARROW, NARROW + 1, 0])
floats = st.floats(width=64) | st.sampled_from([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.5])
days = st.integers(-40, 40) | st.integers(-(10**6), 10**6) | st.none()
moments = st.integers(-5, 5) | st.integers(-(10**15), 10**15) | st.none()
words = st.text("aAß 漢", max_size=2) | st.none()


def of_pandas(values: np.ndarray) -> Extent:
    """The same of plain pandas."""
    series = pd.Series(values)
    missing, distinct = int(series.isna().sum()), int(series.nunique())
    finite = series[np.isfinite(series)] if series.dtype.kind == "f" else series.dropna()
    infinite = len(finite) + missing < len(series)
    if finite.empty:
        return Extent(None, None, distinct, missing, infinite)
    return Extent(finite.min(), finite.max(), distinct, missing, infinite)


def times(numbers: list[int | None], unit: str) -> np.ndarray:
    return np.array(
        ["NaT" if number is None else np.datetime64(number, unit) for number in numbers], f"datetime64[{unit}]"
    )


@check()
@given(st.lists(integers))
def test_whole_numbers(numbers):
    values = np.array(numbers, dtype=np.int64)
    assert measure(Measured(values)) == of_pandas(values)


@check()
@given(st.lists(floats))
def test_numbers_with_gaps_and_without_end(numbers):
    values = np.array(numbers, dtype=np.float64)
    assert measure(Measured(values)) == of_pandas(values)


@check()
@given(st.lists(days))
def test_days(numbers):
    assert_times(times(numbers, "D"))


@check()
@given(st.lists(moments))
def test_moments(numbers):
    assert_times(times(numbers, "us"))


def assert_times(values: np.ndarray) -> None:
    found, expected = measure(Measured(values)), of_pandas(values)
    assert (found.distinct, found.missing) == (expected.distinct, expected.missing)
    assert found.low is None or isinstance(found.low, str)
    ends = [None if end is None else pd.Timestamp(end) for end in (found.low, found.high)]
    assert ends == [expected.low, expected.high]


@check()
@given(st.lists(words))
def test_words(cells):
    codes, values = pd.factorize(np.array(cells, dtype=object))
    found = measure(coded(np.array(values, dtype=object), codes))
    series = pd.Series(cells, dtype=object)
    assert found == Extent(None, None, series.nunique(), int(series.isna().sum()))


@check()
@given(st.lists(st.booleans() | st.none()))
def test_truths_are_counted_as_they_are_used(cells):
    codes = np.array([-1 if cell is None else int(cell) for cell in cells], dtype=np.int8)
    found = measure(Coded(values=np.array(["false", "true"], dtype=object), codes=codes))
    assert found == Extent(None, None, len(set(cells) - {None}), cells.count(None))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([], dtype=np.int64), Extent(None, None, 0, 0)),
        (np.array([], dtype=np.float64), Extent(None, None, 0, 0)),
        (np.array([], dtype="datetime64[D]"), Extent(None, None, 0, 0)),
        (np.array([np.nan, np.nan]), Extent(None, None, 0, 2)),
        (np.array([np.inf, -np.inf, np.nan]), Extent(None, None, 2, 1, infinite=True)),
        (np.array([0.0, -0.0]), Extent(0.0, 0.0, 1, 0)),
        (np.array([np.inf, 1.5]), Extent(1.5, 1.5, 2, 0, infinite=True)),
        (np.array(["NaT"], "datetime64[us]"), Extent(None, None, 0, 1)),
        (np.array(["2012-06-30", "NaT", "1890-01-01"], "datetime64[D]"), Extent("1890-01-01", "2012-06-30", 2, 1)),
        (np.array([-(2**63), 2**63 - 1]), Extent(-(2**63), 2**63 - 1, 2, 0)),
    ],
)
def test_ends_of_what_there_is(values, expected):
    assert measure(Measured(values)) == expected


@pytest.mark.parametrize("width", [NARROW - 2, NARROW - 1, NARROW, NARROW + 1])
@pytest.mark.parametrize("start", [0, -NARROW // 2, 2**40])
def test_a_narrow_range_is_counted_as_a_wide_one_is(width, start):
    values = np.array([start, start + width, start + width // 2, start, start + width], dtype=np.int64)
    assert _distinct(values) == 3
    assert _distinct(values.view("datetime64[us]")) == 3


def test_numbers_of_extents_are_of_python():
    assert [type(measure(Measured(np.array([1, 2], dtype))).low) for dtype in (np.int64, np.float64)] == [int, float]


def test_cells_that_can_not_be_written_are_measured_all_the_same():
    values = np.array([3, 1, 2, 2])
    values.flags.writeable = False
    assert measure(Measured(values)) == Extent(1, 3, 3, 0)
