import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from app.engine import Count, Engine, Facet, GroupBy, Histogram, Rows, facet_columns, plan_chart, plan_facet
from app.engine.plan import HISTOGRAM_BINS, MOST_POINTS
from app.query import COUNT, Field, Filter, Query, parse_chart, select
from app.query.bins import RAIL_BINS
from tests.engine.strategies import Asked, answer, asked, check, open_frame

FRAME = pd.DataFrame(
    {
        "region": ["a", "b", None, "a"],
        "flag": pd.array([True, None, False, True], dtype="boolean"),
        "note": ["long text", "x", None, "y"],
        "visits": [1, 2, 3, 40],
        "price": [0.5, np.nan, np.inf, 80.0],
        "day": pd.to_datetime(["2012-06-30", None, "1980-01-01", "2012-07-01"]).astype("datetime64[us]"),
        "nothing": pd.Series([None] * 4, dtype=object),
    }
)
DATASET = open_frame(FRAME)


def plan(text: str, rows: int = 4, dataset=DATASET, **args: str):
    query = Query.parse([(name.replace("__", "."), value) for name, value in args.items()], dataset.schema)
    return plan_chart(parse_chart(text, dataset.schema), dataset, query, rows=rows)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("bar:region", GroupBy((Field("region"),), (COUNT,))),
        ("bar:region,mean(price)", GroupBy((Field("region"),), (Field("price", "mean"),))),
        (
            "line:month(day),sum(visits),flag",
            GroupBy((Field("day", "month"), Field("flag")), (Field("visits", "sum"),)),
        ),
        ("line:visits,count()", GroupBy((Field("visits"),), (COUNT,))),
        ("scatter:visits,price", Rows((), 0, MOST_POINTS, ("visits", "price"))),
        ("scatter:visits,visits,region", Rows((), 0, MOST_POINTS, ("visits", "region"))),
    ],
)
def test_a_chart_is_answered_by_this_summary(text, summary):
    planned = plan(text)
    assert planned.summary == summary
    assert planned.bins == ()
    assert str(planned.chart) == (f"{text},count()" if text == "bar:region" else text)


@pytest.mark.parametrize(("rows", "kind"), [(MOST_POINTS, Rows), (MOST_POINTS + 1, GroupBy)])
def test_a_scatter_of_many_points_becomes_a_grid(rows, kind):
    planned = plan("scatter:visits,price", rows=rows)
    assert type(planned.summary) is kind
    assert [each.column for each in planned.bins] == ([] if kind is Rows else ["visits", "price"])


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("histogram:price", ["price"]),
        ("histogram:visits", ["visits"]),
        ("histogram:day", ["day"]),
        ("heatmap:day,price", ["day", "price"]),
    ],
)
def test_a_chart_of_bins_counts_rows_in_the_bins_it_tells(text, columns):
    planned = plan(text)
    assert [each.column for each in planned.bins] == columns
    assert planned.summary == GroupBy(planned.bins, (COUNT,))


@pytest.mark.parametrize(
    ("text", "args", "low", "high"),
    [
        ("histogram:visits", {}, 1, 40),
        ("histogram:visits", {"visits__min": "10"}, 10, 40),
        ("histogram:visits", {"visits__max": "10"}, 1, 10),
        ("histogram:visits", {"visits__below": "10"}, 1, 10),
        ("histogram:visits", {"visits__min": "10", "visits__max": "20"}, 10, 20),
        ("histogram:visits", {"visits__min": "-500", "visits__max": "500"}, 1, 40),
        ("histogram:visits", {"visits__min": "30", "visits__max": "20"}, 1, 40),
        ("histogram:visits", {"visits__min": "500"}, 1, 40),
        ("histogram:day", {}, "1980-01-01", "2012-07-01"),
        ("histogram:day", {"day__min": "2012-06"}, "2012-06-01", "2012-07-01"),
        ("histogram:day", {"day__max": "1980"}, "1980-01-01", "1980-12-31"),
        ("histogram:day", {"day__min": "2012", "day__max": "2012-06"}, "2012-01-01", "2012-06-30"),
        ("histogram:day", {"day__min": "2050"}, "1980-01-01", "2012-07-01"),
    ],
)
def test_a_histogram_zooms_into_what_its_range_filter_leaves(text, args, low, high):
    edges = plan(text, **args).bins[0].edges
    assert edges[0] <= low < edges[1]
    assert edges[-2] <= high < edges[-1]


@pytest.mark.parametrize("text", ["histogram:price", "heatmap:visits,price", "heatmap:price,visits"])
def test_a_column_without_a_finite_value_has_no_bins_and_no_plan(text):
    dataset = open_frame(FRAME.assign(price=[np.inf, -np.inf, np.nan, np.inf]))
    assert plan(text, dataset=dataset, rows=MOST_POINTS + 1) is None


@pytest.mark.parametrize(
    "cells",
    [
        [5.0, 5.0],
        [0.0, 0.0],
        [-1e-9, 1e-9],
        [0.1, 0.3],
        [0.0, 1e300],
        [-1.7e308, 1.7e308],
        [0.0, 5e-324],
        [1e16, 1e16 + 2],
        [1.0, 1.0000000000000002],
        [123456789.125, 123456789.25],
        [-(2.0**53), 2.0**53],
    ],
    ids=str,
)
@pytest.mark.parametrize("text", ["histogram:price", "heatmap:price,price"])
def test_any_finite_numbers_can_be_binned(text, cells):
    frame = pd.DataFrame({"price": cells})
    dataset = open_frame(frame)
    planned = plan(text, dataset=dataset)
    (bins, *_) = planned.bins
    assert list(bins.edges) == sorted(set(bins.edges))
    assert len(bins) <= HISTOGRAM_BINS + 1
    assert answer(Asked(frame, dataset, {}), planned.summary).counts.sum() == 2


@pytest.mark.parametrize(
    ("column", "kind"),
    [("region", Facet), ("flag", Facet), ("visits", Histogram), ("price", Histogram), ("day", Histogram)],
)
def test_a_filter_of_the_rail_counts_without_its_own_filters(column, kind):
    planned = plan_facet(DATASET.columns[column])
    assert type(planned.summary) is kind
    assert planned.summary.without == (column,)
    assert (planned.bins is None) == (kind is Facet)
    assert planned.bins is None or len(planned.bins) <= RAIL_BINS + 1


@pytest.mark.parametrize("column", ["note", "nothing"])
def test_texts_and_empty_columns_have_nothing_to_count(column):
    assert plan_facet(DATASET.columns[column]).summary is None


def test_the_filters_shown_are_the_usual_the_asked_for_and_the_active_each_once():
    query = Query(filters=(Filter("price", "min", ("1",)), Filter("region", "", ("a",))), facets=("day", "visits"))
    columns = facet_columns(query, DATASET.schema, usual=("region", "visits"))
    assert [column.key for column in columns] == ["region", "visits", "day", "price"]


DIMENSIONS = ["region", "grade", "flag", "visits", "floor", "price", "day", "moment"]
PERIODS = [f"{unit}({column})" for column in ("day", "moment") for unit in ("year", "quarter", "month", "week", "day")]


@pytest.mark.parametrize("text", [*DIMENSIONS, *PERIODS])
@check(max_examples=6)
@given(case=asked(most=30))
def test_the_filters_of_a_mark_keep_exactly_the_rows_it_counts(text, case):
    engine = Engine(cache_bytes=1 << 20)
    (field,) = parse_chart(f"bar:{text},count()", case.dataset.schema).fields[:1]
    grouped = GroupBy((field,), (COUNT,))
    groups = engine.run(case.dataset, Query(), [grouped])[grouped]
    for value, count in zip(groups.values[0], groups.counts, strict=True):
        if value == "" or (isinstance(value, float) and not np.isfinite(value)):
            continue  # a URL can't say them
        args = [(row.parameter, text) for row in select(field, value) for text in row.values]
        query = Query.parse(args, case.dataset.schema)
        assert engine.run(case.dataset, query, [Count()])[Count()] == count, args
