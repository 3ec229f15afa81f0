"""What may stand on the channels of a mark, by kind of column and function."""

from dataclasses import replace

import pytest

from app.datasets import Column, Schema
from app.datasets.config import Config
from app.query import COUNT, CYCLES, MARKS, OPTIONS, Field
from app.query.field import NUMBER_MEASURES, PERIODS, fits
from app.query.marks import (
    is_country,
    is_extent,
    is_few,
    is_group,
    is_latitude,
    is_longitude,
    is_measure,
    is_number,
    is_ordered,
    is_side,
)

COLUMNS = {
    kind: Column(kind, kind, kind, kind.title(), numeric=kind in ("integer", "number", "geo"))
    for kind in ("category", "text", "integer", "number", "date", "boolean", "id", "geo", "empty")
}
SCHEMA = Schema(columns=COLUMNS, config=Config(), rows=1)
TIMES = [f"{function}(date)" for function in (*PERIODS, *CYCLES)]
BINS = ["bin(integer)", "bin(number)", "bin(date)"]
MEASURED = [f"{function}({kind})" for kind in ("integer", "number") for function in NUMBER_MEASURES]
DISTINCT = [f"distinct({kind})" for kind in COLUMNS if kind != "empty"]

FITTING = {
    is_group: ["category", "text", "integer", "number", "date", "boolean", "id", "geo", *TIMES, *BINS],
    is_ordered: ["integer", "date", *TIMES, *BINS],
    is_number: ["integer", "number"],
    is_extent: ["integer", "number", "date", *BINS],
    is_measure: ["count()", *MEASURED, *DISTINCT],
    is_few: ["category", "boolean"],
    is_side: ["category", "boolean", "integer", "number", "date", *TIMES, *BINS],
}
FUNCTIONS = ("", "bin", *PERIODS, *CYCLES, "distinct", *NUMBER_MEASURES)
FIELDS = [COUNT, *(Field(k, f) for k, column in COLUMNS.items() for f in FUNCTIONS if fits(f, column))]


@pytest.mark.parametrize("fit", FITTING, ids=lambda fit: fit.__name__)
def test_these_fields_fit_and_no_others(fit):
    assert {str(field) for field in FIELDS if fit(field, SCHEMA)} == set(FITTING[fit])


CHANNELS = {
    "bar": [("x", is_group, True), ("y", is_measure, True), ("color", is_few, False)],
    "line": [("x", is_ordered, True), ("y", is_measure, True), ("color", is_few, False)],
    "area": [("x", is_ordered, True), ("y", is_measure, True), ("color", is_few, False)],
    "histogram": [("x", is_extent, True), ("color", is_few, False)],
    "scatter": [("x", is_number, True), ("y", is_number, True), ("color", is_few, False)],
    "heatmap": [("x", is_side, True), ("y", is_side, True), ("color", is_measure, False)],
    "box": [("x", is_group, True), ("y", is_number, True)],
    "countries": [("x", is_country, True), ("y", is_measure, True)],
    "map": [("x", is_longitude, True), ("y", is_latitude, True), ("color", is_few, False)],
}


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_has_these_channels(mark):
    assert [(channel.name, channel.fits, channel.needed) for channel in MARKS[mark].channels] == CHANNELS[mark]
    assert MARKS[mark].channel("size") is None


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.key)
def test_a_mark_says_what_it_shows_and_knows_options_that_there_are(mark):
    assert mark.sentence.endswith(".")
    assert mark.label[0].isupper()
    assert mark.example.startswith(f"{mark.key}:")
    assert set(mark.options) <= OPTIONS.keys()


PLACES = [
    # kind, place, low, high: longitude, latitude, country
    ("geo", "longitude", -180.0, 180.0, (True, False, False)),
    ("geo", "longitude", 0.0, 359.0, (True, False, False)),
    ("geo", "latitude", -90.0, 90.0, (True, True, False)),
    ("geo", "", -75.0, 90.5, (True, False, False)),
    ("geo", "", -75.0, 89.0, (True, True, False)),
    ("number", "", -75.0, 12.5, (False, False, False)),
    ("geo", "", 0.0, 180.5, (False, False, False)),
    ("geo", "", -181.0, 0.0, (False, False, False)),
    ("geo", "", None, None, (False, False, False)),
    ("integer", "", 1, 12, (False, False, False)),
    ("date", "", "2012-06-30", "2012-07-01", (False, False, False)),
    ("category", "country", None, None, (False, False, True)),
    ("id", "country", None, None, (False, False, True)),
    ("category", "", None, None, (False, False, False)),
]


@pytest.mark.parametrize(("kind", "place", "low", "high", "expected"), PLACES)
def test_places_are_told_by_their_column_or_by_the_range_of_its_coordinates(kind, place, low, high, expected):
    column = replace(COLUMNS[kind], place=place, low=low, high=high)
    schema = Schema(columns={kind: column}, config=Config(), rows=1)
    assert tuple(fit(Field(kind), schema) for fit in (is_longitude, is_latitude, is_country)) == expected


@pytest.mark.parametrize("fit", [is_longitude, is_latitude, is_country])
def test_no_function_of_a_column_is_a_place(atlas, fit):
    assert not any(fit(Field(key, "distinct"), atlas) for key in atlas.columns)
    assert not any(fit(Field(key, "bin"), atlas) for key in ("latitude", "longitude"))


def test_the_columns_of_a_file_are_places_by_their_names_and_values(atlas):
    assert [key for key in atlas.columns if is_country(Field(key), atlas)] == ["country"]
    assert [key for key in atlas.columns if is_latitude(Field(key), atlas)] == ["latitude", "longitude"]
    assert [key for key in atlas.columns if is_longitude(Field(key), atlas)] == ["latitude", "longitude"]
