"""Columns as the engine wants them: dates as codes of distinct dates where that is smaller, few numbers listed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets.column import LISTED, Array, Cells, Coded, Measured, code_type
from app.datasets.extent import NARROW, Extent
from app.datasets.table import Table

MANY = 1 << 14
"""From how many distinct texts on they are held as Arrow has them: a Python text each would take five times as much."""


def arrow_texts(values: Any) -> Array:
    """Texts in Arrow's memory, which may be a mapped file; looked at as an array of Python texts is."""
    texts = values if isinstance(values, pa.ChunkedArray) else pa.array(values, pa.large_string())
    return cast(Array, pd.array(texts, dtype=pd.StringDtype("pyarrow")))


def packed(table: Table, extents: Sequence[Extent]) -> Table:
    columns = [
        replace(typed, cells=pack(typed.cells, distinct=extent.distinct, infinite=extent.infinite))
        for typed, extent in zip(table.columns, extents, strict=True)
    ]
    return replace(table, columns=tuple(columns))


def pack(cells: Cells, *, distinct: int, infinite: bool = False) -> Cells:
    if isinstance(cells, Coded):
        return Coded(arrow_texts(cells.values), cells.codes) if len(cells.values) > MANY else cells
    if cells.values.dtype.kind == "M":
        return _pack_dates(cells, distinct=distinct)
    return cells if infinite or not 0 < distinct <= LISTED else replace(cells, listed=_listed(cells.values))


def _listed(values: Array) -> Array:
    found = np.unique(pc.unique(pa.array(values)).drop_null().to_numpy(zero_copy_only=False) + 0)
    return found[~np.isnan(found)] if found.dtype.kind == "f" else found


def _pack_dates(cells: Measured, *, distinct: int) -> Cells:
    """As Coded, if that takes at most half of their bytes: two bytes a row instead of eight."""
    if np.dtype(code_type(distinct)).itemsize * len(cells) + 8 * distinct > 4 * len(cells):
        return cells
    whole, missing = cells.values.view(np.int64), cells.missing
    values, codes = _ticked(whole, missing) if _narrow(whole[~missing]) else _encoded(whole, missing)
    return Coded(values=values.view(cells.values.dtype), codes=codes)


def _narrow(whole: Array) -> bool:
    return bool(len(whole)) and int(whole.max()) - int(whole.min()) < NARROW


def _ticked(whole: Array, missing: Array) -> tuple[Array, Array]:
    """By ticking off which numbers of a narrow range occur."""
    low = whole[~missing].min()
    places = np.where(missing, 0, whole - low)
    seen = np.zeros(int(places.max()) + 1, dtype=bool)
    seen[places[~missing]] = True
    values = np.flatnonzero(seen)
    ranks = (np.cumsum(seen) - 1).astype(code_type(len(values)))
    return values + low, np.where(missing, ranks.dtype.type(-1), ranks[places])


def _encoded(whole: Array, missing: Array) -> tuple[Array, Array]:
    found = pa.array(whole, mask=missing).dictionary_encode()
    values = found.dictionary.to_numpy(zero_copy_only=False)
    order = np.argsort(values)
    ranks = np.empty(len(values) + 1, dtype=code_type(len(values)))
    ranks[order] = np.arange(len(values))
    ranks[-1] = -1
    return values[order].astype(np.int64), ranks[found.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
