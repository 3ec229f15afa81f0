"""Lines that start with #: remarks, or the header of a table."""

from collections import Counter
from collections.abc import Sequence

from app.datasets.text.cells import look
from app.datasets.text.records import Record


def part_remarks(rows: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The records of the table and the remarks; a header that is written as a remark is of the table."""
    if all(record.text.startswith("#") for record in rows):
        return list(rows), []
    titles = _titles(rows)
    remarks = [record for record in rows if record.line not in titles and _is_remark(record, rows)]
    lines = {record.line for record in remarks}
    return [titles.get(record.line, record) for record in rows if record.line not in lines], remarks


def usual_width(rows: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in rows)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def _is_remark(record: Record, rows: Sequence[Record]) -> bool:
    """Whether a line that starts with # is a remark: not a row of tags or of numbers of a table."""
    if not record.text.startswith("#"):
        return False
    tagged = sum(cell.strip().startswith("#") for cell in record.cells)
    width = _width(rows)
    return len(record.cells) != width or width == 1 or (tagged < 2 and record is not rows[0])


def _titles(rows: Sequence[Record]) -> dict[int, Record]:
    """The remarks right above the first row that are words, as many as it has cells: its header."""
    first = next(at for at, record in enumerate(rows) if not record.text.startswith("#"))
    looks = {look(cell) for cell in rows[first].cells}
    width = _width(rows)
    found: dict[int, Record] = {}
    if width == 1 or looks.isdisjoint(("number", "date")):
        return found
    for record in reversed(rows[:first]):
        cells = record.cells[1:] if record.cells[0].strip() == "#" and len(record.cells) > width else record.cells
        if len(cells) != width or any(look(cell.lstrip("# ")) in ("number", "date") for cell in cells):
            break
        found[record.line] = Record(record.line, [cells[0].removeprefix("# "), *cells[1:]], record.text)
    return found


def _width(rows: Sequence[Record]) -> int:
    return usual_width([row for row in rows if not row.text.startswith("#")] or rows)
