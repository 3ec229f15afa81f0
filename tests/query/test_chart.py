"""Charts as the URL names them: `mark:x,y,color`."""

from pathlib import Path

import pytest

from app.datasets import Catalog
from app.query import COUNT, MARKS, Chart, Field, QueryError, parse_chart

WORLD = Path(__file__).resolve().parents[2] / "data/world.csv"

EXAMPLES = {
    "bar": Chart("bar", Field("region"), COUNT),
    "line": Chart("line", Field("year"), Field("life_expectancy", "mean"), Field("region")),
    "histogram": Chart("histogram", Field("life_expectancy")),
    "scatter": Chart("scatter", Field("fertility"), Field("life_expectancy"), Field("region")),
    "heatmap": Chart("heatmap", Field("year"), Field("life_expectancy")),
}


@pytest.fixture(scope="module")
def world():
    catalog = Catalog(WORLD)
    return catalog.open(catalog.entries()["world"]).schema


@pytest.mark.parametrize("mark", MARKS)
def test_the_example_of_a_mark_is_a_chart_of_the_world(world, mark):
    assert parse_chart(MARKS[mark].example, world) == EXAMPLES[mark]
    assert str(EXAMPLES[mark]) == MARKS[mark].example


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("bar:region", "bar:region,count()"),
        ("bar:year,sum(delay)", "bar:year,sum(delay)"),
        ("bar:month(day)", "bar:month(day),count()"),
        ("bar:note", "bar:note,count()"),
        ("line:day", "line:day,count()"),
        ("line:week(moment),mean(ratio),done", "line:week(moment),mean(ratio),done"),
        ("line:year,max(delay),region", "line:year,max(delay),region"),
        ("histogram:moment", "histogram:moment"),
        (" scatter: year , ratio ", "scatter:year,ratio"),
        ("heatmap:day,day", "heatmap:day,day"),
    ],
)
def test_a_chart_is_read_and_written(schema, text, canonical):
    chart = parse_chart(text, schema)
    assert str(chart) == canonical
    assert parse_chart(canonical, schema) == chart


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no mark “”. There are bar, line"),
        ("Bar:region", "Did you mean “bar”?"),
        ("pie:region", "no mark “pie”"),
        ("bar", "write it like bar:region,count()"),
        ("bar:", "write it like bar:region,count()"),
        ("bar:,", "is not a field"),
        ("bar:region,count(),done", "write it like bar:region,count()"),
        ("bar:mean(year)", "mean(year) does not fit there in a bar chart"),
        ("bar:region,year", "year does not fit there in a bar chart"),
        ("bar:void", "void does not fit there in a bar chart"),
        ("line:region", "region does not fit there in a line chart"),
        ("line:ratio", "ratio does not fit there in a line chart"),
        ("line:year,count(),note", "note does not fit there in a line chart"),
        ("histogram:region", "region does not fit there in a histogram chart"),
        ("histogram:month(day)", "month(day) does not fit there"),
        ("histogram:ratio,year", "write it like histogram:"),
        ("scatter:year", "write it like scatter:"),
        ("scatter:year,day", "day does not fit there in a scatter chart"),
        ("heatmap:year", "write it like heatmap:"),
        ("heatmap:year,customer_id", "customer_id does not fit there"),
        ("bar:yaer", "Did you mean “year”?"),
    ],
)
def test_what_is_no_chart_is_told_with_what_would_be_one(schema, text, said):
    with pytest.raises(QueryError) as told:
        parse_chart(text, schema)
    assert told.value.parameter == "_chart"
    assert told.value.sentence.startswith("_chart: ")
    assert said in told.value.sentence


def test_the_parameter_is_named_as_it_was_given(schema):
    with pytest.raises(QueryError, match=r"^charts: there is no mark"):
        parse_chart("pie:region", schema, parameter="charts")


def test_a_chart_knows_its_fields():
    assert EXAMPLES["line"].fields == (Field("year"), Field("life_expectancy", "mean"), Field("region"))
    assert EXAMPLES["histogram"].fields == (Field("life_expectancy"), COUNT)


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.key)
def test_a_mark_says_what_it_shows(mark):
    assert mark.sentence.endswith(".")
    assert mark.example.startswith(f"{mark.key}:")


def test_every_mark_has_an_example_here():
    assert EXAMPLES.keys() == MARKS.keys()
