"""How many stops a column has along an axis, and over what longer stretches it is drawn where they are too many."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.datasets import Column
from app.engine import plan_chart
from app.engine.plan import MOST_BARS, MOST_STOPS
from app.engine.stops import UNITS, coarser, count_stops
from app.query import Bins, Field, Query, parse_chart
from app.query.field import PERIODS
from tests.engine.naive import key
from tests.engine.strategies import check, days, moments, open_frame


def date(low: str | None, high: str | None, *, distinct: int = 0) -> Column:
    return Column("day", "day", "date", "Day", low=low, high=high, distinct=distinct)


YEAR = date("2012-01-01", "2012-12-31", distinct=366)
CENTURY = date("1900-01-01", "1999-12-31", distinct=36_000)
AGES = date("1000-01-01", "2999-12-31", distinct=500_000)
HOUR = date("2012-06-30T10:00:00", "2012-06-30T10:59:59", distinct=3_000)
VISITS = Column("visits", "visits", "integer", "Visits", numeric=True, low=1, high=9_999, distinct=5_000)


@pytest.mark.parametrize(
    ("column", "function", "stops"),
    [
        (YEAR, "", 366),
        (YEAR, "day", 367),
        (YEAR, "week", 54),
        (YEAR, "month", 13),
        (YEAR, "quarter", 5),
        (YEAR, "year", 2),
        (YEAR, "weekday", 7),
        (YEAR, "hour", 24),
        (CENTURY, "year", 101),
        (date("2012-06-30", "2012-06-30", distinct=1), "day", 2),
        (date(None, None), "month", 0),
        (VISITS, "", 5_000),
    ],
)
def test_stops_are_counted(column, function, stops):
    assert count_stops(column, function) == stops


@pytest.mark.parametrize("unit", PERIODS)
@check(max_examples=60)
@given(cells=st.lists(days, min_size=1, max_size=5) | st.lists(moments, min_size=1, max_size=5))
def test_there_are_never_more_stops_than_are_counted(unit, cells):
    series = pd.Series(cells, dtype="datetime64[us]")
    column = open_frame(pd.DataFrame({"day": series.dt.floor("D")})).columns["day"]
    assert count_stops(column, unit) >= key(series, unit).nunique()


@pytest.mark.parametrize(
    ("function", "column", "most", "found"),
    [
        ("", YEAR, 400, ""),
        ("", YEAR, 366, ""),
        ("", YEAR, 365, "week"),
        ("day", YEAR, 367, "day"),
        ("day", YEAR, 366, "day"),
        ("day", YEAR, 365, "week"),
        ("day", YEAR, 60, "week"),
        ("day", YEAR, 50, "month"),
        ("week", YEAR, 50, "month"),
        ("month", YEAR, 12, "quarter"),
        ("month", YEAR, 4, "year"),
        ("", CENTURY, 400, "year"),
        ("day", CENTURY, 60, "bin"),
        ("year", AGES, 400, "bin"),
        ("weekday", YEAR, 3, "weekday"),
        ("hour", YEAR, 3, "hour"),
        ("bin", CENTURY, 3, "bin"),
        ("", VISITS, 5_000, ""),
        ("", VISITS, 400, "bin"),
    ],
)
def test_too_many_stops_are_drawn_over_the_shortest_stretches_that_are_few_enough(function, column, most, found):
    field = Field(column.key, function)
    assert coarser(field, column, most=most) == Field(column.key, found)
    assert coarser(Field(column.key, found), column, most=most) == Field(column.key, found)


def test_the_units_are_the_periods_from_the_finest_on():
    assert [*UNITS] == [*PERIODS[::-1]]
    assert [*UNITS.values()] == sorted(UNITS.values())


FRAME = pd.DataFrame(
    {"day": pd.date_range("2001-01-01", periods=3_000).astype("datetime64[us]"), "n": np.arange(3_000)}
)
DATASET = open_frame(FRAME.assign(price=np.arange(3_000) / 8, region="a"))


@pytest.mark.parametrize(
    ("text", "drawn", "note"),
    [
        ("line:day", "line:month(day),count()", "by month, as there are about 3,000 values"),
        ("line:day(day),mean(n)", "line:month(day),mean(n)", "by month, as there are about 3,000 days"),
        ("area:week(day)", "area:month(day),count()", "by month, as there are about 430 weeks"),
        ("line:month(day)", "line:month(day),count()", ""),
        ("line:weekday(day)", "line:weekday(day),count()", ""),
        ("bar:day", "bar:quarter(day),count()", "by quarter, as there are about 3,000 values"),
        ("bar:month(day),top=3", "bar:quarter(day),count(),top=3", "by quarter, as there are about 100 months"),
        ("box:day,price", "box:quarter(day),price", "by quarter, as there are about 3,000 values"),
        ("line:n,mean(price),region", "line:bin(n),mean(price),region", "in bins, as there are about 3,000 values"),
        ("area:n", "area:bin(n),count()", "in bins, as there are about 3,000 values"),
        ("bar:n", "bar:n,count()", ""),
        ("bar:price", "bar:price,count()", ""),
        ("histogram:day", "histogram:day,count()", ""),
        ("heatmap:day(day),n", "heatmap:day(day),n", ""),
    ],
)
def test_a_note_tells_what_is_drawn_otherwise_than_asked(text, drawn, note):
    planned = plan_chart(parse_chart(text, DATASET.schema), DATASET, Query(), rows=3_000)
    assert planned.chart == parse_chart(drawn.replace("histogram:day,count()", "histogram:day"), DATASET.schema)
    assert planned.note == note
    dimension = planned.dimension("x")
    assert isinstance(dimension, Bins) == (planned.chart.x.function == "bin" or text.startswith("histogram"))


@pytest.mark.parametrize(("mark", "most"), [("line", MOST_STOPS), ("area", MOST_STOPS), ("bar", MOST_BARS)])
def test_a_chart_has_as_many_stops_as_can_be_told_apart(mark, most):
    for count, function in ((most, ""), (most + 1, "week")):
        days = pd.date_range("2001-01-01", periods=count).astype("datetime64[us]")
        dataset = open_frame(pd.DataFrame({"day": days}))
        planned = plan_chart(parse_chart(f"{mark}:day", dataset.schema), dataset, Query(), rows=count)
        assert planned.chart.x == Field("day", function)


def test_a_few_dates_far_apart_are_few_stops():
    column = date("1980-01-01", "2012-07-01", distinct=3)
    assert coarser(Field("day", "month"), column, most=60) == Field("day", "month")


def test_the_moments_of_an_hour_are_not_drawn_as_one_day():
    assert coarser(Field("day"), HOUR, most=400) == Field("day", "bin")
