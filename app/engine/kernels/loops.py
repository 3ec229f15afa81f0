"""The loops over rows, to be compiled. Importing this imports numba."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from app.datasets.column import Array
from app.engine.kernels.kernels import INFINITY, MISSING

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compiled at its first call for each combination of types, without the GIL, and kept on disk."""
    return cast(F, numba.njit(nogil=True, cache=True)(function))


@compiled
def positions(bits: Array, found: Array) -> int:
    count = 0
    for place in range(len(bits)):
        byte = bits[place]
        if byte:
            for bit in range(8):
                found[count] = place * 8 + bit
                count += (byte >> (7 - bit)) & 1
    return count


@compiled
def passing(codes: Array, table: Array, bits: Array) -> None:
    for place in range(len(codes) // 8):
        byte = 0
        for bit in range(8):
            byte = (byte << 1) | table[codes[place * 8 + bit]]
        bits[place] = byte
    for row in range(len(codes) // 8 * 8, len(codes)):
        bits[row // 8] |= table[codes[row]] << (7 - row % 8)


@compiled
def lookup(codes: Array, table: Array, rows: Array | None, found: Array) -> None:
    if rows is None:
        for row in range(len(codes)):
            found[row] = table[codes[row]]
    else:
        for row in rows:
            found[row] = table[codes[row]]


@compiled
def bins(values: Array, edges: Array, guesses: Array, rows: Array | None, found: Array) -> None:
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
            for _ in range(2):  # parts that hold an edge or two
                if value < edges[place] and place > 0:
                    place -= one
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
def cross(codes: Array, more: Array, width: int, missing: int, rows: Array | None, found: Array) -> None:
    for at in range(len(codes) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        inner = more[row] if more[row] >= 0 else missing
        found[row] = codes[row] * width + inner if codes[row] >= 0 and inner >= 0 else -1


@compiled
def tally(codes: Array, rows: Array | None, counts: Array) -> None:
    if rows is None:
        for row in range(len(codes)):
            counts[codes[row] + 1] += 1
    else:
        for row in rows:
            counts[codes[row] + 1] += 1


@compiled
def total(values: Array, rows: Array | None) -> tuple[int, float]:
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
def sums(codes: Array, rows: Array | None, values: Array, counts: Array, sums: Array) -> None:
    for at in range(len(codes) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        value, place = values[row], codes[row] + 1
        there = value == value
        counts[place] += there
        sums[place] += value if there else 0


@compiled
def ends(codes: Array, rows: Array | None, values: Array, lows: Array, highs: Array) -> None:
    for at in range(len(codes) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        value, place = values[row], codes[row] + 1
        if value < lows[place]:  # noqa: PLR1730  # min() would let NaN in
            lows[place] = value
        if value > highs[place]:  # noqa: PLR1730
            highs[place] = value


@compiled
def key_of(number: Any, floats: bool, missing: int | None) -> int:
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
def order(numbers: Array, floats: bool, missing: int | None, rows: Array | None, found: Array) -> None:
    for at in range(len(numbers) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        found[row] = key_of(np.int64(numbers[row]), floats, missing)


@compiled
def ranks(
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
        key = key_of(np.int64(numbers[at if rows is None else rows[at]]), floats, missing)
        if low <= key <= high:
            counts[(np.uint64(key) - np.uint64(low)) >> np.uint64(shift)] += 1
        elif key == MISSING:
            counts[-1] += 1


@compiled
def within(
    numbers: Array, floats: bool, missing: int | None, rows: Array | None, low: int, high: int, found: Array
) -> int:
    count = 0
    for at in range(len(numbers) if rows is None else len(rows)):
        row = at if rows is None else rows[at]
        key = key_of(np.int64(numbers[row]), floats, missing)
        if low <= key <= high:
            found[count] = row
            count += 1
    return count
