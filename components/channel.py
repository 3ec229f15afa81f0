"""What stands along an axis or has a colour: groups of a dimension, with their names and the filters that keep them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from app.engine import Dimension, WithMissing
from app.query import CYCLES, WEEKDAYS, Bins, Field, bin_filters, lit, select
from components.edges import bin_names, edge_numbers
from components.format import MISSING_NAME, Format, hour_name, moment
from components.page import Mark, Page

LENGTHS = {"year": 4, "month": 7}


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """Groups in the order they are drawn in. `lit`: whether the query's filters on the column keep some of each."""

    dimension: Dimension
    title: str
    values: tuple[object, ...]
    labels: tuple[str, ...]
    keeps: tuple[Mark, ...]
    lit: tuple[bool, ...]

    @property
    def column(self) -> str:
        return self.dimension.column

    @property
    def function(self) -> str:
        return self.dimension.function if isinstance(self.dimension, Field) else ""

    @property
    def positions(self) -> list[float]:
        """Where the groups are along an axis: numbers as they are, dates as days since 1970, bins at their middle."""
        if isinstance(self.dimension, Bins):
            edges = edge_numbers(self.dimension)
            return [edges[i] / 2 + edges[i + 1] / 2 for i in self.bins]
        return positions_of(self.values)

    @property
    def bins(self) -> list[int]:
        """Which of the dimension's bins the groups are."""
        return [int(str(value)) for value in self.values]

    def __len__(self) -> int:
        return len(self.values)


def build_channel(dimension: Dimension, values: Array, page: Page) -> Channel:
    """Of some of the groups that a summary found."""
    column = page.column(dimension.column)
    found = values_of(values)
    if isinstance(dimension, Bins):
        names, filters = bin_names(dimension, column), bin_filters(dimension, column)
        places = [int(value) for value in values]
        labels, keeps = tuple([names[i] for i in places]), tuple([filters[i] for i in places])
    else:
        field = dimension.field if isinstance(dimension, WithMissing) else dimension
        assert isinstance(field, Field)
        style = Format.of(column)
        labels = tuple([group_name(value, field.function, style) for value in found])
        keeps = tuple([select(field, value) for value in found])
    rows = page.query.on(column.key)
    lights = lit(keeps, rows, column) if rows else (True,) * len(found)
    return Channel(dimension, channel_title(dimension, page), found, labels, keeps, lights)


def channel_title(dimension: Dimension, page: Page) -> str:
    """`Region`, `Month of day`."""
    label = page.column(dimension.column).label
    return side_title(dimension.function if isinstance(dimension, Field) else "", label)


def side_title(function: str, label: str) -> str:
    return label if function in ("", "bin") else f"{function.capitalize()} of {lower(label)}"


def values_of(groups: Array) -> tuple[object, ...]:
    """Dates stay numpy's, which know how precise they are; other values become Python's, which are quicker to write."""
    return tuple(groups) if groups.dtype.kind == "M" else tuple(groups.tolist())


def positions_of(values: Sequence[object]) -> list[float]:
    if values and isinstance(values[0], np.datetime64):
        days = np.array(values).astype("datetime64[m]").astype("int64") / 1440
        return [float(day) for day in days]
    return [float(str(value)) for value in values]


def has_place(groups: Array) -> Array:
    """Which groups can stand on an axis, and be filtered by: infinity can't."""
    return np.isfinite(groups) if groups.dtype.kind == "f" else np.ones(len(groups), dtype=bool)


def group_name(value: object, function: str, style: Format) -> str:
    """June 2012 is `2012-06`."""
    if value is None:
        return MISSING_NAME
    if function in CYCLES:
        return WEEKDAYS[int(str(value))][:3] if function == "weekday" else hour_name(int(str(value)))
    if isinstance(value, np.datetime64):
        text = str(value)
        if function == "quarter":
            return f"{text[:4]} Q{(int(text[5:7]) + 2) // 3}"
        return text[: LENGTHS[function]] if function in LENGTHS else moment(value)
    return style.text(value)


def lower(label: str) -> str:
    """A label inside a sentence: `Year` → `year`, but `GDP` and `CO₂ per head` stay."""
    first = label.split(" ", maxsplit=1)[0]
    return label[0].lower() + label[1:] if first[1:].isalpha() and first[1:].islower() else label
