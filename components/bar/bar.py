"""Bars: lengths for a measure, beside or on top of each other; upright for an order, lying for long names."""

from dataclasses import dataclass

import numpy as np

from app.datasets import Column
from app.datasets.column import Array
from app.engine import ChartPlan, Groups
from app.query import Bins
from components.axes.axes import (
    BELOW,
    BESIDE,
    CHARACTER,
    TICKS_X,
    TICKS_Y,
    Axes,
    apart,
    name_ticks,
    number_ticks,
    text_width,
    y_axis,
)
from components.drawing.drawing import Drawing, Mark, Panel, Refusal, Text, rect
from components.edges import edge_numbers, edge_scale, edge_ticks
from components.format import THIN, plain, shorten
from components.layout import Canvas, arrange, legend_of, window
from components.page import Page
from components.rows import headers, rows
from components.scale import AnyScale, LogScale, Scale, linear, logarithmic, nice
from components.sheet import ADDS_UP, COUNTED, MOST_BARS, Place, Sheet, build_sheet, is_nominal, refuse_log
from components.words import say_places

MOST_UPRIGHT, WIDEST, THINNEST, SHORTEN, ROOM = 60, 34, 15, 20, 58
Slots = list[tuple[float, float]]
"""Where along the axis each place begins, and how wide it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """What each bar says, and where it begins and ends along its scale, in the shape of the sheet's values."""

    values: Array
    starts: Array
    stops: Array
    stacked: bool
    shares: bool


def draw_bars(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | Refusal | None:
    """None if no group has a value."""
    nominal = is_nominal(plan.dimension("x"), page)
    sheet = build_sheet(plan, answer, page, most=plan.chart.top or (MOST_BARS if nominal else MOST_UPRIGHT))
    if sheet is None:
        return None
    ends = ends_of(sheet, plan)
    refusal = refuse(sheet, ends) if plan.chart.option("log") else None
    if refusal:
        return refusal
    legend, lying = legend_of(sheet, canvas), nominal and not _fit(sheet, canvas)
    draw = _lying if lying else _upright
    return Drawing(
        *arrange(sheet, canvas.below(legend), lambda i, part: draw(i, sheet, ends, part, plan=plan), tall=lying),
        legend=legend,
        note=", ".join(filter(None, [sheet.note, "shares of the whole" if ends.shares else ""])),
        sentence="" if page.sketch else say_places(sheet),
        headers=headers(sheet),
        rows=rows(sheet),
    )


def ends_of(sheet: Sheet, plan: ChartPlan, *, always: bool = False) -> Ends:
    """Parts of a stack grow away from zero, the negative ones down; shares are per cent of all parts.

    `always`: series are stacked whatever they measure.
    """
    stack, shares = plan.chart.option("stack"), bool(plan.chart.option("normalize"))
    adds_up = sheet.measure.function in ADDS_UP and stack != "no"
    stacked = sheet.series is not None and (always or shares or stack == "yes" or adds_up)
    values = np.nan_to_num(sheet.values)
    with np.errstate(over="ignore", invalid="ignore"):  # of numbers near the greatest there are no sums
        return _ends(sheet, values, stacked=stacked, shares=shares)


def _ends(sheet: Sheet, values: Array, *, stacked: bool, shares: bool) -> Ends:
    if shares:
        total = np.abs(values).sum(axis=2 if sheet.series is not None else 1, keepdims=True)
        values = np.divide(100 * values, total, out=np.zeros_like(values), where=total > 0)
    if not stacked:
        return Ends(values, np.zeros_like(values), values, stacked, shares)
    stops = np.where(values < 0, np.minimum(values, 0).cumsum(axis=2), np.maximum(values, 0).cumsum(axis=2))
    return Ends(values, stops - values, stops, stacked, shares)


def refuse(sheet: Sheet, ends: Ends) -> Refusal | None:
    if ends.stacked:
        return Refusal("Stacked bars have no logarithmic scale, as their parts would not add up. Add stack=no.")
    return refuse_log(sheet.values, sheet.write)


def length_scale(ends: Ends, sheet: Sheet, *, start: float, stop: float, log: bool, count: int) -> AnyScale:
    both = np.concatenate([ends.starts.ravel(), ends.stops.ravel()])
    if log:
        some = ends.stops[ends.stops > 0]
        low = float(some.min()) * 0.999  # the least bar has a length too
        return logarithmic(low, float(some.max()), start=start, stop=stop)
    high = 100.0 if ends.shares and ends.stacked else float(both.max())
    whole = sheet.measure.function in COUNTED and not ends.shares
    return nice(min(0.0, float(both.min())), max(0.0, high), start=start, stop=stop, count=count, whole=whole)


def _fit(sheet: Sheet, canvas: Canvas) -> bool:
    """Whether the names have room beside each other below upright bars."""
    across = min(3, len(sheet.panels)) if sheet.panels else 1
    room = (canvas.width / across - 60) / len(sheet.x)
    return len(sheet.x) > 1 and all(text_width(label) + 12 <= room for label in sheet.x.labels)


def _lying(panel: int, sheet: Sheet, ends: Ends, canvas: Canvas, *, plan: ChartPlan) -> Panel:
    log, single = bool(plan.chart.option("log")), sheet.series is None
    bare = single and not log
    longest = min(SHORTEN, max(map(len, sheet.x.labels)), int(canvas.width / 3 / CHARACTER))
    left = round(12 + max(text_width(shorten(label, longest)) for label in sheet.x.labels), 1)
    right = canvas.width - (ROOM if single else BESIDE)
    top = canvas.top - 8
    room = (canvas.height - top - (0 if bare else BELOW)) / len(sheet.x)
    pitch = min(WIDEST, room if sheet.panels else max(THINNEST, room))
    bottom = round(top + max(pitch * len(sheet.x), min(80, canvas.height - top)), 1)
    if bare:
        low, high = min(0.0, float(ends.stops.min())), max(0.0, float(ends.stops.max()))
        scale: AnyScale = linear(low, high, start=left, stop=right)
    else:
        scale = length_scale(ends, sheet, start=left, stop=right, log=log, count=canvas.ticks(TICKS_Y))
    slots = [(round(top + (i + 0.15) * pitch, 1), round(pitch * 0.7, 1)) for i in range(len(sheet.x))]
    ticks = () if bare else number_ticks(scale, canvas.ticks(TICKS_Y), column=styled(sheet, ends), unit=unit(ends))
    frame = Axes(left=left, right=right, top=top, bottom=bottom, x=ticks, upright=True)
    names = lying_names(sheet.x.labels, slots, left=left, most=longest)
    return Panel(
        frame,
        bars(panel, sheet, ends, scale, slots=slots, lying=frame, names=names),
        texts=() if single else names,
    )


def lying_names(labels: tuple[str, ...], slots: Slots, *, left: float, most: int = SHORTEN) -> tuple[Text, ...]:
    return tuple(
        Text(left - 8, round(start + width / 2 + 4, 1), shorten(label, most), "bar__name", "end")
        for label, (start, width) in zip(labels, slots, strict=True)
    )


def _upright(panel: int, sheet: Sheet, ends: Ends, canvas: Canvas, *, plan: ChartPlan) -> Panel:
    return upright(panel, sheet, ends, canvas, log=bool(plan.chart.option("log")))


def upright(panel: int, sheet: Sheet, ends: Ends, canvas: Canvas, *, log: bool) -> Panel:
    """Bars on a common ground: bins where they are along their axis, other places side by side."""
    frame, x, scale = upright_frame(sheet, ends, canvas, log=log)
    if x is None:
        pitch = frame.width / len(sheet.x)
        width = min(pitch * 0.8, 2 * WIDEST)
        starts = [frame.left + (i + 0.5) * pitch - width / 2 for i in range(len(sheet.x))]
        slots = [(round(start, 1), round(width, 1)) for start in starts]
        return Panel(frame, bars(panel, sheet, ends, scale, slots=slots))
    edges = sheet.x.dimension
    assert isinstance(edges, Bins)
    at = x.places(edge_numbers(edges))
    slots = [(round(at[i] + 0.5, 1), round(max(0.5, at[i + 1] - at[i] - 1), 1)) for i in sheet.x.bins]
    marks = bars(panel, sheet, ends, scale, slots=slots, tall=sheet.series is None)
    return Panel(frame, marks, under=window(sheet.x.lit, [(at[i], at[i + 1]) for i in sheet.x.bins], frame))


def upright_frame(sheet: Sheet, ends: Ends, canvas: Canvas, *, log: bool) -> tuple[Axes, Scale | None, AnyScale]:
    """The frame, the scale of bins along it (None where places have no size), and that of the lengths."""
    scale = length_scale(ends, sheet, start=canvas.height - BELOW, stop=canvas.top, log=log, count=canvas.levels)
    ticks, left = y_axis(scale, column=styled(sheet, ends), count=canvas.levels, unit=unit(ends))
    right, edges = canvas.width - BESIDE, sheet.x.dimension
    if isinstance(edges, Bins):
        along = edge_scale(edges, start=left, stop=right)
        x: Scale | None = along
        names = apart(edge_ticks(along, edges, sheet.page.column(edges.column), canvas.ticks(TICKS_X)))
    else:
        x, names = None, name_ticks(sheet.x.labels, left=left, pitch=(right - left) / len(sheet.x))
    return Axes(left=left, right=right, top=canvas.top, bottom=canvas.height - BELOW, x=names, y=ticks), x, scale


def styled(sheet: Sheet, ends: Ends) -> Column | None:
    """The column whose style the scale's labels have."""
    return None if ends.shares else sheet.styled


def unit(ends: Ends) -> str:
    """What follows the numbers of the scale."""
    return f"{THIN}%" if ends.shares else ""


def bars(
    panel: int,
    sheet: Sheet,
    ends: Ends,
    scale: AnyScale,
    *,
    slots: Slots,
    lying: Axes | None = None,
    names: tuple[Text, ...] = (),
    tall: bool = False,
) -> tuple[Mark, ...]:
    """`lying`: the frame of bars that grow to the right; they have `names` and values beside them and rows to click.

    `tall`: upright bars can be clicked in their whole height.
    """
    values, first, last = (each[panel].tolist() for each in (sheet.values, ends.starts, ends.stops))
    at: list[Place] = [(panel, i, s) for i, line in enumerate(values) for s, value in enumerate(line) if value == value]
    base = scale.low if isinstance(scale, LogScale) else 0.0
    starts = scale.places([first[i][s] or base for _, i, s in at])
    stops = scale.places([last[i][s] for _, i, s in at])
    beside, single = 1 if ends.stacked else sheet.values.shape[2], sheet.series is None
    found = []
    for place, link, start, stop in zip(at, sheet.links(at), starts, stops, strict=True):
        begin, width = slots[place[1]]
        across = round(begin + width / beside * (0 if ends.stacked else place[2]), 1), round(width / beside, 1)
        along = min(start, stop), round(max(1.0, abs(stop - start)), 1)
        (x, wide), (y, high) = (along, across) if lying else (across, along)
        area = ""
        texts: tuple[Text, ...] = ()
        if lying and single:
            area = rect(0, round(y - 2, 1), lying.right + ROOM, round(high + 4, 1))
            texts = (names[place[1]], _value(sheet, ends, place, x=x + wide + 5, y=y + high / 2 + 4))
        elif tall:
            area = rect(x, min(scale.start, scale.stop), wide, abs(scale.stop - scale.start))
        color = "s0" if single and sheet.x.values[place[1]] is None else sheet.colors[place[2]]
        said, muted = _said(sheet, ends, place), sheet.muted(*place)
        found.append(Mark(f"bar {color}", rect(x, y, wide, high), said, link, muted, area, texts))
    return tuple(found)


def _said(sheet: Sheet, ends: Ends, place: Place) -> str:
    share = f" ({plain(float(ends.values[place]), 1)} %)" if ends.shares else ""
    return f"{sheet.title(*place)}: {sheet.texts[place[0]][place[1]][place[2]]}{share}"


def _value(sheet: Sheet, ends: Ends, place: Place, *, x: float, y: float) -> Text:
    value = float(ends.values[place])
    text = f"{plain(value, 1)} %" if ends.shares else sheet.texts[place[0]][place[1]][place[2]]
    return Text(round(x, 1), round(y, 1), text, "bar__value")
