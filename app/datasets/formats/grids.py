"""Workbooks, JSON and SQLite: cells that are taken as texts, and typed as those of a text file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pyarrow as pa

from app.datasets.errors import DatasetError
from app.datasets.file import File
from app.datasets.formats.excel import disguise, read_sheet
from app.datasets.formats.json import read_json
from app.datasets.formats.sqlite import read_table
from app.datasets.formats.text import read_regular, read_text
from app.datasets.kinds.decide import Decider
from app.datasets.kinds.typed import Texts
from app.datasets.naming import column_keys
from app.datasets.report import FaultList, Report
from app.datasets.table import Table, distinct_names, useful
from app.datasets.text.layout import find_layout
from app.datasets.text.records import Dialect, Record
from app.datasets.text.regular import HEAD, WIDEST, Regular, write_rows


def read_workbook(file: File) -> Table:
    """One sheet of a workbook; text under the name of a workbook is read as text."""
    return read_text(file) if disguise(file.path) == "text" else read_regular(file, regular_sheet(file))


def regular_sheet(file: File) -> Regular:
    """The table of a sheet as regular CSV."""
    cells = read_sheet(file.path, file.part)
    rows = [Record(number, row, ", ".join(filter(None, row))) for number, row in enumerate(cells, start=1)]
    rows = rows[file.options.skip :]
    if not any(any(record.cells) for record in rows):
        raise DatasetError(f"{file.name} has no table in “{file.part}”; it needs a row with the columns' names.")
    layout = find_layout(rows[:HEAD], header=file.options.header)
    if layout.width > WIDEST:
        raise DatasetError(
            f"{file.name} has {layout.width:,} columns; {WIDEST:,} can be shown: keep those that matter."
        )
    report = Report(format=f"sheet “{file.part}”", header=layout.header)
    table = write_rows(rows, Dialect(), layout, rows[:HEAD], scratch=file.scratch, report=report)
    return replace(table, pandas=None)


def read_records(file: File) -> Table:
    """The records of a JSON or NDJSON file."""
    tables = read_json(file.path)
    found = next((table for table in tables if table.name == file.part), tables[0])
    faults = FaultList()
    for line, text in found.faults:
        faults.add(line, text, "no record")
    report = Report(format="JSON", encoding="utf-8", skipped=faults.faults())
    return _of_columns(file, found.columns, found.cells, report)


def read_database(file: File) -> Table:
    """A table or view of an SQLite file."""
    names, cells = read_table(file.path, file.part)
    return _of_columns(file, names, cells, Report(format=f"SQLite table “{file.part}”"))


def _of_columns(file: File, header: Sequence[str], cells: Sequence[Iterable[str | None]], report: Report) -> Table:
    names = distinct_names(header)
    keys = column_keys(names)
    if len(names) > WIDEST:
        raise DatasetError(f"{file.name} has {len(names):,} columns; {WIDEST:,} can be shown: keep those that matter.")
    if not names:
        raise DatasetError(f"{file.name} has no columns; it needs records with names.")
    decide = Decider(file.hints, lambda at: file.wanted(names[at], keys[at]), lambda row: row + 1)
    rows, columns = 0, []
    for at, texts in enumerate(cells):
        coded = pa.array(texts, pa.string()).dictionary_encode()
        rows = len(coded)
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        columns.append(decide(at, Texts(names[at], coded.dictionary, codes)))
    decide.settle(columns)
    kept = useful(header, columns)
    readings = tuple(decide.reading(at, names[at], columns[at]) for at in kept)
    return Table(
        names=tuple(names[at] for at in kept),
        columns=tuple(columns[at] for at in kept),
        rows=rows,
        recipe=None,
        refused=tuple(kept.index(at) for at in decide.refused if at in kept),
        report=replace(report, columns=readings),
    )
