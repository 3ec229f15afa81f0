"""Fields of charts and key figures: a column, a function of it, or a count of rows."""

import re
from dataclasses import dataclass
from typing import Literal

from app.datasets import Column, Schema
from app.query.cycles import CYCLES
from app.query.errors import QueryError
from app.query.near import did_you_mean

Role = Literal["dimension", "measure", "value"]

PERIODS = ("year", "quarter", "month", "week", "day")
"""Functions of a date that cut time into stretches, one after the other."""
TIME_FUNCTIONS = (*PERIODS, *CYCLES)
NUMBER_MEASURES = ("sum", "mean", "median", "min", "max")
MEASURES = ("count", "distinct", *NUMBER_MEASURES)
FUNCTIONS = ("bin", *TIME_FUNCTIONS, *MEASURES)
FIELD = re.compile(r"^(?:(?P<function>[a-z]+)\((?P<argument>[a-z0-9_]*)\)|(?P<column>[a-z0-9_]+))$")


@dataclass(frozen=True, slots=True)
class Field:
    """`column`, `month(column)`, `bin(column)`, `mean(column)` or `count()`."""

    column: str = ""
    function: str = ""

    def __str__(self) -> str:
        return f"{self.function}({self.column})" if self.function else self.column

    @property
    def is_measure(self) -> bool:
        return self.function in MEASURES

    def title(self, schema: Schema) -> str:
        """In words: `Life expectancy, mean`."""
        if not self.column:
            return "Rows"
        label = schema.columns[self.column].label
        if self.function == "distinct":
            return f"{label}, distinct"
        return f"{label}, {self.function}" if self.function else label


COUNT = Field(function="count")


def parse_field(text: str, schema: Schema, *, parameter: str) -> Field:
    """Raises QueryError if the text is no field, or its column or function does not exist or fit."""
    match = FIELD.match(text.strip())
    if not match:
        sentence = f"{parameter}: “{text}” is not a field; write a column, or one in a function as in mean(price)."
        raise QueryError(parameter, sentence)
    function, key = match["function"] or "", match["column"] or match["argument"] or ""
    if function and function not in FUNCTIONS:
        raise QueryError(
            parameter, f"{parameter}: there is no function “{function}”. {did_you_mean(function, FUNCTIONS)}"
        )
    if function == "count" and not key:
        return COUNT
    if key not in schema.columns:
        raise QueryError(parameter, f"{parameter}: there is no column “{key}”. {did_you_mean(key, schema.columns)}")
    column = schema.columns[key]
    if function == "count" or not fits(function, column):
        raise QueryError(
            parameter, f"{parameter}: {function}() does not fit {key}, which is a column of kind {column.kind}."
        )
    return Field(key, function)


def fits(function: str, column: Column) -> bool:
    """Whether a function can be taken of a column; none (the column itself) of any."""
    if function in TIME_FUNCTIONS:
        return column.family == "dates"
    if function == "bin":
        return column.kind in ("integer", "number", "date")
    if function in NUMBER_MEASURES:
        return column.kind in ("integer", "number")
    return not function or column.kind != "empty"
