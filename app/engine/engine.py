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
REMEMBERED = 50_000
"""Answers over fewer rows are computed in a millisecond; only those without filters are worth their memory."""
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
        assert block % 8 == 0, "partitions start at a whole byte of the masks"
        self.cache = Cache(cache_bytes, overhead=1500)
        self._block = block

    def masks(self, dataset: Dataset, query: Query) -> Masks:
        return Masks(dataset, query, self.cache)

    def run(self, dataset: Dataset, masks: Masks, summaries: Iterable[AnySummary]) -> Answers:
        """The answers to all summaries, under the query that the masks are of; those asked before are remembered."""
        keys = {
            summary: (dataset.name, dataset.version, summary, masks.key(summary.without))
            for summary in dict.fromkeys(summaries)
        }
        with self.cache.flight((dataset.name, dataset.version, masks.key(""))):
            found = {summary: self.cache.peek(key) for summary, key in keys.items()}
            missing = [summary for summary, answer in found.items() if answer is None]
            for summary, answer in self._compute(dataset, masks, missing).items():
                found[summary] = answer
                if dataset.rows >= REMEMBERED or not masks.key(""):
                    self.cache.put(keys[summary], answer, size=_size(answer))
        return Answers(found)

    def _compute(self, dataset: Dataset, masks: Masks, summaries: list[AnySummary]) -> dict[AnySummary, object]:
        bits = {name: masks.without(name) for name in dict.fromkeys(summary.without for summary in summaries)}
        distinct = {id(packed): packed for packed in bits.values()}
        partials: dict[AnySummary, list[object]] = {summary: [] for summary in summaries}
        for part in self._partitions(dataset) if summaries else []:
            keeps = {name: keep_of(packed, part) for name, packed in distinct.items()}
            for summary in summaries:
                partials[summary].append(summary.partial(part, keeps[id(bits[summary.without])]))
        return {summary: summary.finish(reduce(summary.merge, partials[summary])) for summary in summaries}

    def _partitions(self, dataset: Dataset) -> list[Partition]:
        starts = range(0, max(dataset.rows, 1), self._block)
        return [Partition(dataset, self.cache, start, min(start + self._block, dataset.rows)) for start in starts]


def _size(answer: object) -> int:
    return int(getattr(answer, "nbytes", 0))
