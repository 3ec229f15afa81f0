"""Columns of a pandas frame: of which kind they are, and that their cells stay what they were."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from app.datasets import Coded
from app.datasets.kinds.series import type_series
from app.datasets.kinds.typed import Typed

DAYS = pd.to_datetime(["2012-06-30", None, "2012-07-01"])
HOURS = DAYS + pd.Timedelta("1h")


def cells(typed: Typed):
    if isinstance(typed.cells, Coded):
        return [typed.cells.values[code] if code >= 0 else None for code in typed.cells.codes]
    values = typed.cells.values.tolist()
    return [None if missing else value for value, missing in zip(values, typed.cells.missing, strict=True)]


@pytest.mark.parametrize(
    ("series", "kind", "expected"),
    [
        (pd.Series([1, 2], dtype="int8"), "integer", [1, 2]),
        (pd.Series([1, 2], dtype="uint64"), "integer", [1, 2]),
        (pd.Series([1, None], dtype="Int64"), "integer", [1, None]),
        (pd.Series([1.0, 2.0]), "integer", [1, 2]),
        (pd.Series([1.5, None], dtype="Float32"), "number", [1.5, None]),
        (pd.Series([1.5, np.nan, np.inf]), "number", [1.5, None, np.inf]),
        (pd.Series([1.0, np.inf]), "number", [1, np.inf]),
        (pd.Series([2**53 + 1, 1]), "id", ["9007199254740993", "1"]),
        (pd.Series([2**64 - 1, 1], dtype="uint64"), "id", ["18446744073709551615", "1"]),
        (pd.Series([True, False]), "boolean", ["true", "false"]),
        (pd.Series([True, None], dtype="boolean"), "boolean", ["true", None]),
        (pd.Series([True, None, False], dtype=object), "boolean", ["true", None, "false"]),
        (pd.Series(["x", None, "y"]), "category", ["x", None, "y"]),
        (pd.Series(["x", None], dtype="str"), "category", ["x", None]),
        (pd.Series(["b", None, "a"], dtype="category"), "category", ["b", None, "a"]),
        (pd.Series([3, None, 1], dtype="category"), "category", ["3", None, "1"]),
        (pd.Series([True, False], dtype="category"), "boolean", ["true", "false"]),
        (pd.Series([1, "x", None, 2.5], dtype=object), "category", ["1", "x", None, "2.5"]),
        (pd.Series([[1], [1], None]), "category", ["[1]", "[1]", None]),
        (pd.Series(DAYS), "date", [dt.date(2012, 6, 30), None, dt.date(2012, 7, 1)]),
        (pd.Series(DAYS.tz_localize("Asia/Tokyo")), "date", [DAYS[0].date(), None, DAYS[2].date()]),
        (pd.Series(HOURS), "date", [HOURS[0], None, HOURS[2]]),
        (pd.Series([dt.date(2012, 6, 30), None]), "date", [dt.date(2012, 6, 30), None]),
        (pd.Series([Decimal("1.50"), None]), "number", [1.5, None]),
        (pd.Series(pd.period_range("2012-06", periods=2, freq="M")), "category", ["2012-06", "2012-07"]),
        (pd.Series(pd.to_timedelta([1, 2], unit="h")), "category", ["0 days 01:00:00", "0 days 02:00:00"]),
        (pd.Series([1 + 2j]), "category", ["(1+2j)"]),
        (pd.Series([None, None]), "empty", [None, None]),
        (pd.Series([np.nan, np.nan]), "empty", [None, None]),
        (pd.Series([], dtype="int64"), "empty", []),
        (pd.Series([pd.NaT, None]), "empty", [None, None]),
        (pd.Series(pd.arrays.SparseArray([1, 2])), "integer", [1, 2]),
    ],
    ids=lambda value: str(getattr(value, "dtype", value))[:30],
)  # fmt: skip
def test_a_series_is_of_this_kind(series, kind, expected):
    typed = type_series("x", series)
    assert typed is not None
    assert typed.kind == kind
    assert cells(typed) == expected


@pytest.mark.parametrize(
    "series", [pd.Series([1, 2, 3]), pd.Series(["b", "a", None]), pd.Series(DAYS), pd.Series([0.5, None])]
)
def test_a_series_of_any_index_is_read_by_position(series):
    typed = type_series("x", series)
    shuffled = type_series("x", series.set_axis([7, 7, 0][: len(series)]))
    assert typed is not None
    assert shuffled is not None
    assert cells(typed) == cells(shuffled)


def test_the_series_is_left_as_it_was():
    series = pd.Series(["b", None, "a"], dtype="category")
    before = series.copy(deep=True)
    type_series("x", series, wanted="text")
    pd.testing.assert_series_equal(series, before)


@pytest.mark.parametrize(
    ("series", "wanted", "kind"),
    [
        (pd.Series([1, 2]), "number", "number"),
        (pd.Series([1, 2]), "category", "category"),
        (pd.Series([1, 2]), "id", "id"),
        (pd.Series([1.0, 2.0]), "integer", "integer"),
        (pd.Series([0.5, 2]), "integer", None),
        (pd.Series(["1", "2"]), "integer", None),
        (pd.Series(["x"]), "text", "text"),
        (pd.Series(["x"]), "empty", None),
        (pd.Series(["x"]), "date", None),
        (pd.Series(DAYS), "date", "date"),
        (pd.Series(DAYS), "category", "category"),
        (pd.Series([True, False]), "boolean", "boolean"),
        (pd.Series([1, 2]), "boolean", None),
    ],
)
def test_the_owner_may_say_the_kind_where_it_fits(series, wanted, kind):
    typed = type_series("x", series, wanted=wanted)
    assert (typed.kind if typed else None) == kind


def test_numbers_that_name_each_row_are_an_identifier():
    for name, kind in {"customer_id": "id", "paid": "integer"}.items():
        typed = type_series(name, pd.Series([7, 8, 9]))
        assert typed is not None
        assert typed.kind == kind
    typed = type_series("id", pd.Series([7, 7, 9]))
    assert typed is not None
    assert typed.kind == "integer"


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, "x", None], dtype=object),
        pd.Series([2**60, 1]),
        pd.Series(DAYS.tz_localize("Asia/Tokyo")),
        pd.Series([3, 1], dtype="category"),
        pd.Series([dt.date(2012, 6, 30)]),
        pd.Series(["b", "a"]),
    ],
)
def test_the_recipe_makes_the_same_of_the_frame(series):
    typed = type_series("x", series)
    assert typed is not None
    scope = {"df": pd.DataFrame({"x": series}), "pd": pd}
    exec("\n".join(typed.recipe), scope)
    found = [None if pd.isna(cell) else cell for cell in scope["df"]["x"]]
    assert [pd.Timestamp(a) if typed.kind == "date" and a else a for a in cells(typed)] == [
        None if cell is pd.NaT else cell for cell in found
    ] or found == cells(typed)
