"""A heat map: rows in bins of two columns, the darker the more."""

from dataclasses import dataclass

import numpy as np

from app.engine import ChartPlan, Groups
from components.axes.axes import HEIGHT, TICKS_Y, WIDTH, Axes, left_margin
from components.histogram.histogram import bin_name, edge_number, edge_scale, edge_ticks
from components.page import Link, Page

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
    xs, ys = [x(edge_number(edge)) for edge in across.edges], [y(edge_number(edge)) for edge in up.edges]
    names = (
        [bin_name(across, i, columns[0]) for i in range(len(across))],
        [bin_name(up, j, columns[1]) for j in range(len(up))],
    )
    shades = np.ceil(np.sqrt(counts[counts > 0] / counts.max()) * SHADES).astype(int).tolist()
    filled = list(zip(*(places.tolist() for places in np.nonzero(counts)), strict=True))
    keeps = (
        [across.filters(i, columns[0]) for i in range(len(across))],
        [up.filters(j, columns[1]) for j in range(len(up))],
    )
    links = page.links([keeps[0][i] + keeps[1][j] for i, j in filled])
    cells = tuple(
        Cell(_rect(xs[i], ys[j + 1], xs[i + 1], ys[j]), shade, f"{names[0][i]}, {names[1][j]}: {count:,}", link)
        for (i, j), shade, count, link in zip(filled, shades, counts[counts > 0].tolist(), links, strict=True)
    )
    i, j = np.unravel_index(int(np.argmax(counts)), counts.shape)
    most = f"most, {counts[i, j]:,}, at {names[0][i]} and {names[1][j]}"
    return Cells(
        frame=Axes(
            left=left, right=WIDTH - 12, x=edge_ticks(x, across, columns[0]), y=y_ticks, x_title=columns[0].label
        ),
        cells=cells,
        note="rows in bins" if plan.chart.mark == "scatter" else "",
        sentence=f"{counts.sum():,} rows in {len(filled)} cells; {most}.",
        headers=(f"{columns[0].label} \\ {columns[1].label}", *names[1]),
        rows=tuple((names[0][i], *(f"{n:,}" if n else "" for n in row)) for i, row in enumerate(counts.tolist())),
    )


def _rect(left: float, top: float, right: float, bottom: float) -> str:
    """The path of a cell, with a hair of the ground around it."""
    width, height = max(0.5, right - left - 1), max(0.5, bottom - top - 1)
    return f"M{left + 0.5:.1f} {top + 0.5:.1f}h{width:.1f}v{height:.1f}h-{width:.1f}z"
