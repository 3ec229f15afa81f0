"""How many numbers of each group have which rank, and from that the numbers at any places of each group's order.

As for a page of the table, nothing is sorted but what lies in the ranks that hold what is asked for.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.datasets import Dataset, Measured
from app.datasets.column import Array, is_missing
from app.engine.dimension import Dimension, Ranked
from app.engine.kernels.kernels import INFINITY, keys_of_numbers, numbers_of_keys
from app.engine.summaries.gathered import Gathered
from app.engine.summaries.groupby import GroupBy, Groups
from app.query import Field

RANKS, FEWEST_RANKS = 512, 4
MOST_CELLS = 1 << 20
"""Pairs of a group and a rank that are counted at a time."""
MOST_GATHERED = 1 << 20
"""Numbers that are sorted at a time."""
SAMPLE = 1 << 14
Asking = Generator[Any, Any, Array]


@dataclass(frozen=True, slots=True)
class Order:
    """The present numbers of a column in each group of some dimensions, in order."""

    dimensions: tuple[Dimension, ...]
    column: str
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """`counts[group, rank]` numbers have sort keys from `lows[rank]` to `highs[rank]`."""

    order: Order
    dimension: Dimension
    lows: Array
    highs: Array
    counts: Array
    known: list["Batch"] = field(default_factory=list)

    @property
    def sizes(self) -> Array:
        """How many numbers each group has."""
        sizes: Array = self.counts.sum(axis=1)
        return sizes

    @property
    def starts(self) -> Array:
        """How many numbers are in the groups before each."""
        return np.cumsum(self.sizes) - self.sizes

    def batches(self, cells: Array) -> "Iterator[Batch]":
        """What has been gathered, then the other distinct cells in runs that hold few numbers."""
        yield from [*self.known]
        chosen = np.setdiff1d(cells, np.concatenate([cells[:0], *(batch.cells for batch in self.known)]))
        sizes = self.counts.ravel()[chosen]
        shares = (np.cumsum(sizes) - sizes) // MOST_GATHERED
        for run in np.split(chosen, np.flatnonzero(np.diff(shares)) + 1) if len(chosen) else ():
            yield Batch(run)

    def gathered(self, batch: "Batch") -> Generator[Gathered, tuple[Array, Array], tuple[Array, Array]]:
        """The cells and keys of a batch; those of the first ones are kept for the next step."""
        if batch.found is not None:
            return batch.found
        order, chosen = self.order, batch.cells.astype(np.int64).tobytes()
        found = yield Gathered((*order.dimensions, self.dimension), order.column, chosen, order.without)
        if sum(len(each.found[0]) for each in self.known if each.found) + len(found[0]) <= MOST_GATHERED:
            self.known.append(Batch(batch.cells, found))
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some cells, ascending, and what `Gathered` finds in them."""

    cells: Array
    found: tuple[Array, Array] | None = None


def ranking(dataset: Dataset, order: Order, groups: int) -> Generator[GroupBy, Groups, Ranking]:
    """Counts by single numbers where these are listed and few enough, or else between cuts that a sample suggests."""
    groups = max(1, groups)
    cells = dataset.cells[order.column]
    assert isinstance(cells, Measured)
    if cells.listed is not None and groups * len(cells.listed) <= MOST_CELLS:
        keys = keys_of_numbers(cells.listed)
        return (yield from _counted(order, Field(order.column), keys, keys))
    most = max(FEWEST_RANKS, min(RANKS, MOST_CELLS // groups))
    return (yield from _between(order, _sampled(dataset, order.column, most)))


def numbers_at(dataset: Dataset, ranked: Ranking, groups: Array, places: Array) -> Asking:
    """For each of `groups` the number at a place of its order, from 0, as float64."""
    ends, flat = np.cumsum(ranked.counts), ranked.counts.ravel()
    wanted = ranked.starts[groups] + places
    cells = np.searchsorted(ends, wanted, side="right")
    skipped = wanted - (ends[cells] - flat[cells])
    ranks = cells % len(ranked.lows)
    keys = ranked.lows[ranks]
    several = keys < ranked.highs[ranks]
    heavy = several & (flat[cells] > MOST_GATHERED)
    for batch in ranked.batches(cells[several & ~heavy]):
        gathered, found = yield from ranked.gathered(batch)
        here = np.flatnonzero(several & np.isin(cells, batch.cells))
        keys[here] = found[np.searchsorted(gathered, cells[here]) + skipped[here]]
    numbers = numbers_of_keys(keys, dataset.cells[ranked.order.column].values.dtype).astype(np.float64)
    if heavy.any():
        finer = yield from _between(ranked.order, _narrowed(ranked, np.unique(ranks[heavy])))
        numbers[heavy] = yield from numbers_at(dataset, finer, groups[heavy], places[heavy])
    return numbers


def counts_below(ranked: Ranking, groups: Array, keys: Array) -> Asking:
    """For each of `groups` how many of its numbers have a sort key below one."""
    ends, flat = np.cumsum(ranked.counts), ranked.counts.ravel()
    ranks = np.searchsorted(ranked.lows, keys, side="right") - 1
    cells = groups * len(ranked.lows) + np.maximum(ranks, 0)
    above = (ranks >= 0) & (keys > ranked.highs[ranks])
    counts: Array = np.where(above, ends[cells], ends[cells] - flat[cells]) - ranked.starts[groups]
    several = (ranks >= 0) & ~above & (keys > ranked.lows[ranks]) & (flat[cells] > 0)
    heavy = several & (flat[cells] > MOST_GATHERED)
    for batch in ranked.batches(cells[several & ~heavy]):
        gathered, found = yield from ranked.gathered(batch)
        here = np.flatnonzero(several & np.isin(cells, batch.cells))
        counts[here] += _below(gathered, found, cells=cells[here], keys=keys[here])
    if heavy.any():
        finer = yield from _between(ranked.order, _narrowed(ranked, np.unique(ranks[heavy])))
        counts[heavy] = yield from counts_below(finer, groups[heavy], keys[heavy])
    return counts


def _counted(order: Order, by: Dimension, lows: Array, highs: Array) -> Generator[GroupBy, Groups, Ranking]:
    groups = yield GroupBy((*order.dimensions, by), (), order.without)
    return Ranking(order, by, lows, highs, groups.counts.reshape(-1, len(lows)))


def _between(order: Order, edges: Array) -> Generator[GroupBy, Groups, Ranking]:
    """Counts between edges, the last of which is the greatest key there is."""
    highs = np.append(edges[1:-1] - 1, edges[-1])
    return _counted(order, Ranked(order.column, tuple(edges.tolist())), edges[:-1], highs)


def _sampled(dataset: Dataset, column: str, most: int) -> Array:
    """Edges between which a sample has about as many numbers; one that is frequent is between two of its own."""
    low, high = _extent(dataset, column)
    values = dataset.cells[column].values[:: max(1, dataset.rows // SAMPLE)]
    keys = np.sort(keys_of_numbers(values[~is_missing(values)]))
    picks = keys[np.linspace(0, len(keys) - 1, most // 2).astype(np.intp)] if len(keys) else keys
    frequent = picks[1:][(picks[1:] == picks[:-1]) & (picks[1:] < high)]
    cuts = np.unique(np.concatenate([np.array([low, high]), picks, frequent + 1]))
    return np.append(cuts, high)


def _narrowed(ranked: Ranking, ranks: Array) -> Array:
    """Edges that cut some ranks into many parts; all others are joined."""
    edges = {int(ranked.lows[0]), int(ranked.highs[-1])}
    parts = max(2, RANKS // len(ranks))
    for low, high in zip(ranked.lows[ranks].tolist(), ranked.highs[ranks].tolist(), strict=True):
        edges.update(range(low, high + 1, -(-(high - low + 1) // parts)), [min(high + 1, int(ranked.highs[-1]))])
    return np.array([*sorted(edges), ranked.highs[-1]], dtype=np.int64)


def _extent(dataset: Dataset, column: str) -> tuple[int, int]:
    """The least and greatest sort key of a column."""
    known, kind = dataset.columns[column], dataset.cells[column].values.dtype
    if known.infinite:
        return -INFINITY - 1, INFINITY
    low, high = keys_of_numbers(np.array([known.low or 0, known.high or 0], dtype=kind)).tolist()
    return low, high


def _below(gathered: Array, found: Array, *, cells: Array, keys: Array) -> Array:
    """How many of the keys found in each cell are below one, by putting that in its place among them."""
    asked = np.repeat([True, False], [len(cells), len(gathered)])
    order = np.lexsort((~asked, np.concatenate([keys, found]), np.concatenate([cells, gathered])))
    before = np.cumsum(~asked[order])[asked[order]]
    counts = np.empty(len(cells), dtype=np.int64)
    counts[order[asked[order]]] = before
    return counts - np.searchsorted(gathered, cells)
