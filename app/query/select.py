"""The filters that a mark stands for: a click keeps exactly the rows it was drawn from."""

import math
from functools import lru_cache

import numpy as np

from app.query.cycles import CYCLES
from app.query.field import Field
from app.query.filter import Filter
from app.query.operand import number_text

LONGEST = 500
"""A value of more characters is in no address."""
NUMBERS = (int, float, np.number)
LENGTHS = {"year": 4, "month": 7, "day": 10}


def select(field: Field, value: object) -> tuple[Filter, ...]:
    """The filters that keep the rows of one group of a dimension; none where no address can say them."""
    if value is None:
        return (Filter(field.column, "is", ("missing",)),)
    if field.function in CYCLES:
        return (Filter(field.column, field.function, (CYCLES[field.function][int(str(value))],)),)
    if isinstance(value, np.datetime64):
        return _select_time(field, value)
    if isinstance(value, float) and not math.isfinite(value):
        return ()
    text = number_text(float(value)) if isinstance(value, NUMBERS) else str(value)
    return _equal(field.column, text) if len(text) <= LONGEST else ()


@lru_cache(maxsize=10_000)
def _equal(column: str, text: str) -> tuple[Filter, ...]:
    return (Filter(column, "", (text,)),)


def _select_time(field: Field, value: np.datetime64) -> tuple[Filter, ...]:
    day = value.astype("datetime64[D]")
    if field.function == "quarter":
        last = day.astype("datetime64[M]") + np.timedelta64(2, "M")
        return Filter(field.column, "max", (str(last),)), Filter(field.column, "min", (str(day)[:7],))
    if field.function == "week":
        return Filter(field.column, "max", (str(day + np.timedelta64(6, "D")),)), Filter(
            field.column, "min", (str(day),)
        )
    if field.function:
        return _equal(field.column, str(day)[: LENGTHS[field.function]])
    return _equal(field.column, str(value))
