"""A chart's form: what it offers can be made, and whatever it says becomes the nearest chart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.query import FORM, MARKS, edited, makeable, parse_chart
from app.query.errors import QueryError
from app.query.marks import candidates, example
from app.query.options import OPTIONS

CHARTS = (
    "bar:region,sum(ratio),done,stack",
    "line:month(day),mean(ratio),region,log",
    "histogram:ratio",
    "scatter:ratio,delay,region",
    "heatmap:day,ratio,mean(delay)",
    "box:region,ratio,top=5",
)


@pytest.mark.parametrize(
    ("chart", "form", "made"),
    [
        ("line:year,mean(ratio),region", {"_set_mark": "area"}, "area:year,mean(ratio),region"),
        ("line:year,mean(ratio),region", {"_set_mark": "bar"}, "bar:year,mean(ratio),region"),
        ("line:year,mean(ratio),region", {"_set_mark": "scatter"}, "scatter:year,ratio,region"),
        ("line:year,mean(ratio)", {"_set_y": "delay", "_set_y_by": "max"}, "line:year,max(delay)"),
        ("line:year,mean(ratio)", {"_set_y": "", "_set_y_by": "mean"}, "line:year,count()"),
        ("line:year,mean(ratio)", {"_set_y": "ratio", "_set_y_by": "count"}, "line:year,count()"),
        ("line:year,count()", {"_set_y": "ratio"}, "line:year,mean(ratio)"),
        ("line:year,mean(ratio)", {"_set_x": "day", "_set_x_by": ""}, "line:day,mean(ratio)"),
        ("line:month(day),count()", {"_set_x": "day", "_set_x_by": "weekday"}, "line:weekday(day),count()"),
        ("line:month(day),count()", {"_set_x": "year", "_set_x_by": "month"}, "line:year,count()"),
        ("bar:region,count()", {"_set_top": "5", "_set_sort": "x"}, "bar:region,count(),top=5,sort=x"),
        ("bar:region,count(),top=5", {"_set_top": ""}, "bar:region,count()"),
        (
            "bar:region,count()",
            {"_set_normalize": "yes", "_set_width": "full"},
            "bar:region,count(),normalize=yes,width=full",
        ),
        ("bar:region,count()", {"_set_top": "many", "_set_facet": "nowhere", "_set_log": "?"}, "bar:region,count()"),
        ("bar:region,count(),done", {"_set_color": ""}, "bar:region,count()"),
        ("bar:region,count()", {"_set_color": "done"}, "bar:region,count(),done"),
        ("bar:region,count()", {"_set_mark": "pie"}, "bar:region,count()"),
        ("histogram:ratio", {"_set_mark": "box"}, "box:ratio,delay"),
    ],
)
def test_a_form_makes_the_nearest_chart(schema, chart, form, made):
    assert str(edited(parse_chart(chart, schema), form, schema)) == made


@pytest.mark.parametrize("chart", CHARTS)
def test_an_empty_form_changes_nothing(schema, chart):
    assert edited(parse_chart(chart, schema), {}, schema) == parse_chart(chart, schema)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("chart", CHARTS)
def test_every_mark_that_is_offered_can_be_made_of_every_chart(schema, chart, mark):
    if MARKS[mark] in makeable(schema):
        assert edited(parse_chart(chart, schema), {"_set_mark": mark}, schema).mark == mark
    else:
        with pytest.raises(QueryError, match="no columns for a chart"):
            edited(parse_chart(chart, schema), {"_set_mark": mark}, schema)


def test_marks_without_columns_are_not_offered(schema):
    assert {mark.key for mark in MARKS.values()} - {mark.key for mark in makeable(schema)} == {"countries", "map"}


@pytest.mark.parametrize("mark", ["bar", "line", "area", "histogram", "scatter", "heatmap", "box"])
def test_the_example_of_a_mark_is_of_the_tables_own_columns(schema, mark):
    assert parse_chart(example(MARKS[mark], schema), schema).mark == mark


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.key)
def test_candidates_fit_their_channel(schema, mark):
    for channel in mark.channels:
        assert all(channel.fits(field, schema) for field in candidates(channel, schema))


@given(chart=st.sampled_from(CHARTS), form=st.dictionaries(st.sampled_from(FORM), st.text(max_size=8), max_size=6))
@settings(max_examples=80, deadline=None)
def test_whatever_a_form_says_there_is_a_chart_that_can_be_written(schema, chart, form):
    made = edited(parse_chart(chart, schema), form, schema)
    assert parse_chart(str(made), schema) == made


def test_the_form_has_a_control_for_every_option():
    assert {f"_set_{key}" for key in OPTIONS} <= set(FORM)
