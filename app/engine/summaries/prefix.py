"""Sums over any run of neighbours in two look-ups."""

import numpy as np

from app.datasets.column import Array


def prefix(counts: Array) -> Array:
    """The sums of the first 0, 1, 2 … along the first axis."""
    sums = np.zeros((len(counts) + 1, *counts.shape[1:]), dtype=counts.dtype)
    np.cumsum(counts, axis=0, out=sums[1:])
    return sums


def between(sums: Array, first: int, last: int) -> Array:
    """The sum of those from the first to the last, without the last."""
    return np.asarray(sums[last] - sums[first])
