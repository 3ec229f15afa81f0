"""Bins along an axis: where their edges are, and what they are called."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from app.datasets import Column
from app.query import FRACTIONS, Bins, Edge, Filter, bin_filters, edge_text
from components.axes.axes import TICKS_X, Tick, number_ticks, time_ticks
from components.format import Format
from components.scale import Scale, linear


@lru_cache(maxsize=500)
def edge_numbers(bins: Bins) -> tuple[float, ...]:
    """Numbers as they are; dates as days since 1970."""
    return tuple(map(_edge_number, bins.edges))


def _edge_number(edge: Edge) -> float:
    if isinstance(edge, str):
        return float(np.datetime64(edge).astype("datetime64[m]").astype("int64")) / 1440
    return edge


def edge_scale(bins: Bins, *, start: float, stop: float) -> Scale:
    numbers = edge_numbers(bins)
    return linear(numbers[0], numbers[-1], start=start, stop=stop)


def edge_ticks(scale: Scale, bins: Bins, column: Column, count: int = TICKS_X) -> tuple[Tick, ...]:
    return time_ticks(scale, count) if isinstance(bins.edges[0], str) else number_ticks(scale, count, column=column)


def bin_name(bins: Bins, position: int, column: Column) -> str:
    """`10 to 20`; for whole numbers and dates the last value that is in the bin, or the one that is."""
    return bin_names(bins, column)[position]


@lru_cache(maxsize=500)
def bin_names(bins: Bins, column: Column) -> tuple[str, ...]:
    keeps = bin_filters(bins, column)
    return tuple(_name(low, high, keep, column) for (low, high), keep in zip(pairwise(bins.edges), keeps, strict=True))


def _name(low: Edge, high: Edge, keep: tuple[Filter, ...], column: Column) -> str:
    if isinstance(low, str) or isinstance(high, str) or column.kind not in FRACTIONS:
        ends = {row.operator: row.values[0] for row in keep}
        first, last = (_end(ends[end], column) for end in ("min", "max"))
        return first if first == last else f"{first} to {last}"
    return f"{edge_text(low)} to {edge_text(high)}"


def _end(text: str, column: Column) -> str:
    return text if column.kind == "date" else Format.of(column).number(float(text))
