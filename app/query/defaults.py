"""What a dashboard shows when the URL says nothing: the owner's wishes, else choices that fit the columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from app.datasets import Problem, Schema
from app.query.chart import Chart, parse_chart
from app.query.choice import choose_charts, choose_facets, choose_figures
from app.query.errors import QueryError
from app.query.field import Field, parse_field
from app.query.near import did_you_mean

T = TypeVar("T")


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
        facets=tuple(dict.fromkeys(facets)) or choose_facets(schema),
        figures=tuple(figures) or choose_figures(schema),
        charts=tuple(dict.fromkeys(charts)) or choose_charts(schema),
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
