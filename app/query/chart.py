"""Charts as the URL names them: `mark:x,y,color`."""

from collections.abc import Callable
from dataclasses import dataclass

from app.datasets import Schema
from app.query.errors import QueryError
from app.query.field import COUNT, PERIODS, Field, parse_field
from app.query.near import did_you_mean


@dataclass(frozen=True, slots=True)
class Chart:
    mark: str
    x: Field
    y: Field = COUNT
    color: Field | None = None

    def __str__(self) -> str:
        channels = [self.x, *([self.y] if MARKS[self.mark].y else []), *([self.color] if self.color else [])]
        return f"{self.mark}:{','.join(map(str, channels))}"

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for field in (self.x, self.y, self.color) if field)


Fit = Callable[[Field, Schema], bool]


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of the table of marks: what may stand on each of its channels (None: the channel is not there)."""

    key: str
    sentence: str
    x: Fit
    y: Fit | None
    color: Fit | None
    example: str


def _dimension(field: Field, schema: Schema) -> bool:
    return not field.is_measure and field.function != "bin" and schema.columns[field.column].kind != "empty"


def _ordered(field: Field, schema: Schema) -> bool:
    return field.function in PERIODS or (
        not field.function and schema.columns[field.column].kind in ("integer", "date")
    )


def _number(field: Field, schema: Schema) -> bool:
    return not field.function and schema.columns[field.column].kind in ("integer", "number")


def _range(field: Field, schema: Schema) -> bool:
    return not field.function and schema.columns[field.column].kind in ("integer", "number", "date")


def _measure(field: Field, schema: Schema) -> bool:
    return field.is_measure


def _few(field: Field, schema: Schema) -> bool:
    return not field.function and schema.columns[field.column].kind in ("category", "boolean")


MARKS: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        Mark("bar", "A measure for each value, the largest first.", _dimension, _measure, None, "bar:region,count()"),
        Mark("line", "A measure over time.", _ordered, _measure, _few, "line:year,mean(life_expectancy),region"),
        Mark(
            "histogram",
            "How often a number or date falls in each bin.",
            _range,
            None,
            None,
            "histogram:life_expectancy",
        ),
        Mark(
            "scatter", "One number against another.", _number, _number, _few, "scatter:fertility,life_expectancy,region"
        ),
        Mark("heatmap", "Rows in bins of two columns.", _range, _range, None, "heatmap:year,life_expectancy"),
    )
}


def parse_chart(text: str, schema: Schema, *, parameter: str = "_chart") -> Chart:
    """Raises QueryError, with what is wrong and what would fit."""
    key, colon, rest = text.strip().partition(":")
    if key not in MARKS:
        raise QueryError(parameter, f"{parameter}: there is no mark “{key}”. {did_you_mean(key, MARKS)}")
    mark = MARKS[key]
    fields = [parse_field(part, schema, parameter=parameter) for part in rest.split(",")] if colon and rest else []
    fits = [fit for fit in (mark.x, mark.y, mark.color) if fit]
    required = 1 if mark.y is None else 2
    if len(fields) == 1 and required == 2 and mark.y is _measure:
        fields.append(COUNT)
    if not required <= len(fields) <= len(fits):
        raise QueryError(parameter, f"{parameter}: write it like {mark.example}.")
    for field, fit in zip(fields, fits, strict=False):
        if not fit(field, schema):
            sentence = f"{parameter}: {field} does not fit there in a {key} chart; write it like {mark.example}."
            raise QueryError(parameter, sentence)
    x, y, color = (*fields, None, None)[:3]
    assert x
    return Chart(key, x, y if mark.y and y else COUNT, color if mark.color else None)
