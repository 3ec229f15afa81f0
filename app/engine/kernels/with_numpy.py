"""The loops over rows with numpy: for all datasets until the compiled ones are there, and for small ones always."""

import numpy as np

from app.datasets.column import Array, code_type
from app.engine.kernels.kernels import MISSING, Edges, Keys, only, order_keys


class NumpyKernels:
    """Gathers what is kept, then leaves the loop to numpy."""

    parallel = False

    def begin(self) -> None:
        """Nothing is overwritten."""

    def positions(self, bits: Array, size: int) -> Array:
        return np.flatnonzero(np.unpackbits(bits, count=size).view(bool))

    def passing(self, codes: Array, table: Array) -> Array:
        true = np.count_nonzero(table)
        if true == 1:
            return np.packbits(codes == only(table))
        return np.packbits(table[codes]) if true else np.zeros(-(-len(codes) // 8), dtype=np.uint8)

    def lookup(self, codes: Array, table: Array, rows: Array | None) -> Array:
        return table.take(codes, mode="wrap")

    def bins(self, values: Array, edges: Edges, rows: Array | None) -> Array:
        codes = np.searchsorted(edges.numbers, values, side="right") - 1
        last = len(edges.numbers) - 2
        codes[values == edges.numbers[-1]] = last
        codes[codes > last] = -1  # also what is missing: NaN is sorted after all edges
        return codes.astype(code_type(last + 1))

    def cross(self, codes: Array, more: Array, width: int, *, rows: Array | None, missing: int = -1) -> Array:
        outside = codes < 0
        inner = more.astype(np.int32)
        if missing < 0:
            outside |= more < 0
        else:
            inner[more < 0] = missing
        places: Array = codes.astype(np.int32) * np.int32(width) + inner
        places[outside] = -1
        return places

    def tally(self, codes: Array, rows: Array | None, size: int) -> Array:
        codes = _kept(codes, rows)
        if codes.dtype == np.int8:
            counts = np.bincount(codes.view(np.uint8), minlength=256)
            return np.append(counts[:size], counts[255])
        counts = np.bincount(codes.astype(np.intp) + 1, minlength=size + 1)
        return np.append(counts[1:], counts[0])

    def sums(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        values, places = _present(codes, rows, values)
        if places is None:
            return np.array([len(values)]), np.array([values.sum(dtype=np.float64)])
        return np.bincount(places, minlength=size), np.bincount(places, weights=values, minlength=size)

    def ends(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        values, places = _present(codes, rows, values)
        if places is None:
            places = np.zeros(len(values), dtype=np.intp)
        lows, highs = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(lows, places, values)
        np.maximum.at(highs, places, values)
        return lows, highs

    def order(self, keys: Keys, rows: Array | None) -> Array:
        return order_keys(keys)

    def ranks(self, keys: Keys, rows: Array | None, *, low: int, high: int, shift: int) -> Array:
        numbers = _kept(order_keys(keys), rows)
        inside = numbers[(numbers >= low) & (numbers <= high)]
        above = inside.view(np.uint64) - np.uint64(low % (1 << 64))  # the difference may be more than int64 holds
        ranks = (above >> np.uint64(shift)).astype(np.intp)
        counts = np.bincount(ranks, minlength=((high - low) >> shift) + 1)
        return np.append(counts, np.count_nonzero(numbers == MISSING))

    def within(self, keys: Keys, rows: Array | None, *, low: int, high: int) -> Array:
        numbers = _kept(order_keys(keys), rows)
        found = np.flatnonzero((numbers >= low) & (numbers <= high))
        return found if rows is None else rows[found]


def _kept(values: Array, rows: Array | None) -> Array:
    return values if rows is None else values.take(rows)


def _present(codes: Array | None, rows: Array | None, values: Array) -> tuple[Array, Array | None]:
    """The present values of the kept rows that are in a group, and their groups."""
    values = _kept(values, rows)
    some = ~np.isnan(values) if values.dtype.kind == "f" else np.ones(len(values), dtype=bool)
    if codes is None:
        return values[some], None
    places = _kept(codes, rows).astype(np.intp)
    some &= places >= 0
    return (values, places) if some.all() else (values[some], places[some])
