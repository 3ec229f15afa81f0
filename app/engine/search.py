"""Which texts of a column contain another, in either case."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.datasets import Coded, Dataset
from app.datasets.column import Bools
from app.engine.cache import Cache
from app.engine.workers import Workers

CHUNK = 1 << 14
"""Texts that are folded, and kept folded, together: however many a column has, memory is bounded by the cache."""


def contains(dataset: Dataset, column: str, text: str, *, cache: Cache, workers: Workers) -> Bools:
    """A truth for each distinct text of a column; they are case-folded once while the budget lasts."""
    cells = dataset.cells[column]
    assert isinstance(cells, Coded)
    needle = text.casefold()

    def chunk(start: int) -> Bools:
        key = dataset.name, dataset.version, "folded", column, start
        folded: pa.Array = cache.get(key, lambda: _fold(cells.values[start : start + CHUNK]), size=_bytes)
        return np.asarray(pc.match_substring(folded, needle).to_numpy(zero_copy_only=False), dtype=bool)

    return np.concatenate([np.empty(0, dtype=bool), *workers.map(chunk, range(0, len(cells.values), CHUNK))])


def _bytes(texts: pa.Array) -> int:
    return int(texts.nbytes)


def _fold(values: object) -> pa.Array:
    texts = pa.array(values, pa.large_string())
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return pc.ascii_lower(texts)
    return pa.array([text.casefold() for text in texts.to_pylist()], pa.large_string())
