"""The numbers of a chart in pandas."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from app.datasets import Column, Schema
from app.query.bins import FRACTIONS, Bins
from app.query.chart import Chart
from app.query.field import Field
from app.query.pandas_code import conditions_of, selection
from app.query.query import Query

ACCESSORS = {"weekday": "day_of_week", "hour": "hour"}
PERIODS = {"year": "Y", "quarter": "Q", "month": "M", "week": "W-SUN", "day": "D"}


def chart_code(
    chart: Chart,
    query: Query,
    schema: Schema,
    *,
    number: int = 1,
    without: tuple[str, ...] = (),
    bins: Mapping[str, Bins] = MappingProxyType({}),
    missing: tuple[str, ...] = (),
) -> list[str]:
    """Lines that make `chart_1`, the numbers of a chart.

    `without`: the columns whose own filters do not apply to it. `bins` of the channels that are binned, `missing`
    those whose missing cells are a group.
    """
    rows, lines = "view", []
    if any(row.column in without for row in query.filters):
        rest = query.replaced(filters=tuple(row for row in query.filters if row.column not in without))
        rows = f"rows_{number}"
        lines = selection(rows, conditions_of(rest, schema))
    keys = _keys(chart)
    if chart.mark in ("scatter", "map") and not bins:
        fields = [*chart.fields, *([chart.size] if chart.size else [])]
        names = list(dict.fromkeys(schema.columns[field.column].name for field in fields))
        needed = [schema.columns[field.column].name for field in (chart.x, chart.y)]
        return [*lines, f"chart_{number} = {rows}[{names!r}].dropna(subset={needed!r})"]
    texts = [_group(field, schema, rows=rows, bins=bins.get(name)) for name, field in keys.items()]
    if chart.mark in ("heatmap", "scatter", "map") and (not chart.color or chart.mark != "heatmap"):
        return [*lines, f"chart_{number} = pd.crosstab({', '.join(_series(text, rows) for text in texts)})"]
    if chart.mark == "histogram" and len(keys) == 1:
        return [*lines, f"chart_{number} = {texts[0]}.value_counts(sort=False)"]
    present = [schema.columns[field.column] for name, field in keys.items() if missing and name not in missing]
    gaps = [column.name for column in present if column.missing]
    whole = f"{rows}.dropna(subset={gaps!r})" if gaps else rows
    measure = chart.color if chart.mark == "heatmap" and chart.color else chart.y
    by = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    grouped = f"{whole}.groupby({by}{', dropna=False' if missing else ''})"
    return [*lines, f"chart_{number} = {grouped}{_tail(chart, measure, schema)}"]


def _keys(chart: Chart) -> dict[str, Field]:
    """What the chart is grouped by, by channel."""
    fields = {"facet": chart.facet, "x": chart.x, "y": chart.y, "color": chart.color}
    names = ("x", "y") if chart.mark in ("heatmap", "scatter", "map") else ("facet", "x", "color")
    return {name: field for name in names if (field := fields[name])}


def _tail(chart: Chart, measure: Field, schema: Schema) -> str:
    if chart.mark == "box":
        return f"[{schema.columns[chart.y.column].name!r}].describe()"
    wide = chart.color is not None or chart.mark == "heatmap"
    return _measure(measure, schema) + (".unstack()" if wide else "")


def _series(text: str, rows: str) -> str:
    """A key as a series: a name alone does for groupby only."""
    return text if text.startswith((rows, "pd.")) else f"{rows}[{text}]"


def _measure(field: Field, schema: Schema) -> str:
    if not field.column:
        return ".size()"
    function = {"distinct": "nunique"}.get(field.function, field.function)
    arguments = "min_count=1" if field.function == "sum" else ""
    return f"[{schema.columns[field.column].name!r}].{function}({arguments})"


def _group(field: Field, schema: Schema, *, rows: str, bins: Bins | None) -> str:
    column = schema.columns[field.column]
    if bins:
        return _cut(bins, column, rows=rows)
    if field.function in ACCESSORS:
        return f"{rows}[{column.name!r}].dt.{ACCESSORS[field.function]}"
    return f'{rows}[{column.name!r}].dt.to_period("{PERIODS[field.function]}")' if field.function else repr(column.name)


def _cut(bins: Bins, column: Column, *, rows: str) -> str:
    """Half-open bins, as Winnow's; a last edge that is the greatest value itself is moved up to include it."""
    if column.family == "dates":
        return f"pd.cut({rows}[{column.name!r}], pd.to_datetime({list(bins.edges)!r}), right=False)"
    if column.kind not in FRACTIONS:
        return f"pd.cut({rows}[{column.name!r}], {list(bins.edges)!r}, right=False)"
    *edges, last = (float(edge) for edge in bins.edges)
    return f"pd.cut({rows}[{column.name!r}], {[*edges, math.nextafter(last, math.inf)]!r}, right=False)"
