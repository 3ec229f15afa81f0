"""A map of countries: a measure for each, the darker the more."""

from typing import NamedTuple

import numpy as np

from app.engine import ChartPlan, Groups
from app.query import alpha3
from components.axes.axes import Axes
from components.drawing.drawing import Drawing, Mark, Panel, Row, Shape, dot
from components.layout import Canvas
from components.page import Page
from components.projection.projection import outlines
from components.rows import additions, headers
from components.shades import KEY, Shading, key_of, shade
from components.sheet import Sheet, build_sheet
from components.words import extremes, plural

DOT = 4.5
"""The radius of a country without an outline, in units of the map."""


class _Country(NamedTuple):
    """Where a country is in the sheet, and its code."""

    place: int
    code: str


def draw_countries(plan: ChartPlan, answer: Groups, page: Page, canvas: Canvas) -> Drawing | None:
    """None if no country has a value."""
    sheet = build_sheet(plan, answer, page)
    if sheet is None:
        return None
    found = _countries(sheet)
    shading = shade(sheet.values[0, :, 0], counts=sheet.measure.function == "count")
    world = outlines()
    scale = min(canvas.width / world.width, (canvas.height - KEY) / world.height)
    left = round((canvas.width - world.width * scale) / 2, 1)
    swatches, ends = key_of(shading, sheet.write, right=canvas.width - 12)
    drawn = {country.code for country in found}
    rest = "".join([path for code, path in world.paths.items() if code not in drawn])
    land = (Shape("land", rest + world.land),)
    strangers = len(sheet.x) - len(found)
    return Drawing(
        canvas.width,
        canvas.height,
        (
            Panel(Axes(0, world.width, 0, world.height), _marks(sheet, found, shading), under=land,
                  place=f"translate({left} {KEY}) scale({scale:.4g})"),
            Panel(Axes(0, canvas.width, 0, KEY), (), over=swatches, texts=ends),
        ),
        note=f"{plural(strangers, 'value')} not on the map" if strangers else "",
        sentence="" if page.sketch else _sentence(sheet),
        headers=headers(sheet),
        rows=() if page.sketch else _rows(sheet),
    )  # fmt: skip


def _countries(sheet: Sheet) -> list[_Country]:
    """Of values that are the same country the one with most rows."""
    counts = sheet.counts[0, :, 0]
    order = np.argsort(-counts, kind="stable").tolist()
    found: dict[str, int] = {}
    for place in order:
        code = alpha3(sheet.x.labels[place])
        if code:
            found.setdefault(code, place)
    world = outlines()
    known = [_Country(place, code) for code, place in found.items() if code in world.paths or code in world.dots]
    return sorted(known, key=lambda country: (country.code in world.dots, country.place))


def _marks(sheet: Sheet, found: list[_Country], shading: Shading) -> tuple[Mark, ...]:
    world, links = outlines(), sheet.page.links(sheet.x.keeps)
    marks = []
    for place, code in found:
        path = world.paths.get(code) or dot(*world.dots[code], DOT)
        said = f"{sheet.x.labels[place]}: {sheet.write(float(sheet.values[0, place, 0]))}"
        name = f"cell cell--{shading.shades[place]}"
        marks.append(Mark(name, path, said, links[place], muted=not sheet.x.lit[place]))
    return tuple(marks)


def _sentence(sheet: Sheet) -> str:
    counted = plural(len(sheet.x), "country").replace("countrys", "countries")
    return f"{counted}. {extremes(sheet.values[0, :, 0], sheet.x.labels, sheet.write)}"


def _rows(sheet: Sheet) -> tuple[Row, ...]:
    """The greatest first."""
    values, adds = sheet.values[0, :, 0], additions(sheet.x, sheet.page)
    order = np.argsort(-values, kind="stable").tolist()
    return tuple(Row((sheet.x.labels[i], sheet.write(float(values[i]))), *adds[i]) for i in order)
