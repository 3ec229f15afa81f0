"""Areas: a measure over an ordered dimension, its series on top of each other."""

from itertools import pairwise

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups
from components.axes.axes import BELOW
from components.bar.bar import Ends, ends_of
from components.drawing.drawing import Drawing, Mark, Panel, Shape, Text
from components.format import shorten
from components.layout import Canvas, arrange, legend_of, window
from components.line.line import DENSE, LONGEST, broken, labels_apart, spans_of, stops, time_brush, time_frame
from components.page import Page
from components.rows import headers, rows
from components.scale import Scale, nice
from components.sheet import Sheet, build_sheet
from components.words import say_lines


def draw_areas(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | None:
    """None if no group has a value."""
    sheet = build_sheet(plan, answer, page)
    if sheet is None:
        return None
    ends = ends_of(sheet, plan, always=plan.chart.option("stack") != "no")
    legend = legend_of(sheet, canvas) if sheet.panels else ()
    return Drawing(
        *arrange(sheet, canvas.below(legend), lambda i, part: _panel(i, sheet, ends, part)),
        legend=legend,
        note=", ".join(filter(None, [sheet.note, "shares of the whole" if ends.shares else ""])),
        sentence="" if page.sketch else say_lines(sheet),
        headers=headers(sheet),
        rows=rows(sheet),
        brush=time_brush(sheet, _scale(ends, canvas), canvas, shares=ends.shares),
    )


def _scale(ends: Ends, canvas: Canvas) -> Scale:
    low, high = min(0.0, float(ends.stops.min())), max(0.0, float(ends.stops.max()))
    high = 100.0 if ends.shares and ends.stacked else high
    return nice(low, high, start=canvas.height - BELOW, stop=canvas.top, count=canvas.levels)


def _panel(panel: int, sheet: Sheet, ends: Ends, canvas: Canvas) -> Panel:
    y = _scale(ends, canvas)
    frame, x = time_frame(sheet, y, canvas, shares=ends.shares)
    across, breaks, spans = x.places(sheet.x.positions), broken(sheet.x), spans_of(x.places(sheet.x.positions), frame)
    present = np.isfinite(sheet.values[panel])
    present = np.broadcast_to(present.any(axis=1, keepdims=True), present.shape) if ends.stacked else present
    sides = [[y.places(line) for line in side[panel].T.tolist()] for side in (ends.starts, ends.stops)]
    bands = [
        band(across, low, high, present=present[:, i], breaks=breaks)
        for i, (low, high) in enumerate(zip(*sides, strict=True))
    ]
    clear = "" if ends.stacked or sheet.series is None else " band--clear"
    lit = np.array(sheet.x.lit)
    muted = [] if lit.all() else [Shape(f"band {sheet.colors[i]} is-muted", path) for i, path in enumerate(bands)]
    if muted:
        bands = [
            band(across, low, high, present=present[:, i] & lit, breaks=breaks)
            for i, (low, high) in enumerate(zip(*sides, strict=True))
        ]
    names = [f"band {sheet.colors[i]}{clear}" for i in range(len(bands))]
    under = (*window(sheet.x.lit, spans, frame), *muted)
    if sheet.series is None:
        return Panel(frame, stops(panel, sheet, frame, spans), under=(*under, Shape(names[0], bands[0])))
    middles = [(low[-1] + high[-1]) / 2 if ends.stacked else high[-1] for low, high in zip(*sides, strict=True)]
    marks = []
    for i, (height, link) in enumerate(
        zip(labels_apart(middles, frame), sheet.page.links(sheet.series.keeps), strict=True)
    ):
        label = sheet.series.labels[i]
        text = Text(round(frame.right + 8, 1), height + 3.5, shorten(label, LONGEST), "line__name")
        marks.append(
            Mark(names[i], bands[i], label, link, not sheet.series.lit[i], texts=() if sheet.panels else (text,))
        )
    return Panel(frame, (*stops(panel, sheet, frame, spans), *marks), under=under)


def band(across: list[float], low: list[float], high: list[float], *, present: Array, breaks: list[bool]) -> str:
    """A closed path for each run of places without a gap; a lone place is a pixel wide."""
    runs: list[list[int]] = []
    for i in np.flatnonzero(present).tolist():
        if runs and runs[-1][-1] == i - 1 and not breaks[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    parts = []
    for run in runs:
        at = [across[i] for i in run] if len(run) > 1 else [across[run[0]] - 0.5, across[run[0]] + 0.5]
        places = run if len(run) > 1 else [run[0], run[0]]
        upper = list(zip(at, [high[i] for i in places], strict=True))
        lower = list(zip(at, [low[i] for i in places], strict=True))
        parts.append(f"{polygon([*upper, *reversed(lower)], whole=len(across) > DENSE)}z")
    return "".join(parts)


def polygon(points: list[tuple[float, float]], *, whole: bool) -> str:
    """`whole`: each point by whole pixels from the last."""
    if not whole:
        return f"M{'L'.join([f'{x:g} {y:g}' for x, y in points])}"
    pixels = [(round(x), round(y)) for x, y in points]
    steps = [f"{right - left} {below - above}" for (left, above), (right, below) in pairwise(pixels)]
    return f"M{pixels[0][0]} {pixels[0][1]}l{' '.join(steps)}"
