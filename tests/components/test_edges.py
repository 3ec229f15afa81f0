"""Bins have edges on an axis, and names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets import Column
from app.query import Bins, make_bins
from components.edges import bin_names, edge_numbers, edge_scale, edge_ticks


def column(kind: str, low, high) -> Column:
    return Column("size", "size", kind, "Size", low=low, high=high, numeric=kind != "date")


@pytest.mark.parametrize(
    ("kind", "edges", "names"),
    [
        ("integer", (0, 10, 20), ("0 to 9", "10 to 19")),
        ("integer", (1990, 1991, 1992), ("1,990", "1,991")),
        ("number", (0.0, 0.5, 1.0), ("0 to 0.5", "0.5 to 1")),
        ("date", ("2020-01", "2020-02", "2020-03"), ("2020-01", "2020-02")),
        ("date", ("2020-01", "2020-04"), ("2020-01 to 2020-03",)),
        ("date", ("2020-01-01", "2020-01-08"), ("2020-01-01 to 2020-01-07",)),
        ("date", ("2010", "2020"), ("2010 to 2019",)),
    ],
)
def test_bins_are_named_by_what_is_in_them(kind, edges, names):
    assert bin_names(Bins("size", edges), column(kind, edges[0], edges[-1])) == names


def test_dates_are_days_since_1970():
    assert edge_numbers(Bins("size", ("1970-01-02", "1970-01-02T12:00", "1971"))) == (1, 1.5, 365)


@given(st.integers(-10_000, 10_000), st.integers(0, 10_000), st.integers(2, 60))
def test_edges_span_the_axis_and_ascend(low, length, most):
    bins = make_bins(column("integer", low, low + length), low, low + length, most=most)
    scale, numbers = edge_scale(bins, start=40, stop=440), edge_numbers(bins)
    places = scale.places(numbers)
    assert (places[0], places[-1]) == (40, 440)
    assert all(a < b for a, b in pairwise(places))
    assert all(40 <= tick.position <= 440 for tick in edge_ticks(scale, bins, column("integer", low, low + length)))
