"""The values of filters: one way to write each, and what it stands for."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.query import QueryError, Span, last_moment, number_text
from app.query.operand import canonical, operand


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(0.1 + 0.2)
@example(5e-324)
@example(2.0**53)
@example(1e16)
@example(-1e300)
@settings(max_examples=60, deadline=None)
def test_the_text_of_a_number_is_that_number(number):
    assert float(number_text(number)) == number
    assert number_text(float(number_text(number))) == number_text(number)


@pytest.mark.parametrize("number", [math.inf, -math.inf])
def test_an_infinite_number_has_a_text_too(number):
    assert float(number_text(number)) == number


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        ("year", "1e3", "1000"),
        ("year", " 7 ", "7"),
        ("year", "-0.0", "0"),
        ("year", "1e-400", "0"),
        ("ratio", ".5", "0.5"),
        ("customer_id", "0009", "9"),
        ("code", "0009", "0009"),
        ("region", " x ", " x "),
        ("done", "False", "false"),
        ("done", "1", "true"),
        ("day", "2012-06-30 10:00", "2012-06-30T10:00"),
    ],
)
def test_a_value_has_one_way_to_be_written(schema, column, text, expected):
    assert canonical(text, schema.columns[column], parameter=column) == expected
    assert canonical(expected, schema.columns[column], parameter=column) == expected


@pytest.mark.parametrize(
    ("column", "text"),
    [
        *[("year", text) for text in ("", "x", "nan", "inf", "-Infinity", "1e999", "1_0", "0x10", "1,5", "--1")],
        *[("day", text) for text in ("", "12", "2012-13", "2012-02-30", "2012\n", "٢٠١٢", "2012-6-1")],
        *[("day", text) for text in ("2012-06-30Z", "2012-06-30T10", "-2012", "20120630", "NaT", "2012-06-30T25:00")],
        *[("done", text) for text in ("", "2", "oui", "tru")],
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_column_is_refused(schema, column, text):
    with pytest.raises(QueryError, match=f"^{column}.min should be"):
        canonical(text, schema.columns[column], parameter=f"{column}.min")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2012", "2012-01-01", "2013-01-01"),
        ("2012-02", "2012-02-01", "2012-03-01"),
        ("2012-02-29", "2012-02-29", "2012-03-01"),
        ("2012-12-31T23:59", "2012-12-31T23:59", "2013-01-01"),
        ("2012-06-30T10:00:59", "2012-06-30T10:00:59", "2012-06-30T10:01"),
        ("2012-06-30T10:00:00.000001", "2012-06-30T10:00:00.000001", "2012-06-30T10:00:00.000002"),
        ("9999", "9999-01-01", "10000-01-01"),
        ("0001-01-01", "0001-01-01", "0001-01-02"),
    ],
)
def test_a_date_is_a_stretch_of_time(schema, text, start, end):
    assert operand(text, schema.columns["day"]) == Span(np.datetime64(start, "us"), np.datetime64(end, "us"))


def test_the_last_moment_of_a_stretch_is_inside_it():
    assert last_moment("2012") == "2012-12-31T23:59:59.999999"
    assert last_moment("2012-06-30T10:00") == "2012-06-30T10:00:59.999999"


def test_words_and_truths_stand_for_themselves(schema):
    assert operand("5", schema.columns["region"]) == "5"
    assert operand("true", schema.columns["done"]) == "true"
