"""The table: its headers, cells, pages and columns."""

import pandas as pd
import pytest

from app.engine import Rows
from app.query import defaults
from components.table.table import Choice, build_table, table_columns
from tests.components.conftest import answer, page_of

FRAME = {
    "name": [f"n{i % 3}" for i in range(60)],
    "size": [i * 1.5 for i in range(59)] + [None],
    "change": [i - 30 for i in range(60)],
    "note": ["long " * 100] * 60,
}


@pytest.fixture
def table(open_frame):
    def table(*args, frame=FRAME, count=None):
        dataset = open_frame(pd.DataFrame(frame))
        page = page_of(dataset, args)
        query = page.query
        sort = query.sort or defaults(dataset.schema).sort
        rows = answer(dataset, Rows(sort, (query.page - 1) * query.size, query.size, table_columns(page)), args)
        return build_table(rows, page, title="Table", count=dataset.rows if count is None else count)

    return table


def header(view, key):
    return next(each for each in view.headers if each.key == key)


@pytest.mark.parametrize(
    ("sort", "url", "said"),
    [
        ([], "/table?_sort=-size", ""),
        ([("_sort", "-size")], "/table?_sort=size", "descending"),
        ([("_sort", "size")], "/table", "ascending"),
        ([("_sort", "name"), ("_page", "2")], "/table?_sort=-size", ""),
    ],
)
def test_a_number_sorts_down_then_up_then_not(table, sort, url, said):
    found = header(table(*sort), "size")
    assert (found.url, found.sorted) == (url, said)


@pytest.mark.parametrize(
    ("sort", "url"),
    [([], "/table?_sort=name"), ([("_sort", "name")], "/table?_sort=-name"), ([("_sort", "-name")], "/table")],
)
def test_a_text_sorts_up_then_down_then_not(table, sort, url):
    assert header(table(*sort), "name").url == url


@pytest.mark.parametrize(
    ("args", "position", "previous", "following"),
    [
        ([], "1–25 of 60", "", "/table?_page=2"),
        ([("_page", "2")], "26–50 of 60", "/table", "/table?_page=3"),
        ([("_page", "3")], "51–60 of 60", "/table?_page=2", ""),
        ([("_size", "100")], "1–60 of 60", "", ""),
        ([("_page", "9")], "0 of 60", "/table?_page=3", ""),
    ],
)
def test_pages_follow_each_other(table, args, position, previous, following):
    view = table(*args)
    assert (view.position, view.previous_url, view.next_url) == (position, previous, following)


def test_no_rows_have_no_pages(table):
    view = table(("name", "nobody"), count=0)
    assert (view.rows, view.position, view.empty) == ((), "0 of 0", "No row passes all filters.")
    assert view.way_out == Choice("Clear all filters", "/table", False)


def test_bars_are_in_the_proportion_of_the_numbers(table):
    shares = [row[1].share for row in table().rows]
    assert shares == pytest.approx([100 * i * 1.5 / 87 for i in range(25)], abs=0.06)


def test_numbers_that_may_be_negative_have_no_bars(table):
    assert {row[2].share for row in table().rows} == {0}


def test_no_bar_is_longer_than_its_cell_or_shorter_than_nothing(table):
    view = table(frame={"a": [1.5, 3.0, float("inf"), float("-inf"), None]})
    assert all(0 <= cell.share <= 100 for (cell,) in view.rows)
    assert sorted(cell.text for (cell,) in view.rows) == sorted(["1.50", "3.00", "∞", "-∞", "–"])


def test_a_long_text_is_cut_and_kept_in_full(table):
    cell = table().rows[0][3]
    assert len(cell.text) <= 160
    assert cell.full == "long " * 100


def test_few_values_are_pills_and_missing_ones_are_not(table):
    view = table(frame={"name": ["a", None, "b"] * 5})
    assert [(cell.text, cell.pill) for (cell,) in view.rows[:3]] == [("a", True), ("–", False), ("b", True)]


def test_columns_can_be_hidden_and_shown_but_not_the_last(table):
    choices = {choice.label: choice for choice in table(("_cols", "name")).columns}
    assert choices["Size"].url == "/table?_cols=name%2Csize".replace("%2C", ",")
    assert (choices["Name"].chosen, choices["Name"].url) == (True, "/table?_cols=name")
    assert not choices["Size"].chosen


def test_showing_all_columns_again_is_the_default(table):
    choices = {choice.label: choice for choice in table(("_cols", "name,size,change")).columns}
    assert choices["Note"].url == "/table"


def test_a_size_goes_to_the_first_page(table):
    sizes = {size.label: size for size in table(("_page", "2")).sizes}
    assert sizes["50"].url == "/table?_size=50"
    assert sizes["25"].chosen
