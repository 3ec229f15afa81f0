"""The refresh as somebody who knows pandas writes it: categories, masks, and a view of the frame to ask it all of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

import numpy as np
import pandas as pd

from bench.outputs import BINS, FACETS, SHOWN, Args, Outputs, cells, others, split

Masks = dict[str, pd.Series]
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
        """As the dashboards' own “this view in pandas” has it: a chart with a filter of its own has rows of its own.

        But for the histogram, which is counted in a quicker way than `pd.cut`.
        """
        masks = self._masks(args)
        view = self._rows(args, masks)
        carriers, dates, fares = (
            view if others(column, args) == args else self._rows(others(column, args), masks)
            for column in ("carrier", "date", "fare")
        )
        return {
            "count": len(view),
            "mean": view["delay"].mean(),
            "delays": carriers.groupby("carrier", observed=True)["delay"].mean(),
            "months": dates.groupby(dates["date"].dt.to_period("M")).size(),
            "bins": np.histogram(fares["fare"], bins=BINS, range=(self.low, self.high))[0],
            "facets": {column: self._own([column], view, args, masks)[column].value_counts() for column in FACETS},
            "rows": view.nlargest(SHOWN, "fare"),
        }

    def tuned(self, args: Args) -> dict[str, Any]:
        """Only the needed columns are taken, and once; days are counted before months, and rows are looked up last."""
        masks = self._masks(args)
        kept = self.frame.loc[reduce(and_, masks.values()), NEEDED] if masks else self.frame
        carriers = self._own(["carrier", "delay"], kept, args, masks)
        days = self._own(["date"], kept, args, masks)["date"].value_counts()
        fares = self._own(["fare"], kept, args, masks)["fare"]
        facets = {column: self._own([column], kept, args, masks) for column in FACETS if column != "carrier"}
        return {
            "count": len(kept),
            "mean": kept["delay"].mean(),
            "delays": carriers.groupby("carrier", observed=True)["delay"].mean(),
            "months": days.groupby(pd.DatetimeIndex(days.index).to_period("M")).sum(),
            "bins": np.histogram(fares, bins=BINS, range=(self.low, self.high))[0],
            "facets": {
                column: rows[column].value_counts() for column, rows in (facets | {"carrier": carriers}).items()
            },
            "rows": self.frame.loc[kept["fare"].nlargest(SHOWN).index],
        }

    def keep(self, args: Args) -> pd.Series:
        """Which rows pass all filters."""
        return reduce(and_, [self._mask(*pair) for pair in args], pd.Series(True, index=self.frame.index))

    def _masks(self, args: Args) -> Masks:
        return {parameter: self._mask(parameter, value) for parameter, value in args}

    def _rows(self, args: Args, masks: Masks) -> pd.DataFrame:
        return self.frame[reduce(and_, [masks[parameter] for parameter, _ in args])] if args else self.frame

    def _own(self, columns: list[str], kept: pd.DataFrame, args: Args, masks: Masks) -> pd.DataFrame:
        """Some columns of the rows that pass all filters but those of the first of them; `kept` pass all."""
        rest = others(columns[0], args)
        if rest == args:
            return kept
        return (
            self.frame.loc[reduce(and_, [masks[parameter] for parameter, _ in rest]), columns] if rest else self.frame
        )

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
