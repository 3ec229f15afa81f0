"""Which charts, key figures and measures a table gets when nobody has said anything."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets import Catalog, Column, Config, Schema
from app.datasets.column import KINDS
from app.query import MARKS, defaults, parse_chart, suggest
from app.query.choice import ADDITIVE, NAMES, choose_charts, choose_figures, is_panel, measure_of, measured, period_of


def column(key: str, kind: str, distinct: int, low=None, high=None, **more) -> Column:
    numeric = kind in ("integer", "number", "geo")
    return Column(key, key, kind, key, numeric=numeric, distinct=distinct, low=low, high=high, **more)


def category(key: str, distinct: int, **more) -> Column:
    return column(key, "category", distinct, **more)


def text(key: str, distinct: int, **more) -> Column:
    return column(key, "text", distinct, **more)


def number(key: str, distinct: int = 90, low: float = 0.5, high: float = 99.5, **more) -> Column:
    return column(key, "number", distinct, low, high, **more)


def whole(key: str, distinct: int = 90, low: int = 0, high: int = 999, **more) -> Column:
    return column(key, "integer", distinct, low, high, **more)


def date(key: str, distinct: int, low: str, high: str, **more) -> Column:
    return column(key, "date", distinct, low, high, **more)


def year(key: str = "year", distinct: int = 20, low: int = 1990, high: int = 2009) -> Column:
    return whole(key, distinct, low, high)


def schema(rows: int, *columns: Column) -> Schema:
    return Schema({each.key: each for each in columns}, Config(), rows)


def texts(found) -> list[str]:
    return [str(each) for each in found]


COUNTRY = category("country", 50, place="country")
SOLD = date("sold", 300, "2020-01-01", "2022-12-31")

CHOICES = {
    "a table of names alone counts their rows": (
        schema(100, category("shop", 4), category("product", 12)),
        ["bar:shop,count()", "bar:product,count()"],
    ),
    "numbers alone are distributions and a relation": (
        schema(100, number("height"), number("weight", low=2.0)),
        ["histogram:height", "scatter:height,weight", "histogram:weight"],
    ),
    "time is first, and events are counted": (
        schema(900, text("title", 880), SOLD, category("genre", 5), number("rating", 40)),
        ["line:month(sold),count(),genre", "bar:genre,count()", "histogram:rating"],
    ),
    "amounts of events are summed over time and by name": (
        schema(900, text("title", 880), SOLD, category("shop", 5), number("amount", 800)),
        ["line:month(sold),sum(amount),shop", "bar:shop,sum(amount)", "histogram:amount"],
    ),
    "readings over time are means": (
        schema(300, SOLD, number("temperature")),
        ["line:month(sold),mean(temperature)", "histogram:temperature"],
    ),
    "a panel has means everywhere, though the name says that its numbers add up": (
        schema(1000, COUNTRY, year(), number("sales", 900)),
        [
            "line:year,mean(sales)",
            "countries:country,mean(sales)",
            "bar:country,mean(sales)",
            "histogram:sales",
        ],
    ),
    "countries by year are a panel with whatever gaps": (
        schema(300, COUNTRY, year(), number("sales", 290)),
        [
            "line:year,mean(sales)",
            "countries:country,mean(sales)",
            "bar:country,mean(sales)",
            "histogram:sales",
        ],
    ),
    "lines have colours where these leave few gaps": (
        schema(60, category("sensor", 3), date("day", 20, "2020-01-01", "2020-01-20"), number("ozone", 50)),
        ["line:day(day),mean(ozone),sensor", "bar:sensor,mean(ozone)", "histogram:ozone"],
    ),
    "a few events in a long time are no line": (
        schema(10, text("name", 10), date("died", 10, "2016-01-01", "2017-03-01"), category("job", 3), whole("age", 9)),
        ["bar:job,count()", "histogram:age"],
    ),
    "dates of birth and of updates are no time to follow": (
        schema(900, date("updated", 99, "2020-01-01", "2022-01-01"), date("birthday", 99, "1940-01-01", "2000-01-01"),
               category("ward", 4)),
        ["bar:ward,count()"],
    ),
    "dates that are mostly missing are no time to follow": (
        schema(900, date("closed", 99, "2020-01-01", "2022-01-01", missing=800), category("ward", 4)),
        ["bar:ward,count()"],
    ),
    "places are a map": (
        schema(90, column("lat", "geo", 90, -10.0, 10.0, place="latitude"),
               column("lon", "geo", 90, 4.0, 60.0, place="longitude"), number("depth", 80)),
        ["map:lon,lat", "histogram:depth"],
    ),
    "rows that are countries are told by a measure": (
        schema(50, text("country", 50, place="country"), number("area", 50)),
        ["countries:country,mean(area)", "histogram:area"],
    ),
    "names of single rows have the measure, in one bar chart": (
        schema(30, category("person", 30), category("phone_number", 29), number("score", 25)),
        ["bar:person,mean(score)", "histogram:score"],
    ),
    "where all values have as many rows these are not counted": (
        schema(400, category("city", 100), category("grade", 4), number("people", 390)),
        ["bar:grade,mean(people)", "histogram:people", "bar:city,mean(people)"],
    ),
    "few names come before many, and names before codes": (
        schema(900, category("county", 200), category("state_code", 12), category("state", 11)),
        ["bar:state,count()", "bar:state_code,count()", "bar:county,count()"],
    ),
    "of a name and its code there is one": (
        schema(900, category("state", 50), category("fips", 50)),
        ["bar:state,count()"],
    ),
    "numbers that name or place rows are no measures": (
        schema(99, whole("upc"), whole("zip_code"), whole("phone"), whole("month", 12), whole("fips"), number("price")),
        ["histogram:price"],
    ),
    "row numbers are no measures": (schema(50, whole("n", 50, 1, 50), number("price")), ["histogram:price"]),
    "an axis is followed like a time": (
        schema(201, number("wavenumber", 201, 400.0, 600.0), number("intensity", 190)),
        ["line:bin(wavenumber),mean(intensity)", "histogram:intensity"],
    ),
    "where each year has a column the last and the first are shown": (
        schema(80, category("city", 80), *(whole(f"sold_{each}", 70 + each % 10) for each in range(2001, 2010))),
        ["bar:city,mean(sold_2009)", "histogram:sold_2009", "scatter:sold_2001,sold_2009", "histogram:sold_2001"],
    ),
    "columns that are the same are not shown against each other": (
        schema(90, number("height"), number("height_again")),
        ["histogram:height"],
    ),
    "classes and numbers that are mostly missing come last": (
        schema(900, whole("grade_of_wine", 4, 1, 4), number("rare", missing=800), number("price", 300)),
        ["histogram:price", "scatter:rare,price", "histogram:grade_of_wine", "histogram:rare"],
    ),
    "two values are yes and no, and no distribution": (schema(90, whole("flag", 2, 0, 1)), []),
    "what is mostly missing or near to unique is no colour": (
        schema(20, category("remark", 3, missing=15), category("maker", 8), number("a", 15), number("b", 16)),
        ["bar:remark,count()", "histogram:a", "scatter:a,b", "bar:maker,count()"],
    ),
    "a handful of rows has no distribution but where there is nothing else": (
        schema(5, number("a", 4), number("b", 5, 2.0, 4.0)),
        ["scatter:a,b"],
    ),
    "a handful of numbers is better than nothing": (schema(5, number("a", 4)), ["histogram:a"]),
    "dates alone are better than nothing": (schema(9, date("day", 9, "2020-01-01", "2020-12-31")), ["histogram:day"]),
    "which countries there are is better than nothing": (
        schema(25, category("country", 25, place="country")),
        ["countries:country,count()"],
    ),
    "texts alone are no chart": (schema(90, text("remark", 90)), []),
    "one row is no chart": (schema(1, number("a", 1), category("b", 1)), []),
    "an empty table has no chart": (schema(0, column("a", "empty", 0)), []),
}  # fmt: skip


@pytest.mark.parametrize("rule", CHOICES)
def test_a_table_gets_charts_that_fit(rule):
    table, expected = CHOICES[rule]
    assert texts(choose_charts(table)) == expected


@pytest.mark.parametrize("rule", CHOICES)
def test_a_chart_can_be_written_down_and_read_again(rule):
    table, _ = CHOICES[rule]
    for chart in (*choose_charts(table), *suggest(table)):
        assert parse_chart(str(chart), table) == chart


@pytest.mark.parametrize("rule", CHOICES)
def test_what_is_chosen_can_also_be_added(rule):
    table, _ = CHOICES[rule]
    assert set(choose_charts(table)) <= set(suggest(table))


@pytest.mark.parametrize(
    "key",
    ["amount", "total_cost", "sales_2024", "us_gross", "units", "order_qty", "spend", "count", "transaction_count",
     "sum_of_amount", "total_number_of_visits"],
)  # fmt: skip
def test_a_number_adds_up_where_its_name_says_so(key):
    assert str(measure_of(number(key), schema(99, number(key)))) == f"sum({key})"


@pytest.mark.parametrize(
    "key",
    ["discount", "country_score", "account", "costume", "assume", "totality", "temperature", "price", "unit_cost",
     "cost_per_unit", "average_sales", "sales_pct", "percent_of_total", "cumulative_cost", "running_total",
     "total_rate", "max_amount"],
)  # fmt: skip
def test_a_number_is_averaged_otherwise(key):
    assert str(measure_of(number(key), schema(99, number(key)))) == f"mean({key})"


@pytest.mark.parametrize("more", [{"unit": "%"}, {"format": "percent"}])
def test_per_cents_are_not_summed(more):
    sales = number("sales", **more)
    assert str(measure_of(sales, schema(99, sales))) == "mean(sales)"


@pytest.mark.parametrize(
    "key",
    ["id", "customer_id", "productid", "zip_code", "postcode", "upc", "transaction_number", "month", "pickup_hour",
     "decimal_date", "region_key", "year_built", "iso3166_1_numeric", "index", "page", "price_rank", "supply_class"],
)  # fmt: skip
def test_some_numbers_are_names(key):
    assert measured(schema(99, whole(key))) == ()


@pytest.mark.parametrize(
    "key",
    ["paid", "grid", "valid", "months", "price_index", "page_views", "total_number", "kwh_per_day", "per_hour",
     "running_time", "no_of_children", "number", "number_of_rooms", "latency", "longevity", "ranking_points", "level"],
)  # fmt: skip
def test_numbers_that_only_sound_like_names_are_measures(key):
    assert texts(each.key for each in measured(schema(99, whole(key)))) == [key]


@pytest.mark.parametrize(
    ("key", "low", "high", "time"),
    [
        ("year", 1990, 2020, True),
        ("fiscal_year", 1990, 2020, True),
        ("date", 1960, 2022, True),
        ("season", 1960, 2022, True),
        ("year", 1, 30, False),
        ("foundation_year", -650, 2012, False),
        ("yearly_rain", 900, 1200, False),
        ("price", 1990, 2020, False),
    ],
)
def test_years_are_told_by_their_name_and_size(key, low, high, time):
    table = schema(900, whole(key, 30, low, high), category("shop", 3))
    assert any(chart.mark == "line" for chart in choose_charts(table)) == time


@pytest.mark.parametrize(
    ("rows", "names", "times", "panel"),
    [
        (1000, 50, 20, True),
        (920, 50, 20, True),
        (800, 50, 20, False),
        (1010, 50, 20, False),
        (2000, 50, 20, False),
        (20, 1, 20, False),
        (50, 50, 1, False),
    ],
)
def test_a_panel_has_a_row_for_about_each_name_and_time(rows, names, times, panel):
    days = date("day", times, "2020-01-01", "2020-12-31")
    assert is_panel(schema(rows, category("sensor", names), days)) == panel


def test_countries_of_one_row_each_are_no_panel():
    assert not is_panel(schema(50, COUNTRY, year("year_of_independence")))


@pytest.mark.parametrize(
    ("distinct", "low", "high", "unit"),
    [
        (300, "2020-01-01", "2020-12-31", "day"),
        (300, "2020-01-01", "2021-01-01", "month"),
        (300, "1990-01-01", "2020-12-31", "month"),
        (300, "1980-01-01", "2020-12-31", "year"),
        (31, "1990-01-01", "2020-01-01", "year"),
        (7, "2020-01-01", "2020-07-01", "month"),
        (8, "2018-01-31T01:49", "2018-02-07T01:26", "day"),
    ],
)
def test_the_unit_of_time_gives_a_line_of_many_points(distinct, low, high, unit):
    assert period_of(date("day", distinct, low, high)) == unit


def test_key_figures_leave_classes_out_where_there_are_measures():
    table = schema(900, category("shop", 3), whole("grade", 4, 1, 4), number("price"), number("amount"))
    assert texts(choose_figures(table)) == ["distinct(shop)", "mean(price)"]
    assert texts(choose_figures(schema(900, whole("grade", 4, 1, 4)))) == ["mean(grade)"]


def test_of_five_kinds_of_charts_there_are_six_charts():
    table = schema(900, SOLD, category("shop", 4), COUNTRY, number("price"), number("weight", 80), text("note", 900))
    assert texts(choose_charts(table)) == [
        "line:month(sold),count(),shop",
        "countries:country,count()",
        "bar:shop,count()",
        "histogram:price",
        "scatter:price,weight,shop",
        "bar:country,count()",
    ]


def test_charts_of_every_mark_can_be_added():
    moment = date("seen", 850, "2020-01-01T10:00", "2022-12-31T12:00")
    places = (
        column("lat", "geo", 90, -10.0, 10.0, place="latitude"),
        column("lon", "geo", 90, 4.0, 60.0, place="longitude"),
    )
    table = schema(
        900, text("note", 900), moment, category("shop", 4), COUNTRY, number("price"), number("cost", 80), *places
    )
    found = suggest(table)
    assert {chart.mark for chart in found} == set(MARKS)
    assert len(found) == len(set(found))


@st.composite
def columns(draw, rows: int, key: str) -> Column:
    kind = draw(st.sampled_from(KINDS))
    distinct = 0 if kind == "empty" else draw(st.integers(0, rows))
    missing = draw(st.integers(0, rows - distinct))
    if kind == "date":
        low, high = sorted(draw(st.tuples(st.dates(), st.dates())))
        ends = (low.isoformat(), high.isoformat()) if distinct else (None, None)
    elif kind in ("integer", "number", "geo"):
        numbers = st.integers(-3000, 3000) if kind == "integer" else st.floats(-180, 180)
        ends = tuple(sorted(draw(st.tuples(numbers, numbers)))) if distinct else (None, None)
    else:
        ends = (None, None)
    fitting = {"geo": ["", "latitude", "longitude"], "category": ["", "country"], "text": ["", "country"]}
    place = draw(st.sampled_from(fitting.get(kind, [""])))
    return column(key, kind, distinct, *ends, missing=missing, place=place)


WORDS = ["id", "year", "amount", "total", "name", "code", "price", "date", "lat", "2019", "2020", "per", "updated"]


@st.composite
def schemas(draw) -> Schema:
    rows = draw(st.integers(0, 2000))
    key = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("_".join)
    keys = draw(st.lists(key, max_size=8, unique=True))
    return schema(rows, *(draw(columns(rows, key)) for key in keys))


@settings(deadline=None)
@given(schemas())
def test_charts_of_any_table_are_sound(table):
    chosen = choose_charts(table)
    assert len(chosen) == len(set(chosen)) <= 6
    for chart in (*chosen, *suggest(table)):
        assert parse_chart(str(chart), table) == chart
        for field in chart.fields:
            assert not field.column or table.columns[field.column].distinct > 1
            if field.function in ("sum", "mean"):
                assert table.columns[field.column].kind in ("integer", "number")
                assert ADDITIVE.search(field.column) or field.function == "mean"
                assert not NAMES.search(field.column)


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_charts_of_any_frame_are_sound(tmp_path_factory, data):
    rows = data.draw(st.integers(1, 60))
    at = np.arange(rows)
    makes = {
        "id": at + 100,
        "constant": np.full(rows, 7),
        "shop": np.array(["north", "south", "east"])[at % 3],
        "amount": at * 1.5,
        "year": 1990 + at % 9,
        "day": pd.Timestamp("2020-02-01") + pd.to_timedelta(at * 9, unit="D"),
        "rating": at % 5,
        "note": [f"note {each}" for each in at],
        "gaps": np.where(at % 4, np.nan, at),
    }
    keys = data.draw(st.lists(st.sampled_from(sorted(makes)), min_size=1, unique=True))
    folder = tmp_path_factory.mktemp("frames")
    pd.DataFrame({key: makes[key] for key in keys}).to_parquet(folder / "table.parquet")
    catalog = Catalog(folder)
    table = catalog.open(catalog.entries()["table"]).schema
    charts = defaults(table).charts
    assert len(charts) == len(set(charts))
    for chart in charts:
        assert parse_chart(str(chart), table) == chart
        assert not {"id", "constant"} & {field.column for field in chart.fields}
