"""The map's canvas: towns lie in their countries, areas are true, and the outlines are light."""

import itertools
import re

import brotli
import numpy as np
import pytest

from components.projection.projection import OUTLINES, SCALE, equal_earth, outlines

RING = re.compile(r"M(\d+) (\d+)l((?:[ -]?\d+)+)z")
TOWNS = {
    "Paris": ("FRA", 2.35, 48.85),
    "Canberra": ("AUS", 149.1, -35.3),
    "Brasília": ("BRA", -47.9, -15.8),
    "Nairobi": ("KEN", 36.8, -1.3),
    "Moscow": ("RUS", 37.6, 55.75),
    "Denver": ("USA", -105.0, 39.7),
    "Fairbanks": ("USA", -147.7, 64.8),
    "Nagano": ("JPN", 138.2, 36.6),
    "Delhi": ("IND", 77.2, 28.6),
    "Bloemfontein": ("ZAF", 26.2, -29.1),
    "Mokhotlong": ("LSO", 28.6, -29.3),
    "Cayenne's hinterland": ("FRA", -53.0, 4.0),
    "Pristina": ("XKX", 21.1, 42.6),
}
AREAS = {"BRA": 8.51, "AUS": 7.69, "COD": 2.34, "GRL": 2.17, "DZA": 2.38, "KAZ": 2.72, "ESP": 0.5}
"""Millions of square kilometres."""


def rings(path):
    """The rings of path data as arrays of points, each closed."""
    assert re.fullmatch(f"(?:{RING.pattern})+", path)
    for x, y, steps in RING.findall(path):
        moves = np.array(re.findall(r"-?\d+", steps), dtype=int).reshape(-1, 2)
        points = np.vstack([[int(x), int(y)], moves]).cumsum(axis=0)
        yield np.vstack([points, points[:1]])


def area(path):
    """In square units; holes turn the other way round, and count against the rest."""
    return abs(sum(np.sum(r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1]) for r in rings(path))) / 2


def is_inside(x, y, path):
    """Whether a ray from the point crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings(path):
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        crosses = (y0 > y) != (y1 > y)
        crossings += np.sum(x < x0[crosses] + (y - y0[crosses]) / (y1 - y0)[crosses] * (x1 - x0)[crosses])
    return crossings % 2 == 1


@pytest.mark.parametrize(("code", "longitude", "latitude"), TOWNS.values(), ids=TOWNS)
def test_a_town_lies_in_its_country_alone(code, longitude, latitude):
    x, y = equal_earth(np.array(longitude), np.array(latitude))
    assert [name for name, path in outlines().paths.items() if is_inside(x, y, path)] == [code]


@pytest.mark.parametrize(("code", "size"), AREAS.items(), ids=AREAS)
def test_areas_are_true(code, size):
    assert area(outlines().paths[code]) * (6371 / SCALE) ** 2 / 1e6 == pytest.approx(size, rel=0.06)


def test_the_shape_of_the_globe_is_that_of_the_paper():
    """Twice as wide as high, and poles of 0.59 of the equator's length."""
    x, y = equal_earth(np.array([-180, 180, 0, 0, -180, 180]), np.array([0, 0, -90, 90, 90, 90]))
    assert (x[0], x[1]) == pytest.approx((0, 960))
    assert (x[1] - x[0]) / (y[2] - y[3]) == pytest.approx(2.05458, abs=1e-5)
    assert (x[5] - x[4]) / (x[1] - x[0]) == pytest.approx(0.592, abs=5e-4)


def test_places_are_kept_apart_from_what_is_unknown():
    x, y = equal_earth(np.array([np.nan, 10.0, 270.0, -90.0]), np.array([10.0, np.nan, 5.0, 5.0]))
    assert np.isnan([x[0], y[1]]).all()
    assert (x[2], y[2]) == (x[3], y[3])


def test_every_outline_lies_on_the_canvas_and_encloses_something():
    world = outlines()
    for path in [*world.paths.values(), world.land]:
        points = np.vstack(list(rings(path)))
        assert (points >= 0).all()
        assert (points <= [world.width, world.height]).all()
        assert area(path) >= 1
    for x, y in world.dots.values():
        assert 0 <= x <= world.width
        assert 0 <= y <= world.height


def test_every_country_has_an_outline_or_a_dot_under_three_capitals():
    world = outlines()
    assert not world.paths.keys() & world.dots.keys()
    assert all(re.fullmatch("[A-Z]{3}", code) for code in (*world.paths, *world.dots))
    assert len(world.paths) + len(world.dots) == 249  # those of ISO 3166-1 without Antarctica, and Kosovo
    assert {"FRA", "NOR", "XKX", "LUX"} <= world.paths.keys()
    assert {"SGP", "MLT", "BHR", "MUS"} <= world.dots.keys()


@pytest.mark.parametrize("pair", ["FRA ESP", "USA CAN", "BRA PER", "ZAF LSO", "EGY SDN", "XKX SRB"])
def test_neighbours_share_their_border(pair):
    one, other = (
        {
            frozenset(map(tuple, line))
            for ring in rings(outlines().paths[code])
            for line in itertools.pairwise(ring.tolist())
        }
        for code in pair.split()
    )
    assert one & other


def test_the_outlines_are_light():
    joined = "".join(outlines().paths.values()).encode()
    assert len(brotli.compress(joined, quality=5)) <= 6_500
    assert len(joined) <= 30_000
    assert OUTLINES.stat().st_size <= 60_000
