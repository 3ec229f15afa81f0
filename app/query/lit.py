"""Which marks of a chart hold rows that the query keeps: the others are muted."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from app.datasets import Column
from app.query.cycles import CYCLES, parts
from app.query.filter import Filter
from app.query.operand import Span, operand

UNITS = {"weekday": "datetime64[D]", "hour": "datetime64[h]"}
Interval = tuple[Any, Any, bool]
"""From, to, and whether the end itself is included."""


@lru_cache(maxsize=2_000)
def lit(marks: tuple[tuple[Filter, ...], ...], filters: tuple[Filter, ...], column: Column) -> tuple[bool, ...]:
    """For each mark, told by the filters that keep its rows, whether these can pass the query's on the same column."""
    return tuple(all(_overlaps(mark, row, column) for row in filters) for mark in marks)


def _overlaps(mark: tuple[Filter, ...], row: Filter, column: Column) -> bool:
    if not mark:  # what no address can say may pass anything
        return True
    first = mark[0]
    if first.operator == "is":
        return row.operator == "not" or (row.operator == "is" and "missing" in row.values)
    if row.operator == "is":
        return "present" in row.values
    if first.operator in CYCLES or row.operator in CYCLES:
        return _meets(mark, row, column)
    if column.family in ("numbers", "dates"):
        operands = [operand(value, column) for value in row.values]
        return RANGES[row.operator](_interval(mark, column), operands)
    return WORDS[row.operator](first.values[0], row.values)


def _meets(mark: tuple[Filter, ...], row: Filter, column: Column) -> bool:
    """Where one of them is of days of the week or hours: two such parts, or a part of one stretch of time."""
    if mark[0].operator == row.operator:
        return mark[0].values[0] in row.values
    if mark[0].operator in CYCLES:
        return row.operator != "" or any(
            _part((Filter(row.column, "", (value,)),), mark[0].operator, column) in ("", mark[0].values[0])
            for value in row.values
        )
    return _part(mark, row.operator, column) in ("", *row.values)


def _part(mark: tuple[Filter, ...], cycle: str, column: Column) -> str:
    """The one weekday or hour that a stretch of time lies in; empty if it reaches over several."""
    if any(row.operator in CYCLES for row in mark):
        return ""
    low, high, _ = _interval(mark, column)
    if low is None or high is None:
        return ""
    ends = np.array([low, high - np.timedelta64(1, "us")]).astype(UNITS[cycle])
    return CYCLES[cycle][int(parts(ends, cycle)[0])] if ends[0] == ends[1] else ""


def _interval(mark: tuple[Filter, ...], column: Column) -> Interval:
    low: Any = None
    high: Any = None
    closed = True
    for row in mark:
        value = operand(row.values[0], column)
        start, end = (value.start, value.end) if isinstance(value, Span) else (value, value)
        if row.operator in ("", "min"):
            low = start
        if row.operator in ("", "max"):
            high, closed = end, not isinstance(value, Span)
        if row.operator == "below":
            high, closed = start, False
    return low, high, closed


def _reaches(interval: Interval, moment: Any) -> bool:
    """Whether some of it is at a moment or after."""
    _, high, closed = interval
    return bool(high >= moment if closed else high > moment)


def _min(interval: Interval, operands: list[Any]) -> bool:
    (low,) = operands
    return _reaches(interval, low.start if isinstance(low, Span) else low)


def _max(interval: Interval, operands: list[Any]) -> bool:
    (high,) = operands
    return bool(interval[0] < high.end if isinstance(high, Span) else interval[0] <= high)


def _below(interval: Interval, operands: list[Any]) -> bool:
    (high,) = operands
    return bool(interval[0] < (high.start if isinstance(high, Span) else high))


def _is(interval: Interval, operands: list[Any]) -> bool:
    return any(
        interval[0] < each.end and _reaches(interval, each.start)
        if isinstance(each, Span)
        else interval[0] <= each and _reaches(interval, each)
        for each in operands
    )


def _not(interval: Interval, operands: list[Any]) -> bool:
    low, high, _ = interval
    return not any(
        each.start <= low and high <= each.end if isinstance(each, Span) else low == each == high for each in operands
    )


RANGES: dict[str, Callable[[Interval, list[Any]], bool]] = {
    "": _is,
    "not": _not,
    "min": _min,
    "max": _max,
    "below": _below,
}
WORDS: dict[str, Callable[[str, tuple[str, ...]], bool]] = {
    "": lambda value, values: value in values,
    "not": lambda value, values: value not in values,
    "has": lambda value, values: values[0].casefold() in value.casefold(),
}
