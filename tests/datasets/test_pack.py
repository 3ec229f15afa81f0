"""Columns as the engine wants them hold what they held before."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets import Coded, Measured
from app.datasets.column import LISTED, code_type
from app.datasets.extent import NARROW, measure
from app.datasets.pack import pack
from tests.datasets.kept import opened
from tests.engine.strategies import check

NAT = np.datetime64("NaT")
days = st.dates(dt.date(1999, 12, 20), dt.date(2000, 1, 10)) | st.dates()
moments = st.datetimes()


def packed(cells):
    extent = measure(cells)
    return pack(cells, distinct=extent.distinct, infinite=extent.infinite)


def unpacked(cells: Coded) -> np.ndarray:
    return np.append(cells.values, np.array([NAT], dtype=cells.values.dtype))[cells.codes]


@st.composite
def dates(draw) -> np.ndarray:
    """A few distinct ones, repeated in a random order, some of them missing."""
    unit, moment = draw(st.sampled_from([("D", days), ("us", moments), ("us", days)]))
    pool = np.array(draw(st.lists(moment | st.none(), min_size=1, max_size=6)), dtype=f"datetime64[{unit}]")
    rows = draw(st.sampled_from([0, 1, 10, 300]))
    return pool[np.random.default_rng(draw(st.integers(0, 99))).integers(len(pool), size=rows)]


@check(max_examples=150)
@given(values=dates())
def test_dates_as_codes_keep_every_value_missing_ones_their_order_and_unit(values):
    before, cells = values.copy(), packed(Measured(values))
    np.testing.assert_array_equal(values, before)
    if isinstance(cells, Measured):
        assert cells.values is values
        return
    np.testing.assert_array_equal(unpacked(cells), values)
    present = np.unique(values[~np.isnat(values)])
    np.testing.assert_array_equal(cells.values, present)
    assert cells.values.dtype == values.dtype
    assert cells.codes.dtype == code_type(len(present))
    np.testing.assert_array_equal(measure(Measured(values)).missing, cells.missing.sum())


@pytest.mark.parametrize("apart", [1, NARROW // 200, NARROW])
@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("unit", ["D", "us"])
def test_dates_near_and_far_apart_are_coded_alike(unit, missing, apart):
    distinct = (np.arange(200) * apart - 100 * apart if unit == "us" else np.arange(200) * min(apart, 10_000)).astype(
        f"datetime64[{unit}]"
    )
    values = np.tile(distinct[::-1], 50)
    if missing:
        values[::7] = NAT
    cells = packed(Measured(values))
    assert isinstance(cells, Coded)
    np.testing.assert_array_equal(cells.values, distinct)
    np.testing.assert_array_equal(unpacked(cells), values)


@pytest.mark.parametrize(
    ("rows", "distinct", "coded"),
    [(1000, 1000, False), (1000, 376, False), (1000, 375, False), (1000, 250, True), (1000, 1, True), (1, 1, False)],
)
def test_dates_are_coded_only_where_that_takes_half_of_the_memory(rows, distinct, coded):
    values = (np.arange(rows) % distinct).astype("datetime64[D]")
    cells = packed(Measured(values))
    assert isinstance(cells, Coded) == coded
    size = cells.values.nbytes + cells.codes.nbytes if coded else cells.values.nbytes
    assert size <= values.nbytes / (2 if coded else 1)


@pytest.mark.parametrize("values", [[], [NAT], [NAT] * 500], ids=len)
def test_dates_that_are_all_missing_stay_missing(values):
    values = np.array(values, dtype="datetime64[us]")
    cells = packed(Measured(values))
    assert cells.missing.tolist() == [True] * len(values)
    assert cells.values.dtype == "datetime64[us]"


numbers = st.floats(allow_infinity=False) | st.sampled_from([0.0, -0.0, np.nan, 1e300, 5e-324])


@check(max_examples=80)
@given(cells=st.lists(numbers, max_size=30) | st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=30))
def test_few_numbers_are_listed_in_order_and_nought_once(cells):
    values = np.array(cells)
    found = packed(Measured(values))
    assert found.values is values
    expected = sorted({value for value in cells if value == value})
    assert (found.listed is None) == (not expected)
    if expected:
        assert found.listed.tolist() == expected
        assert found.listed.dtype == values.dtype
        assert not (np.signbit(found.listed) & (found.listed == 0)).any()


@pytest.mark.parametrize(
    ("values", "listed"),
    [
        (np.arange(LISTED), True),
        (np.arange(LISTED + 1), False),
        (np.arange(LISTED) / 8, True),
        (np.array([1.0, np.inf]), False),
        (np.array([np.nan, np.nan]), False),
        (np.array([np.nan, 2.0]), True),
        (np.empty(0), False),
    ],
    ids=str,
)
def test_numbers_are_listed_where_they_are_few_and_finite(values, listed):
    assert (packed(Measured(values)).listed is not None) == listed


def test_what_is_coded_stays_as_it_is():
    cells = Coded(np.array(["a"], dtype=object), np.zeros(9, dtype=np.int8))
    assert pack(cells, distinct=1) is cells


def test_columns_come_back_packed_from_the_store(data_dir, store):
    frame = pd.DataFrame(
        {
            "day": pd.Series([pd.Timestamp("2012-06-30") + pd.Timedelta(days=row % 9) for row in range(900)]),
            "moment": pd.date_range("2000-01-01", periods=900, freq="97min"),
            "price": np.arange(900) % 40 / 8,
        }
    )
    frame.loc[::10, "day"] = None
    frame.to_parquet(data_dir / "table.parquet")
    for _ in range(2):
        dataset = opened(data_dir / "table.parquet", store)
        cells = dataset.cells["day"]
        assert isinstance(cells, Coded)
        assert dataset.columns["day"].kind == "date"
        assert dataset.columns["day"].missing == 90
        assert dataset.columns["day"].low == "2012-06-30"
        np.testing.assert_array_equal(unpacked(cells), frame["day"].to_numpy().astype(cells.values.dtype))
        assert isinstance(dataset.cells["moment"], Measured)
        assert dataset.cells["price"].listed.tolist() == [number / 8 for number in range(40)]
