"""A chart as a picture that stands alone: title, source and colours are in it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.engine import Answers, ChartPlan
from components.chart.chart import describe, draw, words
from components.drawing.drawing import Drawing
from components.format import shorten
from components.layout import Canvas
from components.page import Page
from components.sketch.sketch import sketched

THEMES = ("auto", "light", "dark")
HEAD, FOOT, MARGIN, TITLE_WIDTH, TEXT_WIDTH = 46.0, 22.0, 12.0, 8.2, 5.7
"""Room for title and source; a character of the title, and of other texts, is about so wide."""
FOLDER = Path(__file__).resolve().parents[1]
SHEETS = ("axes/axes.css", "drawing/drawing.css")
TOKEN = re.compile(r"--([a-z0-9-]+): light-dark\(([^,]+), ([^)]+)\);")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
CONTAINER = re.compile(r"@container[^{]*\{[^{}]*\{[^{}]*\}\s*\}")


@dataclass(frozen=True, slots=True)
class PictureView:
    """`size` is the picture's in pixels; `height` is more where marks want more room, which is then seen smaller.

    `note` says which rows are shown, `source` where they are from; `refusal` stands where nothing is drawn.
    """

    size: tuple[float, float]
    width: float
    height: float
    title: str
    subtitle: str
    description: str
    note: str
    source: str
    styles: str
    drawing: Drawing | None
    refusal: str
    top: float = HEAD


def build_picture(
    plan: ChartPlan,
    answers: Answers,
    page: Page,
    *,
    size: tuple[float, float],
    theme: str,
    source: str,
    note: str,
) -> PictureView:
    width, height = size
    found = draw(plan, answers, page, Canvas(width, max(80.0, height - HEAD - FOOT)))
    drawing = sketched(found) if isinstance(found, Drawing) else None
    title, subtitle = words(plan, page)
    height = max(height, (drawing.height if drawing else 0) + HEAD + FOOT)
    notes = ", ".join(filter(None, [subtitle, plan.note, drawing.note if drawing else ""]))
    return PictureView(
        size=size,
        width=width,
        height=height,
        title=shorten(title, int((width - 2 * MARGIN) / TITLE_WIDTH)),
        subtitle=shorten(notes, int((width - 2 * MARGIN) / TEXT_WIDTH)),
        description=describe(plan, page, found.sentence),
        note=shorten(note, int((width - 2 * MARGIN) / TEXT_WIDTH)),
        source=shorten(source, int((width - 2 * MARGIN) / TEXT_WIDTH) - len(note) - 3),
        styles=styles(theme),
        drawing=drawing,
        refusal="" if drawing else found.sentence,
    )


@cache
def styles(theme: str) -> str:
    """The rules of the page's own stylesheets for marks and axes, with colours in place of tokens."""
    if theme != "auto":
        return _rules(dark=theme == "dark")
    return f"{_rules(dark=False)}@media (prefers-color-scheme: dark) {{{_rules(dark=True)}}}"


def _rules(*, dark: bool) -> str:
    tokens = {name: pair[dark].strip() for name, *pair in TOKEN.findall((FOLDER / "base/base.css").read_text())}
    text = CONTAINER.sub("", "".join([(FOLDER / sheet).read_text() for sheet in SHEETS]))
    rules = [(selector.strip(), body.strip()) for selector, body in RULE.findall(text)]
    rules = [rule for rule in rules if ":" not in rule[0] and rule[0] != ".plot"]
    own = [
        ("svg", "font: 11px Roboto, system-ui, sans-serif"),
        (".ground", "fill: var(--surface)"),
        (".plot .title", "font-size: 15px; font-weight: 700; fill: var(--ink)"),
        (".plot .quiet", "fill: var(--muted)"),
    ]
    found = "".join([f"{selector}{{{body}}}" for selector, body in [*rules, *own]])
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda match: tokens[match[1]], found)
