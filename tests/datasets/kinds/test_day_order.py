"""Whether 1/2/2019 is a day of January or of February: what the whole column says."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.datasets.kinds.dates import parse_dates

relaxed = settings(deadline=None)


def texts(*values):
    return pa.array(values, type=pa.string())


def at(*times):
    return np.array(times, dtype="datetime64[us]")


ORDERS = [
    (["31/12/2019", "1/2/2019"], "dmy", "a first part over 12 in 1 value"),
    (["12/31/2019", "1/2/2019", "2/28/2019"], "mdy", "a second part over 12 in 2 values"),
    (["1/30/2019", "30/1/2019", "31/1/2019"], "dmy", "a first part over 12 in 2 values"),
    (["1/1/2019", "1/2/2019", "1/4/2019"], "dmy", "the first part is always 1"),
    (["4/1/2019", "5/1/2019", "6/1/2019", "4/1/2020"], "mdy", "the second part is always 1"),
    (["11/2/2019", "12/2/2019", "1/3/2019", "2/3/2019"], "dmy", "only this order makes the dates ascend"),
    (["2/11/2019", "2/12/2019", "3/1/2019", "3/2/2019"], "mdy", "only this order makes the dates ascend"),
    (["2/3/2019", "1/3/2019", "12/2/2019", "11/2/2019"], "dmy", "the dates follow each other more closely"),
    (["1.2.2019"], "dmy", "dots between the parts"),
    (["1-2-2019"], "dmy", "dashes between the parts"),
    (["1/2/2019"], "mdy", "nothing tells the day from the month"),
    (["1/1/2019", "2/2/2019"], "mdy", "day and month are the same number"),
    (["2019-01-31", "2019/01/30"], "ymd", "the year comes first"),
    (["12 Jan 2019", "Jan 13, 2019"], "", "month names"),
    (["2019Q1", "2019Q2"], "", "quarters"),
    (["x"], "", ""),
]


@pytest.mark.parametrize(("written", "order", "why"), ORDERS)
def test_the_column_decides_on_the_order_of_day_and_month(written, order, why):
    read = parse_dates(texts(*written))
    assert (read.order, read.why) == (order, why)
    assert read.ambiguous == (why == "nothing tells the day from the month")


@pytest.mark.parametrize(("dayfirst", "time"), [(True, "2019-02-01"), (False, "2019-01-02")])
def test_the_order_can_be_prescribed(dayfirst, time):
    read = parse_dates(texts("1/2/2019"), dayfirst=dayfirst)
    assert (read.values.tolist(), read.ambiguous, read.why) == (at(time).tolist(), False, "prescribed")


def test_dates_of_the_rarer_order_do_not_fit():
    assert parse_dates(texts("1/30/2019", "30/1/2019", "31/1/2019")).fits.tolist() == [False, True, True]
    assert parse_dates(texts("1/30/2019", "2019-01-30", "2019-01-31")).fits.tolist() == [False, True, True]
    assert parse_dates(texts("1/30/2019", "1/31/2019", "2019-01-31")).fits.tolist() == [True, True, False]


@pytest.mark.parametrize("numeric", ["30/1/2019", "2019-01-30"])
def test_month_names_go_with_numeric_dates(numeric):
    assert (
        parse_dates(texts(numeric, "30 Jan 2019", "Jan 30, 2019")).values.tolist() == at(*["2019-01-30"] * 3).tolist()
    )


def unpadded(pattern):
    return lambda time: pattern.format(t=time, m=time.month, d=time.day, y=time.year, h=time.hour % 12 or 12)


@relaxed
@given(
    st.lists(st.datetimes(), min_size=1, max_size=20),
    st.sampled_from([("{d}/{m}/{y:04}", "dmy", "25/12/2019"), ("{m}/{d}/{y:04}", "mdy", "12/25/2019")]),
)
def test_one_decisive_date_settles_the_order(moments, form):
    pattern, order, decisive = form
    read = parse_dates(texts(*map(unpadded(pattern), moments), decisive))
    assert read.order == order
    assert read.values[:-1].tolist() == [dt.datetime.combine(moment, dt.time()) for moment in moments]
