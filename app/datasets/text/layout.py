"""Where the table of a file is: its width, its header, and what stands above."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.datasets.text.cells import look, shape
from app.datasets.text.records import Record

COUNTED = (["0", "1", "2"], ["1", "2", "3"], ["01", "02", "03"])
"""How names begin that are hours, months or days."""
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
    remarks: list[Record] = []
    if not all(record.text.startswith("#") for record in rows):
        remarks = [record for record in rows if is_comment(record, rows)]
        rows = [record for record in rows if record not in remarks]
    if not rows:
        return Layout(1, ("",), (), 1)
    layout = _find(_Sheet(rows, head), header)
    above = [(record, "a remark") for record in remarks if record.line < layout.first]
    return replace(layout, above=tuple(sorted([*layout.above, *above])))


def _find(sheet: "_Sheet", header: int | None) -> Layout:
    rows = sheet.rows
    if header == 0:
        return sheet.without_header(0)
    if header is not None:
        at = next((at for at, record in enumerate(rows) if record.line >= header), len(rows) - 1)
        return sheet.with_header(at, at)
    start = sheet.start()
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


def is_comment(record: Record, rows: Sequence[Record]) -> bool:
    """Whether a line that starts with # is a remark: not a row of tags or of numbers of a table."""
    if not record.text.startswith("#"):
        return False
    tagged = sum(cell.strip().startswith("#") for cell in record.cells)
    width = _usual_width([row for row in rows if not row.text.startswith("#")] or rows)
    return len(record.cells) != width or width == 1 or (tagged < 2 and record is not rows[0])


def _usual_width(rows: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in rows)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


class _Sheet:
    """The first records of a file, and how each cell looks."""

    def __init__(self, rows: list[Record], head: Sequence[Record]) -> None:
        self.rows = rows
        self._head = head
        self.width = _usual_width(rows[len(rows) // 3 :])
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
            near = abs(len(record.cells) - self.width) <= slack
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
        return sum(sides[self._look(at, column)] for column in typed) / len(typed)

    def _are_years(self, at: int) -> bool:
        """Whether a record's numbers are years in a row, as names of columns are."""
        numbers = [self._text(self.rows[at], c) for c in range(self.width) if self._look(at, c) in ("number", "date")]
        counted = "text" in self.looks[at] and numbers[:3] in COUNTED
        if len(numbers) < 2 or not (counted or all(map(YEAR.fullmatch, numbers))):
            return False
        years = [int(number.strip()) for number in numbers if number.strip().isdecimal()]
        steps = {later - earlier for earlier, later in pairwise(years)}
        return len(steps) == 1 and steps.pop() != 0

    def last_title(self, start: int) -> int:
        """The last of the records that are names: a header may have several lines."""
        last = start
        for at in range(start + 1, min(start + 6, len(self.rows) - 1)):
            if "number" in self.looks[at] or "date" in self.looks[at]:
                if not self._are_years(at):
                    break
            elif self.contrast(at) < 0.5 or not self._are_titles(at):
                break
            last = at
        return last

    def _are_titles(self, at: int) -> bool:
        """Whether words over columns of numbers are more than a gap in one: there are two, or they are in brackets."""
        words = [text for column in self.typed(at) if (text := self._text(self.rows[at], column))]
        return len(words) > 1 or all(BRACKETED.fullmatch(word) for word in words)

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
        at = max(range(len(titles)), key=lambda k: (len({cell.strip() for cell in titles[k].cells} - {""}), -k))
        while at + 1 < len(titles) and _same(titles[at], titles[at + 1]) is False and self._names_better(titles, at):
            at += 1
        names = self._fitted(titles[at].cells)
        if at and len(set(filter(None, names))) < len(list(filter(None, names))):
            names = _joined(self._fitted(titles[at - 1].cells, spread=True), names)
        above = [(record, "above the header") for record in self.rows[:start]]
        above += [(record, "a title over the header") for record in titles[:at]]
        below = titles[at + 1 :]
        above += [(record, "units or notes under the header") for record in below]
        units = tuple(self._fitted(below[0].cells)) if below and not _same(titles[at], below[0]) else ()
        last_line = titles[-1].line
        first = next((record.line for record in self._head if record.line > last_line), last_line + 1)
        return Layout(len(names), tuple(names), (titles[at].line,), first, tuple(above), units)

    def _names_better(self, titles: list[Record], at: int) -> bool:
        """Whether the next line of a header names every column, and this one names groups of them."""
        here, there = ([cell.strip() for cell in record.cells if cell.strip()] for record in titles[at : at + 2])
        return len(set(here)) < len(here) and len(set(there)) == len(there)

    def _fitted(self, cells: list[str], *, spread: bool = False) -> list[str]:
        """A header's cells as wide as the table; with `spread`, blank ones take what stands before them."""
        names = [" ".join(cell.split()) for cell in cells]
        blank = [at for at, name in enumerate(names) if not name]
        if len(names) > self.width and len(blank) >= len(names) - self.width:
            for at in reversed(blank[-(len(names) - self.width) :]):
                del names[at]
        names += [""] * (self.width - len(names))
        for at in range(1, len(names)) if spread else ():
            names[at] = names[at] or names[at - 1]
        return names


def _same(one: Record, other: Record) -> bool:
    return [cell.strip() for cell in one.cells] == [cell.strip() for cell in other.cells]


def _joined(groups: list[str], names: list[str]) -> list[str]:
    return [f"{group} {name}".strip() for group, name in zip(groups, names, strict=False)]


def _is_code(cell: str) -> bool:
    return bool(re.fullmatch(r"[A-Z0-9][A-Z0-9\-_/.]*", cell))


def _is_name(cell: str) -> bool:
    return bool(re.search(r"[^\W\d]", cell))
