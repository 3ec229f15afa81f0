"""The loops over rows, compiled: one pass with nothing written but the answer. Importing this imports numba."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from app.datasets.column import Array, code_type
from app.engine.kernels.kernels import INFINITY, MISSING, Edges, Keys, edges_of, only

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compiled at its first call for each combination of types, without the GIL, and kept on disk."""
    return cast(F, numba.njit(nogil=True, cache=True)(function))


class Scratch(threading.local):
    """Memory for the codes of one block, used again for the next: new memory would cost as much as the loop."""

    def __init__(self) -> None:
        self._buffers: list[Array] = []
        self._used = 0

    def begin(self) -> None:
        self._used = 0

    def empty(self, size: int, kind: npt.DTypeLike) -> Array:
        kind, at = np.dtype(kind), self._used
        self._used += 1
        if at == len(self._buffers):
            self._buffers.append(np.empty(0, dtype=np.uint8))
        if len(self._buffers[at]) < size * kind.itemsize:
            self._buffers[at] = np.empty(size * kind.itemsize, dtype=np.uint8)
        return self._buffers[at][: size * kind.itemsize].view(kind)


class NumbaKernels:
    """Every loop reads what is kept in place, and writes codes and positions to memory that its thread keeps."""

    parallel = True

    def __init__(self) -> None:
        self._scratch = Scratch()

    def begin(self) -> None:
        self._scratch.begin()

    def positions(self, bits: Array, size: int) -> Array:
        found = self._scratch.empty(size + 8, np.uint32)
        return found[: _positions(_fixed(bits), found)]

    def passing(self, codes: Array, table: Array) -> Array:
        if np.count_nonzero(table) == 1:
            return np.packbits(codes == only(table))  # numpy compares sixty codes at a time
        bits = np.zeros(-(-len(codes) // 8), dtype=np.uint8)
        _passing(_fixed(codes), _fixed(table.view(np.uint8)), bits)
        return bits

    def lookup(self, codes: Array, table: Array, rows: Array | None) -> Array:
        found = self._scratch.empty(len(codes), table.dtype)
        _lookup(_fixed(codes), _fixed(table), _chosen(rows), found)
        return found

    def bins(self, values: Array, edges: Edges, rows: Array | None) -> Array:
        found = self._scratch.empty(len(values), code_type(len(edges.numbers) - 1))
        _bins(_fixed(values), _fixed(edges.numbers), _fixed(edges.guesses), _chosen(rows), found)
        return found

    def cross(self, codes: Array, more: Array, width: int, *, rows: Array | None, missing: int = -1) -> Array:
        found = self._scratch.empty(len(codes), np.int32)
        _cross(_fixed(codes), _fixed(more), width, missing, _chosen(rows), found)
        return found

    def tally(self, codes: Array, rows: Array | None, size: int) -> Array:
        counts = np.zeros(size + 1, dtype=np.int64)
        _tally(_fixed(codes), _chosen(rows), counts)
        return np.concatenate([counts[1:], counts[:1]])

    def sums(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        if codes is None:
            present, total = _sum(_fixed(values), _chosen(rows))
            return np.array([present]), np.array([total])
        counts, sums = np.zeros(size + 1, dtype=np.int64), np.zeros(size + 1)
        _sums(_fixed(codes), _chosen(rows), _fixed(values), counts, sums)
        return counts[1:], sums[1:]

    def ends(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        lows, highs = np.full(size + 1, np.inf), np.full(size + 1, -np.inf)
        codes = np.zeros(len(values), dtype=np.int8) if codes is None else codes
        _ends(_fixed(codes), _chosen(rows), _fixed(values), lows, highs)
        return lows[1:], highs[1:]

    def ranks(self, keys: Keys, rows: Array | None, *, low: int, high: int, shift: int) -> Array:
        counts = np.zeros(((high - low) >> shift) + 2, dtype=np.int64)
        _ranks(_fixed(keys.numbers), keys.floats, keys.missing, _chosen(rows), low, high, shift, counts)
        return counts

    def within(self, keys: Keys, rows: Array | None, *, low: int, high: int) -> Array:
        found = self._scratch.empty(len(keys.numbers) if rows is None else len(rows), np.uint32)
        return found[: _within(_fixed(keys.numbers), keys.floats, keys.missing, _chosen(rows), low, high, found)]


def _fixed(array: Array) -> Array:
    """Contiguous and not to be written: numba compiles anew for every other kind of array."""
    if array.flags.writeable or not array.flags.c_contiguous:
        array = np.ascontiguousarray(array).view()
        array.flags.writeable = False
    return array


def _chosen(rows: Array | None) -> Array | None:
    return None if rows is None else _fixed(rows.astype(np.uint32, copy=False))


@compiled
def _positions(bits: Array, found: Array) -> int:
    count = 0
    for place in range(len(bits)):
        byte = bits[place]
        if byte:
            for bit in range(8):
                found[count] = place * 8 + bit
                count += (byte >> (7 - bit)) & 1
    return count


@compiled
def _passing(codes: Array, table: Array, bits: Array) -> None:
    for place in range(len(codes) // 8):
        byte = 0
        for bit in range(8):
            byte = (byte << 1) | table[codes[place * 8 + bit]]
        bits[place] = byte
    for row in range(len(codes) // 8 * 8, len(codes)):
        bits[row // 8] |= table[codes[row]] << (7 - row % 8)


@compiled
def _lookup(codes: Array, table: Array, rows: Array | None, found: Array) -> None:
    if rows is None:
        for row in range(len(codes)):
            found[row] = table[codes[row]]
    else:
        for row in rows:
            found[row] = table[codes[row]]


@compiled
def _bins(values: Array, edges: Array, guesses: Array, rows: Array | None, found: Array) -> None:
    """A look-up by equal parts of the extent nearly always finds the bin; else halving does.

    Unsigned positions spare the test for negative ones, and so half of the time.
    """
    one, last = np.uint64(1), np.uint64(len(edges) - 2)
    low, high, top = edges[0], edges[-1], float(len(guesses) - 1)
    span = float(high) - float(low)
    scale = len(guesses) / span if span > 0 else 0.0
    for at in range(len(values) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        value = values[row]
        if low <= value <= high:
            part = min((float(value) - float(low)) * scale, top)
            place = np.uint64(guesses[np.uint64(part)])
            if value < edges[place] or value >= edges[place + one]:
                place, end = np.uint64(0), last
                while place < end:
                    middle = (place + end + one) >> one
                    if value >= edges[middle]:
                        place = middle
                    else:
                        end = middle - one
            found[row] = place
        else:
            found[row] = -1


@compiled
def _cross(codes: Array, more: Array, width: int, missing: int, rows: Array | None, found: Array) -> None:
    for at in range(len(codes) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        inner = more[row] if more[row] >= 0 else missing
        found[row] = codes[row] * width + inner if codes[row] >= 0 and inner >= 0 else -1


@compiled
def _tally(codes: Array, rows: Array | None, counts: Array) -> None:
    if rows is None:
        for row in range(len(codes)):
            counts[codes[row] + 1] += 1
    else:
        for row in rows:
            counts[codes[row] + 1] += 1


@compiled
def _sum(values: Array, rows: Array | None) -> tuple[int, float]:
    """Four sums side by side: one addition need not wait for the last."""
    present = 0
    sums = np.zeros(4)
    count = len(values) if rows is None else len(rows)
    for at in range(0, count - 3, 4):
        for lane in range(4):
            value = values[at + lane] if rows is None else values[rows[at + lane]]
            if value == value:
                present += 1
                sums[lane] += value
    for at in range(count // 4 * 4, count):
        value = values[at] if rows is None else values[rows[at]]
        if value == value:
            present += 1
            sums[0] += value
    return present, sums.sum()


@compiled
def _sums(codes: Array, rows: Array | None, values: Array, counts: Array, sums: Array) -> None:
    for at in range(len(codes) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        value, place = values[row], codes[row] + 1
        there = value == value
        counts[place] += there
        sums[place] += value if there else 0


@compiled
def _ends(codes: Array, rows: Array | None, values: Array, lows: Array, highs: Array) -> None:
    for at in range(len(codes) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        value, place = values[row], codes[row] + 1
        if value < lows[place]:  # noqa: PLR1730  # min() would let NaN in
            lows[place] = value
        if value > highs[place]:  # noqa: PLR1730
            highs[place] = value


@compiled
def _key(number: Any, floats: bool, missing: int | None) -> int:
    """As `order_keys` has it."""
    if floats:
        if (number & MISSING) > INFINITY:
            return MISSING
        number ^= (number >> 63) & MISSING
        return 0 if number == -1 else number
    if missing is not None and number == missing:
        return MISSING
    return number  # type: ignore[no-any-return]


@compiled
def _ranks(
    numbers: Array,
    floats: bool,
    missing: int | None,
    rows: Array | None,
    low: int,
    high: int,
    shift: int,
    counts: Array,
) -> None:
    for at in range(len(numbers) if rows is None else len(rows)):
        key = _key(np.int64(numbers[at if rows is None else rows[at]]), floats, missing)
        if low <= key <= high:
            counts[(np.uint64(key) - np.uint64(low)) >> np.uint64(shift)] += 1
        elif key == MISSING:
            counts[-1] += 1


@compiled
def _within(
    numbers: Array, floats: bool, missing: int | None, rows: Array | None, low: int, high: int, found: Array
) -> int:
    count = 0
    for at in range(len(numbers) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        key = _key(np.int64(numbers[row]), floats, missing)
        if low <= key <= high:
            found[count] = row
            count += 1
    return count


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
            kernels.ranks(keys, chosen, low=0, high=1, shift=0)
            kernels.within(keys, chosen, low=0, high=1)
    for each in codes:
        kernels.passing(each, np.ones(2, dtype=bool))
