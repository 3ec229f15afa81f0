"""What is known of a column's cells without looking at them again: their extent, and how many differ."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import Array, Cells, Coded

NARROW = 1 << 22


@dataclass(frozen=True, slots=True)
class Extent:
    """The finite extent (dates as ISO text; None where there is none), and counts of distinct values and of gaps.

    `infinite`: there are infinite numbers too.
    """

    low: float | str | None
    high: float | str | None
    distinct: int
    missing: int
    infinite: bool = False


def measure(cells: Cells) -> Extent:
    gaps = cells.missing
    missing = int(np.count_nonzero(gaps))
    if isinstance(cells, Coded):
        used = len(cells.values) if len(cells.values) > 2 else len(np.unique(cells.codes[~gaps]))
        return Extent(None, None, used, missing)
    values: Array = cells.values[~gaps] if missing else cells.values
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    distinct, infinite = _distinct(values), len(finite) < len(values)
    if not len(finite):
        return Extent(None, None, distinct, missing, infinite)
    low, high = finite.min(), finite.max()
    if finite.dtype.kind == "M":
        return Extent(str(low), str(high), distinct, missing)
    return Extent(low.item(), high.item(), distinct, missing, infinite)


def _distinct(values: Array) -> int:
    """How many distinct values there are; whole numbers and days of a narrow range are ticked off, not hashed."""
    if values.dtype.kind in "iM" and len(values):
        whole = values.view(np.int64)
        low, high = int(whole.min()), int(whole.max())
        if high - low < NARROW:
            seen = np.zeros(high - low + 1, dtype=bool)
            seen[whole - low] = True
            return int(seen.sum())
    if values.dtype.kind == "f":
        values = values + 0.0  # -0.0 is no other number than 0.0
    return int(pc.count_distinct(pa.array(values)).as_py())
