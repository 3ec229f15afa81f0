"""The refresh in SQL, in the two ways that DuckDB is quick at: one query an output, or GROUPING SETS."""

from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from bench.outputs import BINS, FACETS, SHOWN, Args, Outputs, cells, others, split

Answer = list[tuple[Any, ...]]
Raw = dict[str, Answer]
GROUPED = {"carrier": "carrier", "month": "date", "bin": "fare", "cabin": "cabin", "origin": "origin"}
"""What is grouped by, and the column whose own filters do not apply to it."""


@dataclass(frozen=True, slots=True)
class DuckDB:
    """A table in memory: dates as days, few texts as ENUM, which groups in half the time; the notes as they are."""

    connection: duckdb.DuckDBPyConnection
    columns: tuple[str, ...]
    bin: str

    @classmethod
    def of(cls, frame: pd.DataFrame, *, low: float, high: float) -> "DuckDB":
        connection = duckdb.connect()
        connection.register("frame", frame)
        changed = "date::DATE AS date, note::VARCHAR AS note"
        connection.execute(f"CREATE TABLE flights AS SELECT * REPLACE ({changed}) FROM frame")
        connection.unregister("frame")
        place = f"least(floor((fare - {low!r}::DOUBLE) / {(high - low) / BINS!r}::DOUBLE)::INT, {BINS - 1})"
        return cls(connection, tuple(frame.columns), place)

    def one_each(self, args: Args) -> Raw:
        where = _where(args)
        return {
            "all": self._fetch(f"SELECT count(*), avg(delay) FROM flights {where}"),
            "rows": self._rows(where),
            **{name: self._one(name, args) for name in GROUPED},
        }

    def sets(self, args: Args) -> Raw:
        """One query for all groups under all filters; those with filters of their own are asked for by themselves."""
        grouped = [name for name, column in GROUPED.items() if others(column, args) == args]
        where, names = _where(args), ", ".join(grouped)
        source = f"SELECT *, year(date) * 100 + month(date) AS month, {self.bin} AS bin FROM flights {where}"
        sets = ", ".join(["()", *(f"({name})" for name in grouped)])
        found = self._fetch(
            f"SELECT grouping({names}), {names}, count(*), avg(delay) FROM ({source}) GROUP BY GROUPING SETS ({sets})"
        )
        own = {name: self._one(name, args) for name in GROUPED if name not in grouped}
        return {"sets": found, "names": [(name,) for name in grouped], "rows": self._rows(where), **own}

    def _rows(self, where: str) -> Answer:
        return self._fetch(f"SELECT * FROM flights {where} ORDER BY fare DESC LIMIT {SHOWN}")

    def _one(self, name: str, args: Args) -> Answer:
        """Groups with their rows, and carriers with their mean delay; days are counted before months."""
        where = _where(others(GROUPED[name], args))
        if name == "month":
            days = f"SELECT date, count(*) AS n FROM flights {where} GROUP BY date"
            return self._fetch(f"SELECT year(date) * 100 + month(date), sum(n) FROM ({days}) GROUP BY 1")
        by, mean = self.bin if name == "bin" else name, ", avg(delay)" if name == "carrier" else ""
        return self._fetch(f"SELECT {by}, count(*){mean} FROM flights {where} GROUP BY 1")

    def _fetch(self, query: str) -> Answer:
        return self.connection.execute(query).fetchall()

    def outputs(self, raw: Raw) -> Outputs:
        raw = raw | _apart(raw["sets"], [name for (name,) in raw["names"]]) if "sets" in raw else raw
        ((count, mean),) = raw["all"]
        bins: dict[int, int] = dict(raw["bin"])
        return Outputs(
            count=count,
            mean_delay=float("nan") if mean is None else mean,
            delays={carrier: delay for carrier, _, delay in raw["carrier"] if delay is not None},
            months={f"{month // 100}-{month % 100:02}": int(count) for month, count in raw["month"]},
            bins=tuple(bins.get(place, 0) for place in range(BINS)),
            facets={column: {value: count for value, count, *_ in raw[column]} for column in FACETS},
            rows=tuple(cells(self.columns, row) for row in raw["rows"]),
        )


def _apart(found: Answer, names: list[str]) -> Raw:
    """The answer to GROUPING SETS as the answers to one query each: a set's bit is 0 where it groups."""
    every = (1 << len(names)) - 1
    raw: Raw = {"all": [row[-2:] for row in found if row[0] == every]}
    for place, name in enumerate(names):
        rows = [row for row in found if row[0] == every - (1 << (len(names) - 1 - place))]
        raw[name] = [(row[1 + place], *row[-2:]) if name == "carrier" else (row[1 + place], row[-2]) for row in rows]
    return raw


def _where(args: Args) -> str:
    return f"WHERE {' AND '.join(_condition(*pair) for pair in args)}" if args else ""


def _condition(parameter: str, value: str) -> str:
    column, operator = split(parameter)
    match operator:
        case "min":
            return f"{column} >= {float(value)!r}::DOUBLE"
        case "max":
            return f"{column} <= {float(value)!r}::DOUBLE"
        case "has":
            return f"contains({column}, '{value}')"
    return f"{column} = '{value}'"
