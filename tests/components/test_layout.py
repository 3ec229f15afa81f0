"""Panels stand beside each other, legends above them."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from components.axes.axes import CHARACTER, HEIGHT, WIDE, WIDTH
from components.layout import Canvas, legend, window
from components.page import NOWHERE
from tests.components.geometry import box, dot, pixel, points, read_back

SHOPS = pd.DataFrame(
    {
        "year": [2000, 2001, 2002] * 4,
        "shop": [shop for shop in "abcd" for _ in range(3)],
        "size": [1.0, 5.0, 2.0, 8.0, 9.0, 7.0, -3.0, 0.0, 4.0, 20.0, 15.0, 1.0],
        "kind": ["x", "y", "x"] * 4,
    }
)
SPECS = ["bar:year,sum(size),facet=shop", "line:year,sum(size),kind,facet=shop", "area:year,sum(size),kind,facet=shop"]
SPECS += ["histogram:size,facet=shop", "bar:kind,sum(size),facet=shop"]


def place(panel) -> tuple[float, float]:
    x, y = re.fullmatch(r"translate\((\S+) (\S+)\)", panel.place).groups()
    return float(x), float(y)


def bars_of(panel) -> dict[str, float]:
    read = read_back(panel.frame.y)
    found = {mark.title.rpartition(": ")[0].partition(", ")[2]: box(mark.path) for mark in panel.marks}
    return {name: read(bar.top) - read(bar.bottom) for name, bar in found.items()}


def test_each_panel_has_the_bars_of_its_value(plot):
    shown = plot(SHOPS, "bar:year,sum(size),facet=shop")
    for panel in shown.drawing.panels:
        rows = SHOPS[(SHOPS["shop"] == panel.title.title) & (SHOPS["size"] != 0)]
        bars = {name: height for name, height in bars_of(panel).items() if height > 0.4}
        expected = {str(year): abs(size) for year, size in zip(rows["year"], rows["size"], strict=True)}
        assert bars == pytest.approx(expected, abs=pixel(panel.frame.y))


def test_each_panel_has_the_line_of_its_value(plot):
    shown = plot(SHOPS, "line:year,sum(size),facet=shop")
    for panel in shown.drawing.panels:
        up = read_back(panel.frame.y)
        expected = SHOPS[SHOPS["shop"] == panel.title.title]["size"].tolist()
        assert [up(y) for _, y in points(panel.over[0].path)] == pytest.approx(expected, abs=pixel(panel.frame.y))


@pytest.mark.parametrize("spec", SPECS)
def test_panels_share_their_scales(plot, spec):
    panels = plot(SHOPS, spec).drawing.panels
    assert len({panel.frame.y for panel in panels}) == 1
    assert len({panel.frame.x for panel in panels}) == 1


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("width", ["", ",width=full"])
def test_panels_do_not_overlap_and_stay_in_the_drawing(plot, spec, width):
    drawing = plot(SHOPS, spec + width).drawing
    corners = [place(panel) for panel in drawing.panels]
    frame = drawing.panels[0].frame
    assert len(set(corners)) == 4
    assert all(x + frame.right <= drawing.width + 0.5 and y + frame.bottom <= drawing.height for x, y in corners)
    for a, b in pairwise(corners):
        assert b[0] - a[0] >= frame.right or b[1] > a[1] + frame.bottom


@pytest.mark.parametrize("spec", SPECS)
def test_a_mark_in_a_panel_keeps_the_rows_of_both(plot, spec):
    shown = plot(SHOPS, spec)
    for panel in shown.drawing.panels:
        for mark in panel.marks:
            if mark.name.startswith(("bar", "stop")):
                assert set(shown.kept(mark.link)["shop"]) == {panel.title.title}
        assert set(shown.kept(panel.title.link)["shop"]) == {panel.title.title}


def test_panels_that_a_filter_leaves_out_are_muted(plot):
    panels = plot(SHOPS, SPECS[0], [("shop", "b")]).drawing.panels
    states = [(panel.title.muted, panel.title.link.selected, panel.marks[0].muted) for panel in panels]
    assert states == [(True, False, True), (False, True, False), (True, False, True), (True, False, True)]


@pytest.mark.parametrize(("option", "width"), [("", WIDTH), (",width=full", WIDE)])
@pytest.mark.parametrize("spec", ["bar:year,count()", "line:year,count()", "scatter:year,size", "heatmap:year,size"])
def test_charts_are_as_wide_as_asked(plot, spec, option, width):
    shown = plot(SHOPS, spec + option)
    assert (shown.drawing.width, shown.drawing.height) == (width, HEIGHT)
    assert width - 60 < shown.axes.right <= width
    assert shown.view.wide is bool(option)


@pytest.mark.parametrize("labels", [["a"], ["name"] * 8, ["a name that is much longer than eighteen"] * 8])
def test_names_of_a_legend_do_not_lie_on_each_other(labels):
    marks = legend(
        labels,
        [f"s{i}" for i in range(8)][: len(labels)],
        [NOWHERE] * len(labels),
        lit=[True] * len(labels),
        width=WIDTH,
    )
    for a, b in pairwise(marks):
        below = b.texts[0].y > a.texts[0].y
        assert below or dot(b.path).x - 4 >= a.texts[0].x + CHARACTER * len(a.texts[0].text)
    assert all(mark.texts[0].x + CHARACTER * len(mark.texts[0].text) <= WIDTH for mark in marks)
    assert Canvas().below(marks).top > marks[-1].texts[0].y
    assert Canvas().below(()).top == Canvas().top


@pytest.mark.parametrize(
    ("lit", "ends"),
    [
        ([True, True, True], None),
        ([False, False, False], None),
        ([False, True, True], (20, 40)),
        ([True, False, False], (10, 20)),
        ([True, False, True], (10, 40)),
    ],
)
def test_the_window_is_around_what_is_kept(lit, ends, plot):
    frame = plot(SHOPS, "line:year,count()").axes
    shapes = window(lit, [(10, 20), (20, 30), (30, 40)], frame)
    assert [(box(shape.path).left, box(shape.path).right) for shape in shapes] == ([ends] if ends else [])


@pytest.mark.parametrize(
    ("values", "spec", "key"),
    [
        (range(1950, 2000), "line:size,count()", "size"),
        (range(1950, 2000), "area:size,count()", "size"),
        (np.linspace(0, 1, 50), "histogram:size", "size"),
        (pd.date_range("2020", periods=50), "line:size,count()", "size"),
        (pd.date_range("2020", periods=50), "line:weekday(size),count()", None),
        (range(1950, 2000), "bar:size,count()", None),
    ],
)
def test_a_range_can_be_swept_where_the_axis_is_one(plot, values, spec, key):
    brush = plot({"size": list(values)}, spec).drawing.brush
    assert (brush.key if brush else None) == key
    if brush:
        places = [float(text) for text in brush.places.split()]
        assert places == sorted(places)
        assert len(places) == len(brush.lows.split()) == len(brush.highs.split())
