"""A text file written anew as regular CSV: each row of the table as wide as the table, and nothing else."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

import numpy as np

from app.datasets.column import Array
from app.datasets.report import FaultList, Faults
from app.datasets.text.align import Aligner
from app.datasets.text.cells import look
from app.datasets.text.dialect import USUAL
from app.datasets.text.layout import Layout
from app.datasets.text.records import Dialect, Record

NOTE = re.compile(
    r"(foot)?notes?\b|source|total|grand total|\*|\(|\d+\)|\[\d+\]|[©†‡§_=-]{1,3}|end of|generated|copyright|disclaimer"
    r"|last updated|updated|exported|retrieved|accessed|as of\b|data from|prepared by|created",
    re.IGNORECASE,
)
"""How notes below a table begin."""
TAIL = 40
"""How many records at the end may be notes below the table."""
MOST_MENDED = 20_000
"""How many rows are put right by their looks; the others are filled up or joined at the end."""


@dataclass(frozen=True, slots=True, eq=False)
class Mended:
    """What came of a file: how many rows, the line each starts at, and what was passed over and put right.

    `plain`: below the header there is nothing but rows of the table, and empty lines.
    """

    rows: int
    lines: Array
    skipped: Faults
    mended: Faults
    plain: bool


class Mender:
    """Takes records, gives rows."""

    def __init__(self, layout: Layout, dialect: Dialect, sample: Sequence[Record]) -> None:
        self._layout = layout
        self._dialect = dialect
        self._width = layout.width
        self._names = [name.strip() for name in layout.names]
        good = [record.cells for record in sample if len(record.cells) == self._width and record.line >= layout.first]
        self._aligner = Aligner(good, self._width)
        self._usual = sum(map(self._aligner.score, good[:100])) / max(1, len(good[:100]))
        self._least = _usually_filled(good)
        self._elsewhere, self._last = False, 0
        self._typed = [column for column in range(self._width) if _is_typed([row[column] for row in good])]
        self._budget = MOST_MENDED
        self._plain = not any(record.line > max(layout.header, default=0) for record, _ in layout.above)
        self.skipped = FaultList()
        self.mended = FaultList()

    def write(self, found: Iterable[Record], target: TextIO) -> Mended:
        """Write the rows of the table as CSV without a header."""
        for record, what in self._layout.above:
            self.skipped.add(record.line, record.text, what)
        writer = csv.writer(target, lineterminator="\n")
        lines = []
        for line, cells in self._rows(found):
            if cells == [""]:
                target.write('""\n')
            else:
                writer.writerow(cells)
            lines.append(line)
        numbers = np.asarray(lines, dtype=np.int32)
        return Mended(len(lines), numbers, self.skipped.faults(), self.mended.faults(), self._plain)

    def _rows(self, found: Iterable[Record]) -> Iterator[tuple[int, list[str]]]:
        tail: deque[Record] = deque()
        for record in found:
            if record.line < self._layout.first:
                continue
            if self._is_other_header(record.cells):
                self.skipped.add(record.line, record.text, "another table starts here; it and what follows is not read")
                self._plain = False
                break
            if reason := self._passed_over(record) or self._of_another_table(record):
                self.skipped.add(record.line, record.text, reason)
                self._plain &= not record.text.strip()
                continue
            tail.append(record)
            if len(tail) > TAIL:
                yield self._row(tail.popleft())
        rows = list(tail)
        end = self._end_of_rows(rows)
        for record in rows[:end]:
            if any(cell.strip() for cell in record.cells) or (self._width == 1 and record.text):
                yield self._row(record)
        for record in rows[end:]:
            if record.text.strip():
                self.skipped.add(record.line, record.text, "below the table")
                self._plain = False

    def _passed_over(self, record: Record) -> str:
        """Why a record is no row of the table; empty if it is one."""
        cells = record.cells
        if not any(cells) or not any(cell.strip() for cell in cells):
            return "" if self._width == 1 and record.text else "a blank row"
        if record.text.startswith("#") and len(cells) != self._width:
            return "a remark"
        if (
            self._width > 1
            and cells[0].strip() == self._names[0]
            and [cell.strip() for cell in cells] == self._names
            and any(self._names)
        ):
            return "the header again"
        return ""

    def _is_other_header(self, cells: list[str]) -> bool:
        """Whether a record of another width has most of the header's names."""
        if len(cells) == self._width or len(cells) < 3 or self._width < 3:
            return False
        same = sum(cell.strip() == name != "" for cell, name in zip(cells, self._names, strict=False))
        return same >= 0.7 * min(len(cells), self._width)

    def _of_another_table(self, record: Record) -> str:
        """Whether a record is, or follows, the header of a table of another width that is parted off by blank lines."""
        gap, self._last = record.line > self._last + 1 and self._last > 0, record.line + record.text.count("\n")
        if len(record.cells) == self._width:
            self._elsewhere = False
        elif gap and self._typed and len(record.cells) > 1:
            looks = Counter(map(look, record.cells))
            self._elsewhere = looks["text"] > 1 and not looks["number"] + looks["date"]
        return "of another table" if self._elsewhere else ""

    def _end_of_rows(self, rows: Sequence[Record]) -> int:
        """Where the notes below the table begin: records at the end that are far emptier than its rows."""
        end = len(rows)
        while end and self._is_sparse(rows[end - 1]):
            end -= 1
        sure = any(self._is_note(record) for record in rows[end:]) or bool(end < len(rows) and _follows_gap(rows, end))
        return end if sure else len(rows)

    def _is_note(self, record: Record) -> bool:
        """Whether an emptier record can't be a row: it has no first cell, a long one, or says what it is."""
        first = record.cells[0].strip()
        return not first or len(first) > 40 or bool(NOTE.match(first))

    def _is_sparse(self, record: Record) -> bool:
        first = record.cells[0].strip()
        if len(record.cells) != self._width and NOTE.match(first) and look(first) == "text":
            return True
        filled = sum(bool(cell.strip()) for cell in record.cells)
        if self._width == 1 or not filled:
            return self._width > 1
        if self._typed and any(look(cell) in ("number", "date") for cell in self._at(record, self._typed)):
            return False
        if self._typed and len(record.cells) != self._width:
            return True
        if self._width == 2:
            return filled == 1 and self._least == 2
        most = self._width // 2 if self._typed else max(1, self._width // 5)
        return filled <= most and filled < self._least

    @staticmethod
    def _at(record: Record, columns: Sequence[int]) -> list[str]:
        return [record.cells[column] for column in columns if column < len(record.cells)]

    def _row(self, record: Record) -> tuple[int, list[str]]:
        cells, width = record.cells, self._width
        if len(cells) == width:
            return record.line, cells
        self._plain = False
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            return record.line, cells[:width]
        mended, what = self._put_right(record)
        self.mended.add(record.line, record.text, what)
        return record.line, mended

    def _put_right(self, record: Record) -> tuple[list[str], str]:
        cells, width = record.cells, self._width
        self._budget -= max(1, width * max(1, len(cells) - width) // 100)
        if self._budget > 0:
            if other := self._other_delimiter(record):
                return other
            if len(cells) > width and (joined := self._aligner.join(cells, self._dialect.delimiter)):
                return joined, f"{_cells(len(cells))} where the table has {width}: a delimiter too many"
            if len(cells) == width - 1:
                parted = self._aligner.split(cells)
                how = "the last is taken to be blank" if parted == [*cells, ""] else "a delimiter is missing"
                return parted, f"{_cells(len(cells))} where the table has {width}: {how}"
        if len(cells) < width:
            what = f"{_cells(len(cells))} where the table has {width}: the others are taken to be blank"
            return [*cells, *[""] * (width - len(cells))], what
        rest = self._dialect.delimiter.join(cells[width - 1 :])
        return [*cells[: width - 1], rest], f"{_cells(len(cells))} where the table has {width}: the last are joined"

    def _other_delimiter(self, record: Record) -> tuple[list[str], str] | None:
        """The row if it is parted by another mark than the table's other rows."""
        if len(record.cells) > 1 + self._width // 3:
            return None
        for mark in USUAL:
            if mark == self._dialect.delimiter or mark not in record.text:
                continue
            pieces = Dialect(mark, self._dialect.quote, self._dialect.escape).split(record.text)
            if not pieces or len(pieces) < self._width or not (cells := self._aligner.join(pieces, mark)):
                continue
            if self._aligner.score(cells) >= self._usual - self._width:
                return cells, f"parted by “{mark}” where the table is parted by “{self._dialect.delimiter}”"
        return None


def _follows_gap(rows: Sequence[Record], at: int) -> bool:
    """Whether lines were left out, as blank ones are, right before a record."""
    return at > 0 and rows[at].line > rows[at - 1].line + rows[at - 1].text.count("\n") + 1


def _usually_filled(rows: Sequence[Sequence[str]]) -> int:
    """How many cells all but the emptiest of the rows have filled, notes at the end aside."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = sorted(filled)[len(filled) // 2] if filled else 0
    while len(filled) > 1 and filled[-1] <= usual // 2:
        filled.pop()
    return sorted(filled)[len(filled) // 20] if filled else 0


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _is_typed(cells: Sequence[str]) -> bool:
    """Whether most of the cells are numbers or dates."""
    looks = Counter(map(look, cells))
    typed = looks["number"] + looks["date"]
    return typed >= 3 and typed >= 0.7 * (len(cells) - looks["blank"])
