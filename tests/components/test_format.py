"""Numbers, dates and missing cells as people read them."""

import re

import numpy as np
import pytest

from app.datasets import Column
from components.format import MISSING, Format, moment, plain, short, shorten, tick


def column(kind="number", style="", low=None, high=None) -> Column:
    return Column("size", "size", kind, "Size", format=style, low=low, high=high)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"), (7, "7"), (-7, "-7"), (1234, "1,234"), (9999, "9,999"), (10_000, "10 k"), (12_345, "12.3 k"),
        (-12_345, "-12.3 k"), (1e6, "1 M"), (2_581_234_567, "2.58 B"), (1.5e12, "1.50 T"), (999e12, "999 T"),
        (0.5, "0.500"), (0.0567, "0.0567"), (54.8123, "54.8"), (-0.001234, "-0.00123"), (1e15, "1e+15"),
        (1e-12, "1e-12"), (-3.25e-9, "-3.25e-09"), (1e300, "1e+300"),
        (float("inf"), "∞"), (float("-inf"), "-∞"), (float("nan"), MISSING),
    ],
)  # fmt: skip
def test_short_numbers_have_three_digits_and_a_suffix(number, text):
    assert short(number).replace("\u202f", " ") == text


@pytest.mark.parametrize(("number", "suffix"), [(999_999, "M"), (999_999_999, "B"), (-999_960_000_000, "T")])
def test_a_number_that_is_rounded_up_takes_the_next_suffix(number, suffix):
    assert re.fullmatch(rf"-?1(\.00)?\u202f{suffix}", short(number))


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0, 0, "0"), (1258350971, 0, "1,258,350,971"), (-9.25, 1, "-9.2"), (2.5, 3, "2.500"), (-0.0, 0, "0"),
        (-0.04, 1, "0.0"), (float("inf"), 2, "∞"), (float("-inf"), 0, "-∞"), (float("nan"), 0, MISSING),
    ],
)  # fmt: skip
def test_plain_numbers_have_separators_and_the_decimals_asked_for(number, decimals, text):
    assert plain(number, decimals) == text


@pytest.mark.parametrize(
    ("style", "number", "text"),
    [
        ("plain", 1980, "1980"), ("plain", 1980.5, "1980.5"), ("plain", -12345678, "-12345678"),
        ("percent", 0.1234, "12.3\u202f%"), ("percent", -1.5, "-150.0\u202f%"), ("percent", 0, "0.0\u202f%"),
        ("eur", 1234.5, "€1,234.50"), ("usd", -1234.5, "-$1,234.50"), ("gbp", 0, "£0.00"),
        ("si", 1258350971, "1.26\u202fB"), ("0", 1234.5, "1,234"), ("2", 1234.5, "1,234.50"), ("4", 0.5, "0.5000"),
        ("plain", float("inf"), "∞"), ("plain", float("-inf"), "-∞"),
        ("eur", float("inf"), "€∞"), ("2", float("inf"), "∞"),
    ],
)  # fmt: skip
def test_a_column_is_written_in_its_style(style, number, text):
    assert Format.of(column(style=style)).text(number) == text


@pytest.mark.parametrize(
    ("low", "high", "number", "text"),
    [
        (0.0, 9.5, 2.5, "2.50"), (0.0, 95.0, 2.5, "2.50"), (0.0, 950.0, 2.5, "2.5"), (0.0, 95000.0, 2.5, "2"),
        (0.0, 0.01, 0.0025, "0.0025"), (-80.0, 1.0, -2.5, "-2.50"), (0.0, 0.0, 0.0, "0.00"),
    ],
)  # fmt: skip
def test_all_rows_of_a_column_have_as_many_decimals_as_its_size_wants(low, high, number, text):
    assert Format.of(column(low=low, high=high)).text(number) == text


@pytest.mark.parametrize("kind", ["category", "text", "integer", "number", "date", "boolean", "id", "empty"])
def test_a_missing_cell_is_a_dash(kind):
    assert Format.of(column(kind)).text(None) == "–"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("boolean", "true", "Yes"), ("boolean", "false", "No"), ("category", "true", "true"), ("text", "<b>", "<b>"),
        ("id", 12345, "12345"), ("integer", 12345, "12,345"), ("date", np.datetime64("2012-06-30"), "2012-06-30"),
    ],
)  # fmt: skip
def test_values_of_other_kinds_are_written_as_they_are(kind, value, text):
    assert Format.of(column(kind)).text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2012-06-30", "2012-06-30"), ("2012-06", "2012-06"), ("2012", "2012"),
        ("2012-06-30T08:05", "2012-06-30 08:05"), ("2012-06-30T08:05:00.000000", "2012-06-30 08:05"),
        ("2012-06-30T08:05:09.000000", "2012-06-30 08:05:09"), ("2012-06-30T08:00:00.000000", "2012-06-30 08:00"),
        ("2012-06-30T00:00:00.000000", "2012-06-30 00:00"),
        ("2012-06-30T08:05:00.500000", "2012-06-30 08:05:00.500000"),
    ],
)  # fmt: skip
def test_moments_are_as_precise_as_they_need_to_be(value, text):
    assert moment(np.datetime64(value)) == text


@pytest.mark.parametrize(
    ("number", "step", "text"),
    [
        (0, 1, "0"),
        (2000, 10, "2,000"),
        (0.5, 0.25, "0.5"),
        (0.25, 0.05, "0.25"),
        (20000, 5000, "20\u202fk"),
        (-3, 1, "-3"),
    ],
)
def test_ticks_have_the_decimals_of_their_step(number, step, text):
    assert tick(number, step) == text


@pytest.mark.parametrize(
    ("text", "most", "cut"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab cd", 4, "ab…"), ("", 3, "")]
)
def test_a_long_text_is_cut_at_a_word_or_letter(text, most, cut):
    assert shorten(text, most) == cut


@pytest.mark.parametrize(
    ("style", "text"), [("", "12.3"), ("percent", "1,234.6\u202f%"), ("usd", "$12.35"), ("plain", "12.3")]
)
def test_a_mean_may_have_decimals_where_the_column_has_none(style, text):
    assert Format.of(column("integer", style)).mean(12.3456) == text


def test_a_mean_of_nothing_is_a_dash():
    assert Format.of(column()).mean(float("nan")) == "–"
