"""JSON, JSON Lines and GeoJSON, in the shapes that tables are written in."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from app.datasets.errors import DatasetError
from app.datasets.formats.records import JsonTable, table
from app.datasets.formats.shapes import tables

LINES = (".ndjson", ".jsonl", ".ldjson", ".geojsonl", ".geojsons")

__all__ = ["JsonTable", "read_json"]


def read_json(path: Path) -> list[JsonTable]:
    """The tables of a file, the longest first, named by the keys that lead there ("" for the whole file)."""
    content = _decoded(path)
    if not content.strip():
        raise DatasetError(f"{path.name} is empty; write a list of records.")
    try:
        found = _read(path, content)
    except DatasetError as error:
        raise DatasetError(f"{path.name} {error}") from error
    except (RecursionError, MemoryError) as error:
        raise DatasetError(f"{path.name} is nested too deep to be a table; write a list of records.") from error
    except json.JSONDecodeError as error:
        where = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise DatasetError(f"{path.name} is no JSON ({where}); correct it or save it again.") from error
    except ValueError as error:  # Python refuses to read them
        raise DatasetError(f"{path.name} has a number of thousands of digits; write it as text.") from error
    if not found:
        raise DatasetError(f'{path.name} holds no table; write a list of records: [{{"name": "value"}}].')
    return found


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    except OSError as error:
        raise DatasetError(f"{path.name} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path.name} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error


def _read(path: Path, content: str) -> list[JsonTable]:
    if path.suffix.lower() in LINES:
        return _read_lines(content)
    try:
        return tables(json.loads(content))
    except json.JSONDecodeError as error:
        first = content.lstrip().partition("\n")[0]
        if error.pos < len(first):
            raise
        try:
            json.loads(first)
        except json.JSONDecodeError:
            raise error from None
        return _read_lines(content)


def _read_lines(content: str) -> list[JsonTable]:
    """One value a line; what is none, or no record among records, is a fault."""
    faults: list[tuple[int, str]] = []
    values = _values(content, faults)
    first = next(values)
    if not isinstance(first[1], dict):
        found = tables([first[1], *(value for _, value in values)])
        return [replace(one, faults=tuple(faults)) for one in found]
    made = table("", _records(chain([first], values), faults))
    return [replace(made, faults=tuple(sorted(faults)))] if made.columns else []


def _values(content: str, faults: list[tuple[int, str]]) -> Iterator[tuple[int, Any]]:
    """The values with the numbers of their lines; the first must be JSON."""
    started = False
    for number, line in enumerate(content.split("\n"), start=1):
        written = line.strip("\x1e \t\r")
        if not written:
            continue
        try:
            value = json.loads(written)
        except json.JSONDecodeError:
            if not started:
                raise
            faults.append((number, written))
        else:
            started = True
            yield number, value


def _records(values: Iterator[tuple[int, Any]], faults: list[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    for number, value in values:
        if isinstance(value, dict):
            yield value
        else:
            faults.append((number, json.dumps(value, ensure_ascii=False)))
