"""A thumbnail is a path inside its box."""

import re

import pytest

from components.thumbnail.thumbnail import build_thumbnail

FRAME = {
    "name": ["a", "b", "b"],
    "size": [1.5, 2.5, -3.5],
    "year": [1990, 1991, 1992],
    "country": ["France", "Peru", "Peru"],
    "longitude": [2.5, -77.5, -76.5],
    "latitude": [48.5, -12.5, -12.0],
}
STROKED = ["line:year,mean(size),name", "line:year,count()"]
FILLED = [
    "bar:name",
    "bar:name,sum(size)",
    "bar:name,sum(size),facet=name",
    "area:year,sum(size),name",
    "area:year,count()",
    "histogram:size",
    "scatter:year,size",
    "heatmap:year,size",
    "countries:country,sum(size)",
]


@pytest.mark.parametrize("spec", [*STROKED, *FILLED, "map:longitude,latitude"])
def test_every_mark_has_one(chart, spec):
    view = build_thumbnail(chart(FRAME, spec).drawing)
    path = view.stroked if spec in STROKED else view.filled
    assert path.startswith("M")
    assert "nan" not in view.filled + view.stroked
    assert spec in STROKED or not view.stroked


@pytest.mark.parametrize("spec", [*STROKED, *FILLED])
def test_it_begins_inside_its_box(chart, spec):
    view = build_thumbnail(chart(FRAME, spec).drawing)
    left, top, width, height = map(float, view.view_box.split())
    for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", view.filled + view.stroked):
        assert left - 4 <= float(x) <= left + width + 4
        assert top - 4 <= float(y) <= top + height + 4
    assert min(width, height) > 0


@pytest.mark.parametrize("spec", ["bar:name", "line:year,count()"])
def test_what_a_range_leaves_out_is_in_it_too(chart, spec):
    whole, part = (build_thumbnail(chart(FRAME, spec, args).drawing) for args in ([], [("year.min", "1991")]))
    assert (whole.filled + whole.stroked)[:3] == (part.filled + part.stroked)[:3] or spec == "bar:name"


def test_no_drawing_is_an_empty_path():
    view = build_thumbnail(None)
    assert (view.filled, view.stroked) == ("", "")
