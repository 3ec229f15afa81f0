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


@dataclass(frozen=True, slots=True)
class Page:
    path: str
    query: Query
    schema: Schema

    def url(self, query: Query) -> str:
        return query.canonical(self.schema).url(self.path)

    def link(self, mark: Mark) -> Link:
        return self.links([mark])[0]

    def links(self, *sides: Sequence[Mark]) -> list[Link]:
        """A link for each mark of a chart; a side is what they keep of one column. What all share is written once."""
        by_column = {_column(side): side for side in sides}
        columns = sorted(by_column)
        marks = list(zip(*(by_column[column] for column in columns), strict=True))
        now = tuple(self.query.on(column) for column in columns)
        gaps = self._gaps(columns)
        bare = self._address(gaps)
        return [
            Link(bare, selected=True) if mark == now and any(mark) else Link(self._address(_filled(gaps, mark)))
            for mark in marks
        ]

    def _gaps(self, columns: list[str]) -> list[str]:
        """What stands in an address before, between and after the filters of some columns."""
        gaps: list[list[str]] = [[] for _ in range(len(columns) + 1)]
        for name, value in self.query.replaced(page=1).to_args():
            key = name.partition(".")[0]
            if key not in columns:
                place = -1 if name.startswith("_") else sum(column < key for column in columns)
                gaps[place].append(encoded(name, value))
        return ["&".join(texts) for texts in gaps]

    def _address(self, pieces: list[str]) -> str:
        query = "&".join(filter(None, pieces))
        return f"{self.path}?{query}" if query else self.path

    def column(self, key: str) -> Column:
        return self.schema.columns[key]


def _column(side: Sequence[Mark]) -> str:
    return next((row.column for mark in side for row in mark), "")


def _filled(gaps: list[str], marks: tuple[Mark, ...]) -> list[str]:
    pieces = [gaps[0]]
    for mark, gap in zip(marks, gaps[1:], strict=True):
        pieces += (_text(mark), gap)
    return pieces


@lru_cache(maxsize=5_000)
def _text(mark: Mark) -> str:
    """The filters of a mark as they stand in an address."""
    return "&".join([encoded(row.parameter, value) for row in mark for value in row.values])
