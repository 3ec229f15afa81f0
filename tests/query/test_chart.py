"""Charts as the URL names them: `mark:x,y,color,option=value,flag`."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.datasets import Catalog, Schema
from app.query import COUNT, MARKS, OPTIONS, Chart, Field, QueryError, parse_chart
from app.query.field import FUNCTIONS, MEASURES

WORLD = Path(__file__).resolve().parents[2] / "data/world.csv"
LIFE, FERTILITY, REGION = Field("life_expectancy"), Field("fertility"), Field("region")

EXAMPLES = {
    "bar": Chart("bar", REGION, COUNT),
    "line": Chart("line", Field("year"), Field("life_expectancy", "mean"), REGION),
    "area": Chart("area", Field("year"), Field("population", "sum"), REGION),
    "histogram": Chart("histogram", LIFE),
    "scatter": Chart("scatter", FERTILITY, LIFE, REGION),
    "heatmap": Chart("heatmap", Field("year"), LIFE),
    "box": Chart("box", REGION, FERTILITY),
    "countries": Chart("countries", Field("country"), Field("life_expectancy", "mean")),
    "map": Chart("map", Field("longitude"), Field("latitude")),
}


@pytest.fixture(scope="module")
def world() -> Schema:
    catalog = Catalog(WORLD)
    return catalog.open(catalog.entries()["world"]).schema


@pytest.mark.parametrize("mark", MARKS)
def test_the_example_of_a_mark_is_a_chart(world, atlas, mark):
    assert parse_chart(MARKS[mark].example, atlas if mark == "map" else world) == EXAMPLES[mark]
    assert str(EXAMPLES[mark]) == MARKS[mark].example


CHARTS = [
    # channels of every mark
    ("bar:region", "bar:region,count()"),
    ("bar:region,count()", "bar:region,count()"),
    ("bar:region,sum(delay),done", "bar:region,sum(delay),done"),
    ("bar:note", "bar:note,count()"),
    ("bar:customer_id,distinct(region)", "bar:customer_id,distinct(region)"),
    ("line:day", "line:day,count()"),
    ("line:year,max(delay),region", "line:year,max(delay),region"),
    ("area:year", "area:year,count()"),
    ("area:month(day),sum(year),done", "area:month(day),sum(year),done"),
    ("histogram:moment", "histogram:moment"),
    ("histogram:ratio,region", "histogram:ratio,region"),
    (" scatter: year , ratio ", "scatter:year,ratio"),
    ("scatter:year,ratio,done", "scatter:year,ratio,done"),
    ("heatmap:day,day", "heatmap:day,day"),
    ("heatmap:region,done", "heatmap:region,done"),
    ("heatmap:region,year,mean(ratio)", "heatmap:region,year,mean(ratio)"),
    ("heatmap:region,year,count()", "heatmap:region,year,count()"),
    ("box:region,ratio", "box:region,ratio"),
    ("box:month(day),year", "box:month(day),year"),
    # functions
    *((f"bar:{unit}(day)", f"bar:{unit}(day),count()") for unit in ("year", "quarter", "month", "week", "day")),
    *((f"line:{cycle}(moment)", f"line:{cycle}(moment),count()") for cycle in ("weekday", "hour")),
    *((f"bar:region,{function}(ratio)",) * 2 for function in MEASURES if function != "count"),
    ("heatmap:weekday(moment),hour(moment)", "heatmap:weekday(moment),hour(moment)"),
    ("bar:bin(ratio)", "bar:bin(ratio),count()"),
    ("line:bin(ratio),mean(year)", "line:bin(ratio),mean(year)"),
    ("box:bin(day),ratio", "box:bin(day),ratio"),
    ("histogram:bin(ratio)", "histogram:ratio"),
    ("heatmap:bin(year),bin(ratio)", "heatmap:year,ratio"),
    # options
    ("bar:region,top=5", "bar:region,count(),top=5"),
    ("bar:region,top=05", "bar:region,count(),top=5"),
    ("bar:region,sort=-x", "bar:region,count(),sort=-x"),
    ("bar:region,count(),done,stack=yes", "bar:region,count(),done,stack"),
    ("bar:region,count(),done,stack=", "bar:region,count(),done,stack"),
    ("bar:region,count(),done,stack=no", "bar:region,count(),done,stack=no"),
    ("area:year,count(),done,normalize", "area:year,count(),done,normalize"),
    ("line:year,log", "line:year,count(),log=yes"),
    ("line:year,zero=no", "line:year,count(),zero=no"),
    ("scatter:year,ratio,log=xy,size=delay", "scatter:year,ratio,log=xy,size=delay"),
    ("histogram:ratio,facet=region", "histogram:ratio,facet=region"),
    ("heatmap:year,ratio,width=full", "heatmap:year,ratio,width=full"),
    ("bar:width=full,normalize,region,top=3", "bar:region,count(),top=3,normalize=yes,width=full"),
    ("bar:region, facet = done , log", "bar:region,count(),log=yes,facet=done"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), CHARTS)
def test_a_chart_is_read_and_written(schema, text, canonical):
    chart = parse_chart(text, schema)
    assert str(chart) == canonical
    assert parse_chart(canonical, schema) == chart


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("countries:country", "countries:country,count()"),
        ("countries:country,median(log),width=full", "countries:country,median(log),width=full"),
        ("map:longitude,latitude,country,size=top", "map:longitude,latitude,country,size=top"),
        ("bar:top", "bar:top,count()"),
        ("bar:top,top=3", "bar:top,count(),top=3"),
        ("bar:country,count(),stack", "bar:country,count(),stack"),
        ("scatter:log,top", "scatter:log,top"),
        ("bar:country,normalize", "bar:country,count(),normalize=yes"),
    ],
)
def test_a_chart_of_places_and_of_columns_named_like_options(atlas, text, canonical):
    chart = parse_chart(text, atlas)
    assert (str(chart), chart.options) == (canonical, parse_chart(canonical, atlas).options)
    assert parse_chart(canonical, atlas) == chart


def test_a_bare_word_is_a_column_where_there_is_one_and_else_an_option(schema, atlas):
    assert parse_chart("bar:country,count(),stack", atlas).color == Field("stack")
    assert parse_chart("bar:region,count(),stack", schema).option("stack") == "yes"


@pytest.mark.parametrize("text", ["scatter:top,top,log=yes", "bar:country,count(),stack=yes"])
def test_an_option_survives_beside_a_column_of_its_name(atlas, text):
    chart = parse_chart(text, atlas)
    assert parse_chart(str(chart), atlas) == chart


ERRORS = [
    ("", "no mark “”. There are bar, line"),
    ("Bar:region", "Did you mean “bar”?"),
    ("pie:region", "no mark “pie”"),
    ("bra:region", "Did you mean “bar”?"),
    ("bar", "write it like bar:region,count()."),
    ("bar:", "write it like bar:region,count()."),
    ("bar:,", "“” is not a field; write a column"),
    ("bar:top=3", "write it like bar:region,count()."),
    ("bar:region,count(),done,year", "write it like bar:region,count()."),
    ("bar:mean(year)", "mean(year) does not fit there in the mark bar; write it like bar:region,count()."),
    ("bar:region,year", "year does not fit there in the mark bar"),
    ("bar:region,count(),note", "note does not fit there in the mark bar"),
    ("bar:void", "void does not fit there in the mark bar"),
    ("line:region", "region does not fit there in the mark line"),
    ("line:ratio", "ratio does not fit there in the mark line"),
    ("line:year,count(),note", "note does not fit there in the mark line"),
    ("area:ratio", "ratio does not fit there in the mark area"),
    ("histogram:region", "region does not fit there in the mark histogram"),
    ("histogram:month(day)", "month(day) does not fit there"),
    ("histogram:ratio,year", "year does not fit there in the mark histogram; write it like histogram:year."),
    ("scatter:year", "write it like scatter:"),
    ("scatter:year,day", "day does not fit there in the mark scatter"),
    ("heatmap:year", "write it like heatmap:"),
    ("heatmap:year,customer_id", "customer_id does not fit there"),
    ("heatmap:year,day,region", "region does not fit there"),
    ("box:region", "write it like box:region,year."),
    ("box:region,mean(ratio)", "mean(ratio) does not fit there in the mark box"),
    ("box:region,ratio,done", "write it like box:"),
    ("countries:region", "the mark countries; this table has no columns for one."),
    ("map:year,ratio", "year does not fit there in the mark map; this table has no columns for one."),
    ("bar:yaer", "Did you mean “year”?"),
    ("bar:region,maen(ratio)", "Did you mean “mean”?"),
    ("bar:region,mean(note)", "mean() does not fit note, which is a column of kind text."),
    ("bar:region,tpo=3", "no option “tpo”. Did you mean “top”?"),
    ("bar:region,=3", "no option “”. There are top, sort"),
    ("bar:region,top=31", "a whole number from 1 to 30, not “31”."),
    ("box:region,ratio,stack", "stack does not fit here; options are top, sort, log, width."),
    ("bar:region,facet=note", "facet= should name a column of few values, not note."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), ERRORS)
def test_what_is_no_chart_is_told_with_what_would_be_one(schema, text, said):
    with pytest.raises(QueryError) as told:
        parse_chart(text, schema)
    assert told.value.parameter == "_chart"
    assert told.value.sentence.startswith("_chart: ")
    assert told.value.sentence.endswith((".", "?"))
    assert said in told.value.sentence


@pytest.mark.parametrize("text", [text for text, _ in ERRORS])
def test_what_a_sentence_says_to_write_is_a_chart_of_the_same_table(schema, text):
    with pytest.raises(QueryError) as told:
        parse_chart(text, schema)
    for written in re.findall(r"write it like (\S+)\.", told.value.sentence):
        assert parse_chart(written, schema).mark == text.partition(":")[0]


def test_the_parameter_is_named_as_it_was_given(schema):
    with pytest.raises(QueryError, match=r"^charts: there is no mark"):
        parse_chart("pie:region", schema, parameter="charts")
    with pytest.raises(QueryError, match=r"^charts: top= should be"):
        parse_chart("bar:region,top=0", schema, parameter="charts")


def texts(schema: Schema) -> st.SearchStrategy[str]:
    """Charts, most of which can be: any mark over any fields with any options, in any order."""
    columns = st.sampled_from(list(schema.columns))
    fields = columns | st.builds("{}({})".format, st.sampled_from(FUNCTIONS), columns) | st.just("count()")
    values = st.sampled_from(["", "yes", "no", "x", "-y", "xy", "5", "full"]) | columns
    options = st.builds("{}={}".format, st.sampled_from(list(OPTIONS)), values) | st.sampled_from(list(OPTIONS))
    parts = st.builds(list.__add__, st.lists(fields, min_size=1, max_size=3), st.lists(options, max_size=2))
    return st.builds("{}:{}".format, st.sampled_from(list(MARKS)), parts.flatmap(st.permutations).map(",".join))


def outcome(text: str, schema: Schema) -> Chart | QueryError:
    try:
        return parse_chart(text, schema)
    except QueryError as error:
        return error


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_chart_that_can_be_survives_its_text(data, schema):
    found = outcome(data.draw(texts(schema)), schema)
    if isinstance(found, QueryError):
        assert found.sentence.startswith("_chart: ")
    else:
        assert parse_chart(str(found), schema) == found
        hash(found)


@given(st.text(max_size=30) | st.from_regex(re.compile(r"[a-z]{2,9}:[a-z0-9_=(),: -]{0,30}"), fullmatch=True))
@example("bar:" + "," * 5000)
@example("bar:region,top=" + "9" * 5000)
@example("bar:region,top=²")
@settings(max_examples=200, deadline=None)
def test_junk_is_refused_in_a_sentence(schema, text):
    found = outcome(text, schema)
    assert isinstance(found, Chart) or found.parameter == "_chart"


def test_a_chart_knows_its_parts(schema):
    assert EXAMPLES["line"].fields == (Field("year"), Field("life_expectancy", "mean"), REGION)
    assert EXAMPLES["histogram"].fields == (LIFE, COUNT)
    chart = parse_chart("bar:region,top=7,facet=done,width=full", schema)
    assert (chart.top, chart.facet, chart.is_wide, chart.option("sort")) == (7, Field("done"), True, "")
    assert parse_chart("scatter:year,ratio,size=delay", schema).size == Field("delay")
    assert (EXAMPLES["bar"].top, EXAMPLES["bar"].facet, EXAMPLES["bar"].size, EXAMPLES["bar"].is_wide) == (
        0,
        None,
        None,
        False,
    )


def test_every_mark_channel_function_and_option_has_a_chart_here():
    written = [canonical for _, canonical in CHARTS]
    assert EXAMPLES.keys() == MARKS.keys()
    assert {mark for mark in MARKS if not any(text.startswith(f"{mark}:") for text in written)} == {"countries", "map"}
    assert [function for function in FUNCTIONS if not any(f"{function}(" in text for text in written)] == []
    assert [key for key in OPTIONS if not any(f",{key}" in text for text in written)] == []
