"""What every component of a dashboard needs to make links: the query, the schema, the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.datasets import Column, Schema
from app.query import Filter, Query, encoded

Piece = tuple[tuple[bool, str], str]


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

    def link(self, filters: tuple[Filter, ...]) -> Link:
        return self.links([filters])[0]

    def links(self, marks: Sequence[tuple[Filter, ...]]) -> list[Link]:
        """A link for each mark of a chart, all of which filter the same columns: what they share is written once."""
        columns = {row.column for mark in marks for row in mark}
        now = frozenset(row for row in self.query.filters if row.column in columns)
        rest = [pair for pair in self.query.replaced(page=1).to_args() if pair[0].partition(".")[0] not in columns]
        shared = [((name.startswith("_"), name), encoded(name, value)) for name, value in rest]
        bare = self._address(shared)
        return [
            Link(bare, selected=True)
            if mark and now == frozenset(mark)
            else Link(self._address([*shared, *map(_piece, mark)]))
            for mark in marks
        ]

    def _address(self, pieces: list[Piece]) -> str:
        return f"{self.path}?{'&'.join([text for _, text in sorted(pieces)])}" if pieces else self.path

    def column(self, key: str) -> Column:
        return self.schema.columns[key]


@lru_cache(maxsize=5_000)
def _piece(row: Filter) -> Piece:
    """A filter as it stands in an address, after what it is sorted by."""
    return (False, row.parameter), "&".join([encoded(row.parameter, value) for value in row.values])
