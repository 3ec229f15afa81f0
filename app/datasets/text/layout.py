"""Where the table of a file is: its width, its header, and what stands above."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.datasets.text.cells import look, shape
from app.datasets.text.records import Record
from app.datasets.text.remarks import part_remarks, usual_width
from app.datasets.text.titles import TIME, distinct, fitted, over, under

COUNTED = (["0", "1", "2"], ["1", "2", "3"], ["01", "02", "03"])  # how names begin that are hours, months or days
DEEPEST = 120
"""How many records may stand above a header."""
BRACKETED = re.compile(r"[(\[].*[)\]]")
YEAR = re.compile(r"\s*(?:19|20|21)\d\d\s*")


@dataclass(frozen=True, slots=True)
class Layout:
    """`header` are the lines of the names (none: the file has no header), `first` is the line of the first row.

    `above` are the records over the header with what they are; `names` are as they stand, blank and repeated ones too.
    """

    width: int
    names: tuple[str, ...]
    header: tuple[int, ...]
    first: int
    above: tuple[tuple[Record, str], ...] = ()
    units: tuple[str, ...] = ()


def find_layout(head: Sequence[Record], *, header: int | None = None) -> Layout:
    """The layout of a table from its first records. `header`: the line it is known to be at; 0: there is none."""
    rows = _first_table([record for record in head if any(cell.strip() for cell in record.cells)])
    if not rows:
        return Layout(1, ("",), (), 1)
    rows, remarks = part_remarks(rows)
    passed = {record.line for record in remarks}
    layout = _find(_Sheet(rows, [record for record in head if record.line not in passed]), header)
    above = [(record, "a remark") for record in remarks if record.line < layout.first]
    return replace(layout, above=tuple(sorted([*layout.above, *above])))


def _find(sheet: "_Sheet", header: int | None) -> Layout:
    rows = sheet.rows
    if header == 0:
        return sheet.without_header(0)
    if header is not None:
        at = next((at for at, record in enumerate(rows) if record.line >= header), len(rows) - 1)
        return sheet.with_header(at, at)
    start = sheet.below_preamble(sheet.start())
    title = sheet.last_title(start)
    if title == start and sheet.is_data(start):
        return sheet.without_header(start)
    return sheet.with_header(start, title)


def _first_table(rows: list[Record]) -> list[Record]:
    """The records before one that has most of the names of an early one, and another width: another table's header."""
    for at, record in enumerate(rows[:10]):
        names = [cell.strip() for cell in record.cells]
        if len(names) < 3 or any(look(name) != "text" for name in names if name):
            continue
        for end in range(at + 3, len(rows)):
            cells = rows[end].cells
            if len(cells) != len(names) and len(cells) > 2:
                same = sum(cell.strip() == name != "" for cell, name in zip(cells, names, strict=False))
                if same >= 0.7 * min(len(cells), len(names)):
                    return rows[:end]
        break
    return rows


class _Sheet:
    """The first records of a file, and how each cell looks."""

    def __init__(self, rows: list[Record], head: Sequence[Record]) -> None:
        self.rows = rows
        self._head = head
        self.width = usual_width(rows[len(rows) // 3 :])
        self.looks = [[look(cell) for cell in record.cells] for record in rows]
        self.filled = [sum(bool(cell.strip()) for cell in record.cells) for record in rows]
        self.full = sum(any(self._text(row, column) for row in rows) for column in range(self.width))

    @staticmethod
    def _text(record: Record, column: int) -> str:
        return record.cells[column].strip() if column < len(record.cells) else ""

    def _look(self, at: int, column: int) -> str:
        looks = self.looks[at]
        return looks[column] if column < len(looks) else "blank"

    def start(self) -> int:
        """The first record that is as wide and about as full as the table."""
        least = max(1 if self.width == 1 else 2, (self.full + 1) // 2)
        slack = max(1, self.width // 4)
        for at, record in enumerate(self.rows[:DEEPEST]):
            near = _wide(record) <= self.width + slack and len(record.cells) >= self.width - slack
            named = self.width == 2 and at == 0 and not self._text(record, 0) and len(record.cells) == 2
            if near and (self.filled[at] >= least or named) and not self._is_remark(at):
                return at
        return 0

    def _is_remark(self, at: int) -> bool:
        """Whether a record of another width stands over one of the table's own that is all names."""
        if len(self.rows[at].cells) == self.width or at + 1 >= len(self.rows):
            return False
        below = self.rows[at + 1]
        return len(below.cells) == self.width and self.contrast(at + 1) > 0.5

    def typed(self, at: int) -> list[int]:
        """The columns whose cells below a record are numbers or dates."""
        found = []
        below = range(at + 1, len(self.rows))
        for column in range(self.width):
            looks = Counter(self._look(row, column) for row in below)
            present = sum(looks.values()) - looks["blank"]
            if present and looks["number"] + looks["date"] >= 0.7 * present:
                found.append(column)
        return found

    def contrast(self, at: int) -> float:
        """How far a record's cells are names where those below are numbers or dates: from -1 to 1."""
        typed = self.typed(at)
        if not typed:
            return 0.0
        years = self._are_years(at)
        sides = {"text": 1, "number": 1 if years else -1, "date": 1 if years else -1, "blank": 0}
        looks = [(self._look(at, column), column) for column in typed]
        named = [1 if here == "date" and self._counts(at, column) else sides[here] for here, column in looks]
        return sum(named) / len(typed)

    def _counts(self, at: int, column: int) -> bool:
        """Whether a column has numbers below a record and no dates: a date above them is a name."""
        below = {self._look(row, column) for row in range(at + 1, len(self.rows))}
        return "number" in below and "date" not in below

    def below_preamble(self, start: int) -> int:
        """The first record that is a header, if those from `start` to it are emptier, and are no rows of its table."""
        for at in range(start + 1, min(start + 40, len(self.rows) - 3)):
            typed = self.typed(at)
            if self._is_row(at - 1, typed) and self._is_row(at, typed):
                return start
            sparse = 4 * max(self.filled[start:at]) <= 3 * self.full
            if self._is_header(at, typed, sparse=sparse):
                return start if any(self._is_row(row, typed) for row in range(start, at)) else at
        return start

    def _is_header(self, at: int, typed: list[int], *, sparse: bool) -> bool:
        """Whether a record has names for all columns, or the time for that of the dates, and a row follows it."""
        cells = [self._text(self.rows[at], column) for column in range(self.width)]
        names = [cell for cell in cells if cell]
        timed = 0 in typed and bool(TIME.fullmatch(cells[0]))
        named = sparse and self.contrast(at) == 1 and len(names) == len(set(names)) >= max(2, self.full - 1)
        fits = _wide(self.rows[at]) <= self.width
        return bool(typed) and fits and (named or timed) and self._is_row(at + 1, typed)

    def _is_row(self, at: int, typed: list[int]) -> bool:
        """Whether a record has numbers or dates, and no words, in columns that are typed."""
        looks = {self._look(at, column) for column in typed}
        return "text" not in looks and not looks.isdisjoint(("number", "date"))

    def _are_years(self, at: int, *, counted: bool = True) -> bool:
        """Whether a record's numbers are years in a row, as names of columns are."""
        numbers = [self._text(self.rows[at], c) for c in range(self.width) if self._look(at, c) in ("number", "date")]
        counted = counted and "text" in self.looks[at] and numbers[:3] in COUNTED
        if len(numbers) < 2 or not (counted or all(map(YEAR.fullmatch, numbers))):
            return False
        years = [int(number.strip()) for number in numbers if number.strip().isdecimal()]
        steps = {later - earlier for earlier, later in pairwise(years)}
        return len(steps) == 1 and steps.pop() != 0

    def last_title(self, start: int) -> int:
        """The last of the records that are names: a header may have several lines."""
        last = self._before_dates(start)
        for at in range(last + 1, min(start + 6, len(self.rows) - 1)):
            if "number" in self.looks[at] or "date" in self.looks[at]:
                if not self._are_years(at, counted=False) or self._has_year(at + 1):
                    break
            elif (self.contrast(at) < 0.5 or not self._are_titles(at)) and not self._completes(at):
                break
            last = at
        return last

    def _has_year(self, at: int) -> bool:
        return any(YEAR.fullmatch(cell) for cell in self.rows[at].cells)

    def _before_dates(self, start: int) -> int:
        """The last of the records under a header that have words in the first column, where it then is all dates."""
        looks = [self._look(at, 0) for at in range(start + 1, len(self.rows))]
        first = next((at for at, found in enumerate(looks) if found != "text"), 0)
        words = "".join(self._text(record, 0) for record in self.rows[start + 1 : start + 1 + first])
        told = first > 1 and not re.search(r"\d", words) and set(looks[first:]) == {"date"}
        return start + first if told and 3 * first < len(looks) else start

    def _are_titles(self, at: int) -> bool:
        """Whether words over columns of numbers are more than a gap in one: there are two, or they are in brackets."""
        words = [text for column in self.typed(at) if (text := self._text(self.rows[at], column))]
        return len(words) > 1 or all(BRACKETED.fullmatch(word) for word in words)

    def _completes(self, at: int) -> bool:
        """Whether a record names the columns that the header above it leaves blank, and no other of numbers."""
        others = [column for column in self.typed(at) if self._text(self.rows[at - 1], column)]
        return self._fills(at) and not any(self._text(self.rows[at], column) for column in others)

    def _fills(self, at: int) -> bool:
        """Whether a record has a cell for each that is blank in the header above it, and some are."""
        blank = [column for column in range(self.width) if not self._text(self.rows[at - 1], column)]
        return bool(blank) and all(self._text(self.rows[at], column) for column in blank)

    def is_data(self, at: int) -> bool:
        """Whether the first record of the table is a row rather than names."""
        if at + 1 >= len(self.rows):
            return self.contrast(at) < 0 or self._looks_filled(at)
        if self.typed(at):
            return self.contrast(at) < 0 or (self.contrast(at) == 0 and self._looks_filled(at))
        return self._repeats(at) > 0

    def _looks_filled(self, at: int) -> bool:
        looks = Counter(self.looks[at])
        return looks["number"] + looks["date"] > looks["text"] and not self._are_years(at)

    def _repeats(self, at: int) -> int:
        """Among columns of words: in how many a record's cell is like those below, less those where it is not."""
        votes = 0
        for column in range(self.width):
            cell = self._text(self.rows[at], column)
            below = [text for row in self.rows[at + 1 :] if (text := self._text(row, column))]
            if not cell or len(below) < 4:
                continue
            shapes = Counter((shape(text), len(text)) for text in below)
            coded = sum(count for (_, length), count in shapes.items() if length == len(cell)) > 0.6 * len(below)
            if cell in below or (
                coded and len({length for _, length in shapes}) <= 3 and _is_code(cell) and len(below) > 8
            ):
                votes += 1
            else:
                votes -= _is_name(cell) and max(Counter(map(len, below)).values()) > 0.9 * len(below)
        return votes

    def without_header(self, first: int) -> Layout:
        above = tuple((record, "above the table") for record in self.rows[:first])
        return Layout(self.width, ("",) * self.width, (), self.rows[first].line, above)

    def with_header(self, start: int, last: int) -> Layout:
        """Names from the fullest of the header's records; repeated ones take what stands above them."""
        titles = self.rows[start : last + 1]
        at = max(range(len(titles)), key=lambda k: (self._is_timed(start + k), distinct(titles[k].cells), -k))
        while at + 1 < len(titles) and _same(titles[at], titles[at + 1]) is False and self._names_better(titles, at):
            at += 1
        names = self._names(start + at, last)
        above = [(record, "above the header") for record in self.rows[:start]]
        above += [(record, "a title over the header") for record in titles[:at]]
        below = titles[at + 1 :]
        above += [(record, "units or notes under the header") for record in below]
        units = tuple(fitted(below[0].cells, self.width)) if below and not _same(titles[at], below[0]) else ()
        last_line = titles[-1].line
        first = next((record.line for record in self._head if record.line > last_line), last_line + 1)
        return Layout(len(names), tuple(names), (titles[at].line,), first, tuple(above), units)

    def _names_better(self, titles: list[Record], at: int) -> bool:
        """Whether the next line of a header names every column, and this one names groups of them."""
        here, there = ([cell.strip() for cell in record.cells if cell.strip()] for record in titles[at : at + 2])
        return len(set(here)) < len(here) and len(set(there)) == len(there)

    def _names(self, at: int, last: int) -> list[str]:
        """The names of a record, with what stands above or below them where they need it."""
        cells = self.rows[at].cells
        if self._lacks_first(at):
            return fitted(["", *cells], self.width)
        names = fitted(cells, self.width)
        if at < last and self._fills(at + 1):
            return over(names, fitted(self.rows[at + 1].cells, self.width))
        above = self.rows[at - 1]
        if at and self.filled[at - 1] > 1 and len(above.cells) == len(cells) and above.line + 1 == self.rows[at].line:
            return under(fitted(above.cells, self.width), names)
        return names

    def _lacks_first(self, at: int) -> bool:
        """Whether all rows are wider by one than their header, and begin with what tells them apart."""
        rows = [record.cells for record in self.rows[at + 1 :]]
        if len(rows) < 3 or len(self.rows[at].cells) != self.width - 1 or self.filled[at] < self.width - 1:
            return False
        firsts = {cells[0].strip() for cells in rows}
        wide = all(len(cells) == self.width and cells[-1].strip() for cells in rows)
        return wide and len(firsts) == len(rows) and "" not in firsts

    def _is_timed(self, at: int) -> bool:
        """Whether a record has a word like date or year over a column of dates or numbers."""
        return 0 in self.typed(at) and bool(TIME.fullmatch(self._text(self.rows[at], 0)))


def _wide(record: Record) -> int:
    """How many cells a record has, blank ones at its end aside."""
    return max((at for at, cell in enumerate(record.cells, start=1) if cell.strip()), default=0)


def _same(one: Record, other: Record) -> bool:
    return [cell.strip() for cell in one.cells] == [cell.strip() for cell in other.cells]


def _is_code(cell: str) -> bool:
    return bool(re.fullmatch(r"[A-Z0-9][A-Z0-9\-_/.]*", cell))


def _is_name(cell: str) -> bool:
    return bool(re.search(r"[^\W\d]", cell))
