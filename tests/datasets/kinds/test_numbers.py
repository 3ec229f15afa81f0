"""Numbers as people write them, and which convention a whole column speaks for."""

import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.datasets.kinds.numbers import parse_numbers

INF = float("inf")
relaxed = settings(deadline=None)

READ = [
    (["1234", "-5", "+13", "0"], [1234, -5, 13, 0]),
    (["1.5", ".097", "5.", "-.5"], [1.5, 0.097, 5, -0.5]),
    (["1e-5", "1.2E+03", "5e0"], [1e-5, 1200, 5]),
    (["inf", "-Infinity", "+INF", "1"], [INF, -INF, INF, 1]),
    (["6,000,000", "1,234.5"], [6_000_000, 1234.5]),
    (["1.234.567,89", "1,5"], [1_234_567.89, 1.5]),
    (["1 234,5", "1\u00a0234,5", "1\u202f234,5", "1\u2009234,5"], [1234.5] * 4),
    (["1'234.50", "1’234.50"], [1234.5, 1234.5]),
    (["12,34,567.00", "1,00,000"], [1_234_567, 100_000]),
    (["$5.00", "$ 6", "-$3", "$-3", "$1,234.50"], [5, 6, -3, -3, 1234.5]),
    (["5 €", "1.234,50 €", "-6€"], [5, 1234.5, -6]),
    (["USD 5", "USD 6.5", "7 USD"], [5, 6.5, 7]),
    (["Rs. 5", "Rs 6", "Rs.7"], [5, 6, 7]),
    (["R$ 5,00", "R$6,10"], [5, 6.1]),
    (["+13%", "12 %", "-0.5%"], [13, 12, -0.5]),
    (["(1,234.5)", "($5.00)", "$(6)"], [-1234.5, -5, -6]),
    (["5-", "−6", "–7", "8 -"], [-5, -6, -7, -8]),
    (["33 kg", "-12 kg", "1.5kg"], [33, -12, 1.5]),
    (["３３", "１．５"], [33, 1.5]),
]


def texts(*values):
    return pa.array(values, type=pa.string())


@pytest.mark.parametrize(("written", "numbers"), READ)
def test_these_texts_are_numbers(written, numbers):
    read = parse_numbers(texts(*written))
    assert read.fits.all()
    assert read.values.tolist() == numbers


NOT_NUMBERS = [
    "", "x", "info", "1,2,3", "1.2.3", "192.168.1.1", "2008/09", "1-2", "12:30", "1e999", "1 2", "+49 30 12345",
    "030 123 456", "555-1234", "(5", "5)", "--5", "(-5)", "1,", ",", ".", "-", "$", "kg", "km 5", "5 kg 3", "$5 $6",
    "0x10", "1_000", "١", "1 2345", "12 34,567", "1,234.567.890", "5\n6", "5kg\n", "1/2", "2019-01-02", "nan",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_NUMBERS)
@pytest.mark.parametrize("others", [(), ("1234", "1.5", "-7"), ("$1,234.5", "$6")])
def test_these_texts_are_no_numbers(text, others):
    read = parse_numbers(texts(text, *others))
    assert read.fits.tolist() == [False] + [True] * len(others)
    assert math.isnan(read.values[0])


CONVENTIONS = [
    (["1234", "5"], ".", "", False),
    (["1.5", "5"], ".", "", False),
    (["1.234", "5"], ".", "", True),
    (["1.234", "1.234.567"], ",", ".", False),
    (["1.234", "1.234,5"], ",", ".", False),
    (["1,234", "5"], ".", ",", True),
    (["1,234", "-12,345"], ".", ",", True),
    (["1,234", "1,5"], ",", "", False),
    (["1,234", "0,123"], ",", "", False),
    (["1,234", "1234,567"], ",", "", False),
    (["1,234", "1,234,567"], ".", ",", False),
    (["1,234", "1.5"], ".", ",", False),
    (["1,234", "1.5", "10.25", "9,5"], ".", ",", False),
    (["1 234", "5"], ".", " ", False),
    (["1 234", "1,5"], ",", " ", False),
    (["1'234", "5,5"], ",", "'", False),
]


@pytest.mark.parametrize(("written", "decimal", "thousands", "ambiguous"), CONVENTIONS)
def test_the_column_decides_on_decimal_mark_and_thousands_separator(written, decimal, thousands, ambiguous):
    read = parse_numbers(texts(*written))
    assert (read.decimal, read.thousands, read.ambiguous) == (decimal, thousands, ambiguous)


def test_numbers_of_the_rarer_convention_do_not_fit():
    assert parse_numbers(texts("1,234", "1.5", "10.25", "9,5")).fits.tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("decimal", "numbers", "thousands"), [(".", [1.234, 1], ""), (",", [1234, 1], "."), (None, [1.234, 1], "")]
)
def test_a_decimal_mark_can_be_prescribed(decimal, numbers, thousands):
    read = parse_numbers(texts("1.234", "1"), decimal=decimal)
    assert (read.values.tolist(), read.thousands, read.ambiguous) == (numbers, thousands, decimal is None)


def test_a_prescribed_decimal_comma_makes_no_thousands_of_commas():
    assert parse_numbers(texts("1,234"), decimal=",").values.tolist() == [1.234]


AFFIXES = [
    (["$5", "$6", "7"], "$", False, ""),
    (["5 €", "6 €"], "€", False, ""),
    (["5 EUR", "EUR 6"], "EUR", False, ""),
    (["US$5", "US$6"], "US$", False, ""),
    (["5 kr", "6 kr."], "kr", False, ""),
    (["5 zł", "6 zł"], "zł", False, ""),
    (["5%", "6 %"], "", True, ""),
    (["33 kg", "12kg"], "", False, "kg"),
    (["12°C", "5 °C"], "", False, "°C"),
    (["100 km/h", "80 km/h"], "", False, "km/h"),
    (["5 m²", "6 m²"], "", False, "m²"),
    (["1.5M", "2M"], "", False, "M"),
    (["$1.5M", "$2M"], "$", False, "M"),
    (["5", "6"], "", False, ""),
]


@pytest.mark.parametrize(("written", "currency", "percent", "unit"), AFFIXES)
def test_what_stands_around_the_numbers_is_told(written, currency, percent, unit):
    read = parse_numbers(texts(*written))
    assert (read.currency, read.percent, read.unit, read.fits.all()) == (currency, percent, unit, True)


def test_a_unit_counts_when_nine_of_ten_numbers_carry_it():
    rare, common = (parse_numbers(texts(*[f"{n} kg" for n in range(n)], "7")) for n in (8, 9))
    assert (rare.unit, rare.fits.sum()) == ("", 1)
    assert (common.unit, common.fits.sum()) == ("kg", 10)


def test_numbers_of_another_unit_or_currency_do_not_fit():
    assert parse_numbers(texts(*[f"{n} kg" for n in range(19)], "7 lb")).fits.tolist() == [True] * 19 + [False]
    assert parse_numbers(texts("$1", "$2", "€3")).fits.tolist() == [True, True, False]


INTEGERS = [
    (["1", "-2", "+3"], [1, -2, 3]),
    (["1", "2.0", "3."], [1, 2, 3]),
    (["1", "x"], [1, 0]),
    (["1e3", "7"], [1000, 7]),
    (["1,234", "(5)"], [1234, -5]),
    (["9007199254740993", "-9007199254740993"], [2**53 + 1, -(2**53) - 1]),
    (["9,007,199,254,740,993"], [2**53 + 1]),
    (["9223372036854775807", "-9223372036854775807"], [2**63 - 1, 1 - 2**63]),
    (["9223372036854775808"], None),
    (["-9223372036854775808"], None),
    (["1e300"], None),
    (["1.5", "2"], None),
    (["9007199254740993.5"], None),
    (["inf", "1"], None),
    (["x"], None),
    ([], None),
]


@pytest.mark.parametrize(("written", "integers"), INTEGERS)
def test_integers_are_exact(written, integers):
    read = parse_numbers(texts(*written)).integers
    assert (None if read is None else read.tolist()) == integers


@pytest.mark.parametrize(
    ("written", "leading"), [(["007", "12"], True), (["007", "x"], True), (["0", "0.5", "10"], False), (["-07"], False)]
)
def test_leading_zeros_are_told(written, leading):
    assert parse_numbers(texts(*written)).leading_zeros == leading


def test_a_slice_of_texts_reads_like_the_texts():
    values = texts("x", "y", *[value for written, _ in READ[:5] for value in written], "z")
    whole, part = parse_numbers(values), parse_numbers(values.slice(2, 14))
    np.testing.assert_array_equal(whole.values[2:16], part.values)


STYLES = [(".", ""), (".", ","), (".", " "), (".", "'"), (",", ""), (",", "."), (",", " "), (",", "\u202f")]
AROUND = ["{}", "${}", "$ {}", "{} €", "CHF {}", "{}%", "{} %", "{} kg", "{}°C", "+{}", "-{}", "({})", "−{}", "{}-"]
EVIDENCE = {".": "7777777.5", ",": "7777777,5"}


def written_in(number, decimal, thousands, places):
    return f"{number:,.{places}f}".translate(str.maketrans({",": thousands, ".": decimal}))


@relaxed
@given(
    numbers=st.lists(st.integers(0, 10**12), min_size=1, max_size=20),
    places=st.integers(0, 4),
    style=st.sampled_from(STYLES),
    around=st.sampled_from(AROUND),
)
def test_a_number_reads_back_from_any_style(numbers, places, style, around):
    decimal, thousands = style
    exact = [number / 10**places for number in numbers]
    written = [around.format(written_in(number, decimal, thousands, places)) for number in exact]
    read = parse_numbers(texts(*written, around.format(EVIDENCE[decimal])))
    sign = -1 if around in {"-{}", "({})", "−{}", "{}-"} else 1
    assert read.fits.all()
    assert read.decimal == decimal
    np.testing.assert_array_equal(read.values[:-1], [sign * float(f"{number:.{places}f}") for number in exact])


@relaxed
@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_a_float_of_python_reads_back(numbers):
    read = parse_numbers(texts(*map(repr, numbers)))
    assert read.values.tolist() == numbers


@relaxed
@given(st.lists(st.integers(1 - 2**63, 2**63 - 1), min_size=1))
def test_an_integer_of_64_bits_reads_back(numbers):
    read = parse_numbers(texts(*map(str, numbers)))
    assert read.integers is not None
    assert read.integers.tolist() == numbers


@relaxed
@given(st.lists(st.from_regex(r"[+-]?[0-9]{0,4}\.?[0-9]{0,3}([eE][+-]?[0-9]{1,2})?", fullmatch=True), min_size=1))
def test_a_text_that_python_takes_for_a_float_is_the_same_number(written):
    def by_python(text):
        try:
            return float(text)
        except ValueError:
            return math.nan

    assume(any(map(math.isfinite, map(by_python, written))))
    np.testing.assert_array_equal(
        parse_numbers(texts(*written), decimal=".").values, [by_python(text) for text in written]
    )


ODD = st.text(st.sampled_from("0123456789.,'’ -+()%$€eEinfkgRs.µ²°−０\u00a0\n\x00"), max_size=12)


@relaxed
@given(st.lists(ODD | st.text(max_size=80)), st.sampled_from([None, ".", ","]))
def test_no_text_raises(values, decimal):
    read = parse_numbers(texts(*values), decimal=decimal)
    assert len(read.values) == len(read.fits) == len(values)
    assert (np.isnan(read.values) == ~read.fits).all()
