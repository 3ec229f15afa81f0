"""Medians by dimensions, with whatever else is measured of the same groups."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.datasets import Dataset
from app.datasets.column import Array
from app.engine.summaries.groupby import GroupBy, Groups
from app.engine.summaries.ranking import Order, numbers_at, ranking


@dataclass(frozen=True, slots=True)
class Medians:
    """The number in the middle, or the mean of the two: as pandas has it, to the last digit."""

    summary: GroupBy

    @property
    def without(self) -> tuple[str, ...]:
        return self.summary.without

    def steps(self, dataset: Dataset, count: int) -> Generator[Any, Any, Groups]:
        asked = self.summary
        groups = yield replace(asked, measures=tuple(each for each in asked.measures if each.function != "median"))
        measures = dict(groups.measures)
        for field in dict.fromkeys(asked.medians):
            order = Order(asked.dimensions, field.column, asked.without)
            medians = yield from _medians(dataset, order, groups.counts.size)
            measures[field] = medians.reshape(groups.counts.shape)
        return Groups(groups.values, groups.counts, {field: measures[field] for field in asked.measures})

    def answer(self, dataset: Dataset, result: Groups) -> Groups:
        return result


def _medians(dataset: Dataset, order: Order, groups: int) -> Generator[Any, Any, Array]:
    ranked = yield from ranking(dataset, order, groups)
    sizes = ranked.sizes
    some = np.flatnonzero(sizes)
    places = np.concatenate([(sizes[some] - 1) // 2, sizes[some] // 2])
    lower, upper = np.split((yield from numbers_at(dataset, ranked, np.tile(some, 2), places)), 2)
    medians = np.full(len(sizes), np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        medians[some] = np.where(sizes[some] % 2, lower, (lower + upper) / 2)
    return medians
