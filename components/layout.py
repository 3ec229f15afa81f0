"""Where things stand in a drawing: panels beside each other, and the legend above them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.axes.axes import ABOVE, BELOW, CHARACTER, HEIGHT, TICKS_Y, WIDTH, Axes
from components.drawing.drawing import Brush, Mark, Panel, Shape, Text, dot, rect
from components.format import shorten
from components.page import Link, Page
from components.range.range import range_stops
from components.sheet import Sheet

LEGEND, LEGEND_LINE, LONGEST = 18.0, 16.0, 18
WIDER = 7.2
"""A character of the legend: letters are larger in a narrow chart."""
PANEL_TITLE, LEAST_PANEL = 16.0, 110.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """Room to draw in; the plot begins `top` pixels below its upper edge."""

    width: float = WIDTH
    height: float = HEIGHT
    top: float = ABOVE

    def below(self, legend: Sequence[Mark]) -> "Canvas":
        """What a legend leaves."""
        if not legend:
            return self
        lines = round((legend[-1].texts[0].y - 12) / LEGEND_LINE)
        return replace(self, top=self.top + LEGEND + lines * LEGEND_LINE)

    def ticks(self, usual: int) -> int:
        """How many ticks an axis of this width has, if the usual one has so many."""
        return max(2, round(usual * self.width / WIDTH))

    @property
    def levels(self) -> int:
        """About how many ticks the vertical axis has."""
        return max(2, round(TICKS_Y * (self.height - self.top) / HEIGHT))


def legend_of(sheet: Sheet, canvas: Canvas) -> tuple[Mark, ...]:
    """A dot and a name for each series, in lines."""
    if sheet.series is None:
        return ()
    links = sheet.page.links(sheet.series.keeps)
    return legend(sheet.series.labels, sheet.colors, links, lit=sheet.series.lit, width=canvas.width)


def legend(
    labels: Sequence[str], names: Sequence[str], links: Sequence[Link], *, lit: Sequence[bool], width: float
) -> tuple[Mark, ...]:
    marks, x, y = [], 12.0, 8.0
    for label, name, link, bright in zip(labels, names, links, lit, strict=True):
        text = shorten(label, LONGEST)
        size = 30 + WIDER * len(text)
        if x > 12 and x + size > width:
            x, y = 12.0, y + LEGEND_LINE
        words = Text(round(x + 11, 1), y + 4, text)
        marks.append(Mark(f"key {name}", dot(round(x + 4, 1), y, 4), label, link, muted=not bright, texts=(words,)))
        x += size
    return tuple(marks)


def arrange(
    sheet: Sheet, canvas: Canvas, draw: Callable[[int, Canvas], Panel], *, tall: bool = False
) -> tuple[float, float, tuple[Panel, ...]]:
    """Width, height and panels: one that fills the canvas, or small ones for each value of the facet.

    `tall`: a single panel may end where its marks do.
    """
    if sheet.panels is None:
        panel = draw(0, canvas)
        height = panel.frame.bottom + (BELOW if panel.frame.x else 0) if tall else canvas.height
        return canvas.width, height, (panel,)
    down = -(-len(sheet.panels) // (3 if canvas.width < 2 * WIDTH else 5))
    across = -(-len(sheet.panels) // down)
    width = round(canvas.width / across, 1)
    height = max(LEAST_PANEL, (canvas.height - canvas.top) / down - PANEL_TITLE)
    links = sheet.page.links(sheet.panels.keeps)
    panels = []
    for i, label in enumerate(sheet.panels.labels):
        text = Text(12, -2, shorten(label, int(width / CHARACTER) - 4), "panel__title")
        title = Mark("panel", "", label, links[i], muted=not sheet.panels.lit[i], texts=(text,))
        x, y = round(i % across * width, 1), round(canvas.top + PANEL_TITLE + i // across * (height + PANEL_TITLE), 1)
        panels.append(replace(draw(i, Canvas(width, height)), title=title, place=f"translate({x} {y})"))
    return canvas.width, round(canvas.top + down * (height + PANEL_TITLE), 1), tuple(panels)


def brush_of(key: str, page: Page, place: Callable[[Sequence[float]], list[float]]) -> Brush | None:
    """Where a range of a column may be swept: at the stops of its filter's handles."""
    stops = range_stops(page.column(key))
    if stops is None or page.sketch:
        return None
    numbers, lows, highs = stops
    return Brush(key, " ".join([f"{at:g}" for at in place(numbers)]), " ".join(lows), " ".join(highs))


def window(lit: Sequence[bool], spans: Sequence[tuple[float, float]], frame: Axes) -> tuple[Shape, ...]:
    """The part of the axis that the query keeps, if it keeps a part of it; a span is where a place begins and ends."""
    kept = [span for span, bright in zip(spans, lit, strict=True) if bright]
    if not kept or len(kept) == len(spans):
        return ()
    start, stop = kept[0][0], kept[-1][1]
    return (Shape("window", rect(round(start, 1), frame.top, round(stop - start, 1), frame.bottom - frame.top)),)
