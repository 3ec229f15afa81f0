"""A chart has a title, a description, a link to itself alone, code, and its data."""

import pandas as pd
import pytest

FRAME = {
    "region": ["North", "South", "South", None],
    "GDP per head": [1.5, 2.5, 3.5, 4.5],
    "year": [1990, 1991, 1992, 1993],
    "country": ["France", "Peru", "India", "Peru"],
    "longitude": [2.5, -77.0, 77.0, -76.5],
    "latitude": [48.5, -12.0, 28.5, -12.5],
}
SPECS = [
    "bar:region,count()",
    "line:year,count()",
    "area:year,count(),region",
    "histogram:year",
    "scatter:year,gdp_per_head",
    "heatmap:year,year",
    "countries:country,count()",
    "map:longitude,latitude",
]


@pytest.mark.parametrize(
    ("spec", "title", "subtitle"),
    [
        ("bar:region,count()", "Rows", "by region"),
        ("bar:region,mean(gdp_per_head)", "GDP per head", "mean by region"),
        ("bar:region,distinct(year)", "Year", "distinct by region"),
        ("bar:region,count(),top=1", "Rows", "by region, top 1 of 3"),
        ("bar:region,count(),normalize=yes", "Rows", "by region, shares of the whole"),
        ("line:year,mean(gdp_per_head),region", "GDP per head", "mean by year and region"),
        ("line:year,count(),facet=region", "Rows", "by year, for each region"),
        ("area:year,sum(gdp_per_head),region", "GDP per head", "sum by year and region"),
        ("scatter:year,gdp_per_head", "GDP per head by year", "one dot a row"),
        ("scatter:year,gdp_per_head,region,size=year", "GDP per head by year", "one dot a row, its size by year"),
        ("countries:country,mean(year)", "Year", "mean by country"),
    ],
)
def test_a_chart_says_what_it_shows(chart, spec, title, subtitle):
    view = chart(FRAME, spec)
    assert (view.title, view.spec) == (title, spec)
    assert view.subtitle.endswith(subtitle)
    assert view.description.endswith(view.drawing.sentence)
    assert view.alone_url == f"/table?_chart={spec}"
    assert view.code


@pytest.mark.parametrize("spec", SPECS)
def test_every_mark_has_its_label_its_links_and_its_data(chart, spec):
    view = chart(FRAME, spec)
    assert (view.id, view.number, view.wide, view.refusal) == ("chart-1", 1, False, "")
    assert view.description.startswith(
        ("Bar chart: ", "Line chart: ", "Area chart: ", "Histogram: ", "Scatter plot: ", "Heat map: ", "Map of ")
    )
    assert (view.edit_url, view.svg_url) == ("/table?_edit=1", f"/table/chart.svg?_chart={spec}")
    assert view.drawing.rows
    assert {len(row.cells) for row in view.drawing.rows} == {len(view.drawing.headers)}


def test_the_form_of_a_chart_is_closed_again(chart):
    assert chart(FRAME, SPECS[0], [("_edit", "1")]).edit_url == "/table"


def test_the_address_of_a_picture_keeps_the_filters(chart):
    view = chart(FRAME, "bar:region,count(),top=1", [("year.min", "1991"), ("_page", "2")])
    assert view.svg_url == "/table/chart.svg?year.min=1991&_chart=bar:region,count(),top=1&_page=2"


@pytest.mark.parametrize(
    "spec",
    [
        "bar:region,sum(size)",
        "line:year,mean(size)",
        "area:year,mean(size)",
        "histogram:size",
        "scatter:year,size",
        "heatmap:year,size",
        "heatmap:region,year,sum(size)",
    ],
)
@pytest.mark.parametrize("size", [[None, None, 1.5], [float("inf"), float("-inf"), 1.5]], ids=["missing", "infinite"])
def test_no_value_is_said_instead_of_drawn(chart, spec, size):
    values = {"region": ["a", "b", "c"], "year": [1990, 1991, 1992], "name": ["x", "x", "z"], "size": size}
    view = chart(values, spec, [("name", "x")])
    assert (view.drawing, view.refusal) == (None, "No row has a value to show here.")
    assert view.description.endswith(view.refusal)


@pytest.mark.parametrize(
    ("spec", "refusal"),
    [
        ("histogram:size", "Size holds nothing to show."),
        ("heatmap:size,year", "Size holds nothing to show."),
        ("scatter:size,year", "No row has a value to show here."),
    ],
)
def test_a_column_without_an_extent_is_refused(chart, spec, refusal):
    values = {"year": [1990, 1991], "size": [float("inf"), float("-inf")]}
    assert chart(values, spec).refusal == refusal


def test_too_many_combinations_are_refused(chart):
    values = {"one": [f"n{i % 1100}" for i in range(2200)], "two": [f"n{i % 1000}" for i in range(2200)]}
    view = chart(values, "bar:one,count(),two")
    assert view.refusal.endswith("combinations, too many for a chart. Choose columns with fewer values.")
    assert view.refusal.startswith("One and Two have 1,100,000")


def test_more_stops_than_can_be_told_apart_are_drawn_in_longer_stretches(plot):
    shown = plot({"day": pd.date_range("2015-01-01", periods=1500)}, "line:day,count()")
    assert shown.view.subtitle == "by week of day, by week, as there are about 1,500 values"
    assert all(len(shown.kept(mark.link)) for mark in shown.marks("stop"))
