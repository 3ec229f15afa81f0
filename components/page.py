"""What every component of a dashboard needs to make links: the query, the schema, the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.datasets import Column, Schema
from app.query import CYCLES, Filter, Query, Span, encoded

Mark = tuple[Filter, ...]
"""What a mark keeps of a column."""


@dataclass(frozen=True, slots=True)
class Link:
    """A mark's link: `selected` if following it would take its filter away."""

    href: str
    selected: bool = False


NOWHERE = Link("")


@dataclass(frozen=True, slots=True)
class Page:
    """`sketch`: nothing is going to be followed or read out, as while a range is dragged.

    `home`: the dashboard's path, where that is another.
    """

    path: str
    query: Query
    schema: Schema
    sketch: bool = False
    home: str = ""

    def url(self, query: Query) -> str:
        return query.canonical(self.schema).url(self.path)

    def link(self, mark: Mark) -> Link:
        return self.links([mark])[0]

    def links(self, *sides: Sequence[Mark], at: Sequence[tuple[int, ...]] | None = None) -> list[Link]:
        """A link for each mark of a chart; a side is what they keep of one column. What all share is written once.

        `at`: where in each side a mark finds its own, if not in their order.
        """
        places = [(i,) * len(sides) for i in range(len(sides[0]))] if at is None else at
        if self.sketch:
            return [NOWHERE] * len(places)
        names = [_column(side) for side in sides]
        mixed = any(row.operator in CYCLES and row.column in names for row in self.query.filters)
        if mixed or len(set(names)) < len(names) or any(_turns(side) for side in sides):
            return [self._linked([row for i, side in enumerate(sides) for row in side[place[i]]]) for place in places]
        texts = [[_remembered(mark) for mark in side] for side in sides]
        by_column = {name: [texts[i][place[i]] for place in places] for i, name in enumerate(names)}
        columns = sorted(by_column)
        now = tuple(_text(self.query.on(column)) for column in columns)
        gaps = self._gaps(columns)
        bare, frame = self._address("".join(gaps)), "%s".join(gap.replace("%", "%%") for gap in gaps)
        left = self._left(columns[0]) if len(columns) == 1 else {}
        return [
            Link(bare, selected=True)
            if texts == now and any(texts)
            else Link(self._address(frame % (left.get(texts[0], texts[0]), *texts[1:])), texts[0] in left)
            for texts in zip(*(by_column[column] for column in columns), strict=True)
        ]

    def toggles(self, column: str, values: Sequence[str]) -> list[str]:
        """For each value the address with it among the column's values, or without it if it is one of them."""
        query = self.query.without(column, "")
        bare, now = self._gap(column, query), self.query.values(column)
        kept = {value: f"&{encoded(column, value)}" for value in (*now, *values)}
        found = []
        for value in values:
            chosen = sorted({*now} ^ {value})
            found.append(self._address(bare[0] + "".join([kept[each] for each in chosen]) + bare[1]))
        return found

    def _gap(self, column: str, query: Query) -> tuple[str, str]:
        """What stands in an address before and after the values of a column."""
        before, after = "", ""
        for name, value in query.replaced(page=1).to_args():
            if not name.startswith("_") and name < column:
                before += f"&{encoded(name, value)}"
            else:
                after += f"&{encoded(name, value)}"
        return before, after

    def _left(self, column: str) -> dict[str, str]:
        """For each of several chosen values, as it stands in an address, those left when it is let go."""
        filters = self.query.on(column)
        if len(filters) != 1 or filters[0].operator or len(filters[0].values) < 2:
            return {}
        texts = [f"&{encoded(column, value)}" for value in filters[0].values]
        return {text: "".join([other for other in texts if other != text]) for text in texts}

    def _linked(self, rows: list[Filter]) -> Link:
        """For marks that keep parts of dates: these stand beside the filters by range of the same column."""
        rows = _merged(rows, self.schema)
        slots = {_slot(row) for row in rows}
        now = [row for row in self.query.filters if _slot(row) in slots]
        rest = [row for row in self.query.filters if _slot(row) not in slots]
        selected = bool(rows) and sorted(now) == sorted(rows)
        filters = tuple(sorted(rest if selected else [*rest, *rows]))
        return Link(self.url(self.query.replaced(filters=filters, page=1)), selected)

    def _gaps(self, columns: list[str]) -> list[str]:
        """What stands in an address before, between and after the filters of some columns."""
        gaps = [""] * (len(columns) + 1)
        for name, value in self.query.replaced(page=1).to_args():
            key = name.partition(".")[0]
            if key not in columns:
                place = -1 if name.startswith("_") else sum(column < key for column in columns)
                gaps[place] += f"&{encoded(name, value)}"
        return gaps

    def _address(self, args: str) -> str:
        return f"{self.path}?{args[1:]}" if args else self.path

    def column(self, key: str) -> Column:
        return self.schema.columns[key]


def _column(side: Sequence[Mark]) -> str:
    return next((row.column for mark in side for row in mark), "")


def _merged(rows: list[Filter], schema: Schema) -> list[Filter]:
    """What two sides keep of the same column, as one filter for each operator: the narrower of two ends."""
    found: dict[tuple[str, str], Filter] = {}
    for row in rows:
        key = row.column, row.operator
        other = found.get(key)
        if other is None or other == row:
            found[key] = row
        elif row.operator in ("min", "max", "below"):
            ends = sorted((other, row), key=lambda each: _end(each, schema))
            found[key] = ends[-1] if row.operator == "min" else ends[0]
    return list(found.values())


def _end(row: Filter, schema: Schema) -> float:
    (end,) = row.operands(schema)
    return float(end.start.astype("int64")) if isinstance(end, Span) else float(end)


def _turns(side: Sequence[Mark]) -> bool:
    return any(row.operator in CYCLES for mark in side[:1] for row in mark)


def _slot(row: Filter) -> tuple[str, str]:
    """Filters that replace each other."""
    return row.column, row.operator if row.operator in CYCLES else ""


def _text(mark: Mark) -> str:
    """The filters of a mark as they stand in an address, each after its `&`."""
    return "".join([f"&{encoded(row.parameter, value)}" for row in mark for value in row.values])


_remembered = lru_cache(maxsize=5_000)(_text)
