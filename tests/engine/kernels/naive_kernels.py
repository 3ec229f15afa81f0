"""What every kernel should answer, row by row in plain Python; and arrays as a dataset keeps them."""

import math
from bisect import bisect_right
from collections import Counter
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

CODE_TYPES = [np.int8, np.int16, np.int32]
LEAST, GREATEST = -(2**63), 2**63 - 1
floats = st.floats(width=64) | st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -0.0, 1.5, -3.0])
longs = st.integers(-5, 5) | st.integers(-(2**53), 2**53)


@st.composite
def stored(draw, cells, kind) -> np.ndarray:
    """An array that may be read-only, or every other cell of a larger one."""
    array = np.array(cells, dtype=kind)
    layout = draw(st.sampled_from(["plain", "read-only", "strided"]))
    if layout == "strided":
        array = np.repeat(array, 2)[::2]
    array.flags.writeable = layout != "read-only"
    return array


@st.composite
def chosen(draw, size: int) -> np.ndarray | None:
    """Positions of kept rows, or None for all of them."""
    keep = draw(st.none() | st.lists(st.booleans(), min_size=size, max_size=size))
    kind = draw(st.sampled_from([np.uint32, np.int64]))
    return None if keep is None else np.flatnonzero(np.array(keep, dtype=bool)).astype(kind)


sizes = st.sampled_from([0, 1, 7, 8, 9, 17]) | st.integers(0, 40)


@st.composite
def coded(draw, size: int, groups: int) -> np.ndarray:
    kind = draw(st.sampled_from(CODE_TYPES))
    return draw(stored(draw(st.lists(st.integers(-1, groups - 1), min_size=size, max_size=size)), kind))


@st.composite
def measured(draw, size: int) -> np.ndarray:
    cells, kind = draw(st.sampled_from([(floats, np.float64), (longs, np.int64)]))
    return draw(stored(draw(st.lists(cells, min_size=size, max_size=size)), kind))


def kept(rows: np.ndarray | None, size: int) -> list[int]:
    return list(range(size)) if rows is None else rows.tolist()


def bin_of(value: float, edges: list) -> int:
    """NaN is in none."""
    if not edges[0] <= value <= edges[-1]:
        return -1
    return len(edges) - 2 if value == edges[-1] else bisect_right(edges, value) - 1


def present(values: np.ndarray, codes: np.ndarray | None, rows: list[int], group: int) -> list:
    """The values of a group's kept rows."""
    groups = [0] * len(values) if codes is None else codes.tolist()
    cells = values.tolist()
    return [cells[row] for row in rows if groups[row] == group and cells[row] == cells[row]]


def total(values: list) -> float:
    """Exact, then rounded once; what is not finite follows IEEE."""
    if any(isinstance(value, float) and not math.isfinite(value) for value in values):
        return sum(value for value in values if isinstance(value, float) and not math.isfinite(value))
    exact = sum(map(Fraction, values))
    return float(exact) if abs(exact) < Fraction(10) ** 308 else math.inf


def ranks(keys: list[int | None], rows: list[int], *, low: int, high: int, shift: int) -> list[int]:
    found = Counter((keys[row] - low) >> shift for row in rows if keys[row] is not None and low <= keys[row] <= high)
    missing = sum(keys[row] is None for row in rows)
    return [*(found[rank] for rank in range(((high - low) >> shift) + 1)), missing]
