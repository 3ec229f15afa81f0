"""Links of marks, all of a chart at once."""

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
        from urllib.parse import parse_qsl

        assert Query.parse(parse_qsl(text), dataset.schema).url(path) == link.href


def test_marks_of_two_columns_may_say_where_they_find_what_they_keep(dataset):
    page = page_of(dataset, [("day", "2020-01")])
    names, sizes = [select(Field("name"), name) for name in "ab"], [select(Field("size"), size) for size in (1.5, 2.5)]
    assert page.links(names, sizes, at=[(0, 1), (1, 1)]) == page.links(names, [sizes[1], sizes[1]])


def test_no_marks_have_no_links(dataset):
    assert page_of(dataset).links([]) == []
