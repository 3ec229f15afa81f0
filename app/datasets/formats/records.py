"""Records and rows of JSON values as columns of texts."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.datasets.errors import DatasetError

DEPTH = 8
"""Objects within objects become columns (a.b.c) to this depth, and below it text."""

COLUMNS = 10_000
CELLS = 100_000_000


@dataclass(frozen=True)
class JsonTable:
    """Texts by column, None where a value is missing; `strings` tells the columns whose values are all strings.

    `faults` are the lines that are no record, each with its number.
    """

    name: str
    columns: tuple[str, ...]
    cells: list[list[str | None]]
    strings: tuple[bool, ...]
    faults: tuple[tuple[int, str], ...] = ()

    @property
    def rows(self) -> int:
        return len(self.cells[0]) if self.cells else 0


class Columns:
    """Columns that grow record by record; the first record that has a key places its column."""

    def __init__(self) -> None:
        self._labels: dict[Any, str] = {}
        self._cells: dict[Any, list[str | None]] = {}
        self._strings: dict[Any, bool] = {}
        self._rows = 0

    def add(self, fields: Iterable[tuple[Any, str, Any]]) -> None:
        """A record, as key, label and value of each of its fields."""
        for key, label, value in fields:
            if key not in self._cells:
                self._labels[key], self._cells[key], self._strings[key] = label, [], True
            cells = self._cells[key]
            cells.extend([None] * (self._rows - len(cells)))
            cells.append(text(value))
            self._strings[key] &= value is None or isinstance(value, str)
        self._rows += 1
        if len(self._cells) > COLUMNS or len(self._cells) * self._rows > CELLS:
            raise DatasetError(
                f"has {len(self._cells):,} columns in {self._rows:,} records, too many; write records with fewer keys."
            )

    def table(self, name: str) -> JsonTable:
        for cells in self._cells.values():
            cells.extend([None] * (self._rows - len(cells)))
        strings = (
            alike and any(cell is not None for cell in cells)
            for alike, cells in zip(self._strings.values(), self._cells.values(), strict=True)
        )
        labels = tuple(valid(label) for label in self._labels.values())
        return JsonTable(name, labels, list(self._cells.values()), tuple(strings))


def table(name: str, records: Iterable[Any]) -> JsonTable:
    """Records (objects; None is an empty one) as a table."""
    columns = Columns()
    for record in records:
        columns.add(_fields(record or {}))
    return columns.table(name)


def rows_table(name: str, rows: list[list[Any]], *, header: list[str] | None = None) -> JsonTable:
    """Lists of values, the first of them the header if it is words only; columns without a name are named ""."""
    if header is None and len(rows) > 1 and rows[0] and all(isinstance(cell, str) for cell in rows[0]):
        header, rows = rows[0], rows[1:]
    width = max(len(header or ()), max(map(len, rows), default=0))
    header = [*(header or ()), *[""] * (width - len(header or ()))]
    columns = Columns()
    columns.add((position, label, None) for position, label in enumerate(header))
    for row in rows:
        columns.add((position, "", value) for position, value in enumerate(row))
    made = columns.table(name)
    return replace(made, cells=[cells[1:] for cells in made.cells])


def is_feature(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature" and "properties" in value


def text(value: Any) -> str | None:
    """A value as text: 12 → "12", True → "true", [1, 2] → "[1,2]"; None and NaN are missing."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return valid(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return valid(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def valid(value: str) -> str:
    r"""A text without halves of characters, which JSON can escape ("\ud800") and nothing else can hold."""
    return value if value.isascii() else value.encode(errors="replace").decode()


def _fields(record: dict[str, Any]) -> Iterator[tuple[Any, str, Any]]:
    return _feature(record) if is_feature(record) else _flat(record)


def _flat(record: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[Any, str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict) and len(path) < DEPTH - 1:
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), ".".join((*path, key)) if path else key, value


def _feature(feature: dict[str, Any]) -> Iterator[tuple[Any, str, Any]]:
    """A feature of GeoJSON: its properties, its id, and where its point is or what else it is."""
    properties = feature["properties"] if isinstance(feature["properties"], dict) else {}
    own = {"id": feature["id"]} if "id" in feature else {}
    yield from _flat({key: value for key, value in own.items() if key not in properties})
    yield from _flat(properties)
    place = _place(feature.get("geometry"))
    yield from _flat({key: value for key, value in place.items() if key not in properties})


def _place(geometry: Any) -> dict[str, Any]:
    if not isinstance(geometry, dict):
        return {}
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "Point" or not isinstance(coordinates, list):
        return {"geometry": geometry.get("type")}
    return dict(zip(("longitude", "latitude", "elevation"), coordinates, strict=False))
