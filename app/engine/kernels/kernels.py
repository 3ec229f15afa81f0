"""What every implementation of the loops over rows can do."""

from typing import Any, NamedTuple, Protocol

import numpy as np

from app.datasets.column import Array

GUESSES, MOST_BINS = 4096, 1 << 16
MISSING = (1 << 63) - 1
"""The key of a missing cell: it comes last."""


class Keys(NamedTuple):
    """What a block is sorted by: integers, or the bits of float64; `missing` is the integer that stands for none."""

    numbers: Array
    floats: bool
    missing: int | None


class Edges(NamedTuple):
    """Ascending edges of bins; for equal parts of their extent, the bin that a part ends in.

    So a number that is itself an edge is in the bin of its part, even if rounding puts it in the part before.
    """

    numbers: Array
    guesses: Array


def edges_of(numbers: Array, *, parts: int = GUESSES) -> Edges:
    with np.errstate(over="ignore", invalid="ignore"):
        ends = np.linspace(float(numbers[0]), float(numbers[-1]), parts + 1)[1:]
    places = np.searchsorted(numbers, ends, side="right") - 1
    return Edges(numbers, np.clip(places, 0, len(numbers) - 2).astype(np.uint16))


class Kernels(Protocol):
    """Loops over the rows of one block.

    `codes` are small integers, one a row; a negative one is in no group. `rows` are the positions of the kept rows,
    ascending; None: all of the block. Codes that a kernel makes are undefined where a row is not kept.
    """

    parallel: bool
    """Whether threads can work beside each other: the loops hold no lock."""

    def begin(self) -> None:
        """The thread goes on to another block: the codes and positions made for the last one may be overwritten."""

    def positions(self, bits: Array, size: int) -> Array:
        """Where the bits of a packed mask of `size` rows are set."""

    def passing(self, codes: Array, table: Array) -> Array:
        """The packed mask of the rows whose code passes: `table` holds a truth for each code, and last for -1."""

    def lookup(self, codes: Array, table: Array, rows: Array | None) -> Array:
        """table[code] of each kept row, where the last of the table is for code -1."""

    def bins(self, values: Array, edges: Edges, rows: Array | None) -> Array:
        """The bin between neighbouring edges that each value is in, the last one closed; -1 for outside and missing.

        Values and edges are both float64 or both int64.
        """

    def cross(self, codes: Array, more: Array, width: int, *, rows: Array | None, missing: int = -1) -> Array:
        """code × width + more of each kept row, -1 where a code is negative; `missing` stands in for more < 0."""

    def tally(self, codes: Array, rows: Array | None, size: int) -> Array:
        """How many kept rows have each code below `size`, and last how many have none."""

    def sums(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        """The number of present values of each code and their sum. Without codes: one group."""

    def ends(self, codes: Array | None, rows: Array | None, values: Array, size: int) -> tuple[Array, Array]:
        """The least and greatest present value of each code as float64; inf and -inf where there is none."""

    def order(self, keys: Keys, rows: Array | None) -> Array:
        """The sort key of each kept row."""

    def ranks(self, keys: Keys, rows: Array | None, *, low: int, high: int, shift: int) -> Array:
        """How many kept rows have each rank, (key - low) >> shift, of those from low to high; last, of missing ones."""

    def within(self, keys: Keys, rows: Array | None, *, low: int, high: int) -> Array:
        """The positions of the kept rows with low ≤ key ≤ high."""


def only(table: Array) -> int:
    """The one code that passes."""
    code = int(np.argmax(table))
    return code if code < len(table) - 1 else -1


def order_keys(keys: Keys) -> Array:
    """int64 in the order of what they stand for; MISSING for missing.

    The bits of positive floats ascend with them, those of negative ones descend; -0.0 is 0.0.
    """
    whole = keys.numbers.astype("int64")
    if keys.floats:
        nan = (whole & MISSING) > INFINITY
        whole ^= (whole >> 63) & MISSING
        whole[whole == -1] = 0
        whole[nan] = MISSING
    if keys.missing is not None:
        whole[whole == keys.missing] = MISSING
    return whole


def float_keys(numbers: Array) -> Keys:
    return Keys(np.ascontiguousarray(numbers, dtype=np.float64).view(np.int64), floats=True, missing=None)


def keys_of_numbers(numbers: Array) -> Array:
    """The sort keys of int64 or float64."""
    return order_keys(float_keys(numbers)) if numbers.dtype.kind == "f" else numbers


def numbers_of_keys(keys: Array, kind: np.dtype[Any]) -> Array:
    """The numbers that have these sort keys."""
    if kind.kind != "f":
        return keys.astype(kind)
    bits: Array = keys ^ ((keys >> 63) & MISSING)
    return bits.view(np.float64)


INFINITY = 0x7FF0000000000000
"""The bits of an infinite float64, which is the greatest there is."""
