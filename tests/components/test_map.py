"""Dots on a map lie where their places are."""

import re

import numpy as np
import pandas as pd
import pytest

from components.map.map import CLOSEST
from components.projection.projection import equal_earth, outlines
from tests.components.geometry import dot, number, specks

CITIES = pd.DataFrame(
    {
        "city": ["Paris", "Lima", "Delhi", "Sydney", "Nowhere"],
        "longitude": [2.35, -77.04, 77.21, 151.21, None],
        "latitude": [48.86, -12.05, 28.61, -33.87, 10.0],
        "people": [2.1, 10.0, 32.9, 5.3, 1.0],
        "south": ["no", "yes", "no", "yes", "no"],
    }
)
HOMES = {"Paris": "FRA", "Lima": "PER", "Delhi": "IND", "Sydney": "AUS"}


def transform(shown) -> tuple[float, float, float]:
    text = re.fullmatch(r"translate\((\S+) (\S+)\) scale\((\S+)\)", shown.drawing.panels[0].place)
    left, top, scale = map(float, text.groups())
    return left, top, scale


def on_land(shown, x: float, y: float) -> tuple[float, float]:
    """Where a pixel is in the units of the outlines."""
    left, top, scale = transform(shown)
    return (x - left) / scale, (y - top) / scale


def bounds(path: str) -> tuple[float, float, float, float]:
    """The box around the outline of a country."""
    places = []
    for ring in re.findall(r"M(-?[\d.]+)[ ,]?(-?[\d.]+)l([^zM]*)", path):
        steps = np.array(re.findall(r"-?\d+", ring[2]), dtype=float).reshape(-1, 2)
        places.append(np.cumsum(np.vstack([[float(ring[0]), float(ring[1])], steps]), axis=0))
    every = np.vstack(places)
    return (*every.min(axis=0), *every.max(axis=0))


def test_places_lie_in_their_countries(plot):
    shown = plot(CITIES, "map:longitude,latitude")
    assert len(shown.marks("point")) == 4
    for city, mark in zip(HOMES, shown.marks("point"), strict=True):
        x, y = on_land(shown, dot(mark.path).x, dot(mark.path).y)
        left, top, right, bottom = bounds(outlines().paths[HOMES[city]])
        assert left - 3 <= x <= right + 3
        assert top - 3 <= y <= bottom + 3


def test_places_are_where_the_projection_has_them(plot):
    shown = plot(CITIES, "map:longitude,latitude")
    expected = np.array(equal_earth(CITIES["longitude"][:4].to_numpy(), CITIES["latitude"][:4].to_numpy())).T
    found = np.array([on_land(shown, dot(mark.path).x, dot(mark.path).y) for mark in shown.marks("point")])
    assert np.abs(found - expected).max() < 0.5


@pytest.mark.parametrize("rows", [slice(None), slice(0, 1), slice(0, 2)])
def test_the_map_is_enlarged_to_its_places_and_no_more(plot, rows):
    shown = plot(CITIES[rows], "map:longitude,latitude")
    drawing, (_, _, scale) = shown.drawing, transform(shown)
    assert scale <= CLOSEST * drawing.width / outlines().width + 0.01
    for mark in shown.marks("point"):
        assert 0 <= dot(mark.path).x <= drawing.width
        assert 0 <= dot(mark.path).y <= drawing.height


def test_a_place_keeps_its_row(plot):
    shown = plot(CITIES, "map:longitude,latitude")
    assert [list(shown.kept(mark.link)["city"]) for mark in shown.marks("point")] == [[city] for city in HOMES]


def test_colours_and_sizes(plot):
    shown = plot(CITIES, "map:longitude,latitude,south,size=people")
    radii = [dot(mark.path).radius for mark in shown.marks("point")]
    assert [mark.name for mark in shown.marks("point")] == ["point s1", "point s2", "point s1", "point s2"]
    assert [mark.title for mark in shown.drawing.legend] == ["no", "yes"]
    assert [radius**2 / radii[2] ** 2 for radius in radii] == pytest.approx(CITIES["people"][:4] / 32.9, abs=0.02)


@pytest.fixture
def many():
    random = np.random.default_rng(5)
    return pd.DataFrame({"longitude": random.uniform(-120, 150, 3000), "latitude": random.uniform(-40, 70, 3000)})


def test_hundreds_of_places_share_links_that_keep_them_all(plot, many):
    shown = plot(many[:800], "map:longitude,latitude")
    rows = [index for mark in shown.marks("cluster") for index in shown.kept(mark.link).index]
    assert sorted(rows) == list(range(800))


def test_hundreds_of_places_are_drawn(plot, many):
    shown = plot(many[:800], "map:longitude,latitude")
    (dots,) = shown.drawing.panels[1].under
    left, top, scale = transform(shown)
    x, y = equal_earth(many[:800]["longitude"].to_numpy(), many[:800]["latitude"].to_numpy())
    found = np.array(specks(dots.path))
    for place in zip(left + x * scale, top + y * scale, strict=True):
        assert np.abs(found - place).max(axis=1).min() <= 1.5


def test_thousands_of_places_are_counted_in_cells(plot, many):
    shown = plot(many, "map:longitude,latitude")
    marks = shown.marks("point")
    counts = [number(mark.title.partition(" ")[0]) for mark in marks]
    assert counts == [len(shown.kept(mark.link)) for mark in marks]
    assert sum(counts) == 3000
    greatest = max(zip(counts, marks, strict=True), key=lambda pair: pair[0])
    areas = [dot(mark.path).radius ** 2 / dot(greatest[1].path).radius ** 2 for mark in marks]
    assert areas == pytest.approx([count / greatest[0] for count in counts], abs=0.05)
    assert shown.drawing.note == "a dot for the rows of a cell"


def test_the_sentence_tells_the_extent(plot):
    sentence = plot(CITIES, "map:longitude,latitude").drawing.sentence
    assert sentence == "4 places; Longitude -77.0400 to 151.2100; Latitude -33.8700 to 48.8600."


def test_no_place_is_no_drawing(plot):
    assert plot(CITIES, "map:longitude,latitude", [("city", "Nowhere")]).view.drawing is None
