"""A click on a mark keeps exactly the rows that it was drawn from."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine import Cache, WithMissing
from app.engine.dimension import codes_of
from app.engine.kernels import NumpyKernels
from app.query import Field, Filter, Query, select
from app.query.field import TIME_FUNCTIONS
from tests.engine.strategies import filter_mask
from tests.query.test_bins import dataset_of

at = dt.datetime.fromisoformat

DAYS = st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)), min_size=1, max_size=30)
MOMENTS = st.lists(st.datetimes(at("1960-01-01T00:00:00"), at("2060-12-31T00:00:00")), min_size=1, max_size=30)


def grouped(dataset, field):
    """The values of a dimension, and each row's code."""
    found = codes_of(dataset, field, Cache(1 << 20))
    return found.values, found.block(0, dataset.rows, rows=None, kernels=NumpyKernels())


def check(dataset, field):
    """Every group of a dimension has filters that keep its rows and no others, in the URL too."""
    values, codes = grouped(dataset, field)
    field = field.field if isinstance(field, WithMissing) else field
    for code, value in enumerate(values):
        query = Query(filters=tuple(sorted(select(field, value))))
        again = Query.parse(query.to_args(), dataset.schema)
        assert again == query
        masks = [filter_mask(dataset, row) for row in again.filters]
        assert np.logical_and.reduce(masks).tolist() == (codes == code).tolist(), value


@pytest.mark.parametrize(
    "field",
    [
        *[Field(key) for key in ("region", "note", "code", "customer_id", "year", "delay", "day", "moment", "done")],
        *[Field(key, unit) for key in ("day", "moment") for unit in TIME_FUNCTIONS],
        *[WithMissing(Field(key)) for key in ("region", "note", "code", "done")],
    ],
    ids=str,
)
def test_a_group_is_selected(dataset, field):
    check(dataset, field)


@given(DAYS, st.sampled_from(["", *TIME_FUNCTIONS]))
@example([dt.date(2012, 2, 29), dt.date(2012, 12, 31), dt.date(2013, 1, 1)], "week")
@example([dt.date(1969, 12, 31), dt.date(1970, 1, 1), dt.date(1969, 12, 28)], "week")
@settings(max_examples=60, deadline=None)
def test_a_group_of_days_is_selected(days, unit):
    check(dataset_of(np.array([*days, None], dtype="datetime64[D]"), kind="date"), Field("x", unit))


@given(MOMENTS, st.sampled_from(["", *TIME_FUNCTIONS]))
@example([at("1969-12-31T23:59:59.999999"), at("1970-01-01T00:00:00")], "day")
@settings(max_examples=60, deadline=None)
def test_a_group_of_moments_is_selected(moments, unit):
    check(dataset_of(np.array([*moments, None], dtype="datetime64[us]"), kind="date"), Field("x", unit))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_a_group_of_numbers_is_selected(numbers):
    check(dataset_of(np.array([*numbers, np.nan]), kind="number"), Field("x"))


def test_groups_are_those_of_pandas(dataset, frame):
    for unit, period in {"year": "Y", "quarter": "Q", "month": "M", "week": "W-SUN", "day": "D"}.items():
        values, codes = grouped(dataset, Field("day", unit))
        expected = frame["day"].dt.to_period(period).dt.start_time
        present = codes >= 0
        assert present.tolist() == expected.notna().tolist()
        starts = values[codes[present]].astype("datetime64[D]")
        assert starts.tolist() == expected[present].dt.date.tolist()


@pytest.mark.parametrize(
    ("field", "value", "parameters"),
    [
        (Field("region"), "Asia", {"region": "Asia"}),
        (Field("year"), np.int64(1980), {"year": "1980"}),
        (Field("year"), 0.5, {"year": "0.5"}),
        (Field("day"), np.datetime64("2012-06-30"), {"day": "2012-06-30"}),
        (Field("day", "year"), np.datetime64("2012"), {"day": "2012"}),
        (Field("day", "quarter"), np.datetime64("2012-04"), {"day.min": "2012-04", "day.max": "2012-06"}),
        (Field("day", "quarter"), np.datetime64("2012-10"), {"day.min": "2012-10", "day.max": "2012-12"}),
        (Field("day", "month"), np.datetime64("2012-06"), {"day": "2012-06"}),
        (Field("day", "week"), np.datetime64("2012-12-31"), {"day.min": "2012-12-31", "day.max": "2013-01-06"}),
        (Field("day", "day"), np.datetime64("2012-06-30"), {"day": "2012-06-30"}),
        (Field("day", "weekday"), np.int64(0), {"day.weekday": "mon"}),
        (Field("day", "weekday"), 6, {"day.weekday": "sun"}),
        (Field("day", "hour"), np.int64(0), {"day.hour": "0"}),
        (Field("day", "hour"), 23, {"day.hour": "23"}),
        (Field("region"), None, {"region.is": "missing"}),
        (Field("year"), None, {"year.is": "missing"}),
        (Field("day", "weekday"), None, {"day.is": "missing"}),
    ],
)
def test_a_selection_reads_well(field, value, parameters):
    assert {row.parameter: row.values[0] for row in select(field, value)} == parameters


@pytest.mark.parametrize("cycle", ["weekday", "hour"])
def test_parts_of_dates_are_those_of_pandas(dataset, frame, cycle):
    values, codes = grouped(dataset, Field("moment", cycle))
    expected = frame["moment"].dt.day_of_week if cycle == "weekday" else frame["moment"].dt.hour
    assert len(values) == {"weekday": 7, "hour": 24}[cycle]
    assert codes.tolist() == expected.fillna(-1).astype(int).tolist()


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, "x" * 501], ids=repr)
def test_what_no_address_can_say_has_no_selection(value):
    assert select(Field("x"), value) == ()


def test_infinite_values_have_a_selection_or_no_link_but_never_an_error(open_frame):
    dataset = open_frame(pd.DataFrame({"x": [np.inf, 1.5, -np.inf]}))
    for value in codes_of(dataset, Field("x"), Cache(1 << 20)).values:
        for row in select(Field("x"), value):
            assert isinstance(row, Filter)


def test_an_empty_text_of_a_parquet_file_can_be_selected(open_frame):
    dataset = open_frame(pd.DataFrame({"x": ["", "a", "", None, "b"]}))
    check(dataset, Field("x"))
