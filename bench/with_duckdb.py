"""The refresh in SQL, in the two ways that DuckDB is quick at: one query an output, or GROUPING SETS."""

from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from bench.outputs import BINS, FACETS, SHOWN, Args, Outputs, cells, split

Answer = list[tuple[Any, ...]]
Raw = dict[str, Answer]
GROUPED = ("carrier", "month", "bin", "cabin", "origin")


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
        days = f"SELECT date, count(*) AS n FROM flights {where} GROUP BY date"
        return {
            "all": self._fetch(f"SELECT count(*), avg(delay) FROM flights {where}"),
            "carrier": self._fetch(f"SELECT carrier, count(*), avg(delay) FROM flights {where} GROUP BY 1"),
            "month": self._fetch(f"SELECT year(date) * 100 + month(date), sum(n) FROM ({days}) GROUP BY 1"),
            "bin": self._fetch(f"SELECT {self.bin}, count(*) FROM flights {where} GROUP BY 1"),
            "rows": self._rows(where),
            **{f"facet {column}": self._facet(column, args) for column in FACETS},
        }

    def sets(self, args: Args) -> Raw:
        """One query for all groups under all filters; facets with filters of their own ask for themselves."""
        where, names = _where(args), ", ".join(GROUPED)
        source = f"SELECT *, year(date) * 100 + month(date) AS month, {self.bin} AS bin FROM flights {where}"
        sets = ", ".join(["()", *(f"({name})" for name in GROUPED)])
        found = self._fetch(
            f"SELECT grouping({names}), {names}, count(*), avg(delay) FROM ({source}) GROUP BY GROUPING SETS ({sets})"
        )
        own = [column for column in FACETS if any(split(parameter)[0] == column for parameter, _ in args)]
        return {"sets": found, "rows": self._rows(where), **{f"facet {each}": self._facet(each, args) for each in own}}

    def _rows(self, where: str) -> Answer:
        return self._fetch(f"SELECT * FROM flights {where} ORDER BY fare DESC LIMIT {SHOWN}")

    def _facet(self, column: str, args: Args) -> Answer:
        others = tuple(pair for pair in args if split(pair[0])[0] != column)
        return self._fetch(f"SELECT {column}, count(*) FROM flights {_where(others)} GROUP BY 1")

    def _fetch(self, query: str) -> Answer:
        return self.connection.execute(query).fetchall()

    def outputs(self, raw: Raw) -> Outputs:
        raw = raw | _apart(raw["sets"]) | raw if "sets" in raw else raw
        ((count, mean),) = raw["all"]
        bins: dict[int, int] = dict(raw["bin"])
        return Outputs(
            count=count,
            mean_delay=float("nan") if mean is None else mean,
            delays={carrier: delay for carrier, _, delay in raw["carrier"] if delay is not None},
            months={f"{month // 100}-{month % 100:02}": int(count) for month, count in raw["month"]},
            bins=tuple(bins.get(place, 0) for place in range(BINS)),
            facets={column: dict(raw[f"facet {column}"]) for column in FACETS},
            rows=tuple(cells(self.columns, row) for row in raw["rows"]),
        )


def _apart(found: Answer) -> Raw:
    """The answer to GROUPING SETS as the answers to one query each: a set's bit is 0 where it groups."""
    every = (1 << len(GROUPED)) - 1
    raw: Raw = {"all": [row[-2:] for row in found if row[0] == every]}
    for place, name in enumerate(GROUPED):
        rows = [row for row in found if row[0] == every - (1 << (len(GROUPED) - 1 - place))]
        raw[name] = [(row[1 + place], *row[-2:]) if name == "carrier" else (row[1 + place], row[-2]) for row in rows]
        raw[f"facet {name}"] = [(row[1 + place], row[-2]) for row in rows]
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
