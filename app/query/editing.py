"""A chart as a form edits it: what may be chosen, and the nearest chart to what was."""

from collections.abc import Mapping, Sequence

from app.datasets import Schema
from app.query.chart import Chart, make_chart, parse_chart
from app.query.choice import measure_of, measured, period_of
from app.query.errors import QueryError
from app.query.field import COUNT, Field
from app.query.marks import MARKS, Channel, Mark, candidates, is_measure, is_number
from app.query.options import OPTIONS, parse_option

CHANNELS = ("x", "y", "color")
FORM = (
    "_set_mark",
    *(f"_set_{name}{part}" for name in CHANNELS for part in ("", "_by")),
    *(f"_set_{key}" for key in OPTIONS),
)
"""The names of the form's controls: a column and a function of it for each channel, and the options."""


def makeable(schema: Schema) -> list[Mark]:
    """The marks for which the dataset has columns."""
    return [
        mark
        for mark in MARKS.values()
        if all(candidates(channel, schema) for channel in mark.channels if channel.needed)
    ]


def nearest_field(
    channel: Channel, wanted: Field | None, schema: Schema, *, not_: Sequence[Field | None]
) -> Field | None:
    """The field itself if it fits, else another function of its column, else another column (none of `not_`)."""
    if wanted is None and not channel.needed:
        return None
    found = candidates(channel, schema)
    if wanted in found:
        return wanted
    same = [field for field in found if wanted and field.column == wanted.column and wanted.column]
    if same:
        column = schema.columns[same[0].column]
        usual = {
            period_of(column) if column.kind == "date" and column.low else "",
            measure_of(column, schema).function,
            "",
        }
        return next((field for field in same if field.function in usual), same[0])
    if not channel.needed:
        return None
    telling = {column.key for column in measured(schema)}
    best = sorted(found, key=lambda field: channel.fits in (is_number, is_measure) and field.column not in telling)
    return next((field for field in best if field not in not_), best[0] if best else None)


def edited(chart: Chart, form: Mapping[str, str], schema: Schema) -> Chart:
    """The chart with what a form says of it; what does not fit becomes the nearest that does.

    Raises QueryError if the dataset has no columns for the mark.
    """
    mark = MARKS.get(form.get("_set_mark", chart.mark), chart.row)
    fields: list[Field | None] = []
    for channel in mark.channels:
        wanted = _wanted(channel.name, chart, form, schema)
        fields.append(nearest_field(channel, wanted, schema, not_=fields))
    if any(field is None for field, channel in zip(fields, mark.channels, strict=True) if channel.needed):
        raise QueryError("_set_mark", f"_set_mark: this table has no columns for a chart of the mark {mark.key}.")
    options = {key: form.get(f"_set_{key}", chart.option(key)) for key in mark.options}
    made = make_chart(mark.key, fields, {key: _option(key, value, mark, schema) for key, value in options.items()})
    return parse_chart(str(made), schema)


def _wanted(name: str, chart: Chart, form: Mapping[str, str], schema: Schema) -> Field | None:
    now = {"x": chart.x, "y": chart.y if chart.row.channel("y") else None, "color": chart.color}[name]
    if f"_set_{name}" not in form:
        return now
    key, function = form[f"_set_{name}"], form.get(f"_set_{name}_by", now.function if now and now.column else "")
    if function == "count":
        return COUNT
    if key not in schema.columns:
        return COUNT if name == "y" else None
    return Field(key, function)


def _option(key: str, value: str, mark: Mark, schema: Schema) -> str:
    """The option's text; blank, or one that can't be, means as it is by itself."""
    if not value:
        return ""
    try:
        return parse_option(f"{key}={value}", schema, allowed=mark.options, parameter=f"_set_{key}")[1]
    except QueryError:
        return ""
