"""Lines: a measure over an ordered dimension, one line a series, labelled at its end."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from app.engine import ChartPlan, Groups
from app.query import CYCLES, Filter
from components.axes.axes import BELOW, TICKS_X, Axes, Tick, apart, number_ticks, time_ticks, y_axis
from components.channel import Channel
from components.drawing.drawing import Brush, Drawing, Mark, Panel, Refusal, Shape, Text, dot, rect
from components.format import MISSING, THIN, shorten
from components.layout import Canvas, arrange, brush_of, legend_of, window
from components.page import Page
from components.rows import headers, rows
from components.scale import AnyScale, Scale, finite, linear, logarithmic, nice
from components.sheet import ADDS_UP, COUNTED, Sheet, build_sheet, refuse_log
from components.words import say_lines

LABEL_GAP, LONGEST, MOST_STOPS, DENSE = 13.5, 16, 100, 150
UNITS = {"year": 366.0, "quarter": 92.0, "month": 31.0, "week": 7.0, "day": 1.0, "hour": 1.0, "weekday": 1.0}
"""The longest that one stop may be after another, in days or steps, without a gap between."""
LOOSE = 4
"""Dates as they are may miss a weekend or a holiday without a gap: so many times the usual distance."""


def draw_lines(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | Refusal | None:
    """None if no group has a value."""
    sheet = build_sheet(plan, answer, page)
    if sheet is None:
        return None
    refusal = refuse_log(sheet.values, sheet.write) if plan.chart.option("log") else None
    if refusal:
        return refusal
    legend = legend_of(sheet, canvas) if sheet.panels else ()  # small charts have no room for names beside their lines
    return Drawing(
        *arrange(sheet, canvas.below(legend), lambda i, part: _panel(i, sheet, part, plan=plan)),
        legend=legend,
        note=sheet.note,
        sentence="" if page.sketch else say_lines(sheet),
        headers=headers(sheet),
        rows=rows(sheet),
        brush=time_brush(sheet, _scale(sheet, plan, canvas), canvas),
    )


def _panel(panel: int, sheet: Sheet, canvas: Canvas, *, plan: ChartPlan) -> Panel:
    y = _scale(sheet, plan, canvas)
    frame, x = time_frame(sheet, y, canvas)
    across, breaks = x.places(sheet.x.positions), broken(sheet.x)
    lines = [y.places(line) for line in sheet.values[panel].T.tolist()]
    marks, plain = _series(sheet, lines, frame, across=across, breaks=breaks)
    whole = [] if all(sheet.x.lit) else [path_of(across, line, breaks) for line in lines]
    muted = [Shape(f"line {sheet.colors[i]} is-muted", path) for i, path in enumerate(whole)]
    spans = spans_of(across, frame)
    return Panel(
        frame,
        (*stops(panel, sheet, frame, spans), *marks),
        under=(*window(sheet.x.lit, spans, frame), *muted),
        over=plain,
    )


def _scale(sheet: Sheet, plan: ChartPlan, canvas: Canvas) -> AnyScale:
    numbers = finite(sheet.values.ravel().tolist())
    low, high = min(numbers), max(numbers)
    start, stop = canvas.height - BELOW, canvas.top
    if plan.chart.option("log"):
        return logarithmic(low, high, start=start, stop=stop)
    usual = sheet.measure.function in ("count", "sum", "distinct") or 0 <= low < high / 4
    zero = {"yes": True, "no": False}.get(plan.chart.option("zero"), usual)
    ends = (min(0.0, low), max(0.0, high)) if zero else (low, high)
    return nice(*ends, start=start, stop=stop, count=canvas.levels, whole=sheet.measure.function in COUNTED)


def time_frame(sheet: Sheet, y: AnyScale, canvas: Canvas, *, shares: bool = False) -> tuple[Axes, Scale]:
    """The frame, with room at the right for the names of the series, and the horizontal scale."""
    y_ticks, left = y_axis(
        y, column=None if shares else sheet.styled, count=canvas.levels, unit=f"{THIN}%" if shares else ""
    )
    longest = max(map(len, sheet.series.labels)) if sheet.series and not sheet.panels else 0
    right = round(canvas.width - 16 - 6.0 * min(LONGEST, longest), 1)
    at = sheet.x.positions
    x = linear(at[0], at[-1], start=left, stop=right, whole=True)
    ticks = _ticks(sheet, x, max(2, round(TICKS_X * (right - left) / 400)))
    return Axes(left=left, right=right, top=canvas.top, bottom=canvas.height - BELOW, x=ticks, y=y_ticks), x


def _ticks(sheet: Sheet, x: Scale, count: int) -> tuple[Tick, ...]:
    column = sheet.page.column(sheet.x.column)
    if sheet.x.function in CYCLES:
        return apart(map(Tick, x.places(sheet.x.positions), sheet.x.labels))
    return apart(time_ticks(x, count) if column.kind == "date" else number_ticks(x, count, column=column))


def broken(channel: Channel) -> list[bool]:
    """Before which groups others are missing, so that no line may lead there."""
    at = channel.positions
    steps = [b - a for a, b in pairwise(at)]
    if not steps:
        return [False]
    dates = isinstance(channel.values[0], np.datetime64)
    unit = UNITS.get(channel.function) or median(steps) * (LOOSE if dates else 1.5)
    return [False, *(step > unit * 1.01 for step in steps)]


def path_of(across: Sequence[float], line: Sequence[float], breaks: Sequence[bool]) -> str:
    """An SVG path that breaks where values are missing; a lone value is a dot.

    Of very many points each is told by whole pixels from the last, which is a third shorter.
    """
    dense = len(line) > DENSE
    parts, pen, last, at = [], "M", len(line) - 1, (0, 0)
    for i, (x, y) in enumerate(zip(across, line, strict=True)):
        if y != y:
            pen = "M"
            continue
        if breaks[i]:
            pen = "M"
        if dense:
            here = round(x), round(y)
            parts.append(f"M{here[0]} {here[1]}" if pen == "M" else f"l{here[0] - at[0]} {here[1] - at[1]}")
            at = here
        else:
            parts.append(f"{pen}{x:g} {y:g}")
        if pen == "M" and (i == last or line[i + 1] != line[i + 1] or breaks[i + 1]):
            parts.append("m-1.5 0h3")
        pen = "L"
    return "".join(parts)


def _series(
    sheet: Sheet, lines: list[list[float]], frame: Axes, *, across: list[float], breaks: list[bool]
) -> tuple[tuple[Mark, ...], tuple[Shape, ...]]:
    """Each line with its name at its end, which keeps it; one without a name is only looked at.

    Only the part within the range that is kept is bright.
    """
    some = [i for i, line in enumerate(lines) if any(y == y for y in line)]
    ends = {i: max(k for k, y in enumerate(lines[i]) if y == y) for i in some}
    heights = dict(zip(some, labels_apart([lines[i][ends[i]] for i in some], frame), strict=True))
    links = sheet.page.links(sheet.series.keeps) if sheet.series else []
    marks = []
    for i in some:
        whole = path_of(across, lines[i], breaks)
        bright = [y if lit else np.nan for y, lit in zip(lines[i], sheet.x.lit, strict=True)]
        path = (whole if all(sheet.x.lit) else path_of(across, bright, breaks)) + dot(
            across[ends[i]], lines[i][ends[i]], 2
        )
        name = f"line {sheet.colors[i]}"
        if sheet.series is None:
            return (), (Shape(name, path),)
        label, muted = sheet.series.labels[i], not sheet.series.lit[i]
        text = Text(round(frame.right + 8, 1), heights[i] + 3.5, shorten(label, LONGEST), "line__name")
        marks.append(Mark(name, path, label, links[i], muted, whole, () if sheet.panels else (text,)))
    return tuple(marks), ()


def labels_apart(heights: list[float], frame: Axes) -> list[float]:
    """Heights of labels, moved so that none lies on another."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = list(heights)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + LABEL_GAP)
    bottom = frame.bottom + 4
    for each in reversed(order):
        placed[each] = min(placed[each], bottom)
        bottom = placed[each] - LABEL_GAP
    return [round(height, 1) for height in placed]


def spans_of(across: list[float], frame: Axes) -> list[tuple[float, float]]:
    """From halfway to the place before until halfway to the next one."""
    edges = [frame.left, *(round((a + b) / 2, 1) for a, b in pairwise(across)), frame.right]
    return list(pairwise(edges))


def stops(panel: int, sheet: Sheet, frame: Axes, spans: list[tuple[float, float]]) -> tuple[Mark, ...]:
    """Strips to click that keep a place of the axis; neighbours share one where they are many."""
    if sheet.page.sketch:
        return ()
    size = -(-len(spans) // MOST_STOPS)
    groups = [range(start, min(start + size, len(spans))) for start in range(0, len(spans), size)]
    keeps = [_joined(sheet.x, group) for group in groups]
    sides = [(sheet.panels.keeps[panel],) * len(groups)] if sheet.panels else []
    marks = []
    for group, link in zip(groups, sheet.page.links(*sides, keeps), strict=True):
        start, stop = spans[group[0]][0], spans[group[-1]][1]
        area = rect(start, frame.top, round(max(0.5, stop - start), 1), round(frame.bottom - frame.top, 1))
        marks.append(Mark("stop", "", _said(panel, sheet, group), link, area=area))
    return tuple(marks)


def _joined(channel: Channel, group: range) -> tuple[Filter, ...]:
    """What keeps all places of a strip."""
    if len(group) == 1:
        return channel.keeps[group[0]]
    low = next(row for row in channel.keeps[group[0]] if row.operator in ("", "min"))
    high = next(row for row in channel.keeps[group[-1]] if row.operator in ("", "max", "below"))
    return Filter(high.column, high.operator or "max", high.values), Filter(low.column, "min", low.values)


def _said(panel: int, sheet: Sheet, group: range) -> str:
    """What stands at a place. Of several in a strip: their total if that means something, else from what to what."""
    first, last = sheet.x.labels[group[0]], sheet.x.labels[group[-1]]
    names = sheet.series.labels if sheet.series else ("",)
    if len(group) == 1:
        texts = sheet.texts[panel][group[0]]
    else:
        texts = [_span(line, sheet) for line in sheet.values[panel, group.start : group.stop].T.tolist()]
    said = ", ".join([f"{name} {text}".strip() for name, text in zip(names, texts, strict=True) if text != MISSING])
    return f"{first if first == last else f'{first} to {last}'}: {said or MISSING}"


def _span(line: list[float], sheet: Sheet) -> str:
    some = finite(line)
    if not some:
        return MISSING
    if sheet.measure.function in ADDS_UP:
        return sheet.write(sum(some))
    low, high = sheet.write(min(some)), sheet.write(max(some))
    return low if low == high else f"{low} to {high}"


def time_brush(sheet: Sheet, y: AnyScale, canvas: Canvas, *, shares: bool = False) -> Brush | None:
    """Where the axis is a range of a column, it can be swept."""
    ranged = sheet.page.column(sheet.x.column).family in ("numbers", "dates") and sheet.x.function not in CYCLES
    if sheet.panels or not ranged:
        return None
    _, x = time_frame(sheet, y, canvas, shares=shares)
    return brush_of(sheet.x.column, sheet.page, x.places)
