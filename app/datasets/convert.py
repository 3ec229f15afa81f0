"""What was read, as a clean file: typed Parquet, or CSV in UTF-8 as RFC 4180 has it."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from app.datasets.build import config_path
from app.datasets.column import Array, Cells, Coded, Column
from app.datasets.config import read_config
from app.datasets.dataset import Dataset
from app.datasets.errors import DatasetError
from app.datasets.read import open_regular

BLOCK = 65_536


def write_parquet(dataset: Dataset, target: Path) -> None:
    """All columns with their types: words as strings, days and times as such, flags as booleans."""
    columns = {column.name: _arrow(column, dataset.cells[key]) for key, column in dataset.columns.items()}
    _written(target, lambda path: parquet.write_table(pa.table(columns), path))


def write_csv(dataset: Dataset, target: Path) -> None:
    """All rows, dates in ISO and numbers in plain digits; a missing cell is empty."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in dataset.columns.values()])
            for start in range(0, dataset.rows, BLOCK):
                part = slice(start, start + BLOCK)
                texts = [_texts(column, dataset.cells[key], part) for key, column in dataset.columns.items()]
                writer.writerows(zip(*texts, strict=True))

    _written(target, write)


def write_raw(source: Path, target: Path, *, part: str = "") -> None:
    """The rows of a text table with each cell's own text; of other formats, what was read."""
    options, _ = read_config(config_path(source))

    def write(path: Path) -> None:
        with (
            path.open("w", encoding="utf-8", newline="") as file,
            open_regular(source, options.read, part=part) as table,
        ):
            writer = csv.writer(file)
            if table.report.header:
                writer.writerow(table.names)
            for row in table.rows():
                if row == [""]:
                    file.write('""\r\n')
                else:
                    writer.writerow(row)

    _written(target, write)


def _written(target: Path, write: Any) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        write(part)
        part.replace(target)
    except OSError as error:
        raise DatasetError(f"{target} can't be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _arrow(column: Column, cells: Cells) -> pa.Array:
    if isinstance(cells, Coded):
        codes = pa.array(cells.codes, mask=cells.missing)
        if column.kind == "boolean":
            return pa.array(cells.codes == 1, mask=cells.missing)
        values = pa.array(cells.values, None if column.kind == "date" else pa.string())
        return pa.DictionaryArray.from_arrays(codes, values).dictionary_decode()
    values = cells.values
    if column.kind == "integer" and values.dtype.kind == "f":
        return pa.array(np.where(cells.missing, 0, values).astype(np.int64), mask=cells.missing)
    return pa.array(values, mask=cells.missing)


def _texts(column: Column, cells: Cells, part: slice) -> list[str]:
    if isinstance(cells, Coded):
        words: Array = np.datetime_as_string(cells.values) if column.kind == "date" else cells.values
        return [str(text) for text in np.append(words, "")[cells.codes[part]]]
    values: Array = cells.values[part]
    if values.dtype.kind == "M":
        return ["" if text == "NaT" else text for text in np.datetime_as_string(values).tolist()]
    whole = column.kind == "integer"
    return ["" if value != value else str(int(value) if whole else value) for value in values.tolist()]
