"""Dimensions: what rows are grouped by, as a small code for each row and a value for each code."""

from dataclasses import dataclass

import numpy as np

from app.datasets import Coded, Dataset
from app.datasets.column import Array, code_type
from app.engine.cache import Cache
from app.query import Field
from app.query.bins import Bins

Dimension = Field | Bins
UNITS = {"year": "Y", "quarter": "3M", "month": "M", "week": "7D", "day": "D"}
WEEK_SHIFT = np.timedelta64(3, "D")
"""1970-01-01 was a Thursday; numpy's weeks start with it, people's on Monday."""


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """`values[codes[row]]` is the row's group; a code of -1: the row is in none."""

    values: Array
    codes: Array

    @property
    def nbytes(self) -> int:
        return int(self.codes.nbytes + self.values.nbytes)


def codes_of(dataset: Dataset, dimension: Dimension, cache: Cache) -> Codes:
    """The codes of a dimension, computed once a dataset version while the budget lasts."""
    cells = dataset.cells[dimension.column]
    if isinstance(cells, Coded):
        return Codes(cells.values, cells.codes)
    key = (dataset.name, dataset.version, dimension)
    return cache.get(key, lambda: _compute(cells.values, dimension), size=lambda codes: codes.nbytes)


def _compute(values: Array, dimension: Dimension) -> Codes:
    if isinstance(dimension, Bins):
        return _binned(values, dimension)
    if dimension.function == "week":
        values = values.astype("datetime64[D]") + WEEK_SHIFT
    if dimension.function:
        codes = _distinct(values.astype(f"datetime64[{UNITS[dimension.function]}]"))
        return (
            Codes(codes.values.astype("datetime64[D]") - WEEK_SHIFT, codes.codes)
            if dimension.function == "week"
            else codes
        )
    return _distinct(values)


def _binned(values: Array, bins: Bins) -> Codes:
    exact = "datetime64[us]" if values.dtype.kind == "M" else values.dtype
    edges = np.array(bins.edges, dtype=exact)
    codes = np.searchsorted(edges, values, side="right") - 1
    codes[values == edges[-1]] = len(bins) - 1
    codes[(codes >= len(bins)) | ~np.isfinite(values)] = -1
    return Codes(np.arange(len(bins)), codes.astype(code_type(len(bins))))


def _distinct(values: Array) -> Codes:
    """Distinct values in order; missing ones have no group."""
    whole = values.view("int64") if values.dtype.kind == "M" else values
    missing = np.isnat(values) if values.dtype.kind == "M" else np.isnan(values) if values.dtype.kind == "f" else None
    if missing is not None and not missing.any():
        missing = None
    present = whole if missing is None else whole[~missing]
    if len(present) and whole.dtype.kind == "i" and int(present.max()) - int(present.min()) < 1 << 16:
        found, inverse = _counted(present)
    else:
        found, inverse = np.unique(present, return_inverse=True)
    codes = np.full(len(values), -1, dtype=code_type(len(found)))
    codes[slice(None) if missing is None else ~missing] = inverse
    return Codes(found.view(values.dtype) if values.dtype.kind == "M" else found, codes)


def _counted(whole: Array) -> tuple[Array, Array]:
    """np.unique with its inverse, by counting: for integers that lie close together."""
    low = whole.min()
    places = whole - low
    used = np.bincount(places) > 0
    return np.flatnonzero(used) + low, (np.cumsum(used) - 1)[places]
