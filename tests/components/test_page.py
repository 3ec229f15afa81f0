"""Links of marks, all of a chart at once."""

from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from app.query import Field, Filter, Query, select
from tests.components.conftest import page_of

ARGS = [
    [],
    [("name", "a")],
    [("name", "a"), ("name", "b&=+ %"), ("size.min", "1"), ("_q", "é x"), ("_sort", "-size"), ("_page", "3")],
    [("name.not", "a"), ("size.below", "9"), ("_chart", "bar:name,mean(size)"), ("_facet", "day"), ("_size", "50")],
    [("day", "2020-01"), ("_cols", "name,size")],
    [("_chart", "histogram:size"), ("_chart", "bar:name,count()")],
]


@pytest.fixture
def dataset(open_frame):
    days = pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"])
    return open_frame(pd.DataFrame({"name": ["a", "b&=+ %", "<é>"], "size": [1.5, 2.5, 3.5], "day": days}))


def slowly(page, mark: tuple[Filter, ...]) -> str:
    """What `links` should write, made filter by filter."""
    query = page.query
    for row in mark:
        query = query.without(row.column)
    for row in mark:
        query = query.with_(row.column, row.operator, values=row.values)
    return query.replaced(page=1).url(page.path)


@pytest.mark.parametrize("args", ARGS)
@pytest.mark.parametrize(
    "sides",
    [
        [[select(Field("name"), name) for name in ("a", "b&=+ %", "<é>")]],
        [[select(Field("size"), 1.5)], [select(Field("name"), "a")]],
        [[select(Field("size"), 1.5)], [select(Field("day", "week"), np.datetime64("2020-02-01"))]],
        [
            [
                select(Field("day", "month"), np.datetime64("2020-02-01")),
                select(Field("day", "month"), np.datetime64("2020-03-01")),
            ]
        ],
        [
            [
                (Filter("size", "below", ("2",)), Filter("size", "min", ("1",))),
                (Filter("size", "max", ("3",)), Filter("size", "min", ("2",))),
            ]
        ],
    ],
)
def test_a_mark_replaces_the_filters_of_its_columns_and_keeps_the_rest(dataset, args, sides):
    page = page_of(dataset, args)
    links = page.links(*sides)
    marks = [sum(mark, ()) for mark in zip(*sides, strict=True)]
    chosen = [
        set(mark) == {row for row in page.query.filters if row.column in {each.column for each in mark}}
        or (len(sides) == 1 and mark[0].operator == "" and mark[0].values[0] in page.query.values(mark[0].column))
        for mark in marks
    ]
    assert [link.selected for link in links] == chosen
    for link, mark in zip(links, marks, strict=True):
        assert link.selected or link.href == slowly(page, mark)


def test_a_chosen_mark_takes_its_filters_away(dataset):
    page = page_of(dataset, [("name", "a"), ("size.min", "1")])
    link = page.link(select(Field("name"), "a"))
    assert (link.selected, link.href) == (True, "/table?size.min=1")


def test_links_are_canonical(dataset):
    page = page_of(dataset, ARGS[2])
    for link in page.links([select(Field("name"), name) for name in ("a", "b&=+ %", "<é>")]):
        path, _, text = link.href.partition("?")
        assert Query.parse(parse_qsl(text), dataset.schema).url(path) == link.href


def test_marks_of_two_columns_may_say_where_they_find_what_they_keep(dataset):
    page = page_of(dataset, [("day", "2020-01")])
    names, sizes = [select(Field("name"), name) for name in "ab"], [select(Field("size"), size) for size in (1.5, 2.5)]
    assert page.links(names, sizes, at=[(0, 1), (1, 1)]) == page.links(names, [sizes[1], sizes[1]])


def test_no_marks_have_no_links(dataset):
    assert page_of(dataset).links([]) == []


@pytest.mark.parametrize(
    ("args", "value", "href", "selected"),
    [
        ([("name", "a"), ("name", "<é>")], "a", "/table?name=%3C%C3%A9%3E", True),
        ([("name", "a"), ("name", "<é>")], "<é>", "/table?name=a", True),
        ([("name", "a"), ("name", "<é>")], "b&=+ %", "/table?name=b%26%3D%2B+%25", False),
        ([("name", "a"), ("name", "<é>"), ("size.min", "1")], "a", "/table?name=%3C%C3%A9%3E&size.min=1", True),
        ([("name.not", "a")], "a", "/table?name=a", False),
        ([("name.has", "a")], "a", "/table?name=a", False),
    ],
)
def test_of_several_chosen_values_one_is_let_go(dataset, args, value, href, selected):
    link = page_of(dataset, args).link(select(Field("name"), value))
    assert (link.href, link.selected) == (href, selected)


MONDAY, EIGHT = select(Field("day", "weekday"), 0), select(Field("day", "hour"), 8)


@pytest.mark.parametrize(
    ("args", "sides", "href", "selected"),
    [
        ([], [[MONDAY]], "/table?day.weekday=mon", False),
        ([("day.weekday", "tue")], [[MONDAY]], "/table?day.weekday=mon", False),
        ([("day.weekday", "mon")], [[MONDAY]], "/table", True),
        ([("day.min", "2020")], [[MONDAY]], "/table?day.min=2020&day.weekday=mon", False),
        ([("day.hour", "8")], [[MONDAY]], "/table?day.hour=8&day.weekday=mon", False),
        ([], [[MONDAY], [EIGHT]], "/table?day.hour=8&day.weekday=mon", False),
        ([("day.weekday", "mon"), ("day.hour", "8"), ("name", "a")], [[MONDAY], [EIGHT]], "/table?name=a", True),
        ([("day.weekday", "mon")], [[MONDAY], [EIGHT]], "/table?day.hour=8&day.weekday=mon", False),
        ([("day.weekday", "mon"), ("_page", "3")], [[MONDAY]], "/table", True),
    ],
)
def test_parts_of_dates_stand_beside_ranges_and_each_other(dataset, args, sides, href, selected):
    (link,) = page_of(dataset, args).links(*sides)
    assert (link.href, link.selected) == (href, selected)


def test_a_sketch_has_no_links(dataset):
    links = page_of(dataset, sketch=True).links([select(Field("name"), "a")] * 3)
    assert [(link.href, link.selected) for link in links] == [("", False)] * 3


@pytest.mark.parametrize(
    ("sides", "href"),
    [
        ([["size.min=1", "size.below=2"], ["size.min=1.5", "size.below=3"]], "/table?size.below=2&size.min=1.5"),
        ([["size.min=1", "size.max=3"], ["size=2"]], "/table?size=2&size.max=3&size.min=1"),
        ([["name=a"], ["name=a"]], "/table?name=a"),
    ],
)
def test_two_sides_of_the_same_column_keep_what_both_do(dataset, sides, href):
    filters = [tuple(Filter(*_parted(text)) for text in side) for side in sides]
    (link,) = page_of(dataset).links(*[[each] for each in filters])
    assert link.href == href


def _parted(text: str) -> tuple[str, str, tuple[str, ...]]:
    parameter, _, value = text.partition("=")
    column, _, operator = parameter.partition(".")
    return column, operator, (value,)
