from dataclasses import dataclass

import numpy as np

from app.datasets import Coded
from app.engine.partition import Keep, Partition

Ends = tuple[float, float] | tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and greatest finite value of a column, dates as ISO texts; None if there is none."""

    column: str
    without: tuple[str, ...] = ()

    def partial(self, part: Partition, keep: Keep) -> Ends:
        cells = part.cells(self.column)
        if isinstance(cells, Coded):
            codes = keep.of(cells.codes)
            values = np.asarray(cells.values)[np.unique(codes[codes >= 0])]
        else:
            values = keep.of(cells.values)
        values = values[np.isfinite(values)]
        if not len(values):
            return None
        low, high = values.min(), values.max()
        return (str(low), str(high)) if values.dtype.kind == "M" else (low.item(), high.item())

    def merge(self, a: Ends, b: Ends) -> Ends:
        if a is None or b is None:
            return b if a is None else a
        return min(a[0], b[0]), max(a[1], b[1])  # type: ignore[return-value]  # both are of one column

    def finish(self, state: Ends) -> Ends:
        return state
