"""The marks of charts, one row each: what may stand on their channels, and which options they know."""

from collections.abc import Callable
from dataclasses import dataclass

from app.datasets import Column, Schema
from app.query.cycles import CYCLES
from app.query.field import COUNT, FUNCTIONS, PERIODS, Field, fits

Fit = Callable[[Field, Schema], bool]


@dataclass(frozen=True, slots=True)
class Channel:
    """One of a mark's fields. `needed`: there is no chart without it."""

    name: str
    fits: Fit
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """`channels` in the order of the grammar: x, y and colour, as far as the mark has them."""

    key: str
    label: str
    sentence: str
    channels: tuple[Channel, ...]
    options: tuple[str, ...]
    example: str

    def channel(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.name == name), None)


def _column(field: Field, schema: Schema) -> Column:
    return schema.columns[field.column]


def is_group(field: Field, schema: Schema) -> bool:
    """What rows can be grouped by: values, bins, parts of dates."""
    return not field.is_measure and _column(field, schema).kind != "empty"


def is_ordered(field: Field, schema: Schema) -> bool:
    if field.function:
        return field.function in (*PERIODS, *CYCLES, "bin")
    return _column(field, schema).kind in ("integer", "date")


def is_number(field: Field, schema: Schema) -> bool:
    return not field.function and _column(field, schema).kind in ("integer", "number")


def is_extent(field: Field, schema: Schema) -> bool:
    """What bins can be made of."""
    return field.function in ("", "bin") and _column(field, schema).kind in ("integer", "number", "date")


def is_measure(field: Field, schema: Schema) -> bool:
    return field.is_measure


def is_few(field: Field, schema: Schema) -> bool:
    return not field.function and _column(field, schema).kind in ("category", "boolean")


def is_side(field: Field, schema: Schema) -> bool:
    """A side of a heat map: few values, parts of dates, or bins."""
    return is_few(field, schema) or is_extent(field, schema) or field.function in (*PERIODS, *CYCLES)


def _is_place(field: Field, schema: Schema, *, place: str, most: float) -> bool:
    if field.function:
        return False
    column = _column(field, schema)
    ends = column.low, column.high
    within = all(isinstance(end, int | float) and abs(end) <= most for end in ends)
    return column.place == place or (column.kind == "geo" and within)


def is_longitude(field: Field, schema: Schema) -> bool:
    return _is_place(field, schema, place="longitude", most=180)


def is_latitude(field: Field, schema: Schema) -> bool:
    return _is_place(field, schema, place="latitude", most=90)


def is_country(field: Field, schema: Schema) -> bool:
    return not field.function and _column(field, schema).place == "country"


X_GROUP, X_ORDER = Channel("x", is_group), Channel("x", is_ordered)
Y_MEASURE, COLOR = Channel("y", is_measure), Channel("color", is_few, needed=False)

MARKS: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        Mark(
            "bar",
            "Bar chart",
            "A measure for each value, the largest first; grouped or stacked by colour.",
            (X_GROUP, Y_MEASURE, COLOR),
            ("top", "sort", "stack", "normalize", "log", "facet", "width"),
            "bar:region,count()",
        ),
        Mark(
            "line",
            "Line chart",
            "A measure over time, a line for each colour.",
            (X_ORDER, Y_MEASURE, COLOR),
            ("top", "log", "zero", "facet", "width"),
            "line:year,mean(life_expectancy),region",
        ),
        Mark(
            "area",
            "Area chart",
            "A measure over time, stacked by colour.",
            (X_ORDER, Y_MEASURE, COLOR),
            ("top", "stack", "normalize", "facet", "width"),
            "area:year,sum(population),region",
        ),
        Mark(
            "histogram",
            "Histogram",
            "How often a number or date falls in each bin.",
            (Channel("x", is_extent), COLOR),
            ("normalize", "log", "facet", "width"),
            "histogram:life_expectancy",
        ),
        Mark(
            "scatter",
            "Scatter plot",
            "One number against another; bins of rows where they are many.",
            (Channel("x", is_number), Channel("y", is_number), COLOR),
            ("size", "log", "zero", "width"),
            "scatter:fertility,life_expectancy,region",
        ),
        Mark(
            "heatmap",
            "Heat map",
            "A measure for each combination of two columns, the darker the more.",
            (Channel("x", is_side), Channel("y", is_side), Channel("color", is_measure, needed=False)),
            ("width",),
            "heatmap:year,life_expectancy",
        ),
        Mark(
            "box",
            "Box plot",
            "The quartiles of a number for each value.",
            (X_GROUP, Channel("y", is_number)),
            ("top", "sort", "log", "width"),
            "box:region,fertility",
        ),
        Mark(
            "countries",
            "Map of countries",
            "A measure for each country, the darker the more.",
            (Channel("x", is_country), Y_MEASURE),
            ("width",),
            "countries:country,mean(life_expectancy)",
        ),
        Mark(
            "map",
            "Map of places",
            "Dots by longitude and latitude; larger ones for several rows where they are many.",
            (Channel("x", is_longitude), Channel("y", is_latitude), COLOR),
            ("size", "width"),
            "map:longitude,latitude",
        ),
    )
}


def candidates(channel: Channel, schema: Schema) -> list[Field]:
    """Every field that may stand on a channel, in the columns' order."""
    fields = [COUNT] if channel.fits(COUNT, schema) else []
    for column in schema.visible():
        known = [
            Field(column.key, function)
            for function in ("", *FUNCTIONS)
            if function != "count" and fits(function, column)
        ]
        fields += [field for field in known if channel.fits(field, schema)]
    return fields


def example(mark: Mark, schema: Schema) -> str:
    """How a chart of this mark is written for these columns; empty if they hold none."""
    found: list[str] = []
    for channel in (channel for channel in mark.channels if channel.needed):
        known = [str(field) for field in candidates(channel, schema)]
        if not known:
            return ""
        found.append(next((text for text in known if text not in found), known[0]))
    return f"{mark.key}:{','.join(found)}"
