"""What every component of a dashboard needs to make links: the query, the schema, the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.datasets import Column, Schema
from app.query import Filter, Query, encoded

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
    """`sketch`: nothing is going to be followed or read out, as while a range is dragged."""

    path: str
    query: Query
    schema: Schema
    sketch: bool = False

    def url(self, query: Query) -> str:
        return query.canonical(self.schema).url(self.path)

    def link(self, mark: Mark) -> Link:
        return self.links([mark])[0]

    def links(self, *sides: Sequence[Mark], at: Sequence[tuple[int, ...]] | None = None) -> list[Link]:
        """A link for each mark of a chart; a side is what they keep of one column. What all share is written once.

        `at`: where in each side a mark finds its own, if not in their order.
        """
        if self.sketch:
            return [NOWHERE] * len(sides[0] if at is None else at)
        texts = [[_remembered(mark) for mark in side] for side in sides]
        if at is not None:
            texts = [[side[places[i]] for places in at] for i, side in enumerate(texts)]
        by_column = dict(zip(map(_column, sides), texts, strict=True))
        columns = sorted(by_column)
        now = tuple(_text(self.query.on(column)) for column in columns)
        gaps = self._gaps(columns)
        bare, frame = self._address("".join(gaps)), "%s".join(gap.replace("%", "%%") for gap in gaps)
        return [
            Link(bare, selected=True) if texts == now and any(texts) else Link(self._address(frame % texts))
            for texts in zip(*(by_column[column] for column in columns), strict=True)
        ]

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


def _text(mark: Mark) -> str:
    """The filters of a mark as they stand in an address, each after its `&`."""
    return "".join([f"&{encoded(row.parameter, value)}" for row in mark for value in row.values])


_remembered = lru_cache(maxsize=5_000)(_text)
