"""A mark is lit if rows that it stands for can pass the query's filters on its own column, and is muted else."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets import Dataset
from app.engine import Cache, WithMissing
from app.engine.dimension import Dimension, codes_of
from app.engine.kernels import NumpyKernels
from app.query import Bins, Field, Filter, Query, lit, make_bins, select
from tests.engine.strategies import filter_mask, open_frame
from tests.query.test_operators import values_of

Marks = tuple[tuple[Filter, ...], ...]
TIMES = ("", "year", "quarter", "month", "week", "day", "weekday", "hour")


def filters(text: str, schema: Any) -> tuple[Filter, ...]:
    """`year.min=1980&year.max=1990` → filters."""
    pairs = [part.partition("=") for part in text.split("&")]
    return Query.parse([(name, value) for name, _, value in pairs], schema).filters


def marks_of(dataset: Dataset, dimension: Dimension) -> tuple[Marks, np.ndarray]:
    """The filters of each group, and the group of each row."""
    column = dataset.columns[dimension.column]
    codes = codes_of(dataset, dimension, Cache(1 << 20))
    if isinstance(dimension, Bins):
        marks = tuple(dimension.filters(i, column) for i in range(len(dimension)))
    else:
        field = dimension.field if isinstance(dimension, WithMissing) else dimension
        marks = tuple(select(field, value) for value in codes.values)
    return marks, codes.block(0, dataset.rows, rows=None, kernels=NumpyKernels())


def dimensions(dataset: Dataset) -> list[Dimension]:
    """Every way to group by a column of the table: values, missing ones, parts of dates, bins of all sizes."""
    found: list[Dimension] = []
    for key, column in dataset.columns.items():
        functions = TIMES if column.family == "dates" else [""] if column.family != "none" else []
        found += [Field(key, function) for function in functions]
        if column.family in ("words", "booleans"):
            found.append(WithMissing(Field(key)))
        if column.kind in ("integer", "number", "date"):
            found += [make_bins(column, column.low, column.high, most=most) for most in (2, 7, 30)]
    return found


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_mark_with_rows_that_pass_is_lit(data, dataset):
    dimension = data.draw(st.sampled_from(dimensions(dataset)))
    same = values_of(dataset.schema).filter(lambda each: each[0] == dimension.column)
    asked = data.draw(st.lists(same, max_size=2, unique_by=lambda each: each[1]))
    args = [(f"{key}.{operator}".removesuffix("."), value) for key, operator, values in asked for value in values]
    query = Query.parse(args, dataset.schema)
    marks, codes = marks_of(dataset, dimension)
    passing = np.logical_and.reduce(
        [np.ones(dataset.rows, bool), *(filter_mask(dataset, row) for row in query.filters)]
    )
    shown = np.array(lit(marks, query.filters, dataset.columns[dimension.column]))
    assert shown[np.unique(codes[passing & (codes >= 0)])].all(), (dimension, query.filters)


VALUES = {
    "visits": pd.Series(range(-40, 40)),
    "region": pd.Series(["", "a", "ab", "B", "ß", None], dtype=object),
    "flag": pd.array([True, False, None], dtype="boolean"),
}
ASKED = {
    "visits": st.builds(
        "visits{}={}".format, st.sampled_from(["", ".not", ".min", ".max", ".below"]), st.integers(-42, 42)
    ),
    "region": st.sampled_from(
        ["region=a", "region.not=a", "region=a&region=B", "region.has=b", "region.has=SS"]
        + ["region.is=missing", "region.is=present", "region.not=a&region.is=missing"]
    ),
    "flag": st.sampled_from(["flag=true", "flag.not=true", "flag.not=true&flag.not=false", "flag.is=missing"]),
}


@pytest.mark.parametrize("key", VALUES)
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_where_every_value_is_in_the_table_a_mark_is_lit_if_and_only_if_rows_pass(key, data):
    dataset = open_frame(pd.DataFrame({key: VALUES[key]}))
    column, rows = dataset.columns[key], filters(data.draw(ASKED[key]), dataset.schema)
    bins = [make_bins(column, -40, 39, most=most) for most in (5, 20)] if key == "visits" else []
    by_value = Field(key) if key == "visits" else WithMissing(Field(key))
    marks, codes = marks_of(dataset, data.draw(st.sampled_from([by_value, *bins])))
    passing = codes[np.logical_and.reduce([filter_mask(dataset, row) for row in rows])]
    shown = lit(marks, rows, column)
    assert {mark for mark in codes.tolist() if shown[mark]} == set(passing.tolist())


CLEAR = [
    # what the mark keeps, what the query keeps, whether they meet
    ("region=Asia", "region=Asia&region=Europe", True),
    ("region=Asia", "region=Europe", False),
    ("region=Asia", "region.not=Asia", False),
    ("region=Asia", "region.not=Europe", True),
    ("region=Asia", "region.has=SI", True),
    ("region=Asia", "region.has=eu", False),
    ("region=Asia", "region.is=present", True),
    ("region=Asia", "region.is=missing", False),
    ("region=Asia", "region.has=a&region.not=Asia", False),
    ("region.is=missing", "region=Asia", False),
    ("region.is=missing", "region.not=Asia", True),
    ("region.is=missing", "region.has=a", False),
    ("region.is=missing", "region.is=missing", True),
    ("region.is=missing", "region.is=present", False),
    ("done=true", "done=false", False),
    ("done=true", "done.not=false", True),
    ("customer_id=9007", "customer_id.min=9008", False),
    ("year=1995", "year=1995&year=1990", True),
    ("year=1995", "year=1990", False),
    ("year=1995", "year.not=1995", False),
    ("year=1995", "year.min=1995", True),
    ("year=1995", "year.max=1995", True),
    ("year=1995", "year.below=1995", False),
    ("year=1995", "year.min=1995.5", False),
    ("year.min=1990&year.max=1994", "year.min=1994", True),
    ("year.min=1990&year.max=1994", "year.min=1995", False),
    ("year.min=1990&year.max=1994", "year.max=1989", False),
    ("year.min=1990&year.max=1994", "year=1989&year=1995", False),
    ("year.min=1990&year.max=1994", "year=1992", True),
    ("year.min=1990&year.max=1994", "year.not=1992", True),
    ("ratio.min=0&ratio.below=1", "ratio.min=1", False),
    ("ratio.min=0&ratio.below=1", "ratio.min=0.99", True),
    ("ratio.min=0&ratio.below=1", "ratio.below=0", False),
    ("ratio.min=0&ratio.below=1", "ratio.max=0", True),
    ("ratio.min=0&ratio.below=1", "ratio=1", False),
    ("ratio.min=0&ratio.max=1", "ratio=1", True),
    ("ratio.min=0&ratio.max=1", "ratio.is=missing", False),
    ("day=2012-06", "day=2012", True),
    ("day=2012", "day=2012-06-30", True),
    ("day=2012", "day=2011&day=2013-01-01", False),
    ("day=2012-06", "day.not=2012", False),
    ("day=2012", "day.not=2012-06", True),
    ("day=2012-06", "day.min=2012-07", False),
    ("day=2012-06", "day.min=2012-06-30", True),
    ("day=2012-06", "day.max=2012-05", False),
    ("day=2012-06", "day.max=2012-06-01", True),
    ("day=2012-06", "day.below=2012-06", False),
    ("day=2012-06", "day.is=missing", False),
    ("day.min=2012-04&day.max=2012-06", "day.min=2012-06-30", True),
    ("day.min=2012-04&day.max=2012-06", "day=2012-07", False),
    ("moment=2024-02-28T01:01", "moment.max=2024-02-28", True),
    ("moment=2024-02-28T01:01", "moment.below=2024-02-28T01:01", False),
    ("day.weekday=mon", "day.weekday=mon&day.weekday=tue", True),
    ("day.weekday=mon", "day.weekday=tue", False),
    ("day.weekday=mon", "day.min=2012&day.max=2013", True),
    ("day.weekday=mon", "day.is=missing", False),
    ("moment.hour=8", "moment.hour=9", False),
    ("moment.hour=8", "moment.weekday=mon", True),
    ("day.is=missing", "day.weekday=mon", False),
    ("day.is=missing", "day.min=2012", False),
    ("day.is=missing", "day.not=2012", True),
    ("day=2012", "day.weekday=mon", True),
]


@pytest.mark.parametrize(("mark", "query", "expected"), CLEAR)
def test_in_these_cases_it_is_clear(schema, mark, query, expected):
    keeps, rows = filters(mark, schema), filters(query, schema)
    assert lit((keeps,), rows, schema.columns[rows[0].column]) == (expected,)


@pytest.mark.parametrize(
    ("mark", "query"),
    [
        ("day=2012-06-30", "day.weekday=mon"),
        ("moment=2024-02-28T01:01", "moment.hour=2"),
        ("day.weekday=mon", "day=2012-06-30"),
    ],
)
def test_a_saturday_is_no_monday(schema, mark, query):
    keeps, rows = filters(mark, schema), filters(query, schema)
    assert lit((keeps,), rows, schema.columns[rows[0].column]) == (False,)


def test_without_filters_all_marks_are_lit_and_so_is_one_that_no_address_can_say(schema):
    marks = (filters("year=1995", schema), ())
    assert lit(marks, (), schema.columns["year"]) == (True, True)
    assert lit(marks, filters("year=1990", schema), schema.columns["year"]) == (False, True)
