"""A chart has a title, a description, a link to itself alone, code, and its data."""

import pytest

FRAME = {
    "region": ["North", "South", "South", None],
    "GDP per head": [1.5, 2.5, 3.5, 4.5],
    "year": [1990, 1991, 1992, 1993],
}


@pytest.mark.parametrize(
    ("spec", "title", "subtitle"),
    [
        ("bar:region,count()", "Rows", "by region"),
        ("bar:region,mean(gdp_per_head)", "GDP per head", "mean by region"),
        ("bar:region,distinct(year)", "Year", "distinct by region"),
        ("line:year,mean(gdp_per_head),region", "GDP per head", "mean by year and region"),
        ("histogram:gdp_per_head", "GDP per head", "rows in bins"),
        ("scatter:year,gdp_per_head", "GDP per head by year", "one dot a row"),
        ("heatmap:year,gdp_per_head", "GDP per head by year", "rows in bins"),
    ],
)
def test_a_chart_says_what_it_shows(chart, spec, title, subtitle):
    view = chart(FRAME, spec)
    assert (view.title, view.subtitle, view.spec) == (title, subtitle, spec)
    assert title in view.description
    assert view.description.endswith(view.drawing.sentence)
    assert view.alone_url == f"/table?_chart={spec}"
    assert view.code


@pytest.mark.parametrize(
    "spec", ["bar:region", "line:year,count()", "histogram:year", "scatter:year,gdp_per_head", "heatmap:year,year"]
)
def test_the_data_has_a_cell_for_each_header(chart, spec):
    drawing = chart(FRAME, spec).drawing
    assert drawing.rows
    assert {len(row) for row in drawing.rows} == {len(drawing.headers)}


@pytest.mark.parametrize(
    "spec", ["bar:region,sum(size)", "line:year,mean(size)", "histogram:size", "scatter:year,size", "heatmap:year,size"]
)
@pytest.mark.parametrize(
    "size", [[None, None, 1.5], [float("inf"), float("-inf"), float("nan")]], ids=["missing", "infinite"]
)
def test_no_value_is_said_instead_of_drawn(chart, spec, size):
    values = {"region": ["a", "b", "c"], "year": [1990, 1991, 1992], "size": size}
    view = chart(values, spec, [("region.not", "c")])
    assert view.drawing is None
    assert view.description.endswith("No row has a value to show.")
