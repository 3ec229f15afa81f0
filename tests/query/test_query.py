"""A query is read from a URL and written back to one, and whatever can't be understood is told in a sentence."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.datasets import Schema
from app.query import SIZES, Filter, Query, QueryError, Sort
from app.query.query import MOST_CHARTS
from tests.query.test_operators import values_of

Args = list[tuple[str, str]]
CHARTS = [
    "bar:region,count()",
    "bar:region",
    "bar:done,sum(delay)",
    "line:month(day),mean(ratio),region",
    "line:year,distinct(note)",
    "histogram:ratio",
    "histogram:moment",
    "scatter:year,delay,done",
    "heatmap:day,ratio",
    "heatmap:weekday(day),region,median(ratio)",
    "area:quarter(day),sum(delay),region,normalize",
    "box:region,ratio,sort=-x,top=3",
    "bar:bin(ratio),facet=region,log,width=full",
    "scatter:year,delay,size=ratio,zero=no",
]
JUNK = st.sampled_from(
    ["", " ", "NaN", "nan", "inf", "-inf", "1e999", "-0", "1_0", "٣", "1e3", "2012\n", "2012-02-30", "٢٠١٢", "%", "%00"]
    + ["\x00", "😀", "é", "a&b=c", "true", "YES", "9" * 400, "99999999999", "-1", "0", "1.0", "missing", "Missing", "-"]
    + ["2012-06-30 10:00", "9999-12-31", "0000", "--year", ",", "-,-", "year,-year", "bar", "bar:", ":", "bar:()"]
    + ["line:year,mean(region)", "bar:region,mean()", "bar:nope", "BAR:region", "bar:region,count(),done", "__class__"]
)  # fmt: skip


def parse(text: str, schema: Schema) -> Query:
    return Query.parse(parse_qsl(text, keep_blank_values=True), schema)


def outcome(args: Args, schema: Schema) -> Query | QueryError:
    try:
        return Query.parse(args, schema)
    except QueryError as error:
        return error


def queries(schema: Schema) -> st.SearchStrategy[Query]:
    """Any query that a page may be in."""
    keys = st.sampled_from(list(schema.columns))
    sorts = st.lists(st.tuples(st.sampled_from(["", "-"]), keys).map("".join), max_size=3)
    parts: list[st.SearchStrategy[Args]] = [
        st.text(max_size=8).map(lambda text: [("_q", text)]),
        sorts.map(lambda names: [("_sort", ",".join(names))]),
        st.integers(1, 10_000_000).map(lambda page: [("_page", str(page))]),
        st.sampled_from([*SIZES, 1, 500]).map(lambda size: [("_size", str(size))]),
        st.lists(st.sampled_from(CHARTS), max_size=3).map(lambda charts: [("_chart", chart) for chart in charts]),
        st.lists(keys, max_size=4).map(lambda names: [("_cols", ",".join(names))]),
        st.lists(keys, max_size=4).map(lambda names: [("_facet", name) for name in names]),
        st.integers(1, MOST_CHARTS).map(lambda number: [("_edit", str(number))]),
    ]
    some = st.lists(st.sampled_from(parts), unique=True, max_size=4).flatmap(lambda chosen: st.tuples(*chosen))
    filters = st.lists(values_of(schema), max_size=4, unique_by=lambda each: each[:2])

    def query(parts: Any, asked: Any) -> Query:
        rows = [(f"{key}.{operator}".removesuffix("."), value) for key, operator, values in asked for value in values]
        distinct = [pair for group in parts for pair in group] + rows
        return Query.parse(distinct, schema)

    return st.builds(query, some, filters)


def arguments(schema: Schema) -> st.SearchStrategy[Args]:
    """Whatever someone may write after the question mark."""
    operators = st.sampled_from(["", ".not", ".min", ".max", ".below", ".has", ".is", ".", ".nope", ".min.max"])
    filters = st.tuples(st.sampled_from([*schema.columns, "nope", "Region", "", "__proto__"]), operators).map("".join)
    own = st.sampled_from(["_q", "_sort", "_page", "_size", "_chart", "_cols", "_facet", "_edit", "_", "_nope"])
    names = filters | own | st.text(max_size=5)
    values = JUNK | st.text(max_size=8) | st.sampled_from([*schema.columns, *CHARTS, "2012-06", "5", "Asia"])
    return st.lists(st.tuples(names, values), max_size=5)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_query_survives_its_url(data, schema):
    query = data.draw(queries(schema))
    assert Query.parse(query.to_args(), schema) == query
    assert Query.parse(parse_qsl(query.url("/table").partition("?")[2]), schema) == query


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_canonical_form_is_its_own_canonical_form(data, schema):
    query = data.draw(queries(schema))
    args = query.to_args()
    assert Query.parse(args, schema).to_args() == args
    names = [name for name, _ in args]
    assert names == sorted(names, key=lambda name: (name.startswith("_"), name))
    assert all(value for _, value in args)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
@example(data=None)
def test_whatever_is_asked_is_understood_or_refused_in_a_sentence(data, schema):
    args = data.draw(arguments(schema)) if data else [("year.min", "1"), ("year.min", "2")]
    found = outcome(args, schema)
    if isinstance(found, QueryError):
        assert found.parameter in {name for name, _ in args}
        assert found.parameter.partition(".")[0] in found.sentence
        assert found.sentence.endswith((".", "?"))
    else:
        assert Query.parse(found.to_args(), schema) == found
        hash(found)


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_order_of_parameters_does_not_matter(data, schema):
    query = data.draw(queries(schema))
    args = query.to_args()
    by_name: dict[str, Args] = {}
    for name, value in args:
        by_name.setdefault(name, []).append((name, value))
    shuffled = data.draw(st.permutations(list(by_name.values())))
    assert Query.parse([pair for group in shuffled for pair in group], schema) == query


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_wrong_parameters_does_not_make_them_right(data, schema):
    args = data.draw(arguments(schema))
    named = [pair for pair in args if pair[0] not in ("_chart", "_cols")]

    found, again = outcome(named, schema), outcome(data.draw(st.permutations(named)), schema)
    assert found == again or (isinstance(found, QueryError) and isinstance(again, QueryError))


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("", ""),
        ("region=&_q=&_sort=", ""),
        ("_page=1&_size=25", ""),
        ("_page=007", "_page=7"),
        ("year.min=1.98e3", "year.min=1980"),
        ("year.min=%2B1980.0", "year.min=1980"),
        ("delay=-0", "delay=0"),
        ("region=b&region=a&region=b", "region=a&region=b"),
        ("year=5&year=5.0", "year=5"),
        ("day.min=2012-06-30+10:30", "day.min=2012-06-30T10:30"),
        ("done=YES", "done=true"),
        ("done=1&done=true", "done=true"),
        ("_q=x&year.max=9&region=a", "region=a&year.max=9&_q=x"),
        ("_sort=year,year,-year", "_sort=year"),
        ("_cols=year,region,year", "_cols=year,region"),
        ("_cols=year&_cols=region", "_cols=year,region"),
        ("_facet=code&_facet=note,code", "_facet=code"),
        ("_chart=bar:region", "_chart=bar:region,count()"),
        ("_chart=+bar:region", "_chart=bar:region,count()"),
        ("_chart=histogram:bin(ratio)&_edit=01", "_chart=histogram:ratio&_edit=1"),
        ("_chart=bar:stack,region", "_chart=bar:region,count(),stack=yes"),
        ("_edit=1&_cols=year", "_cols=year&_edit=1"),
        ("_edit=12&_cols=year", "_cols=year"),
        ("_chart=histogram:ratio&_edit=2", "_chart=histogram:ratio"),
        ("region=São+Tomé", "region=S%C3%A3o+Tom%C3%A9"),
        ("region=a%2Bb+%26+c%3Dd", "region=a%2Bb+%26+c%3Dd"),
        ("_q=+", "_q=+"),
    ],
)
def test_a_query_has_one_way_to_be_written(schema, given, canonical):
    assert parse(given, schema).url("/table").partition("?")[2] == canonical


def test_the_defaults_of_a_dataset_are_not_written(schema):
    usual = ",".join(schema.columns[column.key].key for column in schema.visible())
    assert parse(f"_cols={usual}", schema) == Query()


@pytest.mark.parametrize(
    ("text", "parameter", "said"),
    [
        ("yaer=5", "yaer", "Did you mean “year”?"),
        ("zzz=5", "zzz", "There are region, note"),
        ("_sotr=year", "_sotr", "Did you mean “_sort”?"),
        ("year.mim=5", "year.mim", "Did you mean “year.min”?"),
        ("year.=5", "year.", "Did you mean “year"),
        ("region.min=5", "region.min", "of kind category"),
        ("done.has=t", "done.has", "of kind boolean"),
        ("void=5", "void", "of kind empty"),
        ("year.has=5", "year.has", "of kind integer"),
        ("year=abc", "year", "a number such as 12.5, not “abc”"),
        ("year=nan", "year", "a number such as 12.5"),
        ("year.min=1e999", "year.min", "a number such as 12.5"),
        ("year.min=1_000", "year.min", "a number such as 12.5"),
        ("year.min=1&year.min=2", "year.min", "2 times; give it once"),
        ("day.min=June", "day.min", "a date such as 2012, 2012-06 or 2012-06-30"),
        ("day=2012-02-30", "day", "a date such as"),
        ("day=2012-06-30T24:61", "day", "a date such as"),
        ("day=12", "day", "a date such as"),
        ("done=maybe", "done", "true or false, not “maybe”"),
        ("region.is=gone", "region.is", "missing or present, not “gone”"),
        ("region.is=missing&region.is=present", "region.is", "give it once"),
        ("_page=0", "_page", "a whole number from 1 to 10000000"),
        ("_page=99999999999999999999", "_page", "a whole number from 1"),
        ("_page=1.5", "_page", "a whole number"),
        ("_page=²", "_page", "a whole number"),
        ("_size=501", "_size", "from 1 to 500"),
        ("_size=10&_size=25", "_size", "2 times; give it once"),
        ("_sort=nope", "_sort", "no column “nope”"),
        ("_sort=--year", "_sort", "Did you mean “year”?"),
        ("_cols=year,nope", "_cols", "no column “nope”"),
        ("_facet=nope", "_facet", "no column “nope”"),
        ("_q=a&_q=b", "_q", "give it once"),
        ("_chart=pie:region", "_chart", "no mark “pie”"),
        ("_edit=0", "_edit", "a whole number from 1 to 12, not “0”"),
        ("_edit=13", "_edit", "a whole number from 1 to 12"),
        ("_edit=one", "_edit", "not “one”"),
        ("_edit=1&_edit=2", "_edit", "2 times; give it once"),
        ("_edti=1", "_edti", "Did you mean “_edit”?"),
        (f"_chart=bar:region{'&_chart=bar:region' * 12}", "_chart", "13 times; a page shows 12 charts at most"),
    ],
)
def test_what_is_wrong_is_told_with_the_nearest_right_thing(schema, text, parameter, said):
    with pytest.raises(QueryError) as told:
        parse(text, schema)
    assert told.value.parameter == parameter
    assert said in told.value.sentence


def test_a_page_shows_up_to_twelve_charts_in_the_order_they_are_given(schema):
    texts = [f"bar:region,count(),top={number}" for number in range(MOST_CHARTS, 0, -1)]
    query = Query.parse([("_chart", text) for text in texts], schema)
    assert [str(chart) for chart in query.charts] == texts


def test_the_form_of_a_chart_stays_open_while_one_filters(schema):
    query = parse("_chart=histogram:ratio&_edit=1", schema)
    assert query.edit == 1
    assert query.with_("year", "min", values=["1990"]).edit == 1
    assert query.replaced(edit=0).url("") == "?_chart=histogram:ratio"
    assert not query.is_filtered


def test_a_value_that_is_not_in_the_data_is_fine(schema):
    assert parse("region=Atlantis", schema).filters == (Filter("region", "", ("Atlantis",)),)


def test_with_a_filter_a_query_is_on_its_first_page(schema):
    query = parse("_page=3&year.min=1980", schema).with_("region", values=["b", "a", "b"])
    assert query.url("") == "?region=a&region=b&year.min=1980"


def test_a_filter_replaces_the_one_of_the_same_column_and_operator(schema):
    query = parse("year.min=1980&year.max=2000", schema)
    assert query.with_("year", "min", values=["1990"]).url("") == "?year.max=2000&year.min=1990"
    assert query.with_("year", "min", values=[]).url("") == "?year.max=2000"


def test_without_a_column_all_its_filters_go_and_without_an_operator_only_that_one(schema):
    query = parse("year.min=1980&year.max=2000&region=a&_page=2", schema)
    assert query.without("year").url("") == "?region=a"
    assert query.without("year", "min").url("") == "?region=a&year.max=2000"
    assert query.without("year", "").url("") == "?region=a&year.max=2000&year.min=1980"


def test_a_value_is_toggled_in_and_out(schema):
    query = parse("region=a", schema)
    assert query.toggled("region", "b").values("region") == ("a", "b")
    assert query.toggled("region", "a") == Query()


def test_cleared_it_keeps_what_is_no_filter(schema):
    query = parse("region=a&_q=x&_page=2&_sort=-year&_chart=histogram:ratio&_size=50", schema)
    assert query.is_filtered
    assert query.cleared().url("") == "?_chart=histogram:ratio&_size=50&_sort=-year"
    assert not query.cleared().is_filtered


def test_the_parts_of_a_query_can_be_asked_for(schema):
    query = parse("year.min=1980&year.max=2000&_sort=-year,region", schema)
    assert [row.parameter for row in query.on("year")] == ["year.max", "year.min"]
    assert query.values("year", "min") == ("1980",)
    assert query.values("year") == ()
    assert query.sort == (Sort("year", descending=True), Sort("region"))


def test_equal_queries_are_one_key_of_a_cache(schema):
    assert len({parse("region=b&region=a", schema), parse("region=a&region=b&_page=1", schema)}) == 1
