"""Answers a query over a dataset: plans the masks, looks up what is known, computes the rest in one pass."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from app.datasets import Dataset
from app.engine.cache import Caches
from app.engine.kernels import Compiling
from app.engine.masks import Masks
from app.engine.partition import BLOCK
from app.engine.run import Asked, Found, Run
from app.engine.summaries import Stepped, Summary
from app.engine.tile import drag_of
from app.engine.workers import Workers
from app.query import Query, rail_bins

A = TypeVar("A")
AnySummary = Summary[Any, Any]


class Answers:
    """Answers by the summaries that asked for them."""

    def __init__(self, found: Found) -> None:
        self._found = found

    def __getitem__(self, summary: "Summary[Any, A] | Stepped") -> A:
        return cast(A, self._found[summary])


def _never() -> bool:
    return False


class Engine:
    """Holds nothing but bounded caches, whose keys start with a dataset's name and version."""

    def __init__(self, *, cache_bytes: int, block: int = BLOCK, compiling: Compiling | None = None) -> None:
        assert block % 8 == 0, "partitions start at a whole byte of the masks"
        self.caches = Caches(cache_bytes)
        self.compiling = compiling or Compiling()
        self.workers = Workers()
        self._block = block

    def masks(self, dataset: Dataset, query: Query) -> Masks:
        kernels = self.compiling.kernels(dataset.rows)
        return Masks(dataset, query, self.caches.masks, kernels=kernels, workers=self.workers)

    def run(
        self,
        dataset: Dataset,
        query: Query,
        summaries: Iterable[Asked],
        *,
        dragged: str = "",
        given_up: Callable[[], bool] = _never,
    ) -> Answers:
        """The answers to all summaries under a query; those asked before are remembered.

        `dragged`: the column whose range is being dragged, which is looked up in tiles where its ends are at stops of
        the handles. `given_up` is asked between blocks; raises GivenUpError if nobody waits any more.
        """
        asked = list(dict.fromkeys(summaries))
        kernels = self.compiling.kernels(dataset.rows)
        run = Run(dataset, self.masks(dataset, query), self.caches, kernels, self.workers, self._block, given_up)
        bins = rail_bins(dataset.columns[dragged]) if dragged else None
        drag = drag_of(query, bins, dataset.schema)
        found = run.looked_up(asked, drag) if drag else {}
        found |= run.answers([summary for summary in asked if summary not in found])
        return Answers(found)

    def clear(self) -> None:
        self.caches.clear()
