"""A heat map: rows in bins of two columns, the darker the more."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups
from app.query import Bins, bin_filters
from components.axes.axes import HEIGHT, TICKS_Y, WIDTH, Axes, Tick, left_margin
from components.histogram.histogram import bin_names, edge_numbers, edge_scale, edge_ticks
from components.page import NOWHERE, Link, Page
from components.scale import Scale

SHADES = 6


@dataclass(frozen=True, slots=True)
class Cell:
    path: str
    shade: int
    title: str
    link: Link


@dataclass(frozen=True, slots=True)
class Cells:
    frame: Axes
    cells: tuple[Cell, ...]
    note: str
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "Cells"


def draw_cells(plan: ChartPlan, answer: Groups, page: Page) -> Cells | None:
    """None if no row is in any cell."""
    across, up = plan.bins
    counts = answer.counts
    if not counts.any():
        return None
    columns = page.column(across.column), page.column(up.column)
    y = edge_scale(up, start=HEIGHT - 22, stop=8)
    y_ticks = edge_ticks(y, up, columns[1], TICKS_Y)
    left = left_margin([tick.label for tick in y_ticks])
    x = edge_scale(across, start=left, stop=WIDTH - 12)
    names = bin_names(across, columns[0]), bin_names(up, columns[1])
    shades = np.ceil(np.sqrt(counts[counts > 0] / counts.max()) * SHADES).astype(int).tolist()
    filled = list(zip(*(places.tolist() for places in np.nonzero(counts)), strict=True))
    strips = _strips(across, x), _strips(up, y)
    if page.sketch:
        paths = [""] * SHADES
        for (i, j), shade in zip(filled, shades, strict=True):
            paths[shade - 1] += _rect(strips[0][i], strips[1][j])
        marks = tuple(Cell(path, shade, "", NOWHERE) for shade, path in enumerate(paths, start=1) if path)
        return Cells(_frame(x, y_ticks, left=left, plan=plan, page=page), marks, "", "", (), ())
    links = page.links(bin_filters(across, columns[0]), bin_filters(up, columns[1]), at=filled)
    cells = tuple(
        Cell(_rect(strips[0][i], strips[1][j]), shade, f"{names[0][i]}, {names[1][j]}: {count:,}", link)
        for (i, j), shade, count, link in zip(filled, shades, counts[counts > 0].tolist(), links, strict=True)
    )
    return Cells(
        frame=_frame(x, y_ticks, left=left, plan=plan, page=page),
        cells=cells,
        note="rows in bins" if plan.chart.mark == "scatter" else "",
        sentence=f"{counts.sum():,} rows in {len(filled)} cells; {_most(counts, names)}.",
        headers=(f"{columns[0].label} \\ {columns[1].label}", *names[1]),
        rows=tuple((names[0][i], *(f"{n:,}" if n else "" for n in row)) for i, row in enumerate(counts.tolist())),
    )


def _frame(x: Scale, y_ticks: tuple[Tick, ...], *, left: float, plan: ChartPlan, page: Page) -> Axes:
    across = plan.bins[0]
    column = page.column(across.column)
    return Axes(left=left, right=WIDTH - 12, x=edge_ticks(x, across, column), y=y_ticks, x_title=column.label)


def _most(counts: Array, names: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    i, j = np.unravel_index(int(np.argmax(counts)), counts.shape)
    return f"most, {counts[i, j]:,}, at {names[0][i]} and {names[1][j]}"


@lru_cache(maxsize=500)
def _strips(bins: Bins, scale: Scale) -> list[tuple[str, str]]:
    """Where each column or row of cells starts and how wide it is, with a hair of the ground around it."""
    edges = pairwise(scale.places(edge_numbers(bins)))
    return [(f"{min(a, b) + 0.5:.1f}", f"{max(0.5, abs(b - a) - 1):.1f}") for a, b in edges]


def _rect(column: tuple[str, str], row: tuple[str, str]) -> str:
    (left, width), (top, height) = column, row
    return f"M{left} {top}h{width}v{height}h-{width}z"
