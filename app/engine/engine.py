"""Answers a query over a dataset: plans the masks, runs all summaries in one pass over the partitions, merges."""

from collections.abc import Iterable
from functools import reduce
from typing import Any, TypeVar, cast

from app.datasets import Dataset
from app.engine.cache import Cache
from app.engine.masks import Masks
from app.engine.partition import BLOCK, Partition, keep_of
from app.engine.summaries import Summary
from app.query import Query

A = TypeVar("A")
AnySummary = Summary[Any, Any]


class Answers:
    """Answers by the summaries that asked for them."""

    def __init__(self, found: dict[AnySummary, object]) -> None:
        self._found = found

    def __getitem__(self, summary: Summary[Any, A]) -> A:
        return cast(A, self._found[summary])


class Engine:
    """Holds nothing but bounded caches, whose keys start with a dataset's name and version."""

    def __init__(self, *, cache_bytes: int, block: int = BLOCK) -> None:
        self.cache = Cache(cache_bytes)
        self._block = block

    def masks(self, dataset: Dataset, query: Query) -> Masks:
        return Masks(dataset, query, self.cache)

    def run(self, dataset: Dataset, masks: Masks, summaries: Iterable[AnySummary]) -> Answers:
        """The answers to all summaries, under the query that the masks are of."""
        wanted = list(dict.fromkeys(summaries))
        bits = {name: masks.without(name) for name in dict.fromkeys(summary.without for summary in wanted)}
        distinct = {id(packed): packed for packed in bits.values()}
        partials: dict[AnySummary, list[object]] = {summary: [] for summary in wanted}
        for part in self._partitions(dataset):
            keeps = {name: keep_of(packed, part) for name, packed in distinct.items()}
            for summary in wanted:
                partials[summary].append(summary.partial(part, keeps[id(bits[summary.without])]))
        return Answers({summary: summary.finish(reduce(summary.merge, partials[summary])) for summary in wanted})

    def _partitions(self, dataset: Dataset) -> list[Partition]:
        starts = range(0, max(dataset.rows, 1), self._block)
        return [Partition(dataset, self.cache, start, min(start + self._block, dataset.rows)) for start in starts]
