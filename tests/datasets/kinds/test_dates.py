"""Dates as people write them, and which order of day and month a whole column speaks for."""

import datetime as dt
from email.utils import format_datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.kinds.dates import parse_compact_dates, parse_dates, parse_epochs, parse_serials

relaxed = settings(deadline=None)

READ = [
    ("2019-01", "2019-01-01"),
    ("2019-01-05", "2019-01-05"),
    ("2019/1/5", "2019-01-05"),
    ("2019.01.05", "2019-01-05"),
    ("2019-01-05T10:11", "2019-01-05T10:11"),
    ("2019-01-05 10:11:12", "2019-01-05T10:11:12"),
    ("2019-01-05 10:11:12.5", "2019-01-05T10:11:12.5"),
    ("2019-01-05T10:11:12,123456789", "2019-01-05T10:11:12.123456"),
    ("2019-01-05T10:11:12Z", "2019-01-05T10:11:12"),
    ("2019-01-05T23:11:12-08:00", "2019-01-05T23:11:12"),
    ("2019-01-05 10:11 +0200", "2019-01-05T10:11"),
    ("2019-01-05 10:11:12 UTC", "2019-01-05T10:11:12"),
    ("2019-01-05 10:11:12 +0000 UTC", "2019-01-05T10:11:12"),
    ("2019-01-05 24:00", "2019-01-06"),
    ("2020-02-29", "2020-02-29"),
    ("0001-01-01", "0001-01-01"),
    ("20190105T101112", "2019-01-05T10:11:12"),
    ("20190105T1011Z", "2019-01-05T10:11"),
    ("31/12/2019", "2019-12-31"),
    ("31.12.19", "2019-12-31"),
    ("31-12-69", "1969-12-31"),
    ("31/12/68 7:05", "2068-12-31T07:05"),
    ("12/31/2019 12:30 AM", "2019-12-31T00:30"),
    ("12/31/2019 12:30:01 p.m.", "2019-12-31T12:30:01"),
    ("12/31/2019 1:30PM", "2019-12-31T13:30"),
    ("12 Jan 2019", "2019-01-12"),
    ("12-Jan-19", "2019-01-12"),
    ("12JAN2019", "2019-01-12"),
    ("Jan 12, 2019", "2019-01-12"),
    ("January 12 2019", "2019-01-12"),
    ("Jun 12 1998", "1998-06-12"),
    ("Sept. 5, 2001 4:05 pm", "2001-09-05T16:05"),
    ("Monday, 12 January 2019", "2019-01-12"),
    ("Mon Jan 12 2019", "2019-01-12"),
    ("1st March 2020", "2020-03-01"),
    ("2nd of May 1999", "1999-05-02"),
    ("2019-Jan-12", "2019-01-12"),
    ("12. März 2019", "2019-03-12"),
    ("12 DÉC. 2019", "2019-12-12"),
    ("5 août 2001", "2001-08-05"),
    ("12 de janeiro de 2019", "2019-01-12"),
    ("3 ottobre 2019", "2019-10-03"),
    ("7 mrt 2019", "2019-03-07"),
    ("15 ene 2019", "2019-01-15"),
    ("Tue, 15 Nov 1994 12:45:26 +0000", "1994-11-15T12:45:26"),
    ("Tue Nov 15 12:45:26 1994", "1994-11-15T12:45:26"),
    ("Wed Aug 27 13:08:45 +0000 2008", "2008-08-27T13:08:45"),
    ("Jan-19", "2019-01-01"),
    ("Jan 2019", "2019-01-01"),
    ("2019 Jan", "2019-01-01"),
    ("2019M01", "2019-01-01"),
    ("2019-M12", "2019-12-01"),
    ("2019Q1", "2019-01-01"),
    ("2019-Q2", "2019-04-01"),
    ("Q3 2019", "2019-07-01"),
    ("2019 q4", "2019-10-01"),
    ("1Q2019", "2019-01-01"),
    ("12\u00a0Jan\u00a02019", "2019-01-12"),
]


def texts(*values):
    return pa.array(values, type=pa.string())


def at(*times):
    return np.array(times, dtype="datetime64[us]")


@pytest.mark.parametrize(("text", "time"), READ)
def test_this_text_is_a_date(text, time):
    read = parse_dates(texts(text))
    assert read.fits.all()
    assert read.values == at(time)


NOT_DATES = [
    "", "x", "2019", "12", "20190105", "12:30", "May", "Jan 19", "2019-13", "2019-00-05", "2019-02-29", "2019-01-00",
    "0000-01-01", "2019-01-05 25:00", "2019-01-05 24:01", "2019-01-05 10:60", "2019-01-05 10:11:60", "2019-01-05T",
    "32/1/2019", "13/13/2019", "1/2", "1/2/3", "1/2/201", "1/2/20190", "1/2-2019", "31 Feb 2019", "12 Foo 2019",
    "Q5 2019", "2019Q0", "1/2/2019 13:00 PM", "1/2/2019 0:30 am", "9999-12-31 24:00", "1.2.3.4", "2008/09", "2019-1",
    "2019-01-05\n", "on 2019-01-05", "marching 2019", "1,234", "٢٠١٩-٠١-٠٥",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_DATES)
@pytest.mark.parametrize("others", [(), ("12 Jan 2019",)])
def test_this_text_is_no_date(text, others):
    assert parse_dates(texts(text, *others)).fits.tolist() == [False] + [True] * len(others)


@pytest.mark.parametrize(
    ("written", "fits"),
    [(["2008-09", "2009-10", "2010-11"], False), (["2008-09"], False), (["2008-09", "2008-10"], True)],
)
def test_seasons_are_no_months(written, fits):
    assert parse_dates(texts(*written)).fits.tolist() == [fits] * len(written)


@pytest.mark.parametrize(
    ("written", "precision", "zoned"),
    [
        (["2019Q1"], "quarter", False),
        (["2019-01", "2019Q1"], "month", False),
        (["2019-01", "2019-01-05"], "day", False),
        (["1/2/2019"], "day", False),
        (["Jan 2019"], "month", False),
        (["2019-01-05", "2019-01-05 00:00"], "time", False),
        (["2019-01-05T10:00Z", "2019-01-05"], "time", True),
        (["2019-01-05", "2019-02-30T10:00Z"], "day", False),
    ],
)
def test_precision_and_zones_are_those_of_the_dates_that_fit(written, precision, zoned):
    read = parse_dates(texts(*written))
    assert (read.precision, read.zoned) == (precision, zoned)


COMPACT = [
    ("20190105", "2019-01-05", "day"),
    ("201901", "2019-01-01", "month"),
    ("201901051011", "2019-01-05T10:11", "time"),
    ("20190105101112", "2019-01-05T10:11:12", "time"),
]


@pytest.mark.parametrize(("text", "time", "precision"), COMPACT)
def test_digits_alone_are_a_date_where_they_are_asked_for(text, time, precision):
    read = parse_compact_dates(texts(text, "x"))
    assert read.fits.tolist() == [True, False]
    assert (read.values[0], read.precision, read.order) == (at(time)[0], precision, "ymd")
    assert not parse_dates(texts(text)).fits.any()


@pytest.mark.parametrize("text", ["", "2019", "201913", "20190230", "2019-01-05", "201901052500", "2019010510111"])
def test_these_digits_are_no_date(text):
    assert not parse_compact_dates(texts(text)).fits.any()


def test_serials_count_the_days_of_a_spreadsheet():
    serials = np.array([1, 59, 61, 43466, 43466.75, 2_958_465])
    days = at("1900-01-01", "1900-02-28", "1900-03-01", "2019-01-01", "2019-01-01T18:00", "9999-12-31")
    np.testing.assert_array_equal(parse_serials(serials), days)
    assert np.isnat(parse_serials(np.array([np.nan, np.inf, -1, 0.5, 2_958_466]))).all()


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_epochs_tell_their_unit_by_their_size(unit):
    times = at("1971-01-01", "2019-01-01T18:00", "2100-12-31")
    counts = np.append(times.astype(f"datetime64[{unit}]").astype(np.float64), np.nan)
    np.testing.assert_array_equal(parse_epochs(counts), np.append(times, np.datetime64("NaT")))


@pytest.mark.parametrize(
    "numbers", [[], [np.nan], [5], [1.5e9, 5], [1.5e9, 1.5e12], [np.inf], [1.5e9, np.inf], [1e302], [-1.5e9], [1.5e18]]
)
def test_other_numbers_are_no_epochs(numbers):
    assert parse_epochs(np.array(numbers, dtype=np.float64)) is None


def test_a_slice_of_texts_reads_like_the_texts():
    values = texts("x", *[text for text, _ in READ[:10]], "z")
    np.testing.assert_array_equal(parse_dates(values).values[1:11], parse_dates(values.slice(1, 10)).values)


def by_python(text, pattern):
    return dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - clocks without a zone


DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d %b %Y", "%d-%B-%Y", "%d%b%Y", "%b %d, %Y", "%A, %d %B %Y", "%Y %b %d"]
DAYFIRST = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
MONTHFIRST = ["%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y"]
CLOCKS = ["", "T%H:%M", " %H:%M:%S", "T%H:%M:%S.%f", " %I:%M %p", ", %I:%M:%S%p", " %H:%M:%SZ", " %H:%M +0100"]

times = st.lists(st.datetimes(min_value=by_python("1000", "%Y")), min_size=1, max_size=20)


@relaxed
@given(times, st.sampled_from(DAYS + DAYFIRST + MONTHFIRST), st.sampled_from(CLOCKS))
def test_a_time_reads_back_from_any_format(moments, day, clock):
    dayfirst = True if day in DAYFIRST else False if day in MONTHFIRST else None
    written = [moment.strftime(day + clock) for moment in moments]
    fixed = clock.removesuffix("Z").removesuffix(" +0100")
    expected = [by_python(moment.strftime(day + fixed), day + fixed) for moment in moments]
    read = parse_dates(texts(*written), dayfirst=dayfirst)
    assert read.fits.all()
    assert read.values.tolist() == expected


@relaxed
@given(times)
def test_dates_of_mails_read_back(moments):
    seconds = [moment.replace(microsecond=0) for moment in moments]
    assert parse_dates(texts(*map(format_datetime, seconds))).values.tolist() == seconds


@relaxed
@given(
    st.lists(st.dates(dt.date(1969, 1, 1), dt.date(2068, 12, 31)), min_size=1),
    st.sampled_from(["%d/%m/%y", "%d-%b-%y"]),
)
def test_years_of_two_digits_are_those_of_strptime(days, pattern):
    read = parse_dates(texts(*(day.strftime(pattern) for day in days)), dayfirst=True)
    assert [value.date() for value in read.values.tolist()] == days


@relaxed
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 15), st.integers(1, 9999)), min_size=1))
def test_days_are_those_that_pandas_knows(parts):
    written = [f"{year:04}-{month:02}-{day:02}" for day, month, year in parts]
    by_pandas = (
        pd.to_datetime(pd.Series(written), format="%Y-%m-%d", errors="coerce").to_numpy().astype("datetime64[us]")
    )
    read = parse_dates(texts(*written))
    np.testing.assert_array_equal(read.values, by_pandas)


ODD = st.text(st.sampled_from("0123456789-/.:TtZz ,+janfebQqMmäé'ºpAM\n\u00a0"), max_size=20)
NEARLY = st.from_regex(r"[0-9]{1,4}[-/. ](Jan|m[aä]rz|[0-9]{1,2})[-/. ][0-9]{1,4}([T ][0-9]{1,2}:[0-9]{2}.{0,6})?")


@relaxed
@given(st.lists(ODD | NEARLY | st.text(max_size=80)), st.sampled_from([None, True, False]))
def test_no_text_raises(values, dayfirst):
    for read in (parse_dates(texts(*values), dayfirst=dayfirst), parse_compact_dates(texts(*values))):
        assert len(read.values) == len(values)
        assert (np.isnat(read.values) == ~read.fits).all()
        assert all(isinstance(value, dt.datetime | None) for value in read.values.tolist())


@relaxed
@given(st.lists(st.floats(allow_infinity=True)))
def test_no_number_raises(numbers):
    floats = np.array(numbers, dtype=np.float64)
    epochs = parse_epochs(floats)
    assert len(parse_serials(floats)) == len(floats)
    assert epochs is None or len(epochs) == len(floats)
