"""Functions of dates that rows are grouped by: a value for each group, and a code for each date."""

import numpy as np

from app.datasets import Column
from app.datasets.column import Array, code_type
from app.query.cycles import CYCLES, parts

UNITS = {"year": "Y", "quarter": "3M", "month": "M", "week": "7D", "day": "D"}
WEEK_SHIFT = np.timedelta64(3, "D")
"""1970-01-01 was a Thursday; numpy's weeks start with it, people's on Monday."""
MOST_PERIODS = 4096


def starts_of(column: Column, function: str) -> Array | None:
    """The days on which the periods of a column's extent begin, and the one after; None if they are too many."""
    if column.low is None:
        return None
    shift = WEEK_SHIFT if function == "week" else np.timedelta64(0, "D")
    days = np.array([column.low, column.high], dtype="datetime64[D]") + shift
    first, last = days.astype(f"datetime64[{UNITS[function]}]")
    if int((last - first).astype(np.int64)) > MOST_PERIODS:
        return None
    starts = np.arange(first, last + 2)
    return starts.astype("datetime64[D]") - shift if function == "week" else starts


def times(dates: Array, function: str) -> tuple[Array, Array]:
    if function in CYCLES:
        return np.arange(len(CYCLES[function])), parts_of(dates, function)
    return _periods(dates, function)


def parts_of(dates: Array, cycle: str) -> Array:
    codes: Array = parts(dates, cycle).astype(np.int8)
    codes[np.isnat(dates)] = -1
    return codes


def _periods(dates: Array, function: str) -> tuple[Array, Array]:
    if function == "week":
        values, codes = distinct((dates.astype("datetime64[D]") + WEEK_SHIFT).astype("datetime64[7D]"))
        return values.astype("datetime64[D]") - WEEK_SHIFT, codes
    return distinct(dates.astype(f"datetime64[{UNITS[function]}]"))


def distinct(values: Array) -> tuple[Array, Array]:
    """Distinct values in order, and a code for each row; missing ones have no group."""
    whole = values.view("int64") if values.dtype.kind == "M" else values
    missing = np.isnat(values) if values.dtype.kind == "M" else np.isnan(values) if values.dtype.kind == "f" else None
    if missing is not None and not missing.any():
        missing = None
    present = whole if missing is None else whole[~missing]
    if len(present) and whole.dtype.kind == "i" and int(present.max()) - int(present.min()) < 1 << 16:
        found, inverse = _counted(present)
    else:
        found, inverse = np.unique(present, return_inverse=True)
    codes = np.full(len(values), -1, dtype=code_type(len(found)))
    codes[slice(None) if missing is None else ~missing] = inverse
    return found.view(values.dtype) if values.dtype.kind == "M" else found, codes


def _counted(whole: Array) -> tuple[Array, Array]:
    """np.unique with its inverse, by counting: for integers that lie close together."""
    low = whole.min()
    places = whole - low
    used = np.bincount(places) > 0
    return np.flatnonzero(used) + low, (np.cumsum(used) - 1)[places]
