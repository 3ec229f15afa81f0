"""Channels name groups and say what keeps their rows."""

import numpy as np
import pandas as pd
import pytest

from app.engine import WithMissing
from app.query import Field, make_bins
from components.channel import build_channel, group_name, lower, positions_of, side_title
from components.format import Format
from tests.components.conftest import page_of

DAY = np.datetime64("2012-08-05")


@pytest.mark.parametrize(
    ("value", "function", "name"),
    [
        (None, "", "Missing"),
        (0, "weekday", "Mon"),
        (6, "weekday", "Sun"),
        (8, "hour", "08:00"),
        (DAY.astype("M8[Y]"), "year", "2012"),
        (DAY.astype("M8[M]"), "month", "2012-08"),
        (DAY.astype("M8[3M]"), "quarter", "2012 Q3"),
        (DAY, "week", "2012-08-05"),
        (np.datetime64("2012-08-05T08:30:00.000000"), "", "2012-08-05 08:30"),
        ("true", "", "Yes"),
    ],
)
def test_groups_have_names(value, function, name):
    assert group_name(value, function, Format("boolean" if value == "true" else "category", "", 0)) == name


@pytest.mark.parametrize(
    ("label", "small"),
    [
        ("Year", "year"),
        ("GDP", "GDP"),
        ("CO₂ per head", "CO₂ per head"),
        ("Life expectancy", "life expectancy"),
        ("X", "X"),
    ],
)
def test_labels_inside_a_sentence(label, small):
    assert lower(label) == small


@pytest.mark.parametrize(
    ("function", "title"), [("", "Day"), ("bin", "Day"), ("month", "Month of day"), ("weekday", "Weekday of day")]
)
def test_titles_tell_the_part_of_a_date(function, title):
    assert side_title(function, "Day") == title


def test_places_are_numbers_or_days():
    assert positions_of([3, 4.5]) == [3, 4.5]
    assert positions_of([np.datetime64("1970-01-02"), np.datetime64("1970-01-03T12:00")]) == [1, 2.5]


@pytest.fixture
def channel(open_frame):
    dataset = open_frame(
        pd.DataFrame(
            {
                "shop": ["a", "b", None],
                "size": [1, 5, 9],
                "day": pd.to_datetime(["2020-01-01", "2020-02-01", "2021-01-01"]),
            }
        )
    )

    def channel(dimension, values, args=()):
        return build_channel(dimension, np.array(values), page_of(dataset, args))

    channel.column = dataset.columns["size"]
    return channel


MONTHS = np.array(["2020-01", "2020-02", "2021-01"], dtype="M8[M]")


@pytest.mark.parametrize(
    ("dimension", "values", "args", "lit"),
    [
        (WithMissing(Field("shop")), ["a", "b", None], [], (True, True, True)),
        (WithMissing(Field("shop")), ["a", "b", None], [("shop", "b")], (False, True, False)),
        (WithMissing(Field("shop")), ["a", "b", None], [("shop.not", "b")], (True, False, True)),
        (WithMissing(Field("shop")), ["a", "b", None], [("shop.is", "missing")], (False, False, True)),
        (WithMissing(Field("shop")), ["a", "b", None], [("shop.is", "present")], (True, True, False)),
        (WithMissing(Field("shop")), ["a", "b", None], [("shop.has", "B")], (False, True, False)),
        (Field("size"), [1, 5, 9], [("size.min", "5")], (False, True, True)),
        (Field("size"), [1, 5, 9], [("size.below", "5")], (True, False, False)),
        (Field("size"), [1, 5, 9], [("size.min", "2"), ("size.max", "6")], (False, True, False)),
        (Field("day", "month"), MONTHS, [("day", "2020")], (True, True, False)),
        (Field("day", "month"), MONTHS, [("day.min", "2020-01-15")], (True, True, True)),
        (Field("day", "month"), MONTHS, [("day.min", "2020-02-01")], (False, True, True)),
        (Field("day", "month"), MONTHS, [("day.weekday", "mon")], (True, True, True)),
        (Field("day", "weekday"), [0, 5], [("day.weekday", "mon")], (True, False)),
        (Field("day", "weekday"), [0, 5], [("day.min", "2020-02")], (True, True)),
        (Field("size"), [1, 5, 9], [("shop", "a")], (True, True, True)),
    ],
)
def test_groups_are_lit_where_the_filters_of_their_column_keep_some(channel, dimension, values, args, lit):
    assert channel(dimension, values, args).lit == lit


def test_bins_are_named_and_placed_at_their_middle(channel):
    found = channel(make_bins(channel.column, 1, 9, most=5), [0, 2])
    assert found.labels == ("0 to 1", "4 to 5")
    assert found.positions == [1, 5]
