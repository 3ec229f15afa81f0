"""A thumbnail is a path inside its box."""

import re

import pytest

from components.thumbnail.thumbnail import build_thumbnail

FRAME = {"name": ["a", "b", "b"], "size": [1.5, 2.5, -3.5], "year": [1990, 1991, 1992]}
SPECS = [
    "bar:name",
    "bar:name,sum(size)",
    "line:year,mean(size),name",
    "histogram:size",
    "scatter:year,size",
    "heatmap:year,size",
]


@pytest.mark.parametrize("spec", SPECS)
def test_every_mark_has_one(chart, spec):
    view = build_thumbnail(chart(FRAME, spec).drawing)
    assert view.path.startswith("M")
    assert "nan" not in view.path
    assert view.stroked is spec.startswith("line")


@pytest.mark.parametrize("spec", SPECS)
def test_it_begins_inside_its_box(chart, spec):
    view = build_thumbnail(chart(FRAME, spec).drawing)
    left, top, width, height = map(float, view.view_box.split())
    for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)", view.path):
        assert left - 4 <= float(x) <= left + width + 4
        assert top - 4 <= float(y) <= top + height + 4
    assert min(width, height) > 0


def test_no_drawing_is_an_empty_path():
    assert build_thumbnail(None).path == ""
