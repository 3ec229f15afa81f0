"""Columns that are latitudes and longitudes, by their names and their range, or countries, by their values."""

import re

import numpy as np

from app.datasets.column import Array, Cells, Coded, Kind, Place
from app.datasets.kinds.countries import is_country

LATITUDE = re.compile(r"^(lat|latitude|.*[_ .](lat|latitude)|geo_lat.*|breitengrad)$", re.IGNORECASE)
LONGITUDE = re.compile(
    r"^(lon|lng|long|longitude|.*[_ .](lon|lng|long|longitude)|geo_lon.*|längengrad)$", re.IGNORECASE
)
WORDY: tuple[Kind, ...] = ("category", "text", "id", "geo")
"""The kinds of words that may be countries; `geo` is what the owner says."""


def is_place(name: str, numbers: Array) -> bool:
    """
    >>> is_place("start_lat", np.array([51.5])), is_place("lat", np.array([151.5])), is_place("flat", np.array([5.0]))
    (True, False, False)
    """
    most = 90 if LATITUDE.match(name) else 360 if LONGITUDE.match(name) else 0
    return bool(most) and len(numbers) > 0 and float(np.nanmax(np.abs(numbers), initial=0)) <= most


def place_of(name: str, kind: Kind, cells: Cells) -> Place:
    """What a column's values are on a map."""
    if isinstance(cells, Coded):
        return "country" if kind in WORDY and is_country(name, cells.values) else ""
    if kind != "geo":
        return ""
    return "latitude" if LATITUDE.match(name) else "longitude" if LONGITUDE.match(name) else ""
