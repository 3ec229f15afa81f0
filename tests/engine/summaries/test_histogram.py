import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import Histogram
from app.query import Bins, Query, make_bins
from tests.engine import naive
from tests.engine.strategies import HUGE, Asked, answer, asked, check, open_frame

numbers = st.integers(-800, 800).map(lambda number: number / 8) | st.integers(-HUGE, HUGE).map(float)
moments = st.datetimes(pd.Timestamp("1880-01-01"), pd.Timestamp("2120-01-01")).map(
    lambda moment: moment.isoformat(timespec="microseconds")
)


def edges_of(cells):
    return st.lists(cells, min_size=2, max_size=8, unique=True).map(sorted).map(tuple)


def counted(series: pd.Series, edges: tuple) -> list[int]:
    """numpy's histogram of the finite cells."""
    if series.dtype.kind == "M":
        present = series.dropna().to_numpy().astype("datetime64[us]").view("int64")
        return np.histogram(present, np.array(edges, dtype="datetime64[us]").view("int64"))[0].tolist()
    return np.histogram(series[np.isfinite(series)].to_numpy(), np.array(edges))[0].tolist()


def assert_counted(case: Asked, bins: Bins, *, own: bool) -> None:
    histogram = Histogram(bins, without=() if own else (bins.column,))
    tally = answer(case, histogram, block=64)
    kept = case.frame[bins.column][naive.kept(case.frame, case.args, without=histogram.without)]
    assert tally.counts.tolist() == counted(kept, bins.edges)
    assert tally.missing == len(kept) - tally.counts.sum()
    assert tally.values.tolist() == list(range(len(bins)))


@pytest.mark.parametrize("column", ["visits", "floor", "price"])
@check(max_examples=20)
@given(case=asked(), edges=edges_of(numbers), own=st.booleans())
def test_bins_of_numbers_are_counted_as_numpy_does(column, case, edges, own):
    assert_counted(case, Bins(column, edges), own=own)


@pytest.mark.parametrize("column", ["day", "moment"])
@check(max_examples=20)
@given(case=asked(), edges=edges_of(moments), own=st.booleans())
def test_bins_of_dates_are_counted_as_numpy_does(column, case, edges, own):
    assert_counted(case, Bins(column, edges), own=own)


@pytest.mark.parametrize("column", ["visits", "floor", "price", "day", "moment"])
@check(max_examples=20)
@given(case=asked(), most=st.sampled_from([1, 9, 18, 30, 50]))
def test_the_bins_made_for_a_column_hold_each_of_its_finite_values(column, case, most):
    known = case.dataset.columns[column]
    if known.low is None:
        return
    bins = make_bins(known, known.low, known.high, most=most)
    tally = answer(Asked(case.frame, case.dataset, {}), Histogram(bins))
    cells = case.frame[column]
    finite = cells.notna() & ~cells.isin([np.inf, -np.inf])
    assert tally.counts.sum() == finite.sum()
    assert_counted(Asked(case.frame, case.dataset, {}), bins, own=False)


@pytest.mark.parametrize("column", ["visits", "floor", "price", "day", "moment"])
@check(max_examples=20)
@given(case=asked(most=40), most=st.sampled_from([9, 30]))
def test_the_filters_of_a_bin_keep_exactly_its_rows(column, case, most):
    known = case.dataset.columns[column]
    if known.low is None:
        return
    bins = make_bins(known, known.low, known.high, most=most)
    tally = answer(Asked(case.frame, case.dataset, {}), Histogram(bins))
    for position, count in enumerate(tally.counts):
        args = {row.parameter: list(row.values) for row in bins.filters(position, known)}
        assert naive.kept(case.frame, args).sum() == count, args


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2012-01-01"], [1]),
        (["2012-01-01", "2012-01-02"], [1, 1]),
        (["2012-01-01", "2012-01-01", "2012-01-12"], [2, 1]),
    ],
)
def test_a_few_whole_days_fall_in_bins_that_begin_on_their_day(days, expected):
    frame = pd.DataFrame({"day": pd.to_datetime(days).astype("datetime64[us]")})
    dataset = open_frame(frame)
    column = dataset.columns["day"]
    bins = make_bins(column, column.low, column.high, most=50)
    tally = answer(Asked(frame, dataset, {}), Histogram(bins))
    filled = [position for position, count in enumerate(tally.counts) if count]
    assert [tally.counts[position] for position in filled] == expected
    assert [bins.edges[position][:10] for position in filled] == sorted(set(days))
    for position in filled:
        query = Query(filters=tuple(sorted(bins.filters(position, column))))
        args = {row.parameter: list(row.values) for row in query.filters}
        assert naive.kept(frame, args).sum() == tally.counts[position], args


@pytest.mark.parametrize(
    ("value", "position"), [(0.0, 0), (0.999, 0), (1.0, 1), (2.0, 1), (2.0001, None), (-0.1, None), (np.inf, None)]
)
def test_bins_are_half_open_but_for_the_last(value, position):
    frame = pd.DataFrame({"price": [value, np.nan]})
    tally = answer(Asked(frame, open_frame(frame), {}), Histogram(Bins("price", (0.0, 1.0, 2.0))))
    assert tally.counts.tolist() == [int(position == 0), int(position == 1)]
    assert tally.missing == 2 - (position is not None)
