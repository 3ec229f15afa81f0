"""How many stops a column has along an axis, and what to group it by so that they can be told apart."""

import numpy as np

from app.datasets import Column
from app.query import CYCLES, Field

UNITS = {"day": 1.0, "week": 7.0, "month": 30.44, "quarter": 91.3, "year": 365.25}
"""Days in each period, from the finest on."""
LEAST = 10
"""Moments that fall into fewer days are shown in bins of hours or minutes."""


def count_stops(column: Column, function: str) -> int:
    """About how many groups a column has by a function of it; never fewer than it has."""
    if function in CYCLES:
        return len(CYCLES[function])
    days = _days(column)
    if function in UNITS and days is not None:
        return int(days / UNITS[function]) + 2
    return column.distinct


def coarser(field: Field, column: Column, *, most: int) -> Field:
    """The field itself, or the finest function of its column that leaves at most so many stops."""
    if field.function in (*CYCLES, "bin") or _seen(column, field.function) <= most:
        return field
    if column.kind == "date":
        finest = [*UNITS].index(field.function) if field.function in UNITS else 0
        for function in [*UNITS][finest:]:
            if _seen(column, function) <= most:
                too_few = _seen(column, function) < LEAST and not field.function
                return Field(field.column, "bin" if too_few else function)
    return Field(field.column, "bin")


def _seen(column: Column, function: str) -> int:
    """The stops that there are rows at, as far as can be told: no more than there are values."""
    return min(count_stops(column, function), column.distinct)


def _days(column: Column) -> float | None:
    if not isinstance(column.low, str) or not isinstance(column.high, str):
        return None
    low, high = np.datetime64(column.low, "s"), np.datetime64(column.high, "s")
    return float((high - low).astype(np.int64)) / 86_400
