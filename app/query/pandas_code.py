"""`This view in pandas`: code that gives the page's rows and the numbers of its charts."""

import math
from collections.abc import Iterable
from itertools import groupby

from app.datasets import Column, Schema
from app.query.bins import Bins
from app.query.chart import Chart
from app.query.defaults import defaults
from app.query.field import Field
from app.query.filter import Filter
from app.query.operators import Operands, pandas_has
from app.query.query import Query

PERIODS = {"year": "Y", "quarter": "Q", "month": "M", "week": "W-SUN", "day": "D"}


def view_code(query: Query, schema: Schema, recipe: Iterable[str]) -> list[str]:
    """Lines that read the file to `df` and make the filtered, sorted `view` of it."""
    conditions = _conditions(query, schema)
    lines = ["import pandas as pd", "", *recipe]
    if len(conditions) > 1:
        lines += ["view = df[", f"    {conditions[0]}", *(f"    & {condition}" for condition in conditions[1:]), "]"]
    else:
        lines.append(f"view = df[{conditions[0]}]" if conditions else "view = df")
    sorts = query.sort or defaults(schema).sort
    if sorts:
        names = [schema.columns[sort.column].name for sort in sorts]
        ascending = [not sort.descending for sort in sorts]
        lines.append(f'view = view.sort_values({names!r}, ascending={ascending!r}, kind="stable", na_position="last")')
    return lines


def _conditions(query: Query, schema: Schema) -> list[str]:
    conditions = []
    for key, rows in groupby(query.filters, key=lambda row: row.column):
        conditions += _column_conditions(schema.columns[key], list(rows), schema)
    if query.search:
        words = [column for column in schema.visible() if column.family == "words"]
        found = [pandas_has(_ref(column), (query.search,)) for column in words]
        conditions.append(f"({' | '.join(found)})" if found else "pd.Series(False, index=df.index)")
    return conditions


def _column_conditions(column: Column, rows: list[Filter], schema: Schema) -> list[str]:
    by_operator = {row.operator: row for row in rows}
    if column.family == "numbers" and {"min", "max"} <= by_operator.keys():
        low, high = by_operator.pop("min").values[0], by_operator.pop("max").values[0]
        between = [f"{_ref(column)}.between({low}, {high})"]
    else:
        between = []
    return between + [row.row().pandas(_ref(column), _operands(row, column, schema)) for row in by_operator.values()]


def _operands(row: Filter, column: Column, schema: Schema) -> Operands:
    if column.kind == "boolean" and row.operator in ("", "not"):
        return tuple(value == "true" for value in row.values)
    return row.operands(schema)


def _ref(column: Column) -> str:
    return f"df[{column.name!r}]"


def figure_code(field: Field, schema: Schema) -> str:
    if not field.column:
        return "len(view)"
    function = {"distinct": "nunique"}.get(field.function, field.function)
    arguments = "min_count=1" if field.function == "sum" else ""
    return f"view[{schema.columns[field.column].name!r}].{function}({arguments})"


def chart_code(chart: Chart, schema: Schema, *, bins: tuple[Bins, ...] = ()) -> str:
    """One expression for the numbers of a chart; `bins` where its columns are binned."""
    if bins:
        cuts = [_cut(each, schema.columns[each.column]) for each in bins]
        return f"{cuts[0]}.value_counts(sort=False)" if len(cuts) == 1 else f"pd.crosstab({', '.join(cuts)})"
    if chart.mark == "scatter":
        return f"view[{[schema.columns[field.column].name for field in (chart.x, chart.y)]!r}].dropna()"
    keys = [_key(field, schema) for field in (chart.x, chart.color) if field]
    by = keys[0] if len(keys) == 1 else f"[{', '.join(keys)}]"
    return f"view.groupby({by})" + _measure(chart.y, schema) + (".unstack()" if chart.color else "")


def _measure(field: Field, schema: Schema) -> str:
    if not field.column:
        return ".size()"
    function = {"distinct": "nunique"}.get(field.function, field.function)
    arguments = "min_count=1" if field.function == "sum" else ""
    return f"[{schema.columns[field.column].name!r}].{function}({arguments})"


def _key(field: Field, schema: Schema) -> str:
    name = schema.columns[field.column].name
    return f'view[{name!r}].dt.to_period("{PERIODS[field.function]}")' if field.function else repr(name)


def _cut(bins: Bins, column: Column) -> str:
    """Half-open bins, as Winnow's; a last edge that is the greatest value itself is moved up to include it."""
    if column.family == "dates":
        return f"pd.cut(view[{column.name!r}], pd.to_datetime({list(bins.edges)!r}), right=False)"
    *edges, last = (float(edge) for edge in bins.edges)
    closed = math.nextafter(last, math.inf) if column.kind == "number" else last
    return f"pd.cut(view[{column.name!r}], {[*edges, closed]!r}, right=False)"
