"""The boundaries that a dragged range can end at, beside what the filters of its stops keep."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.axis import Axis, bounds, fine_axis, high_end, joined, low_end, stops_of
from app.engine.dimension import codes_of
from app.query import Bins, Query, rail_bins
from tests.engine import naive
from tests.engine.drags import DRAGGABLE, stops
from tests.engine.strategies import check, chosen_kernels, frames, make_engine, open_frame

finite = frames(most=40).map(lambda frame: frame.assign(price=frame["price"].replace([np.inf, -np.inf], np.nan)))


def codes(dataset, dimension) -> np.ndarray:
    found = codes_of(dataset, dimension, make_engine().caches.masks)
    return found.block(0, dataset.rows, rows=None, kernels=chosen_kernels())


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=6)
@given(frame=finite, data=st.data())
def test_the_stretches_from_one_stop_to_another_hold_what_a_range_between_them_keeps(column, frame, data):
    dataset = open_frame(frame)
    known = dataset.columns[column]
    assume(known.low is not None)
    bins = rail_bins(known)
    lows, highs = stops(dataset, column)
    low, high = data.draw(st.sampled_from(lows[:-1])), data.draw(st.sampled_from(highs[1:]))
    query = Query.parse([(f"{column}.min", low), (f"{column}.max", high)], dataset.schema)
    kept = naive.passes(frame[column], "min", [low]) & naive.passes(frame[column], "max", [high])
    for axis in (stops_of(bins, dataset.schema), fine_axis(bins, dataset.schema)):
        greatest, least = query.on(column)
        first, last = axis.place(low_end(least, dataset.schema)), axis.place(high_end(greatest, dataset.schema))
        places = codes(dataset, axis)
        assert ((places >= first) & (places < last)).tolist() == kept.tolist()


@pytest.mark.parametrize("column", DRAGGABLE)
@check(max_examples=6)
@given(frame=finite)
def test_all_that_is_finite_is_in_one_stretch_and_what_is_missing_in_none(column, frame):
    dataset = open_frame(frame)
    known = dataset.columns[column]
    assume(known.low is not None)
    axis = fine_axis(rail_bins(known), dataset.schema)
    assert list(axis.edges) == sorted(set(axis.edges))
    places = codes(dataset, axis)
    assert (places < 0).tolist() == frame[column].isna().tolist()
    assert places.max(initial=0) < len(axis)


@pytest.mark.parametrize("column", ["visits", "price"])
@check(max_examples=15)
@given(frame=finite, edges=st.lists(st.integers(-99, 99).map(lambda n: n / 4), min_size=2, unique=True))
def test_bins_joined_to_an_axis_are_runs_of_its_stretches(column, frame, edges):
    dataset, bins = open_frame(frame), Bins(column, tuple(sorted(edges)))
    axis = joined(Axis(column, (-1e17, 0.0, 1e17)), bins)
    within, places = codes(dataset, bins), codes(dataset, axis)
    for number, (low, high) in enumerate(pairwise(bounds(bins))):
        first, last = axis.place(low), axis.place(high)
        assert ((within == number) == ((places >= first) & (places < last))).all()
