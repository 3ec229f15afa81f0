"""Bins cover the extent, count what numpy counts, and each selects exactly the rows that are counted in it."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.datasets import Coded, Column, Dataset, Measured, Schema
from app.datasets.config import Config
from app.datasets.kinds.infer import EXACT
from app.engine import Cache, Histogram
from app.engine.kernels import NumpyKernels
from app.engine.partition import Partition
from app.query import Bins, Query, edge_text, make_bins
from tests.engine.strategies import filter_mask

at = dt.datetime.fromisoformat

FEW = settings(max_examples=60, deadline=None)
MODERATE = st.floats(-1e15, 1e15, allow_subnormal=False)
DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2250, 12, 31))
MOMENTS = st.datetimes(at("1950-01-01T00:00:00"), at("2050-12-31T00:00:00"))


def dataset_of(values: Any, *, kind: Any) -> Dataset:
    """A dataset of one column `x` with these cells."""
    present = values[np.isfinite(values)]
    low, high = present.min(), present.max()
    ends = (str(low), str(high)) if values.dtype.kind == "M" else (low.item(), high.item())
    cells = Measured(values)
    column = Column(
        "x", "x", kind, "X", numeric=kind != "date", missing=int(cells.missing.sum()), low=ends[0], high=ends[1]
    )
    return Dataset(
        "table", "1", "Table", "table.csv", 0, Schema({"x": column}, Config(), len(values)), {"x": cells}, ()
    )


def counts_of(dataset: Dataset, bins: Bins) -> list[int]:
    part = Partition(dataset, Cache(1 << 20), 0, dataset.rows, NumpyKernels())
    histogram = Histogram(bins)
    return histogram.finish(histogram.partial(part, part.keep(None))).counts.tolist()


def selected(dataset: Dataset, bins: Bins, position: int) -> int:
    """How many rows the filters of a bin keep, by way of the URL."""
    query = Query(filters=bins.filters(position, dataset.columns["x"]))
    again = Query.parse(query.to_args(), dataset.schema)
    masks = [filter_mask(dataset, row) for row in again.filters]
    return int(np.logical_and.reduce(masks).sum())


def check(dataset: Dataset, *, most: int) -> None:
    """The whole promise of bins: they cover the extent, and each one selects what is counted in it."""
    column = dataset.columns["x"]
    assert column.low is not None
    assert column.high is not None
    bins = make_bins(column, column.low, column.high, most=most)
    counts = counts_of(dataset, bins)
    finite = int(np.isfinite(dataset.cells["x"].values).sum())
    assert 1 <= len(bins) <= most + 2
    assert sum(counts) == finite
    assert [selected(dataset, bins, position) for position in range(len(bins))] == counts


@given(st.lists(st.integers(-EXACT, EXACT) | st.integers(-50, 50), min_size=1, max_size=30), st.integers(1, 50))
@example([EXACT, EXACT - 1], 50)
@example([7], 50)
@FEW
def test_a_bin_of_integers_selects_what_it_counts(numbers, most):
    check(dataset_of(np.array(numbers, dtype=np.int64), kind="integer"), most=most)


@given(st.lists(MODERATE | st.floats(-1, 1, width=16), min_size=1, max_size=30), st.integers(1, 50))
@example([0.1, 0.2, 0.3, 0.7], 10)
@example([1.0, 1.0000000000000002], 50)
@FEW
def test_a_bin_of_numbers_selects_what_it_counts(numbers, most):
    check(dataset_of(np.array([*numbers, np.nan, np.inf, -np.inf]), kind="number"), most=most)


@given(st.lists(DAYS, min_size=1, max_size=30), st.integers(4, 50))
@example([dt.date(2012, 6, 30)], 50)
@example([dt.date(2012, 6, 30), dt.date(2012, 7, 1)], 50)
@example([dt.date(2011, 12, 31), dt.date(2012, 1, 9)], 50)
@FEW
def test_a_bin_of_days_selects_what_it_counts(days, most):
    values = np.array([*days, None], dtype="datetime64[D]")
    check(dataset_of(values, kind="date"), most=most)


@given(st.lists(MOMENTS, min_size=1, max_size=30), st.integers(4, 50))
@example([at("2012-06-30T23:59:59.999999")], 50)
@example([at("2012-06-30T00:00:00"), at("2012-06-30T00:00:00.000001")], 50)
@FEW
def test_a_bin_of_moments_selects_what_it_counts(moments, most):
    values = np.array([*moments, None], dtype="datetime64[us]")
    check(dataset_of(values, kind="date"), most=most)


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.0, 5e-324), (-1.7e308, 1.7e308), (0.0, 1.7e308), (1e-310, 3e-310), (1e300, 1.1e300), (-1e-300, 1e-300)],
)
def test_numbers_at_the_ends_of_what_a_float_can_be_are_binned_too(low, high):
    check(dataset_of(np.array([low, high]), kind="number"), most=30)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.integers(1, 50))
@FEW
def test_counts_are_those_of_numpy(numbers, most):
    dataset = dataset_of(np.array(numbers), kind="number")
    bins = make_bins(dataset.columns["x"], min(numbers), max(numbers), most=most)
    if len(set(bins.edges)) == len(bins.edges):
        assert counts_of(dataset, bins) == np.histogram(numbers, bins=np.array(bins.edges))[0].tolist()


@given(MODERATE, MODERATE, st.integers(1, 50))
@FEW
def test_edges_cover_the_extent(a, b, most):
    low, high = sorted([a, b])
    edges = make_bins(Column("x", "x", "number", "X", numeric=True), low, high, most=most).edges
    assert edges[0] <= low <= high <= edges[-1]
    assert list(edges) == sorted(edges)


@pytest.mark.parametrize(
    ("kind", "low", "high", "most", "edges"),
    [
        ("integer", 1, 6, 10, (1, 2, 3, 4, 5, 6, 7)),
        ("integer", 0, 83, 10, (0, 10, 20, 30, 40, 50, 60, 70, 80, 90)),
        ("integer", 5, 5, 10, (5, 6)),
        ("number", 0.0, 1.0, 4, (0, 0.5, 1)),
        ("number", 0.05, 0.35, 4, (0, 0.1, 0.2, 0.3, 0.4)),
        ("number", 2.0, 2.0, 10, (2, 3)),
        ("number", -1.5, 1.5, 4, (-2, -1, 0, 1, 2)),
        ("date", "1964-01-01", "2013-12-31", 50, tuple(str(year) for year in range(1964, 2015))),
        ("date", "2012-01-31", "2012-04-01", 4, ("2012-01", "2012-02", "2012-03", "2012-04", "2012-05")),
        ("date", "2024-02-28T05:00:00.000000", "2024-02-28T06:30:00.000000", 4, ("2024-02-28T05:00", "2024-02-28T06:00", "2024-02-28T07:00")),  # noqa: E501
    ],
)  # fmt: skip
def test_edges_read_well(kind, low, high, most, edges):
    column = Column("x", "x", kind, "X", numeric=kind != "date", low=low, high=high)
    assert make_bins(column, low, high, most=most).edges == edges


def test_a_column_of_two_days_has_a_bin_for_each_day():
    column = Column("x", "x", "date", "X", low="2012-06-30", high="2012-07-01")
    bins = make_bins(column, "2012-06-30", "2012-07-01", most=50)
    assert bins.edges == ("2012-06-30", "2012-07-01", "2012-07-02")


@pytest.mark.parametrize(
    ("kind", "edges", "position", "parameters"),
    [
        ("integer", (0.0, 10.0, 20.0), 0, {"x.min": "0", "x.max": "9"}),
        ("integer", (0.0, 10.0, 20.0), 1, {"x.min": "10", "x.max": "19"}),
        ("number", (0.0, 0.5, 1.0), 0, {"x.min": "0", "x.below": "0.5"}),
        ("number", (0.0, 0.5, 1.0), 1, {"x.min": "0.5", "x.max": "1"}),
        ("date", ("2012", "2013", "2014"), 1, {"x.min": "2013", "x.max": "2013"}),
        ("date", ("2012-06", "2012-07"), 0, {"x.min": "2012-06", "x.max": "2012-06"}),
        ("date", ("2012-04", "2012-07"), 0, {"x.min": "2012-04", "x.max": "2012-06"}),
        ("date", ("2012-02-28", "2012-03-01"), 0, {"x.min": "2012-02-28", "x.max": "2012-02-29"}),
        ("date", ("2012-06-30T18:00", "2012-07-01T00:00"), 0, {"x.min": "2012-06-30T18:00", "x.max": "2012-06-30T23:59"}),  # noqa: E501
    ],
)  # fmt: skip
def test_the_filters_of_a_bin_read_well(kind, edges, position, parameters):
    rows = Bins("x", edges).filters(position, Column("x", "x", kind, "X", numeric=kind != "date"))
    assert {row.parameter: row.values[0] for row in rows} == parameters


def test_an_edge_is_written_as_it_stands_in_a_url():
    assert [edge_text(edge) for edge in (1980.0, 0.5, "2012-06")] == ["1980", "0.5", "2012-06"]


def test_identifiers_that_are_numbers_are_binned_as_whole_numbers(open_frame):
    dataset = open_frame(pd.DataFrame({"order_id": np.arange(100) * 3}))
    column = dataset.columns["order_id"]
    assert column.kind == "id"
    assert not isinstance(dataset.cells["order_id"], Coded)
    assert make_bins(column, 0, 297, most=3).edges == (0, 100, 200, 300)
