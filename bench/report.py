"""Rows of the report, and how a module of bench/ is run alone."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.tables import Tables

Row = tuple[str, ...]
Measure = Callable[[Tables, int], Iterator[Row]]
HEAD: Row = ("what", "measured", "bound", "met")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: str
    head: Row
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return "\n".join([f"## {self.title}", "", self.text, "", *table(self.head, self.rows), ""])


def table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def line(what: str, value: float, unit: str, *, most: float | None = None, note: str = "") -> Row:
    """A row of HEAD: `most` is the bound, and the last cell says whether it is kept."""
    measured = f"{number(value)} {unit}{note and f' ({note})'}"
    return what, measured, "–" if most is None else f"≤ {number(most)} {unit}", met([value], [most])


def met(values: Iterable[float], bounds: Iterable[float | None]) -> str:
    """
    >>> met([1, 2], [1, None]), met([1, 2], [1, 1]), met([1], [None])
    ('yes', 'missed', '–')
    """
    kept = [value <= most for value, most in zip(values, bounds, strict=True) if most is not None]
    return "–" if not kept else "yes" if all(kept) else "missed"


def number(value: float) -> str:
    """
    >>> number(0.01234), number(1.5), number(25), number(1234.5)
    ('0.0123', '1.5', '25', '1,234')
    """
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def milliseconds(seconds: Iterable[float], percent: float = 50) -> float:
    """The median, or another percentile, of times in seconds."""
    return 1000 * float(np.percentile(list(seconds), percent))


def alone(head: Row, measure: Measure, *, rows: int = 1_000_000) -> None:
    """What `python -m bench.<module> [rows]` does: the module's rows, each as it is known."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else rows
    with tempfile.TemporaryDirectory() as folder:
        for text in table(head, measure(Tables(Path(folder)), rows)):
            print(text, flush=True)
