"""Which summary answers a chart of each mark, and how its rows are grouped."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from app.engine import (
    Count,
    Engine,
    Facet,
    GroupBy,
    Histogram,
    Rows,
    WithMissing,
    facet_columns,
    plan_chart,
    plan_facet,
)
from app.engine.plan import GRID_BINS, HISTOGRAM_BINS, LINE_BINS, MOST_CELLS, MOST_POINTS, PLACE_BINS
from app.engine.summaries.spread import Spread
from app.query import COUNT, CYCLES, MARKS, Bins, Field, Filter, Query, parse_chart, select
from app.query.bins import RAIL_BINS
from app.query.field import PERIODS
from tests.engine.strategies import Asked, answer, asked, check, open_frame

FRAME = pd.DataFrame(
    {
        "region": ["a", "b", None, "a"],
        "grade": ["x", "y", "z", "x"],
        "flag": pd.array([True, None, False, True], dtype="boolean"),
        "note": ["long text", "x", None, "y"],
        "visits": [1, 2, 3, 40],
        "price": [0.5, np.nan, np.inf, 80.0],
        "day": pd.to_datetime(["2012-06-30", None, "1980-01-01", "2012-07-01"]).astype("datetime64[us]"),
        "nothing": pd.Series([None] * 4, dtype=object),
        "country": ["France", "Kenya", "Chile", "Mali"],
        "latitude": [48.8, -1.3, -33.4, 12.6],
        "longitude": [2.3, 36.8, -70.7, -8.0],
    }
)
DATASET = open_frame(FRAME)


def plan(text: str, rows: int = 4, dataset=DATASET, **args: str):
    query = Query.parse([(name.replace("__", "."), value) for name, value in args.items()], dataset.schema)
    return plan_chart(parse_chart(text, dataset.schema), dataset, query, rows=rows)


REGION, FLAG, GRADE = WithMissing(Field("region")), WithMissing(Field("flag")), Field("grade")
MONTH, WEEKDAY, MEAN = Field("day", "month"), Field("day", "weekday"), Field("price", "mean")

PLANNED = [
    ("bar:region", [("x", REGION)], COUNT),
    ("bar:grade,mean(price)", [("x", GRADE)], MEAN),
    ("bar:grade,count(),flag", [("x", GRADE), ("color", FLAG)], COUNT),
    ("bar:region,mean(price),grade,facet=flag", [("facet", FLAG), ("x", REGION), ("color", GRADE)], MEAN),
    ("bar:day", [("x", Field("day"))], COUNT),
    ("bar:weekday(day),count(),region", [("x", WEEKDAY), ("color", REGION)], COUNT),
    ("bar:visits,median(price)", [("x", Field("visits"))], Field("price", "median")),
    ("line:month(day),sum(visits),flag", [("x", MONTH), ("color", Field("flag"))], Field("visits", "sum")),
    ("line:visits,count(),facet=region", [("facet", Field("region")), ("x", Field("visits"))], COUNT),
    ("area:hour(day),mean(price),region", [("x", Field("day", "hour")), ("color", Field("region"))], MEAN),
    ("histogram:visits,region", [("x", "visits"), ("color", REGION)], COUNT),
    ("histogram:day,facet=grade", [("facet", GRADE), ("x", "day")], COUNT),
    ("heatmap:day,price", [("x", "day"), ("y", "price")], COUNT),
    ("heatmap:month(day),flag,mean(price)", [("x", MONTH), ("y", Field("flag"))], MEAN),
    ("heatmap:visits,region,count()", [("x", "visits"), ("y", Field("region"))], COUNT),
    ("countries:country,mean(price)", [("x", Field("country"))], MEAN),
    ("bar:bin(visits),count(),grade", [("x", "visits"), ("color", GRADE)], COUNT),
    ("line:bin(price)", [("x", "price")], COUNT),
]  # fmt: skip


def shape(dimensions):
    """Bins by the name of their column."""
    return [(channel, each.column if isinstance(each, Bins) else each) for channel, each in dimensions]


@pytest.mark.parametrize(("text", "dimensions", "measure"), PLANNED)
def test_a_chart_is_answered_by_its_measure_grouped_by_these_dimensions(text, dimensions, measure):
    planned = plan(text)
    sides = tuple(each for _, each in planned.dimensions)
    without = tuple(dict.fromkeys(each.column for each in sides))
    assert shape(planned.dimensions) == dimensions
    assert planned.summary == GroupBy(sides, (measure,), without)
    assert planned.chart == parse_chart(text, DATASET.schema)
    assert (planned.refusal, planned.note, planned.names) == ("", "", ())


@pytest.mark.parametrize(
    ("text", "side"),
    [("box:region,visits", REGION), ("box:grade,visits", GRADE), ("box:weekday(day),visits", WEEKDAY)],
)
def test_a_box_plot_is_answered_by_the_spread_of_each_group(text, side):
    planned = plan(text)
    assert planned.summary == Spread((side,), "visits", (side.column,))
    assert planned.dimension("x") == side


def test_a_column_that_groups_twice_is_left_out_once():
    assert plan("heatmap:weekday(day),hour(day)").summary.without == ("day",)
    assert plan("bar:grade,count(),grade,facet=grade").summary.without == ("grade",)


def test_missing_cells_are_a_group_where_a_coded_column_has_gaps():
    gaps = {mark: plan(f"{mark}:region{',visits' * (mark == 'box')}").dimension("x") for mark in ("bar", "box")}
    assert gaps == {"bar": REGION, "box": REGION}
    assert plan("bar:note").dimension("x") == WithMissing(Field("note"))
    assert plan("bar:day").dimension("x") == Field("day")
    assert plan("bar:price").dimension("x") == Field("price")
    assert plan("line:visits,count(),region").dimension("color") == Field("region")
    assert plan("heatmap:region,flag").dimension("x") == Field("region")


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("histogram:price", [HISTOGRAM_BINS]),
        ("bar:bin(price)", [HISTOGRAM_BINS]),
        ("line:bin(price)", [LINE_BINS]),
        ("area:bin(day)", [LINE_BINS]),
        ("heatmap:price,day", list(GRID_BINS)),
    ],
)
def test_bins_are_as_many_as_a_chart_of_the_mark_can_show(text, most):
    assert all(each / 4 < len(bins) <= each + 1 for bins, each in zip(plan(text).bins, most, strict=True))


@pytest.mark.parametrize("text", ["histogram:visits", "bar:bin(visits)", "heatmap:visits,price", "line:visits"])
def test_a_chart_shows_its_whole_columns_whatever_the_filters_leave_of_them(text):
    assert plan(text, visits__min="10", visits__max="20") == plan(text)


@pytest.mark.parametrize(
    ("text", "columns", "names"),
    [
        ("scatter:visits,price", ("visits", "price"), ()),
        ("scatter:visits,visits,region", ("visits", "region"), ("a", "b")),
        ("scatter:visits,price,flag,size=price", ("visits", "price", "flag"), ("false", "true")),
        ("map:longitude,latitude,grade", ("longitude", "latitude", "grade"), ("x", "y", "z")),
    ],
)
def test_few_points_are_the_rows_themselves(text, columns, names):
    planned = plan(text, rows=MOST_POINTS)
    assert planned.summary == Rows((), 0, MOST_POINTS, columns)
    assert (planned.dimensions, planned.names) == ((), names)


@pytest.mark.parametrize(
    ("text", "most"), [("scatter:visits,price,region", GRID_BINS), ("map:longitude,latitude", PLACE_BINS)]
)
def test_many_points_are_counted_in_bins_under_all_filters(text, most):
    planned = plan(text, rows=MOST_POINTS + 1)
    x, y = planned.bins
    assert planned.summary == GroupBy((x, y), (COUNT,))
    assert planned.dimensions == (("x", x), ("y", y))
    assert all(len(bins) <= count + 1 for bins, count in zip((x, y), most, strict=True))


@pytest.mark.parametrize(
    ("args", "low", "high"),
    [
        ({}, 1, 40),
        ({"visits__min": "10"}, 10, 40),
        ({"visits__max": "10"}, 1, 10),
        ({"visits__below": "10"}, 1, 10),
        ({"visits__min": "10", "visits__max": "20"}, 10, 20),
        ({"visits__min": "-500", "visits__max": "500"}, 1, 40),
        ({"visits__min": "30", "visits__max": "20"}, 1, 40),
        ({"visits__min": "500"}, 1, 40),
    ],
)
def test_many_points_are_zoomed_into_what_a_range_filter_leaves(args, low, high):
    edges = plan("scatter:visits,price", rows=MOST_POINTS + 1, **args).bins[0].edges
    assert edges[0] <= low < edges[1]
    assert edges[-2] <= high < edges[-1]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("histogram:price", "Price holds nothing to show."),
        ("heatmap:visits,price", "Price holds nothing to show."),
        ("heatmap:price,visits", "Price holds nothing to show."),
        ("line:bin(price)", "Price holds nothing to show."),
        ("scatter:visits,price", "No row has both numbers."),
    ],
)
def test_a_column_without_a_finite_value_has_no_bins_and_a_sentence_says_so(text, refusal):
    dataset = open_frame(FRAME.assign(price=[np.inf, -np.inf, np.nan, np.inf]))
    planned = plan(text, dataset=dataset, rows=MOST_POINTS + 1)
    assert (planned.summary, planned.refusal) == (None, refusal)


def with_distinct(**distinct: int):
    """The dataset, its columns said to have so many values."""
    known = {key: replace(DATASET.columns[key], distinct=count) for key, count in distinct.items()}
    return replace(DATASET, schema=replace(DATASET.schema, columns=MappingProxyType({**DATASET.columns, **known})))


@pytest.mark.parametrize(
    ("text", "distinct", "refusal"),
    [
        ("heatmap:grade,country", {"grade": 1024, "country": 1024}, ""),
        ("heatmap:grade,country", {"grade": 1024, "country": 1025}, "Grade and Country have 1,049,600 combinations"),
        ("bar:region,count(),grade,facet=country", {"country": 1000, "region": 1000, "grade": 2},
         "Country, Region and Grade have 2,002,000 combinations"),
        ("bar:note", {"note": 5_000_000}, ""),
    ],
)  # fmt: skip
def test_more_combinations_than_can_be_held_are_refused(text, distinct, refusal):
    assert MOST_CELLS == 1024 * 1024
    planned = plan(text, dataset=with_distinct(**distinct))
    assert planned.refusal == (f"{refusal}, too many for a chart. Choose columns with fewer values." if refusal else "")
    assert (planned.summary is None) == bool(refusal)


def test_every_mark_is_planned_here():
    texts = [text for text, _, _ in PLANNED]
    assert {mark for mark in MARKS if not any(text.startswith(f"{mark}:") for text in texts)} == {
        "box",
        "scatter",
        "map",
    }


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
TIMES = [f"{unit}({column})" for column in ("day", "moment") for unit in (*PERIODS, *CYCLES)]


@pytest.mark.parametrize("text", [*DIMENSIONS, *TIMES])
@check(max_examples=6)
@given(case=asked(most=30))
def test_the_filters_of_a_mark_keep_exactly_the_rows_it_counts(text, case):
    engine = Engine(cache_bytes=1 << 20)
    planned = plan_chart(parse_chart(f"bar:{text}", case.dataset.schema), case.dataset, Query(), rows=len(case.frame))
    dimension, column = planned.dimension("x"), case.dataset.columns[planned.chart.x.column]
    groups = engine.run(case.dataset, Query(), [planned.summary])[planned.summary]
    for value, count in zip(groups.values[0], groups.counts, strict=True):
        if value == "" or (isinstance(value, float) and not np.isfinite(value)):
            continue  # a URL can't say them
        rows = dimension.filters(value, column) if isinstance(dimension, Bins) else select(planned.chart.x, value)
        args = [(row.parameter, text) for row in rows for text in row.values]
        query = Query.parse(args, case.dataset.schema)
        assert engine.run(case.dataset, query, [Count()])[Count()] == count, args
