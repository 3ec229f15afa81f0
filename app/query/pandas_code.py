"""`This view in pandas`: code that gives the page's rows and the numbers of its charts."""

from collections.abc import Iterable
from itertools import groupby

from app.datasets import Column, Schema
from app.query.defaults import defaults
from app.query.field import Field
from app.query.filter import Filter
from app.query.operators import Operands, pandas_has
from app.query.query import Query


def view_code(query: Query, schema: Schema, recipe: Iterable[str]) -> list[str]:
    """Lines that read the file to `df` and make the filtered, sorted `view` of it."""
    lines = ["import pandas as pd", "", *recipe, *selection("view", conditions_of(query, schema))]
    sorts = query.sort or defaults(schema).sort
    if sorts:
        names = [schema.columns[sort.column].name for sort in sorts]
        ascending = [not sort.descending for sort in sorts]
        lines.append(f'view = view.sort_values({names!r}, ascending={ascending!r}, kind="stable", na_position="last")')
    return lines


def selection(name: str, conditions: list[str]) -> list[str]:
    """Lines that give a name to the rows of `df` that pass."""
    if len(conditions) > 1:
        rest = [f"    & {condition}" for condition in conditions[1:]]
        return [f"{name} = df[", f"    {conditions[0]}", *rest, "]"]
    return [f"{name} = df[{conditions[0]}]" if conditions else f"{name} = df"]


def conditions_of(query: Query, schema: Schema) -> list[str]:
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
