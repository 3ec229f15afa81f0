"""The map of the world: where places lie on its canvas, and the outlines of countries on it.

Equal Earth (Šavrič, Patterson and Jenny, 2018, doi:10.1080/13658816.2018.1504949): areas are true, so that a large
country is not large for lying far north. The canvas leaves out Antarctica, where no figures are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from app.datasets.column import Array

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""The coefficients of the projection's polynomial."""
WIDTH = 960
NORTH, SOUTH = 84.0, -57.0
"""The latitudes at the upper and the lower edge of the canvas, in degrees."""
OUTLINES = Path(__file__).with_name("outlines.json")


@dataclass(frozen=True, slots=True)
class Outlines:
    """The countries on a canvas of width × height units, y downwards.

    `paths`: SVG path data (`M` to the first point of a ring, `l` with steps in whole units, `z`) under the ISO alpha-3
    code; `land`: the path data of what bears no code; `coast`: all land in fewer points, for a ground; `dots`: a point
    for every country too small for an outline.
    """

    width: int
    height: int
    paths: Mapping[str, str]
    land: str
    coast: str
    dots: Mapping[str, tuple[int, int]]


@cache
def outlines() -> Outlines:
    """Read once, when a map is first drawn."""
    said = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return Outlines(
        width=said["width"],
        height=said["height"],
        paths=MappingProxyType(said["paths"]),
        land=said["land"],
        coast=said["coast"],
        dots=MappingProxyType({code: (x, y) for code, (x, y) in said["dots"].items()}),
    )


def equal_earth(longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """Degrees (NaN where unknown; longitudes up to 360 are taken for those west of Greenwich) to units of the canvas.

    What lies south of the lower edge has a y beyond the height of the canvas.

    >>> [round(float(place)) for place in equal_earth(np.array(0.0), np.array(NORTH))]
    [480, 0]
    """
    degrees = np.asarray(longitude, dtype=np.float64)
    turned = np.where(np.abs(degrees) > 180, (degrees + 180) % 360 - 180, degrees)  # 180 stays at the right edge
    x, y = _raw(np.radians(turned), np.radians(np.asarray(latitude, dtype=np.float64)))
    return WIDTH / 2 + x * SCALE, (TOP - y) * SCALE


def _raw(longitude: Array, latitude: Array) -> tuple[Array, Array]:
    """The projection of a globe of radius 1, from radians; y upwards."""
    theta = np.arcsin(np.sqrt(3) / 2 * np.sin(latitude))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * longitude * np.cos(theta) / (np.sqrt(3) * slope)
    return x, theta * (A1 + A2 * square + sixth * (A3 + A4 * square))


def _edge(longitude: float, latitude: float) -> tuple[float, float]:
    x, y = _raw(np.radians(longitude), np.radians(latitude))
    return float(x), float(y)


SCALE = WIDTH / 2 / _edge(180, 0)[0]
"""Units of the canvas in a radius of the globe."""
TOP = _edge(0, NORTH)[1]
HEIGHT = round((TOP - _edge(0, SOUTH)[1]) * SCALE)
