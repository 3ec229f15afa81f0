"""A drawing: marks that are links, in one panel or several, with axes and a legend."""

from dataclasses import dataclass

import numpy as np

from app.datasets.column import Array
from components.axes.axes import Axes
from components.page import Link

SERIES = 8
OFFSET = 1 << 20
"""Makes any pixel positive."""


@dataclass(frozen=True, slots=True)
class Text:
    """`anchor` is SVG's text-anchor, empty for the start."""

    x: float
    y: float
    text: str
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape that keeps rows. `name`: its classes; `area`: what is as good to click as the shape itself."""

    name: str
    path: str
    title: str
    link: Link
    muted: bool = False
    area: str = ""
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What is only looked at."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: `under` and `over` its marks are shapes.

    `place` is where it stands in the drawing, as SVG says it. Nothing of it is seen outside of `clip`.
    """

    frame: Axes
    marks: tuple[Mark, ...]
    under: tuple[Shape, ...] = ()
    over: tuple[Shape, ...] = ()
    texts: tuple[Text, ...] = ()
    title: Mark | None = None
    place: str = ""
    clip: Axes | None = None


@dataclass(frozen=True, slots=True)
class Brush:
    """A range that can be swept over the plot: its places, and what a filter says for each of them."""

    key: str
    places: str
    lows: str
    highs: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the data table; `add_url` adds what it stands for to the filter, or takes it out."""

    cells: tuple[str, ...]
    add_url: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    panels: tuple[Panel, ...]
    legend: tuple[Mark, ...] = ()
    texts: tuple[Text, ...] = ()
    note: str = ""
    sentence: str = ""
    headers: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    brush: Brush | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for panel in self.panels for mark in panel.marks)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to draw, and what to do."""

    sentence: str


def rect(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z"


def dot(x: float, y: float, radius: float) -> str:
    half, whole = f"a{radius:g} {radius:g} 0 1 0 ", 2 * radius
    return f"M{x - radius:.5g} {y:g}{half}{whole:g} 0{half}{-whole:g} 0z"


def specks(x: Array, y: Array) -> str:
    """One path of many dots, drawn by a round stroke: steps in whole pixels from one to the next are short to write."""
    pixels = np.rint([x, y]).astype(np.int64) + OFFSET
    places = np.unique(pixels[0] << 32 | pixels[1])
    across, up = (places >> 32) - OFFSET, (places & 0xFFFFFFFF) - OFFSET
    steps = zip(np.diff(across, prepend=0).tolist(), np.diff(up, prepend=0).tolist(), strict=True)
    return "".join([f"m{right} {down}h0" for right, down in steps])
