"""Box plots: the quartiles of a number for each group, with whiskers as far as values are usual."""

import numpy as np

from app.datasets.column import Array
from app.engine import ChartPlan, Groups, Spreads
from components.axes.axes import BELOW, BESIDE, TICKS_X, Axes, name_ticks, number_ticks, text_width, y_axis
from components.bar.bar import SHORTEN, THINNEST, WIDEST, lying_names
from components.drawing.drawing import Drawing, Mark, Panel, Refusal, Row, rect
from components.format import MISSING, plain, shorten
from components.layout import Canvas
from components.page import Page
from components.rows import additions
from components.scale import AnyScale, logarithmic, nice
from components.sheet import MOST_BARS, Sheet, build_sheet, is_nominal, refuse_log
from components.words import extremes, plural

MOST_UPRIGHT, THICKEST = 60, 26
PARTS = ("whisker_low", "q1", "median", "q3", "whisker_high")
TABLE = ("low", "q1", "median", "q3", "high")
HEADERS = ("Values", "Least", "Lower quartile", "Median", "Upper quartile", "Greatest")
Parts = dict[str, Array]


def draw_boxes(plan: ChartPlan, answer: Spreads, page: Page, canvas: Canvas) -> Drawing | Refusal | None:
    """None if no group has a value."""
    nominal = is_nominal(plan.dimension("x"), page)
    finite = np.all([np.isfinite(getattr(answer, name)) for name in (*PARTS, *TABLE)], axis=0)
    medians = Groups(answer.values, answer.counts, {plan.chart.y: np.where(finite, answer.median, np.nan)})
    sheet = build_sheet(plan, medians, page, most=plan.chart.top or (MOST_BARS if nominal else MOST_UPRIGHT))
    if sheet is None:
        return None
    parts = {name: getattr(answer, name)[sheet.at] for name in {*PARTS, *TABLE, "outside", "present"}}
    log = bool(plan.chart.option("log"))
    refusal = refuse_log(parts["low"], sheet.write) if log else None
    if refusal:
        return refusal
    panel = (_lying if nominal else _upright)(sheet, parts, canvas, log=log)
    outside = int(parts["outside"].sum())
    return Drawing(
        canvas.width,
        panel.frame.bottom + BELOW,
        (panel,),
        note=", ".join(
            filter(None, [sheet.note, f"{plural(outside, 'value')} beyond the whiskers" if outside else ""])
        ),
        sentence="" if page.sketch else _sentence(sheet),
        headers=(sheet.x.title, *HEADERS),
        rows=() if page.sketch else _rows(sheet, parts),
    )


def _scale(parts: Parts, *, start: float, stop: float, log: bool, count: int) -> AnyScale:
    low, high = float(np.nanmin(parts["whisker_low"])), float(np.nanmax(parts["whisker_high"]))
    if log:
        return logarithmic(low, high, start=start, stop=stop)
    return nice(low, high, start=start, stop=stop, count=count)


def _lying(sheet: Sheet, parts: Parts, canvas: Canvas, *, log: bool) -> Panel:
    left = round(12 + max(text_width(shorten(label, SHORTEN)) for label in sheet.x.labels), 1)
    right = canvas.width - BESIDE - 8
    pitch = min(WIDEST, max(THINNEST, (canvas.height - BELOW) / len(sheet.x)))
    scale = _scale(parts, start=left, stop=right, log=log, count=TICKS_X)
    ticks = number_ticks(scale, canvas.ticks(TICKS_X), column=sheet.styled)
    bottom = round(pitch * len(sheet.x), 1)
    frame = Axes(left=left, right=right, top=0, bottom=bottom, x=ticks, upright=True)
    slots = [(round(i * pitch, 1), pitch) for i in range(len(sheet.x))]
    boxes = _boxes(sheet, parts, scale, slots=slots, frame=frame, lying=True)
    return Panel(frame, boxes, texts=lying_names(sheet.x.labels, slots, left=left))


def _upright(sheet: Sheet, parts: Parts, canvas: Canvas, *, log: bool) -> Panel:
    scale = _scale(parts, start=canvas.height - BELOW, stop=canvas.top, log=log, count=canvas.levels)
    ticks, left = y_axis(scale, column=sheet.styled, count=canvas.levels)
    right = canvas.width - BESIDE
    pitch = (right - left) / len(sheet.x)
    names = name_ticks(sheet.x.labels, left=left, pitch=pitch)
    frame = Axes(left=left, right=right, top=canvas.top, bottom=canvas.height - BELOW, x=names, y=ticks)
    slots = [(round(left + i * pitch, 1), pitch) for i in range(len(sheet.x))]
    return Panel(frame, _boxes(sheet, parts, scale, slots=slots, frame=frame, lying=False))


def _boxes(
    sheet: Sheet, parts: Parts, scale: AnyScale, *, slots: list[tuple[float, float]], frame: Axes, lying: bool
) -> tuple[Mark, ...]:
    links = sheet.page.links(sheet.x.keeps)
    places = np.array([scale.places(parts[name].tolist()) for name in PARTS]).T.tolist()
    found = []
    for i, ((start, pitch), link, box) in enumerate(zip(slots, links, places, strict=True)):
        values = " · ".join([sheet.write(float(parts[name][i])) for name in PARTS])
        count = plural(int(parts["present"][i]), "value")
        whole = (0, start, frame.right, pitch) if lying else (start, frame.top, pitch, frame.bottom - frame.top)
        found.append(
            Mark(
                f"box {'s0' if sheet.x.values[i] is None else 's1'}",
                box_path(box, round(start + pitch / 2, 1), round(min(pitch * 0.6, THICKEST), 1), lying=lying),
                f"{sheet.x.labels[i]}: {values} ({count})",
                link,
                muted=not sheet.x.lit[i],
                area=rect(*(round(each, 1) for each in whole)),
            )
        )
    return tuple(found)


def box_path(box: list[float], middle: float, width: float, *, lying: bool) -> str:
    """Whiskers, a box from the lower to the upper quartile, and a line across it at the median."""
    low, q1, mid, q3, high = box
    side, length = round(middle - width / 2, 1), max(1.0, round(abs(q3 - q1), 1))
    if lying:
        body = rect(min(q1, q3), side, length, width)
        return f"M{low:g} {middle:g}H{q1:g}M{q3:g} {middle:g}H{high:g}{body}M{mid:g} {side:g}v{width:g}"
    body = rect(side, min(q1, q3), width, length)
    return f"M{middle:g} {low:g}V{q1:g}M{middle:g} {q3:g}V{high:g}{body}M{side:g} {mid:g}h{width:g}"


def _sentence(sheet: Sheet) -> str:
    return f"Medians of {plural(len(sheet.x), 'group')}: {extremes(sheet.values[0, :, 0], sheet.x.labels, sheet.write)}"


def _rows(sheet: Sheet, parts: Parts) -> tuple[Row, ...]:
    found = []
    for i, (label, add) in enumerate(zip(sheet.x.labels, additions(sheet.x, sheet.page), strict=True)):
        values = [float(parts[name][i]) for name in TABLE]
        cells = [sheet.write(value) if value == value else MISSING for value in values]
        found.append(Row((label, plain(int(parts["present"][i]), 0), *cells), *add))
    return tuple(found)
