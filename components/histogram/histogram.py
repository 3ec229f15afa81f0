"""A histogram: rows in bins of a number or a date."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from app.datasets import Column
from app.engine import ChartPlan, Groups
from app.query import Bins as BinEdges
from app.query import Edge, Filter, bin_filters, edge_text
from components.axes.axes import HEIGHT, TICKS_X, TICKS_Y, WIDTH, Axes, Tick, number_ticks, time_ticks, y_axis
from components.format import Format
from components.page import Link, Page
from components.scale import Scale, linear, nice


@dataclass(frozen=True, slots=True)
class Bin:
    x: float
    y: float
    width: float
    height: float
    title: str
    link: Link


@dataclass(frozen=True, slots=True)
class Bins:
    frame: Axes
    bins: tuple[Bin, ...]
    note: str
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "Bins"


def draw_bins(plan: ChartPlan, answer: Groups, page: Page) -> Bins | None:
    """None if no row is in any bin."""
    (edges,), column = plan.bins, page.column(plan.chart.x.column)
    counts = answer.counts
    if not counts.any():
        return None
    y = nice(0, float(counts.max()), start=HEIGHT - 22, stop=8, count=TICKS_Y, whole=True)
    y_ticks, left = y_axis(y)
    x = edge_scale(edges, start=left, stop=WIDTH - 12)
    names = bin_names(edges, column)
    at = x.places(edge_numbers(edges))
    links = page.links(bin_filters(edges, column))
    bins = []
    for i, count in enumerate(counts.tolist()):
        if count:
            top, width = y(count), round(max(0.5, at[i + 1] - at[i] - 1), 1)
            title = f"{names[i]}: {count:,}"
            bins.append(Bin(round(at[i] + 0.5, 1), top, width, round(y.start - top, 1), title, links[i]))
    frame = Axes(left=left, right=WIDTH - 12, x=edge_ticks(x, edges, column), y=y_ticks)
    if page.sketch:
        return Bins(frame, tuple(bins), "", "", (), ())
    fullest = int(np.argmax(counts))
    return Bins(
        frame=frame,
        bins=tuple(bins),
        note="",
        sentence=f"{int(counts.sum()):,} rows in {len(edges)} bins; most, {counts[fullest]:,}, at {names[fullest]}.",
        headers=(column.label, "Rows"),
        rows=tuple((names[i], f"{count:,}") for i, count in enumerate(counts.tolist())),
    )


@lru_cache(maxsize=500)
def edge_numbers(bins: BinEdges) -> tuple[float, ...]:
    """Numbers as they are; dates as days since 1970."""
    return tuple(map(_edge_number, bins.edges))


def _edge_number(edge: Edge) -> float:
    if isinstance(edge, str):
        return float(np.datetime64(edge).astype("datetime64[m]").astype("int64")) / 1440
    return edge


def edge_scale(bins: BinEdges, *, start: float, stop: float) -> Scale:
    numbers = edge_numbers(bins)
    return linear(numbers[0], numbers[-1], start=start, stop=stop)


def edge_ticks(scale: Scale, bins: BinEdges, column: Column, count: int = TICKS_X) -> tuple[Tick, ...]:
    return time_ticks(scale, count) if isinstance(bins.edges[0], str) else number_ticks(scale, count, column=column)


def bin_name(bins: BinEdges, position: int, column: Column) -> str:
    """`10 to 20`; for whole numbers and dates the last value that is in the bin, or the one that is."""
    return bin_names(bins, column)[position]


@lru_cache(maxsize=500)
def bin_names(bins: BinEdges, column: Column) -> tuple[str, ...]:
    keeps = bin_filters(bins, column)
    return tuple(_name(low, high, keep, column) for (low, high), keep in zip(pairwise(bins.edges), keeps, strict=True))


def _name(low: Edge, high: Edge, keep: tuple[Filter, ...], column: Column) -> str:
    if isinstance(low, str) or isinstance(high, str) or column.kind != "number":
        ends = {row.operator: row.values[0] for row in keep}
        first, last = (_end(ends[end], column) for end in ("min", "max"))
        return first if first == last else f"{first} to {last}"
    return f"{edge_text(low)} to {edge_text(high)}"


def _end(text: str, column: Column) -> str:
    return text if column.kind == "date" else Format.of(column).number(float(text))
