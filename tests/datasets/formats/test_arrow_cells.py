"""An array of each type is a series, and a geometry is told by its header."""

import datetime as dt
import struct
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from app.datasets.formats.arrow_cells import as_series, wkb

NAN = float("nan")
NOON = dt.datetime.fromisoformat("2024-02-29T12:00:00")
SERIES = [
    (pa.array([1, 2]), "int64", [1, 2]),
    (pa.array([2**62 + 1, None]), "Int64", [2**62 + 1, None]),
    (pa.array([2**64 - 1], pa.uint64()), "uint64", [2**64 - 1]),
    (pa.array([0.5, None]), "float64", [0.5, None]),
    (pa.array([0.5], pa.float16()), "float32", [0.5]),
    (pa.array([True, None]), "boolean", [True, None]),
    (pa.array(["a", "a", "a", "b", None]), "category", ["a", "a", "a", "b", None]),
    (pa.array(["a", "b"]), "str", ["a", "b"]),
    (pa.array(["a"] * 3, pa.large_string()), "category", ["a"] * 3),
    (pa.array(["a"] * 3, pa.string_view()), "category", ["a"] * 3),
    (pa.array(["x"] * 3).dictionary_encode(), "category", ["x"] * 3),
    (pa.array([7, 8]).dictionary_encode(), "int64", [7, 8]),
    (pa.DictionaryArray.from_arrays([0, 1, 2, 2], ["a", "a", None]), "category", ["a", "a", None, None]),
    (pa.array([b"word", b"b"]), "str", ["word", "b"]),
    (pa.array([b"\xff\x00", b"b"]), "str", ["0xff00", "b"]),
    (pa.array([b"\xff" * 500]), "str", ["0x" + "f" * 197 + "…"]),
    (pa.array([b"ab"], pa.binary(2)), "str", ["ab"]),
    (pa.array([[1, 2], None, []]), "str", ["[1,2]", None, "[]"]),
    (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), "str", ['{"k":1}']),
    (pa.array([[{"a": NOON, "b": b"x"}]]), "str", ['[{"a":"2024-02-29 12:00:00","b":"x"}]']),
    (pa.array([Decimal("1.10"), None]), "float64", [1.1, None]),
    (pa.array([Decimal("12345678901234567.89")]), "str", ["12345678901234567.89"]),
    (pa.array([Decimal("0.1")], pa.decimal128(38, 20)), "str", ["0.10000000000000000000"]),
    (pa.array([dt.timedelta(minutes=1), None]), "float64", [60.0, None]),
    (pa.array([dt.time(13, 5, 9), dt.time(1, 2, 3, 500)]), "str", ["13:05:09", "01:02:03.000500"]),
    (pa.array([dt.date(9999, 12, 31)]), "datetime64[ms]", [pd.Timestamp("9999-12-31")]),
    (pa.array([NOON]), "datetime64[us]", [pd.Timestamp(NOON)]),
    (pa.array([NOON], pa.timestamp("s", "Asia/Tokyo")), "datetime64[s, Asia/Tokyo]", [pd.Timestamp(NOON, tz="UTC")]),
    (pa.array([NOON], pa.timestamp("s", "Nowhere/Here")), "datetime64[s]", [pd.Timestamp(NOON)]),
    (pa.nulls(2), "object", [None, None]),
    (pa.array([], pa.string()), "category", []),
    (pa.array([(1, 2, 3)], pa.month_day_nano_interval()), "str", ["MonthDayNano(months=1, days=2, nanoseconds=3)"]),
    (pa.RunEndEncodedArray.from_arrays([2, 3], [5, 6]), "int64", [5, 5, 6]),
    (pa.array([bytes(16)], pa.uuid()), "str", ["00000000-0000-0000-0000-000000000000"]),
]


def point(x: float, y: float, *, order: str = "<", code: int = 1, srid: bytes = b"") -> bytes:
    return bytes([order == "<"]) + struct.pack(f"{order}I", code) + srid + struct.pack(f"{order}2d", x, y)


GEOMETRIES = [
    (point(12.5, 41.9), "Point (12.5 41.9)"),
    (point(12.5, 41.9, order=">"), "Point (12.5 41.9)"),
    (point(12.5, 41.9, code=1001) + bytes(8), "Point (12.5 41.9)"),
    (point(12.5, 41.9, code=0x20000001, srid=bytes(4)), "Point (12.5 41.9)"),
    (point(12.5, 41.9, code=0x80000001) + bytes(8), "Point (12.5 41.9)"),
    (point(NAN, NAN), "Point EMPTY"),
    (b"\x01\x03\0\0\0", "Polygon"),
    (b"\x01\xee\x03\0\0", "MultiPolygon"),
    (b"\x01\x63\0\0\0", "\x01c\0\0\0"),
    (b"", ""),
]


def cells(series: Any) -> list[object]:
    return [None if value is None or value is pd.NaT or value is pd.NA or value != value else value for value in series]


@pytest.mark.parametrize(("array", "dtype", "expected"), SERIES)
def test_a_column_of_each_type_is_a_series(array: Any, dtype: str, expected: list[object]) -> None:
    series = as_series([array], array.type)
    assert (str(series.dtype), cells(series)) == (dtype, expected)


@pytest.mark.parametrize(("content", "text"), GEOMETRIES)
def test_a_geometry_is_told_by_its_first_bytes(content: bytes, text: str) -> None:
    assert wkb(content) == text
