"""The values of filters: texts of a URL that become numbers, spans of time or words."""

import math
import re
from dataclasses import dataclass

import numpy as np

from app.datasets import Column
from app.query.errors import QueryError


@dataclass(frozen=True, slots=True)
class Span:
    """A moment as people write it is a stretch of time: `2012-06` is all of June. `end` is not included."""

    start: np.datetime64
    end: np.datetime64


Operand = str | float | Span

DATE = re.compile(r"^(\d{4})(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?)?)?$")
UNITS = {4: "Y", 7: "M", 10: "D", 16: "m", 19: "s"}
TRUTHS = {"true": "true", "1": "true", "yes": "true", "false": "false", "0": "false", "no": "false"}


def canonical(text: str, column: Column, *, parameter: str) -> str:
    """The one way to write a value for a column of this kind. Raises QueryError."""
    if column.family == "numbers":
        return number_text(_number(text, parameter))
    if column.kind == "date":
        _span(text, parameter)
        return text.replace(" ", "T")
    if column.kind == "boolean":
        if text.lower() not in TRUTHS:
            raise QueryError(parameter, f"{parameter} should be true or false, not “{text}”.")
        return TRUTHS[text.lower()]
    return text


def operand(text: str, column: Column) -> Operand:
    """What a canonical text stands for, as the column's cells are compared with it."""
    if column.family == "numbers":
        return float(text)
    if column.kind == "date":
        return _span(text, column.key)
    return text


def number_text(number: float) -> str:
    """
    >>> number_text(1980.0), number_text(1e3), number_text(-0.0), number_text(0.1)
    ('1980', '1000', '0', '0.1')
    """
    if abs(number) < 1e16 and number == int(number):
        return str(int(number))
    return repr(number)


def _number(text: str, parameter: str) -> float:
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise QueryError(parameter, f"{parameter} should be a number such as 12.5, not “{text}”.")
    return number


def _span(text: str, parameter: str) -> Span:
    if DATE.match(text):
        moment = text.replace(" ", "T")
        unit = UNITS.get(len(moment), "us")
        try:
            start: np.datetime64 = np.array(moment).astype(f"datetime64[{unit}]")[()]  # type: ignore[assignment]
        except ValueError:
            pass
        else:
            end = start + 1
            return Span(start.astype("datetime64[us]"), end.astype("datetime64[us]"))
    raise QueryError(parameter, f"{parameter} should be a date such as 2012, 2012-06 or 2012-06-30, not “{text}”.")


def last_moment(text: str) -> str:
    """
    >>> last_moment("2012-06")
    '2012-06-30T23:59:59.999999'
    """
    return str(_span(text, "date").end - np.timedelta64(1, "us"))
