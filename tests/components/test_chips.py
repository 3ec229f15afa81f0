"""Chips say the active filters, and how to remove each."""

import pandas as pd
import pytest

from components.chips.chips import build_chips
from tests.components.conftest import page_of

FRAME = {
    "region": ["Asia", "Europe"], "size": [1234.5, 2.5], "year": [1980, 1990], "flag": [True, False],
    "day": pd.to_datetime(["2020-01-01", "2020-02-01"]), "note": ["x " * 50, "y " * 50],
}  # fmt: skip


@pytest.fixture
def chips(open_frame):
    def chips(*args):
        return build_chips(page_of(open_frame(pd.DataFrame(FRAME)), args), count=1, total=12345)

    return chips


@pytest.mark.parametrize(
    ("args", "label"),
    [
        ([("region", "Asia")], "Region: Asia"),
        ([("region", "Asia"), ("region", "Europe")], "Region: Asia, Europe"),
        ([("region", each) for each in "abcdef"], "Region: a, b, c, d and 2 more"),
        ([("region.not", "Asia")], "Region: not Asia"),
        ([("region.is", "missing")], "Region is missing"),
        ([("size.is", "present")], "Size is present"),
        ([("day.is", "missing")], "Day is missing"),
        ([("note.has", "<b>")], "Note contains “<b>”"),
        ([("year.min", "1980")], "Year: 1980 or more"),
        ([("year.max", "1990")], "Year: up to 1990"),
        ([("year.min", "1980"), ("year.max", "1990")], "Year: 1980 – 1990"),
        ([("size.below", "1000")], "Size: below 1,000"),
        ([("size.min", "1000"), ("size.below", "2000")], "Size: 1,000 to below 2,000"),
        ([("flag", "true")], "Flag: Yes"),
        ([("day", "2020-01")], "Day: 2020-01"),
        ([("_q", "guinea")], "“guinea” anywhere"),
    ],
)
def test_a_filter_is_said_and_can_be_removed(chips, args, label):
    (chip,) = chips(*args).chips
    assert chip.label == label
    assert chip.remove_url == "/table"


def test_removing_one_keeps_the_others_and_goes_to_the_first_page(chips):
    view = chips(("region", "Asia"), ("year.min", "1980"), ("_q", "a"), ("_sort", "year"), ("_page", "3"))
    assert [chip.remove_url for chip in view.chips] == [
        "/table?region=Asia&year.min=1980&_sort=year",
        "/table?year.min=1980&_q=a&_sort=year",
        "/table?region=Asia&_q=a&_sort=year",
    ]
    assert view.clear_url == "/table?_sort=year"


def test_counts_have_separators(chips):
    assert (chips().count, chips().total, chips().chips) == ("1", "12,345", ())


def test_ids_of_chips_are_unique(chips):
    found = chips(
        ("region", "Asia"), ("region.not", "Europe"), ("region.is", "present"), ("region.has", "a"), ("_q", "x")
    )
    assert len({chip.id for chip in found.chips}) == 5
