"""A histogram: rows in bins of a number or a date, coloured by a column of few values."""

import numpy as np

from app.engine import ChartPlan, Groups
from components.bar.bar import ends_of, refuse, upright, upright_frame
from components.drawing.drawing import Drawing, Refusal
from components.layout import Canvas, arrange, brush_of, legend_of
from components.page import Page
from components.rows import headers, rows
from components.sheet import Sheet, build_sheet
from components.words import plural


def draw_histogram(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | Refusal | None:
    """None if no row is in any bin."""
    sheet = build_sheet(plan, answer, page)
    if sheet is None:
        return None
    ends, log = ends_of(sheet, plan), bool(plan.chart.option("log"))
    refusal = refuse(sheet, ends) if log else None
    if refusal:
        return refusal
    legend = legend_of(sheet, canvas)
    body = canvas.below(legend)
    _, x, _ = upright_frame(sheet, ends, body, log=log)
    return Drawing(
        *arrange(sheet, body, lambda i, part: upright(i, sheet, ends, part, log=log)),
        legend=legend,
        note="shares of the whole" if ends.shares else "",
        sentence="" if page.sketch else _sentence(sheet),
        headers=headers(sheet),
        rows=rows(sheet),
        brush=None if sheet.panels or x is None else brush_of(sheet.x.column, page, x.places),
    )


def _sentence(sheet: Sheet) -> str:
    """`240 rows in 12 bins, from 10 to 20 up to 50 to 60. Most, 40, are at 20 to 30; half of all are up to there.`"""
    counts = sheet.counts.sum(axis=(0, 2))
    fullest, total = int(np.argmax(counts)), int(counts.sum())
    half = int(np.searchsorted(counts.cumsum(), total / 2))
    labels = sheet.x.labels
    said = [plural(total, "row"), f"{len(sheet.series)} series"] if sheet.series else [plural(total, "row")]
    if len(labels) == 1:
        return f"{', '.join(said)}, all at {labels[0]}."
    return (
        f"{', '.join(said)} in {len(labels)} bins from {labels[0]} on to {labels[-1]}. "
        f"Most, {counts[fullest]:,}, at {labels[fullest]}; the middle row at {labels[half]}."
    )
