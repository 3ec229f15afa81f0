"""The shapes that a table has in JSON: records, columns, rows, and each of them somewhere below the top."""

from collections.abc import Iterator
from typing import Any

from app.datasets.formats.records import JsonTable, is_feature, rows_table, table

DEPTH = 4


def tables(value: Any) -> list[JsonTable]:
    """The tables in a value, the longest first, each named by the keys that lead there."""
    found = [made for made in _found(value, ()) if made.rows and made.columns] or list(_fallback(value))
    return sorted((made for made in found if made.rows and made.columns), key=lambda made: -made.rows)


def _found(value: Any, path: tuple[str, ...], depth: int = 0) -> Iterator[JsonTable]:
    made = _of_list(value, path) if isinstance(value, list) else _of_object(value, path)
    if made:
        yield made
    elif depth < DEPTH and isinstance(value, dict):
        for key, below in value.items():
            yield from _found(below, (*path, key), depth + 1)
    elif depth < DEPTH and isinstance(value, list):
        for below in value:
            yield from _found(below, path, depth + 1)


def _of_list(value: list[Any], path: tuple[str, ...]) -> JsonTable | None:
    kinds = {type(item) for item in value}
    if dict in kinds and kinds <= {dict, type(None)}:
        return table(".".join(path), value)
    if kinds == {list} and len(value) > 1 and _plain(value[0]):
        return rows_table(".".join(path), value)
    return None


def _of_object(value: Any, path: tuple[str, ...]) -> JsonTable | None:
    if not isinstance(value, dict) or not value:
        return None
    name = ".".join(path)
    if is_feature(value):
        return table(name, [value])
    features = value.get("features")
    if value.get("type") == "FeatureCollection" and isinstance(features, list):
        return table(name, [item for item in features if isinstance(item, dict)])
    return _split(value, name) or _described(value, name) or _columns(value, path) or _by_row_number(value, name)


def _split(value: dict[str, Any], name: str) -> JsonTable | None:
    """As pandas writes orient="split": {"columns": ["a"], "index": [0], "data": [[1]]}."""
    header, rows, index = value.get("columns"), value.get("data"), value.get("index")
    if not isinstance(header, list) or not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return None
    names = [_label(label) for label in header]
    if isinstance(index, list) and len(index) == len(rows) and index != list(range(len(rows))):
        names, rows = ["index", *names], [[_label(label), *row] for label, row in zip(index, rows, strict=True)]
    return rows_table(name, rows, header=names)


def _described(value: dict[str, Any], name: str) -> JsonTable | None:
    """As pandas writes orient="table": {"schema": {"fields": […], "primaryKey": ["index"]}, "data": […]}."""
    schema, records = value.get("schema"), value.get("data")
    if not isinstance(schema, dict) or "fields" not in schema or not isinstance(records, list):
        return None
    rows = [record for record in records if isinstance(record, dict)]
    if schema.get("primaryKey") == ["index"] and [row.get("index") for row in rows] == list(range(len(rows))):
        rows = [{key: cell for key, cell in row.items() if key != "index"} for row in rows]
    return table(name, rows)


def _columns(value: dict[str, Any], path: tuple[str, ...]) -> JsonTable | None:
    """Equally long lists of plain values: {"a": [1, 2], "b": [3, 4]}; below the top at least two."""
    columns = list(value.values())
    if not all(isinstance(column, list) for column in columns) or len({len(column) for column in columns}) > 1:
        return None
    if not columns[0] or not all(_plain(column[:1]) for column in columns) or (path and len(columns) < 2):
        return None
    return rows_table(".".join(path), [list(row) for row in zip(*columns, strict=True)], header=list(value))


def _by_row_number(value: dict[str, Any], name: str) -> JsonTable | None:
    """As pandas writes a frame: {"a": {"0": 1, "1": 2}}."""
    columns = list(value.values())
    if not all(isinstance(column, dict) for column in columns) or not columns[0]:
        return None
    index = list(columns[0])
    if not all(key.isdecimal() for key in index) or any(list(column) != index for column in columns):
        return None
    rows = [[column[key] for column in columns] for key in index]
    if index == [str(number) for number in range(len(index))]:
        return rows_table(name, rows, header=list(value))
    indexed = [[key, *row] for key, row in zip(index, rows, strict=True)]
    return rows_table(name, indexed, header=["index", *value])


def _fallback(value: Any) -> Iterator[JsonTable]:
    """An object of records by their name, a lone record, or plain values."""
    if isinstance(value, list) and any(not isinstance(item, dict | None) for item in value):
        yield rows_table("", [[item] for item in value], header=["value"])
    elif isinstance(value, dict) and len(value) > 1 and all(isinstance(item, dict) for item in value.values()):
        if set.intersection(*(set(item) for item in value.values())):
            yield table("", [{"index": key} | item for key, item in value.items()])
        else:
            yield table("", [value])
    elif isinstance(value, dict):
        yield table("", [value])


def _plain(values: list[Any]) -> bool:
    return not any(isinstance(item, dict | list) for item in values)


def _label(value: Any) -> str:
    """The name of a column; one of several levels is joined: ["a", "b"] → "a.b"."""
    return ".".join(map(_label, value)) if isinstance(value, list) else "" if value is None else str(value)
