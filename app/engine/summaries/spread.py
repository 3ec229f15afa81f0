"""What a box plot shows: quartiles, whiskers and how many numbers lie beyond, by dimensions."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.datasets import Dataset
from app.datasets.column import Array
from app.engine.dimension import Dimension
from app.engine.kernels.kernels import keys_of_numbers
from app.engine.summaries.groupby import GroupBy, Groups
from app.engine.summaries.ranking import Order, Ranking, counts_below, numbers_at, ranking

REACH = 1.5
"""How many times the distance of the quartiles a whisker may be long: Tukey's."""
ONE, TWO, SIGN, GREATEST = map(np.uint64, (1, 2, 1 << 63, (1 << 64) - 1))


@dataclass(frozen=True, slots=True, eq=False)
class Spreads:
    """A cell for each combination of the dimensions' values, in the shape of `counts`, which are rows.

    `present` are the rows with a number, `outside` those of them beyond the whiskers; all other arrays are NaN where
    there is none.
    """

    values: tuple[Array, ...]
    counts: Array
    present: Array
    low: Array
    q1: Array
    median: Array
    q3: Array
    high: Array
    whisker_low: Array
    whisker_high: Array
    outside: Array

    @property
    def nbytes(self) -> int:
        return int(10 * self.counts.nbytes)


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles as pandas' `groupby(…)[column].quantile` has them, whiskers to the furthest number in their reach.

    An infinite number is one as any other: between two equal ones nothing is interpolated, from one to another number
    the quartile is infinite or NaN; with such a quartile the whiskers are NaN, and nothing is outside.
    """

    dimensions: tuple[Dimension, ...]
    column: str
    without: tuple[str, ...] = ()

    def steps(self, dataset: Dataset, count: int) -> Generator[Any, Any, Spreads]:
        groups: Groups = yield GroupBy(self.dimensions, (), self.without)
        ranked = yield from ranking(dataset, Order(self.dimensions, self.column, self.without), groups.counts.size)
        sizes = ranked.sizes
        some = np.flatnonzero(sizes)
        five = yield from _five(dataset, ranked, some)
        low, high, outside = yield from _whiskers(dataset, ranked, some, five)

        def shaped(numbers: Array, nothing: float = np.nan) -> Array:
            cells = np.full(len(sizes), nothing, dtype=numbers.dtype)
            cells[some] = numbers
            return cells.reshape(groups.counts.shape)

        least, q1, median, q3, greatest = map(shaped, five)
        return Spreads(
            groups.values, groups.counts, sizes.reshape(groups.counts.shape),
            low=least, q1=q1, median=median, q3=q3, high=greatest,
            whisker_low=shaped(low), whisker_high=shaped(high), outside=shaped(outside, 0),
        )  # fmt: skip

    def answer(self, dataset: Dataset, result: Spreads) -> Spreads:
        return result


def _five(dataset: Dataset, ranked: Ranking, groups: Array) -> Generator[Any, Any, Array]:
    """For each group the least number, the quartiles and the greatest number."""
    quarters = (ranked.sizes[groups] - 1) * np.arange(5)[:, None]
    floors, parts = quarters // 4, quarters % 4 / 4
    places = np.concatenate([floors, np.minimum(floors + 1, ranked.sizes[groups] - 1)])
    numbers = yield from numbers_at(dataset, ranked, np.tile(groups, 10), places.ravel())
    lower, upper = numbers.reshape(2, 5, -1)
    with np.errstate(over="ignore", invalid="ignore"):
        five: Array = np.where((parts == 0) | (lower == upper), lower, lower + (upper - lower) * parts)
    return five


def _whiskers(
    dataset: Dataset, ranked: Ranking, groups: Array, five: Array
) -> Generator[Any, Any, tuple[Array, Array, Array]]:
    """The ends of both whiskers, and how many numbers lie beyond. None is counted where no number can."""
    least, q1, _, q3, greatest = five
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = q1 - REACH * (q3 - q1), q3 + REACH * (q3 - q1)
    kind, sizes = dataset.cells[ranked.order.column].values.dtype, ranked.sizes[groups]
    under, over = np.flatnonzero(low > least), np.flatnonzero(high < greatest)
    fences = np.concatenate([low[under], np.nextafter(high[over], np.inf)])
    asked = np.concatenate([groups[under], groups[over]])
    found = yield from counts_below(ranked, asked, _least_keys(fences, kind))
    first, after = np.zeros(len(groups), dtype=np.int64), sizes.copy()
    first[under], after[over] = np.split(found, [len(under)])
    places = np.concatenate([np.minimum(first, sizes - 1), np.maximum(after - 1, 0)])
    ends = np.split((yield from numbers_at(dataset, ranked, np.tile(groups, 2), places)), 2)
    known = ~np.isnan([low, high]) & (first < sizes) & (after > 0)
    return *np.where(known, ends, np.nan), np.minimum(first + sizes - after, sizes)


def _least_keys(numbers: Array, kind: np.dtype[Any]) -> Array:
    """For each float64 the first sort key of a number that is not below it, when that is a float64 too."""
    if kind.kind == "f":
        return keys_of_numbers(numbers)
    low, high = np.zeros(len(numbers), dtype=np.uint64), np.full(len(numbers), GREATEST)
    for _ in range(64):
        middle = low + (high - low) // TWO
        reached = (middle ^ SIGN).view(np.int64).astype(np.float64) >= numbers
        low, high = np.where(reached, low, middle + ONE), np.where(reached, middle, high)
    return (high ^ SIGN).view(np.int64)
