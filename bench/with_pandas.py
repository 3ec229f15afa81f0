"""The refresh as somebody who knows pandas writes it: categories, masks, and a view of the frame to ask it all of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import numpy as np
import pandas as pd

from bench.outputs import BINS, FACETS, SHOWN, Args, Outputs, cells, split

NEEDED = ["date", "carrier", "cabin", "origin", "delay", "fare"]


@dataclass(frozen=True, slots=True)
class Pandas:
    """`low` and `high`: the extent of the fares of the whole table."""

    frame: pd.DataFrame
    low: float
    high: float

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Pandas":
        return cls(frame, float(frame["fare"].min()), float(frame["fare"].max()))

    def edges(self) -> tuple[float, ...]:
        """Of the fare's bins: equal ones over its whole extent."""
        return tuple(np.linspace(self.low, self.high, BINS + 1).tolist())

    def ask(self, args: Args) -> dict[str, Any]:
        """As the dashboards' own “this view in pandas” has it."""
        masks = {parameter: self._mask(parameter, value) for parameter, value in args}
        view = self.frame[reduce(and_, masks.values())] if masks else self.frame
        return {
            "count": len(view),
            "mean": view["delay"].mean(),
            "delays": view.groupby("carrier", observed=True)["delay"].mean(),
            "months": view.groupby(view["date"].dt.to_period("M")).size(),
            "bins": np.histogram(view["fare"], bins=BINS, range=(self.low, self.high))[0],
            "facets": {column: self._facet(column, view, masks) for column in FACETS},
            "rows": view.nlargest(SHOWN, "fare"),
        }

    def tuned(self, args: Args) -> dict[str, Any]:
        """Only the needed columns are taken, days are counted before months, and rows are looked up last."""
        masks = {parameter: self._mask(parameter, value) for parameter, value in args}
        keep = reduce(and_, masks.values()) if masks else None
        kept = self.frame if keep is None else self.frame.loc[keep, NEEDED]
        days = kept["date"].value_counts()
        return {
            "count": len(kept),
            "mean": kept["delay"].mean(),
            "delays": kept.groupby("carrier", observed=True)["delay"].mean(),
            "months": days.groupby(pd.DatetimeIndex(days.index).to_period("M")).sum(),
            "bins": np.histogram(kept["fare"], bins=BINS, range=(self.low, self.high))[0],
            "facets": {column: self._facet(column, kept, masks) for column in FACETS},
            "rows": self.frame.loc[kept["fare"].nlargest(SHOWN).index],
        }

    def keep(self, args: Args) -> pd.Series:
        """Which rows pass all filters."""
        return reduce(and_, [self._mask(*pair) for pair in args], pd.Series(True, index=self.frame.index))

    def _mask(self, parameter: str, value: str) -> pd.Series:
        column, operator = split(parameter)
        values = self.frame[column]
        match operator:
            case "min":
                return values >= float(value)
            case "max":
                return values <= float(value)
            case "has":
                return values.str.contains(value, regex=False)
        return values == value

    def _facet(self, column: str, kept: pd.DataFrame, masks: dict[str, pd.Series]) -> pd.Series:
        others = [mask for parameter, mask in masks.items() if split(parameter)[0] != column]
        if len(others) == len(masks):
            return kept[column].value_counts()
        return (self.frame.loc[reduce(and_, others), column] if others else self.frame[column]).value_counts()


def outputs(raw: dict[str, Any]) -> Outputs:
    rows: pd.DataFrame = raw["rows"]
    return Outputs(
        count=raw["count"],
        mean_delay=float(raw["mean"]),
        delays=raw["delays"].dropna().to_dict(),
        months=_counts((str(month), count) for month, count in raw["months"].items()),
        bins=tuple(raw["bins"].tolist()),
        facets={column: _counts(counts.items()) for column, counts in raw["facets"].items()},
        rows=tuple(cells(rows.columns, row) for row in rows.itertuples(index=False, name=None)),
    )


def _counts(pairs: Iterable[tuple[Any, int]]) -> dict[str, int]:
    return {value: int(count) for value, count in pairs if count}
