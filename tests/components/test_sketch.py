"""A sketch is the same drawing without links, titles and table."""

import re

import numpy as np
import pandas as pd
import pytest

from tests.components.conftest import chart_of, sketch_of
from tests.components.geometry import dot, specks

FRAME = pd.DataFrame(
    {
        "year": [2000, 2001, 2002] * 8,
        "shop": list("abcd") * 6,
        "kind": ["x", "y", None] * 8,
        "size": np.linspace(-5, 30, 24),
        "country": ["France", "Peru", "India", "Kenya"] * 6,
        "longitude": np.linspace(-70.5, 80.5, 24),
        "latitude": np.linspace(-30.5, 60.5, 24),
    }
)
SPECS = [
    "bar:shop,sum(size)",
    "bar:year,sum(size),kind",
    "line:year,mean(size),shop",
    "line:year,count()",
    "area:year,sum(size),shop",
    "histogram:size",
    "histogram:size,kind",
    "heatmap:size,year",
    "heatmap:shop,kind,mean(size)",
    "countries:country,mean(size)",
    "bar:year,sum(size),facet=shop",
    "line:year,sum(size),facet=kind",
]
ARGS = [[], [("size.min", "5")], [("shop", "a"), ("year.min", "2001")]]


def pieces(drawing) -> list[str]:
    """All parts of all paths with their classes, in the order of their names."""
    found = []
    for panel in drawing.panels:
        each = [(shape.name, shape.path) for shape in (*panel.under, *panel.over)]
        marks = [*panel.marks, *([panel.title] if panel.title else [])]
        each += [(f"{mark.name}{' is-muted' if mark.muted else ''}", mark.path) for mark in marks]
        found += [f"{panel.place}|{name}|{part}" for name, path in each for part in re.findall("M[^M]*", path)]
    return sorted(found)


def legend_pieces(drawing) -> list[str]:
    return [f"|{mark.name}{' is-muted' if mark.muted else ''}|{mark.path}" for mark in drawing.legend]


def texts(drawing) -> list[str]:
    """What is written where, and whether it is muted."""
    titles = [panel.title for panel in drawing.panels if panel.title]
    marks = [*drawing.legend, *titles, *drawing.marks]
    free = [*drawing.texts, *(text for panel in drawing.panels for text in panel.texts)]
    found = [(text, mark.muted) for mark in marks for text in mark.texts]
    found += [(text, "is-muted" in text.name) for text in free]
    return sorted(f"{text.x} {text.y} {text.text} {text.anchor} {muted}" for text, muted in found)


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("args", ARGS)
def test_a_sketch_has_the_same_geometry(open_frame, spec, args):
    dataset = open_frame(FRAME)
    drawing, sketch = chart_of(dataset, spec, args).drawing, sketch_of(dataset, spec, args).drawing
    assert pieces(sketch) == sorted([*pieces(drawing), *legend_pieces(drawing)])
    assert texts(sketch) == texts(drawing)
    frames = [panel.frame for panel in sketch.panels][: len(drawing.panels)]
    assert frames == [panel.frame for panel in drawing.panels]


@pytest.mark.parametrize("args", ARGS)
def test_a_sketch_has_the_same_dots(open_frame, args):
    dataset = open_frame(FRAME)
    for spec in ("scatter:size,year,shop", "map:longitude,latitude"):
        drawing, sketch = chart_of(dataset, spec, args).drawing, sketch_of(dataset, spec, args).drawing
        dots = {(round(dot(mark.path).x), round(dot(mark.path).y)) for mark in drawing.marks}
        shapes = [shape for panel in sketch.panels for shape in panel.under if shape.name.startswith("speck")]
        found = {place for shape in shapes for place in specks(shape.path)}
        assert all(min(abs(x - a) + abs(y - b) for a, b in found) <= 2 for x, y in dots)
        assert len(found) <= len(drawing.marks)


@pytest.mark.parametrize("spec", [*SPECS, "scatter:size,year,shop", "map:longitude,latitude"])
def test_a_sketch_has_no_links_no_sentence_and_no_table(open_frame, spec):
    sketch = sketch_of(open_frame(FRAME), spec).drawing
    assert (sketch.marks, sketch.legend, sketch.rows, sketch.sentence, sketch.brush) == ((), (), (), "", None)
    assert all(panel.title is None for panel in sketch.panels)


def test_marks_that_look_the_same_are_one_shape(open_frame):
    panel = sketch_of(open_frame(FRAME), "bar:shop,sum(size)", [("shop", "a")]).drawing.panels[0]
    assert [shape.name for shape in panel.under] == ["bar s1 is-muted", "bar s1"]


def test_a_sketch_says_why_there_is_none(open_frame):
    view = sketch_of(open_frame(FRAME), "line:year,sum(size),log", [("size.max", "-1")])
    assert view.drawing is None
    assert view.refusal.startswith("A logarithmic scale needs values above zero")
