"""Run in a process of its own (`python -I workbook.py FILE [SHEET]`): a workbook as lines of JSON.

A workbook may say that its only two cells are a million rows apart, and the parser would make room for all between.
Here that ends this process, not the server.
"""

import datetime as dt
import io
import json
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

MEMORY = 4 << 30
SECONDS = 120
CELLS = 50_000_000
PLAIN = 1e15
"""Whole numbers below are written out; Excel itself keeps 15 digits."""


def main(path: str, sheet: str | None = None) -> None:
    with suppress(ValueError, OSError):  # a system without such limits, or with lower ones
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        with _book(path) as book:
            for line in _sheets(book) if sheet is None else _rows(book.get_sheet_by_name(sheet)):
                sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    except BaseException as error:  # noqa: BLE001 - the parser's panics are no Exceptions
        sys.stdout.write(json.dumps({"fault": type(error).__name__, "message": str(error)}) + "\n")


def _book(path: str) -> CalamineWorkbook:
    """By its suffix, or by its content where the suffix is wrong."""
    try:
        return load_workbook(path)
    except PasswordError:
        raise
    except CalamineError:
        with open(path, "rb") as file:  # noqa: PTH123 - starts faster without pathlib
            return load_workbook(file)


def _sheets(book: CalamineWorkbook) -> Iterator[tuple[str, bool]]:
    """The visible sheets, each with whether it holds a table."""
    for sheet in book.sheets_metadata:
        if sheet.visible is SheetVisibleEnum.Visible:
            yield sheet.name, sheet.typ is SheetTypeEnum.WorkSheet and _holds_table(book.get_sheet_by_name(sheet.name))


def _holds_table(sheet: CalamineSheet) -> bool:
    found = 0
    for row in _area(sheet):
        found += sum(cell not in ("", None) for cell in row)
        if found >= 2:
            return True
    return False


def _area(sheet: CalamineSheet) -> Iterator[list[Any]]:
    if sheet.height * sheet.width > CELLS:
        raise ValueError(f"sheet {sheet.name} spreads over {sheet.height:,} rows and {sheet.width:,} columns")
    return iter(sheet.iter_rows() if sheet.start else ())


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    left, width = sheet.start[1] if sheet.start else 0, sheet.width
    spans = _spans(sheet, last=left + width - 1)
    for number, cells in enumerate(_area(sheet)):
        row = [""] * left + [text(cell) for cell in cells]
        for first, last in spans.get(number, ()):
            row[first : last + 1] = [row[first]] * (last + 1 - first)
        while row and not row[-1]:
            row.pop()
        yield row


def _spans(sheet: CalamineSheet, *, last: int) -> dict[int, list[tuple[int, int]]]:
    """By row: the first and last column of each merged cell, where the row holds its text."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for (row, left), (_, right) in sheet.merged_cell_ranges or ():
        if left < min(right, last):
            spans.setdefault(row, []).append((left, min(right, last)))
    return spans


def text(cell: Any) -> str:
    """A cell as people would write it: 3.0 → "3", a datetime at midnight → its day."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if abs(cell) < PLAIN and cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    if isinstance(cell, dt.time):
        return cell.isoformat().removesuffix(":00") if cell.second == 0 and not cell.microsecond else cell.isoformat()
    if isinstance(cell, dt.timedelta):
        seconds = abs(round(cell.total_seconds()))
        sign = "-" if cell < dt.timedelta() else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main(*sys.argv[1:])
