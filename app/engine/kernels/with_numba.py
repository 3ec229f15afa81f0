"""The loops over rows, compiled: one pass with nothing written but the answer. Importing this imports numba."""

import threading

import numpy as np
import numpy.typing as npt

from app.datasets.column import Array, code_type
from app.engine.kernels import loops
from app.engine.kernels.kernels import MISSING, Edges, Keys, edges_of, only

ALIGNED = 64


class Scratch(threading.local):
    """Memory for the codes of one block, used again for the next: new memory would cost as much as the loop."""

    def __init__(self) -> None:
        self._memory = np.empty(0, dtype=np.uint8)
        self._used = 0

    def begin(self) -> None:
        """What did not fit the last time will fit now."""
        if self._used > len(self._memory):
            self._memory = np.empty(self._used, dtype=np.uint8)
        self._used = 0

    def empty(self, size: int, kind: npt.DTypeLike) -> Array:
        kind = np.dtype(kind)
        start, length = self._used, size * kind.itemsize
        self._used += -(-length // ALIGNED) * ALIGNED
        if start + length > len(self._memory):
            return np.empty(size, dtype=kind)
        return self._memory[start : start + length].view(kind)


class NumbaKernels:
    """Every loop reads what is kept in place, and writes codes and positions to memory that its thread keeps."""

    parallel = True

    def __init__(self) -> None:
        self._scratch = Scratch()

    def begin(self) -> None:
        self._scratch.begin()

    def positions(self, bits: Array, size: int) -> Array:
        found = self._scratch.empty(size + 8, np.uint32)
        return found[: loops.positions(_fixed(bits), found)]

    def passing(self, codes: Array, table: Array) -> Array:
        if np.count_nonzero(table) == 1:
            return np.packbits(codes == only(table))  # numpy compares sixty codes at a time
        bits = np.zeros(-(-len(codes) // 8), dtype=np.uint8)
        loops.passing(_fixed(codes), _fixed(table.view(np.uint8)), bits)
        return bits

    def lookup(self, codes: Array, table: Array, rows: Array | None) -> Array:
        found = self._scratch.empty(len(codes), table.dtype)
        loops.lookup(_fixed(codes), _fixed(table), _chosen(rows), found)
        return found

    def bins(self, values: Array, edges: Edges, rows: Array | None) -> Array:
        found = self._scratch.empty(len(values), code_type(len(edges.numbers) - 1))
        loops.bins(_fixed(values), _fixed(edges.numbers), _fixed(edges.guesses), _chosen(rows), found)
        return found

    def cross(self, codes: Array, more: Array, width: int, *, rows: Array | None, missing: int = -1) -> Array:
        found = self._scratch.empty(len(codes), np.int32)
        loops.cross(_fixed(codes), _fixed(more), width, missing, _chosen(rows), found)
        return found

    def tally(self, codes: Array, rows: Array | None, size: int) -> Array:
        counts = np.zeros(size + 1, dtype=np.int64)
        loops.tally(_fixed(codes), _chosen(rows), counts)
        return np.concatenate([counts[1:], counts[:1]])

    def sums(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        if codes is None:
            present, total = loops.total(_fixed(values), _chosen(rows))
            return np.array([present]), np.array([total])
        counts, sums = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1)
        loops.sums(_fixed(codes), _chosen(rows), _fixed(values), counts, sums)
        return counts[1:], sums[1:]

    def ends(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        lows, highs = np.full(size + 1, np.inf), np.full(size + 1, -np.inf)
        codes = np.zeros(len(values), dtype=np.int8) if codes is None else codes
        loops.ends(_fixed(codes), _chosen(rows), _fixed(values), lows, highs)
        return lows[1:], highs[1:]

    def order(self, keys: Keys, rows: Array | None) -> Array:
        found = self._scratch.empty(len(keys.numbers), np.int64)
        loops.order(_fixed(keys.numbers), keys.floats, keys.missing, _chosen(rows), found)
        return found

    def ranks(self, keys: Keys, rows: Array | None, *, low: int, high: int, shift: int) -> Array:
        counts = np.zeros(((high - low) >> shift) + 2, dtype=np.int64)
        loops.ranks(_fixed(keys.numbers), keys.floats, keys.missing, _chosen(rows), low, high, shift, counts)
        return counts

    def within(self, keys: Keys, rows: Array | None, *, low: int, high: int) -> Array:
        found = self._scratch.empty(len(keys.numbers) if rows is None else len(rows), np.uint32)
        return found[: loops.within(_fixed(keys.numbers), keys.floats, keys.missing, _chosen(rows), low, high, found)]


def _fixed(array: Array) -> Array:
    """Contiguous and not to be written: numba compiles anew for every other kind of array."""
    if array.flags.writeable or not array.flags.c_contiguous:
        array = np.ascontiguousarray(array).view()
        array.flags.writeable = False
    return array


def _chosen(rows: Array | None) -> Array | None:
    return None if rows is None else _fixed(rows.astype(np.uint32, copy=False))


def warm(kernels: NumbaKernels) -> None:
    """Compile everything that is going to be asked for, or take it from the disk."""
    bits, rows = np.ones(2, dtype=np.uint8), np.arange(8, dtype=np.uint32)
    codes = [np.zeros(16, dtype=kind) for kind in (np.int8, np.int16, np.int32)]
    values = [np.zeros(16), np.zeros(16, dtype=np.int64)]
    kernels.positions(bits, 16)
    for chosen in (None, rows):
        for column in values:
            for bins in (2, 200):
                kernels.bins(column, edges_of(np.arange(bins + 1, dtype=column.dtype)), chosen)
            kernels.sums(None, chosen, column, 1)
            for each in codes:
                kernels.sums(each, chosen, column, 1)
                kernels.ends(each, chosen, column, 1)
        for each in codes:
            kernels.tally(each, chosen, 1)
            for other in codes:
                kernels.lookup(each, np.zeros(2, dtype=other.dtype), chosen)
                kernels.cross(each, other, 1, rows=chosen)
        sorts = [Keys(each, floats=False, missing=-1) for each in codes]
        sorts += [Keys(values[0].view(np.int64), floats=True, missing=None)]
        sorts += [Keys(values[1], floats=False, missing=missing) for missing in (None, -MISSING - 1)]
        for keys in sorts:
            kernels.order(keys, chosen)
            kernels.ranks(keys, chosen, low=0, high=1, shift=0)
            kernels.within(keys, chosen, low=0, high=1)
    for each in codes:
        kernels.passing(each, np.ones(2, dtype=bool))
