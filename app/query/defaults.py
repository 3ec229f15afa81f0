"""What a dashboard shows when the URL says nothing: the owner's wishes, else choices that fit the columns."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from app.datasets import Column, Problem, Schema
from app.query.chart import Chart, parse_chart
from app.query.errors import QueryError
from app.query.field import COUNT, Field, parse_field
from app.query.near import did_you_mean

T = TypeVar("T")
MOST_FACETS, MOST_CHARTS, MOST_FIGURES = 10, 4, 4
ADDITIVE = re.compile(r"(amount|total|sum|sales|revenue|cost|spend|quantity|qty|units|count)", re.IGNORECASE)
NAMES = re.compile(
    r"(^|_)(id|no|nr|code|phone|fax|zip|lat|latitude|lon|lng|longitude|year|month|day|hour|page|sort|rank)(_|$)"
)
"""Numbers that name or place a row rather than measure it: no mean of them says anything."""
YEAR = re.compile(r"(^|_)year(_|$)")


@dataclass(frozen=True, slots=True)
class Sort:
    column: str
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True, slots=True)
class Defaults:
    sort: tuple[Sort, ...]
    facets: tuple[str, ...]
    figures: tuple[Field, ...]
    charts: tuple[Chart, ...]
    columns: tuple[str, ...]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=256)
def defaults(schema: Schema) -> Defaults:
    """The same for a schema each time; faults in the configuration are passed over and told in `problems`."""
    config, problems = schema.config, list[Problem]()

    def said(key: str, texts: Iterable[str], parse: Callable[[str], T]) -> list[T]:
        found = []
        for text in texts:
            try:
                found.append(parse(text))
            except QueryError as error:
                problems.append(Problem(config.file, key, error.sentence.removeprefix(f"{key}: ")))
        return found

    sort = said("sort", [config.sort] if config.sort else [], lambda text: parse_sort(text, schema, parameter="sort"))
    facets = said("filters", config.filters, lambda text: _key(text, schema))
    figures = said("figures", config.figures, lambda text: _figure(text, schema))
    charts = said("charts", config.charts, lambda text: parse_chart(text, schema, parameter="charts"))
    return Defaults(
        sort=sort[0] if sort else (),
        facets=tuple(dict.fromkeys(facets)) or _choose_facets(schema),
        figures=tuple(figures) or _choose_figures(schema),
        charts=tuple(dict.fromkeys(charts)) or _choose_charts(schema),
        columns=tuple(column.key for column in schema.visible()),
        problems=tuple(problems),
    )


def parse_sort(text: str, schema: Schema, *, parameter: str = "_sort") -> tuple[Sort, ...]:
    """`-population,country` → two sorts. Raises QueryError."""
    sorts: dict[str, Sort] = {}
    for part in filter(lambda part: part.strip("-"), text.split(",")):
        key = part.removeprefix("-")
        if key not in schema.columns:
            raise QueryError(parameter, f"{parameter}: there is no column “{key}”. {did_you_mean(key, schema.columns)}")
        sorts.setdefault(key, Sort(key, part.startswith("-")))
    return tuple(sorts.values())


def _key(text: str, schema: Schema) -> str:
    if text not in schema.columns:
        raise QueryError("filters", f"There is no column “{text}”. {did_you_mean(text, schema.columns)}")
    return text


def _figure(text: str, schema: Schema) -> Field:
    field = parse_field(text, schema, parameter="figures")
    if not field.is_measure:
        raise QueryError("figures", f"“{text}” is not a measure; write one as in mean({field.column}).")
    return field


def _choose_facets(schema: Schema) -> tuple[str, ...]:
    """Columns that tell rows apart, the easiest to use first; identifiers and constants are left out."""
    useful = [column for column in schema.visible() if column.kind not in ("id", "empty") and column.distinct > 1]
    return tuple(column.key for column in sorted(useful, key=_usefulness)[:MOST_FACETS])


def _usefulness(column: Column) -> tuple[int, int]:
    few = column.kind in ("category", "boolean") and column.distinct <= 12
    time = column.kind == "date" or _is_year(column)
    order = {"category": 1 if few else 3, "boolean": 1, "integer": 4, "number": 4, "text": 5}
    return 2 if time else order.get(column.kind, 9), column.distinct > 12


def _is_year(column: Column) -> bool:
    return column.kind == "integer" and column.format == "plain" and bool(YEAR.search(column.key))


def _choose_figures(schema: Schema) -> tuple[Field, ...]:
    numbers = _measured(schema)[: MOST_FIGURES - 1]
    names = [column for column in schema.visible() if column.kind == "category" and column.distinct > 1]
    figures = [Field(names[0].key, "distinct")] if names else []
    return (*figures, *map(_whole, numbers))


def _whole(column: Column) -> Field:
    """The measure that makes one number of a column: a sum only where its name says that it adds up."""
    return Field(column.key, "sum" if ADDITIVE.search(column.key) else "mean")


def _measured(schema: Schema) -> list[Column]:
    numbers = [
        column for column in schema.visible() if column.kind in ("integer", "number") and not NAMES.search(column.key)
    ]
    return sorted((column for column in numbers if column.distinct > 1), key=lambda column: column.distinct <= 3)


def _choose_charts(schema: Schema) -> tuple[Chart, ...]:
    """Time first, then a few categories, a relation, and distributions to fill up."""
    visible, numbers = schema.visible(), _measured(schema)
    named = [column for column in visible if column.kind in ("category", "boolean") and column.distinct >= 2]
    few = [column for column in named if column.distinct <= 8]
    groups = [column for column in named if column.distinct <= max(30, schema.rows / 4)]
    color = Field(few[0].key) if few else None
    charts = [*_over_time(schema, numbers, color=color)]
    charts += [
        Chart("bar", Field(column.key)) for column in sorted(groups, key=lambda column: column.distinct > 30)[:1]
    ]
    if len(numbers) >= 2:
        charts.append(Chart("scatter", Field(numbers[0].key), Field(numbers[1].key), color))
    charts += [Chart("histogram", Field(column.key)) for column in numbers]
    charts += [Chart("bar", Field(column.key)) for column in groups]
    return tuple(dict.fromkeys(charts))[:MOST_CHARTS]


def _over_time(schema: Schema, numbers: list[Column], *, color: Field | None) -> list[Chart]:
    times = [
        column for column in schema.visible() if (column.kind == "date" or _is_year(column)) and column.distinct > 2
    ]
    if not times:
        return []
    time = times[0]
    x = Field(time.key) if time.kind == "integer" else Field(time.key, _time_unit(time))
    series = (schema.rows and time.distinct >= schema.rows / 2) or time.kind == "integer"
    y = _whole(numbers[0]) if numbers and series else COUNT
    return [Chart("line", x, y, color)]


def _time_unit(column: Column) -> str:
    """The coarsest unit that still gives a line of twenty points or more."""
    low, high = str(column.low)[:10], str(column.high)[:10]
    years = int(high[:4]) - int(low[:4])
    months = years * 12 + int(high[5:7]) - int(low[5:7])
    return "year" if years >= 40 else "month" if months >= 12 else "day"
